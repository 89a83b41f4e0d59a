-- Salaries: what a business pays many people at once, made by one member and approved by another, a line each.

CREATE TABLE payroll (
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    title       text NOT NULL CHECK (length(title) BETWEEN 1 AND 60),
    state       text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'asked', 'paying', 'done')),  -- done: no line waits
    parent_id   uuid REFERENCES payroll (id),      -- whose failed lines it tries again
    made_by     uuid NOT NULL REFERENCES member_login (id),
    decided_by  uuid REFERENCES member_login (id),
    lines       integer NOT NULL DEFAULT 0,        -- these four: as it was asked
    amount      bigint NOT NULL DEFAULT 0,
    fee         bigint NOT NULL DEFAULT 0,
    tax         bigint NOT NULL DEFAULT 0,
    reference   text NOT NULL UNIQUE,              -- of the operation that made it
    created_at  timestamptz NOT NULL,
    asked_at    timestamptz,
    refused_at  timestamptz,                       -- when it last came back to who made it
    decided_at  timestamptz,
    ended_at    timestamptz,
    next_at     timestamptz,                       -- when a worker goes on with it
    CONSTRAINT asked CHECK (state = 'draft' OR lines > 0 AND amount > 0 AND asked_at IS NOT NULL),
    CONSTRAINT decided CHECK ((state IN ('paying', 'done')) = (num_nonnulls(decided_by, decided_at) = 2)),
    CONSTRAINT by_another CHECK (decided_by <> made_by),
    CONSTRAINT gone_on_with CHECK ((state = 'paying') = (next_at IS NOT NULL) AND (state = 'done') = (ended_at IS NOT NULL))
);
CREATE INDEX payroll_of ON payroll (merchant_id, created_at, id);
CREATE INDEX payroll_due ON payroll (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE payroll_line (                        -- one that is paid to a phone or a bank is a payout of the same id
    id          uuid PRIMARY KEY,
    payroll_id  uuid NOT NULL REFERENCES payroll (id),
    nth         integer NOT NULL CHECK (nth > 0),  -- the row it was in the file
    typed       jsonb NOT NULL,                    -- as it stood there, or was mended
    problem     text NOT NULL DEFAULT '',          -- why it cannot be paid so, and what that sentence says
    said        jsonb NOT NULL DEFAULT '{}',
    vouched     text NOT NULL DEFAULT '',          -- the problems of which who made it says: it is meant so
    way         text NOT NULL DEFAULT '' CHECK (way IN ('', 'wallet', 'phone', 'bank')),
    rail        text NOT NULL DEFAULT '',
    number      text NOT NULL DEFAULT '',          -- E.164, or a RIB
    holder      text NOT NULL DEFAULT '' CHECK (length(holder) <= 70),
    person_id   uuid REFERENCES person (id),       -- whose wallet the number reaches
    amount      bigint NOT NULL DEFAULT 0 CHECK (amount >= 0),
    fee         bigint NOT NULL DEFAULT 0 CHECK (fee >= 0),
    tax         bigint NOT NULL DEFAULT 0 CHECK (tax >= 0),
    label       text NOT NULL DEFAULT '',
    retries     uuid UNIQUE REFERENCES payroll_line (id),
    state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'paid', 'failed')),
    reason      text NOT NULL DEFAULT '',
    reference   text UNIQUE,                       -- who is paid reads it
    ended_at    timestamptz,
    UNIQUE (payroll_id, nth),
    CONSTRAINT payable CHECK (problem <> '' OR amount > 0 AND holder <> '' AND CASE way
        WHEN 'wallet' THEN rail = '' AND number ~ '^\+[1-9][0-9]{6,14}$' AND person_id IS NOT NULL
        WHEN 'phone' THEN rail <> '' AND number ~ '^\+[1-9][0-9]{6,14}$' AND tax = 0
        ELSE way = 'bank' AND rail = '' AND number ~ '^[0-9]{23}$' AND tax = 0 END),
    CONSTRAINT ended CHECK ((state = 'waiting') = (ended_at IS NULL) AND (state IN ('sent', 'paid')) = (reference IS NOT NULL))
);
CREATE INDEX payroll_line_waiting ON payroll_line (payroll_id, nth) WHERE state = 'waiting';
CREATE INDEX payroll_line_paid_to ON payroll_line (number) WHERE number <> '';
CREATE INDEX payroll_line_of ON payroll_line (person_id) WHERE person_id IS NOT NULL;

-- A payout that pays a line: it is its payroll's to show, and its money was put aside with the others'.
ALTER TABLE payout ADD for_salary boolean NOT NULL DEFAULT false;

ALTER TABLE transfer_kind DROP CONSTRAINT known_reason, ADD CONSTRAINT known_reason CHECK (reason IN
    ('operation', 'request', 'paid_request', 'checkout', 'paid_checkout', 'refund', 'payment', 'payout', 'banked_payout',
     'subscription', 'payroll', 'salary', 'claim', 'cash_out', 'act', 'trial'));
