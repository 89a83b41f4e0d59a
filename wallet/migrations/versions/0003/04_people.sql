-- Whom an agent really served: seeing their names counts against nobody.
ALTER TABLE name_shown ADD served boolean NOT NULL DEFAULT false;
-- A document that staff found to be another's: it joins nobody, and opens nothing.
ALTER TABLE identity ADD disowned_at timestamptz;
