-- Members of businesses: how they sign in, what they are in which business, who was invited, and what they did.

CREATE TABLE member_login (                        -- one human, who may be a member of several businesses
    id           uuid PRIMARY KEY,
    email        text UNIQUE CHECK (email = lower(email) AND length(email) <= 200),
    phone        text UNIQUE,                      -- E.164
    name         text NOT NULL CHECK (length(name) BETWEEN 2 AND 60),
    language     text NOT NULL DEFAULT 'fr',
    recipe       text,                             -- of the password (wallet/core/hashes.py); none: by texted codes alone
    verifier     bytea,                            -- sha256 of the key that it makes; no role reads it
    tries        smallint NOT NULL DEFAULT 0,      -- wrong passwords in a row
    locked_until timestamptz,
    tried        bytea,                            -- sha256 of the key counted last: no other is compared
    tried_in     xid8,
    factor_tries smallint NOT NULL DEFAULT 0,      -- wrong second factors in a row
    factor_locks smallint NOT NULL DEFAULT 0,
    factor_locked_until timestamptz,
    factor_tried_in xid8,
    since        timestamptz NOT NULL,
    CONSTRAINT reached_somehow CHECK (num_nonnulls(email, phone) > 0),
    CONSTRAINT whole_password CHECK ((recipe IS NULL) = (verifier IS NULL))
);

CREATE TABLE membership (
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    login_id    uuid NOT NULL REFERENCES member_login (id),
    role        text NOT NULL CHECK (role IN ('owner', 'manager', 'accountant', 'payroll_maker', 'payroll_approver',
                                              'cashier', 'developer', 'viewer')),
    tills       text[] NOT NULL DEFAULT '{}',      -- a cashier's own
    since       timestamptz NOT NULL,
    until       timestamptz
);
CREATE UNIQUE INDEX membership_of ON membership (merchant_id, login_id) WHERE until IS NULL;
CREATE INDEX membership_of_login ON membership (login_id) WHERE until IS NULL;

CREATE TABLE member_permission (                   -- wallet/members/roles.txt, put here by every migrate
    role text NOT NULL,
    may  text NOT NULL,
    PRIMARY KEY (role, may)
);

CREATE TABLE member_session (
    digest     bytea PRIMARY KEY,                  -- sha256 of sha256 of what the cookie holds
    login_id   uuid NOT NULL REFERENCES member_login (id),
    opened_by  text NOT NULL CHECK (opened_by IN ('password', 'code')),
    address    text NOT NULL,                      -- where from, by what: for whoever reads the list of their sessions
    browser    text NOT NULL CHECK (length(browser) <= 200),
    opened_at  timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    factor_at  timestamptz,                        -- when a second factor was right last
    challenge  bytea,                              -- that a passkey is to sign next
    challenge_until timestamptz,
    ended_at   timestamptz
);
CREATE INDEX member_session_of ON member_session (login_id) WHERE ended_at IS NULL;

CREATE TABLE member_totp (                         -- an authenticator app
    login_id     uuid PRIMARY KEY REFERENCES member_login (id),
    secret       text NOT NULL,                    -- sealed (wallet/core/sealed.py)
    last_step    bigint NOT NULL DEFAULT 0,        -- of the clock: a code is good once
    since        timestamptz NOT NULL,
    confirmed_at timestamptz                       -- null: its first code was not typed yet
);

CREATE TABLE passkey (
    id            uuid PRIMARY KEY,
    login_id      uuid NOT NULL REFERENCES member_login (id),
    credential_id bytea NOT NULL UNIQUE CHECK (length(credential_id) BETWEEN 1 AND 1023),
    public_key    bytea NOT NULL,
    sign_count    bigint NOT NULL,
    name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    since         timestamptz NOT NULL,
    used_at       timestamptz
);
CREATE INDEX passkey_of ON passkey (login_id);

CREATE TABLE recovery_code (
    login_id uuid NOT NULL REFERENCES member_login (id),
    digest   bytea NOT NULL,                       -- sha256 of 80 bits of chance
    used_at  timestamptz,
    PRIMARY KEY (login_id, digest)
);

CREATE TABLE invitation (
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    email       text CHECK (email = lower(email)),
    phone       text,
    role        text NOT NULL,
    tills       text[] NOT NULL DEFAULT '{}',
    digest      bytea NOT NULL UNIQUE,             -- sha256 of what its address holds
    pepper      text NOT NULL,                     -- by which that is computed when it is sent
    invited_by  uuid REFERENCES member_login (id), -- null: the shop's owner did, at their phone
    invited_at  timestamptz NOT NULL,
    until       timestamptz NOT NULL,
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'withdrawn')),
    login_id    uuid REFERENCES member_login (id), -- who accepted
    ended_at    timestamptz,
    CONSTRAINT to_one_address CHECK (num_nonnulls(email, phone) = 1),
    CONSTRAINT ended CHECK ((state = 'open') = (ended_at IS NULL) AND (state = 'accepted') = (login_id IS NOT NULL))
);
CREATE INDEX invitation_of ON invitation (merchant_id) WHERE state = 'open';

CREATE TABLE business_act (                        -- the business's own history: it only grows
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    login_id    uuid REFERENCES member_login (id), -- null: the shop's owner, at their phone
    kind        text NOT NULL,
    content     jsonb NOT NULL,
    refused     text NOT NULL DEFAULT '',          -- why, "" for what was done
    at          timestamptz NOT NULL
);
CREATE INDEX business_act_of ON business_act (merchant_id, at, id);

-- Mails that invite, beside those of invoices (20_invoices.sql).
ALTER TABLE mail DROP CONSTRAINT mail_kind_check, ADD CONSTRAINT mail_kind_check
    CHECK (kind IN ('checkout_paid', 'invoice_sent', 'invoice_reminder', 'invitation'));
