-- What only a person can decide, and what looked like an attack.

CREATE TABLE case_file (
    id          uuid PRIMARY KEY,
    number      bigint GENERATED ALWAYS AS IDENTITY UNIQUE,  -- people say it: C17
    payment_id  uuid,
    kind        text NOT NULL,
    detail      text NOT NULL,
    transfer_id uuid UNIQUE,  -- what it brought to unclaimed, which staff pay to its owner
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    opened_at   timestamptz NOT NULL,
    UNIQUE (payment_id, kind, detail)
);

CREATE TABLE security_event (
    id     uuid PRIMARY KEY,
    kind   text NOT NULL,
    phone  text NOT NULL,
    detail text NOT NULL,
    at     timestamptz NOT NULL
);
CREATE INDEX security_event_of ON security_event (phone, at);
