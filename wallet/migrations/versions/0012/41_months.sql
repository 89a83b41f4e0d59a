-- Who looks after what waits in suspense: the newest row of an account says.
CREATE TABLE suspense_owner (
  account_id bigint      NOT NULL,
  owner      text        NOT NULL REFERENCES staff (login),
  since      timestamptz NOT NULL,
  PRIMARY KEY (account_id, since)
);

-- What two of staff declared of a month that is closed day by day, for ever: VAT in our fees, the tax on transfers.
CREATE TABLE month_return (
  month      date        NOT NULL CHECK (extract(day FROM month) = 1),
  tax        text        NOT NULL CHECK (tax IN ('vat', 'transfer-tax')),
  figures    text        NOT NULL,  -- return_figures(), as they were
  request_id uuid        NOT NULL UNIQUE,
  made_at    timestamptz NOT NULL,
  PRIMARY KEY (month, tax)
);

-- Months that two of staff closed, one after another, for ever: what the next one opens with, what waited in suspense and whose it
-- is, what banks said, what was declared. Each hash covers the figures, the last day's hash and the month's before.
CREATE TABLE closed_month (
  month      date        PRIMARY KEY CHECK (extract(day FROM month) = 1),
  figures    text        NOT NULL,  -- month_figures(), as they were
  hash       bytea       NOT NULL,
  request_id uuid        NOT NULL UNIQUE,
  closed_at  timestamptz NOT NULL
);
