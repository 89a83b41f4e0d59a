-- Whom one person has operators ask, by time: prompts to many others' phones are noted.
CREATE INDEX payment_prompts_by ON payment (asked_by, created_at) WHERE direction = 'collect' AND purpose = 'add_money';
-- Our float there, as its operator said last, and why it said nothing when it was asked last.
ALTER TABLE operator
    ADD float_told     bigint,                    -- whole francs; null where it never said
    ADD float_told_at  timestamptz,               -- when that was asked
    ADD float_asked_at timestamptz,               -- when it was asked last, whatever came of it; null: never
    ADD float_silence  text NOT NULL DEFAULT '';  -- why nothing came of it; '' where it said, or has not answered yet
-- What proves a callback, where its provider signs it: the keyed HMAC of its header, which is a secret at one of them.
ALTER TABLE callback_in ADD proof text NOT NULL DEFAULT '';

-- What was put aside is paid out, or given back, by one payment.
CREATE UNIQUE INDEX reserved_once ON payment (reservation) WHERE reservation IS NOT NULL;
