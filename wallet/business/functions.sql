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

-- It is asked for by the shop whose link or invoice it is of, and for no more than the invoice says.
CREATE OR REPLACE FUNCTION keep_shops_own() RETURNS trigger
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(
    (NEW.link_id IS NULL OR EXISTS (SELECT FROM link l WHERE (l.id, l.merchant_id) = (NEW.link_id, NEW.merchant_id)))
    AND (NEW.invoice_id IS NULL OR EXISTS (SELECT FROM invoice i
      WHERE (i.id, i.merchant_id) = (NEW.invoice_id, NEW.merchant_id) AND i.kind <> 'credit_note' AND i.payable >= NEW.amount)),
    'whose link or invoice is paid');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER shops_own BEFORE INSERT ON checkout FOR EACH ROW
  WHEN (NEW.link_id IS NOT NULL OR NEW.invoice_id IS NOT NULL) EXECUTE FUNCTION keep_shops_own();
ALTER TABLE checkout ENABLE ALWAYS TRIGGER shops_own;

-- One that is said to be paid was: the transfer of its own is there once all is committed, and so much came by its payment.
CREATE OR REPLACE FUNCTION keep_paid() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM transfer t WHERE t.id = NEW.paid_with AND t.key = 'checkout:' || NEW.id)
    AND (NEW.payment_id IS NULL OR EXISTS (SELECT FROM payment p
      WHERE p.id = NEW.payment_id AND p.checkout_id = NEW.id AND p.beside IS NULL
      AND abs(p.amount - NEW.amount) <= find_tolerated(p.rail, NEW.amount) + 1)), 'that a checkout is paid');
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS paid_indeed ON checkout;
CREATE CONSTRAINT TRIGGER paid_indeed AFTER INSERT OR UPDATE ON checkout DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state = 'paid') EXECUTE FUNCTION keep_paid();
ALTER TABLE checkout ENABLE ALWAYS TRIGGER paid_indeed;

-- True while so much more of a checkout may go back: together with all that went back or is on its way, whoever took it, no
-- more than was paid; and of the fee that its business paid no more than the same part. Whoever asks holds the checkout's row.
CREATE OR REPLACE FUNCTION may_go_back(checkout_id uuid, more bigint, fee_more bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT c.state = 'paid' AND back.francs <= c.amount AND back.fee <= div(c.fee * back.francs, transfer_size(t.amounts))
  FROM checkout c JOIN transfer t ON t.id = c.paid_with CROSS JOIN LATERAL (
    SELECT fee_more + coalesce(sum(r.fee), 0) AS fee, more + coalesce(sum(r.amount), 0) + coalesce((
      SELECT sum(l.size) FROM transfer_link l JOIN transfer u ON u.id = l.by_id
      WHERE l.target = c.paid_with AND l.role = 'undoes' AND u.kind NOT IN ('refund_payment', 'pay_refund')), 0) AS francs
    FROM refund r WHERE r.checkout_id = c.id AND r.state <> 'failed') back
  WHERE c.id = may_go_back.checkout_id
$$;

-- True where the shop's owner, a member or a program of it gives so much of just this checkout back, under way now.
CREATE OR REPLACE FUNCTION is_refund_asked(made refund) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM find_asked('{refund_checkout}') o
    WHERE (o.content ->> 'checkout_id')::uuid = made.checkout_id AND (o.content ->> 'amount')::bigint = made.amount
    AND (may_for_business(o, made.merchant_id, 'refunds:write') OR o.actor_kind = 'person'
      AND EXISTS (SELECT FROM merchant m WHERE m.id = made.merchant_id AND m.owner_id::text = o.actor_id)));
END $$;

