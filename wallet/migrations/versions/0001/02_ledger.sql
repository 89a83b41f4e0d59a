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

-- What must hold of every account's row. A function, because PostgreSQL reads a CHECK's whole expression anew for every
-- statement that writes; frozen with the CHECK that stands on it. No floor compares as unknown, which passes.
CREATE FUNCTION is_sound(accrued boolean, floor bigint, balance bigint, seq bigint, closed_at timestamptz)
RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN CASE WHEN accrued THEN seq = 0 AND closed_at IS NULL
              ELSE balance >= floor AND (closed_at IS NULL OR balance = 0) END;
END $$;

CREATE TABLE account (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code      text        NOT NULL UNIQUE,
  kind      text        NOT NULL,
  accrued   boolean     NOT NULL,            -- this and floor are copied from the kind: a CHECK sees only its own row
  floor     bigint,
  currency  currency    NOT NULL DEFAULT 'XAF',
  balance   bigint      NOT NULL DEFAULT 0,  -- whole francs; of an accrued account, as of the last roll-up
  seq       bigint      NOT NULL DEFAULT 0,  -- of its newest entry; stays 0 on an accrued account
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  FOREIGN KEY (kind, accrued) REFERENCES account_kind (kind, accrued),
  CONSTRAINT balance_not_below_floor_accrued_never_numbered_closed_is_empty
    CHECK (is_sound(accrued, floor, balance, seq, closed_at))
) WITH (fillfactor = 50);  -- room to rewrite a balance beside itself, without touching an index

-- True for legs that may be posted: at least two, on different accounts, none of them zero, summing to zero. It is frozen
-- with the CHECK that stands on it.
CREATE FUNCTION is_balanced(accounts bigint[], amounts bigint[], balances bigint[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  legs CONSTANT int := cardinality(accounts);
  total bigint := 0;
  previous bigint := 0;
BEGIN
  IF legs < 2 OR legs <> cardinality(amounts) OR legs <> cardinality(balances) THEN RETURN false; END IF;
  FOR leg IN 1 .. legs LOOP
    IF accounts[leg] > previous AND amounts[leg] <> 0 THEN
      previous := accounts[leg];
      total := total + amounts[leg];
    ELSE
      RETURN false;
    END IF;
  END LOOP;
  RETURN total = 0;
END $$;

-- One balanced posting, whole: whatever reads many transfers (trial balance, general ledger) reads this table alone. Its
-- id is the hash of its key: the primary key is the idempotency check, and no sequence stands on the money path.
CREATE TABLE transfer (
  id           uuid        PRIMARY KEY,
  key          text        NOT NULL,
  kind         text        NOT NULL,
  content_hash bytea       NOT NULL,
  accounts     bigint[]    NOT NULL,  -- its legs, in order of account id
  amounts      bigint[]    NOT NULL,  -- what each leg moves, signed, in francs
  balances     bigint[]    NOT NULL,  -- what each ordinary account had right after; null for an accrued one
  undoing      boolean     NOT NULL,  -- it takes another back (transfer_link), and so is final
  posted_at    timestamptz NOT NULL,
  CONSTRAINT legs_sum_to_zero CHECK (is_balanced(accounts, amounts, balances))
);

-- What a transfer does to an earlier one, found from the earlier one: undoes a part of it or all, or ends its waiting.
CREATE TABLE transfer_link (
  target uuid   NOT NULL,
  by_id  uuid   NOT NULL,
  role   text   NOT NULL CHECK (role IN ('undoes', 'ends')),
  size   bigint NOT NULL CHECK (size > 0),  -- of the transfer by_id, in francs
  PRIMARY KEY (target, by_id, role)
);
CREATE UNIQUE INDEX ended_once ON transfer_link (target) WHERE role = 'ends';

-- The history of ordinary accounts: the legs of transfers once more, each beside its account's others, with all that a
-- line of history shows. No foreign keys: only the posting functions write here, and the check compares.
CREATE TABLE entry (
  account_id    bigint      NOT NULL,
  transfer_id   uuid        NOT NULL,
  seq           bigint      NOT NULL,  -- 1, 2, 3… of its account
  kind          text        NOT NULL,
  amount        bigint      NOT NULL,
  balance_after bigint      NOT NULL,
  posted_at     timestamptz NOT NULL,
  PRIMARY KEY (account_id, transfer_id)
);
CREATE UNIQUE INDEX entry_history ON entry (account_id, seq);

-- The legs on accrued accounts that are not yet in their balances: roll_up folds them in and removes them.
CREATE TABLE accrual_due (
  account_id  bigint NOT NULL,
  transfer_id uuid   NOT NULL,
  amount      bigint NOT NULL,
  PRIMARY KEY (account_id, transfer_id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
