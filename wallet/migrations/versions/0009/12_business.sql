-- What ended at a shop and is not in sale_sum yet: the trigger that notes it and the roll-up that takes it are the owner's.
CREATE TABLE sale_due (
    merchant_id uuid NOT NULL,
    thing       uuid NOT NULL,               -- the transfer of a payment or refund; the payment that came to nothing
    count       smallint NOT NULL CHECK (count IN (1, -1)),  -- -1: one that had come to nothing was paid late
    kind        text NOT NULL,
    till        text NOT NULL DEFAULT '',
    method      text NOT NULL DEFAULT '',    -- the rail; of a payment in a checkout its row says which
    reason      text NOT NULL DEFAULT '',    -- why it came to nothing, in the operator's word
    amount      bigint NOT NULL,
    fee         bigint NOT NULL DEFAULT 0,
    at          timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, thing, count)
);

-- Sales of a shop summed by hour and by day in Douala: what a million payments come to is read as fast as what a thousand do.
CREATE TABLE sale_sum (
    merchant_id uuid NOT NULL,
    grain       text NOT NULL CHECK (grain IN ('hour', 'day')),
    began       timestamptz NOT NULL,
    kind        text NOT NULL,
    till        text NOT NULL,
    method      text NOT NULL,
    reason      text NOT NULL,
    count       bigint NOT NULL,
    amount      bigint NOT NULL,
    fee         bigint NOT NULL,
    PRIMARY KEY (merchant_id, grain, began, kind, till, method, reason)
);

-- What had ended before.
INSERT INTO sale_due (merchant_id, thing, count, kind, till, amount, fee, at)
    SELECT merchant_id, transfer_id, 1, kind, till, amount, fee, at FROM movement
    WHERE merchant_id IS NOT NULL AND kind IN ('pay_till', 'pay_bill', 'pay_checkout', 'pay_subscription', 'refund_payment');
INSERT INTO sale_due (merchant_id, thing, count, kind, method, reason, amount, at)
    SELECT c.merchant_id, p.id, 1, 'came_to_nothing', p.rail,
        CASE p.state WHEN 'expired' THEN 'expired' ELSE coalesce(nullif(left(p.reason, 40), ''), 'failed') END, p.amount, p.created_at
    FROM payment p JOIN checkout c ON c.id = p.checkout_id
    WHERE p.direction = 'collect' AND p.state IN ('failed', 'expired');

-- An event has its number once it is published.
ALTER TABLE event DROP CONSTRAINT event_number_key;
CREATE UNIQUE INDEX event_numbered ON event (number) WHERE number IS NOT NULL;
