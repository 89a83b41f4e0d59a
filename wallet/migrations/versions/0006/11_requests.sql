-- Requests: what a person was asked is read by them for as long as it is kept, not only while it waits.

CREATE INDEX request_of_payer ON request (payer_id, asked_at) WHERE payer_id IS NOT NULL;
