-- When a text's turn comes: later than it was heard where its sender has others waiting, so that a flood waits for itself.
ALTER TABLE text_in ADD turn_at timestamptz;
UPDATE text_in SET turn_at = heard_at;
ALTER TABLE text_in ALTER turn_at SET NOT NULL, ALTER turn_at SET DEFAULT now();
DROP INDEX text_in_waiting;
CREATE INDEX text_in_turn ON text_in (turn_at) WHERE state = 'waiting';
