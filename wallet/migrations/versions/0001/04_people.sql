-- People: their numbers, PINs, papers and SIMs.

CREATE TABLE person (
    id              uuid PRIMARY KEY,
    name            text NOT NULL,
    tier            smallint NOT NULL DEFAULT 0 CHECK (tier BETWEEN 0 AND 2),
    language        text NOT NULL DEFAULT 'fr',
    state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'frozen', 'closed')),
    locked_by_owner boolean NOT NULL DEFAULT false,   -- BLOQUE, or the menu: withdrawals and money by SMS stop
    robbed          boolean NOT NULL DEFAULT false,   -- locked for its owner by who saw their ID: all money stops
    account_id      bigint NOT NULL UNIQUE REFERENCES account (id),
    joined_at       timestamptz NOT NULL,
    human_id        uuid NOT NULL DEFAULT gen_random_uuid(),  -- shared by the wallets of one human: so are ceilings
    CHECK (locked_by_owner OR NOT robbed)             -- once it is lifted, the owner's own lock still stands
);

CREATE INDEX person_of_human ON person (human_id);

-- A number is an alias with dates: it may change hands, money and history do not follow it.
CREATE TABLE phone (
    number     text NOT NULL,
    person_id  uuid NOT NULL REFERENCES person (id),
    since      timestamptz NOT NULL,
    until      timestamptz,
    passed_on  boolean NOT NULL DEFAULT false  -- it went to somebody else: whoever has it next is another human
);
CREATE UNIQUE INDEX phone_in_use ON phone (number) WHERE until IS NULL;
CREATE INDEX phone_had ON phone (number, until) WHERE until IS NOT NULL;
CREATE INDEX phone_of_person ON phone (person_id);

-- A number's row is locked by whoever asks or sends it something, and by whoever opens a wallet there.
CREATE TABLE number_turn (
    number text PRIMARY KEY
);

CREATE TABLE pin (
    person_id    uuid PRIMARY KEY REFERENCES person (id),
    hash         text NOT NULL,             -- argon2id over a peppered HMAC; `pepper$…` names the pepper
    past         text[] NOT NULL,           -- the last three hashes, newest first
    tries        smallint NOT NULL DEFAULT 0,
    locks        smallint NOT NULL DEFAULT 0,
    locked_until timestamptz                -- 'infinity' until staff lift it
);

CREATE TABLE name_shown (                   -- at most 20 new names a day for one caller
    viewer_id uuid NOT NULL,
    seen_id   uuid NOT NULL,
    day       date NOT NULL,
    PRIMARY KEY (viewer_id, seen_id)
);
CREATE INDEX name_shown_by_day ON name_shown (viewer_id, day);

CREATE TABLE identity (                           -- an ID document somebody saw
    person_id uuid NOT NULL REFERENCES person (id),
    kind      text NOT NULL CHECK (kind IN ('cni', 'passport', 'receipt', 'stay')),
    number    text NOT NULL,
    name      text NOT NULL,                      -- as the document writes it
    seen_by   text NOT NULL,                      -- an agent's code, or a member of staff's login
    at        timestamptz NOT NULL,
    PRIMARY KEY (person_id, kind, number)
);
CREATE INDEX identity_of_document ON identity (kind, number);

CREATE TABLE wrong_document (                     -- a number typed that is on no document of this person's
    person_id uuid NOT NULL REFERENCES person (id),
    typed_by  text NOT NULL,                      -- an agent's code
    at        timestamptz NOT NULL
);
CREATE INDEX wrong_document_of ON wrong_document (person_id, at);

CREATE TABLE robbed_lock (                        -- a wallet locked for its robbed owner, by whoever saw the ID
    id        uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id),
    locked_by text NOT NULL,                      -- an agent's code, or a member of staff's login
    locked_at timestamptz NOT NULL,
    lifted_by text,
    lifted_at timestamptz,
    CHECK ((lifted_by IS NULL) = (lifted_at IS NULL))
);
CREATE UNIQUE INDEX robbed_lock_standing ON robbed_lock (person_id) WHERE lifted_at IS NULL;
CREATE INDEX robbed_lock_of ON robbed_lock (person_id, locked_at);
CREATE INDEX robbed_lock_by ON robbed_lock (locked_by, locked_at);

CREATE TABLE favourite (
    owner_id  uuid NOT NULL REFERENCES person (id),
    person_id uuid NOT NULL REFERENCES person (id),
    since     timestamptz NOT NULL,
    PRIMARY KEY (owner_id, person_id)
);

-- What a provider said of a number's SIM, and what we wait to hear of it.
CREATE TABLE sim (
    number     text PRIMARY KEY,
    swapped_at timestamptz,                       -- the last change heard of
    checked_at timestamptz,                       -- when something was last heard
    heard      text NOT NULL DEFAULT '' CHECK (heard IN ('', 'date', 'none', 'unknown', 'silence')),
    asked_at   timestamptz,                       -- since when we wait; null: we do not
    due_at     timestamptz,                       -- when a worker asks, or asks again
    tries      smallint NOT NULL DEFAULT 0,
    request_id text UNIQUE,                       -- of a provider that answers later, by a callback
    CHECK ((asked_at IS NULL) = (due_at IS NULL))
);
CREATE INDEX sim_due ON sim (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE pin_reset (                          -- somebody saw the ID; the owner chooses the PIN on their own phone
    id         uuid PRIMARY KEY,
    person_id  uuid NOT NULL REFERENCES person (id),
    started_by text NOT NULL,                     -- a staff login, or an agent's person id
    state      text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'replaced', 'done', 'dropped')),
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,
    blind      boolean NOT NULL DEFAULT false,    -- done without a provider's word about the SIM
    CHECK ((state = 'open') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX pin_reset_open ON pin_reset (person_id) WHERE state = 'open';
CREATE INDEX pin_reset_done ON pin_reset (person_id, ended_at) WHERE state = 'done';
