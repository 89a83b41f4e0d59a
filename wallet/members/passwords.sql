-- New passwords of members.

-- Give a login another password, and tell it: its sessions end, but the one that is kept, and so do the addresses that were sent
-- for one.
CREATE OR REPLACE FUNCTION write_member_password(login uuid, new_recipe text, key bytea, kept bytea) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  UPDATE member_login SET recipe = new_recipe, verifier = sha256(key), tries = 0, locked_until = NULL, tried = NULL
  WHERE id = login;
  UPDATE member_session SET ended_at = wallet_now() WHERE login_id = login AND digest <> sha256(kept) AND ended_at IS NULL;
  UPDATE password_reset SET used_at = wallet_now() WHERE login_id = login AND used_at IS NULL;
  SELECT tell_changed(login, 'password_changed')
$$;

-- Set a new password of a session's login, whose password of before was counted, as a try, and is right; one that has a
-- second factor showed it just now.
CREATE OR REPLACE FUNCTION change_member_password(session bytea, before bytea, new_recipe text, key bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE login uuid;
BEGIN
  SELECT id INTO login FROM member_login
  WHERE id = find_member_login(session) AND verifier = sha256(before) AND tried = sha256(before)
    AND tried_in <> pg_current_xact_id() AND (is_fresh(session) OR NOT has_factor(id)) FOR NO KEY UPDATE;
  IF login IS NULL THEN
    RETURN false;
  END IF;
  PERFORM write_member_password(login, new_recipe, key, session);
  RETURN true;
END $$;

-- Note that an address for a new password is sent to a login that has one: three in an hour and six in a day at most.
CREATE OR REPLACE FUNCTION ask_new_password(login uuid, made uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM member_login WHERE id = login AND verifier IS NOT NULL FOR NO KEY UPDATE;
  IF NOT FOUND OR EXISTS (SELECT FROM (VALUES (interval '1 hour', 3), ('1 day', 6)) most (span, times)
    WHERE times <= (SELECT count(*) FROM password_reset WHERE login_id = login AND asked_at > wallet_now() - span)) THEN
    RETURN false;
  END IF;
  INSERT INTO password_reset (id, login_id, asked_at, until)
  VALUES (made, login, wallet_now(), wallet_now() + interval '30 minutes');
  RETURN true;
END $$;

-- Set a new password by the token of an address that was sent, once.
CREATE OR REPLACE FUNCTION set_new_password(token bytea, new_recipe text, key bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE login uuid;
BEGIN
  UPDATE password_reset r SET used_at = wallet_now() FROM sent_address a
  WHERE a.digest = sha256(token) AND r.id = a.reset_id AND r.used_at IS NULL AND r.until > wallet_now()
  RETURNING r.login_id INTO login;
  IF login IS NULL THEN
    RETURN false;
  END IF;
  PERFORM write_member_password(login, new_recipe, key, '');
  RETURN true;
END $$;

CREATE OR REPLACE TRIGGER business_acts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON business_act
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE business_act ENABLE ALWAYS TRIGGER business_acts_stay;
