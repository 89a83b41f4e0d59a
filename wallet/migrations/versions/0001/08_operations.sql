-- What people asked for, the money of it, and what is still to be confirmed.

-- One row a thing a person asked for, whatever came of it. Its key is what makes it happen once.
CREATE TABLE operation (
    key        text PRIMARY KEY,
    actor_kind text NOT NULL
               CHECK (actor_kind IN ('person', 'stranger', 'member', 'api_key', 'staff', 'system')),
    actor_id   text NOT NULL,                -- a person's id, a stranger's phone, a key's id, a login, a part of ours
    phone      text,                         -- the one it was asked from, if any
    channel    text NOT NULL REFERENCES channel (name),
    kind       text NOT NULL,
    content    jsonb NOT NULL,
    reference  text NOT NULL UNIQUE,
    sentence   text,                         -- the outcome, as it was said
    "values"   jsonb,
    refused    boolean,
    told       boolean,                      -- the actor was texted it
    at         timestamptz NOT NULL
);

-- The money of an operation, as both sides see it in their history.
CREATE TABLE movement (
    transfer_id uuid PRIMARY KEY,
    reference   text NOT NULL,
    kind        text NOT NULL,
    giver_id    uuid,
    receiver_id uuid,
    merchant_id uuid,                        -- the shop on one of its sides
    till        text NOT NULL DEFAULT '',
    amount      bigint NOT NULL CHECK (amount > 0),
    fee         bigint NOT NULL DEFAULT 0,
    tax         bigint NOT NULL DEFAULT 0,
    at          timestamptz NOT NULL,
    CONSTRAINT a_price_is_never_above_its_amount CHECK (fee >= 0 AND fee <= amount AND tax >= 0 AND tax <= amount)
);
CREATE INDEX movement_between ON movement (giver_id, receiver_id);

CREATE TABLE ask (                           -- a question texted, waiting for OUI and its code
    id         uuid PRIMARY KEY,
    key        text NOT NULL UNIQUE,         -- of the operation it would become: the asking text's id
    phone      text NOT NULL,
    person_id  uuid NOT NULL,
    kind       text NOT NULL,
    content    jsonb NOT NULL,
    state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'dropped', 'done')),
    tries      smallint NOT NULL DEFAULT 0,
    asked_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX ask_waiting ON ask (phone) WHERE state = 'waiting';
CREATE INDEX ask_by_phone ON ask (phone, asked_at);
