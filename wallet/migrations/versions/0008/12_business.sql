-- Payment requests of businesses: a checkout that somebody is asked for, by text or by mail.

CREATE TABLE checkout_ask (
    checkout_id uuid PRIMARY KEY REFERENCES checkout (id),
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    phone       text NOT NULL DEFAULT '',   -- whom it asks: E.164, or
    email       text NOT NULL DEFAULT '',   -- an address in small letters; the other is ''
    told        boolean NOT NULL,           -- false: the number takes no such texts
    dropped     boolean NOT NULL,           -- the one asked has blocked whose shop it is, and is told nothing of it
    asked_at    timestamptz NOT NULL,
    reminded_at timestamptz,
    refused_at  timestamptz,
    CHECK ((phone = '') <> (email = ''))
);
CREATE INDEX checkout_ask_of ON checkout_ask (merchant_id, asked_at, checkout_id);
CREATE INDEX checkout_ask_by_phone ON checkout_ask (phone, asked_at) WHERE phone <> '';
CREATE INDEX checkout_ask_by_email ON checkout_ask (email, asked_at) WHERE email <> '';
