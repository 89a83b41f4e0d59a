-- A payment goes from state to state by the steps of wallet/core/payment_states.py, whoever says so but the owner. From
-- created straight to succeeded, and wherever the office leads it, only as two of staff agreed for this very payment.
CREATE OR REPLACE FUNCTION keep_steps() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  steps CONSTANT text[] := CASE OLD.state
    WHEN 'created'    THEN '{submitting,failed,succeeded}'
    WHEN 'submitting' THEN '{created,pending,unknown,succeeded,failed,expired,review}'
    WHEN 'pending'    THEN '{submitting,unknown,succeeded,failed,expired,review}'
    WHEN 'unknown'    THEN '{submitting,pending,succeeded,failed,expired,review}'
    WHEN 'expired'    THEN '{succeeded,review}'
    WHEN 'review'     THEN '{succeeded,failed}'
    ELSE '{}' END;
BEGIN
  IF pg_has_role(session_user, current_user, 'MEMBER') THEN
    RETURN NEW;
  END IF;
  IF NOT NEW.state = ANY (steps) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('a payment does not go from %s to %s', OLD.state, NEW.state);
  END IF;
  IF (session_user = 'mbongo_office' OR OLD.state = 'created' AND NEW.state = 'succeeded')
    AND NOT EXISTS (SELECT FROM find_act_under_way(ARRAY['settle_payment']) r WHERE r.subject = NEW.reference) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'two of staff agreed to no settle_payment';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER steps_stay BEFORE UPDATE ON payment
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION keep_steps();
ALTER TABLE payment ENABLE ALWAYS TRIGGER steps_stay;

-- What is kept of a payment beside its state, by which staff may settle it: that it was asked for, or what each process
-- is there to write. An operator's words are a worker's; what was settled by hand, the office's, without words of others.
CREATE OR REPLACE FUNCTION keep_words() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT (session_user = 'mbongo_worker' AND NEW.why NOT LIKE 'by hand:%'
    OR session_user = 'mbongo_office' AND NEW.why LIKE 'by hand:%' AND NEW.raw = ''
    OR pg_has_role(session_user, current_user, 'MEMBER')) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s may not write what an operator says', session_user);
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER words_stay BEFORE INSERT ON payment_step
  FOR EACH ROW WHEN (NEW.state <> 'created' OR NEW.why <> 'asked for' OR NEW.raw <> '') EXECUTE FUNCTION keep_words();
ALTER TABLE payment_step ENABLE ALWAYS TRIGGER words_stay;
