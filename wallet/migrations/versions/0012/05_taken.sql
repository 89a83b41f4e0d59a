-- Who looks into something that waits, whatever it is: the login that took it, or took it over, last. Names are those staff say:
-- C17 of a case, D5 of a discrepancy, L12 of a bank's line, M3 of a move, a payment's reference, a document's id.
CREATE TABLE taken (
  name     text        PRIMARY KEY CHECK (length(name) BETWEEN 2 AND 60),
  by_login text        NOT NULL REFERENCES staff (login),
  at       timestamptz NOT NULL
);
CREATE INDEX taken_by_age ON taken (at);
INSERT INTO taken (name, by_login, at) SELECT 'C' || number, taken_by, taken_at FROM case_file WHERE taken_by IS NOT NULL;
-- With what guarded them, which every migrate makes anew.
ALTER TABLE case_file DROP COLUMN taken_by CASCADE, DROP COLUMN taken_at CASCADE;
DELETE FROM staff_act_kind k WHERE kind = 'take_case' AND NOT EXISTS (SELECT FROM staff_act a WHERE a.kind = k.kind)
    AND NOT EXISTS (SELECT FROM staff_request r WHERE r.kind = k.kind);

-- What waits for a person is found without reading what does not.
CREATE INDEX payment_in_review ON payment (changed_at) WHERE state = 'review';
