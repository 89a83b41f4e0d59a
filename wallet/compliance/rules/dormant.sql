-- Dormant, then active: nothing moved for `days`, then at least `amount` one way within `within` days.
CREATE OR REPLACE FUNCTION find_dormant(n jsonb, day_began timestamptz, day_over timestamptz) RETURNS SETOF alert_pattern
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH sides AS (
    SELECT w.person_id, w.way, m.at, m.amount, m.reference FROM movement m
    CROSS JOIN LATERAL (VALUES (m.giver_id, 'out'), (m.receiver_id, 'in')) w (person_id, way)
    WHERE m.at >= day_over - make_interval(days => (n ->> 'within')::int) AND m.at < day_over AND w.person_id IS NOT NULL),
  found AS (
    SELECT person_id, min(at) AS first_at, max(at) AS last_at, count(*) AS times,
      greatest(sum(amount) FILTER (WHERE way = 'in'), sum(amount) FILTER (WHERE way = 'out'))::bigint AS amount,
      (array_agg(reference ORDER BY at DESC))[:50] AS refs
    FROM sides GROUP BY 1)
  SELECT f.person_id, f.first_at, f.last_at, f.times, f.amount, to_char(l.at AT TIME ZONE 'Africa/Douala', 'DD/MM/YYYY'), NULL,
    f.refs, '{}'::uuid[]
  FROM found f JOIN person p ON p.id = f.person_id CROSS JOIN LATERAL (
    -- What is held for a cash-out is held before it is paid: an hour before is before all of it.
    SELECT coalesce((SELECT e.posted_at FROM entry e WHERE e.account_id = p.account_id
      AND e.seq = find_entry(p.account_id, f.first_at - interval '1 hour') - 1), p.joined_at) AS at) l
  WHERE f.amount >= (n ->> 'amount')::bigint AND f.last_at >= day_began
    AND l.at < f.first_at - make_interval(days => (n ->> 'days')::int)
    AND NOT EXISTS (SELECT FROM agent g WHERE g.person_id = p.id)  -- whose work is not on their own account
$$;
