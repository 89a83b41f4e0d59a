-- What staff did, as a chain: each row's hash covers the row and the hash before it. Then the rules that staff load.

CREATE TABLE staff_action (                       -- what staff may do; each later migration adds its own
    what      text PRIMARY KEY,
    takes_two boolean NOT NULL                    -- asked by one login, approved by another: money moves, or a limit lifts
);
INSERT INTO staff_action (what, takes_two) VALUES
    ('login set', false), ('login ended', false), ('maintenance', false),
    ('settle', true), ('correct', true), ('tariff', true);

ALTER TABLE staff_request DROP CONSTRAINT staff_request_what_check, ADD FOREIGN KEY (what) REFERENCES staff_action;
ALTER TABLE staff_act DROP CONSTRAINT money_takes_two, ADD FOREIGN KEY (what) REFERENCES staff_action,
    ADD COLUMN number bigint, ADD COLUMN hash bytea;

-- The hash of a row; wallet/staff/audit.py computes the same without asking here. As JSON no value can run into the next.
CREATE FUNCTION act_hash(act staff_act, hash_before bytea) RETURNS bytea
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT sha256(convert_to(jsonb_build_array(
    act.number::text, encode(hash_before, 'hex'), act.id::text, act.request_id::text, act.what, act.subject,
    act.before::text, act.after::text, act.why, act.asked_by, act.approved_by,
    to_char(act.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'))::text, 'UTF8'))
$$;

-- Whoever inserts: the number, the time and the hash are set here, one transaction after another, so no row can be
-- forged and the chain never forks.
CREATE FUNCTION chain_act() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE last record;
BEGIN
  IF NEW.approved_by IS NULL AND (SELECT takes_two FROM staff_action WHERE what = NEW.what) THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = NEW.what || ' takes_two logins';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('staff_act.chain'));
  SELECT number, hash INTO last FROM staff_act ORDER BY number DESC LIMIT 1;
  NEW.number := coalesce(last.number, 0) + 1;
  NEW.at := wallet_now();
  NEW.hash := act_hash(NEW, last.hash);
  RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION chain_act() FROM PUBLIC;

ALTER TABLE staff_act DISABLE TRIGGER acts_stay;
DO $$
DECLARE act staff_act; hash_before bytea; place bigint := 0;
BEGIN
  FOR act IN SELECT * FROM staff_act ORDER BY at, id LOOP
    place := place + 1;
    act.number := place;
    UPDATE staff_act SET number = place, hash = act_hash(act, hash_before) WHERE id = act.id
      RETURNING hash INTO hash_before;
  END LOOP;
END $$;
ALTER TABLE staff_act ENABLE ALWAYS TRIGGER acts_stay;
ALTER TABLE staff_act ALTER COLUMN number SET NOT NULL, ALTER COLUMN hash SET NOT NULL, ADD UNIQUE (number);

CREATE TRIGGER acts_chain BEFORE INSERT ON staff_act FOR EACH ROW EXECUTE FUNCTION chain_act();
ALTER TABLE staff_act ENABLE ALWAYS TRIGGER acts_chain;

-- ------------------------------------------------------------------------------------------------ prices and ceilings
ALTER TABLE tariff
    ADD COLUMN commission_ppm bigint NOT NULL DEFAULT 0,      -- what an agent earns, rounded down: no gain in splitting
    ADD COLUMN commission_of  text NOT NULL DEFAULT 'amount' CHECK (commission_of IN ('amount', 'fee')),
    ADD CONSTRAINT a_price_is_no_gift CHECK (fee_ppm BETWEEN 0 AND 1000000 AND fee_min >= 0 AND fee_max >= fee_min
        AND tax_ppm BETWEEN 0 AND 1000000 AND tax_fixed >= 0 AND commission_ppm BETWEEN 0 AND 1000000);
ALTER TABLE ceiling ALTER COLUMN amount DROP NOT NULL,        -- none: from then on there is no such ceiling
    ADD CONSTRAINT ceiling_amount CHECK (amount > 0);

-- Rules of days to come may be added, and taken away again before their day; what was in force stays as it was. A
-- migration (the owner) brings the starting rows of new kinds; the first rules loaded may begin at once, while nothing
-- was posted yet.
CREATE FUNCTION keep_rules() RETURNS trigger LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
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
REVOKE EXECUTE ON FUNCTION keep_rules() FROM PUBLIC;
CREATE TRIGGER rules_stay BEFORE INSERT OR UPDATE OR DELETE ON tariff FOR EACH ROW EXECUTE FUNCTION keep_rules();
CREATE TRIGGER rules_stay BEFORE INSERT OR UPDATE OR DELETE ON ceiling FOR EACH ROW EXECUTE FUNCTION keep_rules();
