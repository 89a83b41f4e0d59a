-- What a level of businesses binds is dated rows, as a tariff's: a change is a new row, agreed to by two.
CREATE TABLE level_rule (
    level        smallint NOT NULL CHECK (level BETWEEN 0 AND 2),
    since        timestamptz NOT NULL,
    methods      text[] NOT NULL,                  -- by which it is paid (wallet/business/methods.py); {}: nothing real
    needs        text[] NOT NULL,                  -- the papers without which nobody is raised to it, besides those of the level below
    payment_most bigint CHECK (payment_most > 0),  -- in francs, of one payment; none: there is no such ceiling
    month_most   bigint CHECK (month_most > 0),    -- of a month in Douala
    payout_most  bigint CHECK (payout_most > 0),   -- of one payout to a phone or a bank; at a level paid by nothing, none is made
    tax_free     boolean NOT NULL,                 -- registered: what it is paid carries no tax on transfers
    request_id   uuid REFERENCES staff_request (id),
    PRIMARY KEY (level, since),
    CONSTRAINT taxed_is_not_paid CHECK (tax_free OR methods = '{}')
);
INSERT INTO level_rule (level, since, methods, needs, payment_most, month_most, payout_most, tax_free)
    SELECT level, '-infinity', methods, ARRAY(SELECT kind FROM level_need n WHERE n.level = l.level
        ORDER BY array_position('{identity,niu,rccm,statutes,owners,bank}'::text[], kind), kind),
      payment_most, month_most, CASE level WHEN 1 THEN 5000000 END, tax_free
    FROM business_level l;

-- From now on both are views of what is in force (wallet/business/levels.sql).
ALTER TABLE merchant DROP CONSTRAINT merchant_level_fkey, ADD CHECK (level BETWEEN 0 AND 2);
DROP TABLE level_need, business_level;
