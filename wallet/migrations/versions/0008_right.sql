-- Putting right: what staff may do about a person's wallet, and what people may ask of their own.

INSERT INTO staff_action (what, takes_two) VALUES ('looked at', false), ('freeze', false), ('unfreeze', true);

-- A case has a number people can say: C17.
ALTER TABLE case_file ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY UNIQUE;

INSERT INTO staff_action (what, takes_two) VALUES ('decide', true);

CREATE TABLE contest (                            -- an outgoing operation its giver contests, once
    id          uuid PRIMARY KEY,
    transfer_id uuid NOT NULL UNIQUE REFERENCES transfer (id),  -- what is contested
    case_number bigint NOT NULL UNIQUE REFERENCES case_file (number),
    reference   text NOT NULL,                    -- of the contest itself, told to both
    giver_id    uuid NOT NULL REFERENCES person (id),
    receiver_id uuid NOT NULL REFERENCES person (id),
    account_id  bigint NOT NULL REFERENCES account (id),  -- where the money went
    amount      bigint NOT NULL CHECK (amount > 0),
    held        bigint NOT NULL CHECK (held BETWEEN 0 AND amount),
    hold_id     uuid REFERENCES transfer (id),    -- none when nothing was left
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'given back', 'left')),
    opened_at   timestamptz NOT NULL,
    decided_at  timestamptz,
    CHECK ((hold_id IS NULL) = (held = 0)),
    CHECK ((state = 'open') = (decided_at IS NULL))
);
CREATE INDEX contest_open_of ON contest (giver_id) WHERE state = 'open';

-- What a provider said of a number's SIM, and what we wait to hear of it.
CREATE TABLE sim (
    number     text PRIMARY KEY,
    swapped_at timestamptz,                       -- the last change heard of
    checked_at timestamptz,                       -- when something was last heard
    heard      text NOT NULL DEFAULT '' CHECK (heard IN ('', 'date', 'none', 'unknown', 'silence')),
    asked_at   timestamptz,                       -- since when we wait; null: we do not
    due_at     timestamptz,                       -- when a worker asks, or asks again
    tries      smallint NOT NULL DEFAULT 0,
    request_id text UNIQUE,                       -- of a provider that answers later, by a callback
    CHECK ((asked_at IS NULL) = (due_at IS NULL))
);
CREATE INDEX sim_due ON sim (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE threshold (                          -- amounts from which more is asked for: dated rows, like tariffs
    name   text NOT NULL,
    since  timestamptz NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (name, since)
);
INSERT INTO threshold VALUES ('sim_check', '-infinity', 100000);

ALTER TABLE payment ADD COLUMN sim text NOT NULL DEFAULT '';  -- the number whose SIM is looked at before it is told
CREATE INDEX payment_waits_for_sim ON payment (sim) WHERE sim <> '' AND state = 'created' AND due_at IS NULL;

INSERT INTO staff_action (what, takes_two) VALUES ('reset PIN', false);

CREATE TABLE pin_reset (                          -- somebody saw the ID; the owner chooses the PIN on their own phone
    id         uuid PRIMARY KEY,
    person_id  uuid NOT NULL REFERENCES person (id),
    started_by text NOT NULL,                     -- a staff login, or an agent's person id
    state      text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'replaced', 'done', 'dropped', 'refused')),
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,
    blind      boolean NOT NULL DEFAULT false,    -- done without a provider's word about the SIM
    CHECK ((state = 'open') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX pin_reset_open ON pin_reset (person_id) WHERE state = 'open';
CREATE INDEX pin_reset_done ON pin_reset (person_id, ended_at) WHERE state = 'done';

INSERT INTO staff_action (what, takes_two) VALUES ('detach', true);
