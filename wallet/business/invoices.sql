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

-- How an invoice at this place of its series is called (wallet/business/finalise_invoice.py).
CREATE OR REPLACE FUNCTION invoice_number(kind text, year smallint, place integer) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT CASE kind WHEN 'invoice' THEN 'FAC' WHEN 'proforma' THEN 'PRO' ELSE 'AV' END || '-' || year || '-'
    || lpad(place::text, greatest(6, length(place::text)), '0')
$$;

-- True for an invoice whose paper (canonical) says its number and its sums.
CREATE OR REPLACE FUNCTION says_itself(issued invoice) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT issued.canonical::jsonb ->> 'invoice_number' = issued.number
    AND (issued.net, issued.vat, issued.total, issued.withheld, issued.deposit, issued.payable) = (
      (t ->> 'total_without_vat')::bigint, (t ->> 'total_vat_amount')::bigint, (t ->> 'total_with_vat')::bigint,
      (t ->> 'withheld_amount')::bigint, (t ->> 'paid_amount')::bigint, (t ->> 'amount_due_for_payment')::bigint)
  FROM (SELECT issued.canonical::jsonb -> 'document_totals' AS t) said
$$;

-- An invoice is issued under the number that its series gives at that moment, and not twice, today, its hash made of what it
-- says and the one before; a credit note takes back no more than its invoice says, together with all the others.
CREATE OR REPLACE FUNCTION keep_issuing() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  today CONSTANT date := wallet_now() AT TIME ZONE 'Africa/Douala';
  last record;
BEGIN
  SELECT i.hash, i.issued_on INTO last FROM invoice i
  WHERE (i.merchant_id, i.kind, i.year, i.place) = (NEW.merchant_id, NEW.kind, NEW.year, NEW.place - 1);
  PERFORM refuse_step(NEW.hash = sha256(coalesce(last.hash, '') || convert_to(NEW.canonical, 'UTF8')) AND says_itself(NEW)
    AND NEW.number = invoice_number(NEW.kind, NEW.year, NEW.place) AND NEW.year = extract(year FROM NEW.issued_on)
    AND NEW.issued_on BETWEEN today - 1 AND greatest(today, last.issued_on), 'what an invoice says');
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
