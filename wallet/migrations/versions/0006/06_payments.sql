-- What came at a page otherwise than it was asked there: a payment of its own, beside the one that asked; it goes back.
ALTER TABLE payment ADD beside uuid REFERENCES payment (id);
CREATE INDEX payment_beside ON payment (beside) WHERE beside IS NOT NULL;

-- It has the quote of the one that asked.
DROP INDEX quoted_once;
CREATE UNIQUE INDEX quoted_once ON payment (quote_id)
    WHERE quote_id IS NOT NULL AND direction = 'collect' AND beside IS NULL;
