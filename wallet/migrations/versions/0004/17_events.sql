-- What a business hears of: written with what happened, numbered once that is committed.

-- A number is given by a worker, in the order of commits: whoever has read up to one has missed none before it. Two
-- events of one object are written under that object's lock, and so are numbered as they happened.
CREATE TABLE event (
    id          uuid PRIMARY KEY,               -- version 7: neighbours in time are neighbours in the index
    number      bigint UNIQUE,                  -- null until it is published
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    kind        text NOT NULL,                  -- wallet/business/events.py
    object_id   text NOT NULL,                  -- what it is about
    data        jsonb NOT NULL,                 -- that, as the API shows it
    at          timestamptz NOT NULL
);
CREATE INDEX event_of ON event (merchant_id, number) WHERE number IS NOT NULL;
CREATE INDEX event_not_published ON event (at, id) WHERE number IS NULL;

CREATE TABLE event_count (published bigint NOT NULL);  -- the last number given: one row
INSERT INTO event_count VALUES (0);
