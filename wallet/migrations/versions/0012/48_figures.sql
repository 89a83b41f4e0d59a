-- What moved and what was asked of operators within a day lies together, nearly, as it came: indexes of a few pages find it.
CREATE INDEX movement_at ON movement USING brin (at) WITH (autosummarize = on);
CREATE INDEX payment_created_at ON payment USING brin (created_at) WITH (autosummarize = on);
CREATE INDEX person_joined_at ON person USING brin (joined_at) WITH (autosummarize = on);
