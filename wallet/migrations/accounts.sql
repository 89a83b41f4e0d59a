-- The house's own accounts, opened when they are not there yet: one of each kind, named after it, and two an operator.
SELECT open_account(kind, kind) FROM account_kind
WHERE kind IN ('fees', 'tax', 'commissions', 'held', 'unclaimed', 'suspense', 'cash') ORDER BY kind;
SELECT open_account('operator_float:' || rail, 'operator_float') FROM operator ORDER BY rail;
SELECT open_account('in_transit:' || rail, 'in_transit') FROM operator ORDER BY rail;
