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
