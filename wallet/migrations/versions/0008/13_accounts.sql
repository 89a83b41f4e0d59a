-- Codes that sign in on a page: drawn by the worker that texts one, kept as a hash that no role reads.

ALTER TABLE page_code
    ALTER pepper DROP NOT NULL,                    -- by which the code was keyed; null: it was not sent yet
    ADD digest   bytea,                            -- sha256 of the key that the code makes; no role reads it
    ADD tried    bytea,                            -- sha256 of the key counted last: no other is compared
    ADD tried_in xid8;
