-- When a recharge's room was counted under its owner's ceilings, once however many payments of it are tried at the same time;
-- null: it takes none, for another asked for it and nobody has paid yet, or it is there, or it certainly never comes.
ALTER TABLE recharge ADD counted_at timestamptz;
UPDATE recharge r SET counted_at = p.at
FROM (SELECT recharge_id, min(created_at) AS at FROM payment
      WHERE direction = 'collect' AND counted AND state NOT IN ('succeeded', 'failed') GROUP BY recharge_id) p
WHERE p.recharge_id = r.id AND r.payment_id IS NULL;
CREATE INDEX recharge_counted ON recharge (owner_id) WHERE counted_at IS NOT NULL;
