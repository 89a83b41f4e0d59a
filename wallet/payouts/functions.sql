-- Payouts: where to is added by an owner's session alone and waits; what is paid out was put aside, and ends once.

-- Add an account to be paid out to, 48 hours from now on, by an owner who showed the second factor just now; returns '' or
-- why not. No role writes the table: nobody makes one ready earlier.
CREATE OR REPLACE FUNCTION add_settlement_account(
  session bytea, made uuid, business uuid, of_kind text, by_rail text, of_number text, of_holder text
) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM merchant m WHERE m.id = business FOR NO KEY UPDATE;
  IF NOT 'payouts:write' IN (SELECT list_member_permissions(session, business)) THEN
    RETURN 'not_allowed';
  ELSIF NOT is_fresh(session) THEN
    RETURN 'stale';
  ELSIF EXISTS (SELECT FROM settlement_account a WHERE a.merchant_id = business AND a.removed_at IS NULL
    AND (a.kind, a.rail, a.number) = (of_kind, by_rail, of_number)) THEN
    RETURN 'account_known';
  ELSIF (SELECT count(*) FROM settlement_account a WHERE a.merchant_id = business AND a.removed_at IS NULL) >= 10 THEN
    RETURN 'accounts_most';
  END IF;
  INSERT INTO settlement_account (id, merchant_id, kind, rail, number, holder, added_by, added_at, ready_at)
  VALUES (made, business, of_kind, by_rail, of_number, of_holder, find_member_login(session), wallet_now(),
    wallet_now() + interval '48 hours');
  RETURN '';
END $$;

-- Remove one: nothing more is paid out to it, nor by schedule; returns '' or why not.
CREATE OR REPLACE FUNCTION remove_settlement_account(session bytea, business uuid, gone uuid) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT 'payouts:write' IN (SELECT list_member_permissions(session, business)) THEN
    RETURN 'not_allowed';
  ELSIF NOT is_fresh(session) THEN
    RETURN 'stale';
  END IF;
  UPDATE settlement_account a SET removed_at = wallet_now()
  WHERE a.id = gone AND a.merchant_id = business AND a.removed_at IS NULL;
  IF NOT FOUND THEN
    RETURN 'no_such_account';
  END IF;
  DELETE FROM payout_schedule s WHERE s.account_id = gone;
  RETURN '';
END $$;

-- True while money of this business may be put aside for this account.
CREATE OR REPLACE FUNCTION is_account_ready(account uuid, business uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM settlement_account a JOIN merchant m ON m.id = a.merchant_id
    WHERE a.id = account AND a.merchant_id = business AND a.removed_at IS NULL AND a.ready_at <= wallet_now()
      AND m.until IS NULL)
$$;

-- A payout goes to an account of its business that is ready, and from state to state as its money does: one to a phone ends
-- as its payment did; one to a bank is paid, or comes back, as two believed a statement (book_payouts), or fails as two
-- believed its bank (reject_payout).
CREATE OR REPLACE FUNCTION keep_payout() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  way CONSTANT text := (SELECT kind FROM settlement_account WHERE id = NEW.account_id);
  begins CONSTANT text := CASE way WHEN 'wallet' THEN 'paid' ELSE 'pending' END;
BEGIN
  PERFORM refuse_step(CASE
    WHEN TG_OP = 'INSERT' THEN NEW.state IN ('asked', begins) AND NEW.file_id IS NULL
      AND is_account_ready(NEW.account_id, NEW.merchant_id)
    WHEN OLD.state = 'asked' AND NEW.state <> 'refused' THEN NEW.state = begins
      AND is_account_ready(NEW.account_id, NEW.merchant_id)
    WHEN OLD.state = 'asked' THEN session_user <> 'mbongo_office'
    WHEN OLD.state = 'pending' AND way = 'phone' THEN EXISTS (
      SELECT FROM payment p WHERE p.id = OLD.payment_id
      AND CASE NEW.state WHEN 'paid' THEN p.state = 'succeeded' WHEN 'failed' THEN p.state IN ('failed', 'expired') END)
    WHEN OLD.state = 'pending' AND way = 'bank' THEN
      CASE NEW.state WHEN 'paid' THEN find_booking(OLD.id, false) WHEN 'failed' THEN is_rejected(OLD.reference) END
    WHEN OLD.state = 'paid' AND way = 'bank' THEN NEW.state = 'returned' AND find_booking(OLD.id, true)
    END, 'what became of a payout');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER payouts_begin BEFORE INSERT ON payout FOR EACH ROW EXECUTE FUNCTION keep_payout();
CREATE OR REPLACE TRIGGER payouts_stay BEFORE UPDATE ON payout
  FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION keep_payout();
ALTER TABLE payout ENABLE ALWAYS TRIGGER payouts_begin, ENABLE ALWAYS TRIGGER payouts_stay;

