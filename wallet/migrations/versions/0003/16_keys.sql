-- Which secrets each running process holds: whether one that is being turned is still needed by somebody.
CREATE TABLE key_held (
    process  text NOT NULL,                  -- as it is started: serve, worker mtn, tick…
    host     text NOT NULL,
    key      text NOT NULL,                  -- the setting, and the user where it is an address
    tag      text NOT NULL,                  -- the first digits of a digest: the secret itself is in no database
    place    smallint NOT NULL,              -- 0: it is used; 1: it is taken, or tried, as well
    first_at timestamptz NOT NULL,
    last_at  timestamptz NOT NULL,           -- every ten seconds while the process lives
    PRIMARY KEY (process, host, key, tag)
);
