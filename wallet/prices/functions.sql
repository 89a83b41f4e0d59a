-- Rules of days to come may be added, and taken away again before their day; what was in force stays as it was. A
-- migration (the owner) brings the starting rows of new kinds; the first rules loaded may begin at once, while nothing
-- was posted yet.
CREATE OR REPLACE FUNCTION keep_rules() RETURNS trigger
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' OR TG_OP = 'DELETE' AND OLD.since <= wallet_now() THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'rules that were in force stay as they were';
  ELSIF TG_OP = 'DELETE' THEN
    RETURN OLD;
  ELSIF NOT pg_has_role((SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER')
    AND ((NEW.since AT TIME ZONE 'Africa/Douala')::time <> '00:00'
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
