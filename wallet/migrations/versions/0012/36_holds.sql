-- What must stay on an account, whatever its owner or a worker asks: no posting that takes of it goes below (wallet/ledger).
ALTER TABLE account ADD retained bigint NOT NULL DEFAULT 0 CHECK (retained >= 0);

-- Why: an order of a court or an authority, or somebody who is looked into because a sanctions list may name them. What is
-- retained is its amount less what was paid of it, or everything, what comes later too.
CREATE TABLE retention (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- staff say it: R12
  account_id  bigint NOT NULL REFERENCES account (id),
  cause       text NOT NULL CHECK (cause IN ('order', 'sanction')),
  authority   text NOT NULL DEFAULT '' CHECK (length(authority) <= 80),
  reference   text NOT NULL DEFAULT '' CHECK (length(reference) <= 60),
  ordered_on  date,
  amount      bigint CHECK (amount > 0),       -- none: everything
  paid        bigint NOT NULL DEFAULT 0 CHECK (paid >= 0 AND paid <= coalesce(amount, paid)),
  request_id  uuid,                            -- the act of two that began it, paid of it or ended it last; of a list, none at first
  made_at     timestamptz NOT NULL,
  ended_at    timestamptz,
  CHECK ((cause = 'order') = (authority <> '' AND reference <> '' AND ordered_on IS NOT NULL)),
  CHECK (cause = 'order' OR amount IS NULL)
);
CREATE INDEX retention_of ON retention (account_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX retention_once ON retention (account_id, authority, reference) WHERE ended_at IS NULL AND cause = 'order';
