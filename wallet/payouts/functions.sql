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

-- One that was added is told to whoever owns the business, by text and by mail, in the transaction that adds it: it waits so
-- that they may object.
CREATE OR REPLACE FUNCTION keep_account_told() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(NOT EXISTS (
    SELECT FROM (SELECT f.number AS phone, NULL AS email FROM merchant m JOIN phone f ON f.person_id = m.owner_id AND f.until IS NULL
        WHERE m.id = NEW.merchant_id
      UNION SELECT l.phone, l.email FROM membership s JOIN member_login l ON l.id = s.login_id
        WHERE s.merchant_id = NEW.merchant_id AND s.until IS NULL AND s.role = 'owner') owner
    WHERE owner.phone IS NOT NULL AND NOT EXISTS (
      SELECT FROM notice n WHERE (n.phone, n.sentence, n.state) = (owner.phone, 'settlement_added', 'waiting')
      AND n.written_at >= NEW.added_at AND n.due_at <= wallet_now() AND n.good_until > wallet_now()
      AND right(n."values" ->> 'account', 4) = CASE NEW.kind WHEN 'wallet' THEN 'ongo' ELSE right(NEW.number, 4) END)
    OR owner.email IS NOT NULL AND NOT EXISTS (
      SELECT FROM mail n WHERE (n.address, n.kind, n.about, n.state) = (owner.email, 'settlement_added', NEW.id, 'waiting')
      AND n.due_at <= wallet_now() AND n.good_until > wallet_now())), 'where a business is paid out to, which its owners hear');
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS told_to_owners ON settlement_account;
CREATE CONSTRAINT TRIGGER told_to_owners AFTER INSERT ON settlement_account DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.removed_at IS NULL) EXECUTE FUNCTION keep_account_told();
ALTER TABLE settlement_account ENABLE ALWAYS TRIGGER told_to_owners;

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

