-- Payment requests: who asks, who is asked, what became of it; and whom nobody wants to hear from.

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

ALTER TABLE payment ADD FOREIGN KEY (request_id) REFERENCES request (id);
