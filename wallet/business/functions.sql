-- A checkout ends once: paid, expired or cancelled it stays so, with what paid it, whoever says otherwise but the owner.
CREATE OR REPLACE FUNCTION keep_checkout() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(session_user, current_user, 'MEMBER') THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('checkout %s is %s', OLD.id, OLD.state);
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER end_stays BEFORE UPDATE ON checkout FOR EACH ROW
  WHEN (OLD.state <> 'open' AND (OLD.state, OLD.paid_with, OLD.payment_id, OLD.paid_by, OLD.fee, OLD.ended_at)
    IS DISTINCT FROM (NEW.state, NEW.paid_with, NEW.payment_id, NEW.paid_by, NEW.fee, NEW.ended_at))
  EXECUTE FUNCTION keep_checkout();
ALTER TABLE checkout ENABLE ALWAYS TRIGGER end_stays;
