-- Files of providers abroad: what a line's amount is in, so that a page paid in euros is laid beside its statement too.
ALTER TABLE settlement_line ADD COLUMN currency text;
ALTER TABLE settlement_verdict ADD COLUMN currency text;
ALTER TABLE settlement_row ADD COLUMN currency text NOT NULL DEFAULT 'XAF';
-- The same line in another currency says something else.
ALTER TABLE settlement_row DROP CONSTRAINT settlement_row_rail_identity_nth_direction_amount_status_re_key,
    ADD CONSTRAINT settlement_row_once
    UNIQUE (rail, identity, nth, direction, amount, currency, status, reference);
