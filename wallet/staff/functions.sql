-- What staff did is a chain: each row's hash covers the row and the hash before it.

-- The hash of a row; wallet/staff/audit.py computes the same without asking here. As JSON no value can run into the next.
CREATE OR REPLACE FUNCTION act_hash(act staff_act, hash_before bytea) RETURNS bytea
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT sha256(convert_to(jsonb_build_array(
    act.number::text, encode(hash_before, 'hex'), act.id::text, act.request_id::text, act.kind, act.subject,
    act.before::text, act.after::text, act.why, act.asked_by, act.approved_by,
    to_char(act.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'))::text, 'UTF8'))
$$;

-- Whoever inserts: the number, the time and the hash are set here, one transaction after another, so no row can be
-- forged and the chain never forks.
CREATE OR REPLACE FUNCTION chain_act() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE last record;
BEGIN
  IF NEW.approved_by IS NULL AND (SELECT takes_two FROM staff_act_kind WHERE kind = NEW.kind) THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = NEW.kind || ' takes_two logins';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('staff_act.chain'));
  SELECT number, hash INTO last FROM staff_act ORDER BY number DESC LIMIT 1;
  NEW.number := coalesce(last.number, 0) + 1;
  NEW.at := wallet_now();
  NEW.hash := act_hash(NEW, last.hash);
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER requests_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_request
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER acts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_act
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER acts_chain BEFORE INSERT ON staff_act FOR EACH ROW EXECUTE FUNCTION chain_act();
ALTER TABLE staff_request ENABLE ALWAYS TRIGGER requests_stay;  -- also where replication would skip it
ALTER TABLE staff_act     ENABLE ALWAYS TRIGGER acts_stay, ENABLE ALWAYS TRIGGER acts_chain;
