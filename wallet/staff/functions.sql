-- A login proves itself here, and asks, approves and does in its own name alone: no role writes these tables otherwise.

-- ------------------------------------------------------------------------------------------------ who it is
-- Count a try of a login's key, which must be committed before it is compared (open_staff_session), so that nobody who
-- takes the answer and rolls back has guessed for nothing. `counted`; `locked`: nothing will be compared; or `unknown`.
CREATE OR REPLACE FUNCTION count_staff_try(
  given_login text, key bytea, OUT result text, OUT tries smallint, OUT locks smallint
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE one staff;
BEGIN
  SELECT * INTO one FROM staff WHERE login = given_login AND until IS NULL FOR UPDATE;
  IF one.login IS NULL THEN
    result := 'unknown';
  ELSIF one.locked_until > wallet_now() THEN
    result := 'locked';
    locks := one.locks;
  ELSE
    result := 'counted';
    UPDATE staff s SET
      (tries, locks, locked_until) = (SELECT * FROM count_try(s.tries, s.locks, s.locked_until, wallet_now())),
      tried = sha256(key), tried_in = pg_current_xact_id()
    WHERE s.login = given_login
    RETURNING s.tries, s.locks INTO count_staff_try.tries, count_staff_try.locks;
  END IF;
END $$;

-- Compare the key that was counted last; when it is right, clear the count and return the secret of a new session, which
-- nothing here keeps. Null for a wrong one, which stands in the trail, and for one that is not counted and committed.
CREATE OR REPLACE FUNCTION open_staff_session(given_login text, key bytea) RETURNS bytea
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE secret bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
BEGIN
  DELETE FROM staff_session WHERE until <= wallet_now();
  UPDATE staff SET tries = 0, locks = 0, locked_until = NULL
  WHERE login = given_login AND until IS NULL AND verifier = sha256(key) AND tried = sha256(key)
    AND tried_in <> pg_current_xact_id();
  IF NOT FOUND THEN
    WITH wrong AS (  -- counted once, told once
      UPDATE staff s SET tried = NULL, tried_in = NULL
      WHERE s.login = given_login AND s.until IS NULL AND s.verifier <> sha256(key) AND s.tried = sha256(key)
        AND s.tried_in <> pg_current_xact_id() RETURNING s.login)
    INSERT INTO staff_act (id, kind, subject, before, after, why, asked_by)
    SELECT gen_random_uuid(), 'wrong_password', w.login, '{}', '{}', '', w.login FROM wrong w;
    RETURN NULL;
  END IF;
  INSERT INTO staff_session VALUES (sha256(secret), given_login, wallet_now() + interval '1 hour');
  RETURN secret;
END $$;

CREATE OR REPLACE FUNCTION close_staff_session(session bytea) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM staff_session WHERE secret_hash = sha256(session)
$$;

-- Whose session it is; null when it is nobody's, is over, has yet to show a code of its login's app, or its login has left.
CREATE OR REPLACE FUNCTION find_staff_login(session bytea) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.login FROM see_staff_session(session) o WHERE NOT o.has_app OR o.factor_at IS NOT NULL
$$;

CREATE OR REPLACE FUNCTION get_staff_login(session bytea) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE found text := find_staff_login(session);
BEGIN
  IF found IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_authorization_specification', MESSAGE = 'no login has this session';
  END IF;
  RETURN found;
END $$;

-- What a login may do is its role's (permissions.txt); `what` is a kind of act.
CREATE OR REPLACE FUNCTION may_by_role(given_login text, given_may text, given_what text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM staff s JOIN staff_permission p USING (role)
    WHERE s.login = given_login AND s.until IS NULL AND p.may = given_may AND p.what IN ('*', given_what))
$$;

-- Whose session it is, where its role may ask acts of this kind; raises else.
CREATE OR REPLACE FUNCTION get_login_that_may_ask(session bytea, kind text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE login text := get_staff_login(session);
BEGIN
  IF NOT may_by_role(login, 'ask', kind) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = format('the role of %s may not ask %s', login, kind);
  END IF;
  RETURN login;
END $$;

-- Give a login the role that two agreed to in this transaction; its sessions end.
CREATE OR REPLACE FUNCTION set_staff_role(given_login text, given_role text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM find_act_under_way('{set_role}') r
    WHERE r.subject = given_login AND r.content ->> 'role' = given_role)
  THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'two have not agreed to this role of ' || given_login;
  END IF;
  UPDATE staff SET role = given_role WHERE login = given_login;
  DELETE FROM staff_session WHERE login = given_login;
END $$;

-- ------------------------------------------------------------------------------------------------ what takes two
-- The hash of all that was asked; wallet/staff/approvals.py computes the same of what it shows.
CREATE OR REPLACE FUNCTION request_hash(asked staff_request) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT sha256(convert_to(jsonb_build_array(
    asked.id::text, asked.kind, asked.subject, asked.content::text, asked.why, asked.asked_by)::text, 'UTF8'))
$$;

-- As wallet/staff/act.py counts the letters of a reason (WHY_LETTERS); nobody is unmasked for a word (unmask_person.py).
CREATE OR REPLACE FUNCTION refuse_without_why(why text, kind text DEFAULT '') RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
BEGIN
  IF why IS NULL OR length(btrim(why, E' \t\r\n')) NOT BETWEEN (CASE kind WHEN 'unmask_person' THEN 10 ELSE 3 END) AND 500 THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'an act of staff needs its why';
  END IF;
END $$;

-- True for what can still be approved: asked within a day by a login that still may, not done, not ended, and the newest of
-- its subject, which was what counted before an ask ended another.
CREATE OR REPLACE FUNCTION is_open_request(asked staff_request) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT asked.asked_at > wallet_now() - interval '24 hours'
    AND may_by_role(asked.asked_by, 'ask', asked.kind)
    AND NOT EXISTS (SELECT FROM staff_approval p WHERE p.request_id = asked.id)
    AND asked.id IS NOT DISTINCT FROM (SELECT r.id FROM staff_request r WHERE r.subject = asked.subject
      AND NOT EXISTS (SELECT FROM staff_request_end e WHERE e.request_id = r.id) ORDER BY r.asked_at DESC, r.id LIMIT 1)
$$;

-- Return what waits for a second login, by kind: how much, and since when the oldest does; for whoever watches, who sees no more.
CREATE OR REPLACE FUNCTION count_asked(OUT kind text, OUT waiting bigint, OUT since timestamptz) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.kind, count(*), min(r.asked_at) FROM staff_request r
  WHERE r.asked_at > wallet_now() - interval '24 hours' AND is_open_request(r) GROUP BY r.kind
$$;

-- Add to the trail what became of a request, in the name of whoever did it; for the functions here alone.
CREATE OR REPLACE FUNCTION note_of_request(asked staff_request, given_kind text, given_login text, given_why text, how jsonb)
RETURNS uuid
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  INSERT INTO staff_act (id, kind, subject, before, after, why, asked_by)
  VALUES (gen_random_uuid(), given_kind, asked.subject, '{}', jsonb_build_object('ask', asked.id, 'asks', asked.kind) || how,
    given_why, given_login)
  RETURNING id
$$;

CREATE OR REPLACE FUNCTION end_request(asked staff_request, given_login text, how text) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  INSERT INTO staff_request_end
  SELECT asked.id, note_of_request(asked, 'end_ask', given_login, '', jsonb_build_object('asked_by', asked.asked_by, 'how', how))
$$;

-- Ask for an act that takes two, which stands in the trail from then on. Of one subject one thing is asked at a time: the same
-- kind again, by the same login, ends what it asked before; anything else waits until that is approved or taken back.
CREATE OR REPLACE FUNCTION ask_staff_act(session bytea, id uuid, kind text, subject text, content jsonb, why text)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  login text := get_login_that_may_ask(session, kind);
  asked staff_request;
BEGIN
  PERFORM refuse_without_why(why);
  PERFORM FROM staff_request r WHERE r.subject = ask_staff_act.subject ORDER BY r.id FOR UPDATE;
  LOCK TABLE staff_act_kind IN SHARE ROW EXCLUSIVE MODE;  -- two who ask at once take turns
  SELECT * INTO asked FROM staff_request r WHERE r.subject = ask_staff_act.subject AND is_open_request(r);
  IF asked.id IS NOT NULL THEN
    IF (asked.kind, asked.asked_by) <> (ask_staff_act.kind, login) THEN
      RAISE EXCEPTION USING ERRCODE = 'unique_violation', MESSAGE = format('%s was asked of %s already', asked.kind, subject);
    END IF;
    PERFORM end_request(asked, login, 'replaced');
  END IF;
  INSERT INTO staff_request VALUES (id, kind, subject, content, why, login, wallet_now());
  SELECT * INTO asked FROM staff_request r WHERE r.id = ask_staff_act.id;
  PERFORM note_of_request(asked, 'ask_act', login, why, jsonb_build_object('hash', encode(request_hash(asked), 'hex')));
END $$;

-- Take back what was asked and is open: its asker, or a login that may approve it.
CREATE OR REPLACE FUNCTION take_back_request(session bytea, request_id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  login text := get_staff_login(session);
  asked staff_request;
BEGIN
  SELECT * INTO asked FROM staff_request r WHERE r.id = request_id FOR UPDATE;
  IF asked.id IS NULL OR NOT is_open_request(asked)
    OR NOT (asked.asked_by = login OR may_by_role(login, 'approve', asked.kind))
  THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = login || ' may not take this request back';
  END IF;
  PERFORM end_request(asked, login, 'taken back');
END $$;

-- Agree to what another login asked, as it was shown, while it is open; a login with an app by a code of it just now. Its act is done in this very transaction
-- (approved_is_done).
CREATE OR REPLACE FUNCTION approve_staff_request(session bytea, request_id uuid, content_hash bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  login text := get_staff_login(session);
  asked staff_request;
BEGIN
  SELECT * INTO asked FROM staff_request r WHERE r.id = request_id FOR UPDATE;  -- or whoever takes it back waits
  IF asked.id IS NULL
    OR asked.asked_by = login
    OR request_hash(asked) <> content_hash
    OR NOT is_fresh_staff_session(session)
    OR NOT is_open_request(asked)
    OR NOT may_by_role(login, 'approve', asked.kind)
  THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = login || ' may not approve this request';
  END IF;
  INSERT INTO staff_approval VALUES (request_id, content_hash, login, wallet_now());
END $$;

-- ------------------------------------------------------------------------------------------------ what was done
-- Begin an act that one login does alone: until it is noted, in this transaction, guards let it through (lifts.sql).
CREATE OR REPLACE FUNCTION begin_staff_act(session bytea, kind text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT k.takes_two FROM staff_act_kind k WHERE k.kind = begin_staff_act.kind) THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = kind || ' takes_two logins';
  END IF;
  INSERT INTO staff_doing VALUES (gen_random_uuid(), kind, get_login_that_may_ask(session, kind));
END $$;

-- End what began, and return the id of its act; one that changed something is about that. An agent's appointment is noted
-- by their code, and was about the person.
CREATE OR REPLACE FUNCTION end_staff_act(given_login text, given_kind text, subject text) RETURNS uuid
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE began staff_doing;
BEGIN
  DELETE FROM staff_doing d WHERE d.login = given_login AND d.kind = given_kind RETURNING * INTO began;
  IF began.act_id IS NULL OR began.about <> subject AND NOT EXISTS (
    SELECT FROM agent g WHERE given_kind = 'appoint_agent' AND (g.code, g.person_id::text) = (subject, began.about)) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s has not begun %s about %s', given_login, given_kind, subject);
  END IF;
  RETURN began.act_id;
END $$;

-- Add an act of this session's login to the trail, with its reason; one that takes two is the approved request's, and says its reason.
CREATE OR REPLACE FUNCTION note_staff_act(
  session bytea, kind text, subject text, before jsonb, after jsonb, why text, request_id uuid DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  login text := get_staff_login(session);
  asked staff_request;
  act_id uuid := gen_random_uuid();
BEGIN
  IF request_id IS NULL THEN
    IF kind IN ('ask_act', 'end_ask', 'wrong_password') THEN  -- functions above write these, of what they saw
      RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = kind || ' is no act';
    ELSIF kind NOT IN ('read_records', 'refused_command', 'refused_approval', 'declined_approval') THEN  -- changes nothing
      PERFORM refuse_without_why(why, kind);
      act_id := end_staff_act(login, kind, subject);
    END IF;
    INSERT INTO staff_act (id, kind, subject, before, after, why, asked_by)
    VALUES (act_id, kind, subject, before, after, why, login);
    RETURN;
  END IF;
  SELECT * INTO asked FROM staff_request r WHERE r.id = request_id;
  INSERT INTO staff_act (id, request_id, kind, subject, before, after, why, asked_by, approved_by)
  VALUES (gen_random_uuid(), request_id, kind, subject, before, after, asked.why, asked.asked_by, login);
END $$;

-- What staff did is a chain: each row's hash covers the row and the hash before it.

-- The hash of a row; wallet/staff/audit.py computes the same without asking here. As JSON no value can run into the next.
CREATE OR REPLACE FUNCTION act_hash(act staff_act, hash_before bytea) RETURNS bytea
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT sha256(convert_to(jsonb_build_array(
    act.number::text, encode(hash_before, 'hex'), act.id::text, act.request_id::text, act.kind, act.subject,
    act.before::text, act.after::text, act.why, act.asked_by, act.approved_by,
    to_char(act.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'))::text, 'UTF8'))
$$;

-- Whoever inserts: the number, the time and the hash are set here, one transaction after another, so no row can be
-- forged and the chain never forks.
CREATE OR REPLACE FUNCTION chain_act() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE last record;
BEGIN
  IF NEW.approved_by IS NULL AND (SELECT takes_two FROM staff_act_kind WHERE kind = NEW.kind) THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = NEW.kind || ' takes_two logins';
  END IF;
  IF (SELECT by_owner FROM staff_act_kind WHERE kind = NEW.kind) AND NOT pg_has_role(session_user, current_user, 'MEMBER') THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = NEW.kind || ' is the owner''s to write';
  END IF;
  -- In turn, by a lock that no process's role can take: none may change this table. Whoever reads it waits for nobody.
  LOCK TABLE staff_act_kind IN SHARE ROW EXCLUSIVE MODE;
  SELECT number, hash INTO last FROM staff_act ORDER BY number DESC LIMIT 1;
  NEW.number := coalesce(last.number, 0) + 1;
  NEW.at := wallet_now();
  NEW.hash := act_hash(NEW, last.hash);
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER requests_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_request
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER ends_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_request_end
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER approvals_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_approval
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER acts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_act
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER acts_chain BEFORE INSERT ON staff_act FOR EACH ROW EXECUTE FUNCTION chain_act();
ALTER TABLE staff_request  ENABLE ALWAYS TRIGGER requests_stay;  -- also where replication would skip it
ALTER TABLE staff_request_end ENABLE ALWAYS TRIGGER ends_stay;
ALTER TABLE staff_approval ENABLE ALWAYS TRIGGER approvals_stay;
ALTER TABLE staff_act      ENABLE ALWAYS TRIGGER acts_stay, ENABLE ALWAYS TRIGGER acts_chain;
