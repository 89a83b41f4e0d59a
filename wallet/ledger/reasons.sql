-- What justifies a transfer. The posting functions ask before they write anything; `check` looks at the same at rest.
--
-- A transfer's key names its reason: the key of an operation under way, or payment:ID, claim:ID, cash_out:ID, request:ID,
-- checkout:ID, refund:ID, payout:ID, subscription:ID, payroll:ID, salary:ID, dormant:ID, each perhaps with more behind it; an act's is the one that is approved and not done yet, which is only ever the one of
-- the transaction that runs (staff_approval's constraint approved_is_done).
--
-- What this stops, and what it does not. An operation is claimed by who holds the pepper (operations/functions.sql), so a
-- database login alone moves nobody's wallet, nor any agent's float: what takes of them stands on an operation, or on what one wrote.
-- Whoever is `web` or `worker` with the pepper can make people's money move between people and to what waits for them; each
-- such transfer then stands beside a row that says who asked. A business's goes to its owner, to who paid it, and to accounts that its owner
-- added two days before, and nowhere else. What waits is ended once, whole, by the row it was put aside for. Neither can
-- take from cash, from an operator's float or from suspense but by a row they cannot write: an approved act, which is
-- posted once, or a payment that went through its steps and ends once; nor from commissions more than the tariff's part
-- of what an agent gives, nor from fees more than the payment brought that is given back. A worker is who hears
-- operators, so whoever is one can say of a payment that it succeeded; then it credits its amount, once, to its own
-- person, and the operator's file shows that it is missing there.
--
-- PINs, locks, ceilings and watches bind whoever dials, not whoever is `web`: it is the one that compares PINs, counts
-- their tries and what is used of a ceiling, and sees documents, so it writes pin, usage, pin_reset, person.tier, .robbed
-- and .human_id, and reads every PIN that is typed. What is heard of a SIM it cannot write (hear_sim). A worker writes
-- usage alone of these. docs/production.md says what is to be done once either was taken over.

-- True for the end of this payment: its amount, its rail, its direction and the transfer it ends agree, and no other was
-- posted for it (trigger ends_once says so once more, of those in one batch). The office may only where two of staff settle this very payment.
CREATE OR REPLACE FUNCTION is_payments_end(
  payment_id uuid, rule transfer_kind, size bigint, accounts bigint[], ended uuid
) RETURNS boolean LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM payment p WHERE p.id = payment_id FOR NO KEY UPDATE;  -- two who post its end take turns
  RETURN EXISTS (
    SELECT FROM payment p WHERE p.id = payment_id AND p.state = ANY (rule.named)
    AND CASE p.direction
      WHEN 'collect' THEN p.state = 'succeeded' AND 'operator_float' = ANY (rule.takes)
        AND (p.checkout_id IS NULL OR rule.kind NOT IN ('add_money', 'pay_request'))
        AND (p.checkout_id IS NOT NULL OR rule.kind <> 'pay_checkout')
        AND CASE WHEN p.beside IS NOT NULL THEN rule.kind IN ('hold_late_payment', 'keep_late_payment', 'keep_unclaimed')
          WHEN p.recharge_id IS NULL THEN rule.kind <> 'hold_late_payment' OR p.checkout_id IS NOT NULL
            OR p.request_id IS NOT NULL
          ELSE rule.kind = 'keep_unclaimed' OR rule.kind = ANY (CASE WHEN EXISTS (
            SELECT FROM recharge r WHERE (r.id, r.payment_id, r.owner_id) = (p.recharge_id, p.id, p.person_id))
            THEN '{add_money}' ELSE '{hold_late_payment,keep_late_payment}' END::text[]) END
      WHEN 'pay' THEN rule.kind = 'keep_unclaimed' AND p.state <> 'succeeded' AND NOT EXISTS (  -- while there is one to give it back to
          SELECT FROM transfer t JOIN account a ON a.kind = 'merchant' AND a.closed_at IS NULL AND a.id = ANY (t.accounts
            || ARRAY(SELECT m.account_id FROM payout o JOIN merchant m ON m.id = o.merchant_id WHERE o.payment_id = p.id))
          WHERE t.id = p.reservation) OR rule.kind = ANY (
        CASE (SELECT t.kind FROM transfer t WHERE t.id = p.reservation)
          WHEN 'hold_payout' THEN '{pay_payout,return_payout}' ELSE '{pay_withdrawal,return_withdrawal}' END::text[])
      ELSE rule.kind = 'pay_refund' OR p.state <> 'succeeded' AND (rule.kind = 'keep_unclaimed'
        OR rule.kind = CASE (SELECT t.kind FROM transfer t WHERE t.id = p.reservation)
          WHEN 'hold_late_payment' THEN 'keep_late_payment' ELSE 'return_refund' END) END
    AND account_named(CASE WHEN p.direction <> 'collect' THEN 'in_transit:' || p.rail
      WHEN p.currency <> 'XAF' THEN 'position:XAF' ELSE 'operator_float:' || p.rail END) = ANY (accounts)
    AND size IN (p.amount, p.amount + p.fee + p.tax) AND ended IS NOT DISTINCT FROM p.reservation
    AND NOT EXISTS (SELECT FROM account a WHERE a.id = ANY (accounts) AND (
      a.kind IN ('operator_float', 'in_transit') AND a.code <> a.kind || ':' || p.rail
      OR a.kind = CASE p.currency WHEN 'XAF' THEN 'position' ELSE 'operator_float' END
      OR a.kind IN ('customer', 'merchant') AND NOT a.id = ANY (ARRAY(
        SELECT o.account_id FROM person o WHERE o.id = p.person_id AND p.checkout_id IS NULL
        UNION ALL SELECT o.account_id FROM phone f JOIN person o ON o.id = f.person_id
          WHERE f.number = p.party AND f.until IS NULL
        UNION ALL SELECT m.account_id FROM checkout c JOIN merchant m ON m.id = c.merchant_id
          WHERE c.id = p.checkout_id AND rule.kind = 'pay_checkout'
        UNION ALL SELECT m.account_id FROM payout o JOIN merchant m ON m.id = o.merchant_id WHERE o.payment_id = p.id
        UNION ALL SELECT unnest(t.accounts) FROM transfer t WHERE t.id = p.reservation))))
    AND NOT EXISTS (SELECT FROM transfer t WHERE t.id IN (
      transfer_id('payment:' || p.id), transfer_id('payment:' || p.id || ':returned'),
      transfer_id('payment:' || p.id || ':unclaimed'), transfer_id('payment:' || p.id || ':kept')))
    AND (session_user <> 'mbongo_office'
      OR EXISTS (SELECT FROM find_act_under_way(ARRAY['settle_payment']) r WHERE r.subject = p.reference)));
END $$;

-- What a collection charged abroad, and its refunds, still owe to rounding (owed by it, below zero): what the charged amount
-- that stayed with us pays above the francs that stayed, by the rate of its quote, less what was posted so far. 0 for one in
-- francs.
CREATE OR REPLACE FUNCTION rounding_left(collected uuid) RETURNS bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce((
    SELECT trunc(sum(CASE p.direction WHEN 'collect' THEN p.charged ELSE -p.charged END) * q.rate / 10::numeric ^ q.digits)
      - sum(CASE p.direction WHEN 'collect' THEN p.amount ELSE -p.amount END)
      - coalesce((SELECT sum(l.amount) FROM payment r, transfer t, unnest(t.accounts, t.amounts) l (id, amount)
          WHERE collected IN (r.id, r.refunds) AND t.id = transfer_id('rounding:' || r.id) AND l.id = account_named('rounding')), 0)
    FROM payment p JOIN quote q ON q.id = p.quote_id
    WHERE collected IN (p.id, p.refunds) AND p.state = 'succeeded' GROUP BY q.rate, q.digits), 0)::bigint
$$;

-- The same of the collection that a payment is or gives back: two that end refunds of one take turns.
CREATE OR REPLACE FUNCTION rounding_due(payment_id uuid) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE collected uuid := (SELECT coalesce(p.refunds, p.id) FROM payment p WHERE p.id = payment_id);
BEGIN
  PERFORM FROM payment p WHERE p.id = collected FOR NO KEY UPDATE;
  RETURN rounding_left(collected);
END $$;

-- True for what a payment that succeeded abroad posts beside its end in francs, which was posted before: the charged amount
-- between its operator and the position, in its currency; and what is over between the position and rounding, in francs.
CREATE OR REPLACE FUNCTION is_conversion(
  payment_id uuid, kind text, size bigint, accounts bigint[], amounts bigint[]
) RETURNS boolean LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM payment p WHERE p.id = payment_id AND p.state = 'succeeded' AND p.currency <> 'XAF'
    AND EXISTS (SELECT FROM payment_posted e WHERE e.payment_id = p.id)
    AND CASE kind
      WHEN 'round_charged' THEN amounts[array_position(accounts, account_named('rounding'))] = rounding_due(p.id)
        AND account_named('position:XAF') = ANY (accounts)
      ELSE kind = CASE p.direction WHEN 'collect' THEN 'convert_charged' ELSE 'convert_refunded' END AND size = p.charged
        AND account_named('operator_float:' || p.rail || ':' || p.currency) = ANY (accounts)
        AND account_named('position:' || p.currency) = ANY (accounts) END);
