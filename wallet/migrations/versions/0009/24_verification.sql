-- Verification of businesses: what each level binds, the papers that show who a business is, and their bytes.

CREATE TABLE business_level (                      -- data: whoever owns the database changes it
    level        smallint PRIMARY KEY CHECK (level BETWEEN 0 AND 2),
    methods      text[] NOT NULL,                  -- by which it is paid (wallet/business/methods.py); {}: nothing real
    payment_most bigint CHECK (payment_most > 0),  -- in francs, of one payment; none: there is no such ceiling
    month_most   bigint CHECK (month_most > 0),    -- of a month in Douala
    tax_free     boolean NOT NULL,                 -- registered: what it is paid carries no tax on transfers
    CONSTRAINT taxed_is_not_paid CHECK (tax_free OR methods = '{}')
);
INSERT INTO business_level VALUES
    (0, '{}', NULL, NULL, false),                                  -- tries out
    (1, '{wallet,orange,mtn,card,paypal}', 500000, 5000000, true), -- a person who sells
    (2, '{wallet,orange,mtn,card,paypal,crypto}', NULL, NULL, true); -- a company

CREATE TABLE level_need (                          -- the papers without which nobody is raised to a level
    level smallint NOT NULL REFERENCES business_level (level),
    kind  text NOT NULL,
    PRIMARY KEY (level, kind)
);
INSERT INTO level_need VALUES
    (1, 'identity'), (1, 'niu'), (2, 'rccm'), (2, 'statutes'), (2, 'owners'), (2, 'bank');

-- Who sold before there were levels goes on selling.
ALTER TABLE merchant ADD level smallint NOT NULL DEFAULT 0 REFERENCES business_level (level);
UPDATE merchant SET level = 1 WHERE until IS NULL;

CREATE TABLE business_usage (                      -- what a business was paid, or is about to be, under a month's ceiling
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    month       date NOT NULL CHECK (extract(day FROM month) = 1),
    amount      bigint NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (merchant_id, month)
);

CREATE TABLE business_document (
    id          uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    kind        text NOT NULL CHECK (kind IN ('identity', 'niu', 'rccm', 'statutes', 'owners', 'bank')),
    type        text NOT NULL CHECK (type IN ('jpeg', 'pdf')),
    sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),  -- of what was drawn anew
    size        integer NOT NULL CHECK (size BETWEEN 1 AND 8388608),
    state       text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'accepted', 'refused', 'withdrawn', 'ended')),
    reason      text NOT NULL DEFAULT '' CHECK (length(reason) <= 200),  -- why it was refused: its business reads it
    valid_until date,                              -- the last day on which it shows anything; none: it stays true
    told        smallint NOT NULL DEFAULT 999,     -- how many days before its end its business was told last
    sent_by     uuid NOT NULL REFERENCES member_login (id),
    sent_at     timestamptz NOT NULL,
    judged_by   text REFERENCES staff (login),
    judged_at   timestamptz,
    CONSTRAINT judged CHECK ((state IN ('accepted', 'refused', 'ended')) = (num_nonnulls(judged_by, judged_at) = 2)),
    CONSTRAINT refused_for_something CHECK ((state = 'refused') = (reason <> '')),
    CONSTRAINT ends CHECK (state <> 'ended' OR valid_until IS NOT NULL)
);
CREATE INDEX business_document_of ON business_document (merchant_id, sent_at);
CREATE UNIQUE INDEX business_document_asked ON business_document (merchant_id, kind) WHERE state = 'asked';
CREATE INDEX business_document_ending ON business_document (valid_until) WHERE state = 'accepted' AND valid_until IS NOT NULL;

CREATE TABLE document_content (                    -- AES-GCM; what opens it is sealed (wallet/core/sealed.py)
    document_id uuid PRIMARY KEY REFERENCES business_document (id),
    sealed_key  text NOT NULL,
    nonce       bytea NOT NULL CHECK (length(nonce) = 12),
    content     bytea NOT NULL,
    let_go_at   timestamptz                        -- nobody needs it any more: its life (row_life) begins to end
);
