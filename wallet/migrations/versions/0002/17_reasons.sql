-- What justifies a transfer, and a rule that staff loaded.

-- For each kind of transfer: which kinds of account it takes from and gives to, which roles may post it, and what must
-- justify it (wallet/ledger/reasons.sql looks). `named` is what the reason must be: kinds of operation, states of a
-- payment, kinds of act. Its rows are wallet/migrations/transfer_kinds.sql; a kind may have one for each reason.
CREATE TABLE transfer_kind (
    kind      text        NOT NULL,
    reason    text        NOT NULL,
    named     text[]      NOT NULL,
    takes     text[]      NOT NULL,
    gives     text[]      NOT NULL,
    posted_by text[]      NOT NULL,
    since     timestamptz NOT NULL DEFAULT now(),  -- what was posted before was judged by nobody
    PRIMARY KEY (kind, reason),
    CONSTRAINT known_reason CHECK (reason IN
        ('operation', 'request', 'paid_request', 'payment', 'claim', 'cash_out', 'act', 'trial')),
    CONSTRAINT only_a_trial_needs_no_reason CHECK (reason <> 'trial' OR current_database() ~ '^mbongo_(test|bench)_')
);

-- By which approved act a rule was loaded; none for the owner's, with which every database begins.
ALTER TABLE tariff  ADD request_id uuid;
ALTER TABLE ceiling ADD request_id uuid;
ALTER TABLE tariff  DISABLE TRIGGER USER;  -- rules stay as they are, but for this
ALTER TABLE ceiling DISABLE TRIGGER USER;
UPDATE tariff SET request_id = a.request_id FROM staff_act a
    WHERE a.kind = 'load_tariff' AND a.subject = to_char(since AT TIME ZONE 'Africa/Douala', 'YYYY-MM-DD');
UPDATE ceiling SET request_id = a.request_id FROM staff_act a
    WHERE a.kind = 'load_tariff' AND a.subject = to_char(since AT TIME ZONE 'Africa/Douala', 'YYYY-MM-DD');
ALTER TABLE tariff  ENABLE TRIGGER USER;
ALTER TABLE ceiling ENABLE TRIGGER USER;