END $$;

-- True for what the house may give by an operation: an agent's commission by the tariff in force, on what the others give;
-- or back, of the fee it took by the transfer that is undone, what is left of it.
CREATE OR REPLACE FUNCTION is_houses_share(kind text, undone uuid, house bigint, size bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT house <= CASE WHEN undone IS NULL
    THEN (SELECT (size - house) * f.commission_ppm / 1000000 FROM tariff f
          WHERE f.kind = is_houses_share.kind AND f.since <= wallet_now() ORDER BY f.since DESC LIMIT 1)
    ELSE (SELECT sum(l.amount) FROM transfer t, unnest(t.accounts, t.amounts) l (id, amount) JOIN account a USING (id)
          WHERE a.kind = 'fees' AND (t.id = undone OR t.id IN (
            SELECT u.by_id FROM transfer_link u WHERE u.target = undone AND u.role = 'undoes')))
      - coalesce((SELECT sum(r.fee) FROM checkout c JOIN refund r ON r.checkout_id = c.id  -- put aside undoing nothing
          WHERE c.paid_with = undone AND r.payment_id IS NOT NULL AND r.state <> 'failed'), 0) END
$$;

-- The request of two of staff, of one of these kinds, that is approved in this transaction and not yet done; else no row.
CREATE OR REPLACE FUNCTION find_act_under_way(kinds text[]) RETURNS SETOF staff_request
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT r.* FROM staff_approval a JOIN staff_request r ON r.id = a.request_id
  WHERE r.kind = ANY (kinds) AND NOT EXISTS (SELECT FROM staff_act done WHERE done.request_id = r.id)
$$;

-- What the house gets of a transfer as its fee.
CREATE OR REPLACE FUNCTION fee_of(accounts bigint[], amounts bigint[]) RETURNS bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(amounts[array_position(accounts, account_named('fees'))], 0)
$$;

-- True where no wallet, agent or shop but these has a part in a transfer: what is justified goes whole to whom it is for.
CREATE OR REPLACE FUNCTION is_between(accounts bigint[], VARIADIC owners bigint[]) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT FROM account a WHERE a.id = ANY (accounts) AND NOT a.accrued AND (a.id = ANY (owners)) IS NOT TRUE)
$$;

