-- By what an operation is known to be claimed by a process that holds the pepper.

-- The key of one pepper, as HMAC-SHA256 takes it in: XORed with its inner and its outer pad. No role reads it.
CREATE TABLE operation_key (
    pepper    text PRIMARY KEY CHECK (pepper ~ '^[A-Za-z0-9_-]{1,8}$'),
    inner_pad bytea NOT NULL CHECK (length(inner_pad) = 64),
    outer_pad bytea NOT NULL CHECK (length(outer_pad) = 64),
    since     timestamptz NOT NULL DEFAULT now()
);
