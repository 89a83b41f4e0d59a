-- Money for someone without a wallet, and payment requests: who asks, who is asked, what became of it.

CREATE TABLE claim (                          -- money held for whoever opens a wallet on `phone`
    id        uuid PRIMARY KEY,
    phone     text NOT NULL,
    hold      uuid NOT NULL UNIQUE REFERENCES transfer (id),
    sender_id uuid REFERENCES person (id),    -- none: the number itself paid, too late, for a request that was closed
    channel   text NOT NULL CHECK (channel IN ('ussd', 'sms')),
    amount    bigint NOT NULL CHECK (amount > 0),
    fee       bigint NOT NULL DEFAULT 0,
    tax       bigint NOT NULL DEFAULT 0,
    reference text NOT NULL UNIQUE,
    language  text NOT NULL,                  -- its number is texted in it
    state     text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'claimed', 'returned')),
    held_at   timestamptz NOT NULL,
    due_at    timestamptz NOT NULL
);
CREATE INDEX claim_waiting ON claim (phone) WHERE state = 'waiting';
CREATE INDEX claim_due ON claim (due_at) WHERE state = 'waiting';

CREATE TABLE request (
    id          uuid PRIMARY KEY,
    code        text NOT NULL UNIQUE,         -- eight digits (wallet/core/codes.py): a name, not a secret
    asker_id    uuid NOT NULL REFERENCES person (id),
    phone       text NOT NULL,                -- that was asked
    payer_id    uuid REFERENCES person (id),  -- whose phone it was; none while nobody has a wallet there
    amount      bigint NOT NULL CHECK (amount > 0),
    reason      text NOT NULL DEFAULT '',
    reference   text NOT NULL UNIQUE,
    language    text NOT NULL,                -- that a number without a wallet is texted in
    dropped     boolean NOT NULL DEFAULT false,  -- the one asked has blocked the asker: nobody ever sees it
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paid', 'refused', 'cancelled', 'expired')),
    paid_with   uuid,                         -- the payment that paid it, where an operator's customer did
    reminded_at timestamptz,
    asked_at    timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,
    ended_at    timestamptz
);
CREATE INDEX request_to_pay ON request (payer_id, asked_at) WHERE state = 'open';
CREATE INDEX request_to_phone ON request (phone, asked_at);
CREATE INDEX request_of_asker ON request (asker_id, asked_at);
CREATE INDEX request_due ON request (due_at) WHERE state = 'open';

CREATE TABLE block (
    blocker    text NOT NULL,                 -- a person's id, or the number of somebody without a wallet
    blocked_id uuid NOT NULL REFERENCES person (id),
    since      timestamptz NOT NULL,
    PRIMARY KEY (blocker, blocked_id)
);

-- A request paid by an operator's customer, who need not have a wallet.
ALTER TABLE payment ALTER COLUMN asked_by DROP NOT NULL, ADD COLUMN request_id uuid REFERENCES request (id);
CREATE INDEX payment_of_request ON payment (request_id) WHERE request_id IS NOT NULL;

-- Paying a request costs what a send costs; by an operator's customer it is free, as a recharge is.
INSERT INTO tariff VALUES ('request', '-infinity', 5000, 0, 500, 2000, 4);
