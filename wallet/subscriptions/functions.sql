-- Subscriptions: what was agreed to stays, and nobody is charged but under it, once a period, what the plan costs then.

-- A plan's price at a moment; before it had one, its first.
CREATE OR REPLACE FUNCTION plan_price_at(plan uuid, at timestamptz) RETURNS bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT p.amount FROM plan_price p WHERE p.plan_id = plan
  ORDER BY p.since <= plan_price_at.at DESC, CASE WHEN p.since <= plan_price_at.at THEN p.since END DESC, p.since LIMIT 1
$$;

-- A day on which a period is due: the last one of a month that has no such day.
CREATE OR REPLACE FUNCTION subscription_due(starts_on date, every text, nth integer) RETURNS date
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT (starts_on + CASE every WHEN 'week' THEN make_interval(weeks => nth) WHEN 'month' THEN make_interval(months => nth)
    ELSE make_interval(years => nth) END)::date
$$;

-- A plan has a first price at once, and any other thirty days from now, one at a time.
CREATE OR REPLACE FUNCTION keep_plan_price() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM plan p WHERE p.id = NEW.plan_id FOR NO KEY UPDATE;
  PERFORM refuse_step(CASE WHEN EXISTS (SELECT FROM plan_price p WHERE p.plan_id = NEW.plan_id)
    THEN NEW.since >= wallet_now() + interval '30 days' - interval '1 minute'
      AND NOT EXISTS (SELECT FROM plan_price p WHERE p.plan_id = NEW.plan_id AND p.since > wallet_now())
    ELSE NEW.since BETWEEN wallet_now() - interval '1 minute' AND wallet_now() END, 'from when a plan has a price');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER priced_ahead BEFORE INSERT ON plan_price FOR EACH ROW EXECUTE FUNCTION keep_plan_price();
ALTER TABLE plan_price ENABLE ALWAYS TRIGGER priced_ahead;

-- An agreement is written by the operation of its subscriber that is under way, to what the plan says and no more than it
-- costs or will; no price is announced while it is being written, so that who agreed before is told of it.
CREATE OR REPLACE FUNCTION keep_mandate() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM plan p JOIN subscription s ON s.plan_id = p.id WHERE s.id = NEW.subscription_id FOR SHARE OF p;
  PERFORM refuse_step(EXISTS (
    SELECT FROM subscription s JOIN plan p ON p.id = s.plan_id
    JOIN operation o ON o.reference = NEW.reference AND o.kind = 'subscribe' AND o.sentence IS NULL
      AND o.actor_kind = 'person' AND o.actor_id = s.person_id::text
    WHERE s.id = NEW.subscription_id AND (NEW.every, NEW.times) IS NOT DISTINCT FROM (p.every, p.times)
      AND NEW.most <= (SELECT greatest(p.most, max(c.amount)) FROM plan_price c WHERE c.plan_id = p.id)),
    'what a subscriber agreed to');
  NEW.agreed_at := wallet_now();
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER agreed_indeed BEFORE INSERT ON mandate FOR EACH ROW EXECUTE FUNCTION keep_mandate();
ALTER TABLE mandate ENABLE ALWAYS TRIGGER agreed_indeed;

-- A charge is of the period that is next, on its day or later, of as much as the plan costs on it, under what was agreed to
-- last; a period before it was missed.
CREATE OR REPLACE FUNCTION keep_subscription_charge() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s subscription;
  p plan;
  agreed mandate;
