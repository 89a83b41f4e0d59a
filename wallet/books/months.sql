-- A month of the books: what is declared of it, what it closes with, and what it is not closed for.

CREATE OR REPLACE FUNCTION last_day(month date) RETURNS date LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT (month + interval '1 month')::date - 1
$$;

-- What waited in suspense as a day was over, part by part, and since when: what was put there last is what is still there.
CREATE OR REPLACE FUNCTION list_suspense(asked date) RETURNS TABLE (account_id bigint, code text, since timestamptz, amount bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT x.account_id, x.code, x.posted_at, (x.side * least(x.size, x.stands - (x.upto - x.size)))::bigint
  FROM (
    SELECT l.account_id, l.code, l.posted_at, sign(l.amount) AS side, abs(l.amount) AS size, abs(l.stands) AS stands,
      sum(abs(l.amount)) OVER (PARTITION BY l.account_id ORDER BY l.posted_at DESC, l.id) AS upto
    FROM (
      SELECT a.id AS account_id, a.code, t.id, t.posted_at, leg.amount, sum(leg.amount) OVER (PARTITION BY a.id) AS stands
      FROM account a JOIN transfer t ON a.id = ANY (t.accounts)
      CROSS JOIN LATERAL unnest(t.accounts, t.amounts) leg (id, amount)
      WHERE a.kind = 'suspense' AND leg.id = a.id AND t.posted_at < (asked + 1)::timestamp AT TIME ZONE 'Africa/Douala') l
    WHERE sign(l.amount) = sign(l.stands)) x
  WHERE x.upto - x.size < x.stands
$$;

-- What is declared of a month, as it is kept: rows of what it is of, in how many entries, the base, the tax, its rates. The VAT of
-- what was given back is taken off.
CREATE OR REPLACE FUNCTION return_figures(tax text, month date) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_array(r.kind, r.number, r.base, r.due, r.rates) ORDER BY r.kind, r.rates), '[]')::text
  FROM (
    SELECT v.kind, sum(v.legs) AS number, sum(v.earned - v.given_back - v.vat_earned + v.vat_given_back) AS base,
      sum(v.vat_earned - v.vat_given_back) AS due, jsonb_build_array(jsonb_build_array(v.ppm, 0)) AS rates
    FROM list_fee_vat(last_day(return_figures.month)) v WHERE return_figures.tax = 'vat' AND v.day >= return_figures.month
    GROUP BY v.kind, v.ppm
    UNION ALL
    SELECT x.kind, x.number, x.base, x.tax, (
      SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_array(t.tax_ppm, t.tax_fixed)), '[]') FROM tariff t
      WHERE (t.tax_ppm, t.tax_fixed) <> (0, 0) AND t.since < (last_day(return_figures.month) + 1)::timestamp AT TIME ZONE 'Africa/Douala'
        AND NOT EXISTS (SELECT FROM tariff n WHERE n.kind = t.kind AND n.since > t.since
          AND n.since <= return_figures.month::timestamp AT TIME ZONE 'Africa/Douala'))
    FROM list_transfer_tax(return_figures.month, last_day(return_figures.month)) x WHERE return_figures.tax = 'transfer-tax') r
$$;

