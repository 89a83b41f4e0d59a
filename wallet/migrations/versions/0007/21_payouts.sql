-- Where a business is paid out to, what was paid out, and the files by which banks are told.

CREATE TABLE settlement_account (                  -- never changed: another one is added, which waits again
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    kind        text NOT NULL CHECK (kind IN ('phone', 'wallet', 'bank')),
    rail        text NOT NULL DEFAULT '',          -- of a phone
    number      text NOT NULL DEFAULT '',          -- E.164 of a phone, RIB of a bank; a wallet is its owner's
    holder      text NOT NULL DEFAULT '' CHECK (length(holder) <= 70),
    added_by    uuid NOT NULL REFERENCES member_login (id),
    added_at    timestamptz NOT NULL,
    ready_at    timestamptz NOT NULL,              -- nothing is paid out to it before
    removed_at  timestamptz,
    CONSTRAINT whole_account CHECK (CASE kind
        WHEN 'phone' THEN rail <> '' AND number ~ '^\+[1-9][0-9]{6,14}$'
        WHEN 'bank' THEN rail = '' AND number ~ '^[0-9]{23}$' AND holder <> ''
        ELSE rail = '' AND number = '' END),
    CONSTRAINT waits CHECK (ready_at >= added_at + interval '48 hours')
);
CREATE UNIQUE INDEX settlement_account_once ON settlement_account (merchant_id, kind, rail, number) WHERE removed_at IS NULL;

CREATE TABLE payout_file (                         -- an order to a bank: its bytes never change
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- staff say it: P12
    account_id  integer NOT NULL REFERENCES bank_account (id),    -- of ours, which pays
    message_id  text NOT NULL UNIQUE,
    name        text NOT NULL,
    content     bytea NOT NULL,
    sha256      text NOT NULL,
    payouts     integer NOT NULL CHECK (payouts > 0),
    total       bigint NOT NULL CHECK (total > 0),
    state       text NOT NULL DEFAULT 'made' CHECK (state IN ('made', 'approved', 'sent', 'dropped')),
    made_at     timestamptz NOT NULL,
    sent_at     timestamptz,
    CONSTRAINT frozen CHECK (sha256 = encode(sha256(content), 'hex')),
    CONSTRAINT sent_once CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);

CREATE TABLE payout (
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    account_id  uuid NOT NULL REFERENCES settlement_account (id),
    amount      bigint NOT NULL CHECK (amount > 0),  -- what arrives, in francs; its price comes on top
    fee         bigint NOT NULL CHECK (fee >= 0),
    reference   text NOT NULL UNIQUE,              -- the bank is told it, and tells it back
    state       text NOT NULL CHECK (state IN ('asked', 'refused', 'pending', 'paid', 'failed', 'returned')),
    reason      text NOT NULL DEFAULT '',          -- why it failed or came back
    by_schedule boolean NOT NULL DEFAULT false,
    asked_by    uuid REFERENCES member_login (id), -- null: a program, or the schedule
    decided_by  uuid REFERENCES member_login (id),
    payment_id  uuid UNIQUE,                       -- that pays it to a phone
    file_id     bigint REFERENCES payout_file (id),
    created_at  timestamptz NOT NULL,
    ended_at    timestamptz,
    CONSTRAINT ended CHECK ((state IN ('asked', 'pending')) = (ended_at IS NULL))
);
CREATE INDEX payout_of ON payout (merchant_id, created_at, id);
CREATE INDEX payout_pending ON payout (account_id) WHERE state = 'pending';
CREATE INDEX payout_asked ON payout (merchant_id) WHERE state = 'asked';
CREATE INDEX payout_in_file ON payout (file_id) WHERE file_id IS NOT NULL;

CREATE TABLE payout_schedule (                     -- when a business is paid out by itself
    merchant_id uuid PRIMARY KEY REFERENCES merchant (id),
    account_id  uuid NOT NULL REFERENCES settlement_account (id),
    every       text NOT NULL CHECK (every IN ('day', 'week', 'sum')),
    weekday     smallint NOT NULL DEFAULT 1 CHECK (weekday BETWEEN 1 AND 7),  -- of a week; 1 is Monday
    least       bigint NOT NULL CHECK (least >= 100),  -- francs; with less in the account, nothing is paid out
    next_at     timestamptz NOT NULL,
    since       timestamptz NOT NULL
);

-- Which file names its bank by.
ALTER TABLE bank_account ADD bic text NOT NULL DEFAULT '' CHECK (bic ~ '^([A-Z0-9]{8}([A-Z0-9]{3})?)?$');

-- What a line of a bank's statement says of payouts: of one, or of a whole file that was booked as one sum.
ALTER TABLE bank_line ADD payout_id uuid REFERENCES payout (id), ADD payout_file_id bigint REFERENCES payout_file (id),
    ADD booked_at timestamptz,                     -- when that was believed
    DROP CONSTRAINT matched_with_something,
    ADD CONSTRAINT matched_with_something CHECK (
        (state = 'open') = (num_nonnulls(checkout_id, payout_id, payout_file_id) = 0)
        AND num_nonnulls(checkout_id, payout_id, payout_file_id) <= 1 AND (how <> '' OR state = 'open')),
    DROP CONSTRAINT bank_line_how_check,
    ADD CONSTRAINT bank_line_how_check CHECK (how IN ('', 'rf', 'text', 'amount', 'person', 'payout'));
CREATE INDEX bank_line_of_payout ON bank_line (payout_id) WHERE payout_id IS NOT NULL;
CREATE INDEX bank_line_of_payout_file ON bank_line (payout_file_id) WHERE payout_file_id IS NOT NULL;

ALTER TABLE transfer_kind DROP CONSTRAINT known_reason, ADD CONSTRAINT known_reason CHECK (reason IN
    ('operation', 'request', 'paid_request', 'checkout', 'paid_checkout', 'refund', 'payment', 'payout', 'banked_payout',
     'claim', 'cash_out', 'act', 'trial'));
