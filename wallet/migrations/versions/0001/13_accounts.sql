-- What people may ask of their own wallet.

CREATE TABLE contest (                            -- an outgoing operation its giver contests, once
    id          uuid PRIMARY KEY,
    transfer_id uuid NOT NULL UNIQUE,  -- what is contested
    case_number bigint NOT NULL UNIQUE REFERENCES case_file (number),
    reference   text NOT NULL,                    -- of the contest itself, told to both
    giver_id    uuid NOT NULL REFERENCES person (id),
    receiver_id uuid NOT NULL REFERENCES person (id),
    account_id  bigint NOT NULL REFERENCES account (id),  -- where the money went
    amount      bigint NOT NULL CHECK (amount > 0),
    held        bigint NOT NULL CHECK (held BETWEEN 0 AND amount),  -- what its giver would have back
    fee         bigint NOT NULL DEFAULT 0 CHECK (fee BETWEEN 0 AND held),  -- a merchant's, of it: our part, not held
    hold_id     uuid,    -- none when nothing was left
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'given back', 'left')),
    opened_at   timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,             -- until when both were told it is decided
    decided_at  timestamptz,
    CHECK ((hold_id IS NULL) = (held = 0)),
    CHECK ((state = 'open') = (decided_at IS NULL))
);
-- Within how many hours people are told that something is decided.
CREATE TABLE promise (
    name  text NOT NULL,
    since timestamptz NOT NULL,
    hours integer NOT NULL CHECK (hours BETWEEN 1 AND 99),  -- two digits: as many as the sentences were counted for
    PRIMARY KEY (name, since)
);
INSERT INTO promise VALUES ('contest', '-infinity', 72);
CREATE INDEX contest_open_of ON contest (giver_id) WHERE state = 'open';
CREATE INDEX contest_open_against ON contest (receiver_id) WHERE state = 'open';

-- What may still come to a person's wallet, by person: it counts under the ceiling of the balance as if it were there. A
-- collection counts until its operator may honour it no more; what is held, until it is paid on.
CREATE VIEW room_taken AS
  SELECT p.person_id, p.amount FROM payment p LEFT JOIN request r ON r.id = p.request_id
    WHERE p.direction = 'collect' AND p.counted AND p.state NOT IN ('succeeded', 'failed')
    AND (r.id IS NULL OR r.state = 'open')  -- of one that has ended it goes to who paid
  UNION ALL SELECT person_id, amount + fee + tax FROM payment
    WHERE direction = 'pay' AND state NOT IN ('succeeded', 'failed', 'expired')
  UNION ALL SELECT p.person_id, p.amount FROM payment p
    JOIN person o ON o.id = p.person_id JOIN transfer t ON t.id = p.reservation
    WHERE p.direction = 'refund' AND p.state NOT IN ('succeeded', 'failed', 'expired') AND o.account_id = ANY (t.accounts)
  UNION ALL SELECT customer_id, amount + fee + tax FROM cash_out WHERE state = 'open'
  UNION ALL SELECT sender_id, amount + fee + tax FROM claim WHERE state = 'waiting'
  UNION ALL SELECT giver_id, held FROM contest WHERE state = 'open'
  UNION ALL SELECT k.receiver_id, k.held - k.fee FROM contest k JOIN person o ON o.id = k.receiver_id
    WHERE k.state = 'open' AND k.account_id = o.account_id;
