-- Whom businesses bill, and what: drafts that change, and papers with a number that stay as they were issued.

CREATE TABLE customer (                            -- whom a business bills
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    niu         text NOT NULL DEFAULT '',          -- its taxpayer number
    rccm        text NOT NULL DEFAULT '',          -- its entry in the register of commerce
    address     text NOT NULL DEFAULT '',
    email       text NOT NULL DEFAULT '',
    phone       text NOT NULL DEFAULT '',          -- E.164
    language    text NOT NULL DEFAULT 'fr' CHECK (language IN ('fr', 'en')),  -- it is written to in
    created_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL
);
CREATE INDEX customer_of ON customer (merchant_id, created_at, id);

CREATE TABLE invoice_issuer (                      -- what the law wants said of whoever bills
    merchant_id   uuid PRIMARY KEY REFERENCES merchant (id),
    legal_name    text NOT NULL CHECK (length(legal_name) BETWEEN 1 AND 120),
    address       text NOT NULL,
    niu           text NOT NULL CHECK (niu ~ '^[A-Z][0-9]{12}[A-Z]$'),
    rccm          text NOT NULL DEFAULT '',
    tax_centre    text NOT NULL DEFAULT '',
    regime        text NOT NULL CHECK (regime IN ('real', 'simplified', 'igs')),  -- under igs no VAT is billed
    vat_shown     text NOT NULL DEFAULT 'whole' CHECK (vat_shown IN ('whole', 'split')),
    language      text NOT NULL DEFAULT 'fr' CHECK (language IN ('fr', 'en')),  -- of its papers
    email         text NOT NULL DEFAULT '',
    phone         text NOT NULL DEFAULT '',
    reminder_days smallint[] NOT NULL DEFAULT '{-3,0,7}',  -- from the due day, when who has not paid is reminded
    changed_at    timestamptz NOT NULL
);

CREATE TABLE vat_rate (                            -- what is in force from a day on
    code    text NOT NULL CHECK (code ~ '^[a-z_]{2,20}$'),
    since   date NOT NULL,
    ppm     integer NOT NULL CHECK (ppm BETWEEN 0 AND 1000000),      -- of the net, the additional council tax (CAC) in it
    cac_ppm integer NOT NULL DEFAULT 0 CHECK (cac_ppm BETWEEN 0 AND ppm),
    reasoned boolean NOT NULL DEFAULT false,       -- a line of it says why no tax is due
    PRIMARY KEY (code, since)
);
CREATE TABLE withholding_rate (                    -- what some buyers keep back of an invoice for the state
    code  text NOT NULL CHECK (code ~ '^[a-z0-9_]{2,20}$'),
    since date NOT NULL,
    ppm   integer NOT NULL CHECK (ppm BETWEEN 1 AND 1000000),
    part  text NOT NULL CHECK (part IN ('net', 'vat')),              -- that it is reckoned on
    PRIMARY KEY (code, since)
);

CREATE TABLE invoice_series (                      -- how many numbers of a kind and year are taken: no gap, ever
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    kind        text NOT NULL,
    year        smallint NOT NULL,
    taken       integer NOT NULL CHECK (taken > 0),
    last_on     date NOT NULL,                     -- the newest one's day: none is dated before it
    last_hash   bytea NOT NULL,                    -- and its hash, which the next one's is made with
    PRIMARY KEY (merchant_id, kind, year)
);

