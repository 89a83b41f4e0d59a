-- A payment goes from state to state by the steps of wallet/core/payment_states.py, whoever says so but the owner. From
-- created straight to succeeded only as two of staff agreed for this very payment, as wherever the office leads it
-- (wallet/staff/for_logins.txt).
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
  IF NEW.state = 'submitting' AND are_rails_held() THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'all rails are held: nothing new is told to operators';
  END IF;
  IF OLD.state = 'created' AND NEW.state = 'succeeded' AND NOT EXISTS (
    SELECT FROM find_act_under_way(ARRAY['settle_payment']) r WHERE r.subject = NEW.reference) THEN
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

-- What an operator is told to pay was put aside for it: so much, out of its person's account, for this rail, and for
-- nothing else; what goes back, for this very refund, or as what came too late by the collection that it gives back. The
-- row is looked at by whoever writes it; index reserved_once lets no second one name the same transfer.
CREATE OR REPLACE FUNCTION keep_reserved() RETURNS trigger
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(session_user, current_user, 'MEMBER') AND NOT EXISTS (
    SELECT FROM transfer t JOIN account a ON a.code = 'in_transit:' || NEW.rail AND a.id = ANY (t.accounts)
    WHERE t.id = NEW.reservation
    AND t.kind = ANY (CASE NEW.direction WHEN 'pay' THEN '{hold_withdrawal,hold_payout}' ELSE '{hold_refund,hold_late_payment}' END::text[])
    AND transfer_size(t.amounts) = NEW.amount + NEW.fee + NEW.tax
    AND (NEW.direction <> 'pay'
      OR CASE t.kind WHEN 'hold_payout' THEN EXISTS (
          SELECT FROM payout p JOIN settlement_account s ON s.id = p.account_id JOIN merchant m ON m.id = p.merchant_id
          WHERE t.key = 'payout:' || p.id AND p.payment_id = NEW.id AND m.owner_id = NEW.person_id
          AND (s.kind, s.rail, s.number) = (NEW.party_kind, NEW.rail, NEW.party))
        ELSE EXISTS (SELECT FROM person o WHERE o.id = NEW.person_id AND o.account_id = ANY (t.accounts)) END)
    AND (t.kind <> 'hold_late_payment' OR starts_with(t.key, 'payment:' || NEW.refunds))
    AND (t.kind <> 'hold_refund' OR t.key NOT LIKE 'refund:%' OR EXISTS (
      SELECT FROM refund r JOIN checkout c ON c.id = r.checkout_id
      WHERE t.key = 'refund:' || r.id AND r.payment_id = NEW.id AND c.payment_id = NEW.refunds))
    AND NOT EXISTS (SELECT FROM transfer_link l WHERE l.target = t.id AND l.role = 'ends')) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('no %s of %s was put aside', NEW.direction, NEW.reference);
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER reserved_first BEFORE INSERT ON payment
  FOR EACH ROW WHEN (NEW.direction <> 'collect') EXECUTE FUNCTION keep_reserved();
ALTER TABLE payment ENABLE ALWAYS TRIGGER reserved_first;

-- A payment's end is posted once: under its own key or that of what it pays, in one batch with others or by two at the same time.
CREATE OR REPLACE FUNCTION post_end_once() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  named CONSTANT uuid := split_part(NEW.key, ':', 2);
  ended CONSTANT uuid := CASE split_part(NEW.key, ':', 1) WHEN 'payment' THEN named
    WHEN 'checkout' THEN (SELECT payment_id FROM checkout WHERE id = named)
    ELSE (SELECT paid_with FROM request WHERE id = named) END;
BEGIN
  INSERT INTO payment_posted SELECT id FROM payment WHERE id = ended ON CONFLICT DO NOTHING;
  IF ended IS NOT NULL AND NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s may not post %s: the end of payment %s was posted', session_user, NEW.kind, ended);
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER ends_once AFTER INSERT ON transfer
  FOR EACH ROW WHEN (NEW.key ~ '^(payment|request|checkout):[-0-9a-f]{36}') EXECUTE FUNCTION post_end_once();