-- True for what the level of a business lets out: nothing where it is paid by nothing; its owner's own wallet has ceilings of its own.
CREATE OR REPLACE FUNCTION may_pay_out(business uuid, way text, amount bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT way = 'wallet' OR EXISTS (SELECT FROM merchant m JOIN business_level l USING (level)
    WHERE m.id = business AND l.methods <> '{}' AND may_pay_out.amount <= coalesce(l.payout_most, may_pay_out.amount))
$$;

-- True for what is the price of paying so much out: by the tariff in force, or the one that was a minute ago, when it was
-- looked at; to the owner's wallet it is free.
CREATE OR REPLACE FUNCTION is_payouts_price(way text, amount bigint, fee bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE way WHEN 'wallet' THEN fee = 0 ELSE EXISTS (
    SELECT FROM tariff f WHERE f.kind = 'make_payout' AND f.since <= wallet_now()
    AND NOT EXISTS (SELECT FROM tariff n
      WHERE n.kind = f.kind AND n.since > f.since AND n.since <= wallet_now() - interval '1 minute')
    AND fee = least(greatest(f.fee_min, ceil(amount::numeric * f.fee_ppm / 1000000)), amount, f.fee_max)) END
$$;

-- True where an operation's actor may do this for a business: a member by their role, a program by what its key may.
CREATE OR REPLACE FUNCTION may_for_business(asked operation, business uuid, what text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE asked.actor_kind
    WHEN 'member' THEN EXISTS (SELECT FROM membership m JOIN member_permission p USING (role)
      WHERE m.merchant_id = business AND m.login_id::text = asked.actor_id AND m.until IS NULL AND p.may = what)
    WHEN 'api_key' THEN EXISTS (SELECT FROM api_key k
      WHERE k.merchant_id = business AND k.id::text = asked.actor_id AND (k.until IS NULL OR k.until > wallet_now())
      AND (k.permissions = '{}' OR what = ANY (k.permissions))) END IS TRUE
$$;

-- True where just this payout is ordered, or asked for: its reference, so that one order is one payout; and as much, at
-- this price, to this account.
CREATE OR REPLACE FUNCTION is_ordered(made payout) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM find_asked(CASE made.state WHEN 'asked' THEN '{ask_payout}' ELSE '{make_payout}' END::text[]) o
    WHERE o.reference = made.reference AND NOT made.by_schedule AND NOT made.for_salary AND made.decided_by IS NULL
    AND made.asked_by::text IS NOT DISTINCT FROM CASE o.actor_kind WHEN 'member' THEN o.actor_id END
    AND ((o.content ->> 'account_id')::uuid, (o.content ->> 'amount')::bigint, (o.content ->> 'fee')::bigint)
      = (made.account_id, made.amount, made.fee)
    AND may_for_business(o, made.merchant_id, CASE made.state WHEN 'asked' THEN 'payouts:write:ask' ELSE 'payouts:write' END))
$$;

-- True where an owner decides about just this payout, as its state says from now on.
CREATE OR REPLACE FUNCTION is_decided(made payout) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM find_asked('{decide_payout}') o WHERE (o.content ->> 'payout_id')::uuid = made.id
    AND (o.content ->> 'agreed' = '0') = (made.state = 'refused') AND o.actor_id = made.decided_by::text
    AND may_for_business(o, made.merchant_id, 'payouts:write'))
$$;

-- True where a schedule that is due pays so much out, which a worker does.
CREATE OR REPLACE FUNCTION is_scheduled(made payout) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT made.by_schedule AND NOT made.for_salary AND num_nonnulls(made.asked_by, made.decided_by) = 0 AND EXISTS (
    SELECT FROM payout_schedule s WHERE (s.merchant_id, s.account_id) = (made.merchant_id, made.account_id)
    AND s.next_at <= wallet_now() AND made.amount >= s.least)
$$;

-- A payout is what an owner, a program or a due schedule says, at its price, to an account of its business that is ready; and
-- goes from state to state as its money does: one to a phone ends as its payment did; one to a bank is paid, or comes back, as
-- two believed a statement (book_payouts), or fails as two believed its bank (reject_payout).
CREATE OR REPLACE FUNCTION keep_payout() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  way CONSTANT text := (SELECT kind FROM settlement_account WHERE id = NEW.account_id);
  begins CONSTANT boolean := NEW.state = CASE way WHEN 'wallet' THEN 'paid' ELSE 'pending' END;
  may_begin CONSTANT boolean := (is_salary_payout(NEW)
      OR is_account_ready(NEW.account_id, NEW.merchant_id) AND is_payouts_price(way, NEW.amount, NEW.fee)
      AND may_pay_out(NEW.merchant_id, way, NEW.amount))
    AND (NEW.payment_id IS NOT NULL) = (way = 'phone' AND NEW.state = 'pending');
BEGIN
  PERFORM refuse_step(CASE
    WHEN TG_OP = 'INSERT' THEN (NEW.state = 'asked' OR begins) AND may_begin AND NEW.file_id IS NULL AND NEW.reason = ''
      AND CASE session_user WHEN 'mbongo_worker' THEN is_scheduled(NEW) OR is_salary_payout(NEW) ELSE is_ordered(NEW) END
    WHEN OLD.state = 'asked' THEN is_decided(NEW)
      AND (NEW.state = 'refused' AND NEW.payment_id IS NULL OR begins AND may_begin)
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

-- Who decided, and by which payment it is paid, are said as it is decided; why and when it ended, as it ends.
CREATE OR REPLACE FUNCTION keep_said() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(false, 'what is said of a payout');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER said_once BEFORE UPDATE ON payout FOR EACH ROW
  WHEN (OLD.state <> 'asked' AND (OLD.payment_id, OLD.decided_by) IS DISTINCT FROM (NEW.payment_id, NEW.decided_by)
    OR OLD.state = NEW.state AND (OLD.reason, OLD.ended_at, OLD.payment_id, OLD.decided_by)
      IS DISTINCT FROM (NEW.reason, NEW.ended_at, NEW.payment_id, NEW.decided_by))
  EXECUTE FUNCTION keep_said();
ALTER TABLE payout ENABLE ALWAYS TRIGGER payouts_begin, ENABLE ALWAYS TRIGGER payouts_stay, ENABLE ALWAYS TRIGGER said_once;

-- True for a line that says of this payout, or of the whole file it was sent in, that so much was paid, or came back.
CREATE OR REPLACE FUNCTION is_told_by(told payout, line bank_line) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT line.state = 'matched' AND line.how IN ('payout', 'person') AND EXISTS (
    SELECT FROM payout_file f WHERE f.id = told.file_id AND f.state = 'sent' AND f.account_id = line.account_id
    AND (line.payout_id = told.id AND abs(line.amount) = told.amount OR line.payout_file_id = f.id AND line.amount = -f.total))
$$;

-- True where a line that was believed says of a payout that it was paid, or came back.
CREATE OR REPLACE FUNCTION is_booked(told payout, came_back boolean) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM bank_line l WHERE (l.payout_id = told.id OR l.payout_file_id = told.file_id)
    AND l.booked_at IS NOT NULL AND (l.amount > 0) = came_back AND is_told_by(told, l))
$$;

-- True for a payout whose money stands as its state says: put aside, by the payment that pays it where one does, until that
-- was ended as the payout was, by a line that was believed where a bank paid.
CREATE OR REPLACE FUNCTION is_payout_whole(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM payout p JOIN settlement_account s ON s.id = p.account_id JOIN transfer t ON t.id = transfer_id('payout:' || p.id)
    LEFT JOIN transfer_link e ON e.target = t.id AND e.role = 'ends' LEFT JOIN payment y ON y.id = p.payment_id
    WHERE p.id = wanted AND CASE s.kind
      WHEN 'wallet' THEN p.state = 'paid'
      WHEN 'phone' THEN (y.reservation, y.amount, y.fee, y.party) = (t.id, p.amount, p.fee, s.number)
        AND (p.state = 'pending') = (e.by_id IS NULL)
        AND p.state = CASE WHEN y.state = 'succeeded' THEN 'paid' WHEN y.state IN ('failed', 'expired') THEN 'failed' ELSE 'pending' END
      ELSE CASE p.state WHEN 'pending' THEN e.by_id IS NULL
        WHEN 'failed' THEN e.by_id = transfer_id('payout:' || p.id || ':returned')
        ELSE e.by_id = transfer_id('payout:' || p.id || ':paid') AND is_booked(p, false) AND (p.state = 'paid'
          OR is_booked(p, true) AND EXISTS (SELECT FROM transfer b
            WHERE b.id IN (transfer_id('payout:' || p.id || ':returned'), transfer_id('payout:' || p.id || ':unclaimed'))))
        END END)
$$;

-- It is so once all is committed; and a schedule that paid out is not due any more.
CREATE OR REPLACE FUNCTION keep_put_aside() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(is_payout_whole(NEW.id) AND NOT (TG_OP = 'INSERT' AND NEW.by_schedule AND EXISTS (
    SELECT FROM payout_schedule s WHERE s.merchant_id = NEW.merchant_id AND s.next_at <= wallet_now())),
    'that money was put aside for a payout');
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS put_aside_indeed ON payout;
CREATE CONSTRAINT TRIGGER put_aside_indeed AFTER INSERT OR UPDATE ON payout DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state NOT IN ('asked', 'refused')) EXECUTE FUNCTION keep_put_aside();
ALTER TABLE payout ENABLE ALWAYS TRIGGER put_aside_indeed;

