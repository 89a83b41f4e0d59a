-- Money between us and the operators: each payment's life, what callbacks hinted, how each operator is doing.

CREATE TABLE operator (
    rail         text PRIMARY KEY,
    maintenance  boolean NOT NULL DEFAULT false,  -- a person's switch
    failures     smallint NOT NULL DEFAULT 0,     -- calls in a row that got no answer of any use
    down_until   timestamptz,                     -- the breaker: nothing new is submitted before
    changed_at   timestamptz NOT NULL
);

CREATE TABLE payment (
    id          uuid PRIMARY KEY,
    purpose     text NOT NULL,                    -- what it is for: a file of wallet/purposes/, which knows how it ends
    reference   text NOT NULL UNIQUE,             -- of the operation that asked
    rail        text NOT NULL REFERENCES operator (rail),
    direction   text NOT NULL CHECK (direction IN ('collect', 'pay', 'refund')),
    channel     text NOT NULL REFERENCES channel (name),  -- it was asked by: whose ceilings it counts against
    person_id   uuid NOT NULL,                    -- whose wallet it credits, or was taken from
    asked_by    uuid,                             -- who dialled or texted; none: no wallet of ours
    party_kind  text NOT NULL CHECK (party_kind IN ('phone', 'bank', 'payer')),  -- the other side, at the operator
    party       text NOT NULL,                    -- its number or account; '' of whoever pays at a hosted page
    amount      bigint NOT NULL CHECK (amount > 0),
    fee         bigint NOT NULL DEFAULT 0,
    tax         bigint NOT NULL DEFAULT 0,
    reservation uuid,                             -- the transfer that holds a payout's money
    request_id  uuid,                             -- the request that is paid by an operator's customer
    refunds     uuid REFERENCES payment (id),     -- the collection that is given back
    counted     boolean NOT NULL DEFAULT true,    -- against ceilings, until it is certain that it never comes
    sim         text NOT NULL DEFAULT '',         -- the number whose SIM is looked at before it is told
    state       text NOT NULL DEFAULT 'created',
    handle      text NOT NULL DEFAULT '',         -- the operator's own, stored before any socket of a submit opens
    base_url    text NOT NULL DEFAULT '',         -- where its status can be read
    redirect_url text NOT NULL DEFAULT '',        -- the page where its payer pays, once its rail has made one
    reason      text NOT NULL DEFAULT '',         -- the operator's own word for a failure
    operator_id text NOT NULL DEFAULT '',         -- its number of the executed transaction
    tries       smallint NOT NULL DEFAULT 0,      -- submits that certainly did nothing
    polls       smallint NOT NULL DEFAULT 0,
    due_at      timestamptz,                      -- when a worker must look at it next; none once nothing is left to do
    leased_until timestamptz,
    submitted_at timestamptz,
    created_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL,
    CHECK ((direction = 'collect') = (reservation IS NULL)),  -- what leaves us is held until it is known to have left
    CHECK ((direction = 'refund') = (refunds IS NOT NULL))
);
CREATE INDEX payment_due ON payment (rail, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX payment_handle ON payment (rail, handle) WHERE handle <> '';
CREATE INDEX payment_expected ON payment (person_id)
    WHERE direction = 'collect' AND counted AND state NOT IN ('succeeded', 'failed');
CREATE INDEX payment_leaving ON payment (person_id)
    WHERE direction <> 'collect' AND state NOT IN ('succeeded', 'failed', 'expired');
CREATE INDEX payment_prompts ON payment (party, created_at) WHERE direction = 'collect';
CREATE INDEX payment_refunds ON payment (refunds) WHERE refunds IS NOT NULL;
CREATE INDEX payment_of_request ON payment (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX payment_waits_for_sim ON payment (sim) WHERE sim <> '' AND state = 'created' AND due_at IS NULL;

CREATE TABLE payment_step (                       -- every change of state, with what the operator said, as it came
    payment_id uuid NOT NULL REFERENCES payment (id),
    at         timestamptz NOT NULL,
    state      text NOT NULL,
    why        text NOT NULL,
    raw        text NOT NULL DEFAULT ''
);
CREATE INDEX payment_step_of ON payment_step (payment_id, at);

CREATE TABLE callback_in (                        -- stored as it came, answered at once, read by a worker
    id       uuid PRIMARY KEY,
    rail     text NOT NULL,
    body     bytea NOT NULL,
    heard_at timestamptz NOT NULL,
    hint     text NOT NULL DEFAULT '',            -- the handle or reference it names, once it was read
    state    text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'parked', 'matched', 'unmatched'))
);
CREATE INDEX callback_waiting ON callback_in (rail, heard_at) WHERE state = 'waiting';
CREATE INDEX callback_parked ON callback_in (rail, heard_at) WHERE state = 'parked';

ALTER TABLE case_file ADD FOREIGN KEY (payment_id) REFERENCES payment (id);
