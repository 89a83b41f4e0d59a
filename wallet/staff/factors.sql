-- The app of a login: a second factor, which every session of a login that has one must show before it does anything.

-- True for a login that has an app whose first code was typed.
CREATE OR REPLACE FUNCTION has_staff_app(given_login text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM staff_app a WHERE a.login = given_login AND a.confirmed_at IS NOT NULL)
$$;

-- Whose session it is, whether they have an app, and when this session showed a code; no row once it is over.
CREATE OR REPLACE FUNCTION see_staff_session(session bytea)
RETURNS TABLE (login text, role text, has_app boolean, factor_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.login, s.role, has_staff_app(s.login), o.factor_at FROM staff_session o JOIN staff s USING (login)
  WHERE o.secret_hash = sha256(session) AND o.until > wallet_now() AND s.until IS NULL
$$;

-- Begin an app for a session's login, until its first code is typed, in the place of one that was begun; false where there
-- is one. Its owner alone takes that away, with a new password.
CREATE OR REPLACE FUNCTION start_staff_app(session bytea, sealed text, key_hash bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO staff_app AS a (login, secret, proof, since)
  SELECT o.login, sealed, key_hash, wallet_now() FROM see_staff_session(session) o
  ON CONFLICT (login) DO UPDATE SET secret = excluded.secret, proof = excluded.proof, since = excluded.since
  WHERE a.confirmed_at IS NULL;
  RETURN FOUND;
END $$;

-- The sealed secret of an app that a session's login began and no code confirmed yet; null for none.
CREATE OR REPLACE FUNCTION find_begun_staff_app(session bytea) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.secret FROM staff_app a JOIN see_staff_session(session) o USING (login) WHERE a.confirmed_at IS NULL
$$;

-- Count a try of a code; committed before it is compared. Null where it is locked, else the sealed secret.
CREATE OR REPLACE FUNCTION count_staff_code_try(session bytea) RETURNS text
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE staff_app a SET
    (tries, locks, locked_until) = (SELECT * FROM count_factor(tries, locks, locked_until)),
    tried_in = pg_current_xact_id()
  WHERE a.login = (SELECT o.login FROM see_staff_session(session) o)
    AND (locked_until IS NULL OR locked_until <= wallet_now())
  RETURNING a.secret
$$;

-- Note that a counted code was right, of a step of the clock later than that of the last: the session has shown its factor,
-- now, and an app that was begun is confirmed.
CREATE OR REPLACE FUNCTION pass_staff_code(session bytea, step bigint, key bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE staff_app a SET last_step = step, confirmed_at = coalesce(confirmed_at, wallet_now()),
    tries = 0, locks = 0, locked_until = NULL, tried_in = NULL
  WHERE a.login = (SELECT o.login FROM see_staff_session(session) o)
    AND last_step < step AND proof = sha256(key) AND tried_in <> pg_current_xact_id();
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE staff_session SET factor_at = wallet_now() WHERE secret_hash = sha256(session);
  RETURN true;
END $$;

-- True for a session whose login has no app, or showed a code of it within ten minutes.
CREATE OR REPLACE FUNCTION is_fresh_staff_session(session bytea) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(bool_and(NOT o.has_app OR o.factor_at > wallet_now() - interval '10 minutes'), false)
  FROM see_staff_session(session) o
$$;
