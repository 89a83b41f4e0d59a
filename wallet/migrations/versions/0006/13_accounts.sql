-- Accounts: the browsers in which a person is signed in, by what they call themselves.

ALTER TABLE page_session ADD COLUMN device text NOT NULL DEFAULT '' CHECK (length(device) <= 60);

-- As before, but a recharge takes room once, and while it is counted.
CREATE OR REPLACE VIEW room_taken AS
  SELECT p.person_id, p.amount FROM payment p LEFT JOIN request r ON r.id = p.request_id
    WHERE p.direction = 'collect' AND p.counted AND p.state NOT IN ('succeeded', 'failed') AND p.recharge_id IS NULL
    AND (r.id IS NULL OR r.state = 'open')  -- of one that has ended it goes to who paid
  UNION ALL SELECT owner_id, amount FROM recharge WHERE counted_at IS NOT NULL
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
