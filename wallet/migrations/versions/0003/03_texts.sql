-- What came of a text, for whoever watches: the command it was read as, how that ended, and when. Null for older ones.
ALTER TABLE text_in ADD command text, ADD outcome text, ADD answered_at timestamptz;
