-- An agent cuts one customer's cash in pieces, as a habit: `pieces` of one kind within `minutes` are a cut; at least `times`
-- in `days`, and `share` in a thousand of all that the agent did.
CREATE OR REPLACE FUNCTION find_agent_splits(n jsonb, day_began timestamptz, day_over timestamptz) RETURNS SETOF alert_pattern
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH pieces AS (
    SELECT o.agent_code, o.other_id, o.at, o.reference, count(*) OVER w AS close_by, sum(o.amount) OVER w AS together,
      count(*) OVER (PARTITION BY o.agent_code) AS did
    FROM agent_operation o
    WHERE o.at >= day_over - make_interval(days => (n ->> 'days')::int) AND o.at < day_over
      AND o.kind IN ('take_cash_in', 'pay_cash_out')
    WINDOW w AS (PARTITION BY o.agent_code, o.other_id, o.kind ORDER BY o.at
      RANGE BETWEEN make_interval(mins => (n ->> 'minutes')::int) PRECEDING AND CURRENT ROW))
  SELECT g.person_id, min(s.at), max(s.at), count(*), sum(s.together)::bigint, g.code, NULL,
    (array_agg(s.reference ORDER BY s.at DESC))[:50], (array_agg(DISTINCT s.other_id))[:50]
  FROM pieces s JOIN agent g ON g.code = s.agent_code
  WHERE s.close_by = (n ->> 'pieces')::int  -- those that follow are of the same cut
  GROUP BY g.person_id, g.code, s.did
  HAVING count(*) >= (n ->> 'times')::int AND count(*) * 1000 >= s.did * (n ->> 'share')::int AND max(s.at) >= day_began
$$;
