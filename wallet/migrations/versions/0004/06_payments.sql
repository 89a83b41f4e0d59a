-- That a payment's end was posted: once, under whatever key. Only the posting functions write it.
CREATE TABLE payment_posted (
    payment_id uuid PRIMARY KEY REFERENCES payment (id)
);
INSERT INTO payment_posted
SELECT p.id FROM payment p JOIN transfer t ON t.key IN (
    'payment:' || p.id, 'payment:' || p.id || ':returned', 'payment:' || p.id || ':unclaimed', 'payment:' || p.id || ':kept')
UNION SELECT r.paid_with FROM request r JOIN transfer t ON t.key = 'request:' || r.id JOIN payment p ON p.id = r.paid_with;

-- What the payer is charged abroad: in that currency's minor units, by the quote that was agreed to. Beside XAF, the
-- amount in francs, both stand for the same; null and null where the francs are what is charged.
ALTER TABLE payment
    ADD currency currency NOT NULL DEFAULT 'XAF',
    ADD charged  bigint CHECK (charged > 0),
    ADD quote_id uuid,
    ADD CONSTRAINT charged_by_quote CHECK ((currency = 'XAF') = (charged IS NULL) AND (charged IS NULL) = (quote_id IS NULL));
CREATE UNIQUE INDEX quoted_once ON payment (quote_id) WHERE quote_id IS NOT NULL AND direction = 'collect';

-- In which currencies payers are charged there: written by every migrate, out of the code's table of rails.
ALTER TABLE operator ADD currencies text[] NOT NULL DEFAULT '{XAF}';
