-- Our accounts at banks, and what the banks' statements say of them.

CREATE TABLE bank_account (
    id       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rib      text NOT NULL UNIQUE CHECK (rib ~ '^[0-9]{23}$'),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    profile  text NOT NULL,                        -- the bank's (wallet/banks/bank_profiles.py)
    title    text NOT NULL CHECK (length(title) BETWEEN 1 AND 60),
    added_at timestamptz NOT NULL
);

CREATE TABLE bank_file (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- staff say it: B12
    account_id  integer NOT NULL REFERENCES bank_account (id),
    sha256      text NOT NULL,
    name        text NOT NULL,
    imported_at timestamptz NOT NULL,
    UNIQUE (account_id, sha256)
);

-- Where a file is laid down while it is looked at: emptied at each start, and its lock makes imports take turns.
CREATE UNLOGGED TABLE bank_line_read (
    line int, account text, statement text, booked_on date, value_on date, amount bigint, currency text,
    bank_reference text, end_to_end_id text, rf text, name text, party_account text, words text, reverses boolean,
    returned text, identity uuid, rf_codes text[], text_codes text[]
);

-- A movement of an account, once, however many statements tell of it, and what it is known to be about.
CREATE TABLE bank_line (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- staff say it: L12
    account_id     integer NOT NULL REFERENCES bank_account (id),
    identity       uuid NOT NULL,
    nth            integer NOT NULL,               -- of the lines of one statement that say the very same
    file_id        bigint NOT NULL REFERENCES bank_file (id),  -- that told of it first
    statement      text NOT NULL,
    line           integer NOT NULL,
    booked_on      date NOT NULL,
    value_on       date NOT NULL,
    amount         bigint NOT NULL CHECK (amount <> 0),  -- minor units; above zero came in
    bank_reference text NOT NULL,
    end_to_end_id  text NOT NULL,
    rf             text NOT NULL,
    name           text NOT NULL,                  -- the other side's
    party_account  text NOT NULL,
    words          text NOT NULL,
    reverses       boolean NOT NULL,               -- it takes an earlier line back
    returned       text NOT NULL,                  -- why a payment of ours came back
    rf_codes       text[] NOT NULL,                -- codes of ours that its RF references carry
    text_codes     text[] NOT NULL,                -- and those that its words hold
    state          text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'suggested', 'matched')),
    how            text NOT NULL DEFAULT '' CHECK (how IN ('', 'rf', 'text', 'amount', 'person')),
    checkout_id    uuid REFERENCES checkout (id),  -- that it pays, or perhaps pays
    case_id        uuid REFERENCES case_file (id) DEFERRABLE INITIALLY DEFERRED,  -- a set of cases is written after it
    UNIQUE (account_id, identity, nth),
    CONSTRAINT only_what_came_in_pays CHECK (checkout_id IS NULL OR amount > 0),
    CONSTRAINT matched_with_something CHECK ((state = 'open') = (checkout_id IS NULL) AND (how <> '' OR state = 'open'))
);
CREATE INDEX bank_line_of_file ON bank_line (file_id);
CREATE INDEX bank_line_waiting ON bank_line (id) WHERE state <> 'matched';
CREATE INDEX bank_line_of_checkout ON bank_line (checkout_id) WHERE checkout_id IS NOT NULL;