-- A refund is made of what is left of a checkout, and ends as the payment that makes it did; nothing else of it changes.
CREATE OR REPLACE FUNCTION keep_refund() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM checkout c WHERE c.id = NEW.checkout_id AND c.merchant_id = NEW.merchant_id FOR NO KEY UPDATE;
  IF NOT FOUND OR TG_OP = 'INSERT' AND ((NEW.state = 'pending') <> (NEW.way = 'source') OR NEW.state = 'failed'
      OR may_go_back(NEW.checkout_id, NEW.amount, NEW.fee) IS NOT TRUE OR NOT is_refund_asked(NEW))
    OR TG_OP = 'UPDATE' AND NOT EXISTS (
      SELECT FROM payment p WHERE p.id = NEW.payment_id AND OLD.state = 'pending'
      AND CASE NEW.state WHEN 'succeeded' THEN p.state = 'succeeded' ELSE p.state IN ('failed', 'expired') END) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('refund %s of checkout %s is asked by nobody of its shop, more than may go back, or not as its payment ended', NEW.id, NEW.checkout_id);
  END IF;
  RETURN NEW;
END $$;
-- What went back of a checkout, or is on its way, is counted here and by nobody.
CREATE OR REPLACE FUNCTION count_refund() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE checkout SET refunded = refunded + CASE TG_OP WHEN 'INSERT' THEN NEW.amount ELSE -NEW.amount END
  WHERE id = NEW.checkout_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER counted AFTER INSERT ON refund FOR EACH ROW EXECUTE FUNCTION count_refund();
CREATE OR REPLACE TRIGGER uncounted AFTER UPDATE ON refund
  FOR EACH ROW WHEN (OLD.state <> 'failed' AND NEW.state = 'failed') EXECUTE FUNCTION count_refund();
ALTER TABLE refund ENABLE ALWAYS TRIGGER counted, ENABLE ALWAYS TRIGGER uncounted;

-- The program whose key this is, by its digests under each pepper, where it is good now; from then on it stands under the
-- newest, the first of them; whoever comes while another notes it waits for nobody. Whoever has no key finds none and changes none: no process reads what keys are compared with.
CREATE OR REPLACE FUNCTION use_api_key(digests bytea[], newest text)
RETURNS TABLE (id text, merchant_id text, shop text, hint text, live boolean, permissions text[], addresses text[], version date)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE one api_key;
BEGIN
  SELECT k.* INTO one FROM api_key k JOIN merchant m ON m.id = k.merchant_id
  WHERE k.digest = ANY (digests) AND m.until IS NULL AND (k.until IS NULL OR k.until > wallet_now());
  IF one.pepper <> newest OR one.used_at IS NULL OR one.used_at < wallet_now() - interval '1 minute' THEN
    UPDATE api_key k SET used_at = wallet_now(), digest = digests[1], pepper = newest
    WHERE k.id = (SELECT o.id FROM api_key o WHERE o.id = one.id FOR NO KEY UPDATE SKIP LOCKED);
  END IF;
  RETURN QUERY SELECT one.id::text, m.id::text, m.name, one.hint, one.live, one.permissions, one.addresses, one.version
    FROM merchant m WHERE m.id = one.merchant_id;
END $$;

-- One that is made was: its transfer is there once all is committed, and whatever makes it gives back what that put aside.
CREATE OR REPLACE FUNCTION keep_refunded() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM transfer t WHERE t.id = transfer_id('refund:' || NEW.id)
    AND (NEW.payment_id IS NULL OR EXISTS (SELECT FROM payment p WHERE p.id = NEW.payment_id AND p.reservation = t.id))),
    'that a checkout was refunded');
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS refunded_indeed ON refund;
CREATE CONSTRAINT TRIGGER refunded_indeed AFTER INSERT ON refund DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION keep_refunded();
ALTER TABLE refund ENABLE ALWAYS TRIGGER refunded_indeed;

CREATE OR REPLACE TRIGGER refunds_stay BEFORE INSERT OR UPDATE ON refund FOR EACH ROW EXECUTE FUNCTION keep_refund();
ALTER TABLE refund ENABLE ALWAYS TRIGGER refunds_stay;