BEGIN
  SELECT * INTO s FROM subscription WHERE id = NEW.subscription_id FOR NO KEY UPDATE;
  SELECT * INTO p FROM plan WHERE id = s.plan_id;
  SELECT * INTO agreed FROM mandate m WHERE m.subscription_id = s.id ORDER BY m.agreed_at DESC LIMIT 1;
  PERFORM refuse_step(NEW.due_on = subscription_due(s.starts_on, p.every, NEW.period - s.first)
    AND CASE NEW.state WHEN 'missed' THEN NEW.period >= s.period AND s.state <> 'ended'
      ELSE NEW.period = s.period AND s.state IN ('active', 'past_due')
        AND NEW.due_on <= (wallet_now() AT TIME ZONE 'Africa/Douala')::date
        AND NEW.amount = plan_price_at(p.id, (NEW.due_on + time '08:00') AT TIME ZONE 'Africa/Douala')
        AND NEW.amount <= agreed.most AND NEW.fee < NEW.amount
        AND (agreed.times IS NULL OR NEW.period < agreed.times) END, 'what a subscriber is charged');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER charged_as_agreed BEFORE INSERT ON charge FOR EACH ROW EXECUTE FUNCTION keep_subscription_charge();
ALTER TABLE charge ENABLE ALWAYS TRIGGER charged_as_agreed;

-- One that is said to be paid was: its transfer is there once all is committed.
CREATE OR REPLACE FUNCTION keep_charge_moved() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(EXISTS (
    SELECT FROM transfer t WHERE t.id = transfer_id('subscription:' || NEW.subscription_id || ':' || NEW.period)),
    'that a subscriber was charged');
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS charged_indeed ON charge;
CREATE CONSTRAINT TRIGGER charged_indeed AFTER INSERT ON charge DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state = 'paid') EXECUTE FUNCTION keep_charge_moved();
ALTER TABLE charge ENABLE ALWAYS TRIGGER charged_indeed;

-- A subscription goes on to the next period once this one was charged or missed, and counts its days anew, or begins again,
-- only by an agreement of this transaction; one that its business paused begins again as this asks.
CREATE OR REPLACE FUNCTION keep_subscription() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE agreed CONSTANT boolean := EXISTS (
  SELECT FROM mandate m JOIN operation o USING (reference) WHERE m.subscription_id = NEW.id AND o.sentence IS NULL);
BEGIN
  PERFORM refuse_step(OLD.state <> 'ended'
    AND ((NEW.starts_on, NEW.first) = (OLD.starts_on, OLD.first) OR agreed AND NEW.first = OLD.period)
    AND (NEW.state NOT IN ('active', 'past_due') OR OLD.state IN ('active', 'past_due') OR agreed
      OR OLD.why = 'by_shop' AND EXISTS (SELECT FROM find_asked('{resume_subscription_of}') o JOIN plan p ON p.id = NEW.plan_id
        WHERE (o.content ->> 'subscription_id')::uuid = NEW.id AND may_for_business(o, p.merchant_id, 'plans:write')))
    AND NEW.period >= OLD.period AND (SELECT count(*) FROM charge c WHERE c.subscription_id = NEW.id
      AND c.period >= OLD.period AND c.period < NEW.period) = NEW.period - OLD.period, 'how a subscription stands');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER subscriptions_stay BEFORE UPDATE ON subscription
  FOR EACH ROW EXECUTE FUNCTION keep_subscription();
ALTER TABLE subscription ENABLE ALWAYS TRIGGER subscriptions_stay;

-- True for what charges a subscriber: so much of theirs to the business of the plan, less its fee.
CREATE OR REPLACE FUNCTION is_charge(subscription_id uuid, key text, size bigint, accounts bigint[], amounts bigint[])
RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM charge c JOIN subscription s ON s.id = c.subscription_id JOIN plan p ON p.id = s.plan_id
    JOIN merchant m ON m.id = p.merchant_id JOIN person o ON o.id = s.person_id
    WHERE s.id = is_charge.subscription_id AND c.state = 'paid' AND c.amount = is_charge.size
      AND is_charge.key = 'subscription:' || s.id || ':' || c.period
      AND amounts[array_position(accounts, o.account_id)] = -c.amount
      AND amounts[array_position(accounts, m.account_id)] = c.amount - c.fee AND fee_of(accounts, amounts) = c.fee
      AND is_between(accounts, o.account_id, m.account_id))
$$;