-- A payment whose end was posted ended its payout too.
CREATE OR REPLACE FUNCTION keep_payout_ended() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(is_payout_whole(p.id), 'that a payment of a payout ended') FROM payout p WHERE p.payment_id = NEW.payment_id;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS payout_too ON payment_posted;
CREATE CONSTRAINT TRIGGER payout_too AFTER INSERT ON payment_posted DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION keep_payout_ended();
ALTER TABLE payment_posted ENABLE ALWAYS TRIGGER payout_too;

-- A schedule is its owners' to save, for an account of the business, and to drop, unless its account is removed; a worker
-- moves one that is due to its next time.
CREATE OR REPLACE FUNCTION keep_schedule() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM refuse_step(EXISTS (SELECT FROM settlement_account a WHERE a.id = OLD.account_id AND a.removed_at IS NOT NULL)
      OR EXISTS (SELECT FROM find_asked('{drop_schedule}') o WHERE may_for_business(o, OLD.merchant_id, 'payouts:write')),
      'when a business is paid out');
    RETURN OLD;
  END IF;
  PERFORM refuse_step(NEW.next_at > wallet_now() AND NEW.next_at <= wallet_now()
      + CASE NEW.every WHEN 'week' THEN interval '7 days' WHEN 'day' THEN interval '1 day' ELSE interval '15 minutes' END
    AND CASE session_user WHEN 'mbongo_worker' THEN OLD.next_at <= wallet_now()
      ELSE is_account_ready(NEW.account_id, NEW.merchant_id) AND EXISTS (
        SELECT FROM find_asked('{save_schedule}') o WHERE may_for_business(o, NEW.merchant_id, 'payouts:write')
        AND ((o.content ->> 'account_id')::uuid, o.content ->> 'every', (o.content ->> 'least')::bigint)
          = (NEW.account_id, NEW.every, NEW.least)) END, 'when a business is paid out');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER schedules_stay BEFORE INSERT OR UPDATE OR DELETE ON payout_schedule
  FOR EACH ROW EXECUTE FUNCTION keep_schedule();
