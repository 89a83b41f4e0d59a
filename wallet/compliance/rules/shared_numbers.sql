-- One phone behind many wallets: a number at an operator that `wallets` wallets of different people were filled from or
-- emptied to within `days`, for at least `amount` a wallet: a kiosk fills many, with little. What we know of devices is
-- their numbers (docs/compliance.md).
CREATE OR REPLACE FUNCTION find_shared_numbers(n jsonb, day_began timestamptz, day_over timestamptz) RETURNS SETOF alert_pattern
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH paid AS (
    SELECT y.party, y.rail, y.person_id, p.human_id, y.amount, y.created_at AS at, y.reference
    FROM payment y JOIN person p ON p.id = y.person_id
    WHERE y.created_at >= day_over - make_interval(days => (n ->> 'days')::int) AND y.created_at < day_over
      AND y.state = 'succeeded' AND y.party_kind = 'phone' AND y.purpose IN ('add_money', 'withdraw_money')),
  shared AS (
    SELECT party, rail, min(at) AS first_at, max(at) AS last_at, count(DISTINCT human_id) AS wallets, sum(amount)::bigint AS amount,
      (array_agg(reference ORDER BY at DESC))[:50] AS refs, array_agg(DISTINCT person_id) AS people,
      (array_agg(person_id ORDER BY at DESC, person_id))[1] AS newest
    FROM paid GROUP BY party, rail
    HAVING count(DISTINCT human_id) >= (n ->> 'wallets')::int 
      AND sum(amount) >= (n ->> 'amount')::bigint * count(DISTINCT human_id) AND max(at) >= day_began)
  SELECT who.person_id, first_at, last_at, wallets, amount, rail, party, refs,
    (array_remove(people, who.person_id))[:50]
  -- Whose number it is, where it is a wallet's; or whoever used it last.
  FROM shared s CROSS JOIN LATERAL (SELECT coalesce((SELECT f.person_id FROM phone f WHERE f.number = s.party AND f.until IS NULL),
    s.newest) AS person_id) who
$$;
