-- Accounts, transfers and entries. Only the functions of wallet/ledger/functions.sql write here: the app's role may read.
-- Liabilities to people are positive balances, what operators and cash owe us is negative: entries sum to zero.

-- What kinds of account there are. Ordinary kinds can be refused: they are locked and checked against their floor.
-- Accrued kinds are touched by everybody and may refuse nobody, so nothing is locked: see accrual_due. No floor means
-- the balance may be negative by nature; an accrued kind with a floor is watched by the check, not by the posting.
CREATE TABLE account_kind (
  kind    text    PRIMARY KEY,
  accrued boolean NOT NULL,
  floor   bigint,
  meaning text    NOT NULL,
  UNIQUE (kind, accrued)
);
INSERT INTO account_kind (kind, accrued, floor, meaning) VALUES
  ('customer',         false, 0,    'a person''s money'),
  ('agent_float',      false, 0,    'the working balance an agent pays in and out from'),
  ('agent_commission', false, 0,    'what an agent has earned and not yet taken'),
  ('merchant',         false, 0,    'what a merchant has been paid'),
  ('operator_float',   true,  NULL, 'what an operator holds for us: owed to us, so negative'),
  ('cash',             true,  NULL, 'notes and coins and the trust bank account: owed to us, so negative'),
  ('in_transit',       true,  NULL, 'on its way to or from an operator; a late success may drive it below zero'),
  ('suspense',         true,  NULL, 'differences a person must look into'),
  ('commissions',      true,  NULL, 'commissions paid to agents, an expense'),
  ('held',             true,  0,    'waiting for a code, an answer or a decision'),
  ('fees',             true,  0,    'our income'),
  ('tax',              true,  0,    'collected for the state'),
  ('unclaimed',        true,  0,    'credits whose owner''s account is closed');

-- A second currency is a second ledger, not a second column to forget in a sum.
CREATE DOMAIN currency AS text CHECK (VALUE = 'XAF');

-- accrued and floor are copied from the kind, because a CHECK sees only its own row and it is the last line. It is one
-- CHECK: PostgreSQL reads each anew for every statement that writes. No floor compares as unknown, which passes.
CREATE TABLE account (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code      text        NOT NULL UNIQUE,
  kind      text        NOT NULL,
  accrued   boolean     NOT NULL,
  floor     bigint,
  currency  currency    NOT NULL DEFAULT 'XAF',
  balance   bigint      NOT NULL DEFAULT 0,  -- whole francs; of an accrued account, as of the last roll-up
  seq       bigint      NOT NULL DEFAULT 0,  -- of its newest entry; stays 0 on an accrued account
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  FOREIGN KEY (kind, accrued) REFERENCES account_kind (kind, accrued),
  CONSTRAINT balance_not_below_floor_accrued_never_numbered_closed_is_empty CHECK (
    CASE WHEN accrued THEN seq = 0 AND closed_at IS NULL
         ELSE balance >= floor AND (closed_at IS NULL OR balance = 0) END)
) WITH (fillfactor = 50);  -- room to rewrite a balance beside itself, without touching an index

-- One balanced posting. Its id is the hash of its key: the primary key is the idempotency check, and no sequence
-- stands on the money path.
CREATE TABLE transfer (
  id           uuid        PRIMARY KEY,
  key          text        NOT NULL,
  kind         text        NOT NULL,
  content_hash bytea       NOT NULL,
  undoes       uuid        REFERENCES transfer,
  ends         uuid        REFERENCES transfer,
  posted_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX ended_once ON transfer (ends) WHERE ends IS NOT NULL;
CREATE INDEX transfer_undoes ON transfer (undoes) WHERE undoes IS NOT NULL;

-- No foreign key to account: its check would share-lock the one fee account in every transfer. Only post_transfers
-- inserts here, and the check looks for orphans.
CREATE TABLE entry (
  account_id    bigint NOT NULL,
  seq           bigint,  -- 1, 2, 3… on an ordinary account; none on an accrued one
  transfer_id   uuid   NOT NULL,
  amount        bigint NOT NULL,
  balance_after bigint,
  PRIMARY KEY (transfer_id, account_id),
  CONSTRAINT moves_and_is_numbered_with_its_balance CHECK (amount <> 0 AND (seq IS NULL) = (balance_after IS NULL))
);
-- History, and any past balance, from one index.
CREATE UNIQUE INDEX entry_history ON entry (account_id, seq) WHERE seq IS NOT NULL;

-- What accrued accounts have been given since the last roll-up. It has no index: it stays short, and every posting
-- writes here.
CREATE TABLE accrual_due (
  account_id bigint NOT NULL,
  amount     bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