-- The login that looks after what waits on an account of suspense; null for nobody.
CREATE OR REPLACE FUNCTION find_suspense_owner(asked bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT o.owner FROM suspense_owner o WHERE o.account_id = asked ORDER BY o.since DESC LIMIT 1
$$;

-- The first statement of an account at a bank that goes on until a month is over: what it closes with, and when.
CREATE OR REPLACE FUNCTION find_month_statement(asked integer, month date) RETURNS TABLE (closes_on date, closing bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT f.closes_on, f.closing FROM bank_file f
  WHERE f.account_id = asked AND f.closes_on >= last_day(month) ORDER BY f.closes_on, f.id LIMIT 1
$$;

-- What a closed month is kept with: the last day it has, what its accounts closed with, suspense with its age and owner, what each
-- bank said it held, and what was declared.
CREATE OR REPLACE FUNCTION month_figures(asked date) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object(
    'day', (SELECT encode(c.hash, 'hex') FROM closed_day c WHERE c.day = last_day(asked)),
    'closings', (SELECT coalesce(jsonb_agg(jsonb_build_array(f ->> 0, f ->> 1, f ->> 2, f ->> 3,
          (f ->> 4)::bigint - (f ->> 5)::bigint + (f ->> 6)::bigint) ORDER BY f ->> 0, f ->> 1, f ->> 2, f ->> 3), '[]')
      FROM closed_day c CROSS JOIN LATERAL jsonb_array_elements(c.figures::jsonb) f WHERE c.day = last_day(asked)),
    'suspense', (SELECT coalesce(jsonb_agg(jsonb_build_array(s.code, s.amount, s.since, find_suspense_owner(s.account_id)) ORDER BY s.code), '[]')
      FROM (SELECT w.account_id, w.code, sum(w.amount) AS amount, to_char(min(w.since) AT TIME ZONE 'Africa/Douala', 'YYYY-MM-DD') AS since
        FROM list_suspense(last_day(asked)) w GROUP BY 1, 2) s),
    'banks', (SELECT coalesce(jsonb_agg(jsonb_build_array(b.rib, f.closes_on, f.closing) ORDER BY b.rib), '[]')
      FROM bank_account b CROSS JOIN LATERAL find_month_statement(b.id, asked) f),
    'returns', (SELECT coalesce(jsonb_agg(jsonb_build_array(r.tax, r.figures) ORDER BY r.tax), '[]')
      FROM month_return r WHERE r.month = asked))::text
$$;

-- All that a month is not closed for yet, each as a word, what it is about, and how much: nothing where it can be closed.
CREATE OR REPLACE FUNCTION list_open_points(asked date) RETURNS TABLE (what text, about text, amount bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH began AS (SELECT date_trunc('month', least((SELECT min(day) FROM closed_day), (SELECT min(day) FROM day_sum)))::date AS month)
  SELECT 'month_closed_already', '', 0::bigint WHERE EXISTS (SELECT FROM closed_month WHERE month >= asked)
  UNION ALL SELECT 'month_before', to_char(n.month, 'YYYY-MM'), 0 FROM (
    SELECT coalesce((SELECT (max(c.month) + interval '1 month')::date FROM closed_month c), (SELECT month FROM began), asked) AS month) n
    WHERE n.month < asked
  UNION ALL SELECT 'days_open', to_char(d.next, 'DD/MM/YYYY'), last_day(asked) - d.next + 1 FROM (
    SELECT greatest(asked, coalesce((SELECT max(day) + 1 FROM closed_day), (SELECT min(day) FROM day_sum), asked)) AS next) d
    WHERE d.next <= last_day(asked)
  UNION ALL SELECT 'nobodys_suspense', w.code, sum(w.amount)::bigint FROM list_suspense(last_day(asked)) w
    WHERE find_suspense_owner(w.account_id) IS NULL GROUP BY w.code
  UNION ALL SELECT 'no_statement', b.title, 0 FROM bank_account b
    WHERE b.added_at < (last_day(asked) + 1)::timestamp AT TIME ZONE 'Africa/Douala'
    AND NOT EXISTS (SELECT FROM find_month_statement(b.id, asked))
  UNION ALL SELECT 'not_declared', t.tax, 0 FROM unnest(ARRAY['vat', 'transfer-tax']) t (tax)
    WHERE NOT EXISTS (SELECT FROM month_return r WHERE (r.month, r.tax) = (asked, t.tax))
$$;

-- What a closed month is known by.
CREATE OR REPLACE FUNCTION closed_month_hash(month date, figures text, hash_before bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT sha256(convert_to(jsonb_build_array(to_char(month, 'YYYY-MM'), encode(hash_before, 'hex'), figures)::text, 'UTF8'))
$$;

-- Two of staff close a month as they were shown it, once nothing keeps it open; it is never changed, nor opened again.
CREATE OR REPLACE FUNCTION keep_closed_months() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE shown text;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'a month that is closed stays so';
  END IF;
  SELECT id, content ->> 'figures' INTO NEW.request_id, shown FROM find_act_under_way(ARRAY['close_month']) r
    WHERE r.content ->> 'month' = to_char(NEW.month, 'YYYY-MM');
  NEW.figures := month_figures(NEW.month);
  IF NEW.request_id IS NULL OR shown <> encode(sha256(convert_to(NEW.figures, 'UTF8')), 'hex')
    OR EXISTS (SELECT FROM list_open_points(NEW.month))
  THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = format('two of staff did not agree to close %s so', NEW.month);
  END IF;
  NEW.hash := closed_month_hash(NEW.month, NEW.figures, (SELECT hash FROM closed_month ORDER BY month DESC LIMIT 1));
  NEW.closed_at := wallet_now();
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER closed_stay BEFORE INSERT OR UPDATE OR DELETE ON closed_month
  FOR EACH ROW EXECUTE FUNCTION keep_closed_months();
ALTER TABLE closed_month ENABLE ALWAYS TRIGGER closed_stay;

-- Two of staff declare a month as they were shown it, once all its days are closed; that is never changed.
CREATE OR REPLACE FUNCTION keep_returns() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE shown text;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'what was declared stays so';
  END IF;
  SELECT id, content ->> 'figures' INTO NEW.request_id, shown FROM find_act_under_way(ARRAY['make_return']) r
    WHERE (r.content ->> 'month', r.content ->> 'tax') = (to_char(NEW.month, 'YYYY-MM'), NEW.tax);
  NEW.figures := return_figures(NEW.tax, NEW.month);
  IF NEW.request_id IS NULL OR shown <> encode(sha256(convert_to(NEW.figures, 'UTF8')), 'hex')
    OR NOT EXISTS (SELECT FROM closed_day WHERE day = last_day(NEW.month))
  THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = format('two of staff did not declare %s so', NEW.month);
  END IF;
  NEW.made_at := wallet_now();
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER returns_stay BEFORE INSERT OR UPDATE OR DELETE ON month_return
  FOR EACH ROW EXECUTE FUNCTION keep_returns();
ALTER TABLE month_return ENABLE ALWAYS TRIGGER returns_stay;

-- Who looks after suspense is said by an act, about an account that is suspense; what was said stays.
CREATE OR REPLACE FUNCTION keep_suspense_owners() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(TG_OP = 'INSERT' AND is_acted('own_suspense') AND EXISTS (SELECT FROM account WHERE id = NEW.account_id AND kind = 'suspense')
    AND EXISTS (SELECT FROM staff WHERE login = NEW.owner AND until IS NULL), 'whose suspense is');
  NEW.since := wallet_now();
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER owners_stay BEFORE INSERT OR UPDATE ON suspense_owner
  FOR EACH ROW EXECUTE FUNCTION keep_suspense_owners();
ALTER TABLE suspense_owner ENABLE ALWAYS TRIGGER owners_stay;
