-- Members of businesses: the database counts tries, opens sessions, and judges by a session's role what is done to members.
-- A `session` is the hash of what its cookie holds, of which the row has the hash again: whoever reads rows has no session.

-- ------------------------------------------------------------------------------------------------ who it is
-- Count a try of a login's key, which must be committed before it is compared (open_member_session). True: it will be;
-- false: it is locked, or nobody's. Five wrong ones lock for a quarter of an hour, never for longer: whoever knows an
-- address locks nobody out of their business for good.
CREATE OR REPLACE FUNCTION count_member_try(login uuid, key bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE member_login l SET
    tries = CASE WHEN locked_until IS NULL THEN l.tries ELSE 0 END + 1,
    locked_until = CASE WHEN locked_until IS NULL AND l.tries >= 4 THEN wallet_now() + interval '15 minutes' END,
    tried = sha256(key), tried_in = pg_current_xact_id()
  WHERE id = login AND verifier IS NOT NULL AND (locked_until IS NULL OR locked_until <= wallet_now());
  RETURN FOUND;
END $$;

CREATE OR REPLACE FUNCTION write_member_session(login uuid, by text, session bytea, address text, browser text) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  INSERT INTO member_session (digest, login_id, opened_by, address, browser, opened_at, seen_at)
  VALUES (sha256(session), login, by, address, browser, wallet_now(), wallet_now())
$$;

-- Compare the key that was counted last; when it is right, clear the count and open the session of this digest.
CREATE OR REPLACE FUNCTION open_member_session(login uuid, key bytea, session bytea, address text, browser text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE member_login SET tries = 0, locked_until = NULL, tried = NULL
  WHERE id = login AND verifier = sha256(key) AND tried = sha256(key) AND tried_in <> pg_current_xact_id();
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  PERFORM write_member_session(login, 'password', session, address, browser);
  RETURN true;
END $$;

-- Open the session of whoever typed the code that was texted to a login's number, by the key that it makes
-- (accounts/functions.sql).
CREATE OR REPLACE FUNCTION open_member_session_by_code(code uuid, key bytea, session bytea, address text, browser text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE login uuid;
BEGIN
  SELECT l.id INTO login FROM use_page_code(code, key) used JOIN member_login l ON l.phone = used
  WHERE EXISTS (SELECT FROM membership m JOIN member_permission p USING (role)
      WHERE m.login_id = l.id AND m.until IS NULL AND p.may = 'signs_in:by_code');
  IF login IS NULL THEN
    RETURN false;
  END IF;
  PERFORM write_member_session(login, 'code', session, address, browser);
  RETURN true;
END $$;

-- True for a session that goes on: it was seen within half an hour, and opened within half a day.
CREATE OR REPLACE FUNCTION goes_on(session member_session) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT session.ended_at IS NULL AND session.seen_at > wallet_now() - interval '30 minutes'
    AND session.opened_at > wallet_now() - interval '12 hours'
$$;

-- The login of a session that goes on.
CREATE OR REPLACE FUNCTION find_member_login(session bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.login_id FROM member_session s WHERE s.digest = sha256(session) AND goes_on(s)
$$;

-- Every login that has one shows its second factor, whatever its role.
CREATE OR REPLACE FUNCTION has_factor(login uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM passkey WHERE login_id = login)
    OR EXISTS (SELECT FROM member_totp WHERE login_id = login AND confirmed_at IS NOT NULL)
$$;

-- True while a second factor was shown within ten minutes: what dangerous things ask.
CREATE OR REPLACE FUNCTION is_fresh(session bytea) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM member_session WHERE digest = sha256(session) AND factor_at > wallet_now() - interval '10 minutes')
$$;

-- ------------------------------------------------------------------------------------------------ second factors
-- Count a try of a second factor of a session's login; committed before it is compared. Five wrong ones lock for a quarter
-- of an hour, then an hour, then a day: whoever tries has the password already.
CREATE OR REPLACE FUNCTION count_factor_try(session bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE member_login SET
    factor_tries = CASE WHEN factor_locked_until IS NULL THEN factor_tries ELSE 0 END + 1,
    factor_locks = factor_locks + (factor_locked_until IS NULL AND factor_tries >= 4)::int::smallint,
    factor_locked_until = CASE WHEN factor_locked_until IS NULL AND factor_tries >= 4 THEN wallet_now()
      + (ARRAY['15 minutes', '1 hour', '1 day'])[least(factor_locks + 1, 3)]::interval END,
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

-- A session that ended, or was seen too long ago, goes on no more, whoever says otherwise.
CREATE OR REPLACE FUNCTION keep_session_over() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(OLD.ended_at IS NULL AND (goes_on(OLD) OR NEW.seen_at = OLD.seen_at), 'a session that is over');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER over_stays BEFORE UPDATE ON member_session FOR EACH ROW
  WHEN (OLD.ended_at IS DISTINCT FROM NEW.ended_at OR OLD.seen_at <> NEW.seen_at) EXECUTE FUNCTION keep_session_over();
ALTER TABLE member_session ENABLE ALWAYS TRIGGER over_stays;

-- ------------------------------------------------------------------------------------------------ what it may
-- The permissions of a session in a business: its role's, once it showed the second factor that it needs or has.
CREATE OR REPLACE FUNCTION list_member_permissions(session bytea, business uuid) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.may FROM member_session s JOIN membership m USING (login_id) JOIN merchant b ON b.id = m.merchant_id
    JOIN member_permission p ON p.role = m.role
  WHERE s.digest = sha256(session) AND s.login_id = find_member_login(session)
    AND m.merchant_id = business AND m.until IS NULL AND b.until IS NULL
    AND (s.factor_at IS NOT NULL OR NOT has_factor(s.login_id)
      AND NOT EXISTS (SELECT FROM member_permission n WHERE n.role = m.role AND n.may = 'needs:second_factor'))
    AND (s.opened_by = 'password'
      OR EXISTS (SELECT FROM member_permission n WHERE n.role = m.role AND n.may = 'signs_in:by_code'))
$$;

-- Why a session may not give, change or take a role in a business; '' where it may.
CREATE OR REPLACE FUNCTION find_why_not(session bytea, business uuid, VARIADIC roles text[]) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE may text[] := ARRAY(SELECT list_member_permissions(session, business));
BEGIN
  RETURN CASE
    WHEN NOT 'members:write' = ANY (may) OR 'owner' = ANY (roles) AND NOT 'members:owners' = ANY (may) THEN 'not_allowed'
    WHEN NOT is_fresh(session) THEN 'stale'
    ELSE '' END;
END $$;

-- ------------------------------------------------------------------------------------------------ members
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

-- Invite whoever opens an address to a role, in the place of what they were invited to before; returns '' or why not.
CREATE OR REPLACE FUNCTION invite_member(
  session bytea, made uuid, business uuid, to_email text, to_phone text, to_role text, to_tills text[]
) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE why text := find_why_not(session, business, VARIADIC to_role || ARRAY(SELECT i.role FROM invitation i
  WHERE i.merchant_id = business AND i.state = 'open' AND (i.email = to_email OR i.phone = to_phone)));
BEGIN
  IF why <> '' THEN
    RETURN why;
  END IF;
  IF EXISTS (SELECT FROM membership m JOIN member_login l ON l.id = m.login_id
    WHERE m.merchant_id = business AND m.until IS NULL AND (l.email = to_email OR l.phone = to_phone)) THEN
    RETURN 'member_already';
  END IF;
  UPDATE invitation i SET state = 'withdrawn', ended_at = wallet_now()
  WHERE i.merchant_id = business AND i.state = 'open' AND (i.email = to_email OR i.phone = to_phone);
  INSERT INTO invitation (id, merchant_id, email, phone, role, tills, invited_by, invited_at, until)
  VALUES (made, business, to_email, to_phone, to_role, to_tills, find_member_login(session),
    wallet_now(), wallet_now() + interval '7 days');
  RETURN '';
END $$;

-- Invite the owner of a shop, who asks at their own phone with their PIN: at this very phone, as its owner.
CREATE OR REPLACE FUNCTION invite_owner(made uuid, business uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE owner record;
BEGIN
  SELECT m.owner_id, f.number INTO owner FROM merchant m JOIN phone f ON f.person_id = m.owner_id AND f.until IS NULL
  WHERE m.id = business AND m.until IS NULL FOR NO KEY UPDATE OF m;
  PERFORM refuse_step(is_asked('{invite_owner}', owner.owner_id::text), 'who owns a business');
  UPDATE invitation i SET state = 'withdrawn', ended_at = wallet_now()
  WHERE i.merchant_id = business AND i.state = 'open' AND i.phone = owner.number;
  INSERT INTO invitation (id, merchant_id, phone, role, invited_at, until)
  VALUES (made, business, owner.number, 'owner', wallet_now(), wallet_now() + interval '7 days');
END $$;

-- Withdraw an invitation that waits; returns '' or why not.
CREATE OR REPLACE FUNCTION withdraw_invitation(session bytea, business uuid, made uuid) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  found_role text;
  why text;
BEGIN
  SELECT i.role INTO found_role FROM invitation i
  WHERE i.id = made AND i.merchant_id = business AND i.state = 'open' FOR UPDATE;
  why := CASE WHEN found_role IS NULL THEN 'no_such_member' ELSE find_why_not(session, business, found_role) END;
  IF why = '' THEN
    UPDATE invitation SET state = 'withdrawn', ended_at = wallet_now() WHERE id = made;
  END IF;
  RETURN why;
END $$;

-- Accept an invitation by its token: as the login of a session, or as a new one with its password's recipe and key (none
-- where the role signs in by code at a number). Returns the login; null where the invitation is not open any more.
CREATE OR REPLACE FUNCTION accept_invitation(
  token bytea, session bytea, new_login uuid, new_name text, new_language text, new_recipe text, key bytea
) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  asked invitation;
  login uuid := find_member_login(session);
BEGIN
  SELECT i.* INTO asked FROM invitation i JOIN sent_address a ON a.invitation_id = i.id
  WHERE a.digest = sha256(token) AND i.state = 'open' AND i.until > wallet_now() FOR UPDATE OF i;
  IF asked.id IS NULL OR EXISTS (SELECT FROM merchant WHERE id = asked.merchant_id AND until IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  IF login IS NULL THEN
    IF new_recipe IS NULL AND NOT (asked.phone IS NOT NULL AND EXISTS (
      SELECT FROM member_permission p WHERE p.role = asked.role AND p.may = 'signs_in:by_code')) THEN
      RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'this role signs in by a password';
    END IF;
    INSERT INTO member_login (id, email, phone, name, language, recipe, verifier, since)
    VALUES (new_login, asked.email, asked.phone, new_name, new_language, new_recipe, sha256(key), wallet_now())
    RETURNING id INTO login;
  END IF;
  UPDATE membership m SET until = wallet_now()
  WHERE m.merchant_id = asked.merchant_id AND m.login_id = login AND m.until IS NULL AND m.role <> 'owner';
  INSERT INTO membership (merchant_id, login_id, role, tills, since)
  VALUES (asked.merchant_id, login, asked.role, asked.tills, wallet_now())
  ON CONFLICT (merchant_id, login_id) WHERE until IS NULL DO NOTHING;
  UPDATE invitation SET state = 'accepted', login_id = login, ended_at = wallet_now() WHERE id = asked.id;
  RETURN login;
END $$;

-- Give a member another role, or take theirs (null); returns '' or why not. An owner is left. Whom they invited is not, where
-- they may invite no more: nobody comes back by an invitation of their own.
CREATE OR REPLACE FUNCTION change_member(session bytea, business uuid, member uuid, to_role text, to_tills text[]) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  had text;
  why text;
BEGIN
  PERFORM FROM merchant WHERE id = business FOR NO KEY UPDATE;
  SELECT role INTO had FROM membership m WHERE m.merchant_id = business AND m.login_id = member AND m.until IS NULL;
  IF had IS NULL THEN
    RETURN 'no_such_member';
  END IF;
  why := find_why_not(session, business, had, coalesce(to_role, had));
  IF why <> '' THEN
    RETURN why;
  END IF;
  IF had = 'owner' AND to_role IS DISTINCT FROM 'owner' AND NOT EXISTS (
    SELECT FROM membership m WHERE m.merchant_id = business AND m.until IS NULL AND m.role = 'owner' AND m.login_id <> member) THEN
    RETURN 'last_owner';
  END IF;
  UPDATE membership m SET until = wallet_now() WHERE m.merchant_id = business AND m.login_id = member AND m.until IS NULL;
  IF to_role IS NOT NULL THEN
    INSERT INTO membership VALUES (business, member, to_role, to_tills, wallet_now());
  END IF;
  UPDATE invitation i SET state = 'withdrawn', ended_at = wallet_now()
  WHERE i.merchant_id = business AND i.state = 'open' AND i.invited_by = member
    AND (NOT EXISTS (SELECT FROM member_permission p WHERE p.role = to_role AND p.may = 'members:write')
      OR i.role = 'owner' AND to_role <> 'owner');
  RETURN '';
END $$;

-- ------------------------------------------------------------------------------------------------ new passwords
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
