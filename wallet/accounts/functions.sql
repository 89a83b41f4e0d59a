-- Signing in on a page by a code that is texted. Whoever asks for a code has none: the worker that texts it draws it and
-- keeps the hash of the key that it makes under the pepper, so that neither login alone knows or chooses one.

-- Note that a code is asked for at a number; false where many were: four in an hour, ten in a day.
CREATE OR REPLACE FUNCTION ask_page_code(asked uuid, reached text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO number_turn (number) VALUES (reached)
  ON CONFLICT ON CONSTRAINT number_turn_pkey DO UPDATE SET number = excluded.number;  -- counted in turn
  IF EXISTS (SELECT FROM (VALUES (interval '1 hour', 4), ('1 day', 10)) most (span, times)
    WHERE times <= (SELECT count(*) FROM page_code WHERE phone = reached AND asked_at > wallet_now() - span)) THEN
    RETURN false;
  END IF;
  INSERT INTO page_code (id, phone, asked_at) VALUES (asked, reached, wallet_now());
  RETURN true;
END $$;

-- Keep the hash of a code's key as it is texted, to the very number it was asked for at; false where it is too late, or its SIM
-- was swapped lately. One that is sent anew, since it did not leave, is another code.
CREATE OR REPLACE FUNCTION keep_page_code(asked uuid, number text, by text, code_digest bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE page_code SET digest = code_digest, pepper = by
  WHERE id = asked AND phone = number AND used_at IS NULL AND asked_at > wallet_now() - interval '10 minutes'
    AND NOT is_swapped(number);
  RETURN FOUND;
END $$;

-- Count a try of a code's key, which must be committed before it is compared (use_page_code); three, and none is. False: it will
-- not be compared.
CREATE OR REPLACE FUNCTION count_page_code_try(code uuid, key bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE page_code SET tries = tries + 1, tried = sha256(key), tried_in = pg_current_xact_id()
  WHERE id = code AND tries < 3 AND used_at IS NULL AND asked_at > wallet_now() - interval '10 minutes';
  RETURN FOUND;
END $$;

-- Compare the key that was counted last; when it is right, use the code up. Returns the number it was texted to, or null.
CREATE OR REPLACE FUNCTION use_page_code(code uuid, key bytea) RETURNS text
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  UPDATE page_code SET used_at = wallet_now()
  WHERE id = code AND used_at IS NULL AND asked_at > wallet_now() - interval '10 minutes'
    AND digest = sha256(key) AND tried = sha256(key) AND tried_in <> pg_current_xact_id()
  RETURNING phone
$$;

-- Open the session of whoever has the wallet of the number that a code was texted to; false for a wrong code, and for a wallet
-- that is closed, or locked for its robbed owner.
CREATE OR REPLACE FUNCTION open_page_session(code uuid, key bytea, session text, browser text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO page_session (digest, person_id, phone, device, opened_at, seen_at)
  SELECT session, f.person_id, f.number, browser, wallet_now(), wallet_now()
  FROM use_page_code(code, key) used JOIN phone f ON f.number = used AND f.until IS NULL
    JOIN person p ON p.id = f.person_id AND p.state <> 'closed' AND NOT p.robbed;
  RETURN FOUND;
END $$;

-- A session that ended, or was seen too long ago, goes on no more, whoever says otherwise.
CREATE OR REPLACE FUNCTION keep_page_session_over() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(OLD.ended_at IS NULL AND (NEW.seen_at = OLD.seen_at OR OLD.seen_at > wallet_now() - interval '15 minutes'
    AND OLD.opened_at > wallet_now() - interval '12 hours'), 'a session that is over');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER over_stays BEFORE UPDATE ON page_session FOR EACH ROW
  WHEN (OLD.ended_at IS DISTINCT FROM NEW.ended_at OR OLD.seen_at <> NEW.seen_at) EXECUTE FUNCTION keep_page_session_over();
ALTER TABLE page_session ENABLE ALWAYS TRIGGER over_stays;
