-- Holds of all rails at once: while one is open nothing new is told to any operator or bank (wallet/payments/rail_holds.sql).
CREATE TABLE rail_hold (
  number      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  restored_to text        NOT NULL,  -- the moment this database was restored to, as its server said then; '': to none
  since       timestamptz NOT NULL,
  released_at timestamptz
);
CREATE UNIQUE INDEX rail_hold_open ON rail_hold ((released_at IS NULL)) WHERE released_at IS NULL;
