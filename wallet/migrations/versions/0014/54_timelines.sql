-- The timeline of the server that this is installed on is known: what took over before is not held for it now
-- (wallet/payments/rail_holds.sql, note_timeline).
INSERT INTO rail_hold (restored_to, since, released_at)
SELECT 'timeline ' || timeline, now(), now()
FROM (SELECT ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int AS timeline) server WHERE timeline > 1;
