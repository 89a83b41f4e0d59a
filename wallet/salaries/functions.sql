-- Salaries: who made a payroll does not approve it, its money is put aside whole, and each line is paid once or comes back.

-- True for an operation of who made a payroll: a member, or a program of its business.
CREATE OR REPLACE FUNCTION is_makers(asked operation, b payroll) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN b.made_by IS NULL THEN asked.actor_kind = 'api_key' AND asked.actor_id = b.made_by_key::text
    ELSE asked.actor_kind = 'member' AND asked.actor_id = b.made_by::text END
$$;

-- The operation of one of these kinds that is under way about this payroll, by a member who may do so for its business, or by
-- a program, which approves none; else no row.
CREATE OR REPLACE FUNCTION find_payrolls_act(kinds text[], b payroll, may text) RETURNS SETOF operation
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT o.* FROM find_asked(kinds) o WHERE (o.actor_kind = 'member' OR may = 'salaries:make') AND (o.content ->> 'payroll_id')::uuid = b.id
    AND may_for_business(o, b.merchant_id, may)
$$;

-- True for a payroll each of whose lines can be paid, at the price of now or of a minute ago, and that sums them.
CREATE OR REPLACE FUNCTION is_payroll_summed(b payroll) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH price AS (
    SELECT f.* FROM tariff f WHERE f.kind IN ('pay_salary', 'make_payout') AND f.since <= wallet_now()
    AND NOT EXISTS (SELECT FROM tariff n
      WHERE n.kind = f.kind AND n.since > f.since AND n.since <= wallet_now() - interval '1 minute'))
  SELECT (count(*), sum(l.amount), sum(l.fee), sum(l.tax)) = (b.lines::bigint, b.amount::numeric, b.fee::numeric, b.tax::numeric)
    AND bool_and(l.problem = '' AND EXISTS (
      SELECT FROM price f WHERE f.kind = CASE l.way WHEN 'wallet' THEN 'pay_salary' ELSE 'make_payout' END
      AND l.fee = least(greatest(f.fee_min, ceil(l.amount::numeric * f.fee_ppm / 1000000)), l.amount, f.fee_max)
      AND l.tax = CASE l.way WHEN 'wallet'
        THEN least(ceil(l.amount::numeric * f.tax_ppm / 1000000) + f.tax_fixed, l.amount) ELSE 0 END))
  FROM payroll_line l WHERE l.payroll_id = b.id
$$;

-- True for a payroll of whose lines none pays more to a phone or a bank than its business's level lets out at once.
CREATE OR REPLACE FUNCTION may_pay_salaries(b payroll) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT may_pay_out(b.merchant_id, CASE WHEN count(*) = 0 THEN 'wallet' ELSE 'phone' END, max(l.amount))
  FROM payroll_line l WHERE l.payroll_id = b.id AND l.way <> 'wallet'
$$;