CREATE TABLE invoice (
    id           uuid PRIMARY KEY,
    merchant_id  uuid NOT NULL REFERENCES merchant (id),
    kind         text NOT NULL CHECK (kind IN ('invoice', 'proforma', 'credit_note')),
    customer_id  uuid NOT NULL REFERENCES customer (id),
    of_id        uuid REFERENCES invoice (id),     -- the invoice a credit note takes back; the proforma an invoice was made of
    reference    text NOT NULL DEFAULT '',         -- the business's own
    notes        text NOT NULL DEFAULT '',
    due_on       date,
    withholdings text[] NOT NULL DEFAULT '{}',     -- codes of withholding_rate
    deposit      bigint NOT NULL DEFAULT 0 CHECK (deposit >= 0),     -- paid already, in francs
    net          bigint NOT NULL,
    vat          bigint NOT NULL,
    total        bigint NOT NULL,
    withheld     bigint NOT NULL,
    payable      bigint NOT NULL CHECK (payable >= 0),
    state        text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'final', 'dropped')),
    year         smallint,                         -- all that follows: once it is final
    place        integer,
    number       text,
    issued_on    date,
    canonical    text,                             -- all that it says, as JSON: papers are made of this alone
    hash         bytea,                            -- of the one before it in its series, and of this
    finalised_at timestamptz,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    UNIQUE (merchant_id, kind, year, place),
    CONSTRAINT adds_up CHECK (total = net + vat AND payable = total - withheld - deposit),
    CONSTRAINT a_credit_note_takes_back CHECK (kind <> 'credit_note' OR of_id IS NOT NULL),
    CONSTRAINT a_final_one_has_all CHECK ((state = 'final') =
        (num_nonnulls(year, place, number, issued_on, canonical, hash, finalised_at) = 7)
        AND (state = 'final' OR num_nonnulls(year, place, number, issued_on, canonical, hash, finalised_at) = 0))
);
CREATE INDEX invoice_of ON invoice (merchant_id, created_at, id);
CREATE INDEX invoice_taken_back ON invoice (of_id) WHERE of_id IS NOT NULL;
CREATE UNIQUE INDEX proforma_turned_once ON invoice (of_id) WHERE kind = 'invoice' AND state <> 'dropped';

CREATE TABLE invoice_line (
    invoice_id   uuid NOT NULL REFERENCES invoice (id),
    place        smallint NOT NULL,
    title        text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    quantity     numeric(18,6) NOT NULL CHECK (quantity > 0),
    unit         text NOT NULL DEFAULT '',
    unit_price   bigint NOT NULL CHECK (unit_price >= 0),            -- francs
    discount     bigint NOT NULL DEFAULT 0 CHECK (discount >= 0),    -- francs; a share that was said stands beside it
    discount_percent numeric(5,2) CHECK (discount_percent BETWEEN 0 AND 100),
    vat          text NOT NULL,                    -- a code of vat_rate
    ppm          integer NOT NULL,                 -- its rate, and what of it is CAC, when it was reckoned
    cac_ppm      integer NOT NULL,
    exemption    text NOT NULL DEFAULT '',         -- why no tax is due
    net          bigint NOT NULL CHECK (net >= 0),
    PRIMARY KEY (invoice_id, place)
);

CREATE TABLE invoice_sending (                     -- to whom it was sent, each time
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    invoice_id uuid NOT NULL REFERENCES invoice (id),
    way        text NOT NULL CHECK (way IN ('email', 'sms')),
    address    text NOT NULL,
    at         timestamptz NOT NULL
);
CREATE INDEX invoice_sending_of ON invoice_sending (invoice_id);

CREATE TABLE invoice_deadline (                    -- a day on which something is done about what is not paid, once
    id         uuid PRIMARY KEY,
    invoice_id uuid NOT NULL REFERENCES invoice (id),
    what       text NOT NULL CHECK (what IN ('reminder', 'overdue')),
    days       smallint NOT NULL,                  -- from its due day
    due_at     timestamptz NOT NULL,
    done_at    timestamptz,
    told       boolean,                            -- false: there was nothing to say any more
    UNIQUE (invoice_id, what, days),
    CONSTRAINT done_says_whether_told CHECK ((done_at IS NULL) = (told IS NULL))
);
CREATE INDEX invoice_deadline_due ON invoice_deadline (due_at) WHERE done_at IS NULL;

-- What is left to pay of an invoice is asked for by one open checkout; each that was paid is a payment of it.
ALTER TABLE checkout ADD invoice_id uuid REFERENCES invoice (id);
CREATE INDEX checkout_of_invoice ON checkout (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE UNIQUE INDEX invoice_asked_once ON checkout (invoice_id) WHERE invoice_id IS NOT NULL AND state = 'open';

ALTER TABLE mail DROP CONSTRAINT mail_kind_check;
ALTER TABLE mail ADD CONSTRAINT mail_kind_check CHECK (kind IN ('checkout_paid', 'invoice_sent', 'invoice_reminder'));

-- A line of a bank's statement that two of staff had pay its checkout, or, of less than an invoice asks, one of its own.
CREATE TABLE bank_line_paid (
    line_id     bigint PRIMARY KEY REFERENCES bank_line (id),
    checkout_id uuid NOT NULL UNIQUE REFERENCES checkout (id),
    at          timestamptz NOT NULL
);
