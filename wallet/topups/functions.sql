-- A recharge is paid once, by a payment of its own that succeeded, whoever says otherwise but the owner.
CREATE OR REPLACE FUNCTION keep_recharge() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(session_user, current_user, 'MEMBER') AND (OLD.payment_id IS NOT NULL OR NOT EXISTS (
    SELECT FROM payment p WHERE p.id = NEW.payment_id AND p.direction = 'collect' AND p.state = 'succeeded'
    AND (p.recharge_id, p.person_id, p.amount) = (NEW.id, NEW.owner_id, NEW.amount))) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('payment %s does not pay recharge %s', NEW.payment_id, NEW.id);
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER paid_once BEFORE UPDATE ON recharge FOR EACH ROW EXECUTE FUNCTION keep_recharge();
ALTER TABLE recharge ENABLE ALWAYS TRIGGER paid_once;
