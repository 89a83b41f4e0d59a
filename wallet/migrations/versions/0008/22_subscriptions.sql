-- What a business charges again and again: its plans and their prices, who agreed to be charged, and each charge.

CREATE TABLE plan (
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    title       text NOT NULL CHECK (length(title) BETWEEN 1 AND 60),
    every       text NOT NULL CHECK (every IN ('week', 'month', 'year')),
    most        bigint CHECK (most > 0),           -- what its price may rise to and no new agreement is asked; null: its price
    trial_days  smallint NOT NULL DEFAULT 0 CHECK (trial_days BETWEEN 0 AND 365),
    times       smallint CHECK (times BETWEEN 1 AND 1200),  -- how often it is charged; null: until somebody ends it
    grace_days  smallint NOT NULL DEFAULT 0 CHECK (grace_days BETWEEN 0 AND 90),  -- past due so long, then
    at_last     text NOT NULL CHECK (at_last IN ('pause', 'end')),
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    created_at  timestamptz NOT NULL
);
CREATE INDEX plan_of ON plan (merchant_id, created_at, id);

CREATE TABLE plan_price (                          -- never changed: another one begins later
    plan_id     uuid NOT NULL REFERENCES plan (id),
    since       timestamptz NOT NULL,
    amount      bigint NOT NULL CHECK (amount > 0),
    set_at      timestamptz NOT NULL,
    PRIMARY KEY (plan_id, since),
    CONSTRAINT notice CHECK (since = set_at OR since >= set_at + interval '30 days')
);

CREATE TABLE subscription (
    id          uuid PRIMARY KEY,
    plan_id     uuid NOT NULL REFERENCES plan (id),
    person_id   uuid NOT NULL REFERENCES person (id),
    state       text NOT NULL CHECK (state IN ('active', 'past_due', 'paused', 'ended')),
    why         text NOT NULL DEFAULT '',          -- it was paused or ended
    starts_on   date NOT NULL,                     -- days are counted from it, in Douala
    first       integer NOT NULL DEFAULT 0 CHECK (first >= 0),  -- the period that begins on it
    period      integer NOT NULL DEFAULT 0,        -- that is charged next
    tries       smallint NOT NULL DEFAULT 0,       -- of it, in vain
    next_at     timestamptz,                       -- when something is to be done about it
    created_at  timestamptz NOT NULL,
    ended_at    timestamptz,
    CONSTRAINT counted CHECK (period >= first AND tries >= 0),
    CONSTRAINT looked_at CHECK ((next_at IS NOT NULL) = (state IN ('active', 'past_due'))),
    CONSTRAINT ended CHECK ((ended_at IS NOT NULL) = (state = 'ended'))
);
CREATE UNIQUE INDEX subscribed_once ON subscription (plan_id, person_id) WHERE state <> 'ended';
CREATE INDEX subscription_of ON subscription (person_id);
CREATE INDEX subscription_due ON subscription (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE mandate (                             -- what a subscriber agreed to; never changed
    id              uuid PRIMARY KEY,
    subscription_id uuid NOT NULL REFERENCES subscription (id),
    most            bigint NOT NULL CHECK (most > 0),  -- a charge
    every           text NOT NULL,
    starts_on       date NOT NULL,
    times           smallint,
    terms           text NOT NULL,                 -- the sentence that was shown, and its values: both say it again
    said            jsonb NOT NULL,
    language        text NOT NULL,
    channel         text NOT NULL REFERENCES channel (name),
    reference       text NOT NULL UNIQUE,          -- of the operation by which it was agreed to
    agreed_at       timestamptz NOT NULL
);
CREATE INDEX mandate_of ON mandate (subscription_id, agreed_at);

CREATE TABLE charge (                              -- of a period, once; `missed`: nothing was charged for it, nor ever will be
    subscription_id uuid NOT NULL REFERENCES subscription (id),
    period          integer NOT NULL CHECK (period >= 0),
    due_on          date NOT NULL,
    amount          bigint NOT NULL CHECK (amount > 0),
    fee             bigint NOT NULL DEFAULT 0 CHECK (fee >= 0),
    state           text NOT NULL CHECK (state IN ('paid', 'missed')),
    reference       text UNIQUE,
    at              timestamptz NOT NULL,
    PRIMARY KEY (subscription_id, period),
    CONSTRAINT named CHECK ((state = 'paid') = (reference IS NOT NULL))
);

CREATE TABLE subscription_notice (                 -- told once a period
    subscription_id uuid NOT NULL REFERENCES subscription (id),
    period          integer NOT NULL,
    what            text NOT NULL CHECK (what IN ('week_before', 'day_before')),
    told_at         timestamptz NOT NULL,
    PRIMARY KEY (subscription_id, period, what)
);

-- A plan is agreed to by the address of it, as a checkout is paid.
ALTER TABLE pay_address ADD plan_id uuid UNIQUE REFERENCES plan (id) DEFERRABLE INITIALLY DEFERRED,
    DROP CONSTRAINT of_one_thing,
    ADD CONSTRAINT of_one_thing CHECK (num_nonnulls(checkout_id, link_id, request_id, recharge_id, plan_id) = 1);

ALTER TABLE transfer_kind DROP CONSTRAINT known_reason, ADD CONSTRAINT known_reason CHECK (reason IN
    ('operation', 'request', 'paid_request', 'checkout', 'paid_checkout', 'refund', 'payment', 'payout', 'banked_payout',
     'subscription', 'claim', 'cash_out', 'act', 'trial'));
