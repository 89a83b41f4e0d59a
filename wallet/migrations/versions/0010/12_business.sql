-- A payment may come to nothing, be looked into and come to nothing again before any of it is rolled up: no key, an index.
ALTER TABLE sale_due DROP CONSTRAINT sale_due_pkey;
CREATE INDEX sale_due_of_shop ON sale_due (merchant_id, at);
