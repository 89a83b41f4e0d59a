-- Entries by month, of Douala: `entry` is partitioned by when each was posted. Whatever was posted before there were months is in
-- `entry_before`; what has no month yet comes into `entry_rest`, so that money never stops for want of a table.
--
-- Each partition has both unique indexes of its own (account and transfer, account and number), which a partitioned table as a
-- whole could have only with the time beside: within a month PostgreSQL itself refuses a second one. Across months none can
-- come, for an entry is written with its transfer, whose id is the hash of its key in one whole table, and with its account's
-- number, under that row's lock; `check` counts both at rest.

-- Each partition, with the time from when on and until when it holds entries; both null for what has no month.
CREATE OR REPLACE FUNCTION list_months() RETURNS TABLE (part regclass, since timestamptz, until timestamptz)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT c.oid::regclass,
    CASE WHEN bound ~ 'FROM \(MINVALUE' THEN '-infinity' ELSE substring(bound FROM $r$FROM \('([^']+)'$r$)::timestamptz END,
    substring(bound FROM $r$TO \('([^']+)'$r$)::timestamptz
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid, pg_get_expr(c.relpartbound, c.oid) bound
  WHERE i.inhparent = 'public.entry'::regclass
$$;

-- Until when entries have a month.
CREATE OR REPLACE FUNCTION months_until() RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT max(until) FROM list_months()
$$;

-- When a month begins in Douala, so many after that of a moment.
CREATE OR REPLACE FUNCTION month_began(moment timestamptz, further int) RETURNS timestamptz
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT (date_trunc('month', moment AT TIME ZONE 'Africa/Douala') + make_interval(months => further)) AT TIME ZONE 'Africa/Douala'
$$;

-- Let nobody change what a partition holds who names it itself: what guards the whole does not fire there.
CREATE OR REPLACE FUNCTION guard_month(part regclass) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON %s
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', part);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER entries_stay', part);
END $$;

-- A table of this name as those of entries are, empty, guarded, and nobody's partition.
CREATE OR REPLACE FUNCTION make_entry_table(named text) RETURNS regclass
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE TABLE %I (LIKE %s INCLUDING ALL)', named,
    coalesce((SELECT part FROM list_months() WHERE until IS NULL), 'entry_before'::regclass));
  PERFORM guard_month(named::regclass);
  RETURN named;
END $$;

-- Have a table hold the entries posted from one moment until another, whose month names it.
CREATE OR REPLACE FUNCTION attach_month(part regclass, since timestamptz, until timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format('ALTER TABLE entry ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', part, since, until);
END $$;

-- What a table is called that holds entries until a moment: after its last month.
CREATE OR REPLACE FUNCTION name_month(until timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT to_char((until - interval '1 day') AT TIME ZONE 'Africa/Douala', '"entry_"YYYY_MM')
$$;

-- Make of the table of entries the partition of all that was posted before there were months. Its bound was looked over
-- before, so it is a matter of names, whatever lies there. Returns false where it was done.
CREATE OR REPLACE FUNCTION begin_months() RETURNS boolean
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  bound text;
  one record;
BEGIN
  LOCK TABLE entry IN ACCESS EXCLUSIVE MODE;
  SELECT substring(pg_get_constraintdef(oid) FROM $r$'([^']+)'$r$) INTO bound FROM pg_constraint
    WHERE conrelid = 'public.entry'::regclass AND conname = 'before_months';
  IF bound IS NULL THEN
    RETURN false;
  END IF;
  ALTER TABLE entry RENAME TO entry_before;
  CREATE TABLE entry (LIKE entry_before INCLUDING STORAGE) PARTITION BY RANGE (posted_at);
  PERFORM guard_month('entry');
  EXECUTE format('ALTER TABLE entry ATTACH PARTITION entry_before FOR VALUES FROM (MINVALUE) TO (%L)', bound);
  ALTER TABLE entry_before DROP CONSTRAINT before_months;
  PERFORM make_entry_table('entry_rest');
  ALTER TABLE entry ATTACH PARTITION entry_rest DEFAULT;
  FOR one IN SELECT g.grantee::regrole AS grantee, g.privilege_type FROM pg_class c, aclexplode(c.relacl) g
    WHERE c.oid = 'entry_before'::regclass AND g.grantee <> c.relowner LOOP
    EXECUTE format('GRANT %s ON entry TO %s', one.privilege_type, one.grantee);
    EXECUTE format('REVOKE ALL ON entry_before FROM %s', one.grantee);
  END LOOP;
  PERFORM keep_months();
  RETURN true;
END $$;

-- Make the months ahead, this and three more, as soon as two are left; return how many were made. What came into the rest
-- meanwhile, as after a tick that stood still for months, is a partition then: the table that it lies in. None is made, and
-- the next try makes it, where somebody holds for half a second what it takes: who reads entries of all months.
CREATE OR REPLACE FUNCTION keep_months() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '500ms' AS $$
DECLARE
  reached timestamptz;
  over timestamptz;
  made integer := 0;
  newest timestamptz;
BEGIN
  PERFORM FROM posting_horizon FOR UPDATE SKIP LOCKED;  -- by a lock that no process's role can take
  IF NOT FOUND THEN
    RETURN 0;  -- another process is at it, or at the adding up of days
  END IF;
  reached := months_until();  -- under the lock: before it, another may have made some since
  IF reached IS NULL THEN
    RETURN 0;  -- no months yet
  END IF;
  SELECT max(posted_at) INTO newest FROM entry_rest;
  IF newest IS NULL AND reached > month_began(wallet_now(), 2) THEN
    RETURN 0;
  END IF;
  IF newest IS NOT NULL THEN
    LOCK TABLE entry IN ACCESS EXCLUSIVE MODE;
    SELECT max(posted_at) INTO newest FROM entry_rest;  -- under the lock nobody adds another
    over := month_began(newest, 1);
    ALTER TABLE entry DETACH PARTITION entry_rest;
    EXECUTE format('ALTER TABLE entry_rest RENAME TO %I', name_month(over));
    PERFORM attach_month(name_month(over)::regclass, reached, over);
    EXECUTE format('CREATE TABLE entry_rest (LIKE %I INCLUDING ALL)', name_month(over));
    PERFORM guard_month('entry_rest');
    ALTER TABLE entry ATTACH PARTITION entry_rest DEFAULT;
    reached := over;
    made := 1;
  END IF;
  WHILE reached < month_began(wallet_now(), 4) LOOP
    over := greatest(month_began(reached, 1), month_began(wallet_now(), 1));  -- months in which nobody was here are one
    PERFORM attach_month(make_entry_table(name_month(over)), reached, over);
    reached := over;
    made := made + 1;
  END LOOP;
  RETURN made;
EXCEPTION WHEN lock_not_available THEN
  RETURN 0;
END $$;

DO $$
DECLARE one record;
BEGIN
  FOR one IN SELECT part FROM list_months() LOOP
    PERFORM guard_month(one.part);
  END LOOP;
END $$;
