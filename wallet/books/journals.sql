-- The journal that each transfer stands in, one and no other: that of cash where cash moved, else of banks, else of operators, else
-- of what we earned, else of what we spent, else the journal of all that is left (wallet/books/journals.py).
CREATE OR REPLACE FUNCTION list_journal(first_day date, last_day date) RETURNS TABLE (
  id uuid, posted_at timestamptz, kind text, journal text, accounts bigint[], amounts bigint[]
) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH house AS MATERIALIZED (
    SELECT array_agg(a.id) FILTER (WHERE a.kind = 'cash') AS cash,
      array_agg(a.id) FILTER (WHERE a.kind IN ('trust_bank', 'own_bank')) AS banks,
      array_agg(a.id) FILTER (WHERE a.kind = 'operator_float') AS operators,
      array_agg(a.id) FILTER (WHERE a.kind IN ('fees', 'other_income')) AS earned,
      array_agg(a.id) FILTER (WHERE a.kind IN ('commissions', 'bank_charges', 'losses')) AS spent
    FROM account a WHERE a.accrued)
  SELECT t.id, t.posted_at, t.kind, CASE WHEN t.accounts && h.cash THEN 'CA' WHEN t.accounts && h.banks THEN 'BQ'
      WHEN t.accounts && h.operators THEN 'OP' WHEN t.accounts && h.earned THEN 'VT' WHEN t.accounts && h.spent THEN 'AC'
      ELSE 'OD' END, t.accounts, t.amounts
  FROM transfer t, house h
  WHERE t.posted_at >= first_day::timestamp AT TIME ZONE 'Africa/Douala'
    AND t.posted_at < (last_day + 1)::timestamp AT TIME ZONE 'Africa/Douala'
$$;

-- The same by day: what each kind of transfer moved in each journal, by account of the house or kind of account that people have.
CREATE OR REPLACE FUNCTION list_journal_days(first_day date, last_day date) RETURNS TABLE (
  day date, journal text, kind text, account_kind text, account text, currency currency, debits bigint, credits bigint
) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT d.day, d.journal, d.kind, d.account_kind, coalesce((SELECT a.code FROM account a WHERE a.id = d.account_id), ''),
    d.currency, d.debits, d.credits
  FROM (
    SELECT (t.posted_at AT TIME ZONE 'Africa/Douala')::date AS day, t.journal, t.kind, a.kind AS account_kind,
      CASE WHEN a.accrued THEN a.id ELSE 0 END AS account_id, a.currency,
      sum(greatest(-l.amount, 0))::bigint AS debits, sum(greatest(l.amount, 0))::bigint AS credits
    FROM list_journal(first_day, last_day) t CROSS JOIN LATERAL unnest(t.accounts, t.amounts) l (id, amount)
    JOIN account a ON a.id = l.id GROUP BY 1, 2, 3, 4, 5, 6) d
$$;
