-- What can be paid once, by any method: checkouts, the links that make them, and the address by which each is reached.

CREATE TABLE link (
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    title       text NOT NULL CHECK (length(title) BETWEEN 1 AND 60),
    amount      bigint CHECK (amount > 0),         -- francs; null: whoever pays says how much, between the next two
    least       bigint CHECK (least > 0),
    most        bigint,
    times       integer CHECK (times > 0),         -- how often it is paid at most; null: any number of times
    fields      text[] NOT NULL DEFAULT '{}',      -- asked of whoever pays at its page: name, phone, email, reference
    thanks      text NOT NULL DEFAULT '',          -- said once it is paid
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    created_at  timestamptz NOT NULL,
    until       timestamptz,                       -- nothing is paid by it from then on; null: no end
    CONSTRAINT an_open_amount_has_bounds CHECK (amount IS NOT NULL OR least IS NOT NULL AND most >= least),
    CONSTRAINT known_fields CHECK (fields <@ ARRAY['name', 'phone', 'email', 'reference'])
);
CREATE INDEX link_of ON link (merchant_id, created_at);

CREATE TABLE checkout (
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    link_id     uuid REFERENCES link (id),         -- that made it
    amount      bigint NOT NULL CHECK (amount > 0),  -- francs
    title       text NOT NULL CHECK (length(title) BETWEEN 1 AND 60),
    reference   text NOT NULL DEFAULT '',          -- the business's own
    customer_name  text NOT NULL DEFAULT '',
    customer_phone text NOT NULL DEFAULT '',       -- E.164
    customer_email text NOT NULL DEFAULT '',
    return_url  text NOT NULL DEFAULT '',          -- where its page leads back to
    language    text NOT NULL DEFAULT '',          -- of its page; '' for what the browser asks for
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paid', 'expired', 'cancelled')),
    paid_with   uuid,                              -- the transfer that paid it
    payment_id  uuid REFERENCES payment (id),      -- by which it was paid; null: from a wallet
    paid_by     text NOT NULL DEFAULT '',          -- the method (wallet/business/methods.py)
    fee         bigint NOT NULL DEFAULT 0,         -- what the business paid of it
    refunded    bigint NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND amount),
    created_at  timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,
    ended_at    timestamptz,
    CONSTRAINT paid_with_something CHECK ((state = 'paid') = (paid_with IS NOT NULL) AND (payment_id IS NULL OR state = 'paid')),
    CONSTRAINT ends_once CHECK ((state = 'open') = (ended_at IS NULL))
);
CREATE INDEX checkout_of ON checkout (merchant_id, created_at, id);
CREATE INDEX checkout_of_link ON checkout (link_id) WHERE link_id IS NOT NULL;
CREATE INDEX checkout_due ON checkout (due_at) WHERE state = 'open';
CREATE UNIQUE INDEX checkout_paid_by ON checkout (payment_id) WHERE payment_id IS NOT NULL;

CREATE TABLE shop_order (
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    checkout_id uuid NOT NULL UNIQUE REFERENCES checkout (id),
    reference   text NOT NULL DEFAULT '',          -- the business's own
    step        text NOT NULL DEFAULT 'to_prepare' CHECK (step IN ('to_prepare', 'sent', 'delivered', 'cancelled')),
    created_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL
);
CREATE INDEX shop_order_of ON shop_order (merchant_id, created_at, id);

ALTER TABLE payment ADD checkout_id uuid REFERENCES checkout (id);  -- that it pays; of a refund, that it came too late for
CREATE INDEX payment_of_checkout ON payment (checkout_id) WHERE checkout_id IS NOT NULL;

-- One space of codes for a feature phone and of addresses for a browser: /pay/<token>.
CREATE TABLE pay_address (
    code        text PRIMARY KEY CHECK (code ~ '^[0-9]{8}$'),           -- a name, not a secret
    token       text NOT NULL UNIQUE CHECK (token ~ '^[A-Za-z0-9_-]{22}$'),  -- 128 bits of chance
    checkout_id uuid UNIQUE REFERENCES checkout (id) DEFERRABLE INITIALLY DEFERRED,  -- its code is drawn first
    link_id     uuid UNIQUE REFERENCES link (id) DEFERRABLE INITIALLY DEFERRED,
    request_id  uuid UNIQUE REFERENCES request (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT of_one_thing CHECK (num_nonnulls(checkout_id, link_id, request_id) = 1)
);
INSERT INTO pay_address (code, token, request_id)
SELECT code, translate(rtrim(encode(substring(
    sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) FROM 1 FOR 16), 'base64'), '='), '+/', '-_'), id
FROM request;

-- Whoever holds a checkout's address may pay it, whoever they are.
ALTER TABLE operation DROP CONSTRAINT operation_actor_kind_check, ADD CONSTRAINT operation_actor_kind_check
    CHECK (actor_kind IN ('person', 'stranger', 'member', 'api_key', 'staff', 'system', 'payer'));
ALTER TABLE transfer_kind DROP CONSTRAINT known_reason, ADD CONSTRAINT known_reason CHECK (reason IN
    ('operation', 'request', 'paid_request', 'checkout', 'paid_checkout', 'payment', 'claim', 'cash_out', 'act', 'trial'));
