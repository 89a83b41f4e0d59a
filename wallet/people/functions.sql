-- The state of a secret once one more try is counted: three lock it, for an hour, then a day, then until somebody lifts
-- it. The last try locks before it is compared (the right secret opens again); a lock that ended gives three new tries.
CREATE OR REPLACE FUNCTION count_try(
  INOUT tries smallint, INOUT locks smallint, INOUT locked_until timestamptz, at timestamptz
) LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF locked_until IS NOT NULL THEN
    tries := 0;
    locked_until := NULL;
  END IF;
  tries := tries + 1;
  IF tries >= 3 THEN
    locks := locks + 1;
    locked_until := at + CASE locks WHEN 1 THEN interval '1 hour' WHEN 2 THEN interval '1 day' ELSE interval '100 years' END;
  END IF;
END $$;

-- Keep what a provider said of a number's SIM. `web` may only where a worker asked, and was told to wait for a callback:
-- it makes no SIM look asked about that nobody asked about. A swap once heard of stays heard of.
CREATE OR REPLACE FUNCTION hear_sim(of_number text, said text, swapped timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE sim SET heard = said, checked_at = wallet_now(), asked_at = NULL, due_at = NULL, request_id = NULL, tries = 0,
    swapped_at = greatest(swapped_at, swapped)
  WHERE number = of_number AND (session_user <> 'mbongo_web' OR request_id IS NOT NULL);
END $$;

-- True for a number whose SIM was swapped within 72 hours (WATCHED in sims.py): nothing that signs in is texted to it.
CREATE OR REPLACE FUNCTION is_swapped(of_number text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM sim WHERE number = of_number AND swapped_at > wallet_now() - interval '72 hours')
$$;