-- One that is under way, or paid, was put aside: its transfer is there once all is committed.
CREATE OR REPLACE FUNCTION keep_put_aside() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM transfer t WHERE t.id = transfer_id('payout:' || NEW.id)),
    'that money was put aside for a payout');
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS put_aside_indeed ON payout;
CREATE CONSTRAINT TRIGGER put_aside_indeed AFTER INSERT OR UPDATE ON payout DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state IN ('pending', 'paid')) EXECUTE FUNCTION keep_put_aside();
ALTER TABLE payout ENABLE ALWAYS TRIGGER put_aside_indeed;

-- True while two believe a statement (B12) that tells of this payout: that it was paid, or that it came back.
CREATE OR REPLACE FUNCTION find_booking(wanted uuid, came_back boolean) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM payout p JOIN bank_line l ON p.id = l.payout_id OR p.file_id = l.payout_file_id
    WHERE p.id = wanted AND (l.amount > 0) = came_back AND l.state = 'matched' AND l.how IN ('payout', 'person')
      AND CASE WHEN l.payout_id IS NULL THEN l.amount = -(SELECT f.total FROM payout_file f WHERE f.id = p.file_id)
        ELSE abs(l.amount) = p.amount END
      AND is_agreed_about('{book_payouts}', 'B' || l.file_id))
$$;

CREATE OR REPLACE FUNCTION is_rejected(named text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT is_agreed_about('{reject_payout}', named)
$$;

-- A file goes from made to approved as two say so of these very bytes, then to sent, once; one that was not approved may be
-- dropped, and its payouts go into another.
CREATE OR REPLACE FUNCTION keep_payout_file() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(CASE NEW.state
    WHEN 'approved' THEN OLD.state = 'made' AND EXISTS (
      SELECT FROM find_act_under_way('{approve_payout_file}') r
      WHERE r.subject = 'P' || OLD.id AND r.content ->> 'sha256' = OLD.sha256)
    WHEN 'sent' THEN OLD.state = 'approved' AND is_done_alone('{send_payout_file}', 'P' || OLD.id)
    WHEN 'dropped' THEN OLD.state = 'made' AND is_done_alone('{drop_payout_file}', 'P' || OLD.id) END,
    'a file for a bank');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER files_stay BEFORE UPDATE ON payout_file FOR EACH ROW EXECUTE FUNCTION keep_payout_file();
ALTER TABLE payout_file ENABLE ALWAYS TRIGGER files_stay;

-- A payout stands in one file, which is made in this transaction; it leaves it as that is dropped.
CREATE OR REPLACE FUNCTION keep_filed() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(NEW.state = 'pending' AND CASE
    WHEN NEW.file_id IS NULL THEN is_done_alone('{drop_payout_file}', 'P' || OLD.file_id)
    ELSE OLD.file_id IS NULL AND is_done_alone('{make_payout_file}', 'P' || NEW.file_id) END, 'in which file a payout stands');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER filed_once BEFORE UPDATE ON payout
  FOR EACH ROW WHEN (OLD.file_id IS DISTINCT FROM NEW.file_id) EXECUTE FUNCTION keep_filed();
ALTER TABLE payout ENABLE ALWAYS TRIGGER filed_once;

-- True for what a payout's own key posts: put aside for its rail or for banks, or given at once to its business's owner;
-- booked as a statement shows it (:paid), or back where it was taken (:returned).
CREATE OR REPLACE FUNCTION is_payouts(
  payout_id uuid, rule transfer_kind, key text, size bigint, accounts bigint[], amounts bigint[], ended uuid
) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM payout p JOIN settlement_account s ON s.id = p.account_id JOIN merchant m ON m.id = p.merchant_id
    JOIN person o ON o.id = m.owner_id
    WHERE p.id = is_payouts.payout_id AND p.state = ANY (rule.named)
    AND CASE rule.kind || CASE WHEN rule.reason = 'banked_payout' THEN '' ELSE ' first' END
      WHEN 'hold_payout first' THEN is_payouts.key = 'payout:' || p.id AND s.kind <> 'wallet' AND size = p.amount + p.fee
        AND amounts[array_position(accounts, m.account_id)] = -size
        AND account_named('in_transit:' || CASE s.kind WHEN 'bank' THEN 'bank' ELSE s.rail END) = ANY (accounts)
      WHEN 'pay_payout first' THEN is_payouts.key = 'payout:' || p.id AND s.kind = 'wallet' AND size = p.amount
        AND amounts[array_position(accounts, m.account_id)] = -size
        AND is_between(accounts, m.account_id, o.account_id)
      WHEN 'pay_payout' THEN is_payouts.key = 'payout:' || p.id || ':paid' AND s.kind = 'bank' AND size = p.amount + p.fee
        AND ended = transfer_id('payout:' || p.id) AND is_between(accounts, NULL)
      WHEN 'return_payout' THEN is_payouts.key = 'payout:' || p.id || ':returned' AND s.kind = 'bank'
        AND amounts[array_position(accounts, m.account_id)] = size AND is_between(accounts, m.account_id)
        AND CASE p.state WHEN 'failed' THEN size = p.amount + p.fee AND ended = transfer_id('payout:' || p.id)
          ELSE size = p.amount AND account_named('cash') = ANY (accounts) AND ended IS NULL END
      ELSE false END)
$$;