ALTER TABLE payout_schedule ENABLE ALWAYS TRIGGER schedules_stay;

-- True while two believe a statement (B12) that tells of this payout: that it was paid, or that it came back.
CREATE OR REPLACE FUNCTION find_booking(wanted uuid, came_back boolean) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM payout p JOIN bank_line l ON p.id = l.payout_id OR p.file_id = l.payout_file_id
    WHERE p.id = wanted AND (l.amount > 0) = came_back AND is_told_by(p, l)
      AND is_agreed_about('{book_payouts}', 'B' || l.file_id))
$$;

-- True while two believe that a bank will not make what was sent to it: no statement tells that it did.
CREATE OR REPLACE FUNCTION is_rejected(named text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT is_agreed_about('{reject_payout}', named) AND EXISTS (
    SELECT FROM payout p JOIN payout_file f ON f.id = p.file_id AND f.state = 'sent' WHERE p.reference = named
    AND NOT EXISTS (SELECT FROM bank_line l
      WHERE (l.payout_id = p.id OR l.payout_file_id = f.id) AND l.amount < 0 AND is_told_by(p, l)))
$$;

-- True for a file whose bytes order just the payouts that stand in it: each by its reference, as much, to its own account. Of
-- pain.001, each block of one payment is read; of CSV, each row after the first, whose cells hold the parts of a RIB.
CREATE OR REPLACE FUNCTION orders_its_payouts(file payout_file) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH written AS (SELECT convert_from(file.content, 'UTF8') AS words),
  stands AS (SELECT p.reference, p.amount::text, s.number FROM payout p JOIN settlement_account s ON s.id = p.account_id
    WHERE p.file_id = file.id),
  block AS (SELECT b.words FROM written w, string_to_table(w.words, '<CdtTrfTxInf>') WITH ORDINALITY b (words, nth)
    WHERE b.nth > 1 AND w.words LIKE '<?xml%'),
  cells AS (SELECT string_to_array(r.words, ';') AS held FROM written w, string_to_table(w.words, E'\r\n') WITH ORDINALITY r (words, nth)
    WHERE r.nth > 1 AND r.words <> '' AND w.words NOT LIKE '<?xml%'),
  said AS (
    SELECT substring(words FROM '<EndToEndId>([^<]*)</EndToEndId>'), substring(words FROM '<InstdAmt Ccy="XAF">([0-9]+)</InstdAmt>'),
      substring(words FROM '<(?:IBAN>CM21|Id>)([0-9]{23})<') FROM block
    UNION ALL SELECT s.* FROM cells c LEFT JOIN stands s ON ARRAY[s.reference, s.amount, substr(s.number, 1, 5), substr(s.number, 6, 5),
      substr(s.number, 11, 11), substr(s.number, 22)] <@ c.held)
  SELECT (SELECT count(*) FROM said) = (SELECT count(*) FROM stands)
    AND NOT EXISTS (SELECT * FROM said EXCEPT SELECT * FROM stands)
    AND NOT EXISTS (SELECT * FROM stands EXCEPT SELECT * FROM said)
    AND NOT EXISTS (  -- nothing beside what was read, under another prefix, twice, or in a comment
      SELECT FROM written w, unnest(ARRAY['CdtTrfTxInf', 'EndToEndId', 'InstdAmt', 'CdtrAcct']) tag
      WHERE w.words LIKE '<?xml%' AND (strpos(w.words, '<!') > 0 OR length(w.words) - length(replace(w.words, tag, ''))
        <> 2 * length(tag) * (SELECT count(*) FROM block)))
$$;

-- A file is made, of francs, and goes from made to approved as two say so of these very bytes, of whom the second did not
-- gather it, then to sent, once; one that was not approved may be dropped, and its payouts go into another.
CREATE OR REPLACE FUNCTION keep_payout_file() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(CASE
    WHEN TG_OP = 'INSERT' THEN NEW.state = 'made'
      AND EXISTS (SELECT FROM bank_account a WHERE a.id = NEW.account_id AND a.currency = 'XAF')
    WHEN NEW.state = 'approved' THEN OLD.state = 'made' AND EXISTS (
      SELECT FROM find_act_under_way('{approve_payout_file}') r JOIN staff_approval y ON y.request_id = r.id
      WHERE r.subject = 'P' || OLD.id AND r.content ->> 'sha256' = OLD.sha256 AND NOT EXISTS (
        SELECT FROM staff_act m WHERE m.kind = 'make_payout_file' AND m.subject = r.subject AND m.asked_by = y.approved_by))
    WHEN NEW.state = 'sent' THEN OLD.state = 'approved' AND NOT are_rails_held() AND is_done_alone('{send_payout_file}', 'P' || OLD.id)
    WHEN NEW.state = 'dropped' THEN OLD.state = 'made' AND is_done_alone('{drop_payout_file}', 'P' || OLD.id) END,
    'a file for a bank');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER files_stay BEFORE INSERT OR UPDATE ON payout_file FOR EACH ROW EXECUTE FUNCTION keep_payout_file();
ALTER TABLE payout_file ENABLE ALWAYS TRIGGER files_stay;

-- A payout stands in one file, which is made in this transaction; it leaves it as that is dropped.
CREATE OR REPLACE FUNCTION keep_filed() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(NEW.state = 'pending' AND EXISTS (
      SELECT FROM payout_file f WHERE f.id = coalesce(NEW.file_id, OLD.file_id) AND f.state = 'made')
    AND CASE WHEN NEW.file_id IS NULL THEN is_done_alone('{drop_payout_file}', 'P' || OLD.file_id)
      ELSE OLD.file_id IS NULL AND is_done_alone('{make_payout_file}', 'P' || NEW.file_id) END, 'in which file a payout stands');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER filed_once BEFORE UPDATE ON payout
  FOR EACH ROW WHEN (OLD.file_id IS DISTINCT FROM NEW.file_id) EXECUTE FUNCTION keep_filed();

-- Whatever is done to a file, once all is committed it orders as many and as much as stands in it, in its bytes too; one that
-- was dropped, nothing.
CREATE OR REPLACE FUNCTION keep_file_whole() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(CASE f.state WHEN 'dropped' THEN p.n = 0
    ELSE (p.n, p.total) = (f.payouts::bigint, f.total::numeric) AND orders_its_payouts(f) END, 'what a file orders')
  FROM payout_file f CROSS JOIN LATERAL (
    SELECT count(*) AS n, sum(amount) AS total FROM payout p WHERE p.file_id = f.id) p WHERE f.id = NEW.id;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS file_whole ON payout_file;
CREATE CONSTRAINT TRIGGER file_whole AFTER INSERT OR UPDATE ON payout_file DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION keep_file_whole();
ALTER TABLE payout_file ENABLE ALWAYS TRIGGER file_whole;
ALTER TABLE payout ENABLE ALWAYS TRIGGER filed_once;

-- True for what a payout's own key posts: put aside for its rail or for banks, or given at once to its business's owner;
-- booked as a statement shows it (:paid), or back where it was taken (:returned), for its owner to claim once that is closed
-- (:unclaimed).
CREATE OR REPLACE FUNCTION is_payouts(
  payout_id uuid, rule transfer_kind, key text, size bigint, accounts bigint[], amounts bigint[], ended uuid
) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM payout p JOIN settlement_account s ON s.id = p.account_id JOIN merchant m ON m.id = p.merchant_id
    JOIN person o ON o.id = m.owner_id
    LEFT JOIN payout_file f ON f.id = p.file_id LEFT JOIN bank_account t ON t.id = f.account_id
    WHERE p.id = is_payouts.payout_id AND p.state = ANY (rule.named)
    AND CASE rule.kind || CASE WHEN rule.reason = 'banked_payout' THEN '' ELSE ' first' END
      WHEN 'hold_payout first' THEN is_payouts.key = 'payout:' || p.id AND s.kind <> 'wallet' AND size = p.amount + p.fee
        AND amounts[array_position(accounts, CASE WHEN p.for_salary THEN account_named('in_transit:salaries') ELSE m.account_id END)] = -size
        AND account_named('in_transit:' || CASE s.kind WHEN 'bank' THEN 'bank' ELSE s.rail END) = ANY (accounts) AND cardinality(accounts) = 2 AND ended IS NULL
      WHEN 'pay_payout first' THEN is_payouts.key = 'payout:' || p.id AND s.kind = 'wallet' AND size = p.amount
        AND amounts[array_position(accounts, m.account_id)] = -size
        AND is_between(accounts, m.account_id, o.account_id) AND ended IS NULL
      WHEN 'pay_payout' THEN is_payouts.key = 'payout:' || p.id || ':paid' AND s.kind = 'bank' AND size = p.amount + p.fee
        AND ended = transfer_id('payout:' || p.id) AND is_between(accounts, NULL) AND fee_of(accounts, amounts) = p.fee
        AND amounts[array_position(accounts, account_named('bank:' || t.rib))] = p.amount
      WHEN 'return_payout' THEN is_payouts.key = 'payout:' || p.id || ':returned' AND s.kind = 'bank'
        AND amounts[array_position(accounts, m.account_id)] = size AND is_between(accounts, m.account_id)
        AND CASE p.state WHEN 'failed' THEN size = p.amount + p.fee AND ended = transfer_id('payout:' || p.id)
          ELSE size = p.amount AND account_named('bank:' || t.rib) = ANY (accounts) AND ended IS NULL END
      WHEN 'keep_unclaimed' THEN is_payouts.key = 'payout:' || p.id || ':unclaimed' AND s.kind = 'bank' AND size = p.amount
        AND account_named('bank:' || t.rib) = ANY (accounts)
        AND ended IS NULL AND EXISTS (SELECT FROM account a WHERE a.id = m.account_id AND a.closed_at IS NOT NULL)
      ELSE false END)
$$;
