-- Dormancy: by dated rows, of whoever does nothing. Nobody makes a wallet dormant, or moves its money, whose owner acts.

-- When a person did something last: gave a right PIN, asked for something by any way, or joined.
CREATE OR REPLACE FUNCTION last_act_of(person uuid) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT greatest(p.joined_at, n.right_at, (SELECT max(o.at) FROM operation o WHERE o.actor_id = person::text))
  FROM person p LEFT JOIN pin n ON n.person_id = p.id WHERE p.id = person
$$;

CREATE OR REPLACE FUNCTION dormancy_rule_now() RETURNS dormancy_rule
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r FROM dormancy_rule r WHERE r.since <= wallet_now() ORDER BY r.since DESC LIMIT 1
$$;

-- Let other numbers be in force from a day to come on, as two of staff agreed to in this transaction; the table bounds them.
CREATE OR REPLACE FUNCTION set_dormancy_rule() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  agreed staff_request;
  given jsonb;
BEGIN
  SELECT * INTO agreed FROM find_act_under_way('{set_dormancy_rule}') r WHERE r.subject = 'dormancy rule';
  given := agreed.content -> 'numbers';
  IF agreed.id IS NULL OR (agreed.content ->> 'day')::date <= (wallet_now() AT TIME ZONE 'Africa/Douala')::date THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'two of staff agreed to no such rule of dormancy';
  END IF;
  INSERT INTO dormancy_rule (since, dormant_months, warn_days, unclaimed_months, handover_months, request_id) VALUES (
    (agreed.content ->> 'day')::date::timestamp AT TIME ZONE 'Africa/Douala', (given ->> 'dormant')::smallint,
    (given ->> 'warn')::smallint, (given ->> 'unclaimed')::smallint, (given ->> 'handover')::smallint, agreed.id);
END $$;
CREATE OR REPLACE TRIGGER rules_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON dormancy_rule
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE dormancy_rule ENABLE ALWAYS TRIGGER rules_stay;

-- True for a wallet that may be dormant at all: open, free, of nobody who serves others.
CREATE OR REPLACE FUNCTION may_be_dormant(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM person p JOIN account a ON a.id = p.account_id
    WHERE p.id = person AND p.state = 'open' AND NOT p.robbed AND a.retained = 0
    AND NOT EXISTS (SELECT FROM agent g WHERE g.person_id = p.id AND g.state <> 'closed')
    AND NOT EXISTS (SELECT FROM merchant m WHERE m.owner_id = p.id AND m.until IS NULL))
$$;

-- True for a wallet that was dormant long enough, and is still: told before, and nothing done since.
CREATE OR REPLACE FUNCTION is_long_dormant(person uuid, idle timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM dormancy d, dormancy_rule_now() r
    WHERE d.person_id = person AND d.dormant_at <= wallet_now() AND d.idle_since = idle AND last_act_of(person) = idle
    AND idle + make_interval(months => r.unclaimed_months) <= wallet_now() AND may_be_dormant(person))
$$;

-- True for what was kept apart long enough to be handed over, of somebody who did nothing since.
CREATE OR REPLACE FUNCTION is_long_kept(line uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM dormant_line l, dormancy_rule_now() r
    WHERE l.id = line AND l.state = 'moved' AND l.kept_at + make_interval(months => r.handover_months) <= wallet_now()
    AND last_act_of(l.person_id) = l.idle_since AND may_be_dormant(l.person_id))
$$;

