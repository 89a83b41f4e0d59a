-- Cash walks in a circle at one agent: paid in, and out again there within `minutes`, less at most `loss` percent, by whoever
-- paid it in or whom it was sent on to, over three people at most; at least `times` in `days`, and `share` in a thousand of
-- all that the agent did.
CREATE OR REPLACE FUNCTION find_agent_circles(n jsonb, day_began timestamptz, day_over timestamptz) RETURNS SETOF alert_pattern
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH RECURSIVE work AS MATERIALIZED (
    SELECT o.agent_code, o.kind, o.other_id, o.amount, o.at, o.reference, count(*) OVER (PARTITION BY o.agent_code) AS did
    FROM agent_operation o
    WHERE o.at >= day_over - make_interval(days => (n ->> 'days')::int) AND o.at < day_over
      AND o.kind IN ('take_cash_in', 'pay_cash_out') AND o.other_id IS NOT NULL),
  held (agent_code, reference, began, person_id, amount, at, hands) AS (
    SELECT agent_code, reference, at, other_id, amount, at, 0 FROM work WHERE kind = 'take_cash_in'
    UNION ALL
    SELECT h.agent_code, h.reference, h.began, m.receiver_id, m.amount, m.at, h.hands + 1
    FROM held h JOIN movement m ON m.giver_id = h.person_id AND m.kind = 'send_money' AND m.receiver_id IS NOT NULL
      AND m.at >= h.at AND m.at <= h.began + make_interval(mins => (n ->> 'minutes')::int)
      AND m.amount <= h.amount AND m.amount * 100 >= h.amount * (100 - (n ->> 'loss')::int)
    WHERE h.hands < 3),
  circles AS (
    SELECT o.agent_code, o.at, o.amount, o.reference, o.other_id, o.did, h.reference AS paid_in, h.began FROM held h JOIN work o
      ON o.kind = 'pay_cash_out' AND (o.agent_code, o.other_id) = (h.agent_code, h.person_id) AND o.at >= h.at
      AND o.at <= h.began + make_interval(mins => (n ->> 'minutes')::int)
      AND o.amount <= h.amount AND o.amount * 100 >= h.amount * (100 - (n ->> 'loss')::int)),
  counted AS (
    SELECT agent_code, did, min(began) AS began, max(at) AS last_at, least(count(DISTINCT reference), count(DISTINCT paid_in)) AS times,
      (SELECT sum(o.amount) FROM work o WHERE o.agent_code = c.agent_code AND o.reference = ANY (array_agg(c.reference)))
        AS amount,
      (array_agg(DISTINCT reference))[:50] AS refs, (array_agg(DISTINCT other_id))[:50] AS others
    FROM circles c GROUP BY agent_code, did)
  SELECT g.person_id, c.began, c.last_at, c.times, c.amount::bigint, g.code, NULL, c.refs, c.others
  FROM counted c JOIN agent g ON g.code = c.agent_code
  WHERE c.times >= (n ->> 'times')::int AND c.times * 1000 >= c.did * (n ->> 'share')::int AND c.last_at >= day_began
$$;
