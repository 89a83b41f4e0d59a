-- Which secret each door is used with: whether whoever comes there still needs the old one.
CREATE TABLE door_use (
    door       text NOT NULL,
    secret_tag text NOT NULL,                -- the first digits of a digest: the secret itself is in no database
    newest     boolean NOT NULL,             -- as the web app had it when this was last written
    calls      bigint NOT NULL,
    first_at   timestamptz NOT NULL,
    last_at    timestamptz NOT NULL,
    PRIMARY KEY (door, secret_tag)
);
