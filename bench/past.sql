-- What stands beside transfers of the months before: the operation that asked for each, answered, and its movement. Who asked
-- is nobody who is there, and each account's own.
INSERT INTO operation (key, actor_kind, actor_id, phone, channel, kind, content, reference, sentence, "values", refused, told, at)
  SELECT t.key, 'person', md5(t.accounts[2]::text)::uuid::text, '+237677000000', 'ussd', 'send_money',
    '{"to": "+237677000001", "amount": 100, "name": "Moussa B."}', upper(substr(md5(t.key), 1, 16)), 'money_sent',
    '{"name": "Moussa B.", "amount": 100, "fee": 1, "balance": 100000}', false, true, t.posted_at
  FROM transfer t WHERE starts_with(t.key, 'bench:');
INSERT INTO movement (transfer_id, reference, kind, giver_id, receiver_id, amount, fee, tax, at)
  SELECT t.id, upper(substr(md5(t.key), 1, 16)), 'send_money', md5(t.accounts[2]::text)::uuid, md5(t.accounts[3]::text)::uuid,
    100, 1, 0, t.posted_at
  FROM transfer t WHERE starts_with(t.key, 'bench:');