-- Of so many people behind one, who is to be told, who is dormant now, and who woke: as each was last seen to act.
CREATE OR REPLACE FUNCTION look_for_dormant(last uuid, most integer)
RETURNS TABLE (person_id uuid, idle_since timestamptz, becomes text, due_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, p.at, CASE
      WHEN d.person_id IS NOT NULL AND (p.at <> d.idle_since OR d.warned_at > wallet_now() OR NOT may_be_dormant(p.id)) THEN 'awake'
      WHEN NOT may_be_dormant(p.id) THEN 'nothing'
      WHEN d.person_id IS NULL AND p.at + make_interval(months => r.dormant_months) - make_interval(days => r.warn_days) <= wallet_now()
      THEN 'warned'
      WHEN d.dormant_at IS NULL AND p.at + make_interval(months => r.dormant_months) <= wallet_now()
        AND d.warned_at + make_interval(days => r.warn_days) <= wallet_now() THEN 'dormant'
      ELSE 'nothing' END,
    greatest(p.at + make_interval(months => r.dormant_months), wallet_now() + make_interval(days => r.warn_days))
  FROM (SELECT o.id, last_act_of(o.id) AS at FROM person o
        WHERE o.id > coalesce(last, '00000000-0000-0000-0000-000000000000') ORDER BY o.id LIMIT most) p
  CROSS JOIN dormancy_rule_now() r LEFT JOIN dormancy d ON d.person_id = p.id ORDER BY p.id
$$;

-- Who was told, and who is dormant, a worker alone says, as it is.
CREATE OR REPLACE FUNCTION keep_dormancy() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE rule CONSTANT dormancy_rule := dormancy_rule_now();
BEGIN
  PERFORM refuse_step(session_user = 'mbongo_worker' AND NEW.idle_since = last_act_of(NEW.person_id) AND CASE
    WHEN TG_OP = 'INSERT' THEN NEW.dormant_at IS NULL
    ELSE NEW.person_id = OLD.person_id AND NEW.idle_since = OLD.idle_since AND NEW.warned_at = OLD.warned_at
      AND OLD.dormant_at IS NULL AND NEW.idle_since + make_interval(months => rule.dormant_months) <= wallet_now()
      AND NEW.warned_at + make_interval(days => rule.warn_days) <= wallet_now() END, 'who is dormant');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER dormant_indeed BEFORE INSERT OR UPDATE ON dormancy FOR EACH ROW EXECUTE FUNCTION keep_dormancy();
ALTER TABLE dormancy ENABLE ALWAYS TRIGGER dormant_indeed;

-- A list is a login's; its lines are wallets that are long dormant, with all they hold. Two move a line, while that is still so;
-- a line whose owner acted is left; two give it back, whole, to its owner. A login lists what was kept long enough, and two hand
-- over what still is.
CREATE OR REPLACE FUNCTION keep_dormant_line() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(CASE
    WHEN TG_OP = 'INSERT' THEN NEW.state = 'listed' AND NEW.handover_id IS NULL AND is_done_alone('{gather_dormant}', 'N' || NEW.batch_id)
      AND is_long_dormant(NEW.person_id, NEW.idle_since)
    WHEN (NEW.id, NEW.batch_id, NEW.person_id, NEW.idle_since, NEW.amount) <> (OLD.id, OLD.batch_id, OLD.person_id, OLD.idle_since, OLD.amount)
    THEN false
    WHEN (OLD.state, NEW.state) = ('moved', 'moved')
    THEN is_done_alone('{gather_handover}', 'H' || NEW.handover_id) AND is_long_kept(OLD.id)
    WHEN NEW.handover_id IS DISTINCT FROM OLD.handover_id THEN false
    WHEN (OLD.state, NEW.state) = ('moved', 'handed')
    THEN is_agreed_about('{hand_over_dormant}', 'H' || OLD.handover_id) AND is_long_kept(OLD.id)
    WHEN (OLD.state, NEW.state) = ('listed', 'moved')
    THEN is_agreed_about('{move_dormant}', 'N' || OLD.batch_id) AND is_long_dormant(OLD.person_id, OLD.idle_since)
    WHEN (OLD.state, NEW.state) = ('listed', 'woken') THEN is_agreed_about('{move_dormant}', 'N' || OLD.batch_id)
    WHEN (OLD.state, NEW.state) = ('moved', 'returned') THEN EXISTS (SELECT FROM find_act_under_way('{return_dormant}') r
      WHERE r.subject = OLD.person_id::text AND r.content ->> 'line' = OLD.id::text)
    ELSE false END, 'money of a dormant wallet');
  NEW.changed_at := wallet_now();
  NEW.kept_at := CASE WHEN TG_OP = 'INSERT' THEN NULL WHEN OLD.state = 'listed' AND NEW.state = 'moved' THEN wallet_now() ELSE OLD.kept_at END;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER lines_stay BEFORE INSERT OR UPDATE ON dormant_line FOR EACH ROW EXECUTE FUNCTION keep_dormant_line();
ALTER TABLE dormant_line ENABLE ALWAYS TRIGGER lines_stay;

-- True for what a line of such a list moves, or gives back: all of it, between its owner's wallet and what is kept apart.
CREATE OR REPLACE FUNCTION is_dormants(line uuid, rule transfer_kind, key text, accounts bigint[], amounts bigint[]) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM dormant_line l JOIN person p ON p.id = l.person_id
    WHERE l.id = line AND l.state = ANY (rule.named)
    AND key = 'dormant:' || l.id || CASE rule.kind WHEN 'return_dormant' THEN ':returned' ELSE '' END
    AND is_between(accounts, p.account_id) AND account_named('unclaimed:dormant') = ANY (accounts) AND cardinality(accounts) = 2
    AND amounts[array_position(accounts, p.account_id)] = CASE rule.kind WHEN 'return_dormant' THEN l.amount ELSE -l.amount END)
$$;

-- True for what two hand over of a list: all of its lines that are handed now, out of what is kept apart, by the bank they named.
CREATE OR REPLACE FUNCTION is_handed_over(act staff_request, accounts bigint[], amounts bigint[]) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT cardinality(accounts) = 2 AND account_named('bank:' || (act.content ->> 'rib')) = ANY (accounts)
    AND -amounts[array_position(accounts, account_named('unclaimed:dormant'))]
      = (SELECT sum(l.amount) FROM dormant_line l WHERE 'H' || l.handover_id = act.subject AND l.state = 'handed')
$$;
