-- Members: addresses by which a password that was forgotten is set anew.

CREATE TABLE password_reset (
    id       uuid PRIMARY KEY,
    login_id uuid NOT NULL REFERENCES member_login (id),
    digest   bytea NOT NULL UNIQUE,                -- sha256 of what its address holds
    pepper   text NOT NULL,                        -- by which that is computed when it is sent
    asked_at timestamptz NOT NULL,
    until    timestamptz NOT NULL,
    used_at  timestamptz
);
CREATE INDEX password_reset_of ON password_reset (login_id, asked_at);

DROP FUNCTION IF EXISTS change_member_password(bytea, text, bytea);  -- asks for the password of before now

-- The key of a login's second factors, without which nobody says that one was right; and recovery codes' hashes, hashed
-- again, so that whoever reads rows has none.

ALTER TABLE member_login
    ADD factor_key   text,                         -- sealed (wallet/core/sealed.py); null: no factor was added since
    ADD factor_proof bytea,                        -- sha256 of it; no role reads it
    ADD CONSTRAINT whole_factor_key CHECK ((factor_key IS NULL) = (factor_proof IS NULL));

UPDATE recovery_code SET digest = sha256(digest);
