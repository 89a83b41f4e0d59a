-- A question's code is computed by the pepper it was first computed by, whichever is the newest by now.
ALTER TABLE ask ADD pepper text;  -- its id; null where the release of November 2026 asked
