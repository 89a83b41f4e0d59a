-- What a business gave back of what it was paid; and where a recharge is paid.
CREATE UNIQUE INDEX checkout_paid_with ON checkout (paid_with) WHERE paid_with IS NOT NULL;

CREATE TABLE refund (                              -- of a checkout that was paid, whole or a part
    id          uuid PRIMARY KEY,                  -- its key is that of the transfer that gives it, or puts it aside
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    checkout_id uuid NOT NULL REFERENCES checkout (id),
    amount      bigint NOT NULL CHECK (amount > 0),
    fee         bigint NOT NULL CHECK (fee BETWEEN 0 AND amount),  -- of the amount, what its business has back of its fee
    way         text NOT NULL CHECK (way IN ('wallet', 'number', 'source')),
    method      text NOT NULL,                     -- by which the checkout was paid
    phone       text NOT NULL,                     -- where it goes, E.164; '' for a payer at a page
    charged     bigint NOT NULL CHECK (charged > 0),  -- minor units of the currency its payer was charged in
    currency    currency NOT NULL DEFAULT 'XAF',
    reason      text NOT NULL DEFAULT '',          -- the business's own
    reference   text NOT NULL,
    state       text NOT NULL CHECK (state IN ('pending', 'succeeded', 'failed')),
    payment_id  uuid UNIQUE REFERENCES payment (id) DEFERRABLE INITIALLY DEFERRED,  -- written once its money is put aside
    created_at  timestamptz NOT NULL,
    ended_at    timestamptz,
    CONSTRAINT a_rail_gives_to_the_source CHECK ((way = 'source') = (payment_id IS NOT NULL)),
    CONSTRAINT ends_once CHECK ((state = 'pending') = (ended_at IS NULL))
);
CREATE INDEX refund_of ON refund (merchant_id, created_at, id);
CREATE INDEX refund_of_checkout ON refund (checkout_id);

ALTER TABLE pay_address ADD recharge_id uuid UNIQUE REFERENCES recharge (id) DEFERRABLE INITIALLY DEFERRED,
    DROP CONSTRAINT of_one_thing,
    ADD CONSTRAINT of_one_thing CHECK (num_nonnulls(checkout_id, link_id, request_id, recharge_id) = 1);
ALTER TABLE transfer_kind DROP CONSTRAINT known_reason, ADD CONSTRAINT known_reason CHECK (reason IN
    ('operation', 'request', 'paid_request', 'checkout', 'paid_checkout', 'refund', 'payment', 'claim', 'cash_out', 'act', 'trial'));
