-- Shops: who owns them, the tills people pay at, and the bills they send.

-- A biller is a merchant whose bills have references. Who has an address is asked by a worker, the others load files.
CREATE TABLE merchant (
    id         uuid PRIMARY KEY,
    owner_id   uuid NOT NULL REFERENCES person (id),           -- one shop a person; its tills may be many
    name       text NOT NULL CHECK (length(name) BETWEEN 2 AND 20),
    account_id bigint NOT NULL UNIQUE REFERENCES account (id),
    phone      text,                                           -- the shop's own, texted too; none: its owner's
    texts      text NOT NULL DEFAULT 'each' CHECK (texts IN ('each', 'daily')),  -- to its owner, of its sales
    since      timestamptz NOT NULL,
    until      timestamptz,                                    -- closed: nothing is paid there any more
    biller     text UNIQUE CHECK (biller ~ '^[A-Z]{2,12}$'),   -- the word people pay bills by: PAYER ENEO …
    lookup_url text CHECK (lookup_url ~ '^https?://'),
    CONSTRAINT only_billers_are_asked CHECK (lookup_url IS NULL OR biller IS NOT NULL),
    CONSTRAINT closed_is_no_biller CHECK (until IS NULL OR biller IS NULL)
);
CREATE UNIQUE INDEX merchant_of_owner ON merchant (owner_id) WHERE until IS NULL;

CREATE TABLE till (
    code        text PRIMARY KEY CHECK (code ~ '^[0-9]{5}$'),
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    since       timestamptz NOT NULL
);
CREATE INDEX till_of ON till (merchant_id);

CREATE TABLE bill (
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    reference   text NOT NULL,                     -- what people type: a bill's, a contract's, a meter's
    number      text NOT NULL,                     -- what the biller calls this one bill: it is paid once
    amount      bigint NOT NULL CHECK (amount > 0),
    paid_with   uuid,
    known_until timestamptz NOT NULL,              -- then the biller is asked again; of a loaded file: infinity
    learnt_at   timestamptz NOT NULL,
    UNIQUE (merchant_id, number)
);
CREATE INDEX bill_due ON bill (merchant_id, reference) WHERE paid_with IS NULL;

CREATE TABLE bill_search (                          -- somebody asked for a bill; a worker asks the biller
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    reference   text NOT NULL,
    person_id   uuid NOT NULL REFERENCES person (id),
    state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'asking', 'found', 'missing', 'failed')),
    tries       smallint NOT NULL DEFAULT 0,
    due_at      timestamptz NOT NULL,               -- while asking: when the lease ends
    bill_id     uuid REFERENCES bill (id),
    code        text UNIQUE,                        -- eight digits that pay what was found: a name, not a secret
    asked_at    timestamptz NOT NULL
);
CREATE INDEX bill_search_due ON bill_search (due_at) WHERE state IN ('waiting', 'asking');
CREATE INDEX bill_search_of ON bill_search (person_id, asked_at);

CREATE TABLE sales_digest (                         -- a day of sales to be told at its end, at once
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    until       timestamptz NOT NULL,
    told_at     timestamptz,
    UNIQUE (merchant_id, until)
);
CREATE INDEX sales_digest_due ON sales_digest (until) WHERE told_at IS NULL;

ALTER TABLE movement ADD FOREIGN KEY (merchant_id) REFERENCES merchant (id);
CREATE INDEX movement_of_shop ON movement (merchant_id, at) WHERE merchant_id IS NOT NULL;
