-- Members: what the address of an invitation, or of a new password, holds is drawn by the worker that sends it. One that
-- was sent before goes on being good.

CREATE TABLE sent_address (
    digest        bytea PRIMARY KEY,               -- sha256 of what it holds
    invitation_id uuid REFERENCES invitation (id),
    reset_id      uuid REFERENCES password_reset (id) ON DELETE CASCADE,
    sent_at       timestamptz NOT NULL,
    CONSTRAINT of_one_thing CHECK (num_nonnulls(invitation_id, reset_id) = 1)
);
CREATE INDEX sent_address_of_reset ON sent_address (reset_id);

INSERT INTO sent_address SELECT digest, id, NULL, invited_at FROM invitation WHERE state = 'open';
INSERT INTO sent_address SELECT digest, NULL, id, asked_at FROM password_reset WHERE used_at IS NULL;

ALTER TABLE invitation     DROP COLUMN digest, DROP COLUMN pepper;
ALTER TABLE password_reset DROP COLUMN digest, DROP COLUMN pepper;
