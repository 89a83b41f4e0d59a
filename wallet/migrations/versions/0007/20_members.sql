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
