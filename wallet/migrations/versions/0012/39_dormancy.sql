-- Wallets that nobody uses (wallet/dormancy). When a right PIN was given last:
ALTER TABLE pin ADD right_at timestamptz;

-- After how long without an act of its owner a wallet is dormant, told how many days before; its money kept apart; and that
-- handed over to the deposit fund of the state. No fee is among these, and none may be taken. Dated rows, each agreed to by two.
CREATE TABLE dormancy_rule (
  since            timestamptz PRIMARY KEY,
  dormant_months   smallint NOT NULL CHECK (dormant_months BETWEEN 3 AND 240),
  warn_days        smallint NOT NULL CHECK (warn_days BETWEEN 7 AND 90),
  unclaimed_months smallint NOT NULL CHECK (unclaimed_months > dormant_months),
  handover_months  smallint NOT NULL CHECK (handover_months BETWEEN 1 AND 600),  -- from when it is kept apart
  request_id       uuid                                                         -- what two agreed to; none: it came with the program
);

-- Who was told that their wallet is going to be dormant, and who is: since when nothing was done. An act wakes it: the row counts
-- for nothing from then on, and goes.
CREATE TABLE dormancy (
  person_id  uuid        PRIMARY KEY REFERENCES person (id),
  idle_since timestamptz NOT NULL,
  warned_at  timestamptz NOT NULL,
  dormant_at timestamptz
);

-- How far everybody was looked at, on which day.
CREATE TABLE dormancy_sweep (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  day      date    NOT NULL,               -- the last one that was looked at to its end
  after    uuid
);
INSERT INTO dormancy_sweep (day) VALUES ('-infinity');

-- Lists of money that two of staff move out of dormant wallets, to be kept apart for their owners.
CREATE TABLE dormant_batch (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- staff say it: N3
  made_by text        NOT NULL REFERENCES staff (login),
  made_at timestamptz NOT NULL
);
-- Lists of what was kept apart long enough to be handed over to the state's deposit fund (CDEC) by a bank.
CREATE TABLE dormant_handover (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- staff say it: H3
  made_by text        NOT NULL REFERENCES staff (login),
  made_at timestamptz NOT NULL
);
CREATE TABLE dormant_line (
  id         uuid        PRIMARY KEY,
  batch_id   bigint      NOT NULL REFERENCES dormant_batch (id),
  person_id  uuid        NOT NULL REFERENCES person (id),
  idle_since timestamptz NOT NULL,
  amount     bigint      NOT NULL CHECK (amount > 0),
  state      text        NOT NULL DEFAULT 'listed' CHECK (state IN ('listed', 'moved', 'woken', 'returned', 'handed')),
  changed_at timestamptz NOT NULL,
  kept_at    timestamptz,                                         -- since when it is kept apart
  handover_id bigint REFERENCES dormant_handover (id),            -- the newest list on which it is
  UNIQUE (batch_id, person_id)
);
CREATE INDEX dormant_line_of ON dormant_line (person_id) WHERE state IN ('moved', 'handed');
CREATE INDEX dormant_line_handed ON dormant_line (handover_id) WHERE handover_id IS NOT NULL;

ALTER TABLE transfer_kind DROP CONSTRAINT known_reason, ADD CONSTRAINT known_reason CHECK (reason IN
    ('operation', 'request', 'paid_request', 'checkout', 'paid_checkout', 'refund', 'payment', 'payout', 'banked_payout',
     'subscription', 'payroll', 'salary', 'claim', 'cash_out', 'dormant', 'act', 'trial'));
