-- What a text changed and its sender may not have meant, or not have sent: said at the owner's next call.
CREATE TABLE text_change (
    person_id uuid NOT NULL REFERENCES person (id),
    kind      text NOT NULL CHECK (kind IN ('lock', 'stop', 'language')),
    before    text NOT NULL DEFAULT '',           -- the language that was spoken before
    at        timestamptz NOT NULL,
    PRIMARY KEY (person_id, kind)
);
