-- Much going out in a short time, against one's own past: at least `times` within `minutes`, and `against` times what this
-- wallet did on a day of the 30 before.
CREATE OR REPLACE FUNCTION find_velocity(n jsonb, day_began timestamptz, day_over timestamptz) RETURNS SETOF alert_pattern
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH acts AS (
    SELECT m.giver_id, m.at, count(*) OVER w AS close_by, sum(m.amount) OVER w AS together, min(m.at) OVER w AS began
    FROM movement m
    WHERE m.at >= day_began - make_interval(mins => (n ->> 'minutes')::int) AND m.at < day_over AND m.giver_id IS NOT NULL
      AND m.kind IN ('send_money', 'send_to_stranger', 'withdraw_money', 'pay_cash_out', 'pay_request')
    WINDOW w AS (PARTITION BY m.giver_id ORDER BY m.at
      RANGE BETWEEN make_interval(mins => (n ->> 'minutes')::int) PRECEDING AND CURRENT ROW)),
  bursts AS (
    SELECT DISTINCT ON (giver_id) * FROM acts WHERE close_by >= (n ->> 'times')::int AND at >= day_began
    ORDER BY giver_id, close_by DESC, at)
  SELECT b.giver_id, b.began, b.at, b.close_by, b.together::bigint, '', NULL, (SELECT array_agg(m.reference ORDER BY m.at DESC)
      FROM (SELECT reference, at FROM movement WHERE giver_id = b.giver_id AND at BETWEEN b.began AND b.at
        ORDER BY at DESC LIMIT 50) m), '{}'::uuid[]
  FROM bursts b JOIN person p ON p.id = b.giver_id
  WHERE b.close_by * 30 >= (n ->> 'against')::int * greatest(30,
    find_entry(p.account_id, b.began) - find_entry(p.account_id, b.began - interval '30 days'))
$$;
