-- Of the tries counted, how many were compared and wrong: while there are fewer, a lock may still be taken back.
ALTER TABLE pin ADD COLUMN wrong smallint NOT NULL DEFAULT 0;
-- What locked a PIN before this was known is known to be wrong.
UPDATE pin SET wrong = tries;
