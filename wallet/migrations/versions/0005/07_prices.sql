-- What a quote prices: a checkout or a recharge.
ALTER TABLE quote RENAME checkout_id TO thing_id;
