-- What a hash is counted as, and its pepper's id.
CREATE OR REPLACE FUNCTION sort_hash(what text, written text, OUT kind text, OUT pepper text)
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT what || CASE WHEN whole AND split_part(written, '$', 2) = '' THEN ', bound to nobody' ELSE '' END,
    CASE WHEN whole THEN split_part(written, '$', 1) ELSE 'broken' END
  FROM (SELECT written ~ '^[A-Za-z0-9_-]{1,8}[$]([A-Za-z0-9+/]{86})?[$]argon2id[$]v=[0-9]+[$]m=[0-9,tp=]+([$][A-Za-z0-9+/]+){1,2}$' AS whole) looked
$$;

-- How much stands under each pepper, by its id: what `./mbongo keys` shows, without showing a hash. A code that was
-- issued counts until it has ended; where the release of November 2026 issued it, its pepper is not known. What that
-- release hashed is bound to nobody until it is moved; what is no hash at all stands under `broken`.
CREATE OR REPLACE FUNCTION count_by_pepper(OUT what text, OUT pepper text, OUT many bigint) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.kind, s.pepper, count(*) FROM pin, sort_hash('PINs', hash) s GROUP BY 1, 2
  UNION ALL
  SELECT s.kind, s.pepper, count(*) FROM pin, unnest(past) one, sort_hash('PINs of before', one) s GROUP BY 1, 2
  UNION ALL
  SELECT s.kind, s.pepper, count(*) FROM staff, sort_hash('staff passwords', recipe) s WHERE until IS NULL GROUP BY 1, 2
  UNION ALL
  SELECT s.kind, s.pepper, count(*) FROM member_login, sort_hash('passwords of members', recipe) s WHERE recipe IS NOT NULL GROUP BY 1, 2
  UNION ALL
  SELECT 'secrets of authenticator apps', split_part(secret, '$', 1), count(*) FROM member_totp GROUP BY 2
  UNION ALL
  SELECT 'secrets of staff''s apps', split_part(secret, '$', 1), count(*) FROM staff_app GROUP BY 2
  UNION ALL
  SELECT 'keys of second factors', split_part(factor_key, '$', 1), count(*) FROM member_login WHERE factor_key IS NOT NULL GROUP BY 2
  UNION ALL  -- of logins from before there were such keys, who changed no factor since: `keys --move` makes one
  SELECT 'second factors, bound to nobody', '?', count(*) FROM member_login WHERE factor_proof IS NULL AND has_factor(id)
  HAVING count(*) > 0
  UNION ALL
  SELECT 'codes that sign in', page_code.pepper, count(*) FROM page_code
  WHERE digest IS NOT NULL AND used_at IS NULL AND asked_at > wallet_now() - interval '10 minutes' GROUP BY 2
  UNION ALL
  SELECT 'questions by SMS', coalesce(ask.pepper, '?'), count(*) FROM ask
  WHERE state = 'waiting' AND asked_at > wallet_now() - interval '5 minutes' GROUP BY 2
  UNION ALL
  SELECT 'withdrawal codes', coalesce(cash_out.pepper, '?'), count(*) FROM cash_out WHERE state = 'open' GROUP BY 2
  UNION ALL  -- one stands under the newest once it is used
  SELECT 'keys of programs', api_key.pepper, count(*) FROM api_key
  WHERE until IS NULL OR until > wallet_now() GROUP BY 2
  UNION ALL
  SELECT 'secrets of endpoints', split_part(one, '$', 1), count(*) FROM endpoint, unnest(ARRAY[secret, secret_before]) one
  WHERE one IS NOT NULL AND state <> 'removed' GROUP BY 2
  UNION ALL
  SELECT 'keys that operations are claimed by', k.pepper, count(*) FROM operation_key k GROUP BY 2
  UNION ALL
  SELECT 'keys that sign returns', split_part(secret, '$', 1), count(*) FROM return_origin WHERE until IS NULL GROUP BY 2
  UNION ALL
  SELECT 'keys of papers of businesses', split_part(sealed_key, '$', 1), count(*) FROM document_content GROUP BY 2
  UNION ALL
  SELECT 'keys of reports of suspicion', split_part(sealed_key, '$', 1), count(*) FROM suspicion_report GROUP BY 2
$$;
