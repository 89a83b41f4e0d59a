-- Shops: who owns them, the tills people pay at.

CREATE TABLE merchant (
    id         uuid PRIMARY KEY,
    owner_id   uuid NOT NULL UNIQUE REFERENCES person (id),    -- one shop a person; its tills may be many
    name       text NOT NULL CHECK (length(name) BETWEEN 2 AND 20),
    account_id bigint NOT NULL UNIQUE REFERENCES account (id),
    phone      text,                                           -- the shop's own, texted too; none: its owner's
    since      timestamptz NOT NULL
);

CREATE TABLE till (
    code        text PRIMARY KEY CHECK (code ~ '^[0-9]{5}$'),
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    since       timestamptz NOT NULL
);
CREATE INDEX till_of ON till (merchant_id);

ALTER TABLE movement
    ADD COLUMN merchant_id uuid REFERENCES merchant (id),      -- the shop on one of its sides
    ADD COLUMN till text NOT NULL DEFAULT '';

INSERT INTO tariff VALUES ('till', '-infinity', 10000, 0, NULL, 0, 0);  -- taken from what the merchant receives

INSERT INTO staff_action VALUES ('merchant added', false), ('till added', false);

-- ------------------------------------------------------------------------------------------------ favourites
CREATE TABLE favourite (
    owner_id  uuid NOT NULL REFERENCES person (id),
    person_id uuid NOT NULL REFERENCES person (id),
    since     timestamptz NOT NULL,
    PRIMARY KEY (owner_id, person_id)
);

-- Above which amount something is confirmed once more: dated rows, as all that the market decides.
CREATE TABLE caution (
    kind   text NOT NULL,
    since  timestamptz NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    PRIMARY KEY (kind, since)
);
INSERT INTO caution VALUES ('new_beneficiary', '-infinity', 50000);
CREATE INDEX movement_between ON movement (giver_id, receiver_id);
