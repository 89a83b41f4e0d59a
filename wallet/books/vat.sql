-- The VAT that stands in our fees, parted from them day by day as the books read them: nothing is posted for it, so that a fee and
-- its VAT are of one day whatever is approved later. Two of staff move what a month came to, once it is over, to what is due
-- (book_vat).

-- The VAT in a sum that includes it, rounded half up to the franc.
CREATE OR REPLACE FUNCTION vat_in(gross bigint, ppm integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT div(2 * gross::numeric * ppm + 1000000 + ppm, 2 * (1000000 + ppm))::bigint
$$;

-- What our fees earned and gave back on each day until one, by kind of transfer, VAT included, and the VAT in it at the day's rate:
-- what it is of the month so far, less what it was the day before. So the days of a month come to what the month's sum comes to,
-- rounded once for each kind, and a day is as it was whatever comes after it.
CREATE OR REPLACE FUNCTION list_fee_vat(last_day date) RETURNS TABLE (
  day date, kind text, ppm integer, given_back bigint, earned bigint, legs bigint, vat_given_back bigint, vat_earned bigint
) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH moved AS (
    SELECT s.day, s.kind, s.debits, s.credits, s.legs FROM day_sum s
    WHERE s.account_id = account_named('fees') AND s.day <= last_day
    UNION ALL
    SELECT (t.posted_at AT TIME ZONE 'Africa/Douala')::date, t.kind, greatest(-l.amount, 0), greatest(l.amount, 0), 1
    FROM transfer t CROSS JOIN LATERAL unnest(t.accounts, t.amounts) l (id, amount)
    WHERE t.posted_at >= (SELECT until FROM day_summed)
      AND t.posted_at < (last_day + 1)::timestamp AT TIME ZONE 'Africa/Douala' AND l.id = account_named('fees')),
  days AS (
    SELECT m.day, m.kind, r.ppm, sum(m.debits)::bigint AS given_back, sum(m.credits)::bigint AS earned, sum(m.legs)::bigint AS legs
    FROM moved m JOIN (
      SELECT v.since, lead(v.since) OVER (ORDER BY v.since) AS until, v.ppm FROM vat_rate v WHERE v.code = 'standard') r
      ON m.day >= r.since AND (r.until IS NULL OR m.day < r.until)
    WHERE m.kind <> 'book_vat' GROUP BY 1, 2, 3),
  months AS (
    SELECT d.*, sum(d.given_back) OVER so_far AS all_given_back, sum(d.earned) OVER so_far AS all_earned
    FROM days d WINDOW so_far AS (PARTITION BY date_trunc('month', d.day), d.kind, d.ppm ORDER BY d.day))
  SELECT m.day, m.kind, m.ppm, m.given_back, m.earned, m.legs,
    vat_in(m.all_given_back::bigint, m.ppm) - vat_in((m.all_given_back - m.given_back)::bigint, m.ppm),
    vat_in(m.all_earned::bigint, m.ppm) - vat_in((m.all_earned - m.earned)::bigint, m.ppm)
  FROM months m
$$;

-- The tax on transfers that was collected on some days, by kind of transfer: of how many, and of which amounts, fee and tax left
-- out, as the price they were charged was reckoned on. Each transfer's tax is rounded up by itself.
CREATE OR REPLACE FUNCTION list_transfer_tax(first_day date, last_day date) RETURNS TABLE (
  kind text, number bigint, base bigint, tax bigint
) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT t.kind, count(*), sum(transfer_size(t.amounts) - l.tax - l.beside)::bigint, sum(l.tax)::bigint
  FROM transfer t CROSS JOIN LATERAL (
    SELECT coalesce(sum(leg.amount) FILTER (WHERE leg.id = account_named('tax')), 0)::bigint AS tax,
      coalesce(sum(abs(leg.amount)) FILTER (WHERE leg.id IN (account_named('fees'), account_named('commissions'))), 0)::bigint AS beside
    FROM unnest(t.accounts, t.amounts) leg (id, amount)) l
  WHERE t.posted_at >= first_day::timestamp AT TIME ZONE 'Africa/Douala'
    AND t.posted_at < (last_day + 1)::timestamp AT TIME ZONE 'Africa/Douala'
    AND t.accounts @> ARRAY[account_named('tax')] AND t.kind <> 'remit_tax' GROUP BY t.kind
$$;
