-- Whom an agent really served: seeing their names counts against nobody.
ALTER TABLE name_shown ADD served boolean NOT NULL DEFAULT false;
