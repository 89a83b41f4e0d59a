-- Rules of days to come may be added, and taken away again before their day; what was in force stays as it was. A
-- migration (the owner) brings the starting rows of new kinds; the first rules loaded may begin at once, while nothing
-- was posted yet. Anybody else does either by an act that two of staff agreed to, about that very day, which each row
-- names. What the rules say is read by the process from the file that both saw, and the trail keeps.
CREATE OR REPLACE FUNCTION keep_rules() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  by_owner CONSTANT boolean := pg_has_role(session_user, current_user, 'MEMBER');
  act CONSTANT text := CASE TG_OP WHEN 'DELETE' THEN 'drop_tariff' ELSE 'load_tariff' END;
  begins CONSTANT timestamptz := CASE TG_OP WHEN 'DELETE' THEN OLD.since ELSE NEW.since END;
  agreed uuid;
BEGIN
  IF TG_OP = 'UPDATE' OR TG_OP = 'DELETE' AND OLD.since <= wallet_now() THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'rules that were in force stay as they were';
  END IF;
  IF NOT by_owner THEN
    SELECT id INTO agreed FROM find_act_under_way(ARRAY[act])
      WHERE subject = to_char(begins AT TIME ZONE 'Africa/Douala', 'YYYY-MM-DD');
    IF agreed IS NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'two of staff agreed to no ' || act;
    END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF NOT by_owner THEN
    NEW.request_id := agreed;
  END IF;
  IF NOT by_owner AND ((NEW.since AT TIME ZONE 'Africa/Douala')::time <> '00:00'
      OR NEW.since <= wallet_now() AND (EXISTS (SELECT FROM transfer)
        OR EXISTS (SELECT FROM tariff WHERE since <> NEW.since AND since > '-infinity'))) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'rules begin at a midnight to come';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER rules_stay BEFORE INSERT OR UPDATE OR DELETE ON tariff
  FOR EACH ROW EXECUTE FUNCTION keep_rules();
CREATE OR REPLACE TRIGGER rules_stay BEFORE INSERT OR UPDATE OR DELETE ON ceiling
  FOR EACH ROW EXECUTE FUNCTION keep_rules();
ALTER TABLE tariff  ENABLE ALWAYS TRIGGER rules_stay;
ALTER TABLE ceiling ENABLE ALWAYS TRIGGER rules_stay;

-- A rate is loaded by an act of two that says all of it, and begins then; it is never changed nor taken away.
CREATE OR REPLACE FUNCTION keep_rates() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE agreed uuid;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'rates stay as they were';
  END IF;
  IF pg_has_role(session_user, current_user, 'MEMBER') THEN
    RETURN NEW;
  END IF;
  SELECT id INTO agreed FROM find_act_under_way(ARRAY['load_rate']) r
    WHERE r.subject = NEW.currency AND (r.content ->> 'francs')::numeric = NEW.francs
    AND (r.content ->> 'source', (r.content ->> 'digits')::int, (r.content ->> 'margin_ppm')::bigint,
         nullif((r.content ->> 'lasts_days')::int, 0))
      IS NOT DISTINCT FROM (NEW.source, NEW.digits::int, NEW.margin_ppm, NEW.lasts_days::int);
  IF agreed IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'two of staff agreed to no load_rate';
  END IF;
  NEW.since := wallet_now();
  NEW.request_id := agreed;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER rates_stay BEFORE INSERT OR UPDATE OR DELETE ON rate
  FOR EACH ROW EXECUTE FUNCTION keep_rates();
ALTER TABLE rate ENABLE ALWAYS TRIGGER rates_stay;

-- What a quote says is by the rate in force, which is not too old; and stays.
CREATE OR REPLACE FUNCTION keep_quotes() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.made_at <= wallet_now() AND EXISTS (
      SELECT FROM rate r WHERE (r.currency, r.since) = (NEW.currency, NEW.rate_since)
      AND (r.lasts_days IS NULL OR wallet_now() < r.since + make_interval(days => r.lasts_days))
      AND NOT EXISTS (SELECT FROM rate n WHERE n.currency = r.currency AND n.since > r.since AND n.since <= wallet_now())) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'a quote is by the rate in force, and stays as it was';
END $$;
CREATE OR REPLACE TRIGGER quotes_stay BEFORE INSERT OR UPDATE OR DELETE ON quote
  FOR EACH ROW EXECUTE FUNCTION keep_quotes();
ALTER TABLE quote ENABLE ALWAYS TRIGGER quotes_stay;