ALTER TABLE transfer ENABLE ALWAYS TRIGGER ends_once;

-- What a payer is charged abroad is what a quote said that still held, of this very amount; what goes back, in the currency
-- it was charged in, is a part of it: all of it with the last franc, and at no moment more than its share, rounded down.
-- It goes by the same rail to who paid, and together never more than was collected.
CREATE OR REPLACE FUNCTION keep_quoted() RETURNS trigger
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT (CASE NEW.direction
    WHEN 'collect' THEN NEW.beside IS NOT NULL AND EXISTS (  -- its francs are as much a part of what was charged
      SELECT FROM payment p WHERE p.id = NEW.beside
      AND NEW.amount = greatest(div(p.amount::numeric * NEW.charged, p.charged), 1)) OR EXISTS (
      SELECT FROM quote q WHERE q.id = NEW.quote_id AND q.until > wallet_now()
      AND (q.currency, q.charged, q.francs) = (NEW.currency::text, NEW.charged, NEW.amount))
    WHEN 'refund' THEN EXISTS (
      SELECT FROM payment c WHERE c.id = NEW.refunds AND c.currency = NEW.currency
      AND c.quote_id IS NOT DISTINCT FROM NEW.quote_id
      AND (c.rail, c.party_kind, c.party) = (NEW.rail, NEW.party_kind, NEW.party)
      AND NEW.amount + (SELECT coalesce(sum(r.amount), 0)
        FROM payment r WHERE r.refunds = c.id AND r.state NOT IN ('failed', 'expired')) <= c.amount
      AND (c.currency = 'XAF' OR (SELECT div(c.charged * (NEW.amount + coalesce(sum(r.amount), 0)), c.amount) - coalesce(sum(r.charged), 0)
           FROM payment r WHERE r.refunds = c.id AND r.state NOT IN ('failed', 'expired')) = NEW.charged))
    ELSE false END) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s of %s is not what was quoted', NEW.direction, NEW.reference);
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER quoted_first BEFORE INSERT ON payment
  FOR EACH ROW WHEN (NEW.currency <> 'XAF' OR NEW.refunds IS NOT NULL) EXECUTE FUNCTION keep_quoted();
ALTER TABLE payment ENABLE ALWAYS TRIGGER quoted_first;

-- The end of a payment abroad is posted with what was charged there, or not at all.
CREATE OR REPLACE FUNCTION keep_charged() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM payment p WHERE p.id = NEW.payment_id AND p.currency <> 'XAF' AND p.state = 'succeeded')
    AND (rounding_due(NEW.payment_id) <> 0 OR NOT EXISTS (SELECT FROM transfer t WHERE t.id = transfer_id('charged:' || NEW.payment_id))) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('the end of payment %s is posted without what was charged', NEW.payment_id);
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS charged_too ON payment_posted;
CREATE CONSTRAINT TRIGGER charged_too AFTER INSERT ON payment_posted DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION keep_charged();
ALTER TABLE payment_posted ENABLE ALWAYS TRIGGER charged_too;

-- How much more or less than `asked` is taken for it by a rail (rows.sql).
CREATE OR REPLACE FUNCTION find_tolerated(of_rail text, asked bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT asked * t.amount / 1000000 FROM threshold t
    WHERE t.name = 'tolerance_' || of_rail AND t.since <= wallet_now() ORDER BY t.since DESC LIMIT 1), 0)
$$;

