-- Programs of businesses: the keys they come with, what they were answered, and where they hear of events.

CREATE TABLE api_key (                             -- the key itself is in no database
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    hint        text NOT NULL UNIQUE CHECK (hint ~ '^sk_(live|test)_[A-Za-z0-9]{6}$'),  -- how it begins: its name
    digest      bytea NOT NULL UNIQUE,             -- its keyed HMAC
    pepper      text NOT NULL,                     -- the id of the one it was computed by
    live        boolean NOT NULL,                  -- false: of the sandbox, which is another service
    permissions text[] NOT NULL DEFAULT '{}',      -- none: all that a business may
    addresses   text[] NOT NULL DEFAULT '{}',      -- networks it may come from; none: all
    version     date NOT NULL,                     -- of the API, as it was when the key was made
    since       timestamptz NOT NULL,
    until       timestamptz,                       -- rolled, or ended
    used_at     timestamptz                        -- to the minute
);
CREATE INDEX api_key_of ON api_key (merchant_id);

CREATE TABLE idempotent_answer (                   -- 30 days; a rolled key asks again as the one before it
    merchant_id  uuid NOT NULL REFERENCES merchant (id),
    key          text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    request_hash bytea NOT NULL,                   -- of method, path and body
    status       smallint,                         -- null while it is being done
    body         text,
    at           timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, key)
);
CREATE INDEX idempotent_answer_at ON idempotent_answer (at);

CREATE TABLE endpoint (
    id             uuid PRIMARY KEY,
    merchant_id    uuid NOT NULL REFERENCES merchant (id),
    url            text NOT NULL CHECK (length(url) <= 500),
    kinds          text[] NOT NULL DEFAULT '{}',   -- it hears of; none: all
    secret         text NOT NULL,                  -- sealed (wallet/core/sealed.py)
    secret_before  text,                           -- signs too until the next
    before_until   timestamptz,
    state          text NOT NULL DEFAULT 'on' CHECK (state IN ('on', 'off', 'removed')),
    failing_since  timestamptz,                    -- null while it answers
    slow           boolean NOT NULL DEFAULT false, -- then it is told one by one
    leased_until   timestamptz,
    since          timestamptz NOT NULL
);
CREATE INDEX endpoint_of ON endpoint (merchant_id);

CREATE TABLE event_delivery (
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    endpoint_id uuid NOT NULL REFERENCES endpoint (id),
    event_id    uuid NOT NULL REFERENCES event (id),
    number      bigint NOT NULL,                   -- the event's
    object_id   text NOT NULL,                     -- the event's: of one object, a later event waits for an earlier one
    state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
    tries       smallint NOT NULL DEFAULT 0,
    due_at      timestamptz NOT NULL,
    ended_at    timestamptz,
    UNIQUE (endpoint_id, event_id)
);
CREATE INDEX event_delivery_due ON event_delivery (endpoint_id, due_at, number) WHERE state = 'waiting';
CREATE INDEX event_delivery_before ON event_delivery (endpoint_id, object_id, number) WHERE state = 'waiting';
CREATE INDEX event_delivery_of ON event_delivery (endpoint_id, number);
CREATE INDEX event_delivery_told ON event_delivery (event_id);

CREATE TABLE delivery_try (
    delivery_id uuid NOT NULL REFERENCES event_delivery (id),
    at          timestamptz NOT NULL,
    status      smallint NOT NULL DEFAULT 0,       -- HTTP; 0: no answer
    took_ms     integer NOT NULL,
    answer      text NOT NULL DEFAULT '',          -- how it began
    why         text NOT NULL DEFAULT ''           -- there was no answer
);
CREATE INDEX delivery_try_of ON delivery_try (delivery_id, at);
CREATE INDEX delivery_try_at ON delivery_try (at);
