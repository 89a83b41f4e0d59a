-- Entries lie in a partition a month (wallet/ledger/months.sql). What is there, and what is posted until then, stays in the
-- table it is in: this bound, looked over afterwards beside those who post, makes it a partition without reading a row under a
-- lock (wallet/migrations/afterwards.py). Until then is at least a month away, for whoever's migrate is cut short here.
DO $$
DECLARE
  month CONSTANT timestamp := date_trunc('month', (now() + (SELECT shift FROM clock_shift)) AT TIME ZONE 'Africa/Douala');
BEGIN
  EXECUTE format('ALTER TABLE entry ADD CONSTRAINT before_months CHECK (posted_at < %L) NOT VALID',
    (month + interval '2 months') AT TIME ZONE 'Africa/Douala');
END $$;
