-- A login proves itself to the database, which keeps what its key hashes to and no role reads; what it approves is a row.

-- The key is argon2's, over a peppered HMAC of the password. `recipe` is all of the old hash but its end, the key itself.
ALTER TABLE staff RENAME COLUMN hash TO recipe;
ALTER TABLE staff
    ADD verifier bytea,       -- sha256 of the key
    ADD tried    bytea,       -- sha256 of the key that was counted last: no other is compared
    ADD tried_in xid8;        -- the transaction that counted it: compared in another, once that one is committed
UPDATE staff SET
    verifier = sha256(decode(rpad(substring(recipe FROM '[^$]*$'), 44, '='), 'base64')),  -- 32 bytes, written without `=`
    recipe = regexp_replace(recipe, '\$[^$]*$', '');
ALTER TABLE staff ALTER verifier SET NOT NULL;

CREATE TABLE staff_session (                      -- whose password was right, until when: acts name the secret of one
    secret_hash bytea PRIMARY KEY,                -- sha256
    login       text NOT NULL REFERENCES staff (login),
    until       timestamptz NOT NULL
);

CREATE TABLE staff_approval (                     -- a second login agreed to a request, as it was shown
    request_id   uuid PRIMARY KEY REFERENCES staff_request (id),
    content_hash bytea NOT NULL,                  -- of the request (request_hash)
    approved_by  text NOT NULL REFERENCES staff (login),
    at           timestamptz NOT NULL,
    UNIQUE (request_id, approved_by)
);
INSERT INTO staff_approval
SELECT r.id, sha256(convert_to(jsonb_build_array(
    r.id::text, r.kind, r.subject, r.content::text, r.why, r.asked_by)::text, 'UTF8')), a.approved_by, a.at
FROM staff_request r JOIN staff_act a ON a.request_id = r.id;

-- What is approved is done in the same transaction, and nothing is done as approved that was not.
ALTER TABLE staff_approval ADD CONSTRAINT approved_is_done
    FOREIGN KEY (request_id) REFERENCES staff_act (request_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE staff_act ADD CONSTRAINT done_as_approved
    FOREIGN KEY (request_id, approved_by) REFERENCES staff_approval (request_id, approved_by);
