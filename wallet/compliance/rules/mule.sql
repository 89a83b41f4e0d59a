-- Many to one, then out soon: within `hours`, at least `times` people who never sent to this wallet before send it at least
-- `amount` together, `share` percent of which leaves it again; and as many come as `against` times what it did on a day of
-- the 30 before, or whoever sells from their own wallet would be found every day.
CREATE OR REPLACE FUNCTION find_mule(n jsonb, day_began timestamptz, day_over timestamptz) RETURNS SETOF alert_pattern
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH began AS (SELECT day_over - make_interval(hours => (n ->> 'hours')::int) AS at),
  came AS (
    SELECT m.receiver_id, m.giver_id, m.amount, m.at, m.reference FROM began, movement m
    WHERE m.at >= began.at AND m.at < day_over AND m.kind IN ('send_money', 'pay_request')
      AND m.giver_id IS NOT NULL AND m.receiver_id IS NOT NULL),
  many AS (SELECT receiver_id FROM came GROUP BY 1 HAVING count(DISTINCT giver_id) >= (n ->> 'times')::int),
  strangers AS (
    SELECT c.* FROM came c JOIN many USING (receiver_id) CROSS JOIN began WHERE NOT EXISTS (
      SELECT FROM movement b WHERE (b.giver_id, b.receiver_id) = (c.giver_id, c.receiver_id) AND b.at < began.at)),
  found AS (
    SELECT receiver_id, min(at) AS first_at, max(at) AS last_at, count(DISTINCT giver_id) AS givers, sum(amount)::bigint AS amount,
      (array_agg(reference ORDER BY at DESC))[:50] AS refs, (array_agg(DISTINCT giver_id))[:50] AS others
    FROM strangers GROUP BY 1
    HAVING count(DISTINCT giver_id) >= (n ->> 'times')::int AND sum(amount) >= (n ->> 'amount')::bigint),
  went AS (
    SELECT f.receiver_id, sum(m.amount) AS amount, max(m.at) AS last_at FROM found f JOIN movement m
      ON m.giver_id = f.receiver_id AND m.at >= f.first_at AND m.at < day_over
    WHERE m.kind IN ('send_money', 'send_to_stranger', 'withdraw_money', 'pay_cash_out') GROUP BY 1)
  SELECT f.receiver_id, f.first_at, greatest(f.last_at, w.last_at), f.givers, f.amount, '', NULL, f.refs, f.others
  FROM found f JOIN went w USING (receiver_id) JOIN person p ON p.id = f.receiver_id
  WHERE w.amount * 100 >= f.amount * (n ->> 'share')::int AND greatest(f.last_at, w.last_at) >= day_began
    AND f.givers * 30 >= (n ->> 'against')::int
      * (find_entry(p.account_id, f.first_at) - find_entry(p.account_id, f.first_at - interval '30 days'))
$$;
