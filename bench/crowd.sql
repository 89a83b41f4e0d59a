-- What stands beside the ledger in a filled database: the rows that sends leave, for a hop's indexes to be searched
-- among. Run by the owner once the crowd's transfers are posted; every operation is answered, every notice sent.
INSERT INTO operation (key, actor_kind, actor_id, phone, channel, kind, content, reference, sentence, "values", refused,
    at)
  SELECT t.key, 'person', f.person_id::text, f.number, 'ussd', 'send_money', '{}', upper(substr(md5(t.key), 1, 12)), 'money_sent', '{}', false,
         t.posted_at
  FROM transfer t JOIN person p ON p.account_id = t.accounts[array_position(t.amounts, -106)]
  JOIN phone f ON f.person_id = p.id
  WHERE t.kind = 'send_money';
INSERT INTO movement (transfer_id, reference, kind, giver_id, receiver_id, amount, fee, tax, at)
  SELECT t.id, o.reference, 'send_money', o.actor_id::uuid, p.id, 100, 1, 5, t.posted_at
  FROM operation o JOIN transfer t ON t.id = transfer_id(o.key)
  JOIN person p ON p.account_id = t.accounts[array_position(t.amounts, 100)]
  WHERE starts_with(o.key, 'send:');
INSERT INTO notice (id, phone, language, sentence, "values", kind, state, tries, due_at, written_at, good_until)
  SELECT gen_random_uuid(), o.phone, 'fr', said.said, '{}', 'receipt', 'sent', 1, o.at, o.at, o.at
  FROM operation o, (VALUES ('money_sent'), ('money_received')) said (said) WHERE starts_with(o.key, 'send:');
INSERT INTO usage (person_id, direction, day, amount)
  SELECT id, direction, current_date - 1, 100 FROM person, (VALUES ('out'), ('in')) ways (direction);
