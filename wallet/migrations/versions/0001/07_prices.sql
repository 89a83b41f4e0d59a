-- Market rules are dated rows: a change is a new row, never an edit.

CREATE TABLE tariff (
    kind           text NOT NULL,
    since          timestamptz NOT NULL,
    fee_ppm        bigint NOT NULL,               -- parts per million of the amount
    fee_min        bigint NOT NULL,
    fee_max        bigint,
    tax_ppm        bigint NOT NULL,
    tax_fixed      bigint NOT NULL,
    commission_ppm bigint NOT NULL DEFAULT 0,     -- what an agent earns, rounded down: no gain in splitting
    commission_of  text NOT NULL DEFAULT 'amount' CHECK (commission_of IN ('amount', 'fee')),
    PRIMARY KEY (kind, since),
    CONSTRAINT a_price_is_no_gift CHECK (fee_min >= 0 AND fee_max >= fee_min AND tax_fixed >= 0
        AND fee_ppm BETWEEN 0 AND 1000000 AND tax_ppm BETWEEN 0 AND 1000000 AND commission_ppm BETWEEN 0 AND 1000000)
);

CREATE TABLE ceiling (
    tier      smallint NOT NULL,
    direction text NOT NULL CHECK (direction IN ('out', 'in', 'sms')),
    span      text NOT NULL CHECK (span IN ('operation', 'day', 'week', 'month', 'balance')),
    since     timestamptz NOT NULL,
    amount    bigint CONSTRAINT ceiling_amount CHECK (amount > 0),  -- none: from then on there is no such ceiling
    PRIMARY KEY (tier, direction, span, since)
);
INSERT INTO ceiling (tier, direction, span, since, amount) VALUES
    (0, 'out', 'operation', '-infinity',      5000), (0, 'out', 'day', '-infinity',   20000),
    (0, 'in',  'operation', '-infinity',     25000), (0, 'in', 'balance', '-infinity', 50000),
    (0, 'sms', 'day',       '-infinity',      5000),
    (1, 'out', 'operation', '-infinity',    500000), (1, 'out', 'day', '-infinity',  2500000),
    (1, 'out', 'week',      '-infinity',   5000000), (1, 'out', 'month', '-infinity', 10000000),
    (1, 'in',  'operation', '-infinity',    500000), (1, 'in', 'balance', '-infinity', 2500000),
    (1, 'sms', 'day',       '-infinity',     50000),
    (2, 'out', 'operation', '-infinity',   1000000), (2, 'out', 'day', '-infinity',  5000000),
    (2, 'out', 'week',      '-infinity',  10000000), (2, 'out', 'month', '-infinity', 20000000),
    (2, 'in',  'operation', '-infinity',   1000000), (2, 'in', 'balance', '-infinity', 5000000),
    (2, 'sms', 'day',       '-infinity',    100000);

CREATE TABLE usage (                         -- what a person used of their ceilings, by day in Douala
    person_id uuid NOT NULL,
    direction text NOT NULL,
    day       date NOT NULL,
    amount    bigint NOT NULL,
    PRIMARY KEY (person_id, direction, day)
);

-- Above which amount something is confirmed once more.
CREATE TABLE caution (
    kind   text NOT NULL,
    since  timestamptz NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    PRIMARY KEY (kind, since)
);
INSERT INTO caution VALUES ('new_beneficiary', '-infinity', 50000);

-- From which amount more is asked for.
CREATE TABLE threshold (
    name   text NOT NULL,
    since  timestamptz NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (name, since)
);
INSERT INTO threshold VALUES ('sim_check', '-infinity', 100000),
    ('free_closing', '-infinity', 5000);  -- up to so much a closing pays out free, once for each human
