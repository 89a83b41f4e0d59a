-- The staff's side: who they are, what one asked and another approved, and what the operators' files say.

CREATE TABLE staff (                              -- written by the owner alone; the app counts tries here
    login        text PRIMARY KEY CHECK (login ~ '^[a-z][a-z0-9._-]{1,31}$'),
    hash         text NOT NULL,                   -- argon2id over a peppered HMAC; `pepper$…` names the pepper
    tries        smallint NOT NULL DEFAULT 0,
    locks        smallint NOT NULL DEFAULT 0,
    locked_until timestamptz,
    since        timestamptz NOT NULL,
    until        timestamptz                      -- has left
);

CREATE TABLE staff_request (                      -- what one asks and another must approve; the newest of a subject counts
    id       uuid PRIMARY KEY,
    what     text NOT NULL CHECK (what IN ('settle', 'correct')),
    subject  text NOT NULL,                       -- a payment's reference, or a discrepancy's name (D17)
    content  jsonb NOT NULL,                      -- what is asked, and what the subject was when it was
    why      text NOT NULL CHECK (length(why) BETWEEN 3 AND 500),
    asked_by text NOT NULL REFERENCES staff (login),
    asked_at timestamptz NOT NULL,
    UNIQUE (id, what, subject, asked_by)
);
CREATE INDEX staff_request_of ON staff_request (subject, asked_at);

CREATE TABLE staff_act (                          -- what was done: nobody, the owner included, changes a line of it
    id          uuid PRIMARY KEY,
    request_id  uuid UNIQUE,                      -- a request is performed once
    what        text NOT NULL,
    subject     text NOT NULL,
    before      jsonb NOT NULL,
    after       jsonb NOT NULL,
    why         text NOT NULL,
    asked_by    text NOT NULL REFERENCES staff (login),
    approved_by text REFERENCES staff (login),
    at          timestamptz NOT NULL,
    FOREIGN KEY (request_id, what, subject, asked_by) REFERENCES staff_request (id, what, subject, asked_by),
    CONSTRAINT nobody_approves_themselves CHECK (approved_by <> asked_by),
    CONSTRAINT approved_if_requested CHECK ((request_id IS NULL) = (approved_by IS NULL)),
    CONSTRAINT money_takes_two CHECK (what NOT IN ('settle', 'correct') OR approved_by IS NOT NULL)
);
CREATE INDEX staff_act_of ON staff_act (subject, at);

CREATE TRIGGER requests_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_request
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER acts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_act
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE staff_request ENABLE ALWAYS TRIGGER requests_stay;
ALTER TABLE staff_act     ENABLE ALWAYS TRIGGER acts_stay;

CREATE TABLE settlement_file (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rail        text NOT NULL REFERENCES operator (rail),
    sha256      text NOT NULL,
    name        text NOT NULL,
    imported_at timestamptz NOT NULL,
    UNIQUE (rail, sha256)
);

-- Where a file is laid down while it is looked at: emptied at each start, and its lock makes reconciliations take turns.
CREATE UNLOGGED TABLE settlement_line (
    line int, hash uuid, operator_id text, reference text, handle text, direction text, amount bigint, phone text,
    status text, said text, at timestamptz
);
CREATE UNLOGGED TABLE settlement_scope (          -- the rows judged now, and the line of the file each stands on, if any
    row_id bigint, line int
);
CREATE UNLOGGED TABLE settlement_verdict (        -- and what each is, with our payments that no row is about
    row_id bigint, payment_id uuid, line int, direction text, amount bigint, class text
);

CREATE TABLE settlement_row (                     -- a line of an operator's file, once, however many files hold it
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rail        text NOT NULL,                    -- its file's: no foreign key, a million lines would look it up
    hash        uuid NOT NULL,                    -- of what it says
    nth         int NOT NULL,                     -- of the lines of one file that say the very same
    file_id     bigint NOT NULL REFERENCES settlement_file (id),
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
    UNIQUE (rail, hash, nth)
);
CREATE INDEX settlement_row_of ON settlement_row (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX settlement_row_unmatched ON settlement_row (rail) WHERE payment_id IS NULL;

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
