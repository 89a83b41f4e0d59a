-- The second factors of members: apps, passkeys, recovery codes.

-- What is counted of a login's second factor after one more try. Five wrong ones lock for a quarter of an hour, then an hour,
-- then a day: whoever tries has the password already.
CREATE OR REPLACE FUNCTION count_factor(INOUT tries smallint, INOUT locks smallint, INOUT locked_until timestamptz)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT (CASE WHEN locked_until IS NULL THEN tries ELSE 0 END + 1)::smallint,
    (locks + (locked_until IS NULL AND tries >= 4)::int)::smallint,
    CASE WHEN locked_until IS NULL AND tries >= 4 THEN wallet_now()
      + (ARRAY['15 minutes', '1 hour', '1 day'])[least(locks + 1, 3)]::interval END
$$;

-- Count a try of a second factor of a session's login; committed before it is compared.
CREATE OR REPLACE FUNCTION count_factor_try(session bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE member_login SET
    (factor_tries, factor_locks, factor_locked_until) =
      (SELECT * FROM count_factor(factor_tries, factor_locks, factor_locked_until)),
    factor_tried_in = pg_current_xact_id()
  WHERE id = find_member_login(session) AND (factor_locked_until IS NULL OR factor_locked_until <= wallet_now());
  RETURN FOUND;
END $$;

-- Note that a counted try was right: the session has its second factor, now.
CREATE OR REPLACE FUNCTION keep_factor(session bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE member_login SET factor_tries = 0, factor_locks = 0, factor_locked_until = NULL, factor_tried_in = NULL
  WHERE id = find_member_login(session) AND factor_tried_in <> pg_current_xact_id();
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'no try of a second factor was counted';
  END IF;
  UPDATE member_session SET factor_at = wallet_now() WHERE digest = sha256(session);
  RETURN true;
END $$;

-- The login of a session that may add a second factor: its first by its password, where it has one; each other by one that
-- was shown just now. Null for any other.
CREATE OR REPLACE FUNCTION find_login_that_may_add(session bytea) RETURNS uuid
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT l.id FROM member_session s JOIN member_login l ON l.id = s.login_id
  WHERE s.digest = sha256(session) AND goes_on(s)
    AND (is_fresh(session) OR NOT has_factor(l.id) AND (s.opened_by = 'password' OR l.verifier IS NULL))
$$;

-- Keep the key of a login's second factors, sealed, and its hash: whoever says that a code or a signature was right says it
-- with the key, which rows alone do not give. One that is there stays.
CREATE OR REPLACE FUNCTION keep_factor_key(session bytea, sealed text, key_hash bytea) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE member_login SET factor_key = sealed, factor_proof = key_hash
  WHERE id = find_login_that_may_add(session) AND factor_proof IS NULL
$$;

-- True for the key of a session's login; for any where there is none yet, as the release before this one left it.
CREATE OR REPLACE FUNCTION is_factor_key(session bytea, key bytea) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(l.factor_proof = sha256(key), l.factor_proof IS NULL) FROM member_login l WHERE l.id = find_member_login(session)
$$;

-- Tell a login what it signs in with was changed, wherever it is reached: this is written here, by whatever changed it, and no
-- process takes it back.
CREATE OR REPLACE FUNCTION tell_changed(login uuid, what text) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  INSERT INTO notice (id, phone, language, kind, sentence, "values", due_at, written_at, good_until)
  SELECT gen_random_uuid(), phone, language, 'security', what, '{}', wallet_now(), wallet_now(), wallet_now() + interval '3 days'
  FROM member_login WHERE id = login AND phone IS NOT NULL;
  INSERT INTO mail (id, address, language, kind, about, due_at, written_at, good_until)
  SELECT gen_random_uuid(), email, language, what, id, wallet_now(), wallet_now(), wallet_now() + interval '3 days'
  FROM member_login WHERE id = login AND email IS NOT NULL
$$;

-- Begin an app, until its first code is typed, in the place of one that was begun; false where there is one.
CREATE OR REPLACE FUNCTION start_totp(session bytea, sealed text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO member_totp (login_id, secret, since)
  SELECT login, sealed, wallet_now() FROM find_login_that_may_add(session) login WHERE login IS NOT NULL
  ON CONFLICT (login_id) DO UPDATE SET secret = excluded.secret, since = excluded.since
  WHERE member_totp.confirmed_at IS NULL;
  RETURN FOUND;
END $$;

CREATE OR REPLACE FUNCTION add_passkey(session bytea, made uuid, credential bytea, key bytea, called text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO passkey (id, login_id, credential_id, public_key, sign_count, name, since)
  SELECT made, login, credential, key, 0, called, wallet_now() FROM find_login_that_may_add(session) login
  WHERE login IS NOT NULL ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  PERFORM tell_changed(find_member_login(session), 'factor_changed');
  RETURN true;
END $$;

-- Take an app away (null), or a passkey: by a factor shown just now, and never the last one.
CREATE OR REPLACE FUNCTION drop_factor(session bytea, dropped uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE login uuid;
BEGIN
  SELECT l.id INTO login FROM member_login l WHERE l.id = find_member_login(session) AND is_fresh(session) FOR NO KEY UPDATE;
  IF (SELECT count(*) FROM passkey p WHERE p.login_id = login) + (
    SELECT count(*) FROM member_totp t WHERE t.login_id = login AND t.confirmed_at IS NOT NULL) < 2 THEN
    RETURN false;
  END IF;
  DELETE FROM passkey p WHERE p.login_id = login AND p.id = dropped;
  DELETE FROM member_totp t WHERE t.login_id = login AND dropped IS NULL;
  PERFORM tell_changed(login, 'factor_changed');
  RETURN true;
END $$;

-- Keep new recovery codes by their hashes, of which the rows have the hashes again: whoever reads rows has no code. Those of
-- before open nothing.
CREATE OR REPLACE FUNCTION keep_recovery_codes(session bytea, code_digests bytea[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE login uuid := find_login_that_may_add(session);
BEGIN
  DELETE FROM recovery_code WHERE login_id = login;
  INSERT INTO recovery_code (login_id, digest) SELECT login, sha256(one) FROM unnest(code_digests) one WHERE login IS NOT NULL;
  RETURN FOUND;
END $$;

-- A code of an app is good once: its step of the clock is later than that of the last one. The first confirms the app, and
-- is no second factor where another one is asked: whoever began an app before there was one has it not by that.
CREATE OR REPLACE FUNCTION pass_totp(session bytea, step bigint, key bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  login CONSTANT uuid := find_member_login(session);
  first CONSTANT boolean := EXISTS (SELECT FROM member_totp t WHERE t.login_id = login AND t.confirmed_at IS NULL);
BEGIN
  UPDATE member_totp SET last_step = step, confirmed_at = coalesce(confirmed_at, wallet_now())
  WHERE login_id = login AND last_step < step AND is_factor_key(session, key)
    AND (confirmed_at IS NOT NULL OR login_id = find_login_that_may_add(session));
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF first THEN
    PERFORM tell_changed(login, 'factor_changed');
  END IF;
  RETURN keep_factor(session);
END $$;

-- A passkey's count only grows, where it counts; a copy's would not.
CREATE OR REPLACE FUNCTION pass_passkey(session bytea, credential bytea, count bigint, key bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE passkey SET sign_count = count, used_at = wallet_now()
  WHERE login_id = find_member_login(session) AND credential_id = credential AND is_factor_key(session, key)
    AND (sign_count < count OR sign_count = 0 AND count = 0);
  RETURN FOUND AND keep_factor(session);
END $$;

CREATE OR REPLACE FUNCTION use_recovery_code(session bytea, code_digest bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE recovery_code SET used_at = wallet_now()
  WHERE login_id = find_member_login(session) AND digest = sha256(code_digest) AND used_at IS NULL;
  RETURN FOUND AND keep_factor(session);
END $$;