-- A payroll is made, asked and dropped by one member, and decided by another, who agreed to these very sums; a worker ends it
-- once none of its lines waits.
CREATE OR REPLACE FUNCTION keep_payroll() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  stands CONSTANT boolean := TG_OP = 'UPDATE' AND (NEW.lines, NEW.amount, NEW.fee, NEW.tax, NEW.asked_at, NEW.decided_by, NEW.decided_at)
    IS NOT DISTINCT FROM (OLD.lines, OLD.amount, OLD.fee, OLD.tax, OLD.asked_at, OLD.decided_by, OLD.decided_at);
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM refuse_step(OLD.state = 'draft' AND EXISTS (
      SELECT FROM find_payrolls_act('{drop_payroll}', OLD, 'salaries:make') o WHERE is_makers(o, OLD)), 'what is a payroll');
    RETURN OLD;
  END IF;
  PERFORM refuse_step(CASE
    WHEN TG_OP = 'INSERT' THEN NEW.state = 'draft' AND EXISTS (
      SELECT FROM find_asked('{make_payroll,retry_payroll}') o WHERE is_makers(o, NEW)
      AND o.reference = NEW.reference AND may_for_business(o, NEW.merchant_id, 'salaries:make')
      AND (NEW.parent_id IS NOT NULL) = (o.kind = 'retry_payroll')
      AND (NEW.parent_id IS NULL OR NEW.parent_id = (o.content ->> 'payroll_id')::uuid
        AND EXISTS (SELECT FROM payroll b WHERE b.id = NEW.parent_id AND b.merchant_id = NEW.merchant_id AND b.state = 'done')))
    WHEN OLD.state = 'draft' THEN NEW.state = 'asked' AND is_payroll_summed(NEW) AND EXISTS (
      SELECT FROM find_payrolls_act('{ask_payroll}', NEW, 'salaries:make') o WHERE is_makers(o, NEW))
    WHEN OLD.state = 'asked' AND NEW.state = 'draft' THEN EXISTS (
      SELECT FROM find_payrolls_act('{decide_payroll}', NEW, 'salaries:approve') o WHERE o.content ->> 'agreed' = '0')
    WHEN OLD.state = 'asked' THEN NEW.state = 'paying' AND is_payroll_summed(NEW) AND may_pay_salaries(NEW)
      AND (NEW.lines, NEW.amount, NEW.fee, NEW.tax) = (OLD.lines, OLD.amount, OLD.fee, OLD.tax)
      AND EXISTS (SELECT FROM merchant m WHERE m.id = NEW.merchant_id AND m.until IS NULL)
      AND EXISTS (
        SELECT FROM find_payrolls_act('{decide_payroll}', NEW, 'salaries:approve') o
        WHERE o.content ->> 'agreed' <> '0' AND o.actor_id = NEW.decided_by::text
        AND ((o.content ->> 'lines')::int, (o.content ->> 'amount')::bigint, (o.content ->> 'fee')::bigint, (o.content ->> 'tax')::bigint)
          = (NEW.lines, NEW.amount, NEW.fee, NEW.tax))
    WHEN OLD.state = 'paying' THEN session_user = 'mbongo_worker' AND stands AND CASE NEW.state WHEN 'paying' THEN true
      ELSE NEW.state = 'done' AND NOT EXISTS (
        SELECT FROM payroll_line l WHERE l.payroll_id = NEW.id AND l.state = 'waiting') END
    WHEN OLD.state = 'done' THEN session_user = 'mbongo_worker'  -- which tells how it ended
      AND to_jsonb(NEW) - 'tell_at' - 'told_way' = to_jsonb(OLD) - 'tell_at' - 'told_way'
    ELSE false END, 'what is a payroll');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER payrolls_stay BEFORE INSERT OR UPDATE OR DELETE ON payroll
  FOR EACH ROW EXECUTE FUNCTION keep_payroll();
ALTER TABLE payroll ENABLE ALWAYS TRIGGER payrolls_stay;

-- Its money was put aside whole once all is committed.
CREATE OR REPLACE FUNCTION keep_payroll_held() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM transfer t WHERE t.id = transfer_id('payroll:' || NEW.id)), 'that money was put aside for a payroll');
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS payroll_held ON payroll;
CREATE CONSTRAINT TRIGGER payroll_held AFTER UPDATE ON payroll DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state = 'paying') EXECUTE FUNCTION keep_payroll_held();
ALTER TABLE payroll ENABLE ALWAYS TRIGGER payroll_held;

-- Lines are written while their payroll is a draft, by who made it; one that tries another again is of the payroll that does,
-- and what it tries came back.
CREATE OR REPLACE FUNCTION keep_payroll_line() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  b payroll;
  line CONSTANT payroll_line := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  kinds CONSTANT text[] := CASE TG_OP WHEN 'INSERT' THEN '{make_payroll,retry_payroll}' WHEN 'UPDATE' THEN '{mend_line,strike_line,ask_payroll}'
    ELSE '{strike_line,drop_payroll}' END;
BEGIN
  SELECT * INTO b FROM payroll WHERE id = line.payroll_id;
  PERFORM refuse_step(b.state = 'draft' AND line.state = 'waiting' AND EXISTS (
      SELECT FROM find_asked(kinds) o WHERE is_makers(o, b)
      AND (TG_OP = 'INSERT' AND o.reference = b.reference OR (o.content ->> 'payroll_id')::uuid = b.id))
    AND (TG_OP <> 'INSERT' OR (NEW.retries IS NULL) = (b.parent_id IS NULL) AND (NEW.retries IS NULL OR EXISTS (
      SELECT FROM payroll_line r WHERE r.id = NEW.retries AND r.payroll_id = b.parent_id AND is_line_back(r)))), 'what is a line of a payroll');
  RETURN line;
