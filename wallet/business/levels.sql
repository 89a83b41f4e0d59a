-- What each level of businesses binds now, and which papers it asks for.
CREATE OR REPLACE VIEW business_level AS
    SELECT DISTINCT ON (level) level, methods, needs, payment_most, month_most, payout_most, tax_free FROM level_rule
    WHERE since <= wallet_now() ORDER BY level, since DESC;
CREATE OR REPLACE VIEW level_need AS SELECT level, unnest(needs) AS kind FROM business_level;
