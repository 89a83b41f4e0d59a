-- Sales summed by hour and day. Whoever pays writes a row of their own (sale_due), so that a busy shop's payers wait for nobody;
-- the tick folds such rows into the sums. A reader adds what is due to what is summed, in one statement.
CREATE OR REPLACE FUNCTION note_sale_due() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO sale_due (merchant_id, thing, count, kind, till, amount, fee, at)
    VALUES (NEW.merchant_id, NEW.transfer_id, 1, NEW.kind, NEW.till, NEW.amount, NEW.fee, NEW.at);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER sums_follow AFTER INSERT ON movement FOR EACH ROW
  WHEN (NEW.merchant_id IS NOT NULL AND NEW.kind IN ('pay_till', 'pay_bill', 'pay_checkout', 'pay_subscription', 'refund_payment'))
  EXECUTE FUNCTION note_sale_due();
ALTER TABLE movement ENABLE ALWAYS TRIGGER sums_follow;

-- A payment of a checkout that comes to nothing counts in the hour in which it was asked for; one that is paid late, no more.
CREATE OR REPLACE FUNCTION note_nothing_due() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE shop uuid := (SELECT merchant_id FROM checkout WHERE id = NEW.checkout_id);
BEGIN
  IF OLD.state IN ('failed', 'expired') THEN
    INSERT INTO sale_due (merchant_id, thing, count, kind, method, reason, amount, at)
      VALUES (shop, OLD.id, -1, 'came_to_nothing', OLD.rail, tell_nothing(OLD), OLD.amount, OLD.created_at);
  END IF;
  IF NEW.state IN ('failed', 'expired') THEN
    INSERT INTO sale_due (merchant_id, thing, count, kind, method, reason, amount, at)
      VALUES (shop, NEW.id, 1, 'came_to_nothing', NEW.rail, tell_nothing(NEW), NEW.amount, NEW.created_at);
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION tell_nothing(p payment) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p.state WHEN 'expired' THEN 'expired' ELSE coalesce(nullif(left(p.reason, 40), ''), 'failed') END
$$;
CREATE OR REPLACE TRIGGER sums_follow AFTER UPDATE ON payment FOR EACH ROW
  WHEN (NEW.checkout_id IS NOT NULL AND NEW.direction = 'collect' AND OLD.state <> NEW.state
    AND (OLD.state IN ('failed', 'expired') OR NEW.state IN ('failed', 'expired')))
  EXECUTE FUNCTION note_nothing_due();
ALTER TABLE payment ENABLE ALWAYS TRIGGER sums_follow;

-- Fold at most p_most rows that are due into the sums; answers how many. Deleting and adding is one statement.
CREATE OR REPLACE FUNCTION roll_up_sales(p_most integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE taken bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM sale_due) THEN
    RETURN 0;
  END IF;
  LOCK TABLE sale_sum IN SHARE ROW EXCLUSIVE MODE;  -- roll-ups take turns; nobody who pays or reads waits
  WITH due AS (DELETE FROM sale_due WHERE ctid = ANY (ARRAY(SELECT ctid FROM sale_due LIMIT p_most)) RETURNING *),
    told AS (SELECT d.*, coalesce(c.paid_by, d.method) AS paid_by FROM due d
      LEFT JOIN checkout c ON d.kind = 'pay_checkout' AND c.paid_with = d.thing),
    summed AS (INSERT INTO sale_sum AS s (merchant_id, grain, began, kind, till, method, reason, count, amount, fee)
      SELECT merchant_id, grain, date_trunc(grain, at, 'Africa/Douala'), kind, till, paid_by, reason, sum(count),
        sum(count * amount), sum(count * fee)
      FROM told CROSS JOIN (VALUES ('hour'), ('day')) g (grain) GROUP BY 1, 2, 3, 4, 5, 6, 7
      ON CONFLICT (merchant_id, grain, began, kind, till, method, reason) DO UPDATE
        SET (count, amount, fee) = (s.count + excluded.count, s.amount + excluded.amount, s.fee + excluded.fee)
      RETURNING 1)
  SELECT count(*) FROM due INTO taken;
  RETURN taken;
END $$;
