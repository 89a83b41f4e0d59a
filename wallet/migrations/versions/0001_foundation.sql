-- People, what they did, and what waits to be told. Money is in ledger.sql.

CREATE TABLE person (
    id              uuid PRIMARY KEY,
    name            text NOT NULL,
    tier            smallint NOT NULL DEFAULT 0 CHECK (tier BETWEEN 0 AND 2),
    language        text NOT NULL DEFAULT 'fr',
    state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'frozen', 'closed')),
    locked_by_owner boolean NOT NULL DEFAULT false,   -- BLOQUE, or menu 6 then 5
    account_id      bigint NOT NULL UNIQUE REFERENCES account (id),
    joined_at       timestamptz NOT NULL
);

-- A number is an alias with dates: it may change hands, money and history do not follow it.
CREATE TABLE phone (
    number     text NOT NULL,
    person_id  uuid NOT NULL REFERENCES person (id),
    since      timestamptz NOT NULL,
    until      timestamptz
);
CREATE UNIQUE INDEX phone_in_use ON phone (number) WHERE until IS NULL;
CREATE INDEX phone_of_person ON phone (person_id);

CREATE TABLE pin (
    person_id    uuid PRIMARY KEY REFERENCES person (id),
    hash         text NOT NULL,             -- argon2id over a peppered HMAC; `pepper$…` names the pepper
    past         text[] NOT NULL,           -- the last three hashes, newest first
    tries        smallint NOT NULL DEFAULT 0,
    locks        smallint NOT NULL DEFAULT 0,
    locked_until timestamptz                -- 'infinity' until staff lift it
);

CREATE TABLE name_shown (                   -- at most 20 new names a day for one caller
    viewer_id uuid NOT NULL,
    seen_id   uuid NOT NULL,
    day       date NOT NULL,
    PRIMARY KEY (viewer_id, seen_id)
);
CREATE INDEX name_shown_by_day ON name_shown (viewer_id, day);

-- One row a thing a person asked for, whatever came of it. Its key is what makes it happen once.
CREATE TABLE operation (
    key        text PRIMARY KEY,
    phone      text NOT NULL,
    person_id  uuid,                         -- none for a stranger who registers
    kind       text NOT NULL,
    content    jsonb NOT NULL,
    reference  text NOT NULL UNIQUE,
    sentence   text,                         -- the outcome, as it was said
    "values"   jsonb,
    refused    boolean,
    at         timestamptz NOT NULL
);

-- The money of an operation, as both sides see it in their history.
CREATE TABLE movement (
    transfer_id uuid PRIMARY KEY REFERENCES transfer (id),
    reference   text NOT NULL,
    kind        text NOT NULL,
    giver_id    uuid,
    receiver_id uuid,
    amount      bigint NOT NULL CHECK (amount > 0),
    fee         bigint NOT NULL DEFAULT 0,
    tax         bigint NOT NULL DEFAULT 0
);

-- Market rules are dated rows: a change is a new row, never an edit.
CREATE TABLE tariff (
    kind      text NOT NULL,
    since     timestamptz NOT NULL,
    fee_ppm   bigint NOT NULL,               -- parts per million of the amount
    fee_min   bigint NOT NULL,
    fee_max   bigint,
    tax_ppm   bigint NOT NULL,
    tax_fixed bigint NOT NULL,
    PRIMARY KEY (kind, since)
);
INSERT INTO tariff VALUES ('send', '-infinity', 5000, 0, 500, 2000, 4);

