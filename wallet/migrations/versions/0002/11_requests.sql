-- Looks at codes of others' requests, by phone and day in Douala: whoever tries codes sees few.
CREATE TABLE code_look (
    phone text     NOT NULL,
    day   date     NOT NULL,
    wrong smallint NOT NULL DEFAULT 0,            -- codes of nothing
    seen  smallint NOT NULL DEFAULT 0,            -- of others' requests
    PRIMARY KEY (phone, day)
);