END $$;
CREATE OR REPLACE TRIGGER lines_stay BEFORE INSERT OR DELETE ON payroll_line
  FOR EACH ROW EXECUTE FUNCTION keep_payroll_line();
CREATE OR REPLACE TRIGGER lines_mended BEFORE UPDATE ON payroll_line
  FOR EACH ROW WHEN (session_user <> 'mbongo_worker') EXECUTE FUNCTION keep_payroll_line();
ALTER TABLE payroll_line ENABLE ALWAYS TRIGGER lines_stay;
ALTER TABLE payroll_line ENABLE ALWAYS TRIGGER lines_mended;

-- While a payroll is paid, a worker says why a line still waits, and once what became of it, and may write nothing else of it
-- (grants.txt). All that
-- a statement says is judged at once: it is said of hundreds of lines.
CREATE OR REPLACE FUNCTION keep_lines_said() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(NOT EXISTS (SELECT FROM stood WHERE state <> 'waiting')
    AND NOT EXISTS (
      SELECT FROM said l WHERE (l.state = ANY (CASE l.way WHEN 'wallet' THEN '{waiting,paid,failed}' ELSE '{waiting,sent,failed}' END::text[])) IS NOT TRUE)
    AND NOT EXISTS (SELECT FROM (SELECT DISTINCT payroll_id FROM said) l
      WHERE NOT EXISTS (SELECT FROM payroll b WHERE b.id = l.payroll_id AND b.state = 'paying')), 'what is a line of a payroll');
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER lines_said AFTER UPDATE ON payroll_line REFERENCING OLD TABLE AS stood NEW TABLE AS said
  FOR EACH STATEMENT WHEN (session_user = 'mbongo_worker') EXECUTE FUNCTION keep_lines_said();
ALTER TABLE payroll_line ENABLE ALWAYS TRIGGER lines_said;

-- True for a line whose money came back to its business: it could not be paid, or the payout that paid it failed.
CREATE OR REPLACE FUNCTION is_line_back(line payroll_line) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT line.state = 'failed' OR line.state = 'sent' AND EXISTS (
    SELECT FROM payout p WHERE p.id = line.id AND p.state IN ('failed', 'returned'))
$$;

-- What is said of a line that ended is true of its money once all is committed: it was paid, sent as a payout, or is back.
-- Its statements are planned once: planning them for each of thousands of lines costs more than they do.
CREATE OR REPLACE FUNCTION keep_line_moved() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF NEW.state = 'sent' THEN
    PERFORM FROM payout p WHERE p.id = NEW.id AND p.for_salary;
  ELSE
    PERFORM FROM transfer t WHERE t.id = transfer_id('salary:' || NEW.id || CASE NEW.state WHEN 'failed' THEN ':returned' ELSE '' END);
  END IF;
  IF NOT FOUND THEN
    PERFORM refuse_step(false, 'that a line of a payroll was paid');
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS line_moved ON payroll_line;
CREATE CONSTRAINT TRIGGER line_moved AFTER UPDATE ON payroll_line DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state <> 'waiting') EXECUTE FUNCTION keep_line_moved();
ALTER TABLE payroll_line ENABLE ALWAYS TRIGGER line_moved;

-- True for a payout that a worker makes of a line: as much, to just its number, at the price that was approved.
CREATE OR REPLACE FUNCTION is_salary_payout(made payout) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT made.for_salary AND NOT made.by_schedule AND num_nonnulls(made.asked_by, made.decided_by) = 0 AND EXISTS (
    SELECT FROM payroll_line l JOIN payroll b ON b.id = l.payroll_id JOIN settlement_account s ON s.id = l.id
    WHERE l.id = made.id AND l.id = made.account_id AND l.state = 'sent' AND b.state = 'paying'
    AND (b.merchant_id, l.amount, l.fee, l.reference) = (made.merchant_id, made.amount, made.fee, made.reference)
    AND (s.merchant_id, s.kind, s.rail, s.number, s.holder) = (b.merchant_id, l.way, l.rail, l.number, CASE l.way WHEN 'bank' THEN l.holder ELSE '' END))
$$;

