-- The house's own accounts, opened when they are not there yet: one of each kind, named after it, two an operator, and one
-- more of each for every currency that is collected there.
SELECT open_account(kind, kind) FROM account_kind
WHERE kind IN ('fees', 'tax', 'commissions', 'held', 'unclaimed', 'suspense', 'cash', 'rounding', 'vat', 'bank_charges',
  'losses', 'other_income', 'capital') ORDER BY kind;
-- Differences a person must look into, by where they come from; plain `suspense` is of before these.
SELECT open_account('suspense:' || reason, 'suspense')
FROM unnest(ARRAY['bank_unmatched', 'chargeback', 'operator_difference', 'wrong_cash_in']) reason;
SELECT open_account('operator_float:' || rail, 'operator_float') FROM operator ORDER BY rail;
SELECT open_account('in_transit:' || rail, 'in_transit') FROM operator ORDER BY rail;
SELECT open_account('in_transit:salaries', 'in_transit');  -- payrolls, until each line goes on or comes back
SELECT open_account('unclaimed:dormant', 'unclaimed');  -- of wallets that nobody uses, until their owners come
SELECT open_account('in_transit:bank', 'in_transit');  -- payouts that banks were not seen to pay yet
-- One an account at a bank; a new one is opened as two add it (open_bank_account, staff/lifts.sql).
SELECT open_bank_account(b) FROM bank_account b ORDER BY b.id;
SELECT open_account('position:' || code, 'position', code)
FROM (SELECT 'XAF' AS code UNION SELECT unnest(currencies) FROM operator) known ORDER BY code;
SELECT open_account('operator_float:' || rail || ':' || code, 'operator_float', code)
FROM operator, unnest(currencies) code WHERE code <> 'XAF' ORDER BY rail, code;
