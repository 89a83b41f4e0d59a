-- A recharge is paid once, by a payment of its own that succeeded, whoever says otherwise but the owner.
CREATE OR REPLACE FUNCTION keep_recharge() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(session_user, current_user, 'MEMBER') AND (OLD.payment_id IS NOT NULL OR NOT EXISTS (
    SELECT FROM payment p WHERE p.id = NEW.payment_id AND p.direction = 'collect' AND p.state = 'succeeded'
    AND (p.recharge_id, p.person_id) = (NEW.id, NEW.owner_id) AND p.beside IS NULL
    AND abs(p.amount - NEW.amount) <= find_tolerated(p.rail, NEW.amount) + 1)) THEN  -- and a franc of rounding
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('payment %s does not pay recharge %s', NEW.payment_id, NEW.id);
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER paid_once BEFORE UPDATE ON recharge FOR EACH ROW
  WHEN ((to_jsonb(OLD) - 'counted_at') IS DISTINCT FROM (to_jsonb(NEW) - 'counted_at')) EXECUTE FUNCTION keep_recharge();
ALTER TABLE recharge ENABLE ALWAYS TRIGGER paid_once;

-- What came into an account, each lot with what others took back of it, in the order it came: `room` is all lots up to it
-- less all that was spent, so that of it as much is left as both allow. What takes back, or returns, an earlier movement of
-- the account changes that one: a top-up that is being given back is smaller, a withdrawal that failed spent nothing.
CREATE OR REPLACE FUNCTION list_lots(of_account bigint)
RETURNS TABLE (transfer_id uuid, seq bigint, amount bigint, room bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH RECURSIVE moved AS (SELECT e.transfer_id, e.seq, e.amount FROM entry e WHERE e.account_id = of_account),
  taken AS (
    SELECT DISTINCT ON (m.transfer_id) m.transfer_id, t.transfer_id AS of_transfer
    FROM moved m LEFT JOIN transfer_link l ON l.by_id = m.transfer_id
    LEFT JOIN payment r ON r.reservation = m.transfer_id AND r.refunds IS NOT NULL
    JOIN moved t ON t.seq < m.seq AND (t.amount < 0) <> (m.amount < 0) AND t.transfer_id IN (
      l.target, transfer_id('payment:' || r.refunds), transfer_id('payment:' || r.refunds || ':kept'),
      (SELECT transfer_id('request:' || q.id) FROM request q WHERE q.paid_with = r.refunds))
    ORDER BY m.transfer_id, t.seq),
  rooted AS (
    SELECT m.transfer_id, m.transfer_id AS root FROM moved m
    WHERE NOT EXISTS (SELECT FROM taken t WHERE t.transfer_id = m.transfer_id)
    UNION ALL SELECT t.transfer_id, r.root FROM taken t JOIN rooted r ON r.transfer_id = t.of_transfer),
  lot AS (
    SELECT o.transfer_id, o.seq, o.amount > 0 AS came, sum(m.amount) AS net
    FROM rooted r JOIN moved m USING (transfer_id) JOIN moved o ON o.transfer_id = r.root GROUP BY 1, 2, 3)
  SELECT l.transfer_id, l.seq, l.net::bigint, (sum(l.net) OVER (ORDER BY l.seq)
    + (SELECT coalesce(sum(s.net), 0) FROM lot s WHERE NOT s.came))::bigint
  FROM lot l WHERE l.came
$$;

-- A top-up is given back out of what is left of it: its lot has room for all that was spent, once this is taken off it.
CREATE OR REPLACE FUNCTION keep_lot() RETURNS trigger
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  owners CONSTANT bigint := (SELECT a.id FROM transfer t, unnest(t.accounts, t.amounts) l (id, amount) JOIN account a USING (id)
    WHERE t.id = NEW.reservation AND t.kind = 'hold_refund' AND l.amount < 0 AND a.kind = 'customer');
BEGIN
  IF owners IS NOT NULL AND NOT pg_has_role(session_user, current_user, 'MEMBER') AND NOT EXISTS (
    SELECT FROM list_lots(owners) l WHERE l.room >= 0 AND l.amount >= 0 AND l.transfer_id IN (
      transfer_id('payment:' || NEW.refunds), transfer_id('payment:' || NEW.refunds || ':kept'),
      (SELECT transfer_id('request:' || q.id) FROM request q WHERE q.paid_with = NEW.refunds))) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s gives back more than is left of what came in', NEW.reference);
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER lot_first AFTER INSERT ON payment
  FOR EACH ROW WHEN (NEW.refunds IS NOT NULL) EXECUTE FUNCTION keep_lot();
ALTER TABLE payment ENABLE ALWAYS TRIGGER lot_first;