-- What a collection asked for stays as it was agreed to, but by its success at a page: there it becomes what came, where
-- that is taken for it; of one abroad, francs in the same part.
CREATE OR REPLACE FUNCTION keep_amount() RETURNS trigger
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(session_user, current_user, 'MEMBER') AND (
    OLD.direction = 'collect' AND OLD.party_kind = 'payer' AND OLD.state <> 'succeeded' AND NEW.state = 'succeeded'
    AND abs(coalesce(NEW.charged, NEW.amount) - coalesce(OLD.charged, OLD.amount))
      <= find_tolerated(OLD.rail, coalesce(OLD.charged, OLD.amount))
    AND (OLD.charged IS NULL OR NEW.amount = div(OLD.amount::numeric * NEW.charged, OLD.charged))) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s was asked by payment %s, not %s', OLD.amount, OLD.reference, NEW.amount);
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER amount_stays BEFORE UPDATE ON payment FOR EACH ROW
  WHEN ((OLD.amount, OLD.charged) IS DISTINCT FROM (NEW.amount, NEW.charged)) EXECUTE FUNCTION keep_amount();
ALTER TABLE payment ENABLE ALWAYS TRIGGER amount_stays;

-- Who pays a checkout, a recharge or a request is asked for what it asks, for whom it is: what came is judged by the payment.
CREATE OR REPLACE FUNCTION keep_asked() RETURNS trigger
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF num_nonnulls(NEW.checkout_id, NEW.recharge_id, NEW.request_id) > 1
    OR NEW.checkout_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM checkout c WHERE c.id = NEW.checkout_id AND c.amount = NEW.amount)
    OR NEW.recharge_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM recharge r WHERE (r.id, r.amount, r.owner_id) = (NEW.recharge_id, NEW.amount, NEW.person_id))
    OR NEW.request_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM request q WHERE (q.id, q.amount, q.asker_id) = (NEW.request_id, NEW.amount, NEW.person_id)) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s of payment %s does not pay what it is for', NEW.amount, NEW.reference);
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER asked_whole BEFORE INSERT ON payment
  FOR EACH ROW WHEN (NEW.direction = 'collect' AND NEW.beside IS NULL
    AND num_nonnulls(NEW.checkout_id, NEW.recharge_id, NEW.request_id) > 0)
  EXECUTE FUNCTION keep_asked();
ALTER TABLE payment ENABLE ALWAYS TRIGGER asked_whole;

-- What came at a page beside what was asked there came from the same payer, the same way, and for the same.
CREATE OR REPLACE FUNCTION keep_beside() RETURNS trigger
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM payment p WHERE p.id = NEW.beside AND p.beside IS NULL AND p.party_kind = 'payer'
    AND (p.direction, p.rail, p.party_kind, p.party, p.person_id, p.currency, p.quote_id, p.checkout_id, p.recharge_id, p.request_id)
      IS NOT DISTINCT FROM (NEW.direction, NEW.rail, NEW.party_kind, NEW.party, NEW.person_id, NEW.currency, NEW.quote_id,
        NEW.checkout_id, NEW.recharge_id, NEW.request_id)) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s did not come beside payment %s', NEW.reference, NEW.beside);
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER beside_its_like BEFORE INSERT ON payment
  FOR EACH ROW WHEN (NEW.beside IS NOT NULL) EXECUTE FUNCTION keep_beside();
ALTER TABLE payment ENABLE ALWAYS TRIGGER beside_its_like;

-- Have a payment at a page looked at now, since its payer came back from there: a hint, which moves nothing. At most six times
-- each, ten seconds apart; true where it is due sooner by it.
CREATE OR REPLACE FUNCTION hurry_payment(payment_id uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE payment p SET due_at = wallet_now(), hurries = p.hurries + 1, hurried_at = wallet_now()
  WHERE p.id = payment_id AND p.direction = 'collect' AND p.party_kind = 'payer' AND p.handle <> ''
    AND p.state IN ('pending', 'unknown', 'expired', 'succeeded', 'failed') AND p.due_at > wallet_now()
    AND p.hurries < 6 AND (p.hurried_at IS NULL OR p.hurried_at <= wallet_now() - interval '10 seconds');
  RETURN FOUND;
END $$;
