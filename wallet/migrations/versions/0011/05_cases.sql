-- Who looks into a case: the login that took it, or took it over, last.
ALTER TABLE case_file
    ADD taken_by text REFERENCES staff (login),
    ADD taken_at timestamptz,
    ADD CONSTRAINT taken_once CHECK ((taken_by IS NULL) = (taken_at IS NULL));
