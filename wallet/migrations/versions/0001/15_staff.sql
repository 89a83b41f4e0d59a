-- The staff's side: who they are, what one asked and another approved, and the chain of what was done.

CREATE TABLE staff (                              -- written by the owner alone; the app counts tries here
    login        text PRIMARY KEY CHECK (login ~ '^[a-z][a-z0-9._-]{1,31}$'),
    hash         text NOT NULL,                   -- argon2id over a peppered HMAC; `pepper$…` names the pepper
    tries        smallint NOT NULL DEFAULT 0,
    locks        smallint NOT NULL DEFAULT 0,
    locked_until timestamptz,
    since        timestamptz NOT NULL,
    until        timestamptz                      -- has left
);

CREATE TABLE staff_act_kind (                     -- what staff may do; wallet/staff/acts.py says the same
    kind      text PRIMARY KEY,
    takes_two boolean NOT NULL                    -- asked by one login, approved by another: money moves, or a limit lifts
);
INSERT INTO staff_act_kind (kind, takes_two) VALUES
    ('set_login', false), ('end_login', false),   -- by the owner of the database
    ('import_file', false),                       -- with a reconciliation
    ('look_at_person', false), ('freeze_wallet', false), ('unfreeze_wallet', true),
    ('lock_for_owner', false), ('unlock_for_owner', true), ('allow_pin_reset', false),
    ('detach_number', true), ('decide_contest', true), ('pay_unclaimed', true), ('close_case', true),
    ('settle_payment', true), ('correct_books', true), ('withdraw_file', false), ('set_maintenance', false),
    ('load_tariff', true), ('drop_tariff', true),
    ('appoint_agent', false), ('give_float', true), ('suspend_agent', false), ('reinstate_agent', true),
    ('close_agent', false), ('close_shop', false),
    ('add_merchant', false), ('add_till', false), ('set_biller', false), ('load_bills', false);

CREATE TABLE staff_request (                      -- what one asks and another must approve; the newest of a subject counts
    id       uuid PRIMARY KEY,
    kind     text NOT NULL REFERENCES staff_act_kind,
    subject  text NOT NULL,                       -- a payment's reference, a case (C17), a person's id, ...
    content  jsonb NOT NULL,                      -- the fields of what is asked
    why      text NOT NULL CHECK (length(why) BETWEEN 3 AND 500),
    asked_by text NOT NULL REFERENCES staff (login),
    asked_at timestamptz NOT NULL,
    UNIQUE (id, kind, subject, asked_by)
);
CREATE INDEX staff_request_of ON staff_request (subject, asked_at);

-- What was done: nobody, the owner included, changes a line of it. Each row's hash covers the row and the hash before it;
-- number, time and hash are set by wallet/staff/functions.sql.
CREATE TABLE staff_act (
    id          uuid PRIMARY KEY,
    request_id  uuid UNIQUE,                      -- a request is performed once
    kind        text NOT NULL REFERENCES staff_act_kind,
    subject     text NOT NULL,
    before      jsonb NOT NULL,
    after       jsonb NOT NULL,
    why         text NOT NULL,
    asked_by    text NOT NULL REFERENCES staff (login),
    approved_by text REFERENCES staff (login),
    at          timestamptz NOT NULL,
    number      bigint NOT NULL UNIQUE,
    hash        bytea NOT NULL,
    FOREIGN KEY (request_id, kind, subject, asked_by) REFERENCES staff_request (id, kind, subject, asked_by),
    CONSTRAINT nobody_approves_themselves CHECK (approved_by <> asked_by),
    CONSTRAINT approved_if_requested CHECK ((request_id IS NULL) = (approved_by IS NULL))
);
CREATE INDEX staff_act_of ON staff_act (subject, at);
