-- An address is of one thing: what it is not of needs no place in an index of each.
ALTER TABLE pay_address
  DROP CONSTRAINT pay_address_checkout_id_key, DROP CONSTRAINT pay_address_link_id_key,
  DROP CONSTRAINT pay_address_request_id_key, DROP CONSTRAINT pay_address_recharge_id_key,
  DROP CONSTRAINT pay_address_plan_id_key;
CREATE UNIQUE INDEX pay_address_of_checkout ON pay_address (checkout_id) WHERE checkout_id IS NOT NULL;
CREATE UNIQUE INDEX pay_address_of_link ON pay_address (link_id) WHERE link_id IS NOT NULL;
CREATE UNIQUE INDEX pay_address_of_request ON pay_address (request_id) WHERE request_id IS NOT NULL;
CREATE UNIQUE INDEX pay_address_of_recharge ON pay_address (recharge_id) WHERE recharge_id IS NOT NULL;
CREATE UNIQUE INDEX pay_address_of_plan ON pay_address (plan_id) WHERE plan_id IS NOT NULL;

-- How often somebody asked to add money to others' wallets lately (wallet/topups/guessed_room.py).
CREATE INDEX operation_adding ON operation (actor_id, at) WHERE kind IN ('add_money', 'open_recharge');