-- True for what leaves a business by an operation: to its owner's wallet; back to who paid it, of what they paid; or to wait
-- until two of staff decided.
CREATE OR REPLACE FUNCTION is_businesss_own(kind text, undone uuid, accounts bigint[]) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN CASE kind
    WHEN 'empty_till' THEN EXISTS (SELECT FROM merchant m JOIN person o ON o.id = m.owner_id
      WHERE m.account_id = ANY (accounts) AND is_between(accounts, m.account_id, o.account_id))
    WHEN 'refund_payment' THEN EXISTS (SELECT FROM transfer t WHERE t.id = undone
      AND is_between(is_businesss_own.accounts, VARIADIC t.accounts)) AND may_refund_sale(undone)
    ELSE true END;
END $$;

-- True for the checkout that a code names, or one that asks for the rest of the same invoice: of a proforma, what was made of it.
CREATE OR REPLACE FUNCTION is_checkout_of(paid checkout, code text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM pay_address a JOIN checkout k ON k.id = a.checkout_id
    WHERE a.code = is_checkout_of.code AND k.merchant_id = paid.merchant_id
    AND (k.id = paid.id OR k.invoice_id = paid.invoice_id
      OR EXISTS (SELECT FROM invoice i WHERE i.id = paid.invoice_id AND i.of_id = k.invoice_id)))
