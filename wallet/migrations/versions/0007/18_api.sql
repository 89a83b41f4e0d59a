-- Keys of return origins: one that another replaced signs beside it for a while.

ALTER TABLE return_origin ADD COLUMN signs_until timestamptz;  -- of one that was replaced; null: it signs no more
