-- How long rows are kept that only tell what was said: see wallet/core/life.sql, which ends them.
CREATE TABLE row_life (
    kind text    PRIMARY KEY,                           -- the table
    days integer NOT NULL CHECK (days BETWEEN 30 AND 3650)
);

-- Old rows lie together: these cost next to nothing to keep.
CREATE INDEX notice_by_age ON notice USING brin (written_at);
CREATE INDEX delivery_by_age ON delivery USING brin (at);
CREATE INDEX text_in_by_age ON text_in USING brin (heard_at);
CREATE INDEX callback_by_age ON callback_in USING brin (heard_at);
CREATE INDEX security_event_by_age ON security_event USING brin (at);
