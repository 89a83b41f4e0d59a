-- Requests: of an e-mail address too, whose reader blocks an asker by it.

ALTER TABLE request
  ADD COLUMN email text NOT NULL DEFAULT '' CHECK (email = lower(email) AND length(email) <= 200),
  ADD CONSTRAINT of_one_address CHECK ((phone = '') <> (email = ''));
CREATE INDEX request_to_email ON request (email, asked_at) WHERE email <> '';
