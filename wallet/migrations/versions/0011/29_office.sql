-- Second factors of staff: an app of six digits (wallet/staff/factors.py), and which sessions showed one.
CREATE TABLE staff_app (
  login        text PRIMARY KEY REFERENCES staff (login),
  secret       text NOT NULL,              -- sealed under the pepper
  proof        bytea NOT NULL,             -- sha256 of a key made of it, with which whoever compared says that a code was right
  since        timestamptz NOT NULL,
  confirmed_at timestamptz,                -- when its first code was typed: before that it is asked of nobody
  last_step    bigint NOT NULL DEFAULT 0,  -- of the clock: a code is good once
  tries        smallint NOT NULL DEFAULT 0,
  locks        smallint NOT NULL DEFAULT 0,
  locked_until timestamptz,
  tried_in     xid8                        -- the transaction that counted the last try
);
ALTER TABLE staff_session ADD factor_at timestamptz;  -- when its login showed a code last