CREATE TABLE ceiling (
    tier      smallint NOT NULL,
    direction text NOT NULL CHECK (direction IN ('out', 'in', 'sms')),
    span      text NOT NULL CHECK (span IN ('operation', 'day', 'week', 'month', 'balance')),
    since     timestamptz NOT NULL,
    amount    bigint NOT NULL,
    PRIMARY KEY (tier, direction, span, since)
);
INSERT INTO ceiling (tier, direction, span, since, amount) VALUES
    (0, 'out', 'operation', '-infinity',      5000), (0, 'out', 'day', '-infinity',   20000),
    (0, 'in',  'operation', '-infinity',     25000), (0, 'in', 'balance', '-infinity', 50000),
    (0, 'sms', 'day',       '-infinity',      5000),
    (1, 'out', 'operation', '-infinity',    500000), (1, 'out', 'day', '-infinity',  2500000),
    (1, 'out', 'week',      '-infinity',   5000000), (1, 'out', 'month', '-infinity', 10000000),
    (1, 'in',  'operation', '-infinity',    500000), (1, 'in', 'balance', '-infinity', 2500000),
    (1, 'sms', 'day',       '-infinity',     50000),
    (2, 'out', 'operation', '-infinity',   1000000), (2, 'out', 'day', '-infinity',  5000000),
    (2, 'out', 'week',      '-infinity',  10000000), (2, 'out', 'month', '-infinity', 20000000),
    (2, 'in',  'operation', '-infinity',   1000000), (2, 'in', 'balance', '-infinity', 5000000),
    (2, 'sms', 'day',       '-infinity',    100000);

CREATE TABLE usage (                         -- what a person used of their ceilings, by day in Douala
    person_id uuid NOT NULL,
    direction text NOT NULL,
    day       date NOT NULL,
    amount    bigint NOT NULL,
    PRIMARY KEY (person_id, direction, day)
);

-- The outbox: a sentence key and its values waiting to be texted.
CREATE TABLE notice (
    id           uuid PRIMARY KEY,
    phone        text NOT NULL,
    language     text NOT NULL,
    sentence     text NOT NULL,
    "values"     jsonb NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('receipt', 'security', 'answer', 'code')),
    state        text NOT NULL DEFAULT 'waiting'
                 CHECK (state IN ('waiting', 'sending', 'sent', 'uncertain', 'refused')),
    tries        smallint NOT NULL DEFAULT 0,
    due_at       timestamptz NOT NULL,       -- while sending: when the lease ends
    gateway_id   text,
    failure      text,
    written_at   timestamptz NOT NULL
);
CREATE INDEX notice_due ON notice (due_at) WHERE state IN ('waiting', 'sending');

CREATE TABLE delivery (                      -- may come before our own send call returned: no foreign key
    gateway_id text PRIMARY KEY,
    status     text NOT NULL,
    rank       smallint NOT NULL,            -- never moves backwards
    failure    text,
    at         timestamptz NOT NULL
);

CREATE TABLE text_in (
    gateway_id text PRIMARY KEY,             -- stored once by the gateway's id
    sender     text NOT NULL,
    text       text NOT NULL,                -- shielded: codes sealed, PINs masked, before the insert
    sent_at    timestamptz,                  -- by the gateway's date
    heard_at   timestamptz NOT NULL,
    tries      smallint NOT NULL DEFAULT 0,
    state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'answered', 'unanswered'))
);
CREATE INDEX text_in_waiting ON text_in (heard_at) WHERE state = 'waiting';
CREATE INDEX text_in_by_sender ON text_in (sender, heard_at);

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

CREATE TABLE texting (                       -- what we remember of a phone that texts, wallet or not
    phone       text PRIMARY KEY,
    stopped     boolean NOT NULL DEFAULT false,
    helped_at   timestamptz,
    wrong_codes smallint NOT NULL DEFAULT 0,
    wrong_day   date,
    locked      boolean NOT NULL DEFAULT false
);

CREATE TABLE security_event (
    id     uuid PRIMARY KEY,
    kind   text NOT NULL,
    phone  text NOT NULL,
    detail text NOT NULL,
    at     timestamptz NOT NULL
);

-- The house's own accounts, one of each; their codes are their kinds.
SELECT open_account(kind, kind) FROM account_kind
WHERE kind IN ('fees', 'tax', 'commissions', 'held', 'unclaimed', 'suspense', 'cash') ORDER BY kind;
