-- What is texted, and what was texted to us.

CREATE TABLE notice (                        -- the outbox: a sentence key and its values waiting to be texted
    id           uuid PRIMARY KEY,
    phone        text NOT NULL,
    language     text NOT NULL,
    sentence     text NOT NULL,
    "values"     jsonb NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('receipt', 'security', 'answer', 'code')),
    state        text NOT NULL DEFAULT 'waiting'
                 CHECK (state IN ('waiting', 'sending', 'sent', 'uncertain', 'refused', 'expired')),
    tries        smallint NOT NULL DEFAULT 0,
    maybe_sent   smallint NOT NULL DEFAULT 0, -- tries before this one that may have left
    due_at       timestamptz NOT NULL,       -- while sending: when the lease ends
    gateway_id   text,
    failure      text,
    written_at   timestamptz NOT NULL,
    good_until   timestamptz NOT NULL        -- not sent by then, it ends
);
CREATE INDEX notice_due ON notice (due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX notice_unsent ON notice (state, written_at) WHERE state IN ('uncertain', 'refused', 'expired');

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
    text       text NOT NULL,                -- shielded: codes digested, PINs masked, before the insert
    sent_at    timestamptz,                  -- by the gateway's date
    heard_at   timestamptz NOT NULL,
    tries      smallint NOT NULL DEFAULT 0,
    state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'answered', 'unanswered'))
);
CREATE INDEX text_in_waiting ON text_in (heard_at) WHERE state = 'waiting';
CREATE INDEX text_in_by_sender ON text_in (sender, heard_at);

CREATE TABLE texting (                       -- what we remember of a phone that texts, wallet or not
    phone       text PRIMARY KEY,
    stopped     boolean NOT NULL DEFAULT false,
    helped_at   timestamptz,                 -- the first of the help messages of ten minutes, and how many they are
    helps       smallint NOT NULL DEFAULT 0,
    wrong_codes smallint NOT NULL DEFAULT 0,
    wrong_day   date,
    locked      boolean NOT NULL DEFAULT false
);
