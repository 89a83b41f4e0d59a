-- A month's figures for the regulator: counted once the month is over and all of it is added up, and kept as they were, since
-- the level of a wallet and whether it is open are known only as they are now (docs/compliance.md).

-- How old something is as a month ends, in the bands that the regulator reads.
CREATE OR REPLACE FUNCTION age_band(since timestamptz, at timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN at - since < interval '7 days' THEN 'under_7' WHEN at - since < interval '30 days' THEN 'under_30'
    ELSE 'over_30' END
$$;

-- When cases were closed that an act closed: about them, about their payment, or about whoever a list names.
CREATE OR REPLACE FUNCTION list_closed_cases() RETURNS TABLE (number bigint, kind text, opened_at timestamptz, closed_at timestamptz)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT c.number, c.kind, c.opened_at, (
    SELECT min(s.at) FROM staff_act s
    WHERE s.subject = 'C' || c.number AND (s.kind IN ('close_case', 'decide_contest', 'pay_unclaimed')
        OR s.kind = 'decide_alerts' AND s.after ->> 'state' = 'closed')
      OR s.kind = 'settle_payment' AND s.subject = (SELECT p.reference FROM payment p WHERE p.id = c.payment_id)
      OR s.kind IN ('decide_hit', 'clear_hit') AND s.subject IN (SELECT 'X' || h.id FROM sanction_hit h WHERE h.case_number = c.number))
  FROM case_file c WHERE c.state = 'closed'
$$;

CREATE OR REPLACE FUNCTION list_month(first_day date)
RETURNS TABLE (part text, what text, level text, number bigint, amount bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH time AS MATERIALIZED (
    SELECT first_day::timestamp AT TIME ZONE 'Africa/Douala' AS began, least(wallet_now(),
      (first_day + interval '1 month') AT TIME ZONE 'Africa/Douala') AS over, (first_day + interval '1 month')::date - 1 AS last_day),
  moved AS MATERIALIZED (SELECT m.* FROM time, movement m WHERE m.at >= time.began AND m.at < time.over),
  people AS MATERIALIZED (SELECT p.id, p.tier::text AS level, p.state, p.joined_at, p.account_id FROM time, person p
    WHERE p.joined_at < time.over),
  closed AS MATERIALIZED (SELECT * FROM list_closed_cases())
  -- Wallets, by level.
  SELECT 'wallets', 'opened', level, count(*), 0::bigint FROM time, people WHERE joined_at >= began GROUP BY level
  UNION ALL SELECT 'wallets', 'open', level, count(*), 0 FROM people WHERE state <> 'closed' GROUP BY level
  UNION ALL SELECT 'wallets', 'frozen', level, count(*), 0 FROM people WHERE state = 'frozen' GROUP BY level
  UNION ALL SELECT 'wallets', 'closed', p.level, count(DISTINCT p.id), 0 FROM time, people p JOIN phone f ON f.person_id = p.id
    WHERE p.state = 'closed' AND f.until >= time.began AND f.until < time.over GROUP BY p.level
  UNION ALL SELECT 'wallets', 'active', p.level, count(*), 0 FROM people p JOIN (
      SELECT giver_id AS id FROM moved UNION SELECT receiver_id FROM moved) a USING (id) GROUP BY p.level
  UNION ALL SELECT 'wallets', 'dormant', p.level, count(*), 0 FROM time, people p WHERE p.state <> 'closed'
    AND coalesce((SELECT e.posted_at FROM entry e WHERE e.account_id = p.account_id AND e.posted_at < time.over
      ORDER BY e.seq DESC LIMIT 1), p.joined_at) < time.over - interval '365 days' GROUP BY p.level
  -- What accounts of each kind held as it ended, from the sums of days.
  UNION ALL SELECT 'money', d.account_kind, d.currency::text, 0, sum(d.opening + d.credits - d.debits)::bigint
    FROM time, list_days(first_day, time.last_day) d GROUP BY 2, 3
  -- What people did, by kind.
  UNION ALL SELECT 'volume', kind, '', count(*), sum(moved.amount)::bigint FROM moved GROUP BY kind
  -- Agents.
  UNION ALL SELECT 'agents', 'open', '', count(*), 0 FROM agent WHERE state = 'open'
  UNION ALL SELECT 'agents', 'active', '', count(DISTINCT o.agent_code), coalesce(sum(o.amount), 0)::bigint
    FROM time, agent_operation o WHERE o.at >= time.began AND o.at < time.over AND o.kind IN ('take_cash_in', 'pay_cash_out')
  -- Complaints are contests; other cases by their kind.
  UNION ALL SELECT 'cases', 'opened', c.kind, count(*), 0 FROM time, case_file c
    WHERE c.opened_at >= time.began AND c.opened_at < time.over GROUP BY c.kind
  UNION ALL SELECT 'cases', 'closed', c.kind, count(*), 0 FROM time, closed c
    WHERE c.closed_at >= time.began AND c.closed_at < time.over GROUP BY c.kind
  UNION ALL SELECT 'cases', age_band(c.opened_at, time.over), c.kind, count(*), 0 FROM time, case_file c
    LEFT JOIN closed k ON k.number = c.number
    WHERE c.opened_at < time.over AND (c.state = 'open' OR k.closed_at >= time.over) GROUP BY 2, 3
  -- Frauds and what was taken back.
  UNION ALL SELECT 'frauds', 'frozen', '', count(*), 0 FROM time, staff_act s
    WHERE s.kind = 'freeze_wallet' AND s.at >= time.began AND s.at < time.over
  UNION ALL SELECT 'frauds', 'robbed', '', count(*), 0 FROM time, robbed_lock r WHERE r.locked_at >= time.began AND r.locked_at < time.over
  UNION ALL SELECT 'frauds', 'taken_back', kind, count(*), sum(moved.amount)::bigint FROM moved
    WHERE kind IN ('refund_payment', 'return_contested', 'reverse_cash_in', 'charge_back') GROUP BY kind
  -- What rules found, and what was decided.
  UNION ALL SELECT 'alerts', a.rule, '', count(*), sum(a.amount)::bigint FROM time, alert a
    WHERE a.raised_at >= time.began AND a.raised_at < time.over GROUP BY a.rule
  UNION ALL SELECT 'decisions', d.verdict, '', count(*), 0 FROM time, alert_decision d
    WHERE d.decided_at >= time.began AND d.decided_at < time.over GROUP BY d.verdict
  UNION ALL SELECT 'decisions', 'reports', '', count(*), 0 FROM time, suspicion_report r
    WHERE r.written_at >= time.began AND r.written_at < time.over
$$;

-- Keep the figures of the next month that is over, an hour after it and once its days are added up; return that month, null when
-- none is due. The first that is kept is the one before that in which this came here.
CREATE OR REPLACE FUNCTION count_month() RETURNS date
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  next_one CONSTANT date := coalesce((SELECT max(month) + interval '1 month' FROM month_counted),
    date_trunc('month', wallet_now() AT TIME ZONE 'Africa/Douala') - interval '1 month');
  over CONSTANT timestamptz := (next_one + interval '1 month') AT TIME ZONE 'Africa/Douala';
BEGIN
  IF wallet_now() < over + interval '1 hour' OR (SELECT until FROM day_summed) < over THEN
    RETURN NULL;
  END IF;
  INSERT INTO month_counted VALUES (next_one, wallet_now()) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  INSERT INTO month_figure (month, part, what, level, number, amount) SELECT next_one, f.* FROM list_month(next_one) f;
  RETURN next_one;
END $$;
