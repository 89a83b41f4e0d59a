-- Rules that call compliance to look: judged, gathered in cases and decided by functions alone, so that no process can write
-- an alert, take one away, or decide a case that two of compliance did not.

-- What a rule counts by on a day: the newest row that was in force.
CREATE OR REPLACE FUNCTION alert_numbers(asked text, on_day date) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT numbers FROM alert_rule WHERE rule = asked AND since <= on_day ORDER BY since DESC LIMIT 1
$$;

-- True while a decision that this pattern is nothing unusual holds.
CREATE OR REPLACE FUNCTION is_alert_quiet(asked text, of_thing text, on_day date) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM alert a JOIN alert_decision d ON d.of_case = a.of_case
    WHERE (a.rule, a.thing) = (asked, of_thing) AND d.verdict = 'nothing_unusual' AND on_day < d.until)
$$;

-- The number of a person's open case, opened where there is none; it is held until this transaction ends.
CREATE OR REPLACE FUNCTION find_alert_case(of_person uuid) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE found bigint;
BEGIN
  SELECT c.number INTO found FROM alert_case c JOIN case_file f USING (number) WHERE c.person_id = of_person AND f.state = 'open'
    FOR UPDATE OF f;  -- whoever decides it holds this row too
  IF found IS NULL THEN
    INSERT INTO case_file (id, kind, detail, opened_at)
    VALUES (gen_random_uuid(), 'alert', '', wallet_now()) RETURNING number INTO found;  -- everybody reads this row: no word in it
    INSERT INTO alert_case (number, person_id) VALUES (found, of_person);
  END IF;
  RETURN found;
END $$;

-- Judge the oldest day that a rule has still to judge, by one rule; return what was judged, null when nothing is due. A day is
-- judged an hour after it is over and all that was posted in it is added up: what began in it has ended. All of a step is
-- done or nothing, so that it can be cut short and done twice. Whatever overlaps what a rule found of the same before is
-- no other pattern; what two decided to be nothing unusual is quiet.
CREATE OR REPLACE FUNCTION judge_alerts() RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  next_one alert_judged;
  began timestamptz;
  over timestamptz;
  counted_by jsonb;
  found alert_pattern;
BEGIN
  SELECT * INTO next_one FROM alert_judged ORDER BY until, rule LIMIT 1 FOR UPDATE;  -- those who judge take turns
  began := next_one.until::timestamp AT TIME ZONE 'Africa/Douala';
  over := (next_one.until + 1)::timestamp AT TIME ZONE 'Africa/Douala';
  IF next_one.rule IS NULL OR wallet_now() < over + interval '1 hour' OR (SELECT until FROM day_summed) < over THEN
    RETURN NULL;
  END IF;
  counted_by := alert_numbers(next_one.rule, next_one.until);
  FOR found IN EXECUTE format('SELECT * FROM %I($1, $2, $3) ORDER BY person_id', 'find_' || next_one.rule)
    USING counted_by, began, over
  LOOP
    found.thing := coalesce(found.thing, found.person_id::text);
    CONTINUE WHEN is_alert_quiet(next_one.rule, found.thing, next_one.until) OR EXISTS (
      SELECT FROM alert a WHERE (a.rule, a.thing) = (next_one.rule, found.thing) AND a.ends >= found.begins);
    INSERT INTO alert (rule, day, of_case, person_id, begins, ends, times, amount, about, thing, refs, others, numbers, raised_at)
    VALUES (next_one.rule, next_one.until, find_alert_case(found.person_id), found.person_id, found.begins, found.ends, found.times,
      found.amount, coalesce(found.about, ''), found.thing, coalesce(found.refs, '{}'), coalesce(found.others, '{}'), counted_by, wallet_now());
  END LOOP;
  UPDATE alert_judged SET until = until + 1 WHERE rule = next_one.rule;
  RETURN next_one.rule || ' ' || next_one.until;
END $$;

-- Let a rule count by other numbers from a day on, as two of staff agreed to in this transaction: the same numbers by name,
-- each whole and above zero, from a day to come.
CREATE OR REPLACE FUNCTION set_alert_rule(asked text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  agreed staff_request;
  begins date;
  given jsonb;
BEGIN
  SELECT * INTO agreed FROM find_act_under_way('{set_alert_rule}') r WHERE r.subject = 'rule ' || asked AND r.content ->> 'rule' = asked;
  begins := (agreed.content ->> 'day')::date;
  given := agreed.content -> 'numbers';
  IF agreed.id IS NULL OR begins <= (wallet_now() AT TIME ZONE 'Africa/Douala')::date
    OR (SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(given) k)
      IS DISTINCT FROM (SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(alert_numbers(asked, begins)) k)
    OR EXISTS (SELECT FROM jsonb_each(given) g WHERE jsonb_typeof(g.value) <> 'number' OR g.value::text !~ '^[1-9][0-9]{0,11}$')
  THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'two of staff agreed to no such numbers of ' || asked;
  END IF;
  INSERT INTO alert_rule (rule, since, numbers, request_id) VALUES (asked, begins, given, agreed.id);
END $$;

-- Decide a case as two of staff agreed to in this transaction, who saw as many alerts as it has. What is reported stays
-- open until it is decided otherwise, its file is closed in the same transaction (decide_alerts.py); of a frozen wallet it is said only of one that is.
CREATE OR REPLACE FUNCTION decide_alerts(of_number bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  held alert_case;
  agreed staff_request;
  verdict text;
  until date;
BEGIN
  PERFORM FROM case_file WHERE number = of_number FOR UPDATE;
  SELECT * INTO held FROM alert_case WHERE number = of_number;
  SELECT * INTO agreed FROM find_act_under_way('{decide_alerts}') r WHERE r.subject = 'C' || of_number;
  verdict := agreed.content ->> 'verdict';
  until := nullif(agreed.content ->> 'until', '')::date;
  IF agreed.id IS NULL OR held.state IS NULL OR held.state = 'closed'
    OR (agreed.content ->> 'alerts')::bigint <> (SELECT count(*) FROM alert a WHERE a.of_case = of_number)
    OR until <= (wallet_now() AT TIME ZONE 'Africa/Douala')::date OR until > (wallet_now() AT TIME ZONE 'Africa/Douala')::date + 366
    OR verdict = 'frozen' AND NOT EXISTS (SELECT FROM person p WHERE p.id = held.person_id AND p.state = 'frozen')
    OR verdict = 'reported' AND held.state = 'reported'
  THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = format('two of staff did not decide C%s so', of_number);
  END IF;
  INSERT INTO alert_decision (request_id, of_case, verdict, until, decided_at)
  VALUES (agreed.id, of_number, verdict, until, wallet_now());
  UPDATE alert_case SET state = CASE verdict WHEN 'reported' THEN 'reported' ELSE 'closed' END WHERE number = of_number;
END $$;

CREATE OR REPLACE TRIGGER rules_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON alert_rule
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER alerts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON alert
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER decisions_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON alert_decision
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER figures_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON month_figure
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE alert_rule     ENABLE ALWAYS TRIGGER rules_stay;
ALTER TABLE alert          ENABLE ALWAYS TRIGGER alerts_stay;
ALTER TABLE alert_decision ENABLE ALWAYS TRIGGER decisions_stay;
ALTER TABLE month_figure   ENABLE ALWAYS TRIGGER figures_stay;
