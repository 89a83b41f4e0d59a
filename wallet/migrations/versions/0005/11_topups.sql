-- Money to be added to a wallet at a page, once, by whoever holds its address: a card, PayPal, crypto, an operator's prompt.
CREATE TABLE recharge (
    id         uuid PRIMARY KEY,
    owner_id   uuid NOT NULL REFERENCES person (id),  -- whose wallet it credits
    asked_by   uuid NOT NULL REFERENCES person (id),
    amount     bigint NOT NULL CHECK (amount > 0),    -- francs
    payment_id uuid UNIQUE REFERENCES payment (id),   -- that paid it; null: none has yet
    created_at timestamptz NOT NULL,
    due_at     timestamptz NOT NULL,                  -- nobody is asked to pay it from then on
    paid_at    timestamptz,
    CONSTRAINT paid_with_something CHECK ((payment_id IS NULL) = (paid_at IS NULL))
);
CREATE INDEX recharge_asked_by ON recharge (asked_by, created_at);

ALTER TABLE payment ADD recharge_id uuid REFERENCES recharge (id);  -- that it pays; of a refund, that it came too late for
CREATE INDEX payment_of_recharge ON payment (recharge_id) WHERE recharge_id IS NOT NULL;
