-- What must stay on an account: rows of `retention`, each by two of staff or by a list's name; and their sum on the account,
-- where every posting looks (ledger/functions.sql).

-- The sum: all there can ever be, where one retains everything.
CREATE OR REPLACE FUNCTION retained_of(account bigint) RETURNS bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT least(coalesce(sum(coalesce(r.amount - r.paid, 1000000000000000)), 0), 1000000000000000)::bigint
  FROM retention r WHERE r.account_id = account AND r.ended_at IS NULL
$$;

-- What orders that came before this one still retain of the same account, and lists whenever they came: nothing is paid of it.
CREATE OR REPLACE FUNCTION retained_before(one bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT least(coalesce(sum(coalesce(o.amount - o.paid, 1000000000000000)), 0), 1000000000000000)::bigint
  FROM retention r JOIN retention o ON o.account_id = r.account_id AND o.ended_at IS NULL
    AND (o.id < r.id OR o.cause = 'sanction' AND o.id <> r.id)
  WHERE r.id = one
$$;

-- Two of staff begin what an order retains, as they agreed; a row changes only by what two pay of it, or by its end.
CREATE OR REPLACE FUNCTION keep_retention() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  agreed staff_request;
  rest retention := NEW;  -- as it would be if nothing had become of it
BEGIN
  PERFORM FROM account a WHERE a.id = NEW.account_id FOR NO KEY UPDATE;  -- who posts, and who changes what is retained, take turns
  IF TG_OP = 'INSERT' THEN
    SELECT * INTO agreed FROM find_act_under_way('{retain_money}') r
    WHERE account_named(r.subject) = NEW.account_id AND r.content ->> 'authority' = NEW.authority
      AND r.content ->> 'order' = NEW.reference AND (r.content ->> 'ordered_on')::date = NEW.ordered_on
      AND nullif((r.content ->> 'amount')::bigint, 0) IS NOT DISTINCT FROM NEW.amount;
    PERFORM refuse_step(NEW.paid = 0 AND NEW.ended_at IS NULL AND CASE NEW.cause
      WHEN 'order' THEN agreed.id IS NOT NULL
        AND EXISTS (SELECT FROM account a WHERE a.id = NEW.account_id AND a.kind IN ('customer', 'merchant', 'agent_float'))
      ELSE is_hits_retention(NULL, NEW) END, 'what an account must keep');
    NEW.request_id := agreed.id;
    NEW.made_at := wallet_now();  -- under the lock: whatever was posted before it, was so before
    RETURN NEW;
  END IF;
  rest.paid := OLD.paid;
  rest.ended_at := OLD.ended_at;
  rest.request_id := OLD.request_id;
  SELECT * INTO agreed FROM find_act_under_way('{pay_retained,lift_retention}') r WHERE r.subject = 'R' || OLD.id;
  PERFORM refuse_step(rest IS NOT DISTINCT FROM OLD AND OLD.ended_at IS NULL AND CASE agreed.kind
    WHEN 'pay_retained' THEN OLD.cause = 'order' AND NEW.paid = OLD.paid + (agreed.content ->> 'amount')::bigint
      AND OLD.paid = (agreed.content ->> 'paid')::bigint AND (NEW.ended_at IS NOT NULL) = (NEW.paid = coalesce(NEW.amount, -1))
    WHEN 'lift_retention' THEN OLD.cause = 'order' AND NEW.paid = OLD.paid AND NEW.ended_at IS NOT NULL
    ELSE OLD.cause = 'sanction' AND is_hits_retention(OLD, NEW) END, 'what an account must keep');
  NEW.request_id := coalesce(agreed.id, NEW.request_id);
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER retentions_stay BEFORE INSERT OR UPDATE ON retention
  FOR EACH ROW EXECUTE FUNCTION keep_retention();

-- The account knows the sum at once, under the lock that was taken above.
CREATE OR REPLACE FUNCTION sum_retained() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE account SET retained = retained_of(NEW.account_id) WHERE id = NEW.account_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER retained_follows AFTER INSERT OR UPDATE ON retention
  FOR EACH ROW EXECUTE FUNCTION sum_retained();
ALTER TABLE retention ENABLE ALWAYS TRIGGER retentions_stay, ENABLE ALWAYS TRIGGER retained_follows;

-- True for what two agreed to pay an authority of what its order retains: noted on the order just before, to the bank they
-- named, and nothing of what came first.
CREATE OR REPLACE FUNCTION is_retained_paid(act staff_request, accounts bigint[], amounts bigint[]) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM retention r JOIN account a ON a.id = r.account_id
    WHERE 'R' || r.id = act.subject AND r.request_id = act.id AND is_between(accounts, r.account_id) AND cardinality(accounts) = 2
    AND r.paid = (act.content ->> 'paid')::bigint + (act.content ->> 'amount')::bigint
    AND amounts[array_position(accounts, r.account_id)] = -(act.content ->> 'amount')::bigint
    AND account_named('bank:' || (act.content ->> 'rib')) = ANY (accounts)
    AND a.balance - (act.content ->> 'amount')::bigint >= retained_before(r.id))
$$;
