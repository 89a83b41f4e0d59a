-- Transfers added up by day, once the day is over. Nobody but these functions writes the tables.

-- Add up transfers that nothing can join any more, hour by hour, until there were p_most legs; true when there may be more to do.
--
-- A day that is over is said to be over first (posting_horizon), so that whoever posts from then on does so after it, whatever
-- their clock says. Then a transaction is noted that began once this was seen by all: when none older runs, all of the day is
-- in the table. Each step commits by itself, and one that is done twice, or cut short, does no harm.
CREATE OR REPLACE FUNCTION sum_hours(p_most bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = off  -- a plan made for a small table would read all of a large one for each hour
AS $$
DECLARE
  today CONSTANT timestamptz := date_trunc('day', wallet_now(), 'Africa/Douala');
  horizon posting_horizon;
  since timestamptz;
  before timestamptz;
  found_legs bigint;
  added bigint := 0;
BEGIN
  SELECT * INTO horizon FROM posting_horizon FOR UPDATE;  -- those who add up take turns; who posts waits for none
  IF horizon.until < today THEN
    UPDATE posting_horizon SET until = today, sure_in = NULL;
    RETURN true;
  END IF;
  -- A transaction that this server has not seen yet was noted on another, of which this is a copy.
  IF horizon.sure_in IS NULL OR horizon.sure_in >= pg_snapshot_xmax(pg_current_snapshot()) THEN
    UPDATE posting_horizon SET sure_in = pg_current_xact_id();
    RETURN true;
  END IF;
  IF pg_snapshot_xmin(pg_current_snapshot()) <= horizon.sure_in THEN
    RETURN false;
  END IF;
  SELECT until INTO since FROM day_summed FOR UPDATE;
  IF since = '-infinity' THEN
    since := coalesce((SELECT date_trunc('day', min(posted_at), 'Africa/Douala') FROM transfer), horizon.until);
  END IF;
  WHILE since < horizon.until AND added < p_most LOOP
    before := least(date_trunc('hour', since, 'Africa/Douala') + interval '1 hour', horizon.until);
    WITH moved AS MATERIALIZED (SELECT * FROM list_moved(since, before)),
      kept AS (
        INSERT INTO day_sum AS s (day, account_kind, account_id, kind, currency, debits, credits, legs)
          SELECT (since AT TIME ZONE 'Africa/Douala')::date, m.* FROM moved m
        ON CONFLICT (day, account_kind, account_id, kind, currency) DO UPDATE SET
          (debits, credits, legs) = (s.debits + excluded.debits, s.credits + excluded.credits, s.legs + excluded.legs))
    SELECT coalesce(sum(legs), 0) INTO found_legs FROM moved;
    added := added + found_legs;
    since := before;
    IF found_legs = 0 AND NOT EXISTS (SELECT FROM transfer WHERE posted_at >= since AND posted_at < horizon.until) THEN
      since := horizon.until;
    END IF;
  END LOOP;
  UPDATE day_summed SET until = since;
  RETURN since < horizon.until;
END $$;

-- What transfers of a time moved, added up as in day_sum.
CREATE OR REPLACE FUNCTION list_moved(since timestamptz, before timestamptz) RETURNS TABLE (
  account_kind text, account_id bigint, kind text, currency currency, debits bigint, credits bigint, legs bigint
) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT a.kind, CASE WHEN a.accrued THEN a.id ELSE 0 END, t.kind, a.currency,
    sum(greatest(-l.amount, 0))::bigint, sum(greatest(l.amount, 0))::bigint, count(*)
  FROM transfer t CROSS JOIN LATERAL unnest(t.accounts, t.amounts) l (account_id, amount) JOIN account a ON a.id = l.account_id
  WHERE t.posted_at >= since AND t.posted_at < before GROUP BY 1, 2, 3, 4
$$;

-- What each account of the house, and each kind of account that people have, held as the first of these days began, and what
-- moved until the last was over; by kind of transfer on the accounts of our income and costs. Of a day that is not added up yet,
-- as far as it is posted now.
CREATE OR REPLACE FUNCTION list_days(first_day date, last_day date) RETURNS TABLE (
  account_kind text, account text, kind text, currency currency, opening bigint, debits bigint, credits bigint, legs bigint
) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH summed AS (SELECT until FROM day_summed),
  began AS (SELECT first_day::timestamp AT TIME ZONE 'Africa/Douala' AS at,
    (last_day + 1)::timestamp AT TIME ZONE 'Africa/Douala' AS over),
  moved AS (
    SELECT s.day >= first_day AS is_new, s.account_kind, s.account_id, s.kind, s.currency, s.debits, s.credits, s.legs
    FROM day_sum s WHERE s.day <= last_day
    UNION ALL SELECT false, m.* FROM summed, began, list_moved(summed.until, began.at) m WHERE summed.until < began.at
    UNION ALL SELECT true, m.* FROM summed, began, list_moved(greatest(summed.until, began.at), began.over) m
      WHERE summed.until < began.over)
  -- Added up before the few accounts are named: joined before, all accounts there are would be read.
  SELECT d.account_kind, coalesce((SELECT a.code FROM account a WHERE a.id = d.account_id), ''), d.kind, d.currency,
    d.opening, d.debits, d.credits, d.legs
  FROM (SELECT m.account_kind, m.account_id, CASE WHEN m.account_kind IN ('fees', 'commissions') THEN m.kind ELSE '' END AS kind,
      m.currency,
      coalesce(sum(m.credits - m.debits) FILTER (WHERE NOT m.is_new), 0)::bigint AS opening,
      coalesce(sum(m.debits) FILTER (WHERE m.is_new), 0)::bigint AS debits,
      coalesce(sum(m.credits) FILTER (WHERE m.is_new), 0)::bigint AS credits,
      coalesce(sum(m.legs) FILTER (WHERE m.is_new), 0)::bigint AS legs
    FROM moved m GROUP BY 1, 2, 3, 4) d
$$;

-- The same of one day.
CREATE OR REPLACE FUNCTION list_day(asked date) RETURNS TABLE (
  account_kind text, account text, kind text, currency currency, opening bigint, debits bigint, credits bigint, legs bigint
) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$ SELECT * FROM list_days(asked, asked) $$;

-- The figures of a day as they are kept: rows of kind of account, account, kind of transfer, currency, opening, debits, credits.
CREATE OR REPLACE FUNCTION day_figures(asked date) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_array(account_kind, account, kind, currency, opening, debits, credits)
    ORDER BY account_kind, account, kind, currency), '[]')::text
  FROM list_day(asked) WHERE (opening, debits, credits) <> (0, 0, 0)
