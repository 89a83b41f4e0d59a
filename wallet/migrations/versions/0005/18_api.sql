CREATE TABLE return_origin (                       -- where payers are led back to, the result signed
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    origin      text NOT NULL CHECK (length(origin) <= 200),
    secret      text NOT NULL,                     -- sealed (wallet/core/sealed.py)
    since       timestamptz NOT NULL,
    until       timestamptz                        -- removed, or given a new secret by another row
);
CREATE UNIQUE INDEX return_origin_of ON return_origin (merchant_id, origin) WHERE until IS NULL;
