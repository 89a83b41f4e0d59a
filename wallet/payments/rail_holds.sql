-- All rails at once are held by one of staff, or by themselves in a database that was restored or that a standby took over
-- which may have been behind, and released by two.
-- Operators know of payments after that moment which these books do not: one that is told again would be paid twice.

-- Return the server's timeline: 1 from its beginning on, one more each time that a standby or a restored server took over.
CREATE OR REPLACE FUNCTION find_timeline() RETURNS int
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN pg_is_in_recovery() THEN 1
    ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END
$$;

-- Return to which moment this server was restored: what its recovery was told, which stays among its settings. Else, which
-- timeline it began without one that has all that was acknowledged: restored to its log's end, or a standby that was behind.
CREATE OR REPLACE FUNCTION find_restored_to() RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT COALESCE(nullif(concat_ws(' ', nullif(current_setting('recovery_target', true), ''), nullif(current_setting('recovery_target_time', true), ''),
    nullif(current_setting('recovery_target_lsn', true), ''), nullif(current_setting('recovery_target_xid', true), ''),
    nullif(current_setting('recovery_target_name', true), '')), ''),
    CASE WHEN find_timeline() > 1 AND current_setting('synchronous_standby_names') = '' THEN 'timeline ' || find_timeline() END, '')
$$;

-- Note the server's timeline as one that lost nothing: for it was begun by a synchronous standby, or two let go of its hold.
CREATE OR REPLACE FUNCTION note_timeline() RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  INSERT INTO rail_hold (restored_to, since, released_at) SELECT 'timeline ' || find_timeline(), wallet_now(), wallet_now()
  WHERE find_timeline() > 1 AND NOT EXISTS (SELECT FROM rail_hold WHERE restored_to = 'timeline ' || find_timeline())
$$;

-- Note it while a commit is acknowledged by a standby too, so that nothing is held where that is turned off later.
CREATE OR REPLACE FUNCTION note_synchronous() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT note_timeline() WHERE current_setting('synchronous_standby_names') <> ''
$$;

CREATE OR REPLACE FUNCTION are_rails_held() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM rail_hold WHERE released_at IS NULL)
    OR find_restored_to() <> '' AND NOT EXISTS (SELECT FROM rail_hold WHERE restored_to = find_restored_to())
$$;

-- Begin a hold, as one of staff does in this transaction; one that is open stays as it is.
CREATE OR REPLACE FUNCTION hold_rails() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT is_done_alone('{hold_rails}', 'rails') THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'nobody of staff holds the rails';
  END IF;
  INSERT INTO rail_hold (restored_to, since) VALUES (find_restored_to(), wallet_now())
  ON CONFLICT ((released_at IS NULL)) WHERE released_at IS NULL DO NOTHING;
END $$;

-- Return what keeps the open hold: a rail that was ever told of a payment, or is to be, and whose file nobody imported
-- since; and how many differences from files are open.
CREATE OR REPLACE FUNCTION list_unreconciled(OUT rail text, OUT has_file boolean, OUT open_differences bigint) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.rail, f.has_file, d.differences FROM operator o
  CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM settlement_file s JOIN rail_hold h ON h.released_at IS NULL
    WHERE s.rail = o.rail AND s.withdrawn_at IS NULL AND s.imported_at >= h.since) AS has_file) f
  CROSS JOIN LATERAL (SELECT count(*) AS differences FROM discrepancy x
    WHERE x.rail = o.rail AND x.state IN ('open', 'corrected_wrongly')) d
  WHERE d.differences > 0 OR NOT f.has_file AND (
    EXISTS (SELECT FROM payment p WHERE p.rail = o.rail AND p.handle <> '')  -- as two indexes find them
    OR EXISTS (SELECT FROM payment p WHERE p.rail = o.rail AND p.due_at IS NOT NULL))
  ORDER BY o.rail
$$;

-- End the open hold, as two of staff agreed to in this transaction, once every rail is reconciled.
CREATE OR REPLACE FUNCTION release_rails() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT is_agreed_about('{release_rails}', 'rails') THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'two of staff agreed to no release of the rails';
  END IF;
  IF EXISTS (SELECT FROM list_unreconciled()) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'a rail is not reconciled since it is held';
  END IF;
  UPDATE rail_hold SET released_at = wallet_now() WHERE released_at IS NULL;
  PERFORM note_timeline();  -- whatever is taken out of the server's settings later
END $$;

-- No hold goes, and none that was released is open again.
CREATE OR REPLACE FUNCTION keep_rail_hold() RETURNS trigger
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'a hold of the rails stays as it was';
END $$;
CREATE OR REPLACE TRIGGER holds_stay BEFORE UPDATE ON rail_hold
  FOR EACH ROW WHEN (OLD.released_at IS NOT NULL OR (OLD.number, OLD.since, OLD.restored_to) IS DISTINCT FROM
    (NEW.number, NEW.since, NEW.restored_to)) EXECUTE FUNCTION keep_rail_hold();
ALTER TABLE rail_hold ENABLE ALWAYS TRIGGER holds_stay;
CREATE OR REPLACE TRIGGER holds_are_kept BEFORE DELETE OR TRUNCATE ON rail_hold
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE rail_hold ENABLE ALWAYS TRIGGER holds_are_kept;
