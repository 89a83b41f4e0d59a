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
