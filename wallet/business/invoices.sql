-- An invoice that was issued stays as it is, and so do its lines, whoever says otherwise but the owner: `check` looks at
-- what the owner did.
CREATE OR REPLACE FUNCTION keep_invoice() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(session_user, current_user, 'MEMBER') THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('invoice %s is %s and stays as it is', OLD.id, OLD.state);
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE OR REPLACE TRIGGER issued_stays BEFORE UPDATE OR DELETE ON invoice FOR EACH ROW
  WHEN (OLD.state <> 'draft') EXECUTE FUNCTION keep_invoice();
ALTER TABLE invoice ENABLE ALWAYS TRIGGER issued_stays;

CREATE OR REPLACE FUNCTION keep_invoice_line() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM invoice i WHERE i.id = coalesce(NEW.invoice_id, OLD.invoice_id) AND i.state = 'draft' FOR NO KEY UPDATE;
  IF NOT FOUND OR TG_OP = 'UPDATE' THEN
    PERFORM refuse_step(false, 'the lines of an invoice that was issued');
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE OR REPLACE TRIGGER issued_stays BEFORE INSERT OR UPDATE OR DELETE ON invoice_line FOR EACH ROW
  EXECUTE FUNCTION keep_invoice_line();
ALTER TABLE invoice_line ENABLE ALWAYS TRIGGER issued_stays;

-- Numbers leave no gap: a series goes on by one, and by the end of that transaction an invoice has the number that it gave,
-- its hash made with the one before.
CREATE OR REPLACE FUNCTION keep_series() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(CASE TG_OP WHEN 'INSERT' THEN NEW.taken = 1
    ELSE NEW.taken = OLD.taken + 1 AND NEW.last_on >= OLD.last_on
      AND (NEW.merchant_id, NEW.kind, NEW.year) = (OLD.merchant_id, OLD.kind, OLD.year) END, 'the count of a series');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER one_by_one BEFORE INSERT OR UPDATE ON invoice_series FOR EACH ROW EXECUTE FUNCTION keep_series();
ALTER TABLE invoice_series ENABLE ALWAYS TRIGGER one_by_one;

CREATE OR REPLACE FUNCTION keep_invoice_number() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM invoice i WHERE (i.merchant_id, i.kind, i.year, i.place, i.hash, i.issued_on)
    = (NEW.merchant_id, NEW.kind, NEW.year, NEW.taken, NEW.last_hash, NEW.last_on)), 'a number without its invoice');
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS number_is_used ON invoice_series;
CREATE CONSTRAINT TRIGGER number_is_used AFTER INSERT OR UPDATE ON invoice_series DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION keep_invoice_number();
ALTER TABLE invoice_series ENABLE ALWAYS TRIGGER number_is_used;

-- An invoice is issued under the number that its series gives at that moment, and not twice; a credit note takes back no
-- more than its invoice says, together with all the others.
CREATE OR REPLACE FUNCTION keep_issuing() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(TG_OP = 'UPDATE' AND EXISTS (
    SELECT FROM invoice_series s WHERE (s.merchant_id, s.kind, s.year, s.taken, s.last_hash)
      = (NEW.merchant_id, NEW.kind, NEW.year, NEW.place, NEW.hash))
    AND NEW.net = (SELECT coalesce(sum(l.net), 0) FROM invoice_line l WHERE l.invoice_id = NEW.id), 'what is issued');
  IF NEW.kind = 'credit_note' THEN
    PERFORM FROM invoice i WHERE i.id = NEW.of_id FOR NO KEY UPDATE;
    PERFORM refuse_step((SELECT i.kind = 'invoice' AND i.state = 'final' AND i.merchant_id = NEW.merchant_id
        AND i.total >= NEW.total + (SELECT coalesce(sum(c.total), 0) FROM invoice c
          WHERE c.of_id = i.id AND c.kind = 'credit_note' AND c.state = 'final' AND c.id <> NEW.id)
      FROM invoice i WHERE i.id = NEW.of_id), 'what is taken back of an invoice');
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER issued_by_number BEFORE INSERT OR UPDATE ON invoice FOR EACH ROW
  WHEN (NEW.state = 'final') EXECUTE FUNCTION keep_issuing();
ALTER TABLE invoice ENABLE ALWAYS TRIGGER issued_by_number;
