-- Signing in on pages: codes texted to numbers, and who is signed in. Neither a code nor a session's cookie stands here.
CREATE TABLE page_code (
    id       uuid PRIMARY KEY,
    phone    text NOT NULL,                       -- E.164; whether a wallet has it is not told
    pepper   text NOT NULL,                       -- by which the code is computed (wallet/core/secrets.py)
    asked_at timestamptz NOT NULL,
    tries    smallint NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 3),
    used_at  timestamptz
);
CREATE INDEX page_code_of ON page_code (phone, asked_at);
CREATE TABLE page_session (
    digest    text PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),  -- SHA-256 of what its cookie holds
    person_id uuid NOT NULL REFERENCES person (id),
    phone     text NOT NULL,                      -- it was opened by; it ends with it
    opened_at timestamptz NOT NULL,
    seen_at   timestamptz NOT NULL,
    ended_at  timestamptz
);
CREATE INDEX page_session_of ON page_session (person_id);