-- To whom a line is paid is no account of the business's own: a worker writes it for a line that it sends, removed from the
-- first, so that nothing else is ever paid out to it.
CREATE OR REPLACE FUNCTION keep_payee() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(NEW.removed_at IS NOT NULL AND EXISTS (
    SELECT FROM payroll_line l JOIN payroll b ON b.id = l.payroll_id
    WHERE l.id = NEW.id AND l.state = 'sent' AND b.state = 'paying' AND b.merchant_id = NEW.merchant_id), 'who is paid by a payroll');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER payees_stay BEFORE INSERT ON settlement_account
  FOR EACH ROW WHEN (session_user <> 'mbongo_web' OR NEW.removed_at IS NOT NULL) EXECUTE FUNCTION keep_payee();
ALTER TABLE settlement_account ENABLE ALWAYS TRIGGER payees_stay;

-- The items of a batch that pay a line to its wallet: from what was put aside, and from nothing else, as much as the line says,
-- and its price to the house. Hundreds are judged at once.
CREATE OR REPLACE FUNCTION list_salaries(keys text[], items int[], accounts bigint[], amounts bigint[]) RETURNS SETOF int
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH house AS MATERIALIZED (
    SELECT account_named('in_transit:salaries') AS held, account_named('fees') AS fees, account_named('tax') AS tax),
  asked AS MATERIALIZED (
    SELECT g.item, CASE WHEN keys[g.item] ~ '^salary:[-0-9a-f]{36}$' THEN substr(keys[g.item], 8)::uuid END AS line_id,
      coalesce(sum(g.amount) FILTER (WHERE g.account = h.fees), 0) AS fee,
      coalesce(sum(g.amount) FILTER (WHERE g.account = h.tax), 0) AS tax,
      array_agg(g.account) FILTER (WHERE g.account NOT IN (h.held, h.fees, h.tax)) AS payees,
      sum(g.amount) FILTER (WHERE g.account NOT IN (h.held, h.fees, h.tax)) AS amount
    FROM unnest(items, accounts, amounts) g (item, account, amount) CROSS JOIN house h GROUP BY g.item)
  SELECT a.item FROM asked a
  JOIN payroll_line l ON l.id = a.line_id JOIN payroll b ON b.id = l.payroll_id JOIN person o ON o.id = l.person_id
  WHERE l.state = 'paid' AND l.way = 'wallet' AND b.state = 'paying'
  AND (a.amount, a.fee, a.tax) = (l.amount, l.fee, l.tax) AND a.payees = ARRAY[o.account_id]
$$;

-- True for what puts a payroll's money aside; for what pays a line of it to a wallet, or gives one back that cannot be paid.
-- The plans of its statements are kept for a session: thousands of lines are judged so in a row.
CREATE OR REPLACE FUNCTION is_salary(
  named uuid, rule transfer_kind, key text, size bigint, accounts bigint[], amounts bigint[], ended uuid
) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  IF ended IS NOT NULL OR (SELECT a.id FROM account a WHERE a.code = 'in_transit:salaries') = ANY (accounts) IS NOT TRUE THEN
    RETURN false;
  ELSIF rule.kind = 'hold_salaries' THEN
    RETURN key = 'payroll:' || named AND EXISTS (
      SELECT FROM payroll b JOIN merchant m ON m.id = b.merchant_id WHERE b.id = named AND b.state = ANY (rule.named)
      AND size = b.amount + b.fee + b.tax AND amounts[array_position(accounts, m.account_id)] = -size AND cardinality(accounts) = 2);
  ELSIF rule.kind = 'pay_salary' THEN
    RETURN EXISTS (SELECT FROM list_salaries(ARRAY[key], array_fill(1, ARRAY[cardinality(accounts)]), accounts, amounts));
  ELSIF rule.kind = 'return_salary' THEN
    RETURN key = 'salary:' || named || ':returned' AND EXISTS (
      SELECT FROM payroll_line l JOIN payroll b ON b.id = l.payroll_id JOIN merchant m ON m.id = b.merchant_id
      WHERE l.id = named AND l.state = ANY (rule.named) AND b.state = 'paying' AND size = l.amount + l.fee + l.tax
      AND amounts[array_position(accounts, m.account_id)] = size AND cardinality(accounts) = 2);
  END IF;
  RETURN false;
END $$;