-- What a business hears of is so once all is committed: that something of it was paid, or given back, whoever notes it.
CREATE OR REPLACE FUNCTION keep_event() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  one CONSTANT uuid := CASE WHEN NEW.object_id ~ '^[-0-9a-f]{36}$' THEN NEW.object_id END;
  said CONSTANT text := CASE WHEN NEW.kind LIKE 'invoice.%' THEN 'invoice' ELSE NEW.data ->> 'object' END;
BEGIN
  PERFORM refuse_step(
    (said = split_part(NEW.kind, '.', 1) OR NEW.kind NOT IN ('checkout.paid', 'request.paid', 'payment.succeeded', 'refund.succeeded', 'invoice.paid'))
    AND CASE said
      WHEN 'request' THEN EXISTS (SELECT FROM checkout_ask a JOIN checkout c ON c.id = a.checkout_id
        WHERE (c.id, c.merchant_id, c.state) = (one, NEW.merchant_id, 'paid') AND c.amount = (NEW.data ->> 'amount')::bigint)
      WHEN 'checkout' THEN EXISTS (SELECT FROM checkout c WHERE (c.id, c.merchant_id, c.state) = (one, NEW.merchant_id, 'paid')
        AND c.amount = (NEW.data ->> 'amount')::bigint)
      WHEN 'invoice' THEN EXISTS (SELECT FROM invoice i WHERE (i.id, i.merchant_id, i.state) = (one, NEW.merchant_id, 'final')
        AND i.payable <= (SELECT coalesce(sum(n.payable), 0) FROM invoice n
            WHERE n.of_id = i.id AND n.kind = 'credit_note' AND n.state = 'final')
          + (SELECT coalesce(sum(c.amount - c.refunded), 0) FROM checkout c WHERE c.invoice_id = i.id AND c.state = 'paid'))
      WHEN 'payout' THEN EXISTS (SELECT FROM payout p WHERE (p.id, p.merchant_id) = (one, NEW.merchant_id)
        AND p.state IN ('paid', 'returned') AND p.amount = (NEW.data ->> 'amount')::bigint)
      ELSE EXISTS (SELECT FROM refund r WHERE (r.id, r.merchant_id, r.state) = (one, NEW.merchant_id, 'succeeded') AND said = 'refund')
        OR EXISTS (SELECT FROM payment p JOIN checkout c ON c.id = p.checkout_id
          WHERE (p.id, p.state, c.merchant_id) = (one, 'succeeded', NEW.merchant_id)
          AND p.direction = CASE said WHEN 'refund' THEN 'refund' ELSE 'collect' END) END, 'what a business hears of');
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS told_as_it_is ON event;
CREATE CONSTRAINT TRIGGER told_as_it_is AFTER INSERT ON event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.kind IN ('checkout.paid', 'request.paid', 'payment.succeeded', 'refund.succeeded', 'invoice.paid')
    OR NEW.data ->> 'state' IN ('paid', 'succeeded'))
  EXECUTE FUNCTION keep_event();
ALTER TABLE event ENABLE ALWAYS TRIGGER told_as_it_is;

-- What a program was answered under a key stays: whoever asks again is told the same.
CREATE OR REPLACE FUNCTION keep_answer() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(false, 'what a program was answered');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER answered_once BEFORE UPDATE ON idempotent_answer
  FOR EACH ROW WHEN (OLD.status IS NOT NULL) EXECUTE FUNCTION keep_answer();
ALTER TABLE idempotent_answer ENABLE ALWAYS TRIGGER answered_once;

