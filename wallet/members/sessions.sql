-- Who a member is: the database counts tries, and opens sessions.
-- A `session` is the hash of what its cookie holds, of which the row has the hash again: whoever reads rows has no session.

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
