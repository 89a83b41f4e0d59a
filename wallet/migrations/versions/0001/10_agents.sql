-- Agents: people with a code and two accounts of their own beside their wallet.

CREATE TABLE agent (
    code          text PRIMARY KEY CHECK (code ~ '^[0-9]{6}$'),
    person_id     uuid NOT NULL REFERENCES person (id),
    float_id      bigint NOT NULL UNIQUE REFERENCES account (id),
    commission_id bigint NOT NULL UNIQUE REFERENCES account (id),
    low_float     bigint NOT NULL CHECK (low_float >= 0),  -- going below it is told by SMS
    wrong_codes   smallint NOT NULL DEFAULT 0,             -- typed on wrong_day
    wrong_day     date,
    state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'suspended', 'closed')),
    since         timestamptz NOT NULL
);
CREATE UNIQUE INDEX agent_of_person ON agent (person_id) WHERE state <> 'closed';

-- What an agent did, once: the day sheet and the review are made of it.
CREATE TABLE agent_operation (
    agent_code text NOT NULL REFERENCES agent (code),
    reference  text NOT NULL,
    kind       text NOT NULL,
    other_id   uuid,                              -- the customer, or the other agent's person
    amount     bigint NOT NULL CHECK (amount > 0),
    commission bigint NOT NULL DEFAULT 0,
    at         timestamptz NOT NULL,
    PRIMARY KEY (agent_code, reference)
);
CREATE INDEX agent_operation_day ON agent_operation (agent_code, at);
CREATE INDEX agent_operation_with ON agent_operation (other_id, at);

-- A withdrawal that waits at an agent for its seven-digit code. The code is computed from the id and stored nowhere;
-- its first two digits find it among the agent's, so whoever guesses guesses against one.
CREATE TABLE cash_out (
    id          uuid PRIMARY KEY,
    reference   text NOT NULL UNIQUE,             -- of the operation that asked
    agent_code  text NOT NULL REFERENCES agent (code),
    customer_id uuid NOT NULL REFERENCES person (id),
    channel     text NOT NULL REFERENCES channel (name),
    amount      bigint NOT NULL CHECK (amount > 0),
    fee         bigint NOT NULL,
    tax         bigint NOT NULL,
    commission  bigint NOT NULL,                  -- the agent's, by the tariff its fee was agreed by
    held        uuid NOT NULL UNIQUE,
    place       smallint NOT NULL CHECK (place BETWEEN 0 AND 99),
    code_digest text NOT NULL,                    -- the code's keyed digest as typed on the agent's phone
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paid', 'returned')),
    tries       smallint NOT NULL DEFAULT 0,      -- wrong codes that found it, and wrong amounts
    asked_at    timestamptz NOT NULL,
    until       timestamptz NOT NULL
);
CREATE UNIQUE INDEX cash_out_place ON cash_out (agent_code, place) WHERE state = 'open';
CREATE INDEX cash_out_due ON cash_out (until) WHERE state = 'open';
CREATE INDEX cash_out_open ON cash_out (customer_id) WHERE state = 'open';
