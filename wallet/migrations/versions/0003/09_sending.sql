-- When money stopped waiting for a number: sends taken back are counted by the day they were taken back.
ALTER TABLE claim ADD ended_at timestamptz;  -- null while it waits, and where the release of November 2026 ended it
