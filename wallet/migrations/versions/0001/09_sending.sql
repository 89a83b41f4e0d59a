-- Money for someone without a wallet.

CREATE TABLE claim (                          -- money held for whoever opens a wallet on `phone`
    id        uuid PRIMARY KEY,
    phone     text NOT NULL,
    hold      uuid NOT NULL UNIQUE,
    sender_id uuid REFERENCES person (id),    -- none: the number itself paid, too late, for a request that was closed
    channel   text NOT NULL REFERENCES channel (name),
    amount    bigint NOT NULL CHECK (amount > 0),
    fee       bigint NOT NULL DEFAULT 0,
    tax       bigint NOT NULL DEFAULT 0,
    reference text NOT NULL UNIQUE,
    language  text NOT NULL,                  -- its number is texted in it
    state     text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'claimed', 'returned', 'cancelled')),
    held_at   timestamptz NOT NULL,
    due_at    timestamptz NOT NULL
);
CREATE INDEX claim_waiting ON claim (phone) WHERE state = 'waiting';
CREATE INDEX claim_of_sender ON claim (sender_id, held_at);
CREATE INDEX claim_due ON claim (due_at) WHERE state = 'waiting';
