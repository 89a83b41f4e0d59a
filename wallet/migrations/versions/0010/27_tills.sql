-- What is taken at a till, by its page: such a checkout, and such a link, stand there, and in the till's takings.
ALTER TABLE till ADD CONSTRAINT till_of_its_shop UNIQUE (code, merchant_id);
ALTER TABLE checkout ADD till text,
    ADD CONSTRAINT till_of_its_shop FOREIGN KEY (till, merchant_id) REFERENCES till (code, merchant_id);
CREATE INDEX checkout_of_till ON checkout (till, created_at) WHERE till IS NOT NULL;
