-- What the operators' files say, and where they differ from us.

CREATE TABLE settlement_file (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rail         text NOT NULL REFERENCES operator (rail),
    sha256       text NOT NULL,
    name         text NOT NULL,
    imported_at  timestamptz NOT NULL,
    since        timestamptz,                     -- our payments from then until then must stand in it, if it tells time
    until        timestamptz,
    withdrawn_at timestamptz                      -- loaded by mistake: nothing it says counts
);
CREATE UNIQUE INDEX settlement_file_once ON settlement_file (rail, sha256) WHERE withdrawn_at IS NULL;

-- Where a file is laid down while it is looked at: emptied at each start, and its lock makes reconciliations take turns.
CREATE UNLOGGED TABLE settlement_line (
    line int, identity uuid, operator_id text, reference text, handle text, direction text, amount bigint, phone text,
    status text, said text, at timestamptz
);
CREATE UNLOGGED TABLE settlement_scope (          -- the rows judged now, and the line of the file each stands on, if any
    row_id bigint, line int
);
CREATE UNLOGGED TABLE settlement_verdict (        -- and what each is, with our payments that no row is about
    row_id bigint, payment_id uuid, line int, direction text, amount bigint, class text
);

-- What operators' files say of a transaction, once, however many files say so. Of what several say otherwise one stands:
-- how it ended before how it began, then what the newest file says.
CREATE TABLE settlement_row (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rail        text NOT NULL,                    -- its file's: no foreign key, a million lines would look it up
    identity    uuid NOT NULL,                    -- of the transaction: the operator's id where there is one
    nth         int NOT NULL,                     -- of the lines of one file about the very same
    operator_id text NOT NULL,
    reference   text NOT NULL,                    -- ours
    handle      text NOT NULL,                    -- what the payment is polled by
    direction   text NOT NULL CHECK (direction IN ('collect', 'pay')),
    amount      bigint NOT NULL CHECK (amount > 0),
    phone       text NOT NULL,
    status      text NOT NULL CHECK (status IN ('succeeded', 'failed', 'pending', 'unclear')),
    said        text NOT NULL,                    -- their word for the status
    at          timestamptz,
    payment_id  uuid REFERENCES payment (id),
    stands      boolean NOT NULL DEFAULT true,
    UNIQUE (rail, identity, nth, direction, amount, status, reference)
);
CREATE INDEX settlement_row_of ON settlement_row (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX settlement_row_unmatched ON settlement_row (rail) WHERE payment_id IS NULL;

CREATE TABLE settlement_said (                    -- which files say so; no foreign keys, for the same reason
    file_id bigint NOT NULL,
    row_id  bigint NOT NULL,
    PRIMARY KEY (row_id, file_id)
);
CREATE INDEX settlement_said_by ON settlement_said (file_id);

CREATE TABLE discrepancy (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rail       text NOT NULL REFERENCES operator (rail),
    class      text NOT NULL
               CHECK (class IN ('missing_there', 'missing_here', 'amount_differs', 'status_differs', 'duplicate')),
    row_id     bigint REFERENCES settlement_row (id),
    payment_id uuid REFERENCES payment (id),
    state      text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'gone', 'corrected', 'corrected_wrongly')),
    corrections smallint NOT NULL DEFAULT 0,
    found_at   timestamptz NOT NULL,
    CHECK (row_id IS NOT NULL OR payment_id IS NOT NULL)
);
CREATE UNIQUE INDEX discrepancy_once ON discrepancy (class, row_id, payment_id) NULLS NOT DISTINCT;
CREATE INDEX discrepancy_unresolved ON discrepancy (rail) WHERE state IN ('open', 'corrected_wrongly');
CREATE INDEX discrepancy_of_row ON discrepancy (row_id);
CREATE INDEX discrepancy_of_payment ON discrepancy (payment_id);
