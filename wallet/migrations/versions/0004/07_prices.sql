-- What a payer abroad is charged: dated rates, and quotes made by them.

-- A change is a new row, never an edit. XAF has no parts, so what is charged is judged here, to the last part.
CREATE TABLE rate (
    currency   text     NOT NULL CHECK (currency ~ '^[A-Z]{3}$' AND currency <> 'XAF'),
    since      timestamptz NOT NULL,
    source     text     NOT NULL,               -- who says so
    digits     smallint NOT NULL CHECK (digits BETWEEN 0 AND 3),  -- of its minor unit: 2 where it has cents
    francs     numeric(18, 8) NOT NULL CHECK (francs > 0),        -- that one whole unit is worth
    margin_ppm bigint   NOT NULL CONSTRAINT a_margin_is_no_gift CHECK (margin_ppm BETWEEN 0 AND 200000),
    lasts_days smallint CHECK (lasts_days > 0),                   -- then nothing is charged by it; null: a peg
    charged_at numeric(18, 8) NOT NULL                            -- francs that one whole unit pays, the margin taken
        GENERATED ALWAYS AS (trunc(francs * (1000000 - margin_ppm) / 1000000, 8)) STORED CHECK (charged_at > 0),
    request_id uuid,                            -- of the act that loaded it; null: a migration
    PRIMARY KEY (currency, since),
    UNIQUE (currency, since, digits, charged_at)
);

-- What one payer was shown and is charged, kept as it was.
CREATE TABLE quote (
    id          uuid PRIMARY KEY,
    currency    text NOT NULL,
    rate_since  timestamptz NOT NULL,
    digits      smallint NOT NULL,
    rate        numeric(18, 8) NOT NULL,        -- francs that one whole unit pays
    francs      bigint NOT NULL CHECK (francs > 0),
    charged     bigint NOT NULL,                -- in minor units of the currency
    checkout_id uuid,
    made_at     timestamptz NOT NULL,
    until       timestamptz NOT NULL,
    FOREIGN KEY (currency, rate_since, digits, rate) REFERENCES rate (currency, since, digits, charged_at),
    CONSTRAINT the_least_that_is_enough CHECK (charged * rate >= francs * 10::numeric ^ digits
        AND (charged - 1) * rate < francs * 10::numeric ^ digits),
    CONSTRAINT a_quarter_of_an_hour CHECK (until > made_at AND until <= made_at + interval '15 minutes')
);

-- The parity of the CFA franc of Central Africa, fixed since 1999, without margin until two of staff load another.
INSERT INTO rate (currency, since, source, digits, francs, margin_ppm) VALUES ('EUR', '1999-01-01Z', 'parity', 2, 655.957, 0);
