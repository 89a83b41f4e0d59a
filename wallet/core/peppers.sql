-- How much stands under each pepper, by its id: what `./mbongo keys` shows, without showing a hash. A code that was
-- issued counts until it has ended; where the release of November 2026 issued it, its pepper is not known.
CREATE OR REPLACE FUNCTION count_by_pepper(OUT what text, OUT pepper text, OUT many bigint) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT 'PINs', split_part(hash, '$', 1), count(*) FROM pin GROUP BY 2
  UNION ALL
  SELECT 'PINs of before', split_part(one, '$', 1), count(*) FROM pin, unnest(past) one GROUP BY 2
  UNION ALL
  SELECT 'staff passwords', split_part(recipe, '$', 1), count(*) FROM staff WHERE until IS NULL GROUP BY 2
  UNION ALL
  SELECT 'questions by SMS', coalesce(ask.pepper, '?'), count(*) FROM ask
  WHERE state = 'waiting' AND asked_at > wallet_now() - interval '5 minutes' GROUP BY 2
  UNION ALL
  SELECT 'withdrawal codes', coalesce(cash_out.pepper, '?'), count(*) FROM cash_out WHERE state = 'open' GROUP BY 2
$$;