$$;

-- True for what the act under way agreed to: as much, to or from whom it says, once: that it was posted is written down.
CREATE OR REPLACE FUNCTION is_agreed(rule transfer_kind, accounts bigint[], amounts bigint[], ended uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
  size CONSTANT bigint := transfer_size(amounts);
  act staff_request;
  nth CONSTANT text := '^[CD][0-9]+$';
  agreed boolean;
BEGIN
  SELECT * INTO act FROM find_act_under_way(rule.named);
  agreed := CASE act.kind
    WHEN 'give_float' THEN (act.content ->> 'amount')::bigint = size AND EXISTS (
      SELECT FROM agent g WHERE g.code = act.content ->> 'agent' AND g.float_id = ANY (accounts) AND is_between(accounts, g.float_id))
    WHEN 'correct_books' THEN account_named('operator_float:' || (act.content #>> '{found,rail}')) = ANY (accounts)
      AND size = CASE act.content #>> '{found,state}' WHEN 'corrected_wrongly' THEN (
          SELECT transfer_size(t.amounts) FROM transfer t WHERE t.id = transfer_id(
            'correction:' || act.subject || ':' || (act.content #>> '{found,corrections}')::int - 1))
        ELSE abs((act.content #>> '{found,theirs}')::bigint - (act.content #>> '{found,ours}')::bigint) END
    WHEN 'pay_bank_line' THEN EXISTS (
      SELECT FROM bank_line b JOIN bank_account t ON t.id = b.account_id JOIN bank_line_paid x ON x.line_id = b.id
      JOIN checkout c ON c.id = x.checkout_id JOIN merchant m ON m.id = c.merchant_id
      WHERE 'L' || b.id = act.subject AND b.state = 'matched' AND NOT b.reverses AND b.returned = '' AND t.currency = 'XAF'
      AND num_nonnulls(b.payout_id, b.payout_file_id) = 0
      AND b.amount >= c.amount AND c.state = 'paid' AND is_checkout_of(c, act.content ->> 'code')
      AND c.paid_by = 'bank' AND c.payment_id IS NULL AND size = c.amount
      AND fee_of(accounts, amounts) = c.fee AND is_between(accounts, m.account_id)
      AND account_named('bank:' || t.rib) = ANY (accounts))
    WHEN 'detach_number' THEN EXISTS (
      SELECT FROM person o WHERE o.id::text = act.subject AND o.account_id = ANY (accounts) AND is_between(accounts, o.account_id))
    WHEN 'pay_unclaimed' THEN act.subject ~ nth AND EXISTS (
      SELECT FROM case_file c, person o WHERE c.number = substr(act.subject, 2)::bigint AND c.transfer_id = ended
      AND is_held_for(ended, 'keep_unclaimed', size, NULL)
      AND o.id::text = act.content #>> '{owner,person_id}' AND o.account_id = ANY (accounts)
      AND is_between(accounts, o.account_id))
    WHEN 'decide_contest' THEN act.subject ~ nth AND EXISTS (
      SELECT FROM contest k JOIN person o ON o.id = k.giver_id
      WHERE k.case_number = substr(act.subject, 2)::bigint AND k.hold_id = ended
      AND is_held_for(ended, 'hold_contested', k.held - k.fee, ARRAY[k.account_id])
      AND size = CASE act.content ->> 'verdict' WHEN 'leave' THEN k.held - k.fee ELSE k.held END
      AND (k.fee = 0 OR act.content ->> 'verdict' = 'leave' OR is_houses_share('', k.transfer_id, k.fee, size))
      AND CASE act.content ->> 'verdict' WHEN 'leave' THEN k.account_id ELSE o.account_id END = ANY (accounts)
      AND is_between(accounts, CASE act.content ->> 'verdict' WHEN 'leave' THEN k.account_id ELSE o.account_id END))
    WHEN 'move_money' THEN is_move(act.content, rule.kind, accounts, amounts)
    WHEN 'pay_retained' THEN is_retained_paid(act, accounts, amounts)
    WHEN 'hand_over_dormant' THEN is_handed_over(act, accounts, amounts)
    ELSE false END;
  IF agreed THEN
    INSERT INTO act_posted (request_id) VALUES (act.id) ON CONFLICT DO NOTHING;
    RETURN FOUND;
  END IF;
  RETURN false;
END $$;

-- True for a transfer of this kind that put so much aside out of one of these accounts (null: out of any): what a claim or
-- a withdrawal at an agent may end, and nothing else that waits.
CREATE OR REPLACE FUNCTION is_held_for(hold uuid, kind text, size bigint, owners bigint[]) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM transfer t WHERE t.id = hold AND t.kind = is_held_for.kind
    AND transfer_size(t.amounts) = size AND (owners IS NULL OR t.accounts && owners))
$$;

-- True for what waits for the number that paid it: a payment that came too late, or one whose checkout is given back. The
-- number is the payment's own; where its rail told none, the one that its checkout was made for.
CREATE OR REPLACE FUNCTION is_payers(hold uuid, number text, size bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE t.kind
    WHEN 'keep_late_payment' THEN t.key LIKE 'payment:%' AND EXISTS (
      SELECT FROM payment p WHERE p.id = split_part(t.key, ':', 2)::uuid AND p.party = number)
    WHEN 'refund_payment' THEN t.key LIKE 'refund:%' AND EXISTS (
      SELECT FROM refund r JOIN checkout c ON c.id = r.checkout_id JOIN payment p ON p.id = c.payment_id
      WHERE r.id = split_part(t.key, ':', 2)::uuid AND r.way = 'number' AND coalesce(nullif(p.party, ''), c.customer_phone) = number)
    END IS TRUE AND transfer_size(t.amounts) = size
  FROM transfer t WHERE t.id = hold
$$;

-- True for what gives a refund of a checkout, or puts it aside for the rail by which it was paid: so much from its business
-- and from the fee that this paid, to its payer alone.
CREATE OR REPLACE FUNCTION is_refund(refund_id uuid, rule transfer_kind, accounts bigint[], amounts bigint[]) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM refund r JOIN checkout c ON c.id = r.checkout_id JOIN merchant m ON m.id = c.merchant_id
    LEFT JOIN payment p ON p.id = c.payment_id LEFT JOIN movement paid ON paid.transfer_id = c.paid_with
    WHERE r.id = refund_id AND r.state = ANY (rule.named)
    AND coalesce(amounts[array_position(accounts, m.account_id)], 0) = r.fee - r.amount
    AND coalesce(amounts[array_position(accounts, account_named('fees'))], 0) = -r.fee
    AND CASE rule.kind WHEN 'hold_refund' THEN account_named('in_transit:' || p.rail) = ANY (accounts)
      ELSE r.way = CASE WHEN account_named('held') = ANY (accounts) THEN 'number' ELSE 'wallet' END END
    AND NOT EXISTS (SELECT FROM account a WHERE a.id = ANY (accounts) AND a.kind = 'customer' AND NOT a.id = ANY (ARRAY(
      SELECT o.account_id FROM person o WHERE o.id = paid.giver_id AND p.id IS NULL
      UNION ALL SELECT o.account_id FROM phone f JOIN person o ON o.id = f.person_id
        WHERE p.id IS NOT NULL AND f.number IN (p.party, c.customer_phone) AND f.until IS NULL AND NOT EXISTS (
          SELECT FROM phone h WHERE h.number = f.number AND h.passed_on AND h.until > c.ended_at)))))
$$;

-- True when what a transfer's key names justifies it; `rule` is the row of transfer_kind that its accounts fit. Of an
-- operation, by far the most frequent reason, the posting functions look by themselves: calling costs more than looking.
CREATE OR REPLACE FUNCTION is_justified(
  rule transfer_kind, key text, accounts bigint[], amounts bigint[], ended uuid
) RETURNS boolean LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
  size CONSTANT bigint := transfer_size(amounts);
  named_id CONSTANT uuid := CASE WHEN key ~ '^(payment|charged|rounding|claim|cash_out|request|checkout|refund|payout|subscription|payroll|salary|dormant):[-0-9a-f]{36}' THEN split_part(key, ':', 2) END;
BEGIN
  IF session_user = 'mbongo_office' AND rule.reason <> 'trial' AND NOT is_acted('act') THEN
    RETURN false;  -- what waits ends, and what a payment means is posted, by the office only as staff act
  END IF;
  IF rule.kind IN ('convert_charged', 'convert_refunded', 'round_charged') THEN
    RETURN key = CASE rule.kind WHEN 'round_charged' THEN 'rounding:' ELSE 'charged:' END || named_id
      AND is_conversion(named_id, rule.kind, size, accounts, amounts);
  ELSIF rule.reason = 'payment' THEN
    RETURN key ~ '^payment:[-0-9a-f]{36}(:returned|:unclaimed|:kept)?$' AND is_payments_end(named_id, rule, size, accounts, ended)
      AND NOT EXISTS (SELECT FROM payment p WHERE p.id = named_id AND p.direction = 'pay'
        AND fee_of(accounts, amounts) <> CASE WHEN rule.kind LIKE 'pay%' THEN p.fee ELSE 0 END)
      AND (rule.kind <> 'return_refund' OR EXISTS (  -- to whom it was taken from, each as much
        SELECT FROM transfer t WHERE t.id = ended AND t.accounts = is_justified.accounts
        AND t.amounts = ARRAY(SELECT -l.amount FROM unnest(is_justified.amounts) WITH ORDINALITY l (amount, nth) ORDER BY l.nth)));
  ELSIF rule.reason = 'paid_request' THEN
    RETURN key = 'request:' || named_id AND EXISTS (
      SELECT FROM request r WHERE r.id = named_id AND r.state = 'paid'
      AND is_payments_end(r.paid_with, rule, size, accounts, ended));
  ELSIF rule.reason = 'request' THEN
    RETURN key = 'request:' || named_id AND EXISTS (
      SELECT FROM request r JOIN person asker ON asker.id = r.asker_id
      WHERE r.id = named_id AND r.state = ANY (rule.named) AND r.paid_with IS NULL
      AND amounts[array_position(accounts, asker.account_id)] = r.amount AND is_askers('pay_request', accounts, amounts));
  ELSIF rule.reason = 'paid_checkout' THEN
    RETURN key = 'checkout:' || named_id AND EXISTS (
      SELECT FROM checkout c JOIN payment p ON p.id = c.payment_id
      WHERE c.id = named_id AND p.checkout_id = c.id AND c.state = 'paid' AND fee_of(accounts, amounts) = c.fee
      AND is_payments_end(c.payment_id, rule, size, accounts, ended));
  ELSIF rule.reason = 'checkout' THEN
    RETURN key = 'checkout:' || named_id AND EXISTS (
      SELECT FROM checkout c JOIN merchant m ON m.id = c.merchant_id
      WHERE c.id = named_id AND c.state = ANY (rule.named) AND c.payment_id IS NULL AND size = c.amount
      AND coalesce(amounts[array_position(accounts, m.account_id)], 0) = c.amount - c.fee AND fee_of(accounts, amounts) = c.fee
      AND is_askers('pay_checkout', accounts, amounts));
  ELSIF rule.reason = 'refund' THEN
    RETURN key = 'refund:' || named_id AND is_refund(named_id, rule, accounts, amounts);
  ELSIF rule.reason = 'claim' THEN
    RETURN key ~ '^claim:[-0-9a-f]{36}(:returned|:unclaimed)?$' AND EXISTS (
      SELECT FROM claim c LEFT JOIN person s ON s.id = c.sender_id
      WHERE c.id = named_id AND c.hold = ended AND c.amount + c.fee + c.tax = size
      AND CASE WHEN s.id IS NOT NULL THEN is_held_for(ended, 'send_to_stranger', size, ARRAY[s.account_id])
        ELSE is_payers(ended, c.phone, size) END
      AND NOT EXISTS (SELECT FROM account a WHERE a.id = ANY (accounts) AND a.kind = 'customer'
        AND NOT a.id = ANY (ARRAY(
          SELECT o.account_id FROM person o WHERE o.id = c.sender_id
          UNION ALL SELECT o.account_id FROM phone f JOIN person o ON o.id = f.person_id
            WHERE f.number = c.phone AND f.until IS NULL))));
  ELSIF rule.reason = 'cash_out' THEN
    RETURN key ~ '^cash_out:[-0-9a-f]{36}:(paid|returned)$' AND EXISTS (
      SELECT FROM cash_out c JOIN person o ON o.id = c.customer_id JOIN agent g ON g.code = c.agent_code
      WHERE c.id = named_id AND c.held = ended
      AND is_held_for(ended, 'hold_cash_out', c.amount + c.fee + c.tax, ARRAY[o.account_id])
      AND c.commission <= coalesce((
        SELECT max(CASE f.commission_of WHEN 'fee' THEN c.fee ELSE c.amount END * f.commission_ppm / 1000000)
        FROM tariff f WHERE f.kind = 'pay_cash_out'), 0)
      AND size = c.amount + c.fee + c.tax + CASE WHEN g.float_id = ANY (accounts) THEN c.commission ELSE 0 END
      AND (g.float_id = ANY (accounts) AND EXISTS (  -- the agent types its code
          SELECT FROM find_asked('{pay_cash_out}') asked WHERE asked.actor_id = g.person_id::text)
        OR NOT g.float_id = ANY (accounts) AND o.account_id = ANY (accounts))
      AND is_between(accounts, o.account_id, g.float_id, g.commission_id));
  ELSIF rule.reason IN ('payout', 'banked_payout') THEN
    RETURN is_payouts(named_id, rule, key, size, accounts, amounts, ended);
  ELSIF rule.reason = 'subscription' THEN
    RETURN is_charge(named_id, key, size, accounts, amounts);
  ELSIF rule.reason IN ('payroll', 'salary') THEN
    RETURN is_salary(named_id, rule, key, size, accounts, amounts, ended);
  ELSIF rule.reason = 'dormant' THEN
    RETURN is_dormants(named_id, rule, key, accounts, amounts);
  ELSIF rule.reason = 'act' THEN
    RETURN is_agreed(rule, accounts, amounts, ended);
  END IF;
  RETURN rule.reason = 'trial' AND current_database() ~ '^mbongo_(test|bench)_';
END $$;

CREATE OR REPLACE FUNCTION refuse_unjustified(kind text, accounts bigint[], amounts bigint[]) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE moved text := (
  SELECT string_agg(a.kind || CASE WHEN l.amount < 0 THEN ' gives' ELSE ' gets' END, ', ' ORDER BY l.amount, a.kind)
  FROM unnest(accounts, amounts) l (id, amount) JOIN account a USING (id));
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
    MESSAGE = format('%s may not post %s (%s), or has no reason for it', session_user, kind, moved),
    DETAIL = 'wallet/migrations/transfer_kinds.sql says who may post what, and why';
END $$;