-- True where whoever asks may give back what this transfer paid: its shop's owner, by a refund of their own; a member whose role
-- may; a cashier what came in today at a till of their own, no more of it than cashiers may. Whoever posts holds its movement.
CREATE OR REPLACE FUNCTION may_refund_sale(paid uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN NOT EXISTS (
    SELECT FROM find_asked('{refund_sale,refund_own_sale}') o LEFT JOIN movement v ON v.transfer_id = paid
    WHERE (o.content ->> 'transfer')::uuid IS DISTINCT FROM paid
    OR NOT CASE o.kind WHEN 'refund_sale' THEN may_for_business(o, v.merchant_id, 'refunds:write')
      ELSE may_for_business(o, v.merchant_id, 'refunds:write:own')
        AND v.at >= date_trunc('day', wallet_now(), 'Africa/Douala')
        AND EXISTS (SELECT FROM membership m WHERE m.merchant_id = v.merchant_id AND m.login_id::text = o.actor_id
          AND m.until IS NULL AND v.till = ANY (m.tills))
        AND (o.content ->> 'amount')::bigint + coalesce((
            SELECT sum(l.size) FROM transfer_link l WHERE l.target = paid AND l.role = 'undoes'), 0)
          <= (SELECT h.amount FROM threshold h WHERE h.name = 'cashier_refund' AND h.since <= wallet_now()
            ORDER BY h.since DESC LIMIT 1) END);
END $$;

-- Keep a key that a member made: '' or why not. The session's role may, its second factor was shown just now; the key may nothing
-- that moves money, nor tells a balance to whose role that is not shown, and one that rolls another may what that did of the rest. No other process than the office adds a key otherwise.
CREATE OR REPLACE FUNCTION keep_member_key(
  session bytea, made uuid, business uuid, named text, key_digest bytea, under text, may text[], networks text[], dated date,
  rolled text, overlap_hours integer
) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  old api_key;
  own CONSTANT text[] := ARRAY(SELECT list_member_permissions(session, business));
  withheld CONSTANT text[] := '{refunds:write,payouts:write}'::text[]
    || CASE WHEN 'balance:read' = ANY (own) THEN '{}'::text[] ELSE '{balance:read,payouts:read,salaries:read,salaries:make}' END;
  given text[] := may;
BEGIN
  PERFORM FROM merchant m WHERE m.id = business AND m.until IS NULL FOR NO KEY UPDATE;
  IF NOT 'endpoints:write' = ANY (own) THEN
    RETURN 'not_allowed';
  ELSIF NOT is_fresh(session) THEN
    RETURN 'stale';
  ELSIF (SELECT count(*) FROM api_key k WHERE k.merchant_id = business AND k.until IS NULL) >= 20 THEN
    RETURN 'keys_most';
  END IF;
  IF rolled <> '' THEN
    SELECT k.* INTO old FROM api_key k
    WHERE k.merchant_id = business AND k.hint = rolled AND (k.until IS NULL OR k.until > wallet_now()) FOR UPDATE;
    IF NOT FOUND THEN
      RETURN 'no_such_key';
    END IF;
    networks := old.addresses;
    given := CASE old.permissions WHEN '{}' THEN may ELSE old.permissions END;
    UPDATE api_key k SET until = least(k.until, wallet_now() + make_interval(hours => overlap_hours)) WHERE k.id = old.id;
  END IF;
  given := ARRAY(SELECT one FROM unnest(given) one WHERE NOT one = ANY (withheld));
  IF given = '{}' THEN
    RETURN 'key_moves_money';
  END IF;
  INSERT INTO api_key (id, merchant_id, hint, digest, pepper, live, permissions, addresses, version, since)
    VALUES (made, business, named, key_digest, under, named LIKE 'sk\_live\_%', given, networks, dated, wallet_now());
  RETURN '';
END $$;

CREATE OR REPLACE FUNCTION end_member_key(session bytea, business uuid, named text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT 'endpoints:write' = ANY (ARRAY(SELECT list_member_permissions(session, business))) THEN
    RETURN 'not_allowed';
  END IF;
  UPDATE api_key k SET until = wallet_now()
  WHERE k.merchant_id = business AND k.hint = named AND (k.until IS NULL OR k.until > wallet_now());
  RETURN CASE WHEN FOUND THEN '' ELSE 'no_such_key' END;
END $$;
