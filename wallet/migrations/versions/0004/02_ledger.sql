-- The ledger in several currencies: a transfer is of one, and each sums to zero by itself.
ALTER DOMAIN currency DROP CONSTRAINT currency_check;
ALTER DOMAIN currency ADD CONSTRAINT currency_check CHECK (VALUE ~ '^[A-Z]{3}$');

-- What turns one currency into another: two transfers, one of each, beside the one payment that brought both about.
INSERT INTO account_kind (kind, accrued, floor, meaning) VALUES
    ('position', true, NULL, 'what was turned into a currency, or out of it: of all currencies together worth nothing'),
    ('rounding', true, NULL, 'what amounts charged abroad pay above the francs they stand for');
