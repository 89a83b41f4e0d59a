-- Several pieces just under a ceiling, one way, within some days: `ceiling`, how far `below` it still counts, how many
-- (`times`), in how many `days`, and `against` times what it is used to in so many days of the 30 before: who has a small safe
-- banks what is in it.
CREATE OR REPLACE FUNCTION find_structuring(n jsonb, day_began timestamptz, day_over timestamptz) RETURNS SETOF alert_pattern
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH pieces AS (
    SELECT w.person_id, w.way, m.at, m.amount, m.reference FROM movement m CROSS JOIN LATERAL (VALUES
      (CASE WHEN m.kind IN ('send_money', 'send_to_stranger', 'withdraw_money', 'pay_cash_out') THEN m.giver_id END, 'out'),
      (CASE WHEN m.kind IN ('send_money', 'add_money', 'take_cash_in') THEN m.receiver_id END, 'in')) w (person_id, way)
    WHERE m.at >= day_over - make_interval(days => (n ->> 'days')::int) AND m.at < day_over
      AND m.amount < (n ->> 'ceiling')::bigint AND m.amount >= (n ->> 'ceiling')::bigint - (n ->> 'below')::bigint
      AND w.person_id IS NOT NULL),
  found AS (
    SELECT person_id, way, min(at) AS first_at, max(at) AS last_at, count(*) AS times, sum(amount)::bigint AS amount,
      (array_agg(reference ORDER BY at DESC))[:50] AS refs
    FROM pieces GROUP BY person_id, way HAVING count(*) >= (n ->> 'times')::int AND max(at) >= day_began)
  SELECT DISTINCT ON (f.person_id) f.person_id, f.first_at, f.last_at, f.times, f.amount, f.way, NULL, f.refs, '{}'::uuid[]
  FROM found f CROSS JOIN LATERAL (
    SELECT count(*) AS times FROM person p JOIN entry e ON e.account_id = p.account_id
    WHERE p.id = f.person_id AND e.seq >= find_entry(p.account_id, f.first_at - interval '30 days')
      AND e.seq < find_entry(p.account_id, f.first_at - interval '1 minute')  -- it is posted before it is noted
      AND abs(e.amount) < (n ->> 'ceiling')::bigint AND abs(e.amount) >= (n ->> 'ceiling')::bigint - (n ->> 'below')::bigint) used
  WHERE f.times * 30 >= (n ->> 'against')::int * used.times * (n ->> 'days')::int
  ORDER BY f.person_id, f.times DESC, f.way
$$;
