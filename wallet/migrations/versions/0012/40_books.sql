-- When the newest entry of an ordinary account was posted: under its lock no later one is given an earlier time, whatever a clock
-- says that was put back.
ALTER TABLE account ADD COLUMN last_at timestamptz;
UPDATE account a SET last_at = e.posted_at FROM entry e WHERE (e.account_id, e.seq) = (a.id, a.seq);
