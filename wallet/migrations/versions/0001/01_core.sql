-- A test moves the wallet's clock here. Nobody else can: a real database's name does not begin with mbongo_test.
CREATE TABLE clock_shift (
  only_row boolean  PRIMARY KEY DEFAULT true CHECK (only_row),
  shift    interval NOT NULL DEFAULT '0',
  CONSTRAINT only_a_test_shifts_time CHECK (shift = '0' OR starts_with(current_database(), 'mbongo_test'))
);
INSERT INTO clock_shift DEFAULT VALUES;

-- By what people and programs reach the wallet (wallet/core/channels.py).
CREATE TABLE channel (name text PRIMARY KEY);

-- Written by /readyz: a database is ready when it takes a write.
CREATE TABLE readiness (
  only_row boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
  asked_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO readiness DEFAULT VALUES;