$$;

-- What a closed day is known by.
CREATE OR REPLACE FUNCTION closed_day_hash(closed date, figures text, hash_before bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT sha256(convert_to(jsonb_build_array(
    to_char(closed, 'YYYY-MM-DD'), encode(hash_before, 'hex'), figures)::text, 'UTF8'))
$$;

-- Why a day cannot be closed; null when it can: not_over (nor whole yet), closed_already, or the day to close before it.
CREATE OR REPLACE FUNCTION refuse_closing(asked date) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE
    WHEN EXISTS (SELECT FROM closed_day WHERE day >= asked) THEN 'closed_already'
    WHEN (SELECT until FROM day_summed) < (asked + 1)::timestamp AT TIME ZONE 'Africa/Douala' THEN 'not_over'
    WHEN next.day < asked THEN to_char(next.day, 'YYYY-MM-DD') END
  FROM (SELECT coalesce((SELECT max(day) + 1 FROM closed_day), (SELECT min(day) FROM day_sum), asked) AS day) next
$$;

-- Two of staff close a day as they were shown it; it is never changed, nor opened again.
CREATE OR REPLACE FUNCTION keep_closed_days() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE shown text;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'a day that is closed stays so';
  END IF;
  SELECT id, content ->> 'figures' INTO NEW.request_id, shown FROM find_act_under_way(ARRAY['close_day']) r
    WHERE r.content ->> 'day' = to_char(NEW.day, 'YYYY-MM-DD');
  NEW.figures := day_figures(NEW.day);
  IF NEW.request_id IS NULL OR shown <> encode(sha256(convert_to(NEW.figures, 'UTF8')), 'hex') OR refuse_closing(NEW.day) IS NOT NULL
  THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = format('two of staff did not agree to close %s so', NEW.day);
  END IF;
  NEW.hash := closed_day_hash(NEW.day, NEW.figures, (SELECT hash FROM closed_day WHERE day = NEW.day - 1));
  NEW.closed_at := wallet_now();
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER closed_stay BEFORE INSERT OR UPDATE OR DELETE ON closed_day
  FOR EACH ROW EXECUTE FUNCTION keep_closed_days();
ALTER TABLE closed_day ENABLE ALWAYS TRIGGER closed_stay;

-- The place of the first entry of an ordinary account that was posted at a moment or after it, found as in a dictionary: entries
-- follow each other in time, without a gap. Between which times it is looked for narrows as well, and so in how many months.
CREATE OR REPLACE FUNCTION find_entry(of_account bigint, moment timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  low bigint := 1;
  high bigint;
  low_at timestamptz := '-infinity';
  high_at timestamptz;
  middle bigint;
  middle_at timestamptz;
BEGIN
  SELECT a.seq + 1, coalesce(a.last_at, 'infinity') INTO high, high_at FROM account a WHERE a.id = of_account;
  IF high_at < moment THEN
    RETURN high;
  END IF;
  WHILE low < high LOOP
    middle := (low + high) / 2;
    SELECT e.posted_at INTO middle_at FROM entry e
      WHERE e.account_id = of_account AND e.seq = middle AND e.posted_at BETWEEN low_at AND high_at;
    IF middle_at < moment THEN
      low := middle + 1;
      low_at := middle_at;
    ELSE
      high := middle;
      high_at := middle_at;
    END IF;
  END LOOP;
  RETURN low;
END $$;

-- What an account held as a day began in Douala.
CREATE OR REPLACE FUNCTION balance_before(of_account bigint, asked date) RETURNS bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH began AS (SELECT asked::timestamp AT TIME ZONE 'Africa/Douala' AS at)
  SELECT CASE WHEN a.accrued THEN
      coalesce((SELECT sum(s.credits - s.debits) FROM day_sum s WHERE s.account_id = a.id AND s.day < asked), 0)::bigint
      + coalesce((SELECT sum(l.amount) FROM transfer t CROSS JOIN LATERAL unnest(t.accounts, t.amounts) l (account_id, amount)
          WHERE l.account_id = a.id AND t.posted_at >= (SELECT until FROM day_summed) AND t.posted_at < began.at), 0)::bigint
    ELSE coalesce((SELECT e.balance_after FROM entry e
      WHERE e.account_id = a.id AND e.seq = find_entry(a.id, began.at) - 1), 0) END
  FROM account a, began WHERE a.id = of_account
$$;
