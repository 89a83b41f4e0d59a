-- Addresses that are sent to members: the worker that sends one keeps what it holds.

-- Whoever invites, or asks for a new password, has no address for it: the worker that sends one draws what it holds, and keeps
-- the hash. One that is sent again, since the last may not have arrived, is another, and whichever arrives is good: all of
-- them went to the same reader.
CREATE OR REPLACE FUNCTION keep_sent_invitation(made uuid, reached text, token_digest bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO sent_address (digest, invitation_id, sent_at)
  SELECT token_digest, i.id, wallet_now() FROM invitation i
  WHERE i.id = made AND i.state = 'open' AND i.until > wallet_now() AND reached IN (i.email, i.phone);
  RETURN FOUND;
END $$;

CREATE OR REPLACE FUNCTION keep_sent_reset(asked uuid, reached text, token_digest bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO sent_address (digest, reset_id, sent_at)
  SELECT token_digest, r.id, wallet_now() FROM password_reset r JOIN member_login l ON l.id = r.login_id
  WHERE r.id = asked AND r.used_at IS NULL AND r.until > wallet_now() AND reached IN (l.email, l.phone) AND NOT is_swapped(reached);
  RETURN FOUND;
END $$;
