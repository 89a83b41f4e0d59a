-- The books by day (wallet/books). Nothing is posted at a time before `until` any more; `sure_in` is a transaction that began once
-- everybody could see that: when all that began before it have ended, nothing more comes.
CREATE TABLE posting_horizon (
  only_row boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
  until    timestamptz NOT NULL,
  sure_in  xid8
);
INSERT INTO posting_horizon (until) VALUES ('-infinity');

-- What was posted on each day in Douala: of an account of the house, or of all accounts of a kind that people have, by which
-- kind of transfer. Credits are what its legs added, debits what they took.
CREATE TABLE day_sum (
  day          date     NOT NULL,
  account_kind text     NOT NULL,
  account_id   bigint   NOT NULL,  -- 0 for all ordinary accounts of the kind
  kind         text     NOT NULL,
  currency     currency NOT NULL,
  debits       bigint   NOT NULL CHECK (debits >= 0),
  credits      bigint   NOT NULL CHECK (credits >= 0),
  legs         bigint   NOT NULL CHECK (legs > 0),
  PRIMARY KEY (day, account_kind, account_id, kind, currency)
);
CREATE INDEX day_sum_account ON day_sum (account_id, day);

-- Until when transfers are added up in day_sum.
CREATE TABLE day_summed (
  only_row boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
  until    timestamptz NOT NULL
);
INSERT INTO day_summed (until) VALUES ('-infinity');

-- Transfers lie in the order of their time, nearly: an index of a few pages finds those of a day.
CREATE INDEX transfer_posted_at ON transfer USING brin (posted_at) WITH (autosummarize = on);

-- Days that two of staff closed, one after another: what every account held and moved, for ever. Each hash covers the figures
-- and the hash of the day before; the trail has it too, and what is signed of the trail signs the day (wallet/staff/anchors.py).
CREATE TABLE closed_day (
  day        date        PRIMARY KEY,
  figures    text        NOT NULL,  -- day_figures(), as they were
  hash       bytea       NOT NULL,
  request_id uuid        NOT NULL UNIQUE,
  closed_at  timestamptz NOT NULL
);
