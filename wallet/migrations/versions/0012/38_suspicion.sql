-- Reports of suspicion to the financial intelligence unit (wallet/suspicion): numbered without a gap in each year, never changed.
-- All that one says lies encrypted under a key of its own, sealed apart from the database.
CREATE TABLE suspicion_report (
  year       smallint NOT NULL,
  number     integer  NOT NULL CHECK (number > 0),
  id         uuid     NOT NULL UNIQUE,
  written_by text     NOT NULL REFERENCES staff (login),
  written_at timestamptz NOT NULL,
  sealed_key text     NOT NULL,
  nonce      bytea    NOT NULL,
  content    bytea    NOT NULL,
  PRIMARY KEY (year, number)
);
