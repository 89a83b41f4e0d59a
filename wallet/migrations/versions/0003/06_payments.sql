-- Whom one person has operators ask, by time: prompts to many others' phones are noted.
CREATE INDEX payment_prompts_by ON payment (asked_by, created_at) WHERE direction = 'collect' AND purpose = 'add_money';
