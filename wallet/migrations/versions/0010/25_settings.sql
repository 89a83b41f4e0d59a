-- What a business says of itself on its pages; its papers and its texts speak its language.
ALTER TABLE merchant
    ADD email      text NOT NULL DEFAULT '' CHECK (length(email) <= 200),
    ADD language   text NOT NULL DEFAULT 'fr' CHECK (language IN ('fr', 'en')),
    ADD renamed_at timestamptz,
    ADD logo       text;                            -- the digest of the one that is shown; none
-- Until now a shop's own phone was texted in its owner's language.
UPDATE merchant SET language = 'en' FROM person p WHERE p.id = owner_id AND p.language IN ('en', 'pcm');

CREATE TABLE logo (                                -- drawn anew by us; kept as long as a paper may show it again
    sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    content     bytea NOT NULL CHECK (length(content) BETWEEN 1 AND 24000),
    since       timestamptz NOT NULL,
    PRIMARY KEY (sha256, merchant_id),
    CONSTRAINT is_what_it_says CHECK (encode(sha256(content), 'hex') = sha256)
);
CREATE INDEX logo_of ON logo (merchant_id, since);
ALTER TABLE merchant ADD CONSTRAINT logo_is_its_own FOREIGN KEY (logo, id) REFERENCES logo (sha256, merchant_id);
