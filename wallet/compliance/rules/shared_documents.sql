-- One document behind many wallets: an ID seen today that `wallets` open ones show.
CREATE OR REPLACE FUNCTION find_shared_documents(n jsonb, day_began timestamptz, day_over timestamptz) RETURNS SETOF alert_pattern
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH seen AS (SELECT DISTINCT kind, number FROM identity WHERE at >= day_began AND at < day_over AND disowned_at IS NULL),
  shared AS (
    SELECT i.kind, i.number, min(i.at) AS first_at, max(i.at) AS last_at, count(DISTINCT i.person_id) AS wallets,
      array_agg(DISTINCT i.person_id) AS people, (array_agg(i.person_id ORDER BY i.at DESC, i.person_id))[1] AS newest
    FROM seen s JOIN identity i USING (kind, number) JOIN person p ON p.id = i.person_id AND p.state <> 'closed'
    WHERE i.at < day_over AND i.disowned_at IS NULL
    GROUP BY i.kind, i.number HAVING count(DISTINCT i.person_id) >= (n ->> 'wallets')::int)
  SELECT newest, first_at, last_at, wallets, 0::bigint, kind, kind || ' ' || number, '{}'::text[],
    (array_remove(people, newest))[:50]
  FROM shared
$$;
