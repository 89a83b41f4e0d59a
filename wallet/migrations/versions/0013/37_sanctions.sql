-- Which lists of a source are in force (wallet/sanctions/lists.py): everybody is compared with one as soon as a login imported it,
-- and it takes the place of those before it once two agreed. Until now the newest took it alone.
ALTER TABLE sanction_list
  ADD COLUMN state text NOT NULL DEFAULT 'alone' CHECK (state IN ('added', 'replaces', 'withdrawn', 'alone'));
ALTER TABLE sanction_list ALTER COLUMN state SET DEFAULT 'added';
-- A file that was replaced may come back, as a list of its own.
ALTER TABLE sanction_list DROP CONSTRAINT sanction_list_source_sha256_key;
