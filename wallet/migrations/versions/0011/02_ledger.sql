-- Accounts of the house that a finance team closes a day with: banks apart from notes and coins, what is owed to the state
-- for VAT, what was spent, and what was over.
INSERT INTO account_kind (kind, accrued, floor, meaning) VALUES
    ('trust_bank',   true, NULL, 'an account at a bank that holds what people hold here, and nothing else for long: owed to us, so negative'),
    ('own_bank',     true, NULL, 'an account at a bank with money of our own: owed to us, so negative'),
    ('vat',          true, 0,    'VAT in our fees, collected for the state'),
    ('bank_charges', true, NULL, 'what banks and providers keep of what they pay us, an expense'),
    ('losses',       true, NULL, 'what nobody gives back, written off: an expense'),
    ('other_income', true, NULL, 'what was over and nobody''s, written off: income'),
    ('capital',      true, NULL, 'what our owners paid in');
UPDATE account_kind SET meaning = 'notes and coins; of before banks had accounts of their own, those too: owed to us, so negative'
WHERE kind = 'cash';
