--
-- PostgreSQL database dump
--

\restrict same

-- Dumped from database version 18.6
-- Dumped by pg_dump version 18.6

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: alert_pattern; Type: TYPE; Schema: public; Owner: mbongo_owner
--

CREATE TYPE public.alert_pattern AS (
	person_id uuid,
	begins timestamp with time zone,
	ends timestamp with time zone,
	times bigint,
	amount bigint,
	about text,
	thing text,
	refs text[],
	others uuid[]
);


ALTER TYPE public.alert_pattern OWNER TO mbongo_owner;

--
-- Name: currency; Type: DOMAIN; Schema: public; Owner: mbongo_owner
--

CREATE DOMAIN public.currency AS text
	CONSTRAINT currency_check CHECK ((VALUE ~ '^[A-Z]{3}$'::text));


ALTER DOMAIN public.currency OWNER TO mbongo_owner;

--
-- Name: accept_invitation(bytea, bytea, uuid, text, text, text, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.accept_invitation(token bytea, session bytea, new_login uuid, new_name text, new_language text, new_recipe text, key bytea) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.accept_invitation(token bytea, session bytea, new_login uuid, new_name text, new_language text, new_recipe text, key bytea) OWNER TO mbongo_owner;

--
-- Name: account_named(text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.account_named(account_code text) RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT id FROM account WHERE code = account_code
$$;


ALTER FUNCTION public.account_named(account_code text) OWNER TO mbongo_owner;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: staff_act; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.staff_act (
    id uuid NOT NULL,
    request_id uuid,
    kind text NOT NULL,
    subject text NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    why text NOT NULL,
    asked_by text NOT NULL,
    approved_by text,
    at timestamp with time zone NOT NULL,
    number bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT approved_if_requested CHECK (((request_id IS NULL) = (approved_by IS NULL))),
    CONSTRAINT nobody_approves_themselves CHECK ((approved_by <> asked_by))
);


ALTER TABLE public.staff_act OWNER TO mbongo_owner;

--
-- Name: act_hash(public.staff_act, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.act_hash(act public.staff_act, hash_before bytea) RETURNS bytea
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT sha256(convert_to(jsonb_build_array(
    act.number::text, encode(hash_before, 'hex'), act.id::text, act.request_id::text, act.kind, act.subject,
    act.before::text, act.after::text, act.why, act.asked_by, act.approved_by,
    to_char(act.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'))::text, 'UTF8'))
$$;


ALTER FUNCTION public.act_hash(act public.staff_act, hash_before bytea) OWNER TO mbongo_owner;

--
-- Name: add_passkey(bytea, uuid, bytea, bytea, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.add_passkey(session bytea, made uuid, credential bytea, key bytea, called text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.add_passkey(session bytea, made uuid, credential bytea, key bytea, called text) OWNER TO mbongo_owner;

--
-- Name: add_settlement_account(bytea, uuid, uuid, text, text, text, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.add_settlement_account(session bytea, made uuid, business uuid, of_kind text, by_rail text, of_number text, of_holder text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM FROM merchant m WHERE m.id = business FOR NO KEY UPDATE;
  IF NOT 'payouts:write' IN (SELECT list_member_permissions(session, business)) THEN
    RETURN 'not_allowed';
  ELSIF NOT is_fresh(session) THEN
    RETURN 'stale';
  ELSIF EXISTS (SELECT FROM settlement_account a WHERE a.merchant_id = business AND a.removed_at IS NULL
    AND (a.kind, a.rail, a.number) = (of_kind, by_rail, of_number)) THEN
    RETURN 'account_known';
  ELSIF (SELECT count(*) FROM settlement_account a WHERE a.merchant_id = business AND a.removed_at IS NULL) >= 10 THEN
    RETURN 'accounts_most';
  END IF;
  INSERT INTO settlement_account (id, merchant_id, kind, rail, number, holder, added_by, added_at, ready_at)
  VALUES (made, business, of_kind, by_rail, of_number, of_holder, find_member_login(session), wallet_now(),
    wallet_now() + interval '48 hours');
  RETURN '';
END $$;


ALTER FUNCTION public.add_settlement_account(session bytea, made uuid, business uuid, of_kind text, by_rail text, of_number text, of_holder text) OWNER TO mbongo_owner;

--
-- Name: age_band(timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.age_band(since timestamp with time zone, at timestamp with time zone) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT CASE WHEN at - since < interval '7 days' THEN 'under_7' WHEN at - since < interval '30 days' THEN 'under_30'
    ELSE 'over_30' END
$$;


ALTER FUNCTION public.age_band(since timestamp with time zone, at timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: alert_numbers(text, date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.alert_numbers(asked text, on_day date) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT numbers FROM alert_rule WHERE rule = asked AND since <= on_day ORDER BY since DESC LIMIT 1
$$;


ALTER FUNCTION public.alert_numbers(asked text, on_day date) OWNER TO mbongo_owner;

--
-- Name: approve_staff_request(bytea, uuid, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.approve_staff_request(session bytea, request_id uuid, content_hash bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.approve_staff_request(session bytea, request_id uuid, content_hash bytea) OWNER TO mbongo_owner;

--
-- Name: are_rails_held(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.are_rails_held() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM rail_hold WHERE released_at IS NULL)
    OR find_restored_to() <> '' AND NOT EXISTS (SELECT FROM rail_hold WHERE restored_to = find_restored_to())
$$;


ALTER FUNCTION public.are_rails_held() OWNER TO mbongo_owner;

--
-- Name: ask_new_password(uuid, uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.ask_new_password(login uuid, made uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.ask_new_password(login uuid, made uuid) OWNER TO mbongo_owner;

--
-- Name: ask_page_code(uuid, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.ask_page_code(asked uuid, reached text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.ask_page_code(asked uuid, reached text) OWNER TO mbongo_owner;

--
-- Name: ask_staff_act(bytea, uuid, text, text, jsonb, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.ask_staff_act(session bytea, id uuid, kind text, subject text, content jsonb, why text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.ask_staff_act(session bytea, id uuid, kind text, subject text, content jsonb, why text) OWNER TO mbongo_owner;

--
-- Name: attach_month(regclass, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.attach_month(part regclass, since timestamp with time zone, until timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  EXECUTE format('ALTER TABLE entry ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', part, since, until);
END $$;


ALTER FUNCTION public.attach_month(part regclass, since timestamp with time zone, until timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: balance_before(bigint, date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.balance_before(of_account bigint, asked date) RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH began AS (SELECT asked::timestamp AT TIME ZONE 'Africa/Douala' AS at)
  SELECT CASE WHEN a.accrued THEN
      coalesce((SELECT sum(s.credits - s.debits) FROM day_sum s WHERE s.account_id = a.id AND s.day < asked), 0)::bigint
      + coalesce((SELECT sum(l.amount) FROM transfer t CROSS JOIN LATERAL unnest(t.accounts, t.amounts) l (account_id, amount)
          WHERE l.account_id = a.id AND t.posted_at >= (SELECT until FROM day_summed) AND t.posted_at < began.at), 0)::bigint
    ELSE coalesce((SELECT e.balance_after FROM entry e
      WHERE e.account_id = a.id AND e.seq = find_entry(a.id, began.at) - 1), 0) END
  FROM account a, began WHERE a.id = of_account
$$;


ALTER FUNCTION public.balance_before(of_account bigint, asked date) OWNER TO mbongo_owner;

--
-- Name: begin_months(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.begin_months() RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $_$
DECLARE
  bound text;
  one record;
BEGIN
  LOCK TABLE entry IN ACCESS EXCLUSIVE MODE;
  SELECT substring(pg_get_constraintdef(oid) FROM $r$'([^']+)'$r$) INTO bound FROM pg_constraint
    WHERE conrelid = 'public.entry'::regclass AND conname = 'before_months';
  IF bound IS NULL THEN
    RETURN false;
  END IF;
  ALTER TABLE entry RENAME TO entry_before;
  CREATE TABLE entry (LIKE entry_before INCLUDING STORAGE) PARTITION BY RANGE (posted_at);
  PERFORM guard_month('entry');
  EXECUTE format('ALTER TABLE entry ATTACH PARTITION entry_before FOR VALUES FROM (MINVALUE) TO (%L)', bound);
  ALTER TABLE entry_before DROP CONSTRAINT before_months;
  PERFORM make_entry_table('entry_rest');
  ALTER TABLE entry ATTACH PARTITION entry_rest DEFAULT;
  FOR one IN SELECT g.grantee::regrole AS grantee, g.privilege_type FROM pg_class c, aclexplode(c.relacl) g
    WHERE c.oid = 'entry_before'::regclass AND g.grantee <> c.relowner LOOP
    EXECUTE format('GRANT %s ON entry TO %s', one.privilege_type, one.grantee);
    EXECUTE format('REVOKE ALL ON entry_before FROM %s', one.grantee);
  END LOOP;
  PERFORM keep_months();
  RETURN true;
END $_$;


ALTER FUNCTION public.begin_months() OWNER TO mbongo_owner;

--
-- Name: begin_staff_act(bytea, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.begin_staff_act(session bytea, kind text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF (SELECT k.takes_two FROM staff_act_kind k WHERE k.kind = begin_staff_act.kind) THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = kind || ' takes_two logins';
  END IF;
  INSERT INTO staff_doing VALUES (gen_random_uuid(), kind, get_login_that_may_ask(session, kind));
END $$;


ALTER FUNCTION public.begin_staff_act(session bytea, kind text) OWNER TO mbongo_owner;

--
-- Name: chain_act(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.chain_act() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.chain_act() OWNER TO mbongo_owner;

--
-- Name: change_member(bytea, uuid, uuid, text, text[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.change_member(session bytea, business uuid, member uuid, to_role text, to_tills text[]) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.change_member(session bytea, business uuid, member uuid, to_role text, to_tills text[]) OWNER TO mbongo_owner;

--
-- Name: change_member_password(bytea, bytea, text, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.change_member_password(session bytea, before bytea, new_recipe text, key bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.change_member_password(session bytea, before bytea, new_recipe text, key bytea) OWNER TO mbongo_owner;

--
-- Name: claim_operation(text, text, text, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.claim_operation(said text, given text, by text, proof bytea) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  asked CONSTANT jsonb := said;
  named CONSTANT text := asked ->> 'key';
BEGIN
  IF NOT is_proved(by, said, proof) THEN
    IF NOT EXISTS (SELECT FROM operation_key k WHERE k.pepper = by) THEN
      RETURN '';
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s may not claim an operation: its proof is not of what is said', session_user);
  END IF;
  INSERT INTO operation (key, actor_kind, actor_id, phone, channel, kind, content, reference, at)
    VALUES (named, asked ->> 'actor_kind', asked ->> 'actor_id', asked ->> 'phone', asked ->> 'channel', asked ->> 'kind',
      asked -> 'content', given, wallet_now()) ON CONFLICT DO NOTHING;
  RETURN CASE WHEN FOUND AND set_config('mbongo.operation', named, true) = named THEN given END;
END $$;


ALTER FUNCTION public.claim_operation(said text, given text, by text, proof bytea) OWNER TO mbongo_owner;

--
-- Name: close_account(bigint); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.close_account(closing bigint) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE found_account account;
BEGIN
  PERFORM refuse_step(NOT is_in_use(closing), 'an account in use');
  SELECT * INTO found_account FROM account WHERE id = closing FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN 'unknown_account'; END IF;
  IF found_account.accrued THEN RETURN 'accrued'; END IF;  -- nothing locks it, so nothing can keep it empty
  IF found_account.balance <> 0 THEN RETURN 'balance_left'; END IF;
  IF found_account.retained > 0 THEN RETURN 'retained'; END IF;  -- what comes is to stay, so something must be able to come
  UPDATE account SET closed_at = wallet_now() WHERE id = closing AND closed_at IS NULL;
  RETURN NULL;
END $$;


ALTER FUNCTION public.close_account(closing bigint) OWNER TO mbongo_owner;

--
-- Name: close_staff_session(bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.close_staff_session(session bytea) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  DELETE FROM staff_session WHERE secret_hash = sha256(session)
$$;


ALTER FUNCTION public.close_staff_session(session bytea) OWNER TO mbongo_owner;

--
-- Name: closed_day_hash(date, text, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.closed_day_hash(closed date, figures text, hash_before bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT sha256(convert_to(jsonb_build_array(
    to_char(closed, 'YYYY-MM-DD'), encode(hash_before, 'hex'), figures)::text, 'UTF8'))
$$;


ALTER FUNCTION public.closed_day_hash(closed date, figures text, hash_before bytea) OWNER TO mbongo_owner;

--
-- Name: closed_month_hash(date, text, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.closed_month_hash(month date, figures text, hash_before bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT sha256(convert_to(jsonb_build_array(to_char(month, 'YYYY-MM'), encode(hash_before, 'hex'), figures)::text, 'UTF8'))
$$;


ALTER FUNCTION public.closed_month_hash(month date, figures text, hash_before bytea) OWNER TO mbongo_owner;

--
-- Name: content_hash(text, text, uuid, uuid, bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.content_hash(key text, kind text, undoes uuid, ends uuid, accounts bigint[], amounts bigint[]) RETURNS bytea
    LANGUAGE sql STABLE
    AS $$
  SELECT sha256(convert_to(ROW(key, kind, undoes, ends, accounts, amounts)::text, 'UTF8'))
$$;


ALTER FUNCTION public.content_hash(key text, kind text, undoes uuid, ends uuid, accounts bigint[], amounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: count_asked(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.count_asked(OUT kind text, OUT waiting bigint, OUT since timestamp with time zone) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT r.kind, count(*), min(r.asked_at) FROM staff_request r
  WHERE r.asked_at > wallet_now() - interval '24 hours' AND is_open_request(r) GROUP BY r.kind
$$;


ALTER FUNCTION public.count_asked(OUT kind text, OUT waiting bigint, OUT since timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: count_by_pepper(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.count_by_pepper(OUT what text, OUT pepper text, OUT many bigint) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
  SELECT s.kind, s.pepper, count(*) FROM pin, sort_hash('PINs', hash) s GROUP BY 1, 2
  UNION ALL
  SELECT s.kind, s.pepper, count(*) FROM pin, unnest(past) one, sort_hash('PINs of before', one) s GROUP BY 1, 2
  UNION ALL
  SELECT s.kind, s.pepper, count(*) FROM staff, sort_hash('staff passwords', recipe) s WHERE until IS NULL GROUP BY 1, 2
  UNION ALL
  SELECT s.kind, s.pepper, count(*) FROM member_login, sort_hash('passwords of members', recipe) s WHERE recipe IS NOT NULL GROUP BY 1, 2
  UNION ALL
  SELECT 'secrets of authenticator apps', split_part(secret, '$', 1), count(*) FROM member_totp GROUP BY 2
  UNION ALL
  SELECT 'secrets of staff''s apps', split_part(secret, '$', 1), count(*) FROM staff_app GROUP BY 2
  UNION ALL
  SELECT 'keys of second factors', split_part(factor_key, '$', 1), count(*) FROM member_login WHERE factor_key IS NOT NULL GROUP BY 2
  UNION ALL  -- of logins from before there were such keys, who changed no factor since: `keys --move` makes one
  SELECT 'second factors, bound to nobody', '?', count(*) FROM member_login WHERE factor_proof IS NULL AND has_factor(id)
  HAVING count(*) > 0
  UNION ALL
  SELECT 'codes that sign in', page_code.pepper, count(*) FROM page_code
  WHERE digest IS NOT NULL AND used_at IS NULL AND asked_at > wallet_now() - interval '10 minutes' GROUP BY 2
  UNION ALL
  SELECT 'questions by SMS', coalesce(ask.pepper, '?'), count(*) FROM ask
  WHERE state = 'waiting' AND asked_at > wallet_now() - interval '5 minutes' GROUP BY 2
  UNION ALL
  SELECT 'withdrawal codes', coalesce(cash_out.pepper, '?'), count(*) FROM cash_out WHERE state = 'open' GROUP BY 2
  UNION ALL  -- one stands under the newest once it is used
  SELECT 'keys of programs', api_key.pepper, count(*) FROM api_key
  WHERE until IS NULL OR until > wallet_now() GROUP BY 2
  UNION ALL
  SELECT 'secrets of endpoints', split_part(one, '$', 1), count(*) FROM endpoint, unnest(ARRAY[secret, secret_before]) one
  WHERE one IS NOT NULL AND state <> 'removed' GROUP BY 2
  UNION ALL
  SELECT 'keys that operations are claimed by', k.pepper, count(*) FROM operation_key k GROUP BY 2
  UNION ALL
  SELECT 'keys that sign returns', split_part(secret, '$', 1), count(*) FROM return_origin WHERE until IS NULL GROUP BY 2
  UNION ALL
  SELECT 'keys of papers of businesses', split_part(sealed_key, '$', 1), count(*) FROM document_content GROUP BY 2
  UNION ALL
  SELECT 'keys of reports of suspicion', split_part(sealed_key, '$', 1), count(*) FROM suspicion_report GROUP BY 2
$_$;


ALTER FUNCTION public.count_by_pepper(OUT what text, OUT pepper text, OUT many bigint) OWNER TO mbongo_owner;

--
-- Name: count_factor(smallint, smallint, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.count_factor(INOUT tries smallint, INOUT locks smallint, INOUT locked_until timestamp with time zone) RETURNS record
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT (CASE WHEN locked_until IS NULL THEN tries ELSE 0 END + 1)::smallint,
    (locks + (locked_until IS NULL AND tries >= 4)::int)::smallint,
    CASE WHEN locked_until IS NULL AND tries >= 4 THEN wallet_now()
      + (ARRAY['15 minutes', '1 hour', '1 day'])[least(locks + 1, 3)]::interval END
$$;


ALTER FUNCTION public.count_factor(INOUT tries smallint, INOUT locks smallint, INOUT locked_until timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: count_factor_try(bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.count_factor_try(session bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  UPDATE member_login SET
    (factor_tries, factor_locks, factor_locked_until) =
      (SELECT * FROM count_factor(factor_tries, factor_locks, factor_locked_until)),
    factor_tried_in = pg_current_xact_id()
  WHERE id = find_member_login(session) AND (factor_locked_until IS NULL OR factor_locked_until <= wallet_now());
  RETURN FOUND;
END $$;


ALTER FUNCTION public.count_factor_try(session bytea) OWNER TO mbongo_owner;

--
-- Name: count_member_try(uuid, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.count_member_try(login uuid, key bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  UPDATE member_login l SET
    tries = CASE WHEN locked_until IS NULL THEN l.tries ELSE 0 END + 1,
    locked_until = CASE WHEN locked_until IS NULL AND l.tries >= 4 THEN wallet_now() + interval '15 minutes' END,
    tried = sha256(key), tried_in = pg_current_xact_id()
  WHERE id = login AND verifier IS NOT NULL AND (locked_until IS NULL OR locked_until <= wallet_now());
  RETURN FOUND;
END $$;


ALTER FUNCTION public.count_member_try(login uuid, key bytea) OWNER TO mbongo_owner;

--
-- Name: count_month(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.count_month() RETURNS date
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  next_one CONSTANT date := coalesce((SELECT max(month) + interval '1 month' FROM month_counted),
    date_trunc('month', wallet_now() AT TIME ZONE 'Africa/Douala') - interval '1 month');
  over CONSTANT timestamptz := (next_one + interval '1 month') AT TIME ZONE 'Africa/Douala';
BEGIN
  IF wallet_now() < over + interval '1 hour' OR (SELECT until FROM day_summed) < over THEN
    RETURN NULL;
  END IF;
  INSERT INTO month_counted VALUES (next_one, wallet_now()) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  INSERT INTO month_figure (month, part, what, level, number, amount) SELECT next_one, f.* FROM list_month(next_one) f;
  RETURN next_one;
END $$;


ALTER FUNCTION public.count_month() OWNER TO mbongo_owner;

--
-- Name: count_page_code_try(uuid, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.count_page_code_try(code uuid, key bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  UPDATE page_code SET tries = tries + 1, tried = sha256(key), tried_in = pg_current_xact_id()
  WHERE id = code AND tries < 3 AND used_at IS NULL AND asked_at > wallet_now() - interval '10 minutes';
  RETURN FOUND;
END $$;


ALTER FUNCTION public.count_page_code_try(code uuid, key bytea) OWNER TO mbongo_owner;

--
-- Name: count_refund(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.count_refund() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  UPDATE checkout SET refunded = refunded + CASE TG_OP WHEN 'INSERT' THEN NEW.amount ELSE -NEW.amount END
  WHERE id = NEW.checkout_id;
  RETURN NULL;
END $$;


ALTER FUNCTION public.count_refund() OWNER TO mbongo_owner;

--
-- Name: count_settlement(regclass); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.count_settlement(wanted regclass) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF wanted NOT IN ('public.settlement_row'::regclass, 'public.settlement_said'::regclass,
                    'public.settlement_line'::regclass,
                    'public.settlement_scope'::regclass, 'public.settlement_verdict'::regclass,
                    'public.bank_line_read'::regclass, 'public.bank_line'::regclass) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = wanted || ' is no table of imported files';
  END IF;
  EXECUTE format('ANALYZE %s', wanted);
END $$;


ALTER FUNCTION public.count_settlement(wanted regclass) OWNER TO mbongo_owner;

--
-- Name: count_staff_code_try(bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.count_staff_code_try(session bytea) RETURNS text
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  UPDATE staff_app a SET
    (tries, locks, locked_until) = (SELECT * FROM count_factor(tries, locks, locked_until)),
    tried_in = pg_current_xact_id()
  WHERE a.login = (SELECT o.login FROM see_staff_session(session) o)
    AND (locked_until IS NULL OR locked_until <= wallet_now())
  RETURNING a.secret
$$;


ALTER FUNCTION public.count_staff_code_try(session bytea) OWNER TO mbongo_owner;

--
-- Name: count_staff_try(text, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.count_staff_try(given_login text, key bytea, OUT result text, OUT tries smallint, OUT locks smallint) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.count_staff_try(given_login text, key bytea, OUT result text, OUT tries smallint, OUT locks smallint) OWNER TO mbongo_owner;

--
-- Name: count_try(smallint, smallint, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.count_try(INOUT tries smallint, INOUT locks smallint, INOUT locked_until timestamp with time zone, at timestamp with time zone) RETURNS record
    LANGUAGE plpgsql IMMUTABLE
    AS $$
BEGIN
  IF locked_until IS NOT NULL THEN
    tries := 0;
    locked_until := NULL;
  END IF;
  tries := tries + 1;
  IF tries >= 3 THEN
    locks := locks + 1;
    locked_until := at + CASE locks WHEN 1 THEN interval '1 hour' WHEN 2 THEN interval '1 day' ELSE interval '100 years' END;
  END IF;
END $$;


ALTER FUNCTION public.count_try(INOUT tries smallint, INOUT locks smallint, INOUT locked_until timestamp with time zone, at timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: day_figures(date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.day_figures(asked date) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_array(account_kind, account, kind, currency, opening, debits, credits)
    ORDER BY account_kind, account, kind, currency), '[]')::text
  FROM list_day(asked) WHERE (opening, debits, credits) <> (0, 0, 0)
$$;


ALTER FUNCTION public.day_figures(asked date) OWNER TO mbongo_owner;

--
-- Name: decide_alerts(bigint); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.decide_alerts(of_number bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  held alert_case;
  agreed staff_request;
  verdict text;
  until date;
BEGIN
  PERFORM FROM case_file WHERE number = of_number FOR UPDATE;
  SELECT * INTO held FROM alert_case WHERE number = of_number;
  SELECT * INTO agreed FROM find_act_under_way('{decide_alerts}') r WHERE r.subject = 'C' || of_number;
  verdict := agreed.content ->> 'verdict';
  until := nullif(agreed.content ->> 'until', '')::date;
  IF agreed.id IS NULL OR held.state IS NULL OR held.state = 'closed'
    OR (agreed.content ->> 'alerts')::bigint <> (SELECT count(*) FROM alert a WHERE a.of_case = of_number)
    OR until <= (wallet_now() AT TIME ZONE 'Africa/Douala')::date OR until > (wallet_now() AT TIME ZONE 'Africa/Douala')::date + 366
    OR verdict = 'frozen' AND NOT EXISTS (SELECT FROM person p WHERE p.id = held.person_id AND p.state = 'frozen')
    OR verdict = 'reported' AND held.state = 'reported'
  THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = format('two of staff did not decide C%s so', of_number);
  END IF;
  INSERT INTO alert_decision (request_id, of_case, verdict, until, decided_at)
  VALUES (agreed.id, of_number, verdict, until, wallet_now());
  UPDATE alert_case SET state = CASE verdict WHEN 'reported' THEN 'reported' ELSE 'closed' END WHERE number = of_number;
END $$;


ALTER FUNCTION public.decide_alerts(of_number bigint) OWNER TO mbongo_owner;

--
-- Name: decide_sanction_hit(bigint, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.decide_sanction_hit(hit bigint, verdict text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  found sanction_hit;
BEGIN
  SELECT * INTO found FROM sanction_hit h WHERE h.id = hit FOR UPDATE;
  PERFORM refuse_step(found.id IS NOT NULL AND verdict IN ('false', 'true') AND found.state <> verdict AND (
    EXISTS (SELECT FROM find_act_under_way('{decide_hit}') r WHERE r.subject = 'X' || hit AND r.content ->> 'verdict' = verdict)
    OR NOT found.strong AND (found.state, verdict) = ('open', 'false') AND is_done_alone('{clear_hit}', 'X' || hit)), 'what was found');
  UPDATE sanction_hit SET state = verdict, decided_at = wallet_now() WHERE id = hit;
END $$;


ALTER FUNCTION public.decide_sanction_hit(hit bigint, verdict text) OWNER TO mbongo_owner;

--
-- Name: documented_level(uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.documented_level(business uuid) RETURNS smallint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT coalesce(max(l.level), 0)::smallint FROM business_level l
  WHERE NOT EXISTS (SELECT FROM level_need n WHERE n.level <= l.level AND NOT EXISTS (
    SELECT FROM business_document d WHERE d.merchant_id = business AND d.kind = n.kind AND d.state = 'accepted'
    AND (d.valid_until IS NULL OR d.valid_until >= (wallet_now() AT TIME ZONE 'Africa/Douala')::date)))
$$;


ALTER FUNCTION public.documented_level(business uuid) OWNER TO mbongo_owner;

--
-- Name: dormancy_rule; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.dormancy_rule (
    since timestamp with time zone NOT NULL,
    dormant_months smallint NOT NULL,
    warn_days smallint NOT NULL,
    unclaimed_months smallint NOT NULL,
    handover_months smallint NOT NULL,
    request_id uuid,
    CONSTRAINT dormancy_rule_check CHECK ((unclaimed_months > dormant_months)),
    CONSTRAINT dormancy_rule_dormant_months_check CHECK (((dormant_months >= 3) AND (dormant_months <= 240))),
    CONSTRAINT dormancy_rule_handover_months_check CHECK (((handover_months >= 1) AND (handover_months <= 600))),
    CONSTRAINT dormancy_rule_warn_days_check CHECK (((warn_days >= 7) AND (warn_days <= 90)))
);


ALTER TABLE public.dormancy_rule OWNER TO mbongo_owner;

--
-- Name: dormancy_rule_now(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.dormancy_rule_now() RETURNS public.dormancy_rule
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT r FROM dormancy_rule r WHERE r.since <= wallet_now() ORDER BY r.since DESC LIMIT 1
$$;


ALTER FUNCTION public.dormancy_rule_now() OWNER TO mbongo_owner;

--
-- Name: drop_factor(bytea, uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.drop_factor(session bytea, dropped uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.drop_factor(session bytea, dropped uuid) OWNER TO mbongo_owner;

--
-- Name: end_member_key(bytea, uuid, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.end_member_key(session bytea, business uuid, named text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT 'endpoints:write' = ANY (ARRAY(SELECT list_member_permissions(session, business))) THEN
    RETURN 'not_allowed';
  END IF;
  UPDATE api_key k SET until = wallet_now()
  WHERE k.merchant_id = business AND k.hint = named AND (k.until IS NULL OR k.until > wallet_now());
  RETURN CASE WHEN FOUND THEN '' ELSE 'no_such_key' END;
END $$;


ALTER FUNCTION public.end_member_key(session bytea, business uuid, named text) OWNER TO mbongo_owner;

--
-- Name: staff_request; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.staff_request (
    id uuid NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    content jsonb NOT NULL,
    why text NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    CONSTRAINT staff_request_why_check CHECK (((length(why) >= 3) AND (length(why) <= 500)))
);


ALTER TABLE public.staff_request OWNER TO mbongo_owner;

--
-- Name: end_request(public.staff_request, text, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.end_request(asked public.staff_request, given_login text, how text) RETURNS void
    LANGUAGE sql
    SET search_path TO 'public', 'pg_temp'
    AS $$
  INSERT INTO staff_request_end
  SELECT asked.id, note_of_request(asked, 'end_ask', given_login, '', jsonb_build_object('asked_by', asked.asked_by, 'how', how))
$$;


ALTER FUNCTION public.end_request(asked public.staff_request, given_login text, how text) OWNER TO mbongo_owner;

--
-- Name: end_staff_act(text, text, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.end_staff_act(given_login text, given_kind text, subject text) RETURNS uuid
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.end_staff_act(given_login text, given_kind text, subject text) OWNER TO mbongo_owner;

--
-- Name: erase_closed(uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.erase_closed(person uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM person p WHERE p.id = person AND p.state = 'closed'), 'what is erased');
  DELETE FROM pin WHERE person_id = person;
  DELETE FROM favourite WHERE owner_id = person;
  DELETE FROM block WHERE blocker = person::text;
  DELETE FROM name_shown WHERE viewer_id = person AND day < (wallet_now() AT TIME ZONE 'Africa/Douala')::date;
  DELETE FROM page_session WHERE person_id = person;
  DELETE FROM text_change WHERE person_id = person;
END $$;


ALTER FUNCTION public.erase_closed(person uuid) OWNER TO mbongo_owner;

--
-- Name: fee_of(bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.fee_of(accounts bigint[], amounts bigint[]) RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT coalesce(amounts[array_position(accounts, account_named('fees'))], 0)
$$;


ALTER FUNCTION public.fee_of(accounts bigint[], amounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: find_act_under_way(text[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_act_under_way(kinds text[]) RETURNS SETOF public.staff_request
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT r.* FROM staff_approval a JOIN staff_request r ON r.id = a.request_id
  WHERE r.kind = ANY (kinds) AND NOT EXISTS (SELECT FROM staff_act done WHERE done.request_id = r.id)
$$;


ALTER FUNCTION public.find_act_under_way(kinds text[]) OWNER TO mbongo_owner;

--
-- Name: find_agent_circles(jsonb, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_agent_circles(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) RETURNS SETOF public.alert_pattern
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH RECURSIVE work AS MATERIALIZED (
    SELECT o.agent_code, o.kind, o.other_id, o.amount, o.at, o.reference, count(*) OVER (PARTITION BY o.agent_code) AS did
    FROM agent_operation o
    WHERE o.at >= day_over - make_interval(days => (n ->> 'days')::int) AND o.at < day_over
      AND o.kind IN ('take_cash_in', 'pay_cash_out') AND o.other_id IS NOT NULL),
  held (agent_code, reference, began, person_id, amount, at, hands) AS (
    SELECT agent_code, reference, at, other_id, amount, at, 0 FROM work WHERE kind = 'take_cash_in'
    UNION ALL
    SELECT h.agent_code, h.reference, h.began, m.receiver_id, m.amount, m.at, h.hands + 1
    FROM held h JOIN movement m ON m.giver_id = h.person_id AND m.kind = 'send_money' AND m.receiver_id IS NOT NULL
      AND m.at >= h.at AND m.at <= h.began + make_interval(mins => (n ->> 'minutes')::int)
      AND m.amount <= h.amount AND m.amount * 100 >= h.amount * (100 - (n ->> 'loss')::int)
    WHERE h.hands < 3),
  circles AS (
    SELECT o.agent_code, o.at, o.amount, o.reference, o.other_id, o.did, h.reference AS paid_in, h.began FROM held h JOIN work o
      ON o.kind = 'pay_cash_out' AND (o.agent_code, o.other_id) = (h.agent_code, h.person_id) AND o.at >= h.at
      AND o.at <= h.began + make_interval(mins => (n ->> 'minutes')::int)
      AND o.amount <= h.amount AND o.amount * 100 >= h.amount * (100 - (n ->> 'loss')::int)),
  counted AS (
    SELECT agent_code, did, min(began) AS began, max(at) AS last_at, least(count(DISTINCT reference), count(DISTINCT paid_in)) AS times,
      (SELECT sum(o.amount) FROM work o WHERE o.agent_code = c.agent_code AND o.reference = ANY (array_agg(c.reference)))
        AS amount,
      (array_agg(DISTINCT reference))[:50] AS refs, (array_agg(DISTINCT other_id))[:50] AS others
    FROM circles c GROUP BY agent_code, did)
  SELECT g.person_id, c.began, c.last_at, c.times, c.amount::bigint, g.code, NULL, c.refs, c.others
  FROM counted c JOIN agent g ON g.code = c.agent_code
  WHERE c.times >= (n ->> 'times')::int AND c.times * 1000 >= c.did * (n ->> 'share')::int AND c.last_at >= day_began
$$;


ALTER FUNCTION public.find_agent_circles(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: find_agent_splits(jsonb, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_agent_splits(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) RETURNS SETOF public.alert_pattern
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH pieces AS (
    SELECT o.agent_code, o.other_id, o.at, o.reference, count(*) OVER w AS close_by, sum(o.amount) OVER w AS together,
      count(*) OVER (PARTITION BY o.agent_code) AS did
    FROM agent_operation o
    WHERE o.at >= day_over - make_interval(days => (n ->> 'days')::int) AND o.at < day_over
      AND o.kind IN ('take_cash_in', 'pay_cash_out')
    WINDOW w AS (PARTITION BY o.agent_code, o.other_id, o.kind ORDER BY o.at
      RANGE BETWEEN make_interval(mins => (n ->> 'minutes')::int) PRECEDING AND CURRENT ROW))
  SELECT g.person_id, min(s.at), max(s.at), count(*), sum(s.together)::bigint, g.code, NULL,
    (array_agg(s.reference ORDER BY s.at DESC))[:50], (array_agg(DISTINCT s.other_id))[:50]
  FROM pieces s JOIN agent g ON g.code = s.agent_code
  WHERE s.close_by = (n ->> 'pieces')::int  -- those that follow are of the same cut
  GROUP BY g.person_id, g.code, s.did
  HAVING count(*) >= (n ->> 'times')::int AND count(*) * 1000 >= s.did * (n ->> 'share')::int AND max(s.at) >= day_began
$$;


ALTER FUNCTION public.find_agent_splits(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: find_alert_case(uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_alert_case(of_person uuid) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE found bigint;
BEGIN
  SELECT c.number INTO found FROM alert_case c JOIN case_file f USING (number) WHERE c.person_id = of_person AND f.state = 'open'
    FOR UPDATE OF f;  -- whoever decides it holds this row too
  IF found IS NULL THEN
    INSERT INTO case_file (id, kind, detail, opened_at)
    VALUES (gen_random_uuid(), 'alert', '', wallet_now()) RETURNING number INTO found;  -- everybody reads this row: no word in it
    INSERT INTO alert_case (number, person_id) VALUES (found, of_person);
  END IF;
  RETURN found;
END $$;


ALTER FUNCTION public.find_alert_case(of_person uuid) OWNER TO mbongo_owner;

--
-- Name: operation; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.operation (
    key text NOT NULL,
    actor_kind text NOT NULL,
    actor_id text NOT NULL,
    phone text,
    channel text NOT NULL,
    kind text NOT NULL,
    content jsonb NOT NULL,
    reference text NOT NULL,
    sentence text,
    "values" jsonb,
    refused boolean,
    told boolean,
    at timestamp with time zone NOT NULL,
    CONSTRAINT operation_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['person'::text, 'stranger'::text, 'member'::text, 'api_key'::text, 'staff'::text, 'system'::text, 'payer'::text])))
);


ALTER TABLE public.operation OWNER TO mbongo_owner;

--
-- Name: find_asked(text[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_asked(kinds text[]) RETURNS SETOF public.operation
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT o.* FROM operation o
  WHERE o.key = current_setting('mbongo.operation', true) AND o.sentence IS NULL AND o.kind = ANY (kinds)
$$;


ALTER FUNCTION public.find_asked(kinds text[]) OWNER TO mbongo_owner;

--
-- Name: find_begun_staff_app(bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_begun_staff_app(session bytea) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT a.secret FROM staff_app a JOIN see_staff_session(session) o USING (login) WHERE a.confirmed_at IS NULL
$$;


ALTER FUNCTION public.find_begun_staff_app(session bytea) OWNER TO mbongo_owner;

--
-- Name: find_booking(uuid, boolean); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_booking(wanted uuid, came_back boolean) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM payout p JOIN bank_line l ON p.id = l.payout_id OR p.file_id = l.payout_file_id
    WHERE p.id = wanted AND (l.amount > 0) = came_back AND is_told_by(p, l)
      AND is_agreed_about('{book_payouts}', 'B' || l.file_id))
$$;


ALTER FUNCTION public.find_booking(wanted uuid, came_back boolean) OWNER TO mbongo_owner;

--
-- Name: find_dormant(jsonb, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_dormant(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) RETURNS SETOF public.alert_pattern
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH sides AS (
    SELECT w.person_id, w.way, m.at, m.amount, m.reference FROM movement m
    CROSS JOIN LATERAL (VALUES (m.giver_id, 'out'), (m.receiver_id, 'in')) w (person_id, way)
    WHERE m.at >= day_over - make_interval(days => (n ->> 'within')::int) AND m.at < day_over AND w.person_id IS NOT NULL),
  found AS (
    SELECT person_id, min(at) AS first_at, max(at) AS last_at, count(*) AS times,
      greatest(sum(amount) FILTER (WHERE way = 'in'), sum(amount) FILTER (WHERE way = 'out'))::bigint AS amount,
      (array_agg(reference ORDER BY at DESC))[:50] AS refs
    FROM sides GROUP BY 1)
  SELECT f.person_id, f.first_at, f.last_at, f.times, f.amount, to_char(l.at AT TIME ZONE 'Africa/Douala', 'DD/MM/YYYY'), NULL,
    f.refs, '{}'::uuid[]
  FROM found f JOIN person p ON p.id = f.person_id CROSS JOIN LATERAL (
    -- What is held for a cash-out is held before it is paid: an hour before is before all of it.
    SELECT coalesce((SELECT e.posted_at FROM entry e WHERE e.account_id = p.account_id
      AND e.seq = find_entry(p.account_id, f.first_at - interval '1 hour') - 1), p.joined_at) AS at) l
  WHERE f.amount >= (n ->> 'amount')::bigint AND f.last_at >= day_began
    AND l.at < f.first_at - make_interval(days => (n ->> 'days')::int)
    AND NOT EXISTS (SELECT FROM agent g WHERE g.person_id = p.id)  -- whose work is not on their own account
$$;


ALTER FUNCTION public.find_dormant(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: find_entry(bigint, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_entry(of_account bigint, moment timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  low bigint := 1;
  high bigint;
  low_at timestamptz := '-infinity';
  high_at timestamptz;
  middle bigint;
  middle_at timestamptz;
BEGIN
  SELECT a.seq + 1, coalesce(a.last_at, 'infinity') INTO high, high_at FROM account a WHERE a.id = of_account;
  IF high_at < moment THEN
    RETURN high;
  END IF;
  WHILE low < high LOOP
    middle := (low + high) / 2;
    SELECT e.posted_at INTO middle_at FROM entry e
      WHERE e.account_id = of_account AND e.seq = middle AND e.posted_at BETWEEN low_at AND high_at;
    IF middle_at < moment THEN
      low := middle + 1;
      low_at := middle_at;
    ELSE
      high := middle;
      high_at := middle_at;
    END IF;
  END LOOP;
  RETURN low;
END $$;


ALTER FUNCTION public.find_entry(of_account bigint, moment timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: find_login_that_may_add(bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_login_that_may_add(session bytea) RETURNS uuid
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT l.id FROM member_session s JOIN member_login l ON l.id = s.login_id
  WHERE s.digest = sha256(session) AND goes_on(s)
    AND (is_fresh(session) OR NOT has_factor(l.id) AND (s.opened_by = 'password' OR l.verifier IS NULL))
$$;


ALTER FUNCTION public.find_login_that_may_add(session bytea) OWNER TO mbongo_owner;

--
-- Name: find_member_login(bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_member_login(session bytea) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT s.login_id FROM member_session s WHERE s.digest = sha256(session) AND goes_on(s)
$$;


ALTER FUNCTION public.find_member_login(session bytea) OWNER TO mbongo_owner;

--
-- Name: find_month_statement(integer, date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_month_statement(asked integer, month date) RETURNS TABLE(closes_on date, closing bigint)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT f.closes_on, f.closing FROM bank_file f
  WHERE f.account_id = asked AND f.closes_on >= last_day(month) ORDER BY f.closes_on, f.id LIMIT 1
$$;


ALTER FUNCTION public.find_month_statement(asked integer, month date) OWNER TO mbongo_owner;

--
-- Name: find_mule(jsonb, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_mule(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) RETURNS SETOF public.alert_pattern
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH began AS (SELECT day_over - make_interval(hours => (n ->> 'hours')::int) AS at),
  came AS (
    SELECT m.receiver_id, m.giver_id, m.amount, m.at, m.reference FROM began, movement m
    WHERE m.at >= began.at AND m.at < day_over AND m.kind IN ('send_money', 'pay_request')
      AND m.giver_id IS NOT NULL AND m.receiver_id IS NOT NULL),
  many AS (SELECT receiver_id FROM came GROUP BY 1 HAVING count(DISTINCT giver_id) >= (n ->> 'times')::int),
  strangers AS (
    SELECT c.* FROM came c JOIN many USING (receiver_id) CROSS JOIN began WHERE NOT EXISTS (
      SELECT FROM movement b WHERE (b.giver_id, b.receiver_id) = (c.giver_id, c.receiver_id) AND b.at < began.at)),
  found AS (
    SELECT receiver_id, min(at) AS first_at, max(at) AS last_at, count(DISTINCT giver_id) AS givers, sum(amount)::bigint AS amount,
      (array_agg(reference ORDER BY at DESC))[:50] AS refs, (array_agg(DISTINCT giver_id))[:50] AS others
    FROM strangers GROUP BY 1
    HAVING count(DISTINCT giver_id) >= (n ->> 'times')::int AND sum(amount) >= (n ->> 'amount')::bigint),
  went AS (
    SELECT f.receiver_id, sum(m.amount) AS amount, max(m.at) AS last_at FROM found f JOIN movement m
      ON m.giver_id = f.receiver_id AND m.at >= f.first_at AND m.at < day_over
    WHERE m.kind IN ('send_money', 'send_to_stranger', 'withdraw_money', 'pay_cash_out') GROUP BY 1)
  SELECT f.receiver_id, f.first_at, greatest(f.last_at, w.last_at), f.givers, f.amount, '', NULL, f.refs, f.others
  FROM found f JOIN went w USING (receiver_id) JOIN person p ON p.id = f.receiver_id
  WHERE w.amount * 100 >= f.amount * (n ->> 'share')::int AND greatest(f.last_at, w.last_at) >= day_began
    AND f.givers * 30 >= (n ->> 'against')::int
      * (find_entry(p.account_id, f.first_at) - find_entry(p.account_id, f.first_at - interval '30 days'))
$$;


ALTER FUNCTION public.find_mule(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: payroll; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.payroll (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    title text NOT NULL,
    state text DEFAULT 'draft'::text NOT NULL,
    parent_id uuid,
    made_by uuid,
    decided_by uuid,
    lines integer DEFAULT 0 NOT NULL,
    amount bigint DEFAULT 0 NOT NULL,
    fee bigint DEFAULT 0 NOT NULL,
    tax bigint DEFAULT 0 NOT NULL,
    reference text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    asked_at timestamp with time zone,
    refused_at timestamp with time zone,
    decided_at timestamp with time zone,
    ended_at timestamp with time zone,
    next_at timestamp with time zone,
    made_by_key uuid,
    tell_at timestamp with time zone,
    told_way boolean DEFAULT false NOT NULL,
    CONSTRAINT asked CHECK (((state = 'draft'::text) OR ((lines > 0) AND (amount > 0) AND (asked_at IS NOT NULL)))),
    CONSTRAINT by_another CHECK ((decided_by <> made_by)),
    CONSTRAINT decided CHECK (((state = ANY (ARRAY['paying'::text, 'done'::text])) = (num_nonnulls(decided_by, decided_at) = 2))),
    CONSTRAINT gone_on_with CHECK ((((state = 'paying'::text) = (next_at IS NOT NULL)) AND ((state = 'done'::text) = (ended_at IS NOT NULL)))),
    CONSTRAINT made_by_one CHECK ((num_nonnulls(made_by, made_by_key) = 1)),
    CONSTRAINT payroll_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'asked'::text, 'paying'::text, 'done'::text]))),
    CONSTRAINT payroll_title_check CHECK (((length(title) >= 1) AND (length(title) <= 60))),
    CONSTRAINT told_once_done CHECK (((state = 'done'::text) OR ((tell_at IS NULL) AND (NOT told_way))))
);


ALTER TABLE public.payroll OWNER TO mbongo_owner;

--
-- Name: find_payrolls_act(text[], public.payroll, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_payrolls_act(kinds text[], b public.payroll, may text) RETURNS SETOF public.operation
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT o.* FROM find_asked(kinds) o WHERE (o.actor_kind = 'member' OR may = 'salaries:make') AND (o.content ->> 'payroll_id')::uuid = b.id
    AND may_for_business(o, b.merchant_id, may)
$$;


ALTER FUNCTION public.find_payrolls_act(kinds text[], b public.payroll, may text) OWNER TO mbongo_owner;

--
-- Name: find_restored_to(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_restored_to() RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT COALESCE(nullif(concat_ws(' ', nullif(current_setting('recovery_target', true), ''), nullif(current_setting('recovery_target_time', true), ''),
    nullif(current_setting('recovery_target_lsn', true), ''), nullif(current_setting('recovery_target_xid', true), ''),
    nullif(current_setting('recovery_target_name', true), '')), ''),
    CASE WHEN find_timeline() > 1 AND current_setting('synchronous_standby_names') = '' THEN 'timeline ' || find_timeline() END, '')
$$;


ALTER FUNCTION public.find_restored_to() OWNER TO mbongo_owner;

--
-- Name: find_shared_documents(jsonb, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_shared_documents(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) RETURNS SETOF public.alert_pattern
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH seen AS (SELECT DISTINCT kind, number FROM identity WHERE at >= day_began AND at < day_over AND disowned_at IS NULL),
  shared AS (
    SELECT i.kind, i.number, min(i.at) AS first_at, max(i.at) AS last_at, count(DISTINCT i.person_id) AS wallets,
      array_agg(DISTINCT i.person_id) AS people, (array_agg(i.person_id ORDER BY i.at DESC, i.person_id))[1] AS newest
    FROM seen s JOIN identity i USING (kind, number) JOIN person p ON p.id = i.person_id AND p.state <> 'closed'
    WHERE i.at < day_over AND i.disowned_at IS NULL
    GROUP BY i.kind, i.number HAVING count(DISTINCT i.person_id) >= (n ->> 'wallets')::int)
  SELECT newest, first_at, last_at, wallets, 0::bigint, kind, kind || ' ' || number, '{}'::text[],
    (array_remove(people, newest))[:50]
  FROM shared
$$;


ALTER FUNCTION public.find_shared_documents(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: find_shared_numbers(jsonb, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_shared_numbers(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) RETURNS SETOF public.alert_pattern
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH paid AS (
    SELECT y.party, y.rail, y.person_id, p.human_id, y.amount, y.created_at AS at, y.reference
    FROM payment y JOIN person p ON p.id = y.person_id
    WHERE y.created_at >= day_over - make_interval(days => (n ->> 'days')::int) AND y.created_at < day_over
      AND y.state = 'succeeded' AND y.party_kind = 'phone' AND y.purpose IN ('add_money', 'withdraw_money')),
  shared AS (
    SELECT party, rail, min(at) AS first_at, max(at) AS last_at, count(DISTINCT human_id) AS wallets, sum(amount)::bigint AS amount,
      (array_agg(reference ORDER BY at DESC))[:50] AS refs, array_agg(DISTINCT person_id) AS people,
      (array_agg(person_id ORDER BY at DESC, person_id))[1] AS newest
    FROM paid GROUP BY party, rail
    HAVING count(DISTINCT human_id) >= (n ->> 'wallets')::int 
      AND sum(amount) >= (n ->> 'amount')::bigint * count(DISTINCT human_id) AND max(at) >= day_began)
  SELECT who.person_id, first_at, last_at, wallets, amount, rail, party, refs,
    (array_remove(people, who.person_id))[:50]
  -- Whose number it is, where it is a wallet's; or whoever used it last.
  FROM shared s CROSS JOIN LATERAL (SELECT coalesce((SELECT f.person_id FROM phone f WHERE f.number = s.party AND f.until IS NULL),
    s.newest) AS person_id) who
$$;


ALTER FUNCTION public.find_shared_numbers(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: find_staff_login(bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_staff_login(session bytea) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT o.login FROM see_staff_session(session) o WHERE NOT o.has_app OR o.factor_at IS NOT NULL
$$;


ALTER FUNCTION public.find_staff_login(session bytea) OWNER TO mbongo_owner;

--
-- Name: find_structuring(jsonb, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_structuring(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) RETURNS SETOF public.alert_pattern
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH pieces AS (
    SELECT w.person_id, w.way, m.at, m.amount, m.reference FROM movement m CROSS JOIN LATERAL (VALUES
      (CASE WHEN m.kind IN ('send_money', 'send_to_stranger', 'withdraw_money', 'pay_cash_out') THEN m.giver_id END, 'out'),
      (CASE WHEN m.kind IN ('send_money', 'add_money', 'take_cash_in') THEN m.receiver_id END, 'in')) w (person_id, way)
    WHERE m.at >= day_over - make_interval(days => (n ->> 'days')::int) AND m.at < day_over
      AND m.amount < (n ->> 'ceiling')::bigint AND m.amount >= (n ->> 'ceiling')::bigint - (n ->> 'below')::bigint
      AND w.person_id IS NOT NULL),
  found AS (
    SELECT person_id, way, min(at) AS first_at, max(at) AS last_at, count(*) AS times, sum(amount)::bigint AS amount,
      (array_agg(reference ORDER BY at DESC))[:50] AS refs
    FROM pieces GROUP BY person_id, way HAVING count(*) >= (n ->> 'times')::int AND max(at) >= day_began)
  SELECT DISTINCT ON (f.person_id) f.person_id, f.first_at, f.last_at, f.times, f.amount, f.way, NULL, f.refs, '{}'::uuid[]
  FROM found f CROSS JOIN LATERAL (
    SELECT count(*) AS times FROM person p JOIN entry e ON e.account_id = p.account_id
    WHERE p.id = f.person_id AND e.seq >= find_entry(p.account_id, f.first_at - interval '30 days')
      AND e.seq < find_entry(p.account_id, f.first_at - interval '1 minute')  -- it is posted before it is noted
      AND abs(e.amount) < (n ->> 'ceiling')::bigint AND abs(e.amount) >= (n ->> 'ceiling')::bigint - (n ->> 'below')::bigint) used
  WHERE f.times * 30 >= (n ->> 'against')::int * used.times * (n ->> 'days')::int
  ORDER BY f.person_id, f.times DESC, f.way
$$;


ALTER FUNCTION public.find_structuring(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: find_suspense_owner(bigint); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_suspense_owner(asked bigint) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT o.owner FROM suspense_owner o WHERE o.account_id = asked ORDER BY o.since DESC LIMIT 1
$$;


ALTER FUNCTION public.find_suspense_owner(asked bigint) OWNER TO mbongo_owner;

--
-- Name: find_timeline(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_timeline() RETURNS integer
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT CASE WHEN pg_is_in_recovery() THEN 1
    ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END
$$;


ALTER FUNCTION public.find_timeline() OWNER TO mbongo_owner;

--
-- Name: find_tolerated(text, bigint); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_tolerated(of_rail text, asked bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT coalesce((SELECT asked * t.amount / 1000000 FROM threshold t
    WHERE t.name = 'tolerance_' || of_rail AND t.since <= wallet_now() ORDER BY t.since DESC LIMIT 1), 0)
$$;


ALTER FUNCTION public.find_tolerated(of_rail text, asked bigint) OWNER TO mbongo_owner;

--
-- Name: find_velocity(jsonb, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_velocity(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) RETURNS SETOF public.alert_pattern
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH acts AS (
    SELECT m.giver_id, m.at, count(*) OVER w AS close_by, sum(m.amount) OVER w AS together, min(m.at) OVER w AS began
    FROM movement m
    WHERE m.at >= day_began - make_interval(mins => (n ->> 'minutes')::int) AND m.at < day_over AND m.giver_id IS NOT NULL
      AND m.kind IN ('send_money', 'send_to_stranger', 'withdraw_money', 'pay_cash_out', 'pay_request')
    WINDOW w AS (PARTITION BY m.giver_id ORDER BY m.at
      RANGE BETWEEN make_interval(mins => (n ->> 'minutes')::int) PRECEDING AND CURRENT ROW)),
  bursts AS (
    SELECT DISTINCT ON (giver_id) * FROM acts WHERE close_by >= (n ->> 'times')::int AND at >= day_began
    ORDER BY giver_id, close_by DESC, at)
  SELECT b.giver_id, b.began, b.at, b.close_by, b.together::bigint, '', NULL, (SELECT array_agg(m.reference ORDER BY m.at DESC)
      FROM (SELECT reference, at FROM movement WHERE giver_id = b.giver_id AND at BETWEEN b.began AND b.at
        ORDER BY at DESC LIMIT 50) m), '{}'::uuid[]
  FROM bursts b JOIN person p ON p.id = b.giver_id
  WHERE b.close_by * 30 >= (n ->> 'against')::int * greatest(30,
    find_entry(p.account_id, b.began) - find_entry(p.account_id, b.began - interval '30 days'))
$$;


ALTER FUNCTION public.find_velocity(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: find_why_not(bytea, uuid, text[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.find_why_not(session bytea, business uuid, VARIADIC roles text[]) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE may text[] := ARRAY(SELECT list_member_permissions(session, business));
BEGIN
  RETURN CASE
    WHEN NOT 'members:write' = ANY (may) OR 'owner' = ANY (roles) AND NOT 'members:owners' = ANY (may) THEN 'not_allowed'
    WHEN NOT is_fresh(session) THEN 'stale'
    ELSE '' END;
END $$;


ALTER FUNCTION public.find_why_not(session bytea, business uuid, VARIADIC roles text[]) OWNER TO mbongo_owner;

--
-- Name: forget_old(integer); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.forget_old(p_most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
DECLARE
  gone bigint := 0;
  size bigint;
  old  record;
BEGIN
  FOR old IN
    SELECT l.kind, l.days, told.at, told.ended FROM row_life l JOIN (VALUES
      ('notice', 'written_at', $w$state NOT IN ('waiting', 'sending')$w$),
      ('mail', 'written_at', $w$state NOT IN ('waiting', 'sending')$w$),
      ('delivery', 'at', 'true'),
      ('text_in', 'heard_at', $w$state <> 'waiting'$w$),
      ('callback_in', 'heard_at', $w$state NOT IN ('waiting', 'parked') AND NOT EXISTS (
         SELECT FROM payment p WHERE r.hint <> '' AND p.rail = r.rail AND r.hint IN (p.handle, p.reference)
         AND p.state NOT IN ('succeeded', 'failed'))$w$),
      ('security_event', 'at', 'true'),
      ('idempotent_answer', 'at', 'true'),
      ('delivery_try', 'at', 'true'),
      ('page_code', 'asked_at', 'true'),
      ('page_session', 'seen_at', 'true'),
      ('member_session', 'seen_at', 'true'),
      ('password_reset', 'asked_at', 'true'),
      ('salary_wrong_name', 'at', 'true'),
      ('document_content', 'let_go_at', 'true'),
      ('ask', 'asked_at', 'true'),
      ('code_look', 'day', 'true'),
      ('bill_search', 'asked_at', $w$state NOT IN ('waiting', 'asking')$w$),
      ('wrong_document', 'at', 'true'),
      ('invitation', 'until', 'true'),
      ('sim', 'checked_at', $w$asked_at IS NULL$w$),
      ('taken', 'at', 'true'),
      ('key_held', 'last_at', 'true')) told (kind, at, ended) USING (kind)
  LOOP
    EXECUTE format('DELETE FROM %1$I WHERE ctid = ANY (ARRAY (
        SELECT ctid FROM %1$I r WHERE %2$I < wallet_now() - make_interval(days => $1) AND %3$s
        LIMIT $2 FOR UPDATE SKIP LOCKED))', old.kind, old.at, old.ended) USING old.days, p_most;
    GET DIAGNOSTICS size = ROW_COUNT;
    gone := gone + size;
  END LOOP;
  RETURN gone;
END $_$;


ALTER FUNCTION public.forget_old(p_most integer) OWNER TO mbongo_owner;

--
-- Name: get_login_that_may_ask(bytea, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.get_login_that_may_ask(session bytea, kind text) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE login text := get_staff_login(session);
BEGIN
  IF NOT may_by_role(login, 'ask', kind) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = format('the role of %s may not ask %s', login, kind);
  END IF;
  RETURN login;
END $$;


ALTER FUNCTION public.get_login_that_may_ask(session bytea, kind text) OWNER TO mbongo_owner;

--
-- Name: get_staff_login(bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.get_staff_login(session bytea) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE found text := find_staff_login(session);
BEGIN
  IF found IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_authorization_specification', MESSAGE = 'no login has this session';
  END IF;
  RETURN found;
END $$;


ALTER FUNCTION public.get_staff_login(session bytea) OWNER TO mbongo_owner;

--
-- Name: member_session; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.member_session (
    digest bytea NOT NULL,
    login_id uuid NOT NULL,
    opened_by text NOT NULL,
    address text NOT NULL,
    browser text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    factor_at timestamp with time zone,
    challenge bytea,
    challenge_until timestamp with time zone,
    ended_at timestamp with time zone,
    CONSTRAINT member_session_browser_check CHECK ((length(browser) <= 200)),
    CONSTRAINT member_session_opened_by_check CHECK ((opened_by = ANY (ARRAY['password'::text, 'code'::text])))
);


ALTER TABLE public.member_session OWNER TO mbongo_owner;

--
-- Name: goes_on(public.member_session); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.goes_on(session public.member_session) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT session.ended_at IS NULL AND session.seen_at > wallet_now() - interval '30 minutes'
    AND session.opened_at > wallet_now() - interval '12 hours'
$$;


ALTER FUNCTION public.goes_on(session public.member_session) OWNER TO mbongo_owner;

--
-- Name: guard_month(regclass); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.guard_month(part regclass) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON %s
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', part);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER entries_stay', part);
END $$;


ALTER FUNCTION public.guard_month(part regclass) OWNER TO mbongo_owner;

--
-- Name: has_factor(uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.has_factor(login uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM passkey WHERE login_id = login)
    OR EXISTS (SELECT FROM member_totp WHERE login_id = login AND confirmed_at IS NOT NULL)
$$;


ALTER FUNCTION public.has_factor(login uuid) OWNER TO mbongo_owner;

--
-- Name: has_staff_app(text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.has_staff_app(given_login text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM staff_app a WHERE a.login = given_login AND a.confirmed_at IS NOT NULL)
$$;


ALTER FUNCTION public.has_staff_app(given_login text) OWNER TO mbongo_owner;

--
-- Name: hear_sim(text, text, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.hear_sim(of_number text, said text, swapped timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  UPDATE sim SET heard = said, checked_at = wallet_now(), asked_at = NULL, due_at = NULL, request_id = NULL, tries = 0,
    swapped_at = greatest(swapped_at, swapped)
  WHERE number = of_number AND (session_user <> 'mbongo_web' OR request_id IS NOT NULL);
END $$;


ALTER FUNCTION public.hear_sim(of_number text, said text, swapped timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: hold_rails(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.hold_rails() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT is_done_alone('{hold_rails}', 'rails') THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'nobody of staff holds the rails';
  END IF;
  INSERT INTO rail_hold (restored_to, since) VALUES (find_restored_to(), wallet_now())
  ON CONFLICT ((released_at IS NULL)) WHERE released_at IS NULL DO NOTHING;
END $$;


ALTER FUNCTION public.hold_rails() OWNER TO mbongo_owner;

--
-- Name: house_left(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.house_left() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT coalesce(sum(CASE a.kind WHEN 'suspense' THEN least(b.now, 0) ELSE b.now END), 0)::bigint
  FROM account a CROSS JOIN LATERAL (
    SELECT a.balance + coalesce((SELECT sum(d.amount) FROM accrual_due d WHERE d.account_id = a.id), 0) AS now) b
  WHERE a.currency = 'XAF' AND a.kind IN (
    'fees', 'rounding', 'commissions', 'bank_charges', 'losses', 'other_income', 'capital', 'own_bank', 'suspense')
$$;


ALTER FUNCTION public.house_left() OWNER TO mbongo_owner;

--
-- Name: hurry_payment(uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.hurry_payment(payment_id uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  UPDATE payment p SET due_at = wallet_now(), hurries = p.hurries + 1, hurried_at = wallet_now()
  WHERE p.id = payment_id AND p.direction = 'collect' AND p.party_kind = 'payer' AND p.handle <> ''
    AND p.state IN ('pending', 'unknown', 'expired', 'succeeded', 'failed') AND p.due_at > wallet_now()
    AND p.hurries < 6 AND (p.hurried_at IS NULL OR p.hurried_at <= wallet_now() - interval '10 seconds');
  RETURN FOUND;
END $$;


ALTER FUNCTION public.hurry_payment(payment_id uuid) OWNER TO mbongo_owner;

--
-- Name: invite_member(bytea, uuid, uuid, text, text, text, text[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.invite_member(session bytea, made uuid, business uuid, to_email text, to_phone text, to_role text, to_tills text[]) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.invite_member(session bytea, made uuid, business uuid, to_email text, to_phone text, to_role text, to_tills text[]) OWNER TO mbongo_owner;

--
-- Name: invite_owner(uuid, uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.invite_owner(made uuid, business uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.invite_owner(made uuid, business uuid) OWNER TO mbongo_owner;

--
-- Name: invoice_number(text, smallint, integer); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.invoice_number(kind text, year smallint, place integer) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT CASE kind WHEN 'invoice' THEN 'FAC' WHEN 'proforma' THEN 'PRO' ELSE 'AV' END || '-' || year || '-'
    || lpad(place::text, greatest(6, length(place::text)), '0')
$$;


ALTER FUNCTION public.invoice_number(kind text, year smallint, place integer) OWNER TO mbongo_owner;

--
-- Name: is_account_ready(uuid, uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_account_ready(account uuid, business uuid) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM settlement_account a JOIN merchant m ON m.id = a.merchant_id
    WHERE a.id = account AND a.merchant_id = business AND a.removed_at IS NULL AND a.ready_at <= wallet_now()
      AND m.until IS NULL)
$$;


ALTER FUNCTION public.is_account_ready(account uuid, business uuid) OWNER TO mbongo_owner;

--
-- Name: is_acted(text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_acted(given_kind text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM staff_doing d WHERE given_kind IN ('act', d.kind))
    OR EXISTS (SELECT FROM staff_approval a JOIN staff_request r ON r.id = a.request_id
      WHERE given_kind IN ('act', r.kind) AND NOT EXISTS (SELECT FROM staff_act done WHERE done.request_id = r.id))
$$;


ALTER FUNCTION public.is_acted(given_kind text) OWNER TO mbongo_owner;

--
-- Name: is_agents_code(text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_agents_code(given text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM agent WHERE code = given)
$$;


ALTER FUNCTION public.is_agents_code(given text) OWNER TO mbongo_owner;

--
-- Name: transfer_kind; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.transfer_kind (
    kind text NOT NULL,
    reason text NOT NULL,
    named text[] NOT NULL,
    takes text[] NOT NULL,
    gives text[] NOT NULL,
    posted_by text[] NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT known_reason CHECK ((reason = ANY (ARRAY['operation'::text, 'request'::text, 'paid_request'::text, 'checkout'::text, 'paid_checkout'::text, 'refund'::text, 'payment'::text, 'payout'::text, 'banked_payout'::text, 'subscription'::text, 'payroll'::text, 'salary'::text, 'claim'::text, 'cash_out'::text, 'dormant'::text, 'act'::text, 'trial'::text]))),
    CONSTRAINT only_a_trial_needs_no_reason CHECK (((reason <> 'trial'::text) OR (current_database() ~ '^mbongo_(test|bench)_'::text)))
);


ALTER TABLE public.transfer_kind OWNER TO mbongo_owner;

--
-- Name: is_agreed(public.transfer_kind, bigint[], bigint[], uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_agreed(rule public.transfer_kind, accounts bigint[], amounts bigint[], ended uuid) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $_$
DECLARE
  size CONSTANT bigint := transfer_size(amounts);
  act staff_request;
  nth CONSTANT text := '^[CD][0-9]+$';
  agreed boolean;
BEGIN
  SELECT * INTO act FROM find_act_under_way(rule.named);
  agreed := CASE act.kind
    WHEN 'give_float' THEN (act.content ->> 'amount')::bigint = size AND EXISTS (
      SELECT FROM agent g WHERE g.code = act.content ->> 'agent' AND g.float_id = ANY (accounts) AND is_between(accounts, g.float_id))
    WHEN 'correct_books' THEN account_named('operator_float:' || (act.content #>> '{found,rail}')) = ANY (accounts)
      AND size = CASE act.content #>> '{found,state}' WHEN 'corrected_wrongly' THEN (
          SELECT transfer_size(t.amounts) FROM transfer t WHERE t.id = transfer_id(
            'correction:' || act.subject || ':' || (act.content #>> '{found,corrections}')::int - 1))
        ELSE abs((act.content #>> '{found,theirs}')::bigint - (act.content #>> '{found,ours}')::bigint) END
    WHEN 'pay_bank_line' THEN EXISTS (
      SELECT FROM bank_line b JOIN bank_account t ON t.id = b.account_id JOIN bank_line_paid x ON x.line_id = b.id
      JOIN checkout c ON c.id = x.checkout_id JOIN merchant m ON m.id = c.merchant_id
      WHERE 'L' || b.id = act.subject AND b.state = 'matched' AND NOT b.reverses AND b.returned = '' AND t.currency = 'XAF'
      AND num_nonnulls(b.payout_id, b.payout_file_id) = 0
      AND b.amount >= c.amount AND c.state = 'paid' AND is_checkout_of(c, act.content ->> 'code')
      AND c.paid_by = 'bank' AND c.payment_id IS NULL AND size = c.amount
      AND fee_of(accounts, amounts) = c.fee AND is_between(accounts, m.account_id)
      AND account_named('bank:' || t.rib) = ANY (accounts))
    WHEN 'detach_number' THEN EXISTS (
      SELECT FROM person o WHERE o.id::text = act.subject AND o.account_id = ANY (accounts) AND is_between(accounts, o.account_id))
    WHEN 'pay_unclaimed' THEN act.subject ~ nth AND EXISTS (
      SELECT FROM case_file c, person o WHERE c.number = substr(act.subject, 2)::bigint AND c.transfer_id = ended
      AND is_held_for(ended, 'keep_unclaimed', size, NULL)
      AND o.id::text = act.content #>> '{owner,person_id}' AND o.account_id = ANY (accounts)
      AND is_between(accounts, o.account_id))
    WHEN 'decide_contest' THEN act.subject ~ nth AND EXISTS (
      SELECT FROM contest k JOIN person o ON o.id = k.giver_id
      WHERE k.case_number = substr(act.subject, 2)::bigint AND k.hold_id = ended
      AND is_held_for(ended, 'hold_contested', k.held - k.fee, ARRAY[k.account_id])
      AND size = CASE act.content ->> 'verdict' WHEN 'leave' THEN k.held - k.fee ELSE k.held END
      AND (k.fee = 0 OR act.content ->> 'verdict' = 'leave' OR is_houses_share('', k.transfer_id, k.fee, size))
      AND CASE act.content ->> 'verdict' WHEN 'leave' THEN k.account_id ELSE o.account_id END = ANY (accounts)
      AND is_between(accounts, CASE act.content ->> 'verdict' WHEN 'leave' THEN k.account_id ELSE o.account_id END))
    WHEN 'move_money' THEN is_move(act.content, rule.kind, accounts, amounts)
    WHEN 'pay_retained' THEN is_retained_paid(act, accounts, amounts)
    WHEN 'hand_over_dormant' THEN is_handed_over(act, accounts, amounts)
    ELSE false END;
  IF agreed THEN
    INSERT INTO act_posted (request_id) VALUES (act.id) ON CONFLICT DO NOTHING;
    RETURN FOUND;
  END IF;
  RETURN false;
END $_$;


ALTER FUNCTION public.is_agreed(rule public.transfer_kind, accounts bigint[], amounts bigint[], ended uuid) OWNER TO mbongo_owner;

--
-- Name: is_agreed_about(text[], text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_agreed_about(kinds text[], about text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM find_act_under_way(kinds) r WHERE r.subject = about)
$$;


ALTER FUNCTION public.is_agreed_about(kinds text[], about text) OWNER TO mbongo_owner;

--
-- Name: is_agreed_about_case(text[], bigint); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_agreed_about_case(kinds text[], number bigint) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT is_agreed_about(kinds, 'C' || number)
$$;


ALTER FUNCTION public.is_agreed_about_case(kinds text[], number bigint) OWNER TO mbongo_owner;

--
-- Name: is_alert_quiet(text, text, date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_alert_quiet(asked text, of_thing text, on_day date) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM alert a JOIN alert_decision d ON d.of_case = a.of_case
    WHERE (a.rule, a.thing) = (asked, of_thing) AND d.verdict = 'nothing_unusual' AND on_day < d.until)
$$;


ALTER FUNCTION public.is_alert_quiet(asked text, of_thing text, on_day date) OWNER TO mbongo_owner;

--
-- Name: is_asked(text[], text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_asked(kinds text[], asker text DEFAULT NULL::text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT session_user <> 'mbongo_office' AND EXISTS (SELECT FROM operation o WHERE o.key = current_setting('mbongo.operation', true)
    AND o.sentence IS NULL AND o.kind = ANY (kinds) AND (asker IS NULL OR o.actor_id = asker))
$$;


ALTER FUNCTION public.is_asked(kinds text[], asker text) OWNER TO mbongo_owner;

--
-- Name: is_askers(text, bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_askers(asking text, accounts bigint[], amounts bigint[]) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (
    SELECT FROM find_asked(ARRAY[asking]) o JOIN person p ON p.id = CASE o.actor_kind WHEN 'person' THEN o.actor_id::uuid END
    WHERE NOT EXISTS (SELECT FROM unnest(is_askers.accounts, is_askers.amounts) l (id, amount) JOIN account a USING (id)
      WHERE l.amount < 0 AND NOT a.accrued AND a.id <> p.account_id))
$$;


ALTER FUNCTION public.is_askers(asking text, accounts bigint[], amounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: is_balanced(bigint[], bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_balanced(accounts bigint[], amounts bigint[], balances bigint[]) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    AS $$
DECLARE
  legs CONSTANT int := cardinality(accounts);
  total bigint := 0;
  previous bigint := 0;
BEGIN
  IF legs < 2 OR legs <> cardinality(amounts) OR legs <> cardinality(balances) THEN RETURN false; END IF;
  FOR leg IN 1 .. legs LOOP
    IF accounts[leg] > previous AND amounts[leg] <> 0 THEN
      previous := accounts[leg];
      total := total + amounts[leg];
    ELSE
      RETURN false;
    END IF;
  END LOOP;
  RETURN total = 0;
END $$;


ALTER FUNCTION public.is_balanced(accounts bigint[], amounts bigint[], balances bigint[]) OWNER TO mbongo_owner;

--
-- Name: is_between(bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_between(accounts bigint[], VARIADIC owners bigint[]) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT NOT EXISTS (SELECT FROM account a WHERE a.id = ANY (accounts) AND NOT a.accrued AND (a.id = ANY (owners)) IS NOT TRUE)
$$;


ALTER FUNCTION public.is_between(accounts bigint[], VARIADIC owners bigint[]) OWNER TO mbongo_owner;

--
-- Name: payout; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.payout (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    account_id uuid NOT NULL,
    amount bigint NOT NULL,
    fee bigint NOT NULL,
    reference text NOT NULL,
    state text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    by_schedule boolean DEFAULT false NOT NULL,
    asked_by uuid,
    decided_by uuid,
    payment_id uuid,
    file_id bigint,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    for_salary boolean DEFAULT false NOT NULL,
    CONSTRAINT ended CHECK (((state = ANY (ARRAY['asked'::text, 'pending'::text])) = (ended_at IS NULL))),
    CONSTRAINT payout_amount_check CHECK ((amount > 0)),
    CONSTRAINT payout_fee_check CHECK ((fee >= 0)),
    CONSTRAINT payout_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'refused'::text, 'pending'::text, 'paid'::text, 'failed'::text, 'returned'::text])))
);


ALTER TABLE public.payout OWNER TO mbongo_owner;

--
-- Name: is_booked(public.payout, boolean); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_booked(told public.payout, came_back boolean) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM bank_line l WHERE (l.payout_id = told.id OR l.payout_file_id = told.file_id)
    AND l.booked_at IS NOT NULL AND (l.amount > 0) = came_back AND is_told_by(told, l))
$$;


ALTER FUNCTION public.is_booked(told public.payout, came_back boolean) OWNER TO mbongo_owner;

--
-- Name: is_businesss_own(text, uuid, bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_businesss_own(kind text, undone uuid, accounts bigint[]) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  RETURN CASE kind
    WHEN 'empty_till' THEN EXISTS (SELECT FROM merchant m JOIN person o ON o.id = m.owner_id
      WHERE m.account_id = ANY (accounts) AND is_between(accounts, m.account_id, o.account_id))
    WHEN 'refund_payment' THEN EXISTS (SELECT FROM transfer t WHERE t.id = undone
      AND is_between(is_businesss_own.accounts, VARIADIC t.accounts)) AND may_refund_sale(undone)
    ELSE true END;
END $$;


ALTER FUNCTION public.is_businesss_own(kind text, undone uuid, accounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: is_charge(uuid, text, bigint, bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_charge(subscription_id uuid, key text, size bigint, accounts bigint[], amounts bigint[]) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (
    SELECT FROM charge c JOIN subscription s ON s.id = c.subscription_id JOIN plan p ON p.id = s.plan_id
    JOIN merchant m ON m.id = p.merchant_id JOIN person o ON o.id = s.person_id
    WHERE s.id = is_charge.subscription_id AND c.state = 'paid' AND c.amount = is_charge.size
      AND is_charge.key = 'subscription:' || s.id || ':' || c.period
      AND amounts[array_position(accounts, o.account_id)] = -c.amount
      AND amounts[array_position(accounts, m.account_id)] = c.amount - c.fee AND fee_of(accounts, amounts) = c.fee
      AND is_between(accounts, o.account_id, m.account_id))
$$;


ALTER FUNCTION public.is_charge(subscription_id uuid, key text, size bigint, accounts bigint[], amounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: checkout; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.checkout (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    link_id uuid,
    amount bigint NOT NULL,
    title text NOT NULL,
    reference text DEFAULT ''::text NOT NULL,
    customer_name text DEFAULT ''::text NOT NULL,
    customer_phone text DEFAULT ''::text NOT NULL,
    customer_email text DEFAULT ''::text NOT NULL,
    return_url text DEFAULT ''::text NOT NULL,
    language text DEFAULT ''::text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    paid_with uuid,
    payment_id uuid,
    paid_by text DEFAULT ''::text NOT NULL,
    fee bigint DEFAULT 0 NOT NULL,
    refunded bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    invoice_id uuid,
    till text,
    CONSTRAINT checkout_amount_check CHECK ((amount > 0)),
    CONSTRAINT checkout_check CHECK (((refunded >= 0) AND (refunded <= amount))),
    CONSTRAINT checkout_state_check CHECK ((state = ANY (ARRAY['open'::text, 'paid'::text, 'expired'::text, 'cancelled'::text]))),
    CONSTRAINT checkout_title_check CHECK (((length(title) >= 1) AND (length(title) <= 60))),
    CONSTRAINT ends_once CHECK (((state = 'open'::text) = (ended_at IS NULL))),
    CONSTRAINT paid_with_something CHECK ((((state = 'paid'::text) = (paid_with IS NOT NULL)) AND ((payment_id IS NULL) OR (state = 'paid'::text))))
);


ALTER TABLE public.checkout OWNER TO mbongo_owner;

--
-- Name: is_checkout_of(public.checkout, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_checkout_of(paid public.checkout, code text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM pay_address a JOIN checkout k ON k.id = a.checkout_id
    WHERE a.code = is_checkout_of.code AND k.merchant_id = paid.merchant_id
    AND (k.id = paid.id OR k.invoice_id = paid.invoice_id
      OR EXISTS (SELECT FROM invoice i WHERE i.id = paid.invoice_id AND i.of_id = k.invoice_id)))
$$;


ALTER FUNCTION public.is_checkout_of(paid public.checkout, code text) OWNER TO mbongo_owner;

--
-- Name: is_conversion(uuid, text, bigint, bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_conversion(payment_id uuid, kind text, size bigint, accounts bigint[], amounts bigint[]) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM payment p WHERE p.id = payment_id AND p.state = 'succeeded' AND p.currency <> 'XAF'
    AND EXISTS (SELECT FROM payment_posted e WHERE e.payment_id = p.id)
    AND CASE kind
      WHEN 'round_charged' THEN amounts[array_position(accounts, account_named('rounding'))] = rounding_due(p.id)
        AND account_named('position:XAF') = ANY (accounts)
      ELSE kind = CASE p.direction WHEN 'collect' THEN 'convert_charged' ELSE 'convert_refunded' END AND size = p.charged
        AND account_named('operator_float:' || p.rail || ':' || p.currency) = ANY (accounts)
        AND account_named('position:' || p.currency) = ANY (accounts) END);
END $$;


ALTER FUNCTION public.is_conversion(payment_id uuid, kind text, size bigint, accounts bigint[], amounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: is_decided(public.payout); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_decided(made public.payout) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (
    SELECT FROM find_asked('{decide_payout}') o WHERE (o.content ->> 'payout_id')::uuid = made.id
    AND (o.content ->> 'agreed' = '0') = (made.state = 'refused') AND o.actor_id = made.decided_by::text
    AND may_for_business(o, made.merchant_id, 'payouts:write'))
$$;


ALTER FUNCTION public.is_decided(made public.payout) OWNER TO mbongo_owner;

--
-- Name: is_done_alone(text[], text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_done_alone(kinds text[], given_about text) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  UPDATE staff_doing d SET about = given_about WHERE d.kind = ANY (kinds) AND d.about IS NULL;
  RETURN EXISTS (SELECT FROM staff_doing d WHERE d.kind = ANY (kinds) AND d.about = given_about);
END $$;


ALTER FUNCTION public.is_done_alone(kinds text[], given_about text) OWNER TO mbongo_owner;

--
-- Name: is_dormants(uuid, public.transfer_kind, text, bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_dormants(line uuid, rule public.transfer_kind, key text, accounts bigint[], amounts bigint[]) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (
    SELECT FROM dormant_line l JOIN person p ON p.id = l.person_id
    WHERE l.id = line AND l.state = ANY (rule.named)
    AND key = 'dormant:' || l.id || CASE rule.kind WHEN 'return_dormant' THEN ':returned' ELSE '' END
    AND is_between(accounts, p.account_id) AND account_named('unclaimed:dormant') = ANY (accounts) AND cardinality(accounts) = 2
    AND amounts[array_position(accounts, p.account_id)] = CASE rule.kind WHEN 'return_dormant' THEN l.amount ELSE -l.amount END)
$$;


ALTER FUNCTION public.is_dormants(line uuid, rule public.transfer_kind, key text, accounts bigint[], amounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: is_factor_key(bytea, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_factor_key(session bytea, key bytea) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT coalesce(l.factor_proof = sha256(key), l.factor_proof IS NULL) FROM member_login l WHERE l.id = find_member_login(session)
$$;


ALTER FUNCTION public.is_factor_key(session bytea, key bytea) OWNER TO mbongo_owner;

--
-- Name: is_for_something(text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_for_something(given text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $_$
  SELECT given = ''
    OR EXISTS (SELECT FROM case_file c WHERE 'C' || c.number = given)
    OR given ~ '^[0-9a-f]{8}$' AND EXISTS (SELECT FROM staff_request r WHERE left(r.id::text, 8) = given AND is_open_request(r))
$_$;


ALTER FUNCTION public.is_for_something(given text) OWNER TO mbongo_owner;

--
-- Name: is_fresh(bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_fresh(session bytea) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM member_session WHERE digest = sha256(session) AND factor_at > wallet_now() - interval '10 minutes')
$$;


ALTER FUNCTION public.is_fresh(session bytea) OWNER TO mbongo_owner;

--
-- Name: is_fresh_staff_session(bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_fresh_staff_session(session bytea) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT coalesce(bool_and(NOT o.has_app OR o.factor_at > wallet_now() - interval '10 minutes'), false)
  FROM see_staff_session(session) o
$$;


ALTER FUNCTION public.is_fresh_staff_session(session bytea) OWNER TO mbongo_owner;

--
-- Name: is_handed_over(public.staff_request, bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_handed_over(act public.staff_request, accounts bigint[], amounts bigint[]) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT cardinality(accounts) = 2 AND account_named('bank:' || (act.content ->> 'rib')) = ANY (accounts)
    AND -amounts[array_position(accounts, account_named('unclaimed:dormant'))]
      = (SELECT sum(l.amount) FROM dormant_line l WHERE 'H' || l.handover_id = act.subject AND l.state = 'handed')
$$;


ALTER FUNCTION public.is_handed_over(act public.staff_request, accounts bigint[], amounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: is_held_for(uuid, text, bigint, bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_held_for(hold uuid, kind text, size bigint, owners bigint[]) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM transfer t WHERE t.id = hold AND t.kind = is_held_for.kind
    AND transfer_size(t.amounts) = size AND (owners IS NULL OR t.accounts && owners))
$$;


ALTER FUNCTION public.is_held_for(hold uuid, kind text, size bigint, owners bigint[]) OWNER TO mbongo_owner;

--
-- Name: retention; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.retention (
    id bigint NOT NULL,
    account_id bigint NOT NULL,
    cause text NOT NULL,
    authority text DEFAULT ''::text NOT NULL,
    reference text DEFAULT ''::text NOT NULL,
    ordered_on date,
    amount bigint,
    paid bigint DEFAULT 0 NOT NULL,
    request_id uuid,
    made_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    hit_id bigint,
    CONSTRAINT hit_of_a_list CHECK (((cause = 'sanction'::text) = (hit_id IS NOT NULL))),
    CONSTRAINT retention_amount_check CHECK ((amount > 0)),
    CONSTRAINT retention_authority_check CHECK ((length(authority) <= 80)),
    CONSTRAINT retention_cause_check CHECK ((cause = ANY (ARRAY['order'::text, 'sanction'::text]))),
    CONSTRAINT retention_check CHECK (((paid >= 0) AND (paid <= COALESCE(amount, paid)))),
    CONSTRAINT retention_check1 CHECK (((cause = 'order'::text) = ((authority <> ''::text) AND (reference <> ''::text) AND (ordered_on IS NOT NULL)))),
    CONSTRAINT retention_check2 CHECK (((cause = 'order'::text) OR (amount IS NULL))),
    CONSTRAINT retention_reference_check CHECK ((length(reference) <= 60))
);


ALTER TABLE public.retention OWNER TO mbongo_owner;

--
-- Name: is_hits_retention(public.retention, public.retention); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_hits_retention(was public.retention, now public.retention) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  found sanction_hit;
BEGIN
  SELECT * INTO found FROM sanction_hit h WHERE h.id = now.hit_id;
  RETURN CASE
    WHEN was IS NULL THEN now.account_id IN (SELECT list_accounts_of(found.kind, found.subject_id))
      AND (found.strong AND found.state = 'open' OR found.state = 'true'
        OR EXISTS (SELECT FROM find_act_under_way('{decide_hit}') r
          WHERE r.subject = 'X' || found.id AND r.content ->> 'verdict' = 'true'))
    ELSE now.paid = 0 AND now.ended_at IS NOT NULL AND EXISTS (SELECT FROM find_act_under_way('{decide_hit}') r
      WHERE r.subject = 'X' || found.id AND r.content ->> 'verdict' = 'false') END;
END $$;


ALTER FUNCTION public.is_hits_retention(was public.retention, now public.retention) OWNER TO mbongo_owner;

--
-- Name: is_houses_share(text, uuid, bigint, bigint); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_houses_share(kind text, undone uuid, house bigint, size bigint) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT house <= CASE WHEN undone IS NULL
    THEN (SELECT (size - house) * f.commission_ppm / 1000000 FROM tariff f
          WHERE f.kind = is_houses_share.kind AND f.since <= wallet_now() ORDER BY f.since DESC LIMIT 1)
    ELSE (SELECT sum(l.amount) FROM transfer t, unnest(t.accounts, t.amounts) l (id, amount) JOIN account a USING (id)
          WHERE a.kind = 'fees' AND (t.id = undone OR t.id IN (
            SELECT u.by_id FROM transfer_link u WHERE u.target = undone AND u.role = 'undoes')))
      - coalesce((SELECT sum(r.fee) FROM checkout c JOIN refund r ON r.checkout_id = c.id  -- put aside undoing nothing
          WHERE c.paid_with = undone AND r.payment_id IS NOT NULL AND r.state <> 'failed'), 0) END
$$;


ALTER FUNCTION public.is_houses_share(kind text, undone uuid, house bigint, size bigint) OWNER TO mbongo_owner;

--
-- Name: is_in_use(bigint); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_in_use(account bigint) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM person WHERE account_id = account AND state <> 'closed')
    OR EXISTS (SELECT FROM agent WHERE account IN (float_id, commission_id) AND state <> 'closed')
    OR EXISTS (SELECT FROM merchant WHERE account_id = account AND until IS NULL)
$$;


ALTER FUNCTION public.is_in_use(account bigint) OWNER TO mbongo_owner;

--
-- Name: is_justified(public.transfer_kind, text, bigint[], bigint[], uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_justified(rule public.transfer_kind, key text, accounts bigint[], amounts bigint[], ended uuid) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $_$
DECLARE
  size CONSTANT bigint := transfer_size(amounts);
  named_id CONSTANT uuid := CASE WHEN key ~ '^(payment|charged|rounding|claim|cash_out|request|checkout|refund|payout|subscription|payroll|salary|dormant):[-0-9a-f]{36}' THEN split_part(key, ':', 2) END;
BEGIN
  IF session_user = 'mbongo_office' AND rule.reason <> 'trial' AND NOT is_acted('act') THEN
    RETURN false;  -- what waits ends, and what a payment means is posted, by the office only as staff act
  END IF;
  IF rule.kind IN ('convert_charged', 'convert_refunded', 'round_charged') THEN
    RETURN key = CASE rule.kind WHEN 'round_charged' THEN 'rounding:' ELSE 'charged:' END || named_id
      AND is_conversion(named_id, rule.kind, size, accounts, amounts);
  ELSIF rule.reason = 'payment' THEN
    RETURN key ~ '^payment:[-0-9a-f]{36}(:returned|:unclaimed|:kept)?$' AND is_payments_end(named_id, rule, size, accounts, ended)
      AND NOT EXISTS (SELECT FROM payment p WHERE p.id = named_id AND p.direction = 'pay'
        AND fee_of(accounts, amounts) <> CASE WHEN rule.kind LIKE 'pay%' THEN p.fee ELSE 0 END)
      AND (rule.kind <> 'return_refund' OR EXISTS (  -- to whom it was taken from, each as much
        SELECT FROM transfer t WHERE t.id = ended AND t.accounts = is_justified.accounts
        AND t.amounts = ARRAY(SELECT -l.amount FROM unnest(is_justified.amounts) WITH ORDINALITY l (amount, nth) ORDER BY l.nth)));
  ELSIF rule.reason = 'paid_request' THEN
    RETURN key = 'request:' || named_id AND EXISTS (
      SELECT FROM request r WHERE r.id = named_id AND r.state = 'paid'
      AND is_payments_end(r.paid_with, rule, size, accounts, ended));
  ELSIF rule.reason = 'request' THEN
    RETURN key = 'request:' || named_id AND EXISTS (
      SELECT FROM request r JOIN person asker ON asker.id = r.asker_id
      WHERE r.id = named_id AND r.state = ANY (rule.named) AND r.paid_with IS NULL
      AND amounts[array_position(accounts, asker.account_id)] = r.amount AND is_askers('pay_request', accounts, amounts));
  ELSIF rule.reason = 'paid_checkout' THEN
    RETURN key = 'checkout:' || named_id AND EXISTS (
      SELECT FROM checkout c JOIN payment p ON p.id = c.payment_id
      WHERE c.id = named_id AND p.checkout_id = c.id AND c.state = 'paid' AND fee_of(accounts, amounts) = c.fee
      AND is_payments_end(c.payment_id, rule, size, accounts, ended));
  ELSIF rule.reason = 'checkout' THEN
    RETURN key = 'checkout:' || named_id AND EXISTS (
      SELECT FROM checkout c JOIN merchant m ON m.id = c.merchant_id
      WHERE c.id = named_id AND c.state = ANY (rule.named) AND c.payment_id IS NULL AND size = c.amount
      AND coalesce(amounts[array_position(accounts, m.account_id)], 0) = c.amount - c.fee AND fee_of(accounts, amounts) = c.fee
      AND is_askers('pay_checkout', accounts, amounts));
  ELSIF rule.reason = 'refund' THEN
    RETURN key = 'refund:' || named_id AND is_refund(named_id, rule, accounts, amounts);
  ELSIF rule.reason = 'claim' THEN
    RETURN key ~ '^claim:[-0-9a-f]{36}(:returned|:unclaimed)?$' AND EXISTS (
      SELECT FROM claim c LEFT JOIN person s ON s.id = c.sender_id
      WHERE c.id = named_id AND c.hold = ended AND c.amount + c.fee + c.tax = size
      AND CASE WHEN s.id IS NOT NULL THEN is_held_for(ended, 'send_to_stranger', size, ARRAY[s.account_id])
        ELSE is_payers(ended, c.phone, size) END
      AND NOT EXISTS (SELECT FROM account a WHERE a.id = ANY (accounts) AND a.kind = 'customer'
        AND NOT a.id = ANY (ARRAY(
          SELECT o.account_id FROM person o WHERE o.id = c.sender_id
          UNION ALL SELECT o.account_id FROM phone f JOIN person o ON o.id = f.person_id
            WHERE f.number = c.phone AND f.until IS NULL))));
  ELSIF rule.reason = 'cash_out' THEN
    RETURN key ~ '^cash_out:[-0-9a-f]{36}:(paid|returned)$' AND EXISTS (
      SELECT FROM cash_out c JOIN person o ON o.id = c.customer_id JOIN agent g ON g.code = c.agent_code
      WHERE c.id = named_id AND c.held = ended
      AND is_held_for(ended, 'hold_cash_out', c.amount + c.fee + c.tax, ARRAY[o.account_id])
      AND c.commission <= coalesce((
        SELECT max(CASE f.commission_of WHEN 'fee' THEN c.fee ELSE c.amount END * f.commission_ppm / 1000000)
        FROM tariff f WHERE f.kind = 'pay_cash_out'), 0)
      AND size = c.amount + c.fee + c.tax + CASE WHEN g.float_id = ANY (accounts) THEN c.commission ELSE 0 END
      AND (g.float_id = ANY (accounts) AND EXISTS (  -- the agent types its code
          SELECT FROM find_asked('{pay_cash_out}') asked WHERE asked.actor_id = g.person_id::text)
        OR NOT g.float_id = ANY (accounts) AND o.account_id = ANY (accounts))
      AND is_between(accounts, o.account_id, g.float_id, g.commission_id));
  ELSIF rule.reason IN ('payout', 'banked_payout') THEN
    RETURN is_payouts(named_id, rule, key, size, accounts, amounts, ended);
  ELSIF rule.reason = 'subscription' THEN
    RETURN is_charge(named_id, key, size, accounts, amounts);
  ELSIF rule.reason IN ('payroll', 'salary') THEN
    RETURN is_salary(named_id, rule, key, size, accounts, amounts, ended);
  ELSIF rule.reason = 'dormant' THEN
    RETURN is_dormants(named_id, rule, key, accounts, amounts);
  ELSIF rule.reason = 'act' THEN
    RETURN is_agreed(rule, accounts, amounts, ended);
  END IF;
  RETURN rule.reason = 'trial' AND current_database() ~ '^mbongo_(test|bench)_';
END $_$;


ALTER FUNCTION public.is_justified(rule public.transfer_kind, key text, accounts bigint[], amounts bigint[], ended uuid) OWNER TO mbongo_owner;

--
-- Name: is_kept_as_asked(text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_kept_as_asked(kind text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT kind = 'add_settlement_account'
$$;


ALTER FUNCTION public.is_kept_as_asked(kind text) OWNER TO mbongo_owner;

--
-- Name: payroll_line; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.payroll_line (
    id uuid NOT NULL,
    payroll_id uuid NOT NULL,
    nth integer NOT NULL,
    typed jsonb NOT NULL,
    problem text DEFAULT ''::text NOT NULL,
    said jsonb DEFAULT '{}'::jsonb NOT NULL,
    vouched text DEFAULT ''::text NOT NULL,
    way text DEFAULT ''::text NOT NULL,
    rail text DEFAULT ''::text NOT NULL,
    number text DEFAULT ''::text NOT NULL,
    holder text DEFAULT ''::text NOT NULL,
    person_id uuid,
    amount bigint DEFAULT 0 NOT NULL,
    fee bigint DEFAULT 0 NOT NULL,
    tax bigint DEFAULT 0 NOT NULL,
    label text DEFAULT ''::text NOT NULL,
    retries uuid,
    state text DEFAULT 'waiting'::text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    reference text,
    ended_at timestamp with time zone,
    CONSTRAINT ended CHECK ((((state = 'waiting'::text) = (ended_at IS NULL)) AND ((state = ANY (ARRAY['sent'::text, 'paid'::text])) = (reference IS NOT NULL)))),
    CONSTRAINT payable CHECK (((problem <> ''::text) OR ((amount > 0) AND (holder <> ''::text) AND
CASE way
    WHEN 'wallet'::text THEN ((rail = ''::text) AND (number ~ '^\+[1-9][0-9]{6,14}$'::text) AND (person_id IS NOT NULL))
    WHEN 'phone'::text THEN ((rail <> ''::text) AND (number ~ '^\+[1-9][0-9]{6,14}$'::text) AND (tax = 0))
    ELSE ((way = 'bank'::text) AND (rail = ''::text) AND (number ~ '^[0-9]{23}$'::text) AND (tax = 0))
END))),
    CONSTRAINT payroll_line_amount_check CHECK ((amount >= 0)),
    CONSTRAINT payroll_line_fee_check CHECK ((fee >= 0)),
    CONSTRAINT payroll_line_holder_check CHECK ((length(holder) <= 70)),
    CONSTRAINT payroll_line_nth_check CHECK ((nth > 0)),
    CONSTRAINT payroll_line_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'paid'::text, 'failed'::text]))),
    CONSTRAINT payroll_line_tax_check CHECK ((tax >= 0)),
    CONSTRAINT payroll_line_way_check CHECK ((way = ANY (ARRAY[''::text, 'wallet'::text, 'phone'::text, 'bank'::text])))
);


ALTER TABLE public.payroll_line OWNER TO mbongo_owner;

--
-- Name: is_line_back(public.payroll_line); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_line_back(line public.payroll_line) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT line.state = 'failed' OR line.state = 'sent' AND EXISTS (
    SELECT FROM payout p WHERE p.id = line.id AND p.state IN ('failed', 'returned'))
$$;


ALTER FUNCTION public.is_line_back(line public.payroll_line) OWNER TO mbongo_owner;

--
-- Name: is_long_dormant(uuid, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_long_dormant(person uuid, idle timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM dormancy d, dormancy_rule_now() r
    WHERE d.person_id = person AND d.dormant_at <= wallet_now() AND d.idle_since = idle AND last_act_of(person) = idle
    AND idle + make_interval(months => r.unclaimed_months) <= wallet_now() AND may_be_dormant(person))
$$;


ALTER FUNCTION public.is_long_dormant(person uuid, idle timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: is_long_kept(uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_long_kept(line uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM dormant_line l, dormancy_rule_now() r
    WHERE l.id = line AND l.state = 'moved' AND l.kept_at + make_interval(months => r.handover_months) <= wallet_now()
    AND last_act_of(l.person_id) = l.idle_since AND may_be_dormant(l.person_id))
$$;


ALTER FUNCTION public.is_long_kept(line uuid) OWNER TO mbongo_owner;

--
-- Name: is_makers(public.operation, public.payroll); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_makers(asked public.operation, b public.payroll) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  SELECT CASE WHEN b.made_by IS NULL THEN asked.actor_kind = 'api_key' AND asked.actor_id = b.made_by_key::text
    ELSE asked.actor_kind = 'member' AND asked.actor_id = b.made_by::text END
$$;


ALTER FUNCTION public.is_makers(asked public.operation, b public.payroll) OWNER TO mbongo_owner;

--
-- Name: is_masked_operation(public.operation, public.operation); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_masked_operation(before public.operation, after public.operation) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT (after.key, after.actor_kind, after.actor_id, after.channel, after.kind, after.reference, after.sentence, after.refused, after.told, after.at)
    IS NOT DISTINCT FROM
    (before.key, before.actor_kind, before.actor_id, before.channel, before.kind, before.reference, before.sentence, before.refused, before.told, before.at)
    AND after.phone IS NULL AND after.content = without_people(before.content)
    AND after.values IS NOT DISTINCT FROM without_people(before.values) AND NOT is_kept_as_asked(before.kind)
    AND before.at < wallet_now() - (SELECT make_interval(days => m.days) FROM mask_life m WHERE m.kind = 'operation')
$$;


ALTER FUNCTION public.is_masked_operation(before public.operation, after public.operation) OWNER TO mbongo_owner;

--
-- Name: business_document; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.business_document (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    kind text NOT NULL,
    type text NOT NULL,
    sha256 text NOT NULL,
    size integer NOT NULL,
    state text DEFAULT 'asked'::text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    valid_until date,
    told smallint DEFAULT 999 NOT NULL,
    sent_by uuid NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    judged_by text,
    judged_at timestamp with time zone,
    CONSTRAINT business_document_kind_check CHECK ((kind = ANY (ARRAY['identity'::text, 'niu'::text, 'rccm'::text, 'statutes'::text, 'owners'::text, 'bank'::text]))),
    CONSTRAINT business_document_reason_check CHECK ((length(reason) <= 200)),
    CONSTRAINT business_document_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT business_document_size_check CHECK (((size >= 1) AND (size <= 8388608))),
    CONSTRAINT business_document_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'accepted'::text, 'refused'::text, 'withdrawn'::text, 'ended'::text]))),
    CONSTRAINT business_document_type_check CHECK ((type = ANY (ARRAY['jpeg'::text, 'pdf'::text]))),
    CONSTRAINT ends CHECK (((state <> 'ended'::text) OR (valid_until IS NOT NULL))),
    CONSTRAINT judged CHECK (((state = ANY (ARRAY['accepted'::text, 'refused'::text, 'ended'::text])) = (num_nonnulls(judged_by, judged_at) = 2))),
    CONSTRAINT refused_for_something CHECK (((state = 'refused'::text) = (reason <> ''::text)))
);


ALTER TABLE public.business_document OWNER TO mbongo_owner;

--
-- Name: is_members_paper(public.business_document, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_members_paper(d public.business_document, doing text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM find_asked(ARRAY[doing]) o WHERE o.actor_kind = 'member'
    AND may_for_business(o, d.merchant_id, 'verification:write') AND CASE doing
      WHEN 'send_document' THEN o.actor_id = d.sent_by::text AND (o.content ->> 'paper', o.content ->> 'type',
        o.content ->> 'sha256', (o.content ->> 'size')::int) = (d.kind, d.type, d.sha256, d.size)
      ELSE (o.content ->> 'document_id')::uuid = d.id END)
$$;


ALTER FUNCTION public.is_members_paper(d public.business_document, doing text) OWNER TO mbongo_owner;

--
-- Name: is_move(jsonb, text, bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_move(content jsonb, kind text, moved bigint[], amounts bigint[]) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM lock_moves();
  RETURN moves_as_asked(content, kind, moved, amounts) AND NOT EXISTS (SELECT FROM list_overdrawn(kind, moved, amounts));
END $$;


ALTER FUNCTION public.is_move(content jsonb, kind text, moved bigint[], amounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: is_open_request(public.staff_request); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_open_request(asked public.staff_request) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT asked.asked_at > wallet_now() - interval '24 hours'
    AND may_by_role(asked.asked_by, 'ask', asked.kind)
    AND NOT EXISTS (SELECT FROM staff_approval p WHERE p.request_id = asked.id)
    AND asked.id IS NOT DISTINCT FROM (SELECT r.id FROM staff_request r WHERE r.subject = asked.subject
      AND NOT EXISTS (SELECT FROM staff_request_end e WHERE e.request_id = r.id) ORDER BY r.asked_at DESC, r.id LIMIT 1)
$$;


ALTER FUNCTION public.is_open_request(asked public.staff_request) OWNER TO mbongo_owner;

--
-- Name: is_ordered(public.payout); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_ordered(made public.payout) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (
    SELECT FROM find_asked(CASE made.state WHEN 'asked' THEN '{ask_payout}' ELSE '{make_payout}' END::text[]) o
    WHERE o.reference = made.reference AND NOT made.by_schedule AND NOT made.for_salary AND made.decided_by IS NULL
    AND made.asked_by::text IS NOT DISTINCT FROM CASE o.actor_kind WHEN 'member' THEN o.actor_id END
    AND ((o.content ->> 'account_id')::uuid, (o.content ->> 'amount')::bigint, (o.content ->> 'fee')::bigint)
      = (made.account_id, made.amount, made.fee)
    AND may_for_business(o, made.merchant_id, CASE made.state WHEN 'asked' THEN 'payouts:write:ask' ELSE 'payouts:write' END))
$$;


ALTER FUNCTION public.is_ordered(made public.payout) OWNER TO mbongo_owner;

--
-- Name: is_payers(uuid, text, bigint); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_payers(hold uuid, number text, size bigint) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT CASE t.kind
    WHEN 'keep_late_payment' THEN t.key LIKE 'payment:%' AND EXISTS (
      SELECT FROM payment p WHERE p.id = split_part(t.key, ':', 2)::uuid AND p.party = number)
    WHEN 'refund_payment' THEN t.key LIKE 'refund:%' AND EXISTS (
      SELECT FROM refund r JOIN checkout c ON c.id = r.checkout_id JOIN payment p ON p.id = c.payment_id
      WHERE r.id = split_part(t.key, ':', 2)::uuid AND r.way = 'number' AND coalesce(nullif(p.party, ''), c.customer_phone) = number)
    END IS TRUE AND transfer_size(t.amounts) = size
  FROM transfer t WHERE t.id = hold
$$;


ALTER FUNCTION public.is_payers(hold uuid, number text, size bigint) OWNER TO mbongo_owner;

--
-- Name: is_payments_end(uuid, public.transfer_kind, bigint, bigint[], uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_payments_end(payment_id uuid, rule public.transfer_kind, size bigint, accounts bigint[], ended uuid) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM FROM payment p WHERE p.id = payment_id FOR NO KEY UPDATE;  -- two who post its end take turns
  RETURN EXISTS (
    SELECT FROM payment p WHERE p.id = payment_id AND p.state = ANY (rule.named)
    AND CASE p.direction
      WHEN 'collect' THEN p.state = 'succeeded' AND 'operator_float' = ANY (rule.takes)
        AND (p.checkout_id IS NULL OR rule.kind NOT IN ('add_money', 'pay_request'))
        AND (p.checkout_id IS NOT NULL OR rule.kind <> 'pay_checkout')
        AND CASE WHEN p.beside IS NOT NULL THEN rule.kind IN ('hold_late_payment', 'keep_late_payment', 'keep_unclaimed')
          WHEN p.recharge_id IS NULL THEN rule.kind <> 'hold_late_payment' OR p.checkout_id IS NOT NULL
            OR p.request_id IS NOT NULL
          ELSE rule.kind = 'keep_unclaimed' OR rule.kind = ANY (CASE WHEN EXISTS (
            SELECT FROM recharge r WHERE (r.id, r.payment_id, r.owner_id) = (p.recharge_id, p.id, p.person_id))
            THEN '{add_money}' ELSE '{hold_late_payment,keep_late_payment}' END::text[]) END
      WHEN 'pay' THEN rule.kind = 'keep_unclaimed' AND p.state <> 'succeeded' AND NOT EXISTS (  -- while there is one to give it back to
          SELECT FROM transfer t JOIN account a ON a.kind = 'merchant' AND a.closed_at IS NULL AND a.id = ANY (t.accounts
            || ARRAY(SELECT m.account_id FROM payout o JOIN merchant m ON m.id = o.merchant_id WHERE o.payment_id = p.id))
          WHERE t.id = p.reservation) OR rule.kind = ANY (
        CASE (SELECT t.kind FROM transfer t WHERE t.id = p.reservation)
          WHEN 'hold_payout' THEN '{pay_payout,return_payout}' ELSE '{pay_withdrawal,return_withdrawal}' END::text[])
      ELSE rule.kind = 'pay_refund' OR p.state <> 'succeeded' AND (rule.kind = 'keep_unclaimed'
        OR rule.kind = CASE (SELECT t.kind FROM transfer t WHERE t.id = p.reservation)
          WHEN 'hold_late_payment' THEN 'keep_late_payment' ELSE 'return_refund' END) END
    AND account_named(CASE WHEN p.direction <> 'collect' THEN 'in_transit:' || p.rail
      WHEN p.currency <> 'XAF' THEN 'position:XAF' ELSE 'operator_float:' || p.rail END) = ANY (accounts)
    AND size IN (p.amount, p.amount + p.fee + p.tax) AND ended IS NOT DISTINCT FROM p.reservation
    AND NOT EXISTS (SELECT FROM account a WHERE a.id = ANY (accounts) AND (
      a.kind IN ('operator_float', 'in_transit') AND a.code <> a.kind || ':' || p.rail
      OR a.kind = CASE p.currency WHEN 'XAF' THEN 'position' ELSE 'operator_float' END
      OR a.kind IN ('customer', 'merchant') AND NOT a.id = ANY (ARRAY(
        SELECT o.account_id FROM person o WHERE o.id = p.person_id AND p.checkout_id IS NULL
        UNION ALL SELECT o.account_id FROM phone f JOIN person o ON o.id = f.person_id
          WHERE f.number = p.party AND f.until IS NULL
        UNION ALL SELECT m.account_id FROM checkout c JOIN merchant m ON m.id = c.merchant_id
          WHERE c.id = p.checkout_id AND rule.kind = 'pay_checkout'
        UNION ALL SELECT m.account_id FROM payout o JOIN merchant m ON m.id = o.merchant_id WHERE o.payment_id = p.id
        UNION ALL SELECT unnest(t.accounts) FROM transfer t WHERE t.id = p.reservation))))
    AND NOT EXISTS (SELECT FROM transfer t WHERE t.id IN (
      transfer_id('payment:' || p.id), transfer_id('payment:' || p.id || ':returned'),
      transfer_id('payment:' || p.id || ':unclaimed'), transfer_id('payment:' || p.id || ':kept')))
    AND (session_user <> 'mbongo_office'
      OR EXISTS (SELECT FROM find_act_under_way(ARRAY['settle_payment']) r WHERE r.subject = p.reference)));
END $$;


ALTER FUNCTION public.is_payments_end(payment_id uuid, rule public.transfer_kind, size bigint, accounts bigint[], ended uuid) OWNER TO mbongo_owner;

--
-- Name: is_payout_whole(uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_payout_whole(wanted uuid) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (
    SELECT FROM payout p JOIN settlement_account s ON s.id = p.account_id JOIN transfer t ON t.id = transfer_id('payout:' || p.id)
    LEFT JOIN transfer_link e ON e.target = t.id AND e.role = 'ends' LEFT JOIN payment y ON y.id = p.payment_id
    WHERE p.id = wanted AND CASE s.kind
      WHEN 'wallet' THEN p.state = 'paid'
      WHEN 'phone' THEN (y.reservation, y.amount, y.fee, y.party) = (t.id, p.amount, p.fee, s.number)
        AND (p.state = 'pending') = (e.by_id IS NULL)
        AND p.state = CASE WHEN y.state = 'succeeded' THEN 'paid' WHEN y.state IN ('failed', 'expired') THEN 'failed' ELSE 'pending' END
      ELSE CASE p.state WHEN 'pending' THEN e.by_id IS NULL
        WHEN 'failed' THEN e.by_id = transfer_id('payout:' || p.id || ':returned')
        ELSE e.by_id = transfer_id('payout:' || p.id || ':paid') AND is_booked(p, false) AND (p.state = 'paid'
          OR is_booked(p, true) AND EXISTS (SELECT FROM transfer b
            WHERE b.id IN (transfer_id('payout:' || p.id || ':returned'), transfer_id('payout:' || p.id || ':unclaimed'))))
        END END)
$$;


ALTER FUNCTION public.is_payout_whole(wanted uuid) OWNER TO mbongo_owner;

--
-- Name: is_payouts(uuid, public.transfer_kind, text, bigint, bigint[], bigint[], uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_payouts(payout_id uuid, rule public.transfer_kind, key text, size bigint, accounts bigint[], amounts bigint[], ended uuid) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (
    SELECT FROM payout p JOIN settlement_account s ON s.id = p.account_id JOIN merchant m ON m.id = p.merchant_id
    JOIN person o ON o.id = m.owner_id
    LEFT JOIN payout_file f ON f.id = p.file_id LEFT JOIN bank_account t ON t.id = f.account_id
    WHERE p.id = is_payouts.payout_id AND p.state = ANY (rule.named)
    AND CASE rule.kind || CASE WHEN rule.reason = 'banked_payout' THEN '' ELSE ' first' END
      WHEN 'hold_payout first' THEN is_payouts.key = 'payout:' || p.id AND s.kind <> 'wallet' AND size = p.amount + p.fee
        AND amounts[array_position(accounts, CASE WHEN p.for_salary THEN account_named('in_transit:salaries') ELSE m.account_id END)] = -size
        AND account_named('in_transit:' || CASE s.kind WHEN 'bank' THEN 'bank' ELSE s.rail END) = ANY (accounts) AND cardinality(accounts) = 2 AND ended IS NULL
      WHEN 'pay_payout first' THEN is_payouts.key = 'payout:' || p.id AND s.kind = 'wallet' AND size = p.amount
        AND amounts[array_position(accounts, m.account_id)] = -size
        AND is_between(accounts, m.account_id, o.account_id) AND ended IS NULL
      WHEN 'pay_payout' THEN is_payouts.key = 'payout:' || p.id || ':paid' AND s.kind = 'bank' AND size = p.amount + p.fee
        AND ended = transfer_id('payout:' || p.id) AND is_between(accounts, NULL) AND fee_of(accounts, amounts) = p.fee
        AND amounts[array_position(accounts, account_named('bank:' || t.rib))] = p.amount
      WHEN 'return_payout' THEN is_payouts.key = 'payout:' || p.id || ':returned' AND s.kind = 'bank'
        AND amounts[array_position(accounts, m.account_id)] = size AND is_between(accounts, m.account_id)
        AND CASE p.state WHEN 'failed' THEN size = p.amount + p.fee AND ended = transfer_id('payout:' || p.id)
          ELSE size = p.amount AND account_named('bank:' || t.rib) = ANY (accounts) AND ended IS NULL END
      WHEN 'keep_unclaimed' THEN is_payouts.key = 'payout:' || p.id || ':unclaimed' AND s.kind = 'bank' AND size = p.amount
        AND account_named('bank:' || t.rib) = ANY (accounts)
        AND ended IS NULL AND EXISTS (SELECT FROM account a WHERE a.id = m.account_id AND a.closed_at IS NOT NULL)
      ELSE false END)
$$;


ALTER FUNCTION public.is_payouts(payout_id uuid, rule public.transfer_kind, key text, size bigint, accounts bigint[], amounts bigint[], ended uuid) OWNER TO mbongo_owner;

--
-- Name: is_payouts_price(text, bigint, bigint); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_payouts_price(way text, amount bigint, fee bigint) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT CASE way WHEN 'wallet' THEN fee = 0 ELSE EXISTS (
    SELECT FROM tariff f WHERE f.kind = 'make_payout' AND f.since <= wallet_now()
    AND NOT EXISTS (SELECT FROM tariff n
      WHERE n.kind = f.kind AND n.since > f.since AND n.since <= wallet_now() - interval '1 minute')
    AND fee = least(greatest(f.fee_min, ceil(amount::numeric * f.fee_ppm / 1000000)), amount, f.fee_max)) END
$$;


ALTER FUNCTION public.is_payouts_price(way text, amount bigint, fee bigint) OWNER TO mbongo_owner;

--
-- Name: is_payroll_summed(public.payroll); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_payroll_summed(b public.payroll) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH price AS (
    SELECT f.* FROM tariff f WHERE f.kind IN ('pay_salary', 'make_payout') AND f.since <= wallet_now()
    AND NOT EXISTS (SELECT FROM tariff n
      WHERE n.kind = f.kind AND n.since > f.since AND n.since <= wallet_now() - interval '1 minute'))
  SELECT (count(*), sum(l.amount), sum(l.fee), sum(l.tax)) = (b.lines::bigint, b.amount::numeric, b.fee::numeric, b.tax::numeric)
    AND bool_and(l.problem = '' AND EXISTS (
      SELECT FROM price f WHERE f.kind = CASE l.way WHEN 'wallet' THEN 'pay_salary' ELSE 'make_payout' END
      AND l.fee = least(greatest(f.fee_min, ceil(l.amount::numeric * f.fee_ppm / 1000000)), l.amount, f.fee_max)
      AND l.tax = CASE l.way WHEN 'wallet'
        THEN least(ceil(l.amount::numeric * f.tax_ppm / 1000000) + f.tax_fixed, l.amount) ELSE 0 END))
  FROM payroll_line l WHERE l.payroll_id = b.id
$$;


ALTER FUNCTION public.is_payroll_summed(b public.payroll) OWNER TO mbongo_owner;

--
-- Name: is_proved(text, text, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_proved(by text, said text, proof bytea) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM operation_key k WHERE k.pepper = by
    AND sha256(k.outer_pad || sha256(k.inner_pad || convert_to(said, 'UTF8'))) = proof)
$$;


ALTER FUNCTION public.is_proved(by text, said text, proof bytea) OWNER TO mbongo_owner;

--
-- Name: is_refund(uuid, public.transfer_kind, bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_refund(refund_id uuid, rule public.transfer_kind, accounts bigint[], amounts bigint[]) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (
    SELECT FROM refund r JOIN checkout c ON c.id = r.checkout_id JOIN merchant m ON m.id = c.merchant_id
    LEFT JOIN payment p ON p.id = c.payment_id LEFT JOIN movement paid ON paid.transfer_id = c.paid_with
    WHERE r.id = refund_id AND r.state = ANY (rule.named)
    AND coalesce(amounts[array_position(accounts, m.account_id)], 0) = r.fee - r.amount
    AND coalesce(amounts[array_position(accounts, account_named('fees'))], 0) = -r.fee
    AND CASE rule.kind WHEN 'hold_refund' THEN account_named('in_transit:' || p.rail) = ANY (accounts)
      ELSE r.way = CASE WHEN account_named('held') = ANY (accounts) THEN 'number' ELSE 'wallet' END END
    AND NOT EXISTS (SELECT FROM account a WHERE a.id = ANY (accounts) AND a.kind = 'customer' AND NOT a.id = ANY (ARRAY(
      SELECT o.account_id FROM person o WHERE o.id = paid.giver_id AND p.id IS NULL
      UNION ALL SELECT o.account_id FROM phone f JOIN person o ON o.id = f.person_id
        WHERE p.id IS NOT NULL AND f.number IN (p.party, c.customer_phone) AND f.until IS NULL AND NOT EXISTS (
          SELECT FROM phone h WHERE h.number = f.number AND h.passed_on AND h.until > c.ended_at)))))
$$;


ALTER FUNCTION public.is_refund(refund_id uuid, rule public.transfer_kind, accounts bigint[], amounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: refund; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.refund (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    checkout_id uuid NOT NULL,
    amount bigint NOT NULL,
    fee bigint NOT NULL,
    way text NOT NULL,
    method text NOT NULL,
    phone text NOT NULL,
    charged bigint NOT NULL,
    currency public.currency DEFAULT 'XAF'::text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    reference text NOT NULL,
    state text NOT NULL,
    payment_id uuid,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT a_rail_gives_to_the_source CHECK (((way = 'source'::text) = (payment_id IS NOT NULL))),
    CONSTRAINT ends_once CHECK (((state = 'pending'::text) = (ended_at IS NULL))),
    CONSTRAINT refund_amount_check CHECK ((amount > 0)),
    CONSTRAINT refund_charged_check CHECK ((charged > 0)),
    CONSTRAINT refund_check CHECK (((fee >= 0) AND (fee <= amount))),
    CONSTRAINT refund_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'succeeded'::text, 'failed'::text]))),
    CONSTRAINT refund_way_check CHECK ((way = ANY (ARRAY['wallet'::text, 'number'::text, 'source'::text])))
);


ALTER TABLE public.refund OWNER TO mbongo_owner;

--
-- Name: is_refund_asked(public.refund); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_refund_asked(made public.refund) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  RETURN EXISTS (SELECT FROM find_asked('{refund_checkout}') o
    WHERE (o.content ->> 'checkout_id')::uuid = made.checkout_id AND (o.content ->> 'amount')::bigint = made.amount
    AND (may_for_business(o, made.merchant_id, 'refunds:write') OR o.actor_kind = 'person'
      AND EXISTS (SELECT FROM merchant m WHERE m.id = made.merchant_id AND m.owner_id::text = o.actor_id)));
END $$;


ALTER FUNCTION public.is_refund_asked(made public.refund) OWNER TO mbongo_owner;

--
-- Name: is_rejected(text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_rejected(named text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT is_agreed_about('{reject_payout}', named) AND EXISTS (
    SELECT FROM payout p JOIN payout_file f ON f.id = p.file_id AND f.state = 'sent' WHERE p.reference = named
    AND NOT EXISTS (SELECT FROM bank_line l
      WHERE (l.payout_id = p.id OR l.payout_file_id = f.id) AND l.amount < 0 AND is_told_by(p, l)))
$$;


ALTER FUNCTION public.is_rejected(named text) OWNER TO mbongo_owner;

--
-- Name: is_retained_paid(public.staff_request, bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_retained_paid(act public.staff_request, accounts bigint[], amounts bigint[]) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (
    SELECT FROM retention r JOIN account a ON a.id = r.account_id
    WHERE 'R' || r.id = act.subject AND r.request_id = act.id AND is_between(accounts, r.account_id) AND cardinality(accounts) = 2
    AND r.paid = (act.content ->> 'paid')::bigint + (act.content ->> 'amount')::bigint
    AND amounts[array_position(accounts, r.account_id)] = -(act.content ->> 'amount')::bigint
    AND account_named('bank:' || (act.content ->> 'rib')) = ANY (accounts)
    AND a.balance - (act.content ->> 'amount')::bigint >= retained_before(r.id))
$$;


ALTER FUNCTION public.is_retained_paid(act public.staff_request, accounts bigint[], amounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: is_salary(uuid, public.transfer_kind, text, bigint, bigint[], bigint[], uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_salary(named uuid, rule public.transfer_kind, key text, size bigint, accounts bigint[], amounts bigint[], ended uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF ended IS NOT NULL OR (SELECT a.id FROM account a WHERE a.code = 'in_transit:salaries') = ANY (accounts) IS NOT TRUE THEN
    RETURN false;
  ELSIF rule.kind = 'hold_salaries' THEN
    RETURN key = 'payroll:' || named AND EXISTS (
      SELECT FROM payroll b JOIN merchant m ON m.id = b.merchant_id WHERE b.id = named AND b.state = ANY (rule.named)
      AND size = b.amount + b.fee + b.tax AND amounts[array_position(accounts, m.account_id)] = -size AND cardinality(accounts) = 2);
  ELSIF rule.kind = 'pay_salary' THEN
    RETURN EXISTS (SELECT FROM list_salaries(ARRAY[key], array_fill(1, ARRAY[cardinality(accounts)]), accounts, amounts));
  ELSIF rule.kind = 'return_salary' THEN
    RETURN key = 'salary:' || named || ':returned' AND EXISTS (
      SELECT FROM payroll_line l JOIN payroll b ON b.id = l.payroll_id JOIN merchant m ON m.id = b.merchant_id
      WHERE l.id = named AND l.state = ANY (rule.named) AND b.state = 'paying' AND size = l.amount + l.fee + l.tax
      AND amounts[array_position(accounts, m.account_id)] = size AND cardinality(accounts) = 2);
  END IF;
  RETURN false;
END $$;


ALTER FUNCTION public.is_salary(named uuid, rule public.transfer_kind, key text, size bigint, accounts bigint[], amounts bigint[], ended uuid) OWNER TO mbongo_owner;

--
-- Name: is_salary_payout(public.payout); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_salary_payout(made public.payout) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT made.for_salary AND NOT made.by_schedule AND num_nonnulls(made.asked_by, made.decided_by) = 0 AND EXISTS (
    SELECT FROM payroll_line l JOIN payroll b ON b.id = l.payroll_id JOIN settlement_account s ON s.id = l.id
    WHERE l.id = made.id AND l.id = made.account_id AND l.state = 'sent' AND b.state = 'paying'
    AND (b.merchant_id, l.amount, l.fee, l.reference) = (made.merchant_id, made.amount, made.fee, made.reference)
    AND (s.merchant_id, s.kind, s.rail, s.number, s.holder) = (b.merchant_id, l.way, l.rail, l.number, CASE l.way WHEN 'bank' THEN l.holder ELSE '' END))
$$;


ALTER FUNCTION public.is_salary_payout(made public.payout) OWNER TO mbongo_owner;

--
-- Name: is_scheduled(public.payout); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_scheduled(made public.payout) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT made.by_schedule AND NOT made.for_salary AND num_nonnulls(made.asked_by, made.decided_by) = 0 AND EXISTS (
    SELECT FROM payout_schedule s WHERE (s.merchant_id, s.account_id) = (made.merchant_id, made.account_id)
    AND s.next_at <= wallet_now() AND made.amount >= s.least)
$$;


ALTER FUNCTION public.is_scheduled(made public.payout) OWNER TO mbongo_owner;

--
-- Name: is_sound(boolean, bigint, bigint, bigint, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_sound(accrued boolean, floor bigint, balance bigint, seq bigint, closed_at timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    AS $$
BEGIN
  RETURN CASE WHEN accrued THEN seq = 0 AND closed_at IS NULL
              ELSE balance >= floor AND (closed_at IS NULL OR balance = 0) END;
END $$;


ALTER FUNCTION public.is_sound(accrued boolean, floor bigint, balance bigint, seq bigint, closed_at timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: is_swapped(text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_swapped(of_number text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM sim WHERE number = of_number AND swapped_at > wallet_now() - interval '72 hours')
$$;


ALTER FUNCTION public.is_swapped(of_number text) OWNER TO mbongo_owner;

--
-- Name: bank_line; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.bank_line (
    id bigint NOT NULL,
    account_id integer NOT NULL,
    identity uuid NOT NULL,
    nth integer NOT NULL,
    file_id bigint NOT NULL,
    statement text NOT NULL,
    line integer NOT NULL,
    booked_on date NOT NULL,
    value_on date NOT NULL,
    amount bigint NOT NULL,
    bank_reference text NOT NULL,
    end_to_end_id text NOT NULL,
    rf text NOT NULL,
    name text NOT NULL,
    party_account text NOT NULL,
    words text NOT NULL,
    reverses boolean NOT NULL,
    returned text NOT NULL,
    rf_codes text[] NOT NULL,
    text_codes text[] NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    how text DEFAULT ''::text NOT NULL,
    checkout_id uuid,
    case_id uuid,
    payout_id uuid,
    payout_file_id bigint,
    booked_at timestamp with time zone,
    CONSTRAINT bank_line_amount_check CHECK ((amount <> 0)),
    CONSTRAINT bank_line_how_check CHECK ((how = ANY (ARRAY[''::text, 'rf'::text, 'text'::text, 'amount'::text, 'person'::text, 'payout'::text]))),
    CONSTRAINT bank_line_state_check CHECK ((state = ANY (ARRAY['open'::text, 'suggested'::text, 'matched'::text]))),
    CONSTRAINT matched_with_something CHECK ((((state = 'open'::text) = (num_nonnulls(checkout_id, payout_id, payout_file_id) = 0)) AND (num_nonnulls(checkout_id, payout_id, payout_file_id) <= 1) AND ((how <> ''::text) OR (state = 'open'::text)))),
    CONSTRAINT only_what_came_in_pays CHECK (((checkout_id IS NULL) OR (amount > 0)))
);


ALTER TABLE public.bank_line OWNER TO mbongo_owner;

--
-- Name: is_told_by(public.payout, public.bank_line); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.is_told_by(told public.payout, line public.bank_line) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT line.state = 'matched' AND line.how IN ('payout', 'person') AND EXISTS (
    SELECT FROM payout_file f WHERE f.id = told.file_id AND f.state = 'sent' AND f.account_id = line.account_id
    AND (line.payout_id = told.id AND abs(line.amount) = told.amount OR line.payout_file_id = f.id AND line.amount = -f.total))
$$;


ALTER FUNCTION public.is_told_by(told public.payout, line public.bank_line) OWNER TO mbongo_owner;

--
-- Name: judge_alerts(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.judge_alerts() RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
DECLARE
  next_one alert_judged;
  began timestamptz;
  over timestamptz;
  counted_by jsonb;
  found alert_pattern;
BEGIN
  SELECT * INTO next_one FROM alert_judged ORDER BY until, rule LIMIT 1 FOR UPDATE;  -- those who judge take turns
  began := next_one.until::timestamp AT TIME ZONE 'Africa/Douala';
  over := (next_one.until + 1)::timestamp AT TIME ZONE 'Africa/Douala';
  IF next_one.rule IS NULL OR wallet_now() < over + interval '1 hour' OR (SELECT until FROM day_summed) < over THEN
    RETURN NULL;
  END IF;
  counted_by := alert_numbers(next_one.rule, next_one.until);
  FOR found IN EXECUTE format('SELECT * FROM %I($1, $2, $3) ORDER BY person_id', 'find_' || next_one.rule)
    USING counted_by, began, over
  LOOP
    found.thing := coalesce(found.thing, found.person_id::text);
    CONTINUE WHEN is_alert_quiet(next_one.rule, found.thing, next_one.until) OR EXISTS (
      SELECT FROM alert a WHERE (a.rule, a.thing) = (next_one.rule, found.thing) AND a.ends >= found.begins);
    INSERT INTO alert (rule, day, of_case, person_id, begins, ends, times, amount, about, thing, refs, others, numbers, raised_at)
    VALUES (next_one.rule, next_one.until, find_alert_case(found.person_id), found.person_id, found.begins, found.ends, found.times,
      found.amount, coalesce(found.about, ''), found.thing, coalesce(found.refs, '{}'), coalesce(found.others, '{}'), counted_by, wallet_now());
  END LOOP;
  UPDATE alert_judged SET until = until + 1 WHERE rule = next_one.rule;
  RETURN next_one.rule || ' ' || next_one.until;
END $_$;


ALTER FUNCTION public.judge_alerts() OWNER TO mbongo_owner;

--
-- Name: keep_account_told(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_account_told() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(NOT EXISTS (
    SELECT FROM (SELECT f.number AS phone, NULL AS email FROM merchant m JOIN phone f ON f.person_id = m.owner_id AND f.until IS NULL
        WHERE m.id = NEW.merchant_id
      UNION SELECT l.phone, l.email FROM membership s JOIN member_login l ON l.id = s.login_id
        WHERE s.merchant_id = NEW.merchant_id AND s.until IS NULL AND s.role = 'owner') owner
    WHERE owner.phone IS NOT NULL AND NOT EXISTS (
      SELECT FROM notice n WHERE (n.phone, n.sentence, n.state) = (owner.phone, 'settlement_added', 'waiting')
      AND n.written_at >= NEW.added_at AND n.due_at <= wallet_now() AND n.good_until > wallet_now()
      AND right(n."values" ->> 'account', 4) = CASE NEW.kind WHEN 'wallet' THEN 'ongo' ELSE right(NEW.number, 4) END)
    OR owner.email IS NOT NULL AND NOT EXISTS (
      SELECT FROM mail n WHERE (n.address, n.kind, n.about, n.state) = (owner.email, 'settlement_added', NEW.id, 'waiting')
      AND n.due_at <= wallet_now() AND n.good_until > wallet_now())), 'where a business is paid out to, which its owners hear');
  RETURN NULL;
END $$;


ALTER FUNCTION public.keep_account_told() OWNER TO mbongo_owner;

--
-- Name: keep_agent(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_agent() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(CASE NEW.state
    WHEN 'suspended' THEN OLD.state = 'open' AND is_done_alone('{suspend_agent}', OLD.code)
    WHEN 'open' THEN OLD.state = 'suspended' AND is_agreed_about('{reinstate_agent}', OLD.code)
    WHEN 'closed' THEN is_done_alone('{close_agent}', OLD.code) OR is_asked('{close_wallet}', OLD.person_id::text)
      OR is_agreed_about('{detach_number}', OLD.person_id::text) END,
    'the state of an agent');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_agent() OWNER TO mbongo_owner;

--
-- Name: keep_amount(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_amount() RETURNS trigger
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT pg_has_role(session_user, current_user, 'MEMBER') AND (
    OLD.direction = 'collect' AND OLD.party_kind = 'payer' AND OLD.state <> 'succeeded' AND NEW.state = 'succeeded'
    AND abs(coalesce(NEW.charged, NEW.amount) - coalesce(OLD.charged, OLD.amount))
      <= find_tolerated(OLD.rail, coalesce(OLD.charged, OLD.amount))
    AND (OLD.charged IS NULL OR NEW.amount = div(OLD.amount::numeric * NEW.charged, OLD.charged))) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s was asked by payment %s, not %s', OLD.amount, OLD.reference, NEW.amount);
  END IF;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_amount() OWNER TO mbongo_owner;

--
-- Name: keep_answer(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_answer() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(false, 'what a program was answered');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_answer() OWNER TO mbongo_owner;

--
-- Name: keep_asked(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_asked() RETURNS trigger
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF num_nonnulls(NEW.checkout_id, NEW.recharge_id, NEW.request_id) > 1
    OR NEW.checkout_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM checkout c WHERE c.id = NEW.checkout_id AND c.amount = NEW.amount)
    OR NEW.recharge_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM recharge r WHERE (r.id, r.amount, r.owner_id) = (NEW.recharge_id, NEW.amount, NEW.person_id))
    OR NEW.request_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM request q WHERE (q.id, q.amount, q.asker_id) = (NEW.request_id, NEW.amount, NEW.person_id)) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s of payment %s does not pay what it is for', NEW.amount, NEW.reference);
  END IF;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_asked() OWNER TO mbongo_owner;

--
-- Name: keep_bank_account(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_bank_account() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(is_agreed_about('{add_bank_account}', NEW.rib), 'our accounts at banks');
  PERFORM open_bank_account(NEW);
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_bank_account() OWNER TO mbongo_owner;

--
-- Name: keep_bank_leg(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_bank_leg() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(
    (TG_OP = 'INSERT' OR OLD.line_id IS NULL
      AND (NEW.id, NEW.transfer_id, NEW.account_id, NEW.move, NEW.amount, NEW.made_at)
        = (OLD.id, OLD.transfer_id, OLD.account_id, OLD.move, OLD.amount, OLD.made_at))
    AND EXISTS (SELECT FROM transfer t JOIN bank_account b ON b.id = NEW.account_id WHERE (t.id, t.kind) = (NEW.transfer_id, NEW.move)
      AND (TG_OP = 'UPDATE' OR t.posted_at = NEW.made_at) AND t.amounts[array_position(t.accounts, account_named('bank:' || b.rib))] = -NEW.amount)
    AND (NEW.line_id IS NULL OR EXISTS (SELECT FROM bank_line l WHERE l.id = NEW.line_id AND l.state = 'open'
      AND (l.account_id, l.amount) = (NEW.account_id, NEW.amount))), 'what a move did at a bank');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_bank_leg() OWNER TO mbongo_owner;

--
-- Name: keep_bank_line(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_bank_line() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  same CONSTANT boolean := TG_OP = 'UPDATE' AND (NEW.state, NEW.how, NEW.checkout_id, NEW.payout_id, NEW.payout_file_id)
    IS NOT DISTINCT FROM (OLD.state, OLD.how, OLD.checkout_id, OLD.payout_id, OLD.payout_file_id);
BEGIN
  PERFORM refuse_step(CASE
    WHEN TG_OP = 'INSERT' THEN false
    WHEN NEW.booked_at IS DISTINCT FROM OLD.booked_at
    THEN OLD.booked_at IS NULL AND same AND is_agreed_about('{book_payouts}', 'B' || OLD.file_id)
    WHEN OLD.booked_at IS NOT NULL OR EXISTS (SELECT FROM bank_line_paid p WHERE p.line_id = OLD.id)
      OR EXISTS (SELECT FROM bank_leg g WHERE g.line_id = OLD.id) THEN false
    WHEN same THEN OLD.case_id IS NULL AND is_acted('import_statement')
    WHEN NEW.state = 'matched' AND NEW.payout_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM payout p WHERE p.id = NEW.payout_id AND is_told_by(p, NEW)) THEN false
    ELSE NEW.state = 'matched' AND CASE NEW.how
      WHEN 'person' THEN is_done_alone('{match_bank_line}', 'L' || OLD.id)
      WHEN 'payout' THEN OLD.state = 'open' AND is_done_alone('{import_statement}', 'B' || OLD.file_id) END
    END, 'what a line of a bank pays');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_bank_line() OWNER TO mbongo_owner;

--
-- Name: keep_beside(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_beside() RETURNS trigger
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM payment p WHERE p.id = NEW.beside AND p.beside IS NULL AND p.party_kind = 'payer'
    AND (p.direction, p.rail, p.party_kind, p.party, p.person_id, p.currency, p.quote_id, p.checkout_id, p.recharge_id, p.request_id)
      IS NOT DISTINCT FROM (NEW.direction, NEW.rail, NEW.party_kind, NEW.party, NEW.person_id, NEW.currency, NEW.quote_id,
        NEW.checkout_id, NEW.recharge_id, NEW.request_id)) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s did not come beside payment %s', NEW.reference, NEW.beside);
  END IF;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_beside() OWNER TO mbongo_owner;

--
-- Name: keep_bills(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_bills() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(is_done_alone('{load_bills}', one.merchant_id::text), 'bills, which a login loads')
  FROM (SELECT DISTINCT merchant_id FROM written) one;
  RETURN NULL;
END $$;


ALTER FUNCTION public.keep_bills() OWNER TO mbongo_owner;

--
-- Name: keep_case(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_case() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(NEW.state = 'closed' AND (
    OLD.kind NOT IN ('sanction', 'alert') AND is_agreed_about_case('{close_case,decide_contest,pay_unclaimed}', OLD.number)
    OR OLD.kind = 'alert' AND is_agreed_about_case('{decide_alerts}', OLD.number)
    OR EXISTS (SELECT FROM sanction_hit h WHERE h.case_number = OLD.number AND h.state <> 'open'
      AND (is_agreed_about('{decide_hit}', 'X' || h.id) OR is_done_alone('{clear_hit}', 'X' || h.id)))
    OR EXISTS (SELECT FROM payment p WHERE p.id = OLD.payment_id AND is_agreed_about('{settle_payment}', p.reference))
    OR EXISTS (SELECT FROM bank_line b WHERE b.case_id = OLD.id AND (is_agreed_about('{pay_bank_line}', 'L' || b.id)
      OR b.booked_at IS NOT NULL AND is_agreed_about('{book_payouts}', 'B' || b.file_id)
      OR EXISTS (SELECT FROM bank_leg g WHERE g.line_id = b.id) AND (is_acted('match_bank_line') OR is_acted('move_money'))))),
    'the state of a case');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_case() OWNER TO mbongo_owner;

--
-- Name: keep_charge_moved(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_charge_moved() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(EXISTS (
    SELECT FROM transfer t WHERE t.id = transfer_id('subscription:' || NEW.subscription_id || ':' || NEW.period)),
    'that a subscriber was charged');
  RETURN NULL;
END $$;


ALTER FUNCTION public.keep_charge_moved() OWNER TO mbongo_owner;

--
-- Name: keep_charged(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_charged() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF EXISTS (SELECT FROM payment p WHERE p.id = NEW.payment_id AND p.currency <> 'XAF' AND p.state = 'succeeded')
    AND (rounding_due(NEW.payment_id) <> 0 OR NOT EXISTS (SELECT FROM transfer t WHERE t.id = transfer_id('charged:' || NEW.payment_id))) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('the end of payment %s is posted without what was charged', NEW.payment_id);
  END IF;
  RETURN NULL;
END $$;


ALTER FUNCTION public.keep_charged() OWNER TO mbongo_owner;

--
-- Name: keep_checkout(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_checkout() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT pg_has_role(session_user, current_user, 'MEMBER') THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('checkout %s is %s', OLD.id, OLD.state);
  END IF;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_checkout() OWNER TO mbongo_owner;

--
-- Name: keep_closed_days(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_closed_days() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE shown text;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'a day that is closed stays so';
  END IF;
  SELECT id, content ->> 'figures' INTO NEW.request_id, shown FROM find_act_under_way(ARRAY['close_day']) r
    WHERE r.content ->> 'day' = to_char(NEW.day, 'YYYY-MM-DD');
  NEW.figures := day_figures(NEW.day);
  IF NEW.request_id IS NULL OR shown <> encode(sha256(convert_to(NEW.figures, 'UTF8')), 'hex') OR refuse_closing(NEW.day) IS NOT NULL
  THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = format('two of staff did not agree to close %s so', NEW.day);
  END IF;
  NEW.hash := closed_day_hash(NEW.day, NEW.figures, (SELECT hash FROM closed_day WHERE day = NEW.day - 1));
  NEW.closed_at := wallet_now();
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_closed_days() OWNER TO mbongo_owner;

--
-- Name: keep_closed_months(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_closed_months() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE shown text;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'a month that is closed stays so';
  END IF;
  SELECT id, content ->> 'figures' INTO NEW.request_id, shown FROM find_act_under_way(ARRAY['close_month']) r
    WHERE r.content ->> 'month' = to_char(NEW.month, 'YYYY-MM');
  NEW.figures := month_figures(NEW.month);
  IF NEW.request_id IS NULL OR shown <> encode(sha256(convert_to(NEW.figures, 'UTF8')), 'hex')
    OR EXISTS (SELECT FROM list_open_points(NEW.month))
  THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = format('two of staff did not agree to close %s so', NEW.month);
  END IF;
  NEW.hash := closed_month_hash(NEW.month, NEW.figures, (SELECT hash FROM closed_month ORDER BY month DESC LIMIT 1));
  NEW.closed_at := wallet_now();
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_closed_months() OWNER TO mbongo_owner;

--
-- Name: keep_contest(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_contest() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(
    OLD.state = 'open' AND is_agreed_about_case('{decide_contest}', OLD.case_number), 'the state of a contest');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_contest() OWNER TO mbongo_owner;

--
-- Name: keep_document(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_document() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  today CONSTANT date := (wallet_now() AT TIME ZONE 'Africa/Douala')::date;
  rest business_document := NEW;  -- as it would be if nothing had become of it
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM refuse_step(NEW.state = 'asked' AND NEW.valid_until IS NULL AND NEW.told = 999
      AND is_members_paper(NEW, 'send_document'), 'what is a paper of a business');
    RETURN NEW;
  END IF;
  rest.state := OLD.state;
  IF OLD.state = 'asked' AND NEW.state IN ('accepted', 'refused') THEN
    rest.reason := OLD.reason;
    rest.valid_until := OLD.valid_until;
    rest.judged_by := OLD.judged_by;
    rest.judged_at := OLD.judged_at;
  ELSIF (OLD.state, NEW.state) = ('accepted', 'accepted') THEN
    rest.told := OLD.told;
  END IF;
  PERFORM refuse_step(rest IS NOT DISTINCT FROM OLD AND CASE
    WHEN OLD.state = 'asked' AND NEW.state = 'withdrawn' THEN is_members_paper(OLD, 'withdraw_document')
    WHEN OLD.state = 'asked' AND NEW.state IN ('accepted', 'refused') THEN
      (NEW.state = 'refused' AND NEW.valid_until IS NULL OR NEW.state = 'accepted' AND coalesce(NEW.valid_until > today, true))
      AND is_done_alone(ARRAY[CASE NEW.state WHEN 'accepted' THEN 'accept_document' ELSE 'refuse_document' END], OLD.id::text)
      AND EXISTS (SELECT FROM staff_doing d WHERE d.login = NEW.judged_by AND d.kind IN ('accept_document', 'refuse_document'))
    WHEN (OLD.state, NEW.state) = ('accepted', 'ended') THEN session_user = 'mbongo_worker' AND OLD.valid_until < today
    WHEN (OLD.state, NEW.state) = ('accepted', 'accepted') THEN session_user = 'mbongo_worker' AND NEW.told < OLD.told
    ELSE false END, 'what is a paper of a business');
  IF NEW.state IN ('refused', 'withdrawn') THEN
    UPDATE document_content SET let_go_at = wallet_now() WHERE document_id = NEW.id;
  END IF;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_document() OWNER TO mbongo_owner;

--
-- Name: keep_document_content(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_document_content() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM business_document d WHERE d.id = NEW.document_id AND d.state = 'asked'
      AND is_members_paper(d, 'send_document') AND length(NEW.content) = d.size + 16)
    AND NEW.let_go_at IS NULL, 'the bytes of a paper');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_document_content() OWNER TO mbongo_owner;

--
-- Name: keep_dormancy(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_dormancy() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE rule CONSTANT dormancy_rule := dormancy_rule_now();
BEGIN
  PERFORM refuse_step(session_user = 'mbongo_worker' AND NEW.idle_since = last_act_of(NEW.person_id) AND CASE
    WHEN TG_OP = 'INSERT' THEN NEW.dormant_at IS NULL
    ELSE NEW.person_id = OLD.person_id AND NEW.idle_since = OLD.idle_since AND NEW.warned_at = OLD.warned_at
      AND OLD.dormant_at IS NULL AND NEW.idle_since + make_interval(months => rule.dormant_months) <= wallet_now()
      AND NEW.warned_at + make_interval(days => rule.warn_days) <= wallet_now() END, 'who is dormant');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_dormancy() OWNER TO mbongo_owner;

--
-- Name: keep_dormant_line(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_dormant_line() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(CASE
    WHEN TG_OP = 'INSERT' THEN NEW.state = 'listed' AND NEW.handover_id IS NULL AND is_done_alone('{gather_dormant}', 'N' || NEW.batch_id)
      AND is_long_dormant(NEW.person_id, NEW.idle_since)
    WHEN (NEW.id, NEW.batch_id, NEW.person_id, NEW.idle_since, NEW.amount) <> (OLD.id, OLD.batch_id, OLD.person_id, OLD.idle_since, OLD.amount)
    THEN false
    WHEN (OLD.state, NEW.state) = ('moved', 'moved')
    THEN is_done_alone('{gather_handover}', 'H' || NEW.handover_id) AND is_long_kept(OLD.id)
    WHEN NEW.handover_id IS DISTINCT FROM OLD.handover_id THEN false
    WHEN (OLD.state, NEW.state) = ('moved', 'handed')
    THEN is_agreed_about('{hand_over_dormant}', 'H' || OLD.handover_id) AND is_long_kept(OLD.id)
    WHEN (OLD.state, NEW.state) = ('listed', 'moved')
    THEN is_agreed_about('{move_dormant}', 'N' || OLD.batch_id) AND is_long_dormant(OLD.person_id, OLD.idle_since)
    WHEN (OLD.state, NEW.state) = ('listed', 'woken') THEN is_agreed_about('{move_dormant}', 'N' || OLD.batch_id)
    WHEN (OLD.state, NEW.state) = ('moved', 'returned') THEN EXISTS (SELECT FROM find_act_under_way('{return_dormant}') r
      WHERE r.subject = OLD.person_id::text AND r.content ->> 'line' = OLD.id::text)
    ELSE false END, 'money of a dormant wallet');
  NEW.changed_at := wallet_now();
  NEW.kept_at := CASE WHEN TG_OP = 'INSERT' THEN NULL WHEN OLD.state = 'listed' AND NEW.state = 'moved' THEN wallet_now() ELSE OLD.kept_at END;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_dormant_line() OWNER TO mbongo_owner;

--
-- Name: keep_event(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
DECLARE
  one CONSTANT uuid := CASE WHEN NEW.object_id ~ '^[-0-9a-f]{36}$' THEN NEW.object_id END;
  said CONSTANT text := CASE WHEN NEW.kind LIKE 'invoice.%' THEN 'invoice' ELSE NEW.data ->> 'object' END;
BEGIN
  PERFORM refuse_step(
    (said = split_part(NEW.kind, '.', 1) OR NEW.kind NOT IN ('checkout.paid', 'request.paid', 'payment.succeeded', 'refund.succeeded', 'invoice.paid'))
    AND CASE said
      WHEN 'request' THEN EXISTS (SELECT FROM checkout_ask a JOIN checkout c ON c.id = a.checkout_id
        WHERE (c.id, c.merchant_id, c.state) = (one, NEW.merchant_id, 'paid') AND c.amount = (NEW.data ->> 'amount')::bigint)
      WHEN 'checkout' THEN EXISTS (SELECT FROM checkout c WHERE (c.id, c.merchant_id, c.state) = (one, NEW.merchant_id, 'paid')
        AND c.amount = (NEW.data ->> 'amount')::bigint)
      WHEN 'invoice' THEN EXISTS (SELECT FROM invoice i WHERE (i.id, i.merchant_id, i.state) = (one, NEW.merchant_id, 'final')
        AND i.payable <= (SELECT coalesce(sum(n.payable), 0) FROM invoice n
            WHERE n.of_id = i.id AND n.kind = 'credit_note' AND n.state = 'final')
          + (SELECT coalesce(sum(c.amount - c.refunded), 0) FROM checkout c WHERE c.invoice_id = i.id AND c.state = 'paid'))
      WHEN 'payout' THEN EXISTS (SELECT FROM payout p WHERE (p.id, p.merchant_id) = (one, NEW.merchant_id)
        AND p.state IN ('paid', 'returned') AND p.amount = (NEW.data ->> 'amount')::bigint)
      ELSE EXISTS (SELECT FROM refund r WHERE (r.id, r.merchant_id, r.state) = (one, NEW.merchant_id, 'succeeded') AND said = 'refund')
        OR EXISTS (SELECT FROM payment p JOIN checkout c ON c.id = p.checkout_id
          WHERE (p.id, p.state, c.merchant_id) = (one, 'succeeded', NEW.merchant_id)
          AND p.direction = CASE said WHEN 'refund' THEN 'refund' ELSE 'collect' END) END, 'what a business hears of');
  RETURN NULL;
END $_$;


ALTER FUNCTION public.keep_event() OWNER TO mbongo_owner;

--
-- Name: keep_factor(bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_factor(session bytea) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  UPDATE member_login SET factor_tries = 0, factor_locks = 0, factor_locked_until = NULL, factor_tried_in = NULL
  WHERE id = find_member_login(session) AND factor_tried_in <> pg_current_xact_id();
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'no try of a second factor was counted';
  END IF;
  UPDATE member_session SET factor_at = wallet_now() WHERE digest = sha256(session);
  RETURN true;
END $$;


ALTER FUNCTION public.keep_factor(session bytea) OWNER TO mbongo_owner;

--
-- Name: keep_factor_key(bytea, text, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_factor_key(session bytea, sealed text, key_hash bytea) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  UPDATE member_login SET factor_key = sealed, factor_proof = key_hash
  WHERE id = find_login_that_may_add(session) AND factor_proof IS NULL
$$;


ALTER FUNCTION public.keep_factor_key(session bytea, sealed text, key_hash bytea) OWNER TO mbongo_owner;

--
-- Name: keep_file_whole(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_file_whole() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(CASE f.state WHEN 'dropped' THEN p.n = 0
    ELSE (p.n, p.total) = (f.payouts::bigint, f.total::numeric) AND orders_its_payouts(f) END, 'what a file orders')
  FROM payout_file f CROSS JOIN LATERAL (
    SELECT count(*) AS n, sum(amount) AS total FROM payout p WHERE p.file_id = f.id) p WHERE f.id = NEW.id;
  RETURN NULL;
END $$;


ALTER FUNCTION public.keep_file_whole() OWNER TO mbongo_owner;

--
-- Name: keep_filed(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_filed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(NEW.state = 'pending' AND EXISTS (
      SELECT FROM payout_file f WHERE f.id = coalesce(NEW.file_id, OLD.file_id) AND f.state = 'made')
    AND CASE WHEN NEW.file_id IS NULL THEN is_done_alone('{drop_payout_file}', 'P' || OLD.file_id)
      ELSE OLD.file_id IS NULL AND is_done_alone('{make_payout_file}', 'P' || NEW.file_id) END, 'in which file a payout stands');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_filed() OWNER TO mbongo_owner;

--
-- Name: keep_for_login(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_for_login() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
DECLARE
  act text[];
  about text;
BEGIN
  FOR n IN 0 .. TG_NARGS - 1 LOOP
    act := regexp_match(TG_ARGV[n], '^([a-z_]+)(?::([CFDHLNPRSX]?)([a-z_]+))?$');
    about := act[2] || (to_jsonb(NEW) ->> act[3]);
    IF (CASE WHEN act[3] IS NULL THEN is_acted(act[1])
      ELSE is_done_alone(ARRAY[act[1]], about) OR is_agreed_about(ARRAY[act[1]], about) END) THEN
      RETURN NEW;
    END IF;
  END LOOP;
  PERFORM refuse_step(false, TG_TABLE_NAME || ', which a login does');
  RETURN NEW;
END $_$;


ALTER FUNCTION public.keep_for_login() OWNER TO mbongo_owner;

--
-- Name: keep_from_office(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_from_office() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(false, TG_TABLE_NAME || ' of people');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_from_office() OWNER TO mbongo_owner;

--
-- Name: keep_identified(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_identified() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM refuse_step(false, 'who a wallet is of');
  ELSIF (OLD.name, OLD.tier) IS DISTINCT FROM (NEW.name, NEW.tier) THEN
    PERFORM refuse_step(
      NEW.tier = greatest(OLD.tier, 1) AND (is_asked('{identify_person}')
        OR is_done_alone('{appoint_agent}', OLD.id::text))
      OR NEW.tier >= OLD.tier AND is_agreed_about('{identify_wallet}', OLD.id::text)
      OR NEW.tier = 0 AND OLD.name = NEW.name AND is_agreed_about('{part_wallet}', OLD.id::text), 'who a wallet is of');
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.human_id <> NEW.human_id THEN
    PERFORM refuse_step(
      is_asked('{identify_person}') OR is_acted('appoint_agent') OR is_acted('identify_wallet')
      OR is_agreed_about('{part_wallet}', OLD.id::text), 'whose ceilings a wallet shares');
  END IF;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_identified() OWNER TO mbongo_owner;

--
-- Name: keep_identity(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_identity() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(is_agreed_about('{part_wallet}', OLD.person_id::text), 'whose a document is');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_identity() OWNER TO mbongo_owner;

--
-- Name: keep_invoice(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_invoice() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT pg_has_role(session_user, current_user, 'MEMBER') THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('invoice %s is %s and stays as it is', OLD.id, OLD.state);
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;


ALTER FUNCTION public.keep_invoice() OWNER TO mbongo_owner;

--
-- Name: keep_invoice_line(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_invoice_line() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM FROM invoice i WHERE i.id = coalesce(NEW.invoice_id, OLD.invoice_id) AND i.state = 'draft' FOR NO KEY UPDATE;
  IF NOT FOUND OR TG_OP = 'UPDATE' THEN
    PERFORM refuse_step(false, 'the lines of an invoice that was issued');
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;


ALTER FUNCTION public.keep_invoice_line() OWNER TO mbongo_owner;

--
-- Name: keep_invoice_number(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_invoice_number() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM invoice i WHERE (i.merchant_id, i.kind, i.year, i.place, i.hash, i.issued_on)
    = (NEW.merchant_id, NEW.kind, NEW.year, NEW.taken, NEW.last_hash, NEW.last_on)), 'a number without its invoice');
  RETURN NULL;
END $$;


ALTER FUNCTION public.keep_invoice_number() OWNER TO mbongo_owner;

--
-- Name: keep_issuing(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_issuing() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  today CONSTANT date := wallet_now() AT TIME ZONE 'Africa/Douala';
  last record;
BEGIN
  SELECT i.hash, i.issued_on INTO last FROM invoice i
  WHERE (i.merchant_id, i.kind, i.year, i.place) = (NEW.merchant_id, NEW.kind, NEW.year, NEW.place - 1);
  PERFORM refuse_step(NEW.hash = sha256(coalesce(last.hash, '') || convert_to(NEW.canonical, 'UTF8')) AND says_itself(NEW)
    AND NEW.number = invoice_number(NEW.kind, NEW.year, NEW.place) AND NEW.year = extract(year FROM NEW.issued_on)
    AND NEW.issued_on BETWEEN today - 1 AND greatest(today, last.issued_on), 'what an invoice says');
  PERFORM refuse_step(TG_OP = 'UPDATE' AND EXISTS (
    SELECT FROM invoice_series s WHERE (s.merchant_id, s.kind, s.year, s.taken, s.last_hash)
      = (NEW.merchant_id, NEW.kind, NEW.year, NEW.place, NEW.hash))
    AND NEW.net = (SELECT coalesce(sum(l.net), 0) FROM invoice_line l WHERE l.invoice_id = NEW.id), 'what is issued');
  IF NEW.kind = 'credit_note' THEN
    PERFORM FROM invoice i WHERE i.id = NEW.of_id FOR NO KEY UPDATE;
    PERFORM refuse_step((SELECT i.kind = 'invoice' AND i.state = 'final' AND i.merchant_id = NEW.merchant_id
        AND i.total >= NEW.total + (SELECT coalesce(sum(c.total), 0) FROM invoice c
          WHERE c.of_id = i.id AND c.kind = 'credit_note' AND c.state = 'final' AND c.id <> NEW.id)
      FROM invoice i WHERE i.id = NEW.of_id), 'what is taken back of an invoice');
  END IF;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_issuing() OWNER TO mbongo_owner;

--
-- Name: keep_key(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_key() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(false, 'what a key may');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_key() OWNER TO mbongo_owner;

--
-- Name: keep_level(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_level() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(CASE
    WHEN TG_OP = 'INSERT' THEN false
    WHEN NEW.level > OLD.level THEN NEW.level <= documented_level(NEW.id) AND EXISTS (
      SELECT FROM find_act_under_way('{raise_level}') r
      WHERE r.subject = NEW.id::text AND (r.content ->> 'level')::smallint = NEW.level)
    ELSE session_user = 'mbongo_worker' AND NEW.level = documented_level(NEW.id) END, 'the level of a business');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_level() OWNER TO mbongo_owner;

--
-- Name: keep_level_rules(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_level_rules() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE agreed uuid;
BEGIN
  IF pg_has_role(session_user, current_user, 'MEMBER') THEN
    RETURN coalesce(NEW, OLD);
  END IF;
  IF TG_OP = 'INSERT' THEN
    SELECT id INTO agreed FROM find_act_under_way('{change_level}') r
    WHERE (r.content ->> 'level')::smallint = NEW.level
      AND ((r.content ->> 'day')::date::timestamp AT TIME ZONE 'Africa/Douala') = NEW.since AND NEW.since > wallet_now()
      AND ARRAY(SELECT jsonb_array_elements_text(r.content -> 'methods')) = NEW.methods
      AND ARRAY(SELECT jsonb_array_elements_text(r.content -> 'needs')) = NEW.needs
      AND (nullif((r.content ->> 'payment_most')::bigint, 0), nullif((r.content ->> 'month_most')::bigint, 0),
           nullif((r.content ->> 'payout_most')::bigint, 0))
        IS NOT DISTINCT FROM (NEW.payment_most, NEW.month_most, NEW.payout_most)
      AND NEW.tax_free = (NEW.level > 0);
  END IF;
  PERFORM refuse_step(agreed IS NOT NULL, 'what a level binds');
  NEW.request_id := agreed;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_level_rules() OWNER TO mbongo_owner;

--
-- Name: keep_line_moved(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_line_moved() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
BEGIN
  IF NEW.state = 'sent' THEN
    PERFORM FROM payout p WHERE p.id = NEW.id AND p.for_salary;
  ELSE
    PERFORM FROM transfer t WHERE t.id = transfer_id('salary:' || NEW.id || CASE NEW.state WHEN 'failed' THEN ':returned' ELSE '' END);
  END IF;
  IF NOT FOUND THEN
    PERFORM refuse_step(false, 'that a line of a payroll was paid');
  END IF;
  RETURN NULL;
END $$;


ALTER FUNCTION public.keep_line_moved() OWNER TO mbongo_owner;

--
-- Name: keep_line_paid(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_line_paid() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM checkout c WHERE (c.id, c.state, c.paid_by) = (NEW.checkout_id, 'paid', 'bank')),
    'that a line paid');
  RETURN NULL;
END $$;


ALTER FUNCTION public.keep_line_paid() OWNER TO mbongo_owner;

--
-- Name: keep_lines_said(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_lines_said() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(NOT EXISTS (SELECT FROM stood WHERE state <> 'waiting')
    AND NOT EXISTS (
      SELECT FROM said l WHERE (l.state = ANY (CASE l.way WHEN 'wallet' THEN '{waiting,paid,failed}' ELSE '{waiting,sent,failed}' END::text[])) IS NOT TRUE)
    AND NOT EXISTS (SELECT FROM (SELECT DISTINCT payroll_id FROM said) l
      WHERE NOT EXISTS (SELECT FROM payroll b WHERE b.id = l.payroll_id AND b.state = 'paying')), 'what is a line of a payroll');
  RETURN NULL;
END $$;


ALTER FUNCTION public.keep_lines_said() OWNER TO mbongo_owner;

--
-- Name: keep_lot(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_lot() RETURNS trigger
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  owners CONSTANT bigint := (SELECT a.id FROM transfer t, unnest(t.accounts, t.amounts) l (id, amount) JOIN account a USING (id)
    WHERE t.id = NEW.reservation AND t.kind = 'hold_refund' AND l.amount < 0 AND a.kind = 'customer');
BEGIN
  IF owners IS NOT NULL AND NOT pg_has_role(session_user, current_user, 'MEMBER') AND NOT EXISTS (
    SELECT FROM list_lots(owners) l WHERE l.room >= 0 AND l.amount >= 0 AND l.transfer_id IN (
      transfer_id('payment:' || NEW.refunds), transfer_id('payment:' || NEW.refunds || ':kept'),
      (SELECT transfer_id('request:' || q.id) FROM request q WHERE q.paid_with = NEW.refunds))) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s gives back more than is left of what came in', NEW.reference);
  END IF;
  RETURN NULL;
END $$;


ALTER FUNCTION public.keep_lot() OWNER TO mbongo_owner;

--
-- Name: keep_mandate(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_mandate() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM FROM plan p JOIN subscription s ON s.plan_id = p.id WHERE s.id = NEW.subscription_id FOR SHARE OF p;
  PERFORM refuse_step(EXISTS (
    SELECT FROM subscription s JOIN plan p ON p.id = s.plan_id
    JOIN operation o ON o.reference = NEW.reference AND o.kind = 'subscribe' AND o.sentence IS NULL
      AND o.actor_kind = 'person' AND o.actor_id = s.person_id::text
    WHERE s.id = NEW.subscription_id AND (NEW.every, NEW.times) IS NOT DISTINCT FROM (p.every, p.times)
      AND NEW.most <= (SELECT greatest(p.most, max(c.amount)) FROM plan_price c WHERE c.plan_id = p.id)),
    'what a subscriber agreed to');
  NEW.agreed_at := wallet_now();
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_mandate() OWNER TO mbongo_owner;

--
-- Name: keep_member_key(bytea, uuid, uuid, text, bytea, text, text[], text[], date, text, integer); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_member_key(session bytea, made uuid, business uuid, named text, key_digest bytea, under text, may text[], networks text[], dated date, rolled text, overlap_hours integer) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  old api_key;
  own CONSTANT text[] := ARRAY(SELECT list_member_permissions(session, business));
  withheld CONSTANT text[] := '{refunds:write,payouts:write}'::text[]
    || CASE WHEN 'balance:read' = ANY (own) THEN '{}'::text[] ELSE '{balance:read,payouts:read,salaries:read,salaries:make}' END;
  given text[] := may;
BEGIN
  PERFORM FROM merchant m WHERE m.id = business AND m.until IS NULL FOR NO KEY UPDATE;
  IF NOT 'endpoints:write' = ANY (own) THEN
    RETURN 'not_allowed';
  ELSIF NOT is_fresh(session) THEN
    RETURN 'stale';
  ELSIF (SELECT count(*) FROM api_key k WHERE k.merchant_id = business AND k.until IS NULL) >= 20 THEN
    RETURN 'keys_most';
  END IF;
  IF rolled <> '' THEN
    SELECT k.* INTO old FROM api_key k
    WHERE k.merchant_id = business AND k.hint = rolled AND (k.until IS NULL OR k.until > wallet_now()) FOR UPDATE;
    IF NOT FOUND THEN
      RETURN 'no_such_key';
    END IF;
    networks := old.addresses;
    given := CASE old.permissions WHEN '{}' THEN may ELSE old.permissions END;
    UPDATE api_key k SET until = least(k.until, wallet_now() + make_interval(hours => overlap_hours)) WHERE k.id = old.id;
  END IF;
  given := ARRAY(SELECT one FROM unnest(given) one WHERE NOT one = ANY (withheld));
  IF given = '{}' THEN
    RETURN 'key_moves_money';
  END IF;
  INSERT INTO api_key (id, merchant_id, hint, digest, pepper, live, permissions, addresses, version, since)
    VALUES (made, business, named, key_digest, under, named LIKE 'sk\_live\_%', given, networks, dated, wallet_now());
  RETURN '';
END $$;


ALTER FUNCTION public.keep_member_key(session bytea, made uuid, business uuid, named text, key_digest bytea, under text, may text[], networks text[], dated date, rolled text, overlap_hours integer) OWNER TO mbongo_owner;

--
-- Name: keep_months(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_months() RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET lock_timeout TO '500ms'
    AS $$
DECLARE
  reached timestamptz;
  over timestamptz;
  made integer := 0;
  newest timestamptz;
BEGIN
  PERFORM FROM posting_horizon FOR UPDATE SKIP LOCKED;  -- by a lock that no process's role can take
  IF NOT FOUND THEN
    RETURN 0;  -- another process is at it, or at the adding up of days
  END IF;
  reached := months_until();  -- under the lock: before it, another may have made some since
  IF reached IS NULL THEN
    RETURN 0;  -- no months yet
  END IF;
  SELECT max(posted_at) INTO newest FROM entry_rest;
  IF newest IS NULL AND reached > month_began(wallet_now(), 2) THEN
    RETURN 0;
  END IF;
  IF newest IS NOT NULL THEN
    LOCK TABLE entry IN ACCESS EXCLUSIVE MODE;
    SELECT max(posted_at) INTO newest FROM entry_rest;  -- under the lock nobody adds another
    over := month_began(newest, 1);
    ALTER TABLE entry DETACH PARTITION entry_rest;
    EXECUTE format('ALTER TABLE entry_rest RENAME TO %I', name_month(over));
    PERFORM attach_month(name_month(over)::regclass, reached, over);
    EXECUTE format('CREATE TABLE entry_rest (LIKE %I INCLUDING ALL)', name_month(over));
    PERFORM guard_month('entry_rest');
    ALTER TABLE entry ATTACH PARTITION entry_rest DEFAULT;
    reached := over;
    made := 1;
  END IF;
  WHILE reached < month_began(wallet_now(), 4) LOOP
    over := greatest(month_began(reached, 1), month_began(wallet_now(), 1));  -- months in which nobody was here are one
    PERFORM attach_month(make_entry_table(name_month(over)), reached, over);
    reached := over;
    made := made + 1;
  END LOOP;
  RETURN made;
EXCEPTION WHEN lock_not_available THEN
  RETURN 0;
END $$;


ALTER FUNCTION public.keep_months() OWNER TO mbongo_owner;

--
-- Name: keep_number(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_number() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(OLD.until IS NULL AND (
    is_agreed_about('{detach_number}', OLD.person_id::text) OR is_asked('{close_wallet}', OLD.person_id::text)),
    'whose a number is');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_number() OWNER TO mbongo_owner;

--
-- Name: keep_one_number(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_one_number() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(NOT EXISTS (SELECT FROM phone f WHERE f.person_id = NEW.person_id), 'whose a number is');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_one_number() OWNER TO mbongo_owner;

--
-- Name: keep_operation_key(text, bytea, bytea, text, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_operation_key(new_pepper text, new_inner bytea, new_outer bytea, by text, proof bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(CASE WHEN EXISTS (SELECT FROM operation_key)
    THEN is_proved(by, 'key of operations ' || new_pepper || ' ' || encode(new_inner || new_outer, 'hex'), proof)
    ELSE NOT EXISTS (SELECT FROM person) END, 'by which keys operations are claimed');
  INSERT INTO operation_key (pepper, inner_pad, outer_pad) VALUES (new_pepper, new_inner, new_outer) ON CONFLICT DO NOTHING;
END $$;


ALTER FUNCTION public.keep_operation_key(new_pepper text, new_inner bytea, new_outer bytea, by text, proof bytea) OWNER TO mbongo_owner;

--
-- Name: keep_outcome(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_outcome() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(is_masked_operation(OLD, NEW), 'what an operation came to');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_outcome() OWNER TO mbongo_owner;

--
-- Name: keep_page_code(uuid, text, text, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_page_code(asked uuid, number text, by text, code_digest bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  UPDATE page_code SET digest = code_digest, pepper = by
  WHERE id = asked AND phone = number AND used_at IS NULL AND asked_at > wallet_now() - interval '10 minutes'
    AND NOT is_swapped(number);
  RETURN FOUND;
END $$;


ALTER FUNCTION public.keep_page_code(asked uuid, number text, by text, code_digest bytea) OWNER TO mbongo_owner;

--
-- Name: keep_page_session_over(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_page_session_over() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(OLD.ended_at IS NULL AND (NEW.seen_at = OLD.seen_at OR OLD.seen_at > wallet_now() - interval '15 minutes'
    AND OLD.opened_at > wallet_now() - interval '12 hours'), 'a session that is over');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_page_session_over() OWNER TO mbongo_owner;

--
-- Name: keep_paid(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_paid() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM transfer t WHERE t.id = NEW.paid_with AND t.key = 'checkout:' || NEW.id)
    AND (NEW.payment_id IS NULL OR EXISTS (SELECT FROM payment p
      WHERE p.id = NEW.payment_id AND p.checkout_id = NEW.id AND p.beside IS NULL
      AND abs(p.amount - NEW.amount) <= find_tolerated(p.rail, NEW.amount) + 1)), 'that a checkout is paid');
  RETURN NULL;
END $$;


ALTER FUNCTION public.keep_paid() OWNER TO mbongo_owner;

--
-- Name: keep_payee(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_payee() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(NEW.removed_at IS NOT NULL AND EXISTS (
    SELECT FROM payroll_line l JOIN payroll b ON b.id = l.payroll_id
    WHERE l.id = NEW.id AND l.state = 'sent' AND b.state = 'paying' AND b.merchant_id = NEW.merchant_id), 'who is paid by a payroll');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_payee() OWNER TO mbongo_owner;

--
-- Name: keep_payout(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_payout() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  way CONSTANT text := (SELECT kind FROM settlement_account WHERE id = NEW.account_id);
  begins CONSTANT boolean := NEW.state = CASE way WHEN 'wallet' THEN 'paid' ELSE 'pending' END;
  may_begin CONSTANT boolean := (is_salary_payout(NEW)
      OR is_account_ready(NEW.account_id, NEW.merchant_id) AND is_payouts_price(way, NEW.amount, NEW.fee)
      AND may_pay_out(NEW.merchant_id, way, NEW.amount))
    AND (NEW.payment_id IS NOT NULL) = (way = 'phone' AND NEW.state = 'pending');
BEGIN
  PERFORM refuse_step(CASE
    WHEN TG_OP = 'INSERT' THEN (NEW.state = 'asked' OR begins) AND may_begin AND NEW.file_id IS NULL AND NEW.reason = ''
      AND CASE session_user WHEN 'mbongo_worker' THEN is_scheduled(NEW) OR is_salary_payout(NEW) ELSE is_ordered(NEW) END
    WHEN OLD.state = 'asked' THEN is_decided(NEW)
      AND (NEW.state = 'refused' AND NEW.payment_id IS NULL OR begins AND may_begin)
    WHEN OLD.state = 'pending' AND way = 'phone' THEN EXISTS (
      SELECT FROM payment p WHERE p.id = OLD.payment_id
      AND CASE NEW.state WHEN 'paid' THEN p.state = 'succeeded' WHEN 'failed' THEN p.state IN ('failed', 'expired') END)
    WHEN OLD.state = 'pending' AND way = 'bank' THEN
      CASE NEW.state WHEN 'paid' THEN find_booking(OLD.id, false) WHEN 'failed' THEN is_rejected(OLD.reference) END
    WHEN OLD.state = 'paid' AND way = 'bank' THEN NEW.state = 'returned' AND find_booking(OLD.id, true)
    END, 'what became of a payout');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_payout() OWNER TO mbongo_owner;

--
-- Name: keep_payout_ended(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_payout_ended() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(is_payout_whole(p.id), 'that a payment of a payout ended') FROM payout p WHERE p.payment_id = NEW.payment_id;
  RETURN NULL;
END $$;


ALTER FUNCTION public.keep_payout_ended() OWNER TO mbongo_owner;

--
-- Name: keep_payout_file(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_payout_file() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(CASE
    WHEN TG_OP = 'INSERT' THEN NEW.state = 'made'
      AND EXISTS (SELECT FROM bank_account a WHERE a.id = NEW.account_id AND a.currency = 'XAF')
    WHEN NEW.state = 'approved' THEN OLD.state = 'made' AND EXISTS (
      SELECT FROM find_act_under_way('{approve_payout_file}') r JOIN staff_approval y ON y.request_id = r.id
      WHERE r.subject = 'P' || OLD.id AND r.content ->> 'sha256' = OLD.sha256 AND NOT EXISTS (
        SELECT FROM staff_act m WHERE m.kind = 'make_payout_file' AND m.subject = r.subject AND m.asked_by = y.approved_by))
    WHEN NEW.state = 'sent' THEN OLD.state = 'approved' AND NOT are_rails_held() AND is_done_alone('{send_payout_file}', 'P' || OLD.id)
    WHEN NEW.state = 'dropped' THEN OLD.state = 'made' AND is_done_alone('{drop_payout_file}', 'P' || OLD.id) END,
    'a file for a bank');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_payout_file() OWNER TO mbongo_owner;

--
-- Name: keep_payroll(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_payroll() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  stands CONSTANT boolean := TG_OP = 'UPDATE' AND (NEW.lines, NEW.amount, NEW.fee, NEW.tax, NEW.asked_at, NEW.decided_by, NEW.decided_at)
    IS NOT DISTINCT FROM (OLD.lines, OLD.amount, OLD.fee, OLD.tax, OLD.asked_at, OLD.decided_by, OLD.decided_at);
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM refuse_step(OLD.state = 'draft' AND EXISTS (
      SELECT FROM find_payrolls_act('{drop_payroll}', OLD, 'salaries:make') o WHERE is_makers(o, OLD)), 'what is a payroll');
    RETURN OLD;
  END IF;
  PERFORM refuse_step(CASE
    WHEN TG_OP = 'INSERT' THEN NEW.state = 'draft' AND EXISTS (
      SELECT FROM find_asked('{make_payroll,retry_payroll}') o WHERE is_makers(o, NEW)
      AND o.reference = NEW.reference AND may_for_business(o, NEW.merchant_id, 'salaries:make')
      AND (NEW.parent_id IS NOT NULL) = (o.kind = 'retry_payroll')
      AND (NEW.parent_id IS NULL OR NEW.parent_id = (o.content ->> 'payroll_id')::uuid
        AND EXISTS (SELECT FROM payroll b WHERE b.id = NEW.parent_id AND b.merchant_id = NEW.merchant_id AND b.state = 'done')))
    WHEN OLD.state = 'draft' THEN NEW.state = 'asked' AND is_payroll_summed(NEW) AND EXISTS (
      SELECT FROM find_payrolls_act('{ask_payroll}', NEW, 'salaries:make') o WHERE is_makers(o, NEW))
    WHEN OLD.state = 'asked' AND NEW.state = 'draft' THEN EXISTS (
      SELECT FROM find_payrolls_act('{decide_payroll}', NEW, 'salaries:approve') o WHERE o.content ->> 'agreed' = '0')
    WHEN OLD.state = 'asked' THEN NEW.state = 'paying' AND is_payroll_summed(NEW) AND may_pay_salaries(NEW)
      AND (NEW.lines, NEW.amount, NEW.fee, NEW.tax) = (OLD.lines, OLD.amount, OLD.fee, OLD.tax)
      AND EXISTS (SELECT FROM merchant m WHERE m.id = NEW.merchant_id AND m.until IS NULL)
      AND EXISTS (
        SELECT FROM find_payrolls_act('{decide_payroll}', NEW, 'salaries:approve') o
        WHERE o.content ->> 'agreed' <> '0' AND o.actor_id = NEW.decided_by::text
        AND ((o.content ->> 'lines')::int, (o.content ->> 'amount')::bigint, (o.content ->> 'fee')::bigint, (o.content ->> 'tax')::bigint)
          = (NEW.lines, NEW.amount, NEW.fee, NEW.tax))
    WHEN OLD.state = 'paying' THEN session_user = 'mbongo_worker' AND stands AND CASE NEW.state WHEN 'paying' THEN true
      ELSE NEW.state = 'done' AND NOT EXISTS (
        SELECT FROM payroll_line l WHERE l.payroll_id = NEW.id AND l.state = 'waiting') END
    WHEN OLD.state = 'done' THEN session_user = 'mbongo_worker'  -- which tells how it ended
      AND to_jsonb(NEW) - 'tell_at' - 'told_way' = to_jsonb(OLD) - 'tell_at' - 'told_way'
    ELSE false END, 'what is a payroll');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_payroll() OWNER TO mbongo_owner;

--
-- Name: keep_payroll_held(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_payroll_held() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM transfer t WHERE t.id = transfer_id('payroll:' || NEW.id)), 'that money was put aside for a payroll');
  RETURN NULL;
END $$;


ALTER FUNCTION public.keep_payroll_held() OWNER TO mbongo_owner;

--
-- Name: keep_payroll_line(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_payroll_line() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  b payroll;
  line CONSTANT payroll_line := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  kinds CONSTANT text[] := CASE TG_OP WHEN 'INSERT' THEN '{make_payroll,retry_payroll}' WHEN 'UPDATE' THEN '{mend_line,strike_line,ask_payroll}'
    ELSE '{strike_line,drop_payroll}' END;
BEGIN
  SELECT * INTO b FROM payroll WHERE id = line.payroll_id;
  PERFORM refuse_step(b.state = 'draft' AND line.state = 'waiting' AND EXISTS (
      SELECT FROM find_asked(kinds) o WHERE is_makers(o, b)
      AND (TG_OP = 'INSERT' AND o.reference = b.reference OR (o.content ->> 'payroll_id')::uuid = b.id))
    AND (TG_OP <> 'INSERT' OR (NEW.retries IS NULL) = (b.parent_id IS NULL) AND (NEW.retries IS NULL OR EXISTS (
      SELECT FROM payroll_line r WHERE r.id = NEW.retries AND r.payroll_id = b.parent_id AND is_line_back(r)))), 'what is a line of a payroll');
  RETURN line;
END $$;


ALTER FUNCTION public.keep_payroll_line() OWNER TO mbongo_owner;

--
-- Name: keep_person_state(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_person_state() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(CASE NEW.state
    WHEN 'frozen' THEN OLD.state = 'open' AND is_done_alone('{freeze_wallet}', OLD.id::text)
    WHEN 'open' THEN OLD.state = 'frozen' AND is_agreed_about('{unfreeze_wallet}', OLD.id::text)
    WHEN 'closed' THEN is_agreed_about('{detach_number}', OLD.id::text)
      OR OLD.state = 'open' AND is_asked('{close_wallet}', OLD.id::text) END, 'the state of a wallet');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_person_state() OWNER TO mbongo_owner;

--
-- Name: keep_plan_price(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_plan_price() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM FROM plan p WHERE p.id = NEW.plan_id FOR NO KEY UPDATE;
  PERFORM refuse_step(CASE WHEN EXISTS (SELECT FROM plan_price p WHERE p.plan_id = NEW.plan_id)
    THEN NEW.since >= wallet_now() + interval '30 days' - interval '1 minute'
      AND NOT EXISTS (SELECT FROM plan_price p WHERE p.plan_id = NEW.plan_id AND p.since > wallet_now())
    ELSE NEW.since BETWEEN wallet_now() - interval '1 minute' AND wallet_now() END, 'from when a plan has a price');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_plan_price() OWNER TO mbongo_owner;

--
-- Name: keep_put_aside(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_put_aside() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(is_payout_whole(NEW.id) AND NOT (TG_OP = 'INSERT' AND NEW.by_schedule AND EXISTS (
    SELECT FROM payout_schedule s WHERE s.merchant_id = NEW.merchant_id AND s.next_at <= wallet_now())),
    'that money was put aside for a payout');
  RETURN NULL;
END $$;


ALTER FUNCTION public.keep_put_aside() OWNER TO mbongo_owner;

--
-- Name: keep_quoted(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_quoted() RETURNS trigger
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT (CASE NEW.direction
    WHEN 'collect' THEN NEW.beside IS NOT NULL AND EXISTS (  -- its francs are as much a part of what was charged
      SELECT FROM payment p WHERE p.id = NEW.beside
      AND NEW.amount = greatest(div(p.amount::numeric * NEW.charged, p.charged), 1)) OR EXISTS (
      SELECT FROM quote q WHERE q.id = NEW.quote_id AND q.until > wallet_now()
      AND (q.currency, q.charged, q.francs) = (NEW.currency::text, NEW.charged, NEW.amount))
    WHEN 'refund' THEN EXISTS (
      SELECT FROM payment c WHERE c.id = NEW.refunds AND c.currency = NEW.currency
      AND c.quote_id IS NOT DISTINCT FROM NEW.quote_id
      AND (c.rail, c.party_kind, c.party) = (NEW.rail, NEW.party_kind, NEW.party)
      AND NEW.amount + (SELECT coalesce(sum(r.amount), 0)
        FROM payment r WHERE r.refunds = c.id AND r.state NOT IN ('failed', 'expired')) <= c.amount
      AND (c.currency = 'XAF' OR (SELECT div(c.charged * (NEW.amount + coalesce(sum(r.amount), 0)), c.amount) - coalesce(sum(r.charged), 0)
           FROM payment r WHERE r.refunds = c.id AND r.state NOT IN ('failed', 'expired')) = NEW.charged))
    ELSE false END) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s of %s is not what was quoted', NEW.direction, NEW.reference);
  END IF;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_quoted() OWNER TO mbongo_owner;

--
-- Name: keep_quotes(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_quotes() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.made_at <= wallet_now() AND EXISTS (
      SELECT FROM rate r WHERE (r.currency, r.since) = (NEW.currency, NEW.rate_since)
      AND (r.lasts_days IS NULL OR wallet_now() < r.since + make_interval(days => r.lasts_days))
      AND NOT EXISTS (SELECT FROM rate n WHERE n.currency = r.currency AND n.since > r.since AND n.since <= wallet_now())) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'a quote is by the rate in force, and stays as it was';
END $$;


ALTER FUNCTION public.keep_quotes() OWNER TO mbongo_owner;

--
-- Name: keep_rail_hold(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_rail_hold() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'a hold of the rails stays as it was';
END $$;


ALTER FUNCTION public.keep_rail_hold() OWNER TO mbongo_owner;

--
-- Name: keep_rail_leg(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_rail_leg() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(CASE TG_OP
    WHEN 'INSERT' THEN NEW.row_id IS NULL AND EXISTS (SELECT FROM transfer t
      WHERE (t.id, t.kind, t.posted_at) = (NEW.transfer_id, NEW.move, NEW.made_at)
      AND t.amounts[array_position(t.accounts, account_named('operator_float:' || NEW.rail))] = -NEW.amount)
    ELSE (NEW.id, NEW.transfer_id, NEW.rail, NEW.move, NEW.amount, NEW.made_at)
        = (OLD.id, OLD.transfer_id, OLD.rail, OLD.move, OLD.amount, OLD.made_at)
      AND CASE WHEN NEW.row_id IS NULL THEN EXISTS (SELECT FROM settlement_row r WHERE r.id = OLD.row_id AND NOT r.stands)
        ELSE OLD.row_id IS NULL AND EXISTS (SELECT FROM settlement_row r WHERE r.id = NEW.row_id AND r.rail = NEW.rail
          AND r.payment_id IS NULL AND r.stands AND r.status = 'succeeded' AND r.currency = 'XAF'
          AND NEW.amount = CASE r.direction WHEN 'collect' THEN r.amount ELSE -r.amount END) END
    END, 'what a move did at an operator');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_rail_leg() OWNER TO mbongo_owner;

--
-- Name: keep_rates(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_rates() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE agreed uuid;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'rates stay as they were';
  END IF;
  IF pg_has_role(session_user, current_user, 'MEMBER') THEN
    RETURN NEW;
  END IF;
  SELECT id INTO agreed FROM find_act_under_way(ARRAY['load_rate']) r
    WHERE r.subject = NEW.currency AND (r.content ->> 'francs')::numeric = NEW.francs
    AND (r.content ->> 'source', (r.content ->> 'digits')::int, (r.content ->> 'margin_ppm')::bigint,
         nullif((r.content ->> 'lasts_days')::int, 0))
      IS NOT DISTINCT FROM (NEW.source, NEW.digits::int, NEW.margin_ppm, NEW.lasts_days::int);
  IF agreed IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'two of staff agreed to no load_rate';
  END IF;
  NEW.since := wallet_now();
  NEW.request_id := agreed;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_rates() OWNER TO mbongo_owner;

--
-- Name: keep_recharge(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_recharge() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT pg_has_role(session_user, current_user, 'MEMBER') AND (OLD.payment_id IS NOT NULL OR NOT EXISTS (
    SELECT FROM payment p WHERE p.id = NEW.payment_id AND p.direction = 'collect' AND p.state = 'succeeded'
    AND (p.recharge_id, p.person_id) = (NEW.id, NEW.owner_id) AND p.beside IS NULL
    AND abs(p.amount - NEW.amount) <= find_tolerated(p.rail, NEW.amount) + 1)) THEN  -- and a franc of rounding
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('payment %s does not pay recharge %s', NEW.payment_id, NEW.id);
  END IF;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_recharge() OWNER TO mbongo_owner;

--
-- Name: keep_recovery_codes(bytea, bytea[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_recovery_codes(session bytea, code_digests bytea[]) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE login uuid := find_login_that_may_add(session);
BEGIN
  DELETE FROM recovery_code WHERE login_id = login;
  INSERT INTO recovery_code (login_id, digest) SELECT login, sha256(one) FROM unnest(code_digests) one WHERE login IS NOT NULL;
  RETURN FOUND;
END $$;


ALTER FUNCTION public.keep_recovery_codes(session bytea, code_digests bytea[]) OWNER TO mbongo_owner;

--
-- Name: keep_refund(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_refund() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM FROM checkout c WHERE c.id = NEW.checkout_id AND c.merchant_id = NEW.merchant_id FOR NO KEY UPDATE;
  IF NOT FOUND OR TG_OP = 'INSERT' AND ((NEW.state = 'pending') <> (NEW.way = 'source') OR NEW.state = 'failed'
      OR may_go_back(NEW.checkout_id, NEW.amount, NEW.fee) IS NOT TRUE OR NOT is_refund_asked(NEW))
    OR TG_OP = 'UPDATE' AND NOT EXISTS (
      SELECT FROM payment p WHERE p.id = NEW.payment_id AND OLD.state = 'pending'
      AND CASE NEW.state WHEN 'succeeded' THEN p.state = 'succeeded' ELSE p.state IN ('failed', 'expired') END) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('refund %s of checkout %s is asked by nobody of its shop, more than may go back, or not as its payment ended', NEW.id, NEW.checkout_id);
  END IF;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_refund() OWNER TO mbongo_owner;

--
-- Name: keep_refunded(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_refunded() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM transfer t WHERE t.id = transfer_id('refund:' || NEW.id)
    AND (NEW.payment_id IS NULL OR EXISTS (SELECT FROM payment p WHERE p.id = NEW.payment_id AND p.reservation = t.id))),
    'that a checkout was refunded');
  RETURN NULL;
END $$;


ALTER FUNCTION public.keep_refunded() OWNER TO mbongo_owner;

--
-- Name: keep_reserved(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_reserved() RETURNS trigger
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT pg_has_role(session_user, current_user, 'MEMBER') AND NOT EXISTS (
    SELECT FROM transfer t JOIN account a ON a.code = 'in_transit:' || NEW.rail AND a.id = ANY (t.accounts)
    WHERE t.id = NEW.reservation
    AND t.kind = ANY (CASE NEW.direction WHEN 'pay' THEN '{hold_withdrawal,hold_payout}' ELSE '{hold_refund,hold_late_payment}' END::text[])
    AND transfer_size(t.amounts) = NEW.amount + NEW.fee + NEW.tax
    AND (NEW.direction <> 'pay'
      OR CASE t.kind WHEN 'hold_payout' THEN EXISTS (
          SELECT FROM payout p JOIN settlement_account s ON s.id = p.account_id JOIN merchant m ON m.id = p.merchant_id
          WHERE t.key = 'payout:' || p.id AND p.payment_id = NEW.id AND m.owner_id = NEW.person_id
          AND (s.kind, s.rail, s.number) = (NEW.party_kind, NEW.rail, NEW.party))
        ELSE EXISTS (SELECT FROM person o WHERE o.id = NEW.person_id AND o.account_id = ANY (t.accounts)) END)
    AND (t.kind <> 'hold_late_payment' OR starts_with(t.key, 'payment:' || NEW.refunds))
    AND (t.kind <> 'hold_refund' OR t.key NOT LIKE 'refund:%' OR EXISTS (
      SELECT FROM refund r JOIN checkout c ON c.id = r.checkout_id
      WHERE t.key = 'refund:' || r.id AND r.payment_id = NEW.id AND c.payment_id = NEW.refunds))
    AND NOT EXISTS (SELECT FROM transfer_link l WHERE l.target = t.id AND l.role = 'ends')) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('no %s of %s was put aside', NEW.direction, NEW.reference);
  END IF;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_reserved() OWNER TO mbongo_owner;

--
-- Name: keep_retention(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_retention() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  agreed staff_request;
  rest retention := NEW;  -- as it would be if nothing had become of it
BEGIN
  PERFORM FROM account a WHERE a.id = NEW.account_id FOR NO KEY UPDATE;  -- who posts, and who changes what is retained, take turns
  IF TG_OP = 'INSERT' THEN
    SELECT * INTO agreed FROM find_act_under_way('{retain_money}') r
    WHERE account_named(r.subject) = NEW.account_id AND r.content ->> 'authority' = NEW.authority
      AND r.content ->> 'order' = NEW.reference AND (r.content ->> 'ordered_on')::date = NEW.ordered_on
      AND nullif((r.content ->> 'amount')::bigint, 0) IS NOT DISTINCT FROM NEW.amount;
    PERFORM refuse_step(NEW.paid = 0 AND NEW.ended_at IS NULL AND CASE NEW.cause
      WHEN 'order' THEN agreed.id IS NOT NULL
        AND EXISTS (SELECT FROM account a WHERE a.id = NEW.account_id AND a.kind IN ('customer', 'merchant', 'agent_float'))
      ELSE is_hits_retention(NULL, NEW) END, 'what an account must keep');
    NEW.request_id := agreed.id;
    NEW.made_at := wallet_now();  -- under the lock: whatever was posted before it, was so before
    RETURN NEW;
  END IF;
  rest.paid := OLD.paid;
  rest.ended_at := OLD.ended_at;
  rest.request_id := OLD.request_id;
  SELECT * INTO agreed FROM find_act_under_way('{pay_retained,lift_retention}') r WHERE r.subject = 'R' || OLD.id;
  PERFORM refuse_step(rest IS NOT DISTINCT FROM OLD AND OLD.ended_at IS NULL AND CASE agreed.kind
    WHEN 'pay_retained' THEN OLD.cause = 'order' AND NEW.paid = OLD.paid + (agreed.content ->> 'amount')::bigint
      AND OLD.paid = (agreed.content ->> 'paid')::bigint AND (NEW.ended_at IS NOT NULL) = (NEW.paid = coalesce(NEW.amount, -1))
    WHEN 'lift_retention' THEN OLD.cause = 'order' AND NEW.paid = OLD.paid AND NEW.ended_at IS NOT NULL
    ELSE OLD.cause = 'sanction' AND is_hits_retention(OLD, NEW) END, 'what an account must keep');
  NEW.request_id := coalesce(agreed.id, NEW.request_id);
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_retention() OWNER TO mbongo_owner;

--
-- Name: keep_returns(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_returns() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE shown text;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'what was declared stays so';
  END IF;
  SELECT id, content ->> 'figures' INTO NEW.request_id, shown FROM find_act_under_way(ARRAY['make_return']) r
    WHERE (r.content ->> 'month', r.content ->> 'tax') = (to_char(NEW.month, 'YYYY-MM'), NEW.tax);
  NEW.figures := return_figures(NEW.tax, NEW.month);
  IF NEW.request_id IS NULL OR shown <> encode(sha256(convert_to(NEW.figures, 'UTF8')), 'hex')
    OR NOT EXISTS (SELECT FROM closed_day WHERE day = last_day(NEW.month))
  THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = format('two of staff did not declare %s so', NEW.month);
  END IF;
  NEW.made_at := wallet_now();
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_returns() OWNER TO mbongo_owner;

--
-- Name: keep_robbed(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_robbed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(CASE WHEN NEW.robbed
    THEN is_done_alone('{lock_for_owner}', OLD.id::text) OR is_asked('{lock_customer}')
    ELSE is_agreed_about('{unlock_for_owner}', OLD.id::text)
      OR is_asked('{unlock_customer}') AND EXISTS (SELECT FROM robbed_lock l
        WHERE l.person_id = OLD.id AND l.lifted_at IS NULL AND is_agents_code(l.locked_by)) END, 'a robbed owner''s lock');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_robbed() OWNER TO mbongo_owner;

--
-- Name: keep_robbed_lock(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_robbed_lock() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(OLD.lifted_at IS NULL AND (
    is_agreed_about('{unlock_for_owner}', OLD.person_id::text)
    OR is_agents_code(OLD.locked_by) AND (is_asked('{unlock_customer}')
      OR is_done_alone('{lock_for_owner}', OLD.person_id::text)
        AND EXISTS (SELECT FROM person p WHERE p.id = OLD.person_id AND p.robbed))),
    'a robbed owner''s lock');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_robbed_lock() OWNER TO mbongo_owner;

--
-- Name: keep_rules(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_rules() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  by_owner CONSTANT boolean := pg_has_role(session_user, current_user, 'MEMBER');
  act CONSTANT text := CASE TG_OP WHEN 'DELETE' THEN 'drop_tariff' ELSE 'load_tariff' END;
  begins CONSTANT timestamptz := CASE TG_OP WHEN 'DELETE' THEN OLD.since ELSE NEW.since END;
  agreed uuid;
BEGIN
  IF TG_OP = 'UPDATE' OR TG_OP = 'DELETE' AND OLD.since <= wallet_now() THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'rules that were in force stay as they were';
  END IF;
  IF NOT by_owner THEN
    SELECT id INTO agreed FROM find_act_under_way(ARRAY[act])
      WHERE subject = to_char(begins AT TIME ZONE 'Africa/Douala', 'YYYY-MM-DD');
    IF agreed IS NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'two of staff agreed to no ' || act;
    END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF NOT by_owner THEN
    NEW.request_id := agreed;
  END IF;
  IF NOT by_owner AND ((NEW.since AT TIME ZONE 'Africa/Douala')::time <> '00:00'
      OR NEW.since <= wallet_now() AND (EXISTS (SELECT FROM transfer)
        OR EXISTS (SELECT FROM tariff WHERE since <> NEW.since AND since > '-infinity'))) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'rules begin at a midnight to come';
  END IF;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_rules() OWNER TO mbongo_owner;

--
-- Name: keep_said(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_said() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(false, 'what is said of a payout');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_said() OWNER TO mbongo_owner;

--
-- Name: keep_sanction_entries(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_sanction_entries() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(is_done_alone('{import_list}', 'S' || one.list_id), 'entries of a sanctions list')
  FROM (SELECT DISTINCT list_id FROM written) one;
  RETURN NULL;
END $$;


ALTER FUNCTION public.keep_sanction_entries() OWNER TO mbongo_owner;

--
-- Name: keep_sanction_list(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_sanction_list() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  rest sanction_list := NEW;
  as_before sanction_list := NEW;
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM refuse_step(is_done_alone('{import_list}', 'S' || NEW.id) AND NEW.swept_at IS NULL AND NEW.swept_to IS NULL
      AND NEW.swept_kind = 'person' AND NEW.state = 'added' AND EXISTS (SELECT FROM staff_doing d WHERE d.login = NEW.imported_by AND d.kind = 'import_list'),
      'a sanctions list');
    RETURN NEW;
  END IF;
  as_before.state := OLD.state;
  IF as_before IS NOT DISTINCT FROM OLD AND NEW.state <> OLD.state THEN
    PERFORM refuse_step(OLD.state = 'added' AND EXISTS (SELECT FROM find_act_under_way('{agree_list}') r
      WHERE r.subject = 'S' || NEW.id AND r.content ->> 'state' = NEW.state), 'a sanctions list');
    RETURN NEW;
  END IF;
  rest.swept_kind := OLD.swept_kind;
  rest.swept_to := OLD.swept_to;
  rest.swept := OLD.swept;
  rest.swept_at := OLD.swept_at;
  PERFORM refuse_step(session_user = 'mbongo_worker' AND rest IS NOT DISTINCT FROM OLD AND OLD.swept_at IS NULL
    AND NEW.swept >= OLD.swept AND (NEW.swept_kind <> OLD.swept_kind OR NEW.swept_at IS NOT NULL
      OR coalesce(NEW.swept_to > OLD.swept_to, OLD.swept_to IS NULL)), 'a sanctions list');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_sanction_list() OWNER TO mbongo_owner;

--
-- Name: keep_schedule(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_schedule() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM refuse_step(EXISTS (SELECT FROM settlement_account a WHERE a.id = OLD.account_id AND a.removed_at IS NOT NULL)
      OR EXISTS (SELECT FROM find_asked('{drop_schedule}') o WHERE may_for_business(o, OLD.merchant_id, 'payouts:write')),
      'when a business is paid out');
    RETURN OLD;
  END IF;
  PERFORM refuse_step(NEW.next_at > wallet_now() AND NEW.next_at <= wallet_now()
      + CASE NEW.every WHEN 'week' THEN interval '7 days' WHEN 'day' THEN interval '1 day' ELSE interval '15 minutes' END
    AND CASE session_user WHEN 'mbongo_worker' THEN OLD.next_at <= wallet_now()
      ELSE is_account_ready(NEW.account_id, NEW.merchant_id) AND EXISTS (
        SELECT FROM find_asked('{save_schedule}') o WHERE may_for_business(o, NEW.merchant_id, 'payouts:write')
        AND ((o.content ->> 'account_id')::uuid, o.content ->> 'every', (o.content ->> 'least')::bigint)
          = (NEW.account_id, NEW.every, NEW.least)) END, 'when a business is paid out');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_schedule() OWNER TO mbongo_owner;

--
-- Name: keep_sent_invitation(uuid, text, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_sent_invitation(made uuid, reached text, token_digest bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  INSERT INTO sent_address (digest, invitation_id, sent_at)
  SELECT token_digest, i.id, wallet_now() FROM invitation i
  WHERE i.id = made AND i.state = 'open' AND i.until > wallet_now() AND reached IN (i.email, i.phone);
  RETURN FOUND;
END $$;


ALTER FUNCTION public.keep_sent_invitation(made uuid, reached text, token_digest bytea) OWNER TO mbongo_owner;

--
-- Name: keep_sent_reset(uuid, text, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_sent_reset(asked uuid, reached text, token_digest bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  INSERT INTO sent_address (digest, reset_id, sent_at)
  SELECT token_digest, r.id, wallet_now() FROM password_reset r JOIN member_login l ON l.id = r.login_id
  WHERE r.id = asked AND r.used_at IS NULL AND r.until > wallet_now() AND reached IN (l.email, l.phone) AND NOT is_swapped(reached);
  RETURN FOUND;
END $$;


ALTER FUNCTION public.keep_sent_reset(asked uuid, reached text, token_digest bytea) OWNER TO mbongo_owner;

--
-- Name: keep_series(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_series() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(CASE TG_OP WHEN 'INSERT' THEN NEW.taken = 1
    ELSE NEW.taken = OLD.taken + 1 AND NEW.last_on >= OLD.last_on
      AND (NEW.merchant_id, NEW.kind, NEW.year) = (OLD.merchant_id, OLD.kind, OLD.year) END, 'the count of a series');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_series() OWNER TO mbongo_owner;

--
-- Name: keep_session_over(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_session_over() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(OLD.ended_at IS NULL AND (goes_on(OLD) OR NEW.seen_at = OLD.seen_at), 'a session that is over');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_session_over() OWNER TO mbongo_owner;

--
-- Name: keep_shop(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_shop() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(OLD.until IS NULL AND (
    is_done_alone('{close_shop}', OLD.id::text) OR is_asked('{close_wallet}', OLD.owner_id::text)
    OR is_agreed_about('{detach_number}', OLD.owner_id::text)),
    'whether a shop is open');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_shop() OWNER TO mbongo_owner;

--
-- Name: keep_shop_settings(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_shop_settings() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(EXISTS (
    SELECT FROM find_asked('{rename_shop,set_shop_contact,set_shop_language,set_logo}') o
    WHERE o.actor_kind = 'member' AND may_for_business(o, NEW.id, 'settings:write') AND
      (NEW.name, coalesce(NEW.phone, ''), NEW.email, NEW.language, coalesce(NEW.logo, '')) = CASE o.kind
        WHEN 'rename_shop' THEN (o.content ->> 'name', coalesce(OLD.phone, ''), OLD.email, OLD.language, coalesce(OLD.logo, ''))
        WHEN 'set_shop_contact' THEN (OLD.name, o.content ->> 'phone', o.content ->> 'email', OLD.language, coalesce(OLD.logo, ''))
        WHEN 'set_shop_language' THEN (OLD.name, coalesce(OLD.phone, ''), OLD.email, o.content ->> 'language', coalesce(OLD.logo, ''))
        ELSE (OLD.name, coalesce(OLD.phone, ''), OLD.email, OLD.language, o.content ->> 'sha256') END)
    AND OLD.renamed_at IS NOT DISTINCT FROM NEW.renamed_at
    AND (NEW.name = OLD.name OR coalesce(OLD.renamed_at <= wallet_now() - interval '30 days', true)),
    'what a business says of itself');
  IF NEW.name <> OLD.name THEN
    NEW.renamed_at := wallet_now();
  END IF;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_shop_settings() OWNER TO mbongo_owner;

--
-- Name: keep_shops_own(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_shops_own() RETURNS trigger
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(
    (NEW.link_id IS NULL OR EXISTS (SELECT FROM link l WHERE (l.id, l.merchant_id) = (NEW.link_id, NEW.merchant_id)))
    AND (NEW.invoice_id IS NULL OR EXISTS (SELECT FROM invoice i
      WHERE (i.id, i.merchant_id) = (NEW.invoice_id, NEW.merchant_id) AND i.kind <> 'credit_note' AND i.payable >= NEW.amount)),
    'whose link or invoice is paid');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_shops_own() OWNER TO mbongo_owner;

--
-- Name: keep_steps(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_steps() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  steps CONSTANT text[] := CASE OLD.state
    WHEN 'created'    THEN '{submitting,failed,succeeded}'
    WHEN 'submitting' THEN '{created,pending,unknown,succeeded,failed,expired,review}'
    WHEN 'pending'    THEN '{submitting,unknown,succeeded,failed,expired,review}'
    WHEN 'unknown'    THEN '{submitting,pending,succeeded,failed,expired,review}'
    WHEN 'expired'    THEN '{succeeded,review}'
    WHEN 'review'     THEN '{succeeded,failed}'
    ELSE '{}' END;
BEGIN
  IF pg_has_role(session_user, current_user, 'MEMBER') THEN
    RETURN NEW;
  END IF;
  IF NOT NEW.state = ANY (steps) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('a payment does not go from %s to %s', OLD.state, NEW.state);
  END IF;
  IF NEW.state = 'submitting' AND are_rails_held() THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'all rails are held: nothing new is told to operators';
  END IF;
  IF OLD.state = 'created' AND NEW.state = 'succeeded' AND NOT EXISTS (
    SELECT FROM find_act_under_way(ARRAY['settle_payment']) r WHERE r.subject = NEW.reference) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'two of staff agreed to no settle_payment';
  END IF;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_steps() OWNER TO mbongo_owner;

--
-- Name: keep_subscription(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_subscription() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE agreed CONSTANT boolean := EXISTS (
  SELECT FROM mandate m JOIN operation o USING (reference) WHERE m.subscription_id = NEW.id AND o.sentence IS NULL);
BEGIN
  PERFORM refuse_step(OLD.state <> 'ended'
    AND ((NEW.starts_on, NEW.first) = (OLD.starts_on, OLD.first) OR agreed AND NEW.first = OLD.period)
    AND (NEW.state NOT IN ('active', 'past_due') OR OLD.state IN ('active', 'past_due') OR agreed
      OR OLD.why = 'by_shop' AND EXISTS (SELECT FROM find_asked('{resume_subscription_of}') o JOIN plan p ON p.id = NEW.plan_id
        WHERE (o.content ->> 'subscription_id')::uuid = NEW.id AND may_for_business(o, p.merchant_id, 'plans:write')))
    AND NEW.period >= OLD.period AND (SELECT count(*) FROM charge c WHERE c.subscription_id = NEW.id
      AND c.period >= OLD.period AND c.period < NEW.period) = NEW.period - OLD.period, 'how a subscription stands');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_subscription() OWNER TO mbongo_owner;

--
-- Name: keep_subscription_charge(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_subscription_charge() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  s subscription;
  p plan;
  agreed mandate;
BEGIN
  SELECT * INTO s FROM subscription WHERE id = NEW.subscription_id FOR NO KEY UPDATE;
  SELECT * INTO p FROM plan WHERE id = s.plan_id;
  SELECT * INTO agreed FROM mandate m WHERE m.subscription_id = s.id ORDER BY m.agreed_at DESC LIMIT 1;
  PERFORM refuse_step(NEW.due_on = subscription_due(s.starts_on, p.every, NEW.period - s.first)
    AND CASE NEW.state WHEN 'missed' THEN NEW.period >= s.period AND s.state <> 'ended'
      ELSE NEW.period = s.period AND s.state IN ('active', 'past_due')
        AND NEW.due_on <= (wallet_now() AT TIME ZONE 'Africa/Douala')::date
        AND NEW.amount = plan_price_at(p.id, (NEW.due_on + time '08:00') AT TIME ZONE 'Africa/Douala')
        AND NEW.amount <= agreed.most AND NEW.fee < NEW.amount
        AND (agreed.times IS NULL OR NEW.period < agreed.times) END, 'what a subscriber is charged');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_subscription_charge() OWNER TO mbongo_owner;

--
-- Name: keep_suspense_owners(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_suspense_owners() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(TG_OP = 'INSERT' AND is_acted('own_suspense') AND EXISTS (SELECT FROM account WHERE id = NEW.account_id AND kind = 'suspense')
    AND EXISTS (SELECT FROM staff WHERE login = NEW.owner AND until IS NULL), 'whose suspense is');
  NEW.since := wallet_now();
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_suspense_owners() OWNER TO mbongo_owner;

--
-- Name: keep_suspicion_report(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_suspicion_report() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  this_year CONSTANT smallint := extract(year FROM wallet_now() AT TIME ZONE 'Africa/Douala');
BEGIN
  LOCK TABLE suspicion_report IN SHARE ROW EXCLUSIVE MODE;  -- two who write at once take turns, so no number is missing
  NEW.year := this_year;
  NEW.number := coalesce((SELECT max(r.number) FROM suspicion_report r WHERE r.year = this_year), 0) + 1;
  NEW.written_at := wallet_now();
  PERFORM refuse_step(is_done_alone('{write_report}', NEW.id::text)
    AND EXISTS (SELECT FROM staff_doing d WHERE d.login = NEW.written_by AND d.kind = 'write_report'), 'a report of suspicion');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_suspicion_report() OWNER TO mbongo_owner;

--
-- Name: keep_taker(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_taker() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM staff_doing d WHERE d.login = NEW.by_login), 'who looks into what waits');
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_taker() OWNER TO mbongo_owner;

--
-- Name: keep_words(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.keep_words() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT (session_user = 'mbongo_worker' AND NEW.why NOT LIKE 'by hand:%'
    OR session_user = 'mbongo_office' AND NEW.why LIKE 'by hand:%' AND NEW.raw = ''
    OR pg_has_role(session_user, current_user, 'MEMBER')) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s may not write what an operator says', session_user);
  END IF;
  RETURN NEW;
END $$;


ALTER FUNCTION public.keep_words() OWNER TO mbongo_owner;

--
-- Name: last_act_of(uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.last_act_of(person uuid) RETURNS timestamp with time zone
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT greatest(p.joined_at, n.right_at, (SELECT max(o.at) FROM operation o WHERE o.actor_id = person::text))
  FROM person p LEFT JOIN pin n ON n.person_id = p.id WHERE p.id = person
$$;


ALTER FUNCTION public.last_act_of(person uuid) OWNER TO mbongo_owner;

--
-- Name: last_day(date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.last_day(month date) RETURNS date
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT (month + interval '1 month')::date - 1
$$;


ALTER FUNCTION public.last_day(month date) OWNER TO mbongo_owner;

--
-- Name: list_accounts_of(text, uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_accounts_of(of_kind text, subject uuid) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT p.account_id FROM person p WHERE of_kind = 'person' AND p.id = subject AND p.state <> 'closed'
  UNION SELECT g.float_id FROM agent g WHERE of_kind = 'person' AND g.person_id = subject AND g.state <> 'closed'
  UNION SELECT m.account_id FROM merchant m WHERE m.until IS NULL AND (
    of_kind = 'person' AND m.owner_id = subject OR of_kind = 'business' AND m.id = subject
    OR of_kind = 'member' AND EXISTS (SELECT FROM membership b
      WHERE (b.merchant_id, b.login_id, b.role) = (m.id, subject, 'owner') AND b.until IS NULL)
    OR of_kind = 'payee' AND EXISTS (SELECT FROM settlement_account s WHERE s.id = subject AND s.merchant_id = m.id))
$$;


ALTER FUNCTION public.list_accounts_of(of_kind text, subject uuid) OWNER TO mbongo_owner;

--
-- Name: list_closed_cases(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_closed_cases() RETURNS TABLE(number bigint, kind text, opened_at timestamp with time zone, closed_at timestamp with time zone)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT c.number, c.kind, c.opened_at, (
    SELECT min(s.at) FROM staff_act s
    WHERE s.subject = 'C' || c.number AND (s.kind IN ('close_case', 'decide_contest', 'pay_unclaimed')
        OR s.kind = 'decide_alerts' AND s.after ->> 'state' = 'closed')
      OR s.kind = 'settle_payment' AND s.subject = (SELECT p.reference FROM payment p WHERE p.id = c.payment_id)
      OR s.kind IN ('decide_hit', 'clear_hit') AND s.subject IN (SELECT 'X' || h.id FROM sanction_hit h WHERE h.case_number = c.number))
  FROM case_file c WHERE c.state = 'closed'
$$;


ALTER FUNCTION public.list_closed_cases() OWNER TO mbongo_owner;

--
-- Name: list_day(date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_day(asked date) RETURNS TABLE(account_kind text, account text, kind text, currency public.currency, opening bigint, debits bigint, credits bigint, legs bigint)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$ SELECT * FROM list_days(asked, asked) $$;


ALTER FUNCTION public.list_day(asked date) OWNER TO mbongo_owner;

--
-- Name: list_days(date, date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_days(first_day date, last_day date) RETURNS TABLE(account_kind text, account text, kind text, currency public.currency, opening bigint, debits bigint, credits bigint, legs bigint)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH summed AS (SELECT until FROM day_summed),
  began AS (SELECT first_day::timestamp AT TIME ZONE 'Africa/Douala' AS at,
    (last_day + 1)::timestamp AT TIME ZONE 'Africa/Douala' AS over),
  moved AS (
    SELECT s.day >= first_day AS is_new, s.account_kind, s.account_id, s.kind, s.currency, s.debits, s.credits, s.legs
    FROM day_sum s WHERE s.day <= last_day
    UNION ALL SELECT false, m.* FROM summed, began, list_moved(summed.until, began.at) m WHERE summed.until < began.at
    UNION ALL SELECT true, m.* FROM summed, began, list_moved(greatest(summed.until, began.at), began.over) m
      WHERE summed.until < began.over)
  -- Added up before the few accounts are named: joined before, all accounts there are would be read.
  SELECT d.account_kind, coalesce((SELECT a.code FROM account a WHERE a.id = d.account_id), ''), d.kind, d.currency,
    d.opening, d.debits, d.credits, d.legs
  FROM (SELECT m.account_kind, m.account_id, CASE WHEN m.account_kind IN ('fees', 'commissions') THEN m.kind ELSE '' END AS kind,
      m.currency,
      coalesce(sum(m.credits - m.debits) FILTER (WHERE NOT m.is_new), 0)::bigint AS opening,
      coalesce(sum(m.debits) FILTER (WHERE m.is_new), 0)::bigint AS debits,
      coalesce(sum(m.credits) FILTER (WHERE m.is_new), 0)::bigint AS credits,
      coalesce(sum(m.legs) FILTER (WHERE m.is_new), 0)::bigint AS legs
    FROM moved m GROUP BY 1, 2, 3, 4) d
$$;


ALTER FUNCTION public.list_days(first_day date, last_day date) OWNER TO mbongo_owner;

--
-- Name: list_fee_vat(date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_fee_vat(last_day date) RETURNS TABLE(day date, kind text, ppm integer, given_back bigint, earned bigint, legs bigint, vat_given_back bigint, vat_earned bigint)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH moved AS (
    SELECT s.day, s.kind, s.debits, s.credits, s.legs FROM day_sum s
    WHERE s.account_id = account_named('fees') AND s.day <= last_day
    UNION ALL
    SELECT (t.posted_at AT TIME ZONE 'Africa/Douala')::date, t.kind, greatest(-l.amount, 0), greatest(l.amount, 0), 1
    FROM transfer t CROSS JOIN LATERAL unnest(t.accounts, t.amounts) l (id, amount)
    WHERE t.posted_at >= (SELECT until FROM day_summed)
      AND t.posted_at < (last_day + 1)::timestamp AT TIME ZONE 'Africa/Douala' AND l.id = account_named('fees')),
  days AS (
    SELECT m.day, m.kind, r.ppm, sum(m.debits)::bigint AS given_back, sum(m.credits)::bigint AS earned, sum(m.legs)::bigint AS legs
    FROM moved m JOIN (
      SELECT v.since, lead(v.since) OVER (ORDER BY v.since) AS until, v.ppm FROM vat_rate v WHERE v.code = 'standard') r
      ON m.day >= r.since AND (r.until IS NULL OR m.day < r.until)
    WHERE m.kind <> 'book_vat' GROUP BY 1, 2, 3),
  months AS (
    SELECT d.*, sum(d.given_back) OVER so_far AS all_given_back, sum(d.earned) OVER so_far AS all_earned
    FROM days d WINDOW so_far AS (PARTITION BY date_trunc('month', d.day), d.kind, d.ppm ORDER BY d.day))
  SELECT m.day, m.kind, m.ppm, m.given_back, m.earned, m.legs,
    vat_in(m.all_given_back::bigint, m.ppm) - vat_in((m.all_given_back - m.given_back)::bigint, m.ppm),
    vat_in(m.all_earned::bigint, m.ppm) - vat_in((m.all_earned - m.earned)::bigint, m.ppm)
  FROM months m
$$;


ALTER FUNCTION public.list_fee_vat(last_day date) OWNER TO mbongo_owner;

--
-- Name: list_journal(date, date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_journal(first_day date, last_day date) RETURNS TABLE(id uuid, posted_at timestamp with time zone, kind text, journal text, accounts bigint[], amounts bigint[])
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH house AS MATERIALIZED (
    SELECT array_agg(a.id) FILTER (WHERE a.kind = 'cash') AS cash,
      array_agg(a.id) FILTER (WHERE a.kind IN ('trust_bank', 'own_bank')) AS banks,
      array_agg(a.id) FILTER (WHERE a.kind = 'operator_float') AS operators,
      array_agg(a.id) FILTER (WHERE a.kind IN ('fees', 'other_income')) AS earned,
      array_agg(a.id) FILTER (WHERE a.kind IN ('commissions', 'bank_charges', 'losses')) AS spent
    FROM account a WHERE a.accrued)
  SELECT t.id, t.posted_at, t.kind, CASE WHEN t.accounts && h.cash THEN 'CA' WHEN t.accounts && h.banks THEN 'BQ'
      WHEN t.accounts && h.operators THEN 'OP' WHEN t.accounts && h.earned THEN 'VT' WHEN t.accounts && h.spent THEN 'AC'
      ELSE 'OD' END, t.accounts, t.amounts
  FROM transfer t, house h
  WHERE t.posted_at >= first_day::timestamp AT TIME ZONE 'Africa/Douala'
    AND t.posted_at < (last_day + 1)::timestamp AT TIME ZONE 'Africa/Douala'
$$;


ALTER FUNCTION public.list_journal(first_day date, last_day date) OWNER TO mbongo_owner;

--
-- Name: list_journal_days(date, date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_journal_days(first_day date, last_day date) RETURNS TABLE(day date, journal text, kind text, account_kind text, account text, currency public.currency, debits bigint, credits bigint)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT d.day, d.journal, d.kind, d.account_kind, coalesce((SELECT a.code FROM account a WHERE a.id = d.account_id), ''),
    d.currency, d.debits, d.credits
  FROM (
    SELECT (t.posted_at AT TIME ZONE 'Africa/Douala')::date AS day, t.journal, t.kind, a.kind AS account_kind,
      CASE WHEN a.accrued THEN a.id ELSE 0 END AS account_id, a.currency,
      sum(greatest(-l.amount, 0))::bigint AS debits, sum(greatest(l.amount, 0))::bigint AS credits
    FROM list_journal(first_day, last_day) t CROSS JOIN LATERAL unnest(t.accounts, t.amounts) l (id, amount)
    JOIN account a ON a.id = l.id GROUP BY 1, 2, 3, 4, 5, 6) d
$$;


ALTER FUNCTION public.list_journal_days(first_day date, last_day date) OWNER TO mbongo_owner;

--
-- Name: list_lots(bigint); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_lots(of_account bigint) RETURNS TABLE(transfer_id uuid, seq bigint, amount bigint, room bigint)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH RECURSIVE moved AS (SELECT e.transfer_id, e.seq, e.amount FROM entry e WHERE e.account_id = of_account),
  taken AS (
    SELECT DISTINCT ON (m.transfer_id) m.transfer_id, t.transfer_id AS of_transfer
    FROM moved m LEFT JOIN transfer_link l ON l.by_id = m.transfer_id
    LEFT JOIN payment r ON r.reservation = m.transfer_id AND r.refunds IS NOT NULL
    JOIN moved t ON t.seq < m.seq AND (t.amount < 0) <> (m.amount < 0) AND t.transfer_id IN (
      l.target, transfer_id('payment:' || r.refunds), transfer_id('payment:' || r.refunds || ':kept'),
      (SELECT transfer_id('request:' || q.id) FROM request q WHERE q.paid_with = r.refunds))
    ORDER BY m.transfer_id, t.seq),
  rooted AS (
    SELECT m.transfer_id, m.transfer_id AS root FROM moved m
    WHERE NOT EXISTS (SELECT FROM taken t WHERE t.transfer_id = m.transfer_id)
    UNION ALL SELECT t.transfer_id, r.root FROM taken t JOIN rooted r ON r.transfer_id = t.of_transfer),
  lot AS (
    SELECT o.transfer_id, o.seq, o.amount > 0 AS came, sum(m.amount) AS net
    FROM rooted r JOIN moved m USING (transfer_id) JOIN moved o ON o.transfer_id = r.root GROUP BY 1, 2, 3)
  SELECT l.transfer_id, l.seq, l.net::bigint, (sum(l.net) OVER (ORDER BY l.seq)
    + (SELECT coalesce(sum(s.net), 0) FROM lot s WHERE NOT s.came))::bigint
  FROM lot l WHERE l.came
$$;


ALTER FUNCTION public.list_lots(of_account bigint) OWNER TO mbongo_owner;

--
-- Name: list_member_permissions(bytea, uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_member_permissions(session bytea, business uuid) RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT p.may FROM member_session s JOIN membership m USING (login_id) JOIN merchant b ON b.id = m.merchant_id
    JOIN member_permission p ON p.role = m.role
  WHERE s.digest = sha256(session) AND s.login_id = find_member_login(session)
    AND m.merchant_id = business AND m.until IS NULL AND b.until IS NULL
    AND (s.factor_at IS NOT NULL OR NOT has_factor(s.login_id)
      AND NOT EXISTS (SELECT FROM member_permission n WHERE n.role = m.role AND n.may = 'needs:second_factor'))
    AND (s.opened_by = 'password'
      OR EXISTS (SELECT FROM member_permission n WHERE n.role = m.role AND n.may = 'signs_in:by_code'))
$$;


ALTER FUNCTION public.list_member_permissions(session bytea, business uuid) OWNER TO mbongo_owner;

--
-- Name: list_month(date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_month(first_day date) RETURNS TABLE(part text, what text, level text, number bigint, amount bigint)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH time AS MATERIALIZED (
    SELECT first_day::timestamp AT TIME ZONE 'Africa/Douala' AS began, least(wallet_now(),
      (first_day + interval '1 month') AT TIME ZONE 'Africa/Douala') AS over, (first_day + interval '1 month')::date - 1 AS last_day),
  moved AS MATERIALIZED (SELECT m.* FROM time, movement m WHERE m.at >= time.began AND m.at < time.over),
  people AS MATERIALIZED (SELECT p.id, p.tier::text AS level, p.state, p.joined_at, p.account_id FROM time, person p
    WHERE p.joined_at < time.over),
  closed AS MATERIALIZED (SELECT * FROM list_closed_cases())
  -- Wallets, by level.
  SELECT 'wallets', 'opened', level, count(*), 0::bigint FROM time, people WHERE joined_at >= began GROUP BY level
  UNION ALL SELECT 'wallets', 'open', level, count(*), 0 FROM people WHERE state <> 'closed' GROUP BY level
  UNION ALL SELECT 'wallets', 'frozen', level, count(*), 0 FROM people WHERE state = 'frozen' GROUP BY level
  UNION ALL SELECT 'wallets', 'closed', p.level, count(DISTINCT p.id), 0 FROM time, people p JOIN phone f ON f.person_id = p.id
    WHERE p.state = 'closed' AND f.until >= time.began AND f.until < time.over GROUP BY p.level
  UNION ALL SELECT 'wallets', 'active', p.level, count(*), 0 FROM people p JOIN (
      SELECT giver_id AS id FROM moved UNION SELECT receiver_id FROM moved) a USING (id) GROUP BY p.level
  UNION ALL SELECT 'wallets', 'dormant', p.level, count(*), 0 FROM time, people p WHERE p.state <> 'closed'
    AND coalesce((SELECT e.posted_at FROM entry e WHERE e.account_id = p.account_id AND e.posted_at < time.over
      ORDER BY e.seq DESC LIMIT 1), p.joined_at) < time.over - interval '365 days' GROUP BY p.level
  -- What accounts of each kind held as it ended, from the sums of days.
  UNION ALL SELECT 'money', d.account_kind, d.currency::text, 0, sum(d.opening + d.credits - d.debits)::bigint
    FROM time, list_days(first_day, time.last_day) d GROUP BY 2, 3
  -- What people did, by kind.
  UNION ALL SELECT 'volume', kind, '', count(*), sum(moved.amount)::bigint FROM moved GROUP BY kind
  -- Agents.
  UNION ALL SELECT 'agents', 'open', '', count(*), 0 FROM agent WHERE state = 'open'
  UNION ALL SELECT 'agents', 'active', '', count(DISTINCT o.agent_code), coalesce(sum(o.amount), 0)::bigint
    FROM time, agent_operation o WHERE o.at >= time.began AND o.at < time.over AND o.kind IN ('take_cash_in', 'pay_cash_out')
  -- Complaints are contests; other cases by their kind.
  UNION ALL SELECT 'cases', 'opened', c.kind, count(*), 0 FROM time, case_file c
    WHERE c.opened_at >= time.began AND c.opened_at < time.over GROUP BY c.kind
  UNION ALL SELECT 'cases', 'closed', c.kind, count(*), 0 FROM time, closed c
    WHERE c.closed_at >= time.began AND c.closed_at < time.over GROUP BY c.kind
  UNION ALL SELECT 'cases', age_band(c.opened_at, time.over), c.kind, count(*), 0 FROM time, case_file c
    LEFT JOIN closed k ON k.number = c.number
    WHERE c.opened_at < time.over AND (c.state = 'open' OR k.closed_at >= time.over) GROUP BY 2, 3
  -- Frauds and what was taken back.
  UNION ALL SELECT 'frauds', 'frozen', '', count(*), 0 FROM time, staff_act s
    WHERE s.kind = 'freeze_wallet' AND s.at >= time.began AND s.at < time.over
  UNION ALL SELECT 'frauds', 'robbed', '', count(*), 0 FROM time, robbed_lock r WHERE r.locked_at >= time.began AND r.locked_at < time.over
  UNION ALL SELECT 'frauds', 'taken_back', kind, count(*), sum(moved.amount)::bigint FROM moved
    WHERE kind IN ('refund_payment', 'return_contested', 'reverse_cash_in', 'charge_back') GROUP BY kind
  -- What rules found, and what was decided.
  UNION ALL SELECT 'alerts', a.rule, '', count(*), sum(a.amount)::bigint FROM time, alert a
    WHERE a.raised_at >= time.began AND a.raised_at < time.over GROUP BY a.rule
  UNION ALL SELECT 'decisions', d.verdict, '', count(*), 0 FROM time, alert_decision d
    WHERE d.decided_at >= time.began AND d.decided_at < time.over GROUP BY d.verdict
  UNION ALL SELECT 'decisions', 'reports', '', count(*), 0 FROM time, suspicion_report r
    WHERE r.written_at >= time.began AND r.written_at < time.over
$$;


ALTER FUNCTION public.list_month(first_day date) OWNER TO mbongo_owner;

--
-- Name: list_months(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_months() RETURNS TABLE(part regclass, since timestamp with time zone, until timestamp with time zone)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $_$
  SELECT c.oid::regclass,
    CASE WHEN bound ~ 'FROM \(MINVALUE' THEN '-infinity' ELSE substring(bound FROM $r$FROM \('([^']+)'$r$)::timestamptz END,
    substring(bound FROM $r$TO \('([^']+)'$r$)::timestamptz
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid, pg_get_expr(c.relpartbound, c.oid) bound
  WHERE i.inhparent = 'public.entry'::regclass
$_$;


ALTER FUNCTION public.list_months() OWNER TO mbongo_owner;

--
-- Name: list_moved(timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_moved(since timestamp with time zone, before timestamp with time zone) RETURNS TABLE(account_kind text, account_id bigint, kind text, currency public.currency, debits bigint, credits bigint, legs bigint)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT a.kind, CASE WHEN a.accrued THEN a.id ELSE 0 END, t.kind, a.currency,
    sum(greatest(-l.amount, 0))::bigint, sum(greatest(l.amount, 0))::bigint, count(*)
  FROM transfer t CROSS JOIN LATERAL unnest(t.accounts, t.amounts) l (account_id, amount) JOIN account a ON a.id = l.account_id
  WHERE t.posted_at >= since AND t.posted_at < before GROUP BY 1, 2, 3, 4
$$;


ALTER FUNCTION public.list_moved(since timestamp with time zone, before timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: list_name_words(text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_name_words(name text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT coalesce(array_agg(word), '{}') FROM regexp_split_to_table(
    translate(lower(name), 'àâäáãåéèêëíîïìóôöòõúûüùçñ', 'aaaaaaeeeeiiiiooooouuuucn'), '[^a-z0-9]+') word
  WHERE length(word) >= 3
$$;


ALTER FUNCTION public.list_name_words(name text) OWNER TO mbongo_owner;

--
-- Name: list_open_points(date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_open_points(asked date) RETURNS TABLE(what text, about text, amount bigint)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH began AS (SELECT date_trunc('month', least((SELECT min(day) FROM closed_day), (SELECT min(day) FROM day_sum)))::date AS month)
  SELECT 'month_closed_already', '', 0::bigint WHERE EXISTS (SELECT FROM closed_month WHERE month >= asked)
  UNION ALL SELECT 'month_before', to_char(n.month, 'YYYY-MM'), 0 FROM (
    SELECT coalesce((SELECT (max(c.month) + interval '1 month')::date FROM closed_month c), (SELECT month FROM began), asked) AS month) n
    WHERE n.month < asked
  UNION ALL SELECT 'days_open', to_char(d.next, 'DD/MM/YYYY'), last_day(asked) - d.next + 1 FROM (
    SELECT greatest(asked, coalesce((SELECT max(day) + 1 FROM closed_day), (SELECT min(day) FROM day_sum), asked)) AS next) d
    WHERE d.next <= last_day(asked)
  UNION ALL SELECT 'nobodys_suspense', w.code, sum(w.amount)::bigint FROM list_suspense(last_day(asked)) w
    WHERE find_suspense_owner(w.account_id) IS NULL GROUP BY w.code
  UNION ALL SELECT 'no_statement', b.title, 0 FROM bank_account b
    WHERE b.added_at < (last_day(asked) + 1)::timestamp AT TIME ZONE 'Africa/Douala'
    AND NOT EXISTS (SELECT FROM find_month_statement(b.id, asked))
  UNION ALL SELECT 'not_declared', t.tax, 0 FROM unnest(ARRAY['vat', 'transfer-tax']) t (tax)
    WHERE NOT EXISTS (SELECT FROM month_return r WHERE (r.month, r.tax) = (asked, t.tax))
$$;


ALTER FUNCTION public.list_open_points(asked date) OWNER TO mbongo_owner;

--
-- Name: list_overdrawn(text, bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_overdrawn(move text, moved bigint[], amounts bigint[]) RETURNS TABLE(account_id bigint, most bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT a.id, CASE WHEN sign(b.now) = sign(l.amount) THEN 0 ELSE abs(b.now) END
  FROM unnest(moved, amounts) l (id, amount) JOIN account a USING (id)
  CROSS JOIN LATERAL (SELECT (a.balance
    + coalesce((SELECT sum(d.amount) FROM accrual_due d WHERE d.account_id = a.id), 0))::bigint AS now) b
  WHERE CASE
    WHEN a.kind IN ('cash', 'trust_bank', 'own_bank', 'operator_float') THEN l.amount > greatest(-b.now, 0)
    WHEN a.kind IN ('fees', 'tax', 'vat') THEN -l.amount > greatest(b.now, 0)
    WHEN a.kind = 'suspense' AND move IN ('pay_on', 'write_off', 'write_up')
    THEN sign(b.now) = sign(l.amount) OR abs(l.amount) > abs(b.now)
    ELSE false END
  UNION ALL
  SELECT a.id, greatest(house_left(), 0) FROM unnest(moved, amounts) l (id, amount) JOIN account a USING (id)
  WHERE move = 'sweep_fees' AND a.kind = 'trust_bank' AND l.amount > greatest(house_left(), 0)
$$;


ALTER FUNCTION public.list_overdrawn(move text, moved bigint[], amounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: list_salaries(text[], integer[], bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_salaries(keys text[], items integer[], accounts bigint[], amounts bigint[]) RETURNS SETOF integer
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $_$
  WITH house AS MATERIALIZED (
    SELECT account_named('in_transit:salaries') AS held, account_named('fees') AS fees, account_named('tax') AS tax),
  asked AS MATERIALIZED (
    SELECT g.item, CASE WHEN keys[g.item] ~ '^salary:[-0-9a-f]{36}$' THEN substr(keys[g.item], 8)::uuid END AS line_id,
      coalesce(sum(g.amount) FILTER (WHERE g.account = h.fees), 0) AS fee,
      coalesce(sum(g.amount) FILTER (WHERE g.account = h.tax), 0) AS tax,
      array_agg(g.account) FILTER (WHERE g.account NOT IN (h.held, h.fees, h.tax)) AS payees,
      sum(g.amount) FILTER (WHERE g.account NOT IN (h.held, h.fees, h.tax)) AS amount
    FROM unnest(items, accounts, amounts) g (item, account, amount) CROSS JOIN house h GROUP BY g.item)
  SELECT a.item FROM asked a
  JOIN payroll_line l ON l.id = a.line_id JOIN payroll b ON b.id = l.payroll_id JOIN person o ON o.id = l.person_id
  WHERE l.state = 'paid' AND l.way = 'wallet' AND b.state = 'paying'
  AND (a.amount, a.fee, a.tax) = (l.amount, l.fee, l.tax) AND a.payees = ARRAY[o.account_id]
$_$;


ALTER FUNCTION public.list_salaries(keys text[], items integer[], accounts bigint[], amounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: list_screened(text, uuid[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_screened(of_kind text, ids uuid[]) RETURNS TABLE(id uuid, name text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT p.id, p.name FROM person p WHERE of_kind = 'person' AND p.id = ANY (ids) AND p.state <> 'closed'
  UNION ALL SELECT m.id, m.name FROM merchant m WHERE of_kind = 'business' AND m.id = ANY (ids) AND m.until IS NULL
  UNION ALL SELECT l.id, l.name FROM member_login l WHERE of_kind = 'member' AND l.id = ANY (ids)
  UNION ALL SELECT s.id, s.holder FROM settlement_account s
    WHERE of_kind = 'payee' AND s.id = ANY (ids) AND s.removed_at IS NULL AND s.holder <> ''
$$;


ALTER FUNCTION public.list_screened(of_kind text, ids uuid[]) OWNER TO mbongo_owner;

--
-- Name: list_screened_after(text, uuid, integer); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_screened_after(of_kind text, last uuid, most integer) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  first CONSTANT uuid := coalesce(last, '00000000-0000-0000-0000-000000000000');
BEGIN
  CASE of_kind
    WHEN 'person' THEN RETURN QUERY SELECT p.id FROM person p WHERE p.id > first ORDER BY p.id LIMIT most;
    WHEN 'business' THEN RETURN QUERY SELECT m.id FROM merchant m WHERE m.id > first ORDER BY m.id LIMIT most;
    WHEN 'member' THEN RETURN QUERY SELECT l.id FROM member_login l WHERE l.id > first ORDER BY l.id LIMIT most;
    ELSE RETURN QUERY SELECT s.id FROM settlement_account s WHERE s.id > first ORDER BY s.id LIMIT most;
  END CASE;
END $$;


ALTER FUNCTION public.list_screened_after(of_kind text, last uuid, most integer) OWNER TO mbongo_owner;

--
-- Name: list_suspense(date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_suspense(asked date) RETURNS TABLE(account_id bigint, code text, since timestamp with time zone, amount bigint)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT x.account_id, x.code, x.posted_at, (x.side * least(x.size, x.stands - (x.upto - x.size)))::bigint
  FROM (
    SELECT l.account_id, l.code, l.posted_at, sign(l.amount) AS side, abs(l.amount) AS size, abs(l.stands) AS stands,
      sum(abs(l.amount)) OVER (PARTITION BY l.account_id ORDER BY l.posted_at DESC, l.id) AS upto
    FROM (
      SELECT a.id AS account_id, a.code, t.id, t.posted_at, leg.amount, sum(leg.amount) OVER (PARTITION BY a.id) AS stands
      FROM account a JOIN transfer t ON a.id = ANY (t.accounts)
      CROSS JOIN LATERAL unnest(t.accounts, t.amounts) leg (id, amount)
      WHERE a.kind = 'suspense' AND leg.id = a.id AND t.posted_at < (asked + 1)::timestamp AT TIME ZONE 'Africa/Douala') l
    WHERE sign(l.amount) = sign(l.stands)) x
  WHERE x.upto - x.size < x.stands
$$;


ALTER FUNCTION public.list_suspense(asked date) OWNER TO mbongo_owner;

--
-- Name: list_transfer_tax(date, date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_transfer_tax(first_day date, last_day date) RETURNS TABLE(kind text, number bigint, base bigint, tax bigint)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT t.kind, count(*), sum(transfer_size(t.amounts) - l.tax - l.beside)::bigint, sum(l.tax)::bigint
  FROM transfer t CROSS JOIN LATERAL (
    SELECT coalesce(sum(leg.amount) FILTER (WHERE leg.id = account_named('tax')), 0)::bigint AS tax,
      coalesce(sum(abs(leg.amount)) FILTER (WHERE leg.id IN (account_named('fees'), account_named('commissions'))), 0)::bigint AS beside
    FROM unnest(t.accounts, t.amounts) leg (id, amount)) l
  WHERE t.posted_at >= first_day::timestamp AT TIME ZONE 'Africa/Douala'
    AND t.posted_at < (last_day + 1)::timestamp AT TIME ZONE 'Africa/Douala'
    AND t.accounts @> ARRAY[account_named('tax')] AND t.kind <> 'remit_tax' GROUP BY t.kind
$$;


ALTER FUNCTION public.list_transfer_tax(first_day date, last_day date) OWNER TO mbongo_owner;

--
-- Name: list_unmasked(bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_unmasked(session bytea) RETURNS TABLE(person_id uuid, name text, numbers text[], papers text[], addresses text[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT s.* FROM (SELECT DISTINCT a.subject::uuid AS id FROM staff_act a WHERE a.kind = 'unmask_person'
    AND a.asked_by = find_staff_login(session) AND a.at > wallet_now() - unmasked_for()) o, see_in_clear(o.id) s
$$;


ALTER FUNCTION public.list_unmasked(session bytea) OWNER TO mbongo_owner;

--
-- Name: list_unreconciled(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.list_unreconciled(OUT rail text, OUT has_file boolean, OUT open_differences bigint) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT o.rail, f.has_file, d.differences FROM operator o
  CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM settlement_file s JOIN rail_hold h ON h.released_at IS NULL
    WHERE s.rail = o.rail AND s.withdrawn_at IS NULL AND s.imported_at >= h.since) AS has_file) f
  CROSS JOIN LATERAL (SELECT count(*) AS differences FROM discrepancy x
    WHERE x.rail = o.rail AND x.state IN ('open', 'corrected_wrongly')) d
  WHERE d.differences > 0 OR NOT f.has_file AND (
    EXISTS (SELECT FROM payment p WHERE p.rail = o.rail AND p.handle <> '')  -- as two indexes find them
    OR EXISTS (SELECT FROM payment p WHERE p.rail = o.rail AND p.due_at IS NOT NULL))
  ORDER BY o.rail
$$;


ALTER FUNCTION public.list_unreconciled(OUT rail text, OUT has_file boolean, OUT open_differences bigint) OWNER TO mbongo_owner;

--
-- Name: lock_moves(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.lock_moves() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM FROM account_kind WHERE accrued ORDER BY kind FOR NO KEY UPDATE;
END $$;


ALTER FUNCTION public.lock_moves() OWNER TO mbongo_owner;

--
-- Name: look_for_dormant(uuid, integer); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.look_for_dormant(last uuid, most integer) RETURNS TABLE(person_id uuid, idle_since timestamp with time zone, becomes text, due_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT p.id, p.at, CASE
      WHEN d.person_id IS NOT NULL AND (p.at <> d.idle_since OR d.warned_at > wallet_now() OR NOT may_be_dormant(p.id)) THEN 'awake'
      WHEN NOT may_be_dormant(p.id) THEN 'nothing'
      WHEN d.person_id IS NULL AND p.at + make_interval(months => r.dormant_months) - make_interval(days => r.warn_days) <= wallet_now()
      THEN 'warned'
      WHEN d.dormant_at IS NULL AND p.at + make_interval(months => r.dormant_months) <= wallet_now()
        AND d.warned_at + make_interval(days => r.warn_days) <= wallet_now() THEN 'dormant'
      ELSE 'nothing' END,
    greatest(p.at + make_interval(months => r.dormant_months), wallet_now() + make_interval(days => r.warn_days))
  FROM (SELECT o.id, last_act_of(o.id) AS at FROM person o
        WHERE o.id > coalesce(last, '00000000-0000-0000-0000-000000000000') ORDER BY o.id LIMIT most) p
  CROSS JOIN dormancy_rule_now() r LEFT JOIN dormancy d ON d.person_id = p.id ORDER BY p.id
$$;


ALTER FUNCTION public.look_for_dormant(last uuid, most integer) OWNER TO mbongo_owner;

--
-- Name: make_entry_table(text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.make_entry_table(named text) RETURNS regclass
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  EXECUTE format('CREATE TABLE %I (LIKE %s INCLUDING ALL)', named,
    coalesce((SELECT part FROM list_months() WHERE until IS NULL), 'entry_before'::regclass));
  PERFORM guard_month(named::regclass);
  RETURN named;
END $$;


ALTER FUNCTION public.make_entry_table(named text) OWNER TO mbongo_owner;

--
-- Name: mask_next(text, text, integer); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.mask_next(given_kind text, how text, p_most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
DECLARE
  life mask_life;
  upto timestamptz;
  size bigint;
BEGIN
  SELECT * INTO life FROM mask_life m WHERE m.kind = given_kind FOR UPDATE SKIP LOCKED;
  IF life.kind IS NULL THEN
    RETURN 0;  -- another process is at it
  END IF;
  EXECUTE format('SELECT max(at), count(*) FROM (SELECT at FROM %I WHERE at > $1 AND at < wallet_now() - make_interval(days => $2)
    ORDER BY at LIMIT $3) next', given_kind) INTO upto, size USING life.done_until, life.days, p_most;
  IF size > 0 THEN
    EXECUTE format('UPDATE %I r SET %s AND at > $1 AND at <= $2', given_kind, how) USING life.done_until, upto;
    UPDATE mask_life m SET done_until = upto WHERE m.kind = given_kind;
  END IF;
  RETURN size;
END $_$;


ALTER FUNCTION public.mask_next(given_kind text, how text, p_most integer) OWNER TO mbongo_owner;

--
-- Name: mask_old(integer); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.mask_old(p_most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  gone bigint;
  size bigint;
BEGIN
  gone := mask_next('operation', 'phone = NULL, content = without_people(content), "values" = without_people("values")
      WHERE NOT is_kept_as_asked(kind)', p_most)
    + mask_next('event', 'data = without_people(data) WHERE true', p_most);
  WITH masked AS (
    UPDATE checkout c SET customer_name = '', customer_phone = '', customer_email = '', return_url = ''
    WHERE c.ctid = ANY (ARRAY (
      SELECT o.ctid FROM checkout o WHERE o.state IN ('expired', 'cancelled')
        AND (o.customer_name <> '' OR o.customer_phone <> '' OR o.customer_email <> '' OR o.return_url <> '')
        AND o.ended_at < wallet_now() - (SELECT make_interval(days => m.days) FROM mask_life m WHERE m.kind = 'checkout')
      ORDER BY o.ended_at LIMIT p_most FOR UPDATE SKIP LOCKED))
    RETURNING c.id),
  asked AS (DELETE FROM checkout_ask a USING masked WHERE a.checkout_id = masked.id)
  SELECT count(*) INTO size FROM masked;
  RETURN gone + size;
END $$;


ALTER FUNCTION public.mask_old(p_most integer) OWNER TO mbongo_owner;

--
-- Name: may_be_dormant(uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.may_be_dormant(person uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM person p JOIN account a ON a.id = p.account_id
    WHERE p.id = person AND p.state = 'open' AND NOT p.robbed AND a.retained = 0
    AND NOT EXISTS (SELECT FROM agent g WHERE g.person_id = p.id AND g.state <> 'closed')
    AND NOT EXISTS (SELECT FROM merchant m WHERE m.owner_id = p.id AND m.until IS NULL))
$$;


ALTER FUNCTION public.may_be_dormant(person uuid) OWNER TO mbongo_owner;

--
-- Name: may_by_role(text, text, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.may_by_role(given_login text, given_may text, given_what text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM staff s JOIN staff_permission p USING (role)
    WHERE s.login = given_login AND s.until IS NULL AND p.may = given_may AND p.what IN ('*', given_what))
$$;


ALTER FUNCTION public.may_by_role(given_login text, given_may text, given_what text) OWNER TO mbongo_owner;

--
-- Name: may_for_business(public.operation, uuid, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.may_for_business(asked public.operation, business uuid, what text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT CASE asked.actor_kind
    WHEN 'member' THEN EXISTS (SELECT FROM membership m JOIN member_permission p USING (role)
      WHERE m.merchant_id = business AND m.login_id::text = asked.actor_id AND m.until IS NULL AND p.may = what)
    WHEN 'api_key' THEN EXISTS (SELECT FROM api_key k
      WHERE k.merchant_id = business AND k.id::text = asked.actor_id AND (k.until IS NULL OR k.until > wallet_now())
      AND (k.permissions = '{}' OR what = ANY (k.permissions))) END IS TRUE
$$;


ALTER FUNCTION public.may_for_business(asked public.operation, business uuid, what text) OWNER TO mbongo_owner;

--
-- Name: may_go_back(uuid, bigint, bigint); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.may_go_back(checkout_id uuid, more bigint, fee_more bigint) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT c.state = 'paid' AND back.francs <= c.amount AND back.fee <= div(c.fee * back.francs, transfer_size(t.amounts))
  FROM checkout c JOIN transfer t ON t.id = c.paid_with CROSS JOIN LATERAL (
    SELECT fee_more + coalesce(sum(r.fee), 0) AS fee, more + coalesce(sum(r.amount), 0) + coalesce((
      SELECT sum(l.size) FROM transfer_link l JOIN transfer u ON u.id = l.by_id
      WHERE l.target = c.paid_with AND l.role = 'undoes' AND u.kind NOT IN ('refund_payment', 'pay_refund')), 0) AS francs
    FROM refund r WHERE r.checkout_id = c.id AND r.state <> 'failed') back
  WHERE c.id = may_go_back.checkout_id
$$;


ALTER FUNCTION public.may_go_back(checkout_id uuid, more bigint, fee_more bigint) OWNER TO mbongo_owner;

--
-- Name: may_pay_out(uuid, text, bigint); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.may_pay_out(business uuid, way text, amount bigint) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT way = 'wallet' OR EXISTS (SELECT FROM merchant m JOIN business_level l USING (level)
    WHERE m.id = business AND l.methods <> '{}' AND may_pay_out.amount <= coalesce(l.payout_most, may_pay_out.amount))
$$;


ALTER FUNCTION public.may_pay_out(business uuid, way text, amount bigint) OWNER TO mbongo_owner;

--
-- Name: may_pay_salaries(public.payroll); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.may_pay_salaries(b public.payroll) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT may_pay_out(b.merchant_id, CASE WHEN count(*) = 0 THEN 'wallet' ELSE 'phone' END, max(l.amount))
  FROM payroll_line l WHERE l.payroll_id = b.id AND l.way <> 'wallet'
$$;


ALTER FUNCTION public.may_pay_salaries(b public.payroll) OWNER TO mbongo_owner;

--
-- Name: may_refund_sale(uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.may_refund_sale(paid uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  RETURN NOT EXISTS (
    SELECT FROM find_asked('{refund_sale,refund_own_sale}') o LEFT JOIN movement v ON v.transfer_id = paid
    WHERE (o.content ->> 'transfer')::uuid IS DISTINCT FROM paid
    OR NOT CASE o.kind WHEN 'refund_sale' THEN may_for_business(o, v.merchant_id, 'refunds:write')
      ELSE may_for_business(o, v.merchant_id, 'refunds:write:own')
        AND v.at >= date_trunc('day', wallet_now(), 'Africa/Douala')
        AND EXISTS (SELECT FROM membership m WHERE m.merchant_id = v.merchant_id AND m.login_id::text = o.actor_id
          AND m.until IS NULL AND v.till = ANY (m.tills))
        AND (o.content ->> 'amount')::bigint + coalesce((
            SELECT sum(l.size) FROM transfer_link l WHERE l.target = paid AND l.role = 'undoes'), 0)
          <= (SELECT h.amount FROM threshold h WHERE h.name = 'cashier_refund' AND h.since <= wallet_now()
            ORDER BY h.since DESC LIMIT 1) END);
END $$;


ALTER FUNCTION public.may_refund_sale(paid uuid) OWNER TO mbongo_owner;

--
-- Name: month_began(timestamp with time zone, integer); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.month_began(moment timestamp with time zone, further integer) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT (date_trunc('month', moment AT TIME ZONE 'Africa/Douala') + make_interval(months => further)) AT TIME ZONE 'Africa/Douala'
$$;


ALTER FUNCTION public.month_began(moment timestamp with time zone, further integer) OWNER TO mbongo_owner;

--
-- Name: month_figures(date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.month_figures(asked date) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT jsonb_build_object(
    'day', (SELECT encode(c.hash, 'hex') FROM closed_day c WHERE c.day = last_day(asked)),
    'closings', (SELECT coalesce(jsonb_agg(jsonb_build_array(f ->> 0, f ->> 1, f ->> 2, f ->> 3,
          (f ->> 4)::bigint - (f ->> 5)::bigint + (f ->> 6)::bigint) ORDER BY f ->> 0, f ->> 1, f ->> 2, f ->> 3), '[]')
      FROM closed_day c CROSS JOIN LATERAL jsonb_array_elements(c.figures::jsonb) f WHERE c.day = last_day(asked)),
    'suspense', (SELECT coalesce(jsonb_agg(jsonb_build_array(s.code, s.amount, s.since, find_suspense_owner(s.account_id)) ORDER BY s.code), '[]')
      FROM (SELECT w.account_id, w.code, sum(w.amount) AS amount, to_char(min(w.since) AT TIME ZONE 'Africa/Douala', 'YYYY-MM-DD') AS since
        FROM list_suspense(last_day(asked)) w GROUP BY 1, 2) s),
    'banks', (SELECT coalesce(jsonb_agg(jsonb_build_array(b.rib, f.closes_on, f.closing) ORDER BY b.rib), '[]')
      FROM bank_account b CROSS JOIN LATERAL find_month_statement(b.id, asked) f),
    'returns', (SELECT coalesce(jsonb_agg(jsonb_build_array(r.tax, r.figures) ORDER BY r.tax), '[]')
      FROM month_return r WHERE r.month = asked))::text
$$;


ALTER FUNCTION public.month_figures(asked date) OWNER TO mbongo_owner;

--
-- Name: months_until(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.months_until() RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT max(until) FROM list_months()
$$;


ALTER FUNCTION public.months_until() OWNER TO mbongo_owner;

--
-- Name: moves_as_asked(jsonb, text, bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.moves_as_asked(content jsonb, kind text, moved bigint[], amounts bigint[]) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT content ->> 'move' = kind AND (moved, amounts) IS NOT DISTINCT FROM (
    array_agg(account_named(leg ->> 0) ORDER BY account_named(leg ->> 0)),
    array_agg((leg ->> 1)::bigint ORDER BY account_named(leg ->> 0)))
  FROM jsonb_array_elements(content -> 'legs') leg
$$;


ALTER FUNCTION public.moves_as_asked(content jsonb, kind text, moved bigint[], amounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: name_month(timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.name_month(until timestamp with time zone) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT to_char((until - interval '1 day') AT TIME ZONE 'Africa/Douala', '"entry_"YYYY_MM')
$$;


ALTER FUNCTION public.name_month(until timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: name_words(text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.name_words(name text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  SELECT to_tsvector('simple', translate(lower(name), 'àâäåæçéèêëìîïñòôöøùûüÿ''-', 'aaaaaceeeeiiinoooouuuy  '))
$$;


ALTER FUNCTION public.name_words(name text) OWNER TO mbongo_owner;

--
-- Name: note_nothing_due(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.note_nothing_due() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE shop uuid := (SELECT merchant_id FROM checkout WHERE id = NEW.checkout_id);
BEGIN
  IF OLD.state IN ('failed', 'expired') THEN
    INSERT INTO sale_due (merchant_id, thing, count, kind, method, reason, amount, at)
      VALUES (shop, OLD.id, -1, 'came_to_nothing', OLD.rail, tell_nothing(OLD), OLD.amount, OLD.created_at);
  END IF;
  IF NEW.state IN ('failed', 'expired') THEN
    INSERT INTO sale_due (merchant_id, thing, count, kind, method, reason, amount, at)
      VALUES (shop, NEW.id, 1, 'came_to_nothing', NEW.rail, tell_nothing(NEW), NEW.amount, NEW.created_at);
  END IF;
  RETURN NULL;
END $$;


ALTER FUNCTION public.note_nothing_due() OWNER TO mbongo_owner;

--
-- Name: note_of_request(public.staff_request, text, text, text, jsonb); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.note_of_request(asked public.staff_request, given_kind text, given_login text, given_why text, how jsonb) RETURNS uuid
    LANGUAGE sql
    SET search_path TO 'public', 'pg_temp'
    AS $$
  INSERT INTO staff_act (id, kind, subject, before, after, why, asked_by)
  VALUES (gen_random_uuid(), given_kind, asked.subject, '{}', jsonb_build_object('ask', asked.id, 'asks', asked.kind) || how,
    given_why, given_login)
  RETURNING id
$$;


ALTER FUNCTION public.note_of_request(asked public.staff_request, given_kind text, given_login text, given_why text, how jsonb) OWNER TO mbongo_owner;

--
-- Name: note_sale_due(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.note_sale_due() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  INSERT INTO sale_due (merchant_id, thing, count, kind, till, amount, fee, at)
    VALUES (NEW.merchant_id, NEW.transfer_id, 1, NEW.kind, NEW.till, NEW.amount, NEW.fee, NEW.at);
  RETURN NULL;
END $$;


ALTER FUNCTION public.note_sale_due() OWNER TO mbongo_owner;

--
-- Name: note_sanction_due(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.note_sanction_due() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  INSERT INTO sanction_due (kind, id, since) VALUES (TG_ARGV[0], NEW.id, wallet_now()) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;


ALTER FUNCTION public.note_sanction_due() OWNER TO mbongo_owner;

--
-- Name: note_staff_act(bytea, text, text, jsonb, jsonb, text, uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.note_staff_act(session bytea, kind text, subject text, before jsonb, after jsonb, why text, request_id uuid DEFAULT NULL::uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.note_staff_act(session bytea, kind text, subject text, before jsonb, after jsonb, why text, request_id uuid) OWNER TO mbongo_owner;

--
-- Name: note_synchronous(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.note_synchronous() RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT note_timeline() WHERE current_setting('synchronous_standby_names') <> ''
$$;


ALTER FUNCTION public.note_synchronous() OWNER TO mbongo_owner;

--
-- Name: note_timeline(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.note_timeline() RETURNS void
    LANGUAGE sql
    SET search_path TO 'public', 'pg_temp'
    AS $$
  INSERT INTO rail_hold (restored_to, since, released_at) SELECT 'timeline ' || find_timeline(), wallet_now(), wallet_now()
  WHERE find_timeline() > 1 AND NOT EXISTS (SELECT FROM rail_hold WHERE restored_to = 'timeline ' || find_timeline())
$$;


ALTER FUNCTION public.note_timeline() OWNER TO mbongo_owner;

--
-- Name: open_account(text, text, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.open_account(account_code text, account_kind text, account_currency text DEFAULT 'XAF'::text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE opened account;
BEGIN
  SELECT * INTO opened FROM account WHERE id = account_named(account_code);
  IF NOT FOUND THEN
    PERFORM refuse_step(CASE WHEN account_kind LIKE 'agent%' THEN is_acted('appoint_agent')
      WHEN account_kind = 'merchant' THEN is_acted('add_merchant') ELSE true END, 'whose accounts there are');
    INSERT INTO account (code, kind, accrued, floor, currency, opened_at)
      SELECT account_code, k.kind, k.accrued, k.floor, account_currency, wallet_now()
      FROM account_kind k WHERE k.kind = open_account.account_kind
      AND (NOT k.accrued AND account_currency = 'XAF' OR pg_has_role(session_user, current_user, 'MEMBER'))
      ON CONFLICT (code) DO NOTHING;  -- somebody else may have opened it since we looked
    SELECT * INTO opened FROM account WHERE id = account_named(account_code);
  END IF;
  IF (opened.kind, opened.currency::text) IS DISTINCT FROM (account_kind, account_currency) THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = CASE
      WHEN opened.id IS NULL THEN format('%s opens no account of kind %L in %s', session_user, account_kind, account_currency)
      ELSE format('account %L is of kind %s in %s', account_code, opened.kind, opened.currency) END;
  END IF;
  RETURN opened.id;
END $$;


ALTER FUNCTION public.open_account(account_code text, account_kind text, account_currency text) OWNER TO mbongo_owner;

--
-- Name: bank_account; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.bank_account (
    id integer NOT NULL,
    rib text NOT NULL,
    currency text NOT NULL,
    profile text NOT NULL,
    title text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    bic text DEFAULT ''::text NOT NULL,
    holds text DEFAULT 'trust'::text NOT NULL,
    CONSTRAINT bank_account_bic_check CHECK ((bic ~ '^([A-Z0-9]{8}([A-Z0-9]{3})?)?$'::text)),
    CONSTRAINT bank_account_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT bank_account_holds_check CHECK ((holds = ANY (ARRAY['trust'::text, 'own'::text]))),
    CONSTRAINT bank_account_rib_check CHECK ((rib ~ '^[0-9]{23}$'::text)),
    CONSTRAINT bank_account_title_check CHECK (((length(title) >= 1) AND (length(title) <= 60)))
);


ALTER TABLE public.bank_account OWNER TO mbongo_owner;

--
-- Name: open_bank_account(public.bank_account); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.open_bank_account(at_bank public.bank_account) RETURNS void
    LANGUAGE sql
    SET search_path TO 'public', 'pg_temp'
    AS $$
  INSERT INTO account (code, kind, accrued, floor, currency, opened_at)
    SELECT 'bank:' || at_bank.rib, k.kind, k.accrued, k.floor, at_bank.currency, wallet_now()
    FROM account_kind k WHERE k.kind = at_bank.holds || '_bank'
  ON CONFLICT (code) DO NOTHING
$$;


ALTER FUNCTION public.open_bank_account(at_bank public.bank_account) OWNER TO mbongo_owner;

--
-- Name: open_document(uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.open_document(document uuid, OUT sealed_key text, OUT nonce bytea, OUT content bytea) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(is_done_alone('{look_at_document}', document::text), 'what a paper shows');
  SELECT c.sealed_key, c.nonce, c.content INTO open_document.sealed_key, open_document.nonce, open_document.content
  FROM document_content c WHERE c.document_id = document;
END $$;


ALTER FUNCTION public.open_document(document uuid, OUT sealed_key text, OUT nonce bytea, OUT content bytea) OWNER TO mbongo_owner;

--
-- Name: open_member_session(uuid, bytea, bytea, text, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.open_member_session(login uuid, key bytea, session bytea, address text, browser text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  UPDATE member_login SET tries = 0, locked_until = NULL, tried = NULL
  WHERE id = login AND verifier = sha256(key) AND tried = sha256(key) AND tried_in <> pg_current_xact_id();
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  PERFORM write_member_session(login, 'password', session, address, browser);
  RETURN true;
END $$;


ALTER FUNCTION public.open_member_session(login uuid, key bytea, session bytea, address text, browser text) OWNER TO mbongo_owner;

--
-- Name: open_member_session_by_code(uuid, bytea, bytea, text, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.open_member_session_by_code(code uuid, key bytea, session bytea, address text, browser text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.open_member_session_by_code(code uuid, key bytea, session bytea, address text, browser text) OWNER TO mbongo_owner;

--
-- Name: open_page_session(uuid, bytea, text, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.open_page_session(code uuid, key bytea, session text, browser text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  INSERT INTO page_session (digest, person_id, phone, device, opened_at, seen_at)
  SELECT session, f.person_id, f.number, browser, wallet_now(), wallet_now()
  FROM use_page_code(code, key) used JOIN phone f ON f.number = used AND f.until IS NULL
    JOIN person p ON p.id = f.person_id AND p.state <> 'closed' AND NOT p.robbed;
  RETURN FOUND;
END $$;


ALTER FUNCTION public.open_page_session(code uuid, key bytea, session text, browser text) OWNER TO mbongo_owner;

--
-- Name: open_sanction_hit(text, uuid, text, bigint, text, integer, boolean); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.open_sanction_hit(of_kind text, subject uuid, subject_name text, entry bigint, alike text, score integer, strong boolean) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  listed record;
  number bigint;
  hit bigint;
BEGIN
  SELECT e.reference, e.names, l.source INTO listed FROM sanction_entry e JOIN sanction_list l ON l.id = e.list_id WHERE e.id = entry;
  IF EXISTS (SELECT FROM sanction_hit h WHERE (h.kind, h.subject_id, h.source, h.reference, h.alike)
      = (of_kind, subject, listed.source, listed.reference, open_sanction_hit.alike)) THEN
    RETURN NULL;
  END IF;
  INSERT INTO case_file (id, kind, detail, opened_at) VALUES (gen_random_uuid(), 'sanction',
    left(format('%s like %s of %s by %s', of_kind, listed.reference, listed.source, score), 200), wallet_now())  -- everybody reads it: no name
    RETURNING case_file.number INTO number;
  INSERT INTO sanction_hit (kind, subject_id, name, entry_id, source, reference, alike, score, strong, case_number, found_at)
    VALUES (of_kind, subject, subject_name, entry, listed.source, listed.reference, open_sanction_hit.alike, open_sanction_hit.score,
      open_sanction_hit.strong, number, wallet_now()) RETURNING id INTO hit;
  IF strong THEN
    INSERT INTO retention (account_id, cause, hit_id, made_at)
      SELECT account, 'sanction', hit, wallet_now() FROM list_accounts_of(of_kind, subject) account ORDER BY account;
  END IF;
  RETURN hit;
END $$;


ALTER FUNCTION public.open_sanction_hit(of_kind text, subject uuid, subject_name text, entry bigint, alike text, score integer, strong boolean) OWNER TO mbongo_owner;

--
-- Name: open_staff_session(text, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.open_staff_session(given_login text, key bytea) RETURNS bytea
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.open_staff_session(given_login text, key bytea) OWNER TO mbongo_owner;

--
-- Name: open_suspicion_report(uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.open_suspicion_report(report uuid, OUT sealed_key text, OUT nonce bytea, OUT content bytea) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM refuse_step(is_done_alone('{read_report}', report::text), 'what a report of suspicion says');
  SELECT r.sealed_key, r.nonce, r.content INTO open_suspicion_report.sealed_key, open_suspicion_report.nonce, open_suspicion_report.content
  FROM suspicion_report r WHERE r.id = report;
END $$;


ALTER FUNCTION public.open_suspicion_report(report uuid, OUT sealed_key text, OUT nonce bytea, OUT content bytea) OWNER TO mbongo_owner;

--
-- Name: payout_file; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.payout_file (
    id bigint NOT NULL,
    account_id integer NOT NULL,
    message_id text NOT NULL,
    name text NOT NULL,
    content bytea NOT NULL,
    sha256 text NOT NULL,
    payouts integer NOT NULL,
    total bigint NOT NULL,
    state text DEFAULT 'made'::text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    CONSTRAINT frozen CHECK ((sha256 = encode(sha256(content), 'hex'::text))),
    CONSTRAINT payout_file_payouts_check CHECK ((payouts > 0)),
    CONSTRAINT payout_file_state_check CHECK ((state = ANY (ARRAY['made'::text, 'approved'::text, 'sent'::text, 'dropped'::text]))),
    CONSTRAINT payout_file_total_check CHECK ((total > 0)),
    CONSTRAINT sent_once CHECK (((state = 'sent'::text) = (sent_at IS NOT NULL)))
);


ALTER TABLE public.payout_file OWNER TO mbongo_owner;

--
-- Name: orders_its_payouts(public.payout_file); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.orders_its_payouts(file public.payout_file) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  WITH written AS (SELECT convert_from(file.content, 'UTF8') AS words),
  stands AS (SELECT p.reference, p.amount::text, s.number FROM payout p JOIN settlement_account s ON s.id = p.account_id
    WHERE p.file_id = file.id),
  block AS (SELECT b.words FROM written w, string_to_table(w.words, '<CdtTrfTxInf>') WITH ORDINALITY b (words, nth)
    WHERE b.nth > 1 AND w.words LIKE '<?xml%'),
  cells AS (SELECT string_to_array(r.words, ';') AS held FROM written w, string_to_table(w.words, E'\r\n') WITH ORDINALITY r (words, nth)
    WHERE r.nth > 1 AND r.words <> '' AND w.words NOT LIKE '<?xml%'),
  said AS (
    SELECT substring(words FROM '<EndToEndId>([^<]*)</EndToEndId>'), substring(words FROM '<InstdAmt Ccy="XAF">([0-9]+)</InstdAmt>'),
      substring(words FROM '<(?:IBAN>CM21|Id>)([0-9]{23})<') FROM block
    UNION ALL SELECT s.* FROM cells c LEFT JOIN stands s ON ARRAY[s.reference, s.amount, substr(s.number, 1, 5), substr(s.number, 6, 5),
      substr(s.number, 11, 11), substr(s.number, 22)] <@ c.held)
  SELECT (SELECT count(*) FROM said) = (SELECT count(*) FROM stands)
    AND NOT EXISTS (SELECT * FROM said EXCEPT SELECT * FROM stands)
    AND NOT EXISTS (SELECT * FROM stands EXCEPT SELECT * FROM said)
    AND NOT EXISTS (  -- nothing beside what was read, under another prefix, twice, or in a comment
      SELECT FROM written w, unnest(ARRAY['CdtTrfTxInf', 'EndToEndId', 'InstdAmt', 'CdtrAcct']) tag
      WHERE w.words LIKE '<?xml%' AND (strpos(w.words, '<!') > 0 OR length(w.words) - length(replace(w.words, tag, ''))
        <> 2 * length(tag) * (SELECT count(*) FROM block)))
$$;


ALTER FUNCTION public.orders_its_payouts(file public.payout_file) OWNER TO mbongo_owner;

--
-- Name: pass_passkey(bytea, bytea, bigint, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.pass_passkey(session bytea, credential bytea, count bigint, key bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  UPDATE passkey SET sign_count = count, used_at = wallet_now()
  WHERE login_id = find_member_login(session) AND credential_id = credential AND is_factor_key(session, key)
    AND (sign_count < count OR sign_count = 0 AND count = 0);
  RETURN FOUND AND keep_factor(session);
END $$;


ALTER FUNCTION public.pass_passkey(session bytea, credential bytea, count bigint, key bytea) OWNER TO mbongo_owner;

--
-- Name: pass_staff_code(bytea, bigint, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.pass_staff_code(session bytea, step bigint, key bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.pass_staff_code(session bytea, step bigint, key bytea) OWNER TO mbongo_owner;

--
-- Name: pass_totp(bytea, bigint, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.pass_totp(session bytea, step bigint, key bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.pass_totp(session bytea, step bigint, key bytea) OWNER TO mbongo_owner;

--
-- Name: plan_price_at(uuid, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.plan_price_at(plan uuid, at timestamp with time zone) RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT p.amount FROM plan_price p WHERE p.plan_id = plan
  ORDER BY p.since <= plan_price_at.at DESC, CASE WHEN p.since <= plan_price_at.at THEN p.since END DESC, p.since LIMIT 1
$$;


ALTER FUNCTION public.plan_price_at(plan uuid, at timestamp with time zone) OWNER TO mbongo_owner;

--
-- Name: post_end_once(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.post_end_once() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  named CONSTANT uuid := split_part(NEW.key, ':', 2);
  ended CONSTANT uuid := CASE split_part(NEW.key, ':', 1) WHEN 'payment' THEN named
    WHEN 'checkout' THEN (SELECT payment_id FROM checkout WHERE id = named)
    ELSE (SELECT paid_with FROM request WHERE id = named) END;
BEGIN
  INSERT INTO payment_posted SELECT id FROM payment WHERE id = ended ON CONFLICT DO NOTHING;
  IF ended IS NOT NULL AND NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s may not post %s: the end of payment %s was posted', session_user, NEW.kind, ended);
  END IF;
  RETURN NULL;
END $$;


ALTER FUNCTION public.post_end_once() OWNER TO mbongo_owner;

--
-- Name: post_transfer(text, text, uuid, uuid, bigint[], bigint[], boolean); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.post_transfer(key text, kind text, undone uuid, ended uuid, leg_accounts bigint[], leg_amounts bigint[], trial boolean, OUT outcome text, OUT account_id bigint, OUT reason text, OUT balances bigint[]) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
#variable_conflict use_column
DECLARE
  most_francs CONSTANT bigint := 1000000000000000;  -- a leg above this is a mistake; below it sums stay inside bigint
  new_id CONSTANT uuid := transfer_id(key);
  hash CONSTANT bytea := content_hash(key, kind, undone, ended, leg_accounts, leg_amounts);
  linked CONSTANT boolean := undone IS NOT NULL OR ended IS NOT NULL;
  legs CONSTANT int := cardinality(leg_accounts);
  poster CONSTANT text := session_user;  -- which SET ROLE does not change
  total bigint := 0; size bigint := 0; amount bigint; leg int; known record; posting_at timestamptz; newest_at timestamptz;
  justified boolean := true; house bigint := 0; kinds text[]; taken_from text[] := '{}'; given_to text[] := '{}';
BEGIN
  balances := array_fill(NULL::bigint, ARRAY[legs]);  -- and stays so for an accrued account
  <<posting>>
  BEGIN
    FOR leg IN 1 .. legs LOOP
      amount := leg_amounts[leg];
      account_id := leg_accounts[leg];
      reason := CASE WHEN account_id <= leg_accounts[leg - 1] THEN 'account_twice'
                     WHEN amount BETWEEN -most_francs AND most_francs AND amount <> 0 THEN NULL ELSE 'amount' END;
      EXIT posting WHEN reason IS NOT NULL;
      total := total + amount;
      size := size + greatest(amount, 0);
    END LOOP;
    account_id := NULL;
    reason := CASE WHEN total <> 0 OR size = 0 THEN 'unbalanced' END;
    EXIT posting WHEN reason IS NOT NULL;

    IF linked THEN
      PERFORM FROM transfer t WHERE t.id IN (undone, ended) ORDER BY t.id FOR NO KEY UPDATE;
    END IF;
    FOR known IN
      SELECT a.id, a.balance, a.floor, a.retained, a.closed_at, a.last_at,
             (SELECT array_agg(o.kind ORDER BY o.id) || CASE WHEN min(o.currency::text) < max(o.currency::text) THEN ARRAY['of two'] END
              FROM account o WHERE o.id = ANY (leg_accounts)) AS kinds
      FROM account a WHERE a.id = ANY (leg_accounts) AND NOT a.accrued ORDER BY a.id FOR NO KEY UPDATE
    LOOP
      leg := array_position(leg_accounts, known.id);
      balances[leg] := known.balance + leg_amounts[leg];
      newest_at := greatest(newest_at, known.last_at);
      reason := CASE WHEN known.closed_at IS NOT NULL THEN 'closed'
                     WHEN balances[leg] < known.floor AND leg_amounts[leg] < 0 THEN 'floor'
                     WHEN balances[leg] < nullif(known.retained, 0) AND leg_amounts[leg] < 0 AND post_transfer.kind <> 'pay_retained'
                     THEN 'retained' END;
      account_id := CASE WHEN reason IS NOT NULL THEN known.id END;
      EXIT posting WHEN reason IS NOT NULL;
    END LOOP;
    kinds := known.kinds;  -- leg by leg, since legs come in the order of their accounts
    IF cardinality(kinds) IS DISTINCT FROM legs THEN  -- some account is unknown, none is ordinary, or currencies differ
      -- What locks no row gets its number here: who adds a day up waits for all that had theirs before they could see it over.
      PERFORM pg_current_xact_id();
      kinds := ARRAY(SELECT o.kind FROM account o WHERE o.id = ANY (leg_accounts) ORDER BY o.id);
      FOR leg IN 1 .. legs LOOP
        account_id := leg_accounts[leg];
        reason := CASE WHEN NOT EXISTS (SELECT FROM account a WHERE a.id = leg_accounts[leg]) THEN 'unknown_account' END;
        EXIT posting WHEN reason IS NOT NULL;
      END LOOP;
      account_id := NULL;
      reason := CASE WHEN (SELECT min(o.currency::text) < max(o.currency::text) FROM account o WHERE o.id = ANY (leg_accounts))
                     THEN 'two_currencies' END;
      EXIT posting WHEN reason IS NOT NULL;
    END IF;
    IF linked THEN
      reason := refuse_link(undone, ended, size);
      EXIT posting WHEN reason IS NOT NULL;
    END IF;

    IF NOT trial THEN
      FOR leg IN 1 .. legs LOOP
        IF leg_amounts[leg] < 0 THEN taken_from := taken_from || kinds[leg]; ELSE given_to := given_to || kinds[leg]; END IF;
        IF balances[leg] IS NULL AND leg_amounts[leg] < 0 THEN house := house - leg_amounts[leg]; END IF;
      END LOOP;
      PERFORM FROM transfer_kind k WHERE k.kind = post_transfer.kind AND poster = ANY (k.posted_by)
        AND k.takes @> taken_from AND k.gives @> given_to
        AND CASE k.reason WHEN 'operation' THEN EXISTS (
              SELECT FROM operation o WHERE o.key = post_transfer.key AND o.sentence IS NULL AND o.kind = ANY (k.named))
              AND (house = 0 OR is_houses_share(post_transfer.kind, undone, house, size))
              AND (NOT 'merchant' = ANY (taken_from) OR is_businesss_own(post_transfer.kind, undone, leg_accounts))
            ELSE is_justified(k, post_transfer.key, leg_accounts, leg_amounts, ended) END;
      justified := FOUND;
      EXIT posting WHEN NOT justified;
    END IF;

    -- The time is taken now, under the locks: whoever held them before us has committed, at an earlier time. Whatever a clock
    -- says that was put back, it is on no day that is over (posting_horizon), and not before an account's newest entry.
    INSERT INTO transfer (id, key, kind, content_hash, accounts, amounts, balances, undoing, posted_at)
      VALUES (new_id, post_transfer.key, post_transfer.kind, hash, leg_accounts, leg_amounts, post_transfer.balances,
              undone IS NOT NULL, greatest(wallet_now(), (SELECT until FROM posting_horizon), newest_at))
      ON CONFLICT DO NOTHING RETURNING posted_at INTO posting_at;
    EXIT posting WHEN NOT FOUND;
    WITH moved AS (
      UPDATE account a SET seq = a.seq + 1, balance = post_transfer.balances[array_position(leg_accounts, a.id)],
        last_at = posting_at
      WHERE a.id = ANY (leg_accounts) AND NOT a.accrued RETURNING a.id, a.seq, a.balance)
    INSERT INTO entry (account_id, transfer_id, seq, kind, amount, balance_after, posted_at)
      SELECT m.id, new_id, m.seq, post_transfer.kind, leg_amounts[array_position(leg_accounts, m.id)], m.balance,
             posting_at
      FROM moved m;
    FOR leg IN 1 .. legs LOOP
      IF balances[leg] IS NULL THEN
        INSERT INTO accrual_due (account_id, transfer_id, amount)
          VALUES (leg_accounts[leg], new_id, leg_amounts[leg]);
      END IF;
    END LOOP;
    IF linked THEN
      INSERT INTO transfer_link (target, by_id, role, size)
        SELECT l.target, new_id, l.role, size
        FROM (VALUES (undone, 'undoes'), (ended, 'ends')) l (target, role) WHERE l.target IS NOT NULL;
    END IF;
    IF trial THEN
      RAISE EXCEPTION USING ERRCODE = 'transaction_rollback', MESSAGE = 'tried, and taken back';
    END IF;
    outcome := 'posted';
    RETURN;
  END;

  balances := NULL;
  outcome := 'refused';
  SELECT t.content_hash = hash AS same, t.balances INTO known FROM transfer t WHERE t.id = new_id;
  IF FOUND THEN
    outcome := CASE WHEN known.same THEN 'already' ELSE 'clash' END;
    balances := CASE WHEN known.same THEN known.balances END;
    reason := NULL;
    account_id := NULL;
  ELSIF NOT justified THEN
    PERFORM refuse_unjustified(kind, leg_accounts, leg_amounts);
  END IF;
END $$;


ALTER FUNCTION public.post_transfer(key text, kind text, undone uuid, ended uuid, leg_accounts bigint[], leg_amounts bigint[], trial boolean, OUT outcome text, OUT account_id bigint, OUT reason text, OUT balances bigint[]) OWNER TO mbongo_owner;

--
-- Name: post_transfers(text[], text[], uuid[], uuid[], integer[], bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.post_transfers(keys text[], kinds text[], undoings uuid[], endings uuid[], leg_items integer[], leg_accounts bigint[], leg_amounts bigint[]) RETURNS TABLE(outcome text, account_id bigint, reason text, balances bigint[])
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
#variable_conflict use_column
DECLARE
  linked CONSTANT boolean := num_nonnulls(VARIADIC undoings || endings) > 0;
  newest CONSTANT int := cardinality(keys);
  poster CONSTANT text := session_user;
  ids CONSTANT uuid[] := ARRAY(SELECT transfer_id(key) FROM unnest(keys) WITH ORDINALITY k (key, item) ORDER BY item);
  first int := 1;
  last int := newest;
BEGIN
  IF linked THEN
    PERFORM FROM transfer t WHERE t.id = ANY (undoings || endings) ORDER BY t.id FOR NO KEY UPDATE;
    last := 1;  -- one by one: whether it may undo or end depends on those before it
  END IF;
  PERFORM FROM account a WHERE a.id = ANY (leg_accounts) AND NOT a.accrued ORDER BY a.id FOR NO KEY UPDATE;
  PERFORM pg_current_xact_id();  -- as in post_transfer

  WHILE first <= newest LOOP
    IF last = first THEN
      RETURN QUERY SELECT p.* FROM (
        SELECT coalesce(array_agg(l.account ORDER BY l.account), '{}') AS accounts,
               coalesce(array_agg(l.amount ORDER BY l.account), '{}') AS amounts
        FROM unnest(leg_items, leg_accounts, leg_amounts) l (item, account, amount) WHERE l.item = first) legs,
        post_transfer(keys[first], kinds[first], undoings[first], endings[first], legs.accounts, legs.amounts, false) p;
    ELSE
      RETURN QUERY
      WITH leg AS MATERIALIZED (
        SELECT l.item, l.account, l.amount, a.accrued, a.kind, a.currency, a.closed_at, a.last_at,
               a.balance - greatest(a.floor, nullif(a.retained, 0)) + sum(l.amount) OVER so_far AS spendable, lag(l.item) OVER so_far AS previous_item,
               a.balance + sum(l.amount) OVER so_far AS balance_after, a.seq + row_number() OVER so_far AS seq
        FROM unnest(leg_items, leg_accounts, leg_amounts) l (item, account, amount)
        LEFT JOIN account a ON a.id = l.account
        WHERE l.item BETWEEN first AND last
        WINDOW so_far AS (PARTITION BY l.account ORDER BY l.item ROWS UNBOUNDED PRECEDING)),
      posting AS MATERIALIZED (
        SELECT greatest(wallet_now(), (SELECT until FROM posting_horizon), max(l.last_at)) AS at FROM leg l),
      asked AS MATERIALIZED (
        SELECT l.item, ids[l.item] AS id,
               content_hash(keys[l.item], kinds[l.item], NULL, NULL,
                            array_agg(l.account ORDER BY l.account), array_agg(l.amount ORDER BY l.account)) AS hash,
               array_agg(l.account ORDER BY l.account) AS accounts, array_agg(l.amount ORDER BY l.account) AS amounts,
               sum(l.amount) = 0 AND min(l.currency::text) = max(l.currency::text) AND bool_and(
                 l.accrued IS NOT NULL AND l.closed_at IS NULL AND l.previous_item IS DISTINCT FROM l.item
                 AND l.amount <> 0 AND l.amount BETWEEN -1000000000000000 AND 1000000000000000
                 AND (l.accrued OR l.amount > 0 OR coalesce(l.spendable, 0) >= 0)) AS fine,
               array_agg(CASE WHEN NOT l.accrued THEN l.balance_after::bigint END ORDER BY l.account) AS balances,
               array_agg(l.kind) FILTER (WHERE l.amount < 0) AS taken_from,
               array_agg(l.kind) FILTER (WHERE l.amount > 0) AS given_to,
               bool_or(l.accrued AND l.amount < 0) AS from_house  -- judged one by one
        FROM leg l GROUP BY l.item),
      unjustified AS (
        SELECT FROM asked n WHERE NOT EXISTS (
          SELECT FROM transfer_kind k WHERE k.kind = kinds[n.item] AND poster = ANY (k.posted_by)
          AND k.takes @> n.taken_from AND k.gives @> n.given_to
          AND CASE WHEN k.reason = 'operation' THEN EXISTS (
                SELECT FROM operation o WHERE o.key = keys[n.item] AND o.sentence IS NULL AND o.kind = ANY (k.named))
                AND NOT n.from_house AND NOT 'merchant' = ANY (n.taken_from)
              WHEN k.kind = 'pay_salary' THEN n.item IN (  -- all of them at once: thousands are posted in a row
                SELECT list_salaries(keys, leg_items, leg_accounts, leg_amounts))
              ELSE is_justified(k, keys[n.item], n.accounts, n.amounts, NULL) END)),
      posted AS (
        INSERT INTO transfer (id, key, kind, content_hash, accounts, amounts, balances, undoing, posted_at)
          SELECT n.id, keys[n.item], kinds[n.item], n.hash, n.accounts, n.amounts, n.balances, false, (SELECT at FROM posting)
          FROM asked n
          WHERE (SELECT bool_and(fine) AND count(DISTINCT id) = last - first + 1 FROM asked)
            AND NOT EXISTS (SELECT FROM transfer t WHERE t.id = ANY (ids[first:last]))
            AND NOT EXISTS (SELECT FROM unjustified)
          ON CONFLICT DO NOTHING RETURNING id),
      whole AS (
        SELECT CASE count(*) WHEN last - first + 1 THEN true WHEN 0 THEN false ELSE refuse_race() END AS yes
        FROM posted),
      entries AS (
        INSERT INTO entry (account_id, transfer_id, seq, kind, amount, balance_after, posted_at)
          SELECT l.account, ids[l.item], l.seq, kinds[l.item], l.amount, l.balance_after, (SELECT at FROM posting)
          FROM leg l WHERE NOT l.accrued AND (SELECT yes FROM whole)),
      moved AS (
        UPDATE account a SET balance = l.balance_after, seq = l.seq, last_at = (SELECT at FROM posting)
          FROM (SELECT DISTINCT ON (account) account, balance_after, seq FROM leg WHERE NOT accrued
                ORDER BY account, seq DESC) l
          WHERE a.id = l.account AND (SELECT yes FROM whole)),
      due AS (
        INSERT INTO accrual_due (account_id, transfer_id, amount)
          SELECT l.account, ids[l.item], l.amount FROM leg l WHERE l.accrued AND (SELECT yes FROM whole))
      SELECT 'posted', NULL::bigint, NULL, n.balances
        FROM asked n WHERE (SELECT yes FROM whole) ORDER BY n.item;
    END IF;

    IF FOUND THEN
      first := last + 1;
      last := CASE WHEN linked THEN first ELSE newest END;
    ELSE
      last := first + (last - first) / 2;
    END IF;
  END LOOP;
END $$;


ALTER FUNCTION public.post_transfers(keys text[], kinds text[], undoings uuid[], endings uuid[], leg_items integer[], leg_accounts bigint[], leg_amounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: refuse_change(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'insufficient_privilege',
    MESSAGE = TG_OP || ' on ' || TG_TABLE_NAME || ' is forbidden to everyone: what is posted is undone by a transfer';
END $$;


ALTER FUNCTION public.refuse_change() OWNER TO mbongo_owner;

--
-- Name: refuse_closing(date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.refuse_closing(asked date) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT CASE
    WHEN EXISTS (SELECT FROM closed_day WHERE day >= asked) THEN 'closed_already'
    WHEN (SELECT until FROM day_summed) < (asked + 1)::timestamp AT TIME ZONE 'Africa/Douala' THEN 'not_over'
    WHEN next.day < asked THEN to_char(next.day, 'YYYY-MM-DD') END
  FROM (SELECT coalesce((SELECT max(day) + 1 FROM closed_day), (SELECT min(day) FROM day_sum), asked) AS day) next
$$;


ALTER FUNCTION public.refuse_closing(asked date) OWNER TO mbongo_owner;

--
-- Name: refuse_link(uuid, uuid, bigint); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.refuse_link(undone uuid, ended uuid, size bigint) RETURNS text
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE target transfer; already numeric;
BEGIN
  IF EXISTS (SELECT FROM unnest(ARRAY[undone, ended]) named
             WHERE named IS NOT NULL AND NOT EXISTS (SELECT FROM transfer WHERE id = named)) THEN
    RETURN 'unknown_transfer';
  END IF;
  IF EXISTS (SELECT FROM transfer_link l WHERE l.target IN (undone, ended) AND l.role = 'ends') THEN
    RETURN 'already_ended';
  END IF;
  IF undone = ended OR EXISTS (SELECT FROM transfer_link l WHERE l.target = ended AND l.role = 'undoes') THEN
    RETURN 'already_undone';
  END IF;
  IF undone IS NOT NULL THEN
    SELECT * INTO target FROM transfer WHERE id = undone;
    IF target.undoing THEN RETURN 'undoes_an_undoing'; END IF;
    SELECT coalesce(sum(l.size), 0) INTO already FROM transfer_link l WHERE l.target = undone AND l.role = 'undoes';
    IF already + size > transfer_size(target.amounts) THEN RETURN 'undone_too_much'; END IF;
  END IF;
  RETURN NULL;
END $$;


ALTER FUNCTION public.refuse_link(undone uuid, ended uuid, size bigint) OWNER TO mbongo_owner;

--
-- Name: refuse_race(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.refuse_race() RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'serialization_failure', MESSAGE = 'a same key was posted meanwhile';
END $$;


ALTER FUNCTION public.refuse_race() OWNER TO mbongo_owner;

--
-- Name: refuse_step(boolean, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.refuse_step(allowed boolean, what text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT coalesce(allowed, false) AND NOT pg_has_role(session_user, current_user, 'MEMBER') THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = format('%s may not change %s: no act or operation under way does', session_user, what);
  END IF;
END $$;


ALTER FUNCTION public.refuse_step(allowed boolean, what text) OWNER TO mbongo_owner;

--
-- Name: refuse_unjustified(text, bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.refuse_unjustified(kind text, accounts bigint[], amounts bigint[]) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE moved text := (
  SELECT string_agg(a.kind || CASE WHEN l.amount < 0 THEN ' gives' ELSE ' gets' END, ', ' ORDER BY l.amount, a.kind)
  FROM unnest(accounts, amounts) l (id, amount) JOIN account a USING (id));
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
    MESSAGE = format('%s may not post %s (%s), or has no reason for it', session_user, kind, moved),
    DETAIL = 'wallet/migrations/transfer_kinds.sql says who may post what, and why';
END $$;


ALTER FUNCTION public.refuse_unjustified(kind text, accounts bigint[], amounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: refuse_without_why(text, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.refuse_without_why(why text, kind text DEFAULT ''::text) RETURNS void
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF why IS NULL OR length(btrim(why, E' \t\r\n')) NOT BETWEEN (CASE kind WHEN 'unmask_person' THEN 10 ELSE 3 END) AND 500 THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'an act of staff needs its why';
  END IF;
END $$;


ALTER FUNCTION public.refuse_without_why(why text, kind text) OWNER TO mbongo_owner;

--
-- Name: release_rails(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.release_rails() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT is_agreed_about('{release_rails}', 'rails') THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'two of staff agreed to no release of the rails';
  END IF;
  IF EXISTS (SELECT FROM list_unreconciled()) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'a rail is not reconciled since it is held';
  END IF;
  UPDATE rail_hold SET released_at = wallet_now() WHERE released_at IS NULL;
  PERFORM note_timeline();  -- whatever is taken out of the server's settings later
END $$;


ALTER FUNCTION public.release_rails() OWNER TO mbongo_owner;

--
-- Name: remove_settlement_account(bytea, uuid, uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.remove_settlement_account(session bytea, business uuid, gone uuid) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT 'payouts:write' IN (SELECT list_member_permissions(session, business)) THEN
    RETURN 'not_allowed';
  ELSIF NOT is_fresh(session) THEN
    RETURN 'stale';
  END IF;
  UPDATE settlement_account a SET removed_at = wallet_now()
  WHERE a.id = gone AND a.merchant_id = business AND a.removed_at IS NULL;
  IF NOT FOUND THEN
    RETURN 'no_such_account';
  END IF;
  DELETE FROM payout_schedule s WHERE s.account_id = gone;
  RETURN '';
END $$;


ALTER FUNCTION public.remove_settlement_account(session bytea, business uuid, gone uuid) OWNER TO mbongo_owner;

--
-- Name: request_hash(public.staff_request); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.request_hash(asked public.staff_request) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT sha256(convert_to(jsonb_build_array(
    asked.id::text, asked.kind, asked.subject, asked.content::text, asked.why, asked.asked_by)::text, 'UTF8'))
$$;


ALTER FUNCTION public.request_hash(asked public.staff_request) OWNER TO mbongo_owner;

--
-- Name: retain_of_found(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.retain_of_found() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  INSERT INTO retention (account_id, cause, hit_id, made_at)
    SELECT account, 'sanction', h.id, wallet_now() FROM sanction_hit h CROSS JOIN LATERAL list_accounts_of(h.kind, h.subject_id) account
    WHERE (h.kind, h.subject_id) = (TG_ARGV[0], (to_jsonb(NEW) ->> TG_ARGV[1])::uuid) AND (h.state = 'true' OR h.strong AND h.state = 'open')
    AND NOT EXISTS (SELECT FROM retention r WHERE (r.account_id, r.hit_id) = (account, h.id) AND r.ended_at IS NULL)
    ORDER BY account, h.id;
  RETURN NULL;
END $$;


ALTER FUNCTION public.retain_of_found() OWNER TO mbongo_owner;

--
-- Name: retained_before(bigint); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.retained_before(one bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT least(coalesce(sum(coalesce(o.amount - o.paid, 1000000000000000)), 0), 1000000000000000)::bigint
  FROM retention r JOIN retention o ON o.account_id = r.account_id AND o.ended_at IS NULL
    AND (o.id < r.id OR o.cause = 'sanction' AND o.id <> r.id)
  WHERE r.id = one
$$;


ALTER FUNCTION public.retained_before(one bigint) OWNER TO mbongo_owner;

--
-- Name: retained_of(bigint); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.retained_of(account bigint) RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT least(coalesce(sum(coalesce(r.amount - r.paid, 1000000000000000)), 0), 1000000000000000)::bigint
  FROM retention r WHERE r.account_id = account AND r.ended_at IS NULL
$$;


ALTER FUNCTION public.retained_of(account bigint) OWNER TO mbongo_owner;

--
-- Name: return_figures(text, date); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.return_figures(tax text, month date) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_array(r.kind, r.number, r.base, r.due, r.rates) ORDER BY r.kind, r.rates), '[]')::text
  FROM (
    SELECT v.kind, sum(v.legs) AS number, sum(v.earned - v.given_back - v.vat_earned + v.vat_given_back) AS base,
      sum(v.vat_earned - v.vat_given_back) AS due, jsonb_build_array(jsonb_build_array(v.ppm, 0)) AS rates
    FROM list_fee_vat(last_day(return_figures.month)) v WHERE return_figures.tax = 'vat' AND v.day >= return_figures.month
    GROUP BY v.kind, v.ppm
    UNION ALL
    SELECT x.kind, x.number, x.base, x.tax, (
      SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_array(t.tax_ppm, t.tax_fixed)), '[]') FROM tariff t
      WHERE (t.tax_ppm, t.tax_fixed) <> (0, 0) AND t.since < (last_day(return_figures.month) + 1)::timestamp AT TIME ZONE 'Africa/Douala'
        AND NOT EXISTS (SELECT FROM tariff n WHERE n.kind = t.kind AND n.since > t.since
          AND n.since <= return_figures.month::timestamp AT TIME ZONE 'Africa/Douala'))
    FROM list_transfer_tax(return_figures.month, last_day(return_figures.month)) x WHERE return_figures.tax = 'transfer-tax') r
$$;


ALTER FUNCTION public.return_figures(tax text, month date) OWNER TO mbongo_owner;

--
-- Name: roll_up(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.roll_up() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE taken bigint; added bigint;
BEGIN
  -- Roll-ups take turns at the rows of the accrued kinds, which no posting locks.
  PERFORM FROM account_kind WHERE accrued ORDER BY kind FOR NO KEY UPDATE;
  WITH due AS (DELETE FROM accrual_due RETURNING account_id, amount),
       sums AS (SELECT account_id, sum(amount) AS amount, count(*) AS folded FROM due GROUP BY account_id),
       rolled AS (UPDATE account SET balance = account.balance + sums.amount FROM sums
                  WHERE account.id = sums.account_id AND account.accrued RETURNING sums.folded)
  SELECT (SELECT count(*) FROM due), (SELECT coalesce(sum(folded), 0) FROM rolled) INTO taken, added;
  IF taken <> added THEN
    RAISE EXCEPTION USING ERRCODE = 'data_corrupted', MESSAGE = 'accrual_due names an account that is not accrued';
  END IF;
  RETURN taken;
END $$;


ALTER FUNCTION public.roll_up() OWNER TO mbongo_owner;

--
-- Name: roll_up_sales(integer); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.roll_up_sales(p_most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE taken bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM sale_due) THEN
    RETURN 0;
  END IF;
  LOCK TABLE sale_sum IN SHARE ROW EXCLUSIVE MODE;  -- roll-ups take turns; nobody who pays or reads waits
  WITH due AS (DELETE FROM sale_due WHERE ctid = ANY (ARRAY(SELECT ctid FROM sale_due LIMIT p_most)) RETURNING *),
    told AS (SELECT d.*, coalesce(c.paid_by, d.method) AS paid_by FROM due d
      LEFT JOIN checkout c ON d.kind = 'pay_checkout' AND c.paid_with = d.thing),
    summed AS (INSERT INTO sale_sum AS s (merchant_id, grain, began, kind, till, method, reason, count, amount, fee)
      SELECT merchant_id, grain, date_trunc(grain, at, 'Africa/Douala'), kind, till, paid_by, reason, sum(count),
        sum(count * amount), sum(count * fee)
      FROM told CROSS JOIN (VALUES ('hour'), ('day')) g (grain) GROUP BY 1, 2, 3, 4, 5, 6, 7
      ON CONFLICT (merchant_id, grain, began, kind, till, method, reason) DO UPDATE
        SET (count, amount, fee) = (s.count + excluded.count, s.amount + excluded.amount, s.fee + excluded.fee)
      RETURNING 1)
  SELECT count(*) FROM due INTO taken;
  RETURN taken;
END $$;


ALTER FUNCTION public.roll_up_sales(p_most integer) OWNER TO mbongo_owner;

--
-- Name: rounding_due(uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.rounding_due(payment_id uuid) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE collected uuid := (SELECT coalesce(p.refunds, p.id) FROM payment p WHERE p.id = payment_id);
BEGIN
  PERFORM FROM payment p WHERE p.id = collected FOR NO KEY UPDATE;
  RETURN rounding_left(collected);
END $$;


ALTER FUNCTION public.rounding_due(payment_id uuid) OWNER TO mbongo_owner;

--
-- Name: rounding_left(uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.rounding_left(collected uuid) RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT coalesce((
    SELECT trunc(sum(CASE p.direction WHEN 'collect' THEN p.charged ELSE -p.charged END) * q.rate / 10::numeric ^ q.digits)
      - sum(CASE p.direction WHEN 'collect' THEN p.amount ELSE -p.amount END)
      - coalesce((SELECT sum(l.amount) FROM payment r, transfer t, unnest(t.accounts, t.amounts) l (id, amount)
          WHERE collected IN (r.id, r.refunds) AND t.id = transfer_id('rounding:' || r.id) AND l.id = account_named('rounding')), 0)
    FROM payment p JOIN quote q ON q.id = p.quote_id
    WHERE collected IN (p.id, p.refunds) AND p.state = 'succeeded' GROUP BY q.rate, q.digits), 0)::bigint
$$;


ALTER FUNCTION public.rounding_left(collected uuid) OWNER TO mbongo_owner;

--
-- Name: invoice; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.invoice (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    kind text NOT NULL,
    customer_id uuid NOT NULL,
    of_id uuid,
    reference text DEFAULT ''::text NOT NULL,
    notes text DEFAULT ''::text NOT NULL,
    due_on date,
    withholdings text[] DEFAULT '{}'::text[] NOT NULL,
    deposit bigint DEFAULT 0 NOT NULL,
    net bigint NOT NULL,
    vat bigint NOT NULL,
    total bigint NOT NULL,
    withheld bigint NOT NULL,
    payable bigint NOT NULL,
    state text DEFAULT 'draft'::text NOT NULL,
    year smallint,
    place integer,
    number text,
    issued_on date,
    canonical text,
    hash bytea,
    finalised_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT a_credit_note_takes_back CHECK (((kind <> 'credit_note'::text) OR (of_id IS NOT NULL))),
    CONSTRAINT a_final_one_has_all CHECK ((((state = 'final'::text) = (num_nonnulls(year, place, number, issued_on, canonical, hash, finalised_at) = 7)) AND ((state = 'final'::text) OR (num_nonnulls(year, place, number, issued_on, canonical, hash, finalised_at) = 0)))),
    CONSTRAINT adds_up CHECK (((total = (net + vat)) AND (payable = ((total - withheld) - deposit)))),
    CONSTRAINT invoice_deposit_check CHECK ((deposit >= 0)),
    CONSTRAINT invoice_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'proforma'::text, 'credit_note'::text]))),
    CONSTRAINT invoice_payable_check CHECK ((payable >= 0)),
    CONSTRAINT invoice_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'final'::text, 'dropped'::text])))
);


ALTER TABLE public.invoice OWNER TO mbongo_owner;

--
-- Name: says_itself(public.invoice); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.says_itself(issued public.invoice) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT issued.canonical::jsonb ->> 'invoice_number' = issued.number
    AND (issued.net, issued.vat, issued.total, issued.withheld, issued.deposit, issued.payable) = (
      (t ->> 'total_without_vat')::bigint, (t ->> 'total_vat_amount')::bigint, (t ->> 'total_with_vat')::bigint,
      (t ->> 'withheld_amount')::bigint, (t ->> 'paid_amount')::bigint, (t ->> 'amount_due_for_payment')::bigint)
  FROM (SELECT issued.canonical::jsonb -> 'document_totals' AS t) said
$$;


ALTER FUNCTION public.says_itself(issued public.invoice) OWNER TO mbongo_owner;

--
-- Name: see_in_clear(uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.see_in_clear(person uuid) RETURNS TABLE(person_id uuid, name text, numbers text[], papers text[], addresses text[])
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT p.id, p.name,
    ARRAY (SELECT h.number FROM phone h WHERE h.person_id = p.id ORDER BY h.since DESC),
    ARRAY (SELECT concat_ws(' ', i.kind, i.number, i.name) FROM identity i WHERE i.person_id = p.id ORDER BY i.at DESC),
    ARRAY (SELECT DISTINCT l.email FROM phone h JOIN member_login l ON l.phone = h.number
      WHERE h.person_id = p.id AND h.until IS NULL AND l.email <> '')
  FROM person p WHERE p.id = person
$$;


ALTER FUNCTION public.see_in_clear(person uuid) OWNER TO mbongo_owner;

--
-- Name: see_staff_session(bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.see_staff_session(session bytea) RETURNS TABLE(login text, role text, has_app boolean, factor_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT s.login, s.role, has_staff_app(s.login), o.factor_at FROM staff_session o JOIN staff s USING (login)
  WHERE o.secret_hash = sha256(session) AND o.until > wallet_now() AND s.until IS NULL
$$;


ALTER FUNCTION public.see_staff_session(session bytea) OWNER TO mbongo_owner;

--
-- Name: set_alert_rule(text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.set_alert_rule(asked text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
DECLARE
  agreed staff_request;
  begins date;
  given jsonb;
BEGIN
  SELECT * INTO agreed FROM find_act_under_way('{set_alert_rule}') r WHERE r.subject = 'rule ' || asked AND r.content ->> 'rule' = asked;
  begins := (agreed.content ->> 'day')::date;
  given := agreed.content -> 'numbers';
  IF agreed.id IS NULL OR begins <= (wallet_now() AT TIME ZONE 'Africa/Douala')::date
    OR (SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(given) k)
      IS DISTINCT FROM (SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(alert_numbers(asked, begins)) k)
    OR EXISTS (SELECT FROM jsonb_each(given) g WHERE jsonb_typeof(g.value) <> 'number' OR g.value::text !~ '^[1-9][0-9]{0,11}$')
  THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'two of staff agreed to no such numbers of ' || asked;
  END IF;
  INSERT INTO alert_rule (rule, since, numbers, request_id) VALUES (asked, begins, given, agreed.id);
END $_$;


ALTER FUNCTION public.set_alert_rule(asked text) OWNER TO mbongo_owner;

--
-- Name: set_dormancy_rule(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.set_dormancy_rule() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  agreed staff_request;
  given jsonb;
BEGIN
  SELECT * INTO agreed FROM find_act_under_way('{set_dormancy_rule}') r WHERE r.subject = 'dormancy rule';
  given := agreed.content -> 'numbers';
  IF agreed.id IS NULL OR (agreed.content ->> 'day')::date <= (wallet_now() AT TIME ZONE 'Africa/Douala')::date THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'two of staff agreed to no such rule of dormancy';
  END IF;
  INSERT INTO dormancy_rule (since, dormant_months, warn_days, unclaimed_months, handover_months, request_id) VALUES (
    (agreed.content ->> 'day')::date::timestamp AT TIME ZONE 'Africa/Douala', (given ->> 'dormant')::smallint,
    (given ->> 'warn')::smallint, (given ->> 'unclaimed')::smallint, (given ->> 'handover')::smallint, agreed.id);
END $$;


ALTER FUNCTION public.set_dormancy_rule() OWNER TO mbongo_owner;

--
-- Name: set_new_password(bytea, text, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.set_new_password(token bytea, new_recipe text, key bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.set_new_password(token bytea, new_recipe text, key bytea) OWNER TO mbongo_owner;

--
-- Name: set_staff_role(text, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.set_staff_role(given_login text, given_role text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM find_act_under_way('{set_role}') r
    WHERE r.subject = given_login AND r.content ->> 'role' = given_role)
  THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'two have not agreed to this role of ' || given_login;
  END IF;
  UPDATE staff SET role = given_role WHERE login = given_login;
  DELETE FROM staff_session WHERE login = given_login;
END $$;


ALTER FUNCTION public.set_staff_role(given_login text, given_role text) OWNER TO mbongo_owner;

--
-- Name: sort_hash(text, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.sort_hash(what text, written text, OUT kind text, OUT pepper text) RETURNS record
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $_$
  SELECT what || CASE WHEN whole AND split_part(written, '$', 2) = '' THEN ', bound to nobody' ELSE '' END,
    CASE WHEN whole THEN split_part(written, '$', 1) ELSE 'broken' END
  FROM (SELECT written ~ '^[A-Za-z0-9_-]{1,8}[$]([A-Za-z0-9+/]{86})?[$]argon2id[$]v=[0-9]+[$]m=[0-9,tp=]+([$][A-Za-z0-9+/]+){1,2}$' AS whole) looked
$_$;


ALTER FUNCTION public.sort_hash(what text, written text, OUT kind text, OUT pepper text) OWNER TO mbongo_owner;

--
-- Name: start_staff_app(bytea, text, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.start_staff_app(session bytea, sealed text, key_hash bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  INSERT INTO staff_app AS a (login, secret, proof, since)
  SELECT o.login, sealed, key_hash, wallet_now() FROM see_staff_session(session) o
  ON CONFLICT (login) DO UPDATE SET secret = excluded.secret, proof = excluded.proof, since = excluded.since
  WHERE a.confirmed_at IS NULL;
  RETURN FOUND;
END $$;


ALTER FUNCTION public.start_staff_app(session bytea, sealed text, key_hash bytea) OWNER TO mbongo_owner;

--
-- Name: start_totp(bytea, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.start_totp(session bytea, sealed text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  INSERT INTO member_totp (login_id, secret, since)
  SELECT login, sealed, wallet_now() FROM find_login_that_may_add(session) login WHERE login IS NOT NULL
  ON CONFLICT (login_id) DO UPDATE SET secret = excluded.secret, since = excluded.since
  WHERE member_totp.confirmed_at IS NULL;
  RETURN FOUND;
END $$;


ALTER FUNCTION public.start_totp(session bytea, sealed text) OWNER TO mbongo_owner;

--
-- Name: subscription_due(date, text, integer); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.subscription_due(starts_on date, every text, nth integer) RETURNS date
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT (starts_on + CASE every WHEN 'week' THEN make_interval(weeks => nth) WHEN 'month' THEN make_interval(months => nth)
    ELSE make_interval(years => nth) END)::date
$$;


ALTER FUNCTION public.subscription_due(starts_on date, every text, nth integer) OWNER TO mbongo_owner;

--
-- Name: sum_hours(bigint); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.sum_hours(p_most bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
DECLARE
  today CONSTANT timestamptz := date_trunc('day', wallet_now(), 'Africa/Douala');
  horizon posting_horizon;
  since timestamptz;
  before timestamptz;
  found_legs bigint;
  added bigint := 0;
BEGIN
  SELECT * INTO horizon FROM posting_horizon FOR UPDATE;  -- those who add up take turns; who posts waits for none
  IF horizon.until < today THEN
    UPDATE posting_horizon SET until = today, sure_in = NULL;
    RETURN true;
  END IF;
  -- A transaction that this server has not seen yet was noted on another, of which this is a copy.
  IF horizon.sure_in IS NULL OR horizon.sure_in >= pg_snapshot_xmax(pg_current_snapshot()) THEN
    UPDATE posting_horizon SET sure_in = pg_current_xact_id();
    RETURN true;
  END IF;
  IF pg_snapshot_xmin(pg_current_snapshot()) <= horizon.sure_in THEN
    RETURN false;
  END IF;
  SELECT until INTO since FROM day_summed FOR UPDATE;
  IF since = '-infinity' THEN
    since := coalesce((SELECT date_trunc('day', min(posted_at), 'Africa/Douala') FROM transfer), horizon.until);
  END IF;
  WHILE since < horizon.until AND added < p_most LOOP
    before := least(date_trunc('hour', since, 'Africa/Douala') + interval '1 hour', horizon.until);
    WITH moved AS MATERIALIZED (SELECT * FROM list_moved(since, before)),
      kept AS (
        INSERT INTO day_sum AS s (day, account_kind, account_id, kind, currency, debits, credits, legs)
          SELECT (since AT TIME ZONE 'Africa/Douala')::date, m.* FROM moved m
        ON CONFLICT (day, account_kind, account_id, kind, currency) DO UPDATE SET
          (debits, credits, legs) = (s.debits + excluded.debits, s.credits + excluded.credits, s.legs + excluded.legs))
    SELECT coalesce(sum(legs), 0) INTO found_legs FROM moved;
    added := added + found_legs;
    since := before;
    IF found_legs = 0 AND NOT EXISTS (SELECT FROM transfer WHERE posted_at >= since AND posted_at < horizon.until) THEN
      since := horizon.until;
    END IF;
  END LOOP;
  UPDATE day_summed SET until = since;
  RETURN since < horizon.until;
END $$;


ALTER FUNCTION public.sum_hours(p_most bigint) OWNER TO mbongo_owner;

--
-- Name: sum_retained(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.sum_retained() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  UPDATE account SET retained = retained_of(NEW.account_id) WHERE id = NEW.account_id;
  RETURN NULL;
END $$;


ALTER FUNCTION public.sum_retained() OWNER TO mbongo_owner;

--
-- Name: take_back_request(bytea, uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.take_back_request(session bytea, request_id uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.take_back_request(session bytea, request_id uuid) OWNER TO mbongo_owner;

--
-- Name: tell_changed(uuid, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.tell_changed(login uuid, what text) RETURNS void
    LANGUAGE sql
    SET search_path TO 'public', 'pg_temp'
    AS $$
  INSERT INTO notice (id, phone, language, kind, sentence, "values", due_at, written_at, good_until)
  SELECT gen_random_uuid(), phone, language, 'security', what, '{}', wallet_now(), wallet_now(), wallet_now() + interval '3 days'
  FROM member_login WHERE id = login AND phone IS NOT NULL;
  INSERT INTO mail (id, address, language, kind, about, due_at, written_at, good_until)
  SELECT gen_random_uuid(), email, language, what, id, wallet_now(), wallet_now(), wallet_now() + interval '3 days'
  FROM member_login WHERE id = login AND email IS NOT NULL
$$;


ALTER FUNCTION public.tell_changed(login uuid, what text) OWNER TO mbongo_owner;

--
-- Name: payment; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.payment (
    id uuid NOT NULL,
    purpose text NOT NULL,
    reference text NOT NULL,
    rail text NOT NULL,
    direction text NOT NULL,
    channel text NOT NULL,
    person_id uuid NOT NULL,
    asked_by uuid,
    party_kind text NOT NULL,
    party text NOT NULL,
    amount bigint NOT NULL,
    fee bigint DEFAULT 0 NOT NULL,
    tax bigint DEFAULT 0 NOT NULL,
    reservation uuid,
    request_id uuid,
    refunds uuid,
    counted boolean DEFAULT true NOT NULL,
    sim text DEFAULT ''::text NOT NULL,
    state text DEFAULT 'created'::text NOT NULL,
    handle text DEFAULT ''::text NOT NULL,
    base_url text DEFAULT ''::text NOT NULL,
    redirect_url text DEFAULT ''::text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    operator_id text DEFAULT ''::text NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    polls smallint DEFAULT 0 NOT NULL,
    due_at timestamp with time zone,
    leased_until timestamp with time zone,
    submitted_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    currency public.currency DEFAULT 'XAF'::text NOT NULL,
    charged bigint,
    quote_id uuid,
    checkout_id uuid,
    hurries smallint DEFAULT 0 NOT NULL,
    hurried_at timestamp with time zone,
    recharge_id uuid,
    beside uuid,
    CONSTRAINT charged_by_quote CHECK (((((currency)::text = 'XAF'::text) = (charged IS NULL)) AND ((charged IS NULL) = (quote_id IS NULL)))),
    CONSTRAINT payment_amount_check CHECK ((amount > 0)),
    CONSTRAINT payment_charged_check CHECK ((charged > 0)),
    CONSTRAINT payment_check CHECK (((direction = 'collect'::text) = (reservation IS NULL))),
    CONSTRAINT payment_check1 CHECK (((direction = 'refund'::text) = (refunds IS NOT NULL))),
    CONSTRAINT payment_direction_check CHECK ((direction = ANY (ARRAY['collect'::text, 'pay'::text, 'refund'::text]))),
    CONSTRAINT payment_party_kind_check CHECK ((party_kind = ANY (ARRAY['phone'::text, 'bank'::text, 'payer'::text])))
);


ALTER TABLE public.payment OWNER TO mbongo_owner;

--
-- Name: tell_nothing(public.payment); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.tell_nothing(p public.payment) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
  SELECT CASE p.state WHEN 'expired' THEN 'expired' ELSE coalesce(nullif(left(p.reason, 40), ''), 'failed') END
$$;


ALTER FUNCTION public.tell_nothing(p public.payment) OWNER TO mbongo_owner;

--
-- Name: transfer_id(text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.transfer_id(key text) RETURNS uuid
    LANGUAGE sql STABLE
    AS $$
  SELECT encode(substring(sha256(convert_to(key, 'UTF8')) FROM 1 FOR 16), 'hex')::uuid
$$;


ALTER FUNCTION public.transfer_id(key text) OWNER TO mbongo_owner;

--
-- Name: transfer_size(bigint[]); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.transfer_size(amounts bigint[]) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    AS $$
  SELECT coalesce(sum(amount), 0)::bigint FROM unnest(amounts) amount WHERE amount > 0
$$;


ALTER FUNCTION public.transfer_size(amounts bigint[]) OWNER TO mbongo_owner;

--
-- Name: unmask_person(bytea, uuid, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.unmask_person(session bytea, person uuid, given_for text) RETURNS TABLE(person_id uuid, name text, numbers text[], papers text[], addresses text[])
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  login text := get_login_that_may_ask(session, 'unmask_person');
  seen integer;
BEGIN
  PERFORM refuse_step(is_done_alone('{unmask_person}', person::text), 'who somebody is');
  IF NOT is_for_something(given_for) THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'there is nothing that this could be for';
  END IF;
  SELECT count(DISTINCT a.subject) INTO seen FROM staff_act a WHERE a.kind = 'unmask_person' AND a.asked_by = login
    AND a.at > wallet_now() - interval '24 hours' AND a.subject <> person::text;
  IF seen + 1 >= (SELECT t.amount FROM threshold t WHERE t.name = 'unmaskings' AND t.since <= wallet_now()
      ORDER BY t.since DESC LIMIT 1)
    AND NOT EXISTS (SELECT FROM case_file c WHERE c.kind = 'many_unmasked' AND c.detail LIKE login || ' %'
      AND c.opened_at > wallet_now() - interval '24 hours')
  THEN
    INSERT INTO case_file (id, kind, detail, opened_at) VALUES (gen_random_uuid(), 'many_unmasked',
      format('%s saw %s people in clear within a day', login, seen + 1), wallet_now());
  END IF;
  RETURN QUERY SELECT * FROM see_in_clear(person);
END $$;


ALTER FUNCTION public.unmask_person(session bytea, person uuid, given_for text) OWNER TO mbongo_owner;

--
-- Name: unmasked_for(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.unmasked_for() RETURNS interval
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT interval '15 minutes'
$$;


ALTER FUNCTION public.unmasked_for() OWNER TO mbongo_owner;

--
-- Name: use_api_key(bytea[], text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.use_api_key(digests bytea[], newest text) RETURNS TABLE(id text, merchant_id text, shop text, hint text, live boolean, permissions text[], addresses text[], version date)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
#variable_conflict use_column
DECLARE one api_key;
BEGIN
  SELECT k.* INTO one FROM api_key k JOIN merchant m ON m.id = k.merchant_id
  WHERE k.digest = ANY (digests) AND m.until IS NULL AND (k.until IS NULL OR k.until > wallet_now());
  IF one.pepper <> newest OR one.used_at IS NULL OR one.used_at < wallet_now() - interval '1 minute' THEN
    UPDATE api_key k SET used_at = wallet_now(), digest = digests[1], pepper = newest
    WHERE k.id = (SELECT o.id FROM api_key o WHERE o.id = one.id FOR NO KEY UPDATE SKIP LOCKED);
  END IF;
  RETURN QUERY SELECT one.id::text, m.id::text, m.name, one.hint, one.live, one.permissions, one.addresses, one.version
    FROM merchant m WHERE m.id = one.merchant_id;
END $$;


ALTER FUNCTION public.use_api_key(digests bytea[], newest text) OWNER TO mbongo_owner;

--
-- Name: use_page_code(uuid, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.use_page_code(code uuid, key bytea) RETURNS text
    LANGUAGE sql
    SET search_path TO 'public', 'pg_temp'
    AS $$
  UPDATE page_code SET used_at = wallet_now()
  WHERE id = code AND used_at IS NULL AND asked_at > wallet_now() - interval '10 minutes'
    AND digest = sha256(key) AND tried = sha256(key) AND tried_in <> pg_current_xact_id()
  RETURNING phone
$$;


ALTER FUNCTION public.use_page_code(code uuid, key bytea) OWNER TO mbongo_owner;

--
-- Name: use_recovery_code(bytea, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.use_recovery_code(session bytea, code_digest bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  UPDATE recovery_code SET used_at = wallet_now()
  WHERE login_id = find_member_login(session) AND digest = sha256(code_digest) AND used_at IS NULL;
  RETURN FOUND AND keep_factor(session);
END $$;


ALTER FUNCTION public.use_recovery_code(session bytea, code_digest bytea) OWNER TO mbongo_owner;

--
-- Name: vat_in(bigint, integer); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.vat_in(gross bigint, ppm integer) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT div(2 * gross::numeric * ppm + 1000000 + ppm, 2 * (1000000 + ppm))::bigint
$$;


ALTER FUNCTION public.vat_in(gross bigint, ppm integer) OWNER TO mbongo_owner;

--
-- Name: wallet_now(); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.wallet_now() RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
  IF starts_with(current_database(), 'mbongo_test') THEN
    RETURN clock_timestamp() + (SELECT shift FROM public.clock_shift);
  END IF;
  RETURN clock_timestamp();
END $$;


ALTER FUNCTION public.wallet_now() OWNER TO mbongo_owner;

--
-- Name: withdraw_invitation(bytea, uuid, uuid); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.withdraw_invitation(session bytea, business uuid, made uuid) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


ALTER FUNCTION public.withdraw_invitation(session bytea, business uuid, made uuid) OWNER TO mbongo_owner;

--
-- Name: without_people(jsonb); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.without_people(said jsonb) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'public', 'pg_temp'
    AS $_$
BEGIN
  RETURN CASE jsonb_typeof(said)
    WHEN 'object' THEN (SELECT coalesce(jsonb_object_agg(key, CASE
        WHEN jsonb_typeof(value) = 'string' AND key ~ '(^|_)(phone|number|name|names|email|address|holder|sender|text|reason|note|notes|said|niu)$'
        THEN '""' ELSE without_people(value) END), '{}') FROM jsonb_each(said))
    WHEN 'array' THEN (SELECT coalesce(jsonb_agg(without_people(value) ORDER BY place), '[]')
      FROM jsonb_array_elements(said) WITH ORDINALITY a (value, place))
    ELSE said END;
END $_$;


ALTER FUNCTION public.without_people(said jsonb) OWNER TO mbongo_owner;

--
-- Name: write_member_password(uuid, text, bytea, bytea); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.write_member_password(login uuid, new_recipe text, key bytea, kept bytea) RETURNS void
    LANGUAGE sql
    SET search_path TO 'public', 'pg_temp'
    AS $$
  UPDATE member_login SET recipe = new_recipe, verifier = sha256(key), tries = 0, locked_until = NULL, tried = NULL
  WHERE id = login;
  UPDATE member_session SET ended_at = wallet_now() WHERE login_id = login AND digest <> sha256(kept) AND ended_at IS NULL;
  UPDATE password_reset SET used_at = wallet_now() WHERE login_id = login AND used_at IS NULL;
  SELECT tell_changed(login, 'password_changed')
$$;


ALTER FUNCTION public.write_member_password(login uuid, new_recipe text, key bytea, kept bytea) OWNER TO mbongo_owner;

--
-- Name: write_member_session(uuid, text, bytea, text, text); Type: FUNCTION; Schema: public; Owner: mbongo_owner
--

CREATE FUNCTION public.write_member_session(login uuid, by text, session bytea, address text, browser text) RETURNS void
    LANGUAGE sql
    SET search_path TO 'public', 'pg_temp'
    AS $$
  INSERT INTO member_session (digest, login_id, opened_by, address, browser, opened_at, seen_at)
  VALUES (sha256(session), login, by, address, browser, wallet_now(), wallet_now())
$$;


ALTER FUNCTION public.write_member_session(login uuid, by text, session bytea, address text, browser text) OWNER TO mbongo_owner;

--
-- Name: account; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.account (
    id bigint NOT NULL,
    code text NOT NULL,
    kind text NOT NULL,
    accrued boolean NOT NULL,
    floor bigint,
    currency public.currency DEFAULT 'XAF'::text NOT NULL,
    balance bigint DEFAULT 0 NOT NULL,
    seq bigint DEFAULT 0 NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    retained bigint DEFAULT 0 NOT NULL,
    last_at timestamp with time zone,
    CONSTRAINT account_retained_check CHECK ((retained >= 0)),
    CONSTRAINT balance_not_below_floor_accrued_never_numbered_closed_is_empty CHECK (public.is_sound(accrued, floor, balance, seq, closed_at))
)
WITH (fillfactor='50');


ALTER TABLE public.account OWNER TO mbongo_owner;

--
-- Name: account_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.account ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: account_kind; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.account_kind (
    kind text NOT NULL,
    accrued boolean NOT NULL,
    floor bigint,
    meaning text NOT NULL
);


ALTER TABLE public.account_kind OWNER TO mbongo_owner;

--
-- Name: accrual_due; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.accrual_due (
    account_id bigint NOT NULL,
    transfer_id uuid NOT NULL,
    amount bigint NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='5000');


ALTER TABLE public.accrual_due OWNER TO mbongo_owner;

--
-- Name: act_posted; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.act_posted (
    request_id uuid NOT NULL
);


ALTER TABLE public.act_posted OWNER TO mbongo_owner;

--
-- Name: agent; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.agent (
    code text NOT NULL,
    person_id uuid NOT NULL,
    float_id bigint NOT NULL,
    commission_id bigint NOT NULL,
    low_float bigint NOT NULL,
    wrong_codes smallint DEFAULT 0 NOT NULL,
    wrong_day date,
    state text DEFAULT 'open'::text NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT agent_code_check CHECK ((code ~ '^[0-9]{6}$'::text)),
    CONSTRAINT agent_low_float_check CHECK ((low_float >= 0)),
    CONSTRAINT agent_state_check CHECK ((state = ANY (ARRAY['open'::text, 'suspended'::text, 'closed'::text])))
);


ALTER TABLE public.agent OWNER TO mbongo_owner;

--
-- Name: agent_operation; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.agent_operation (
    agent_code text NOT NULL,
    reference text NOT NULL,
    kind text NOT NULL,
    other_id uuid,
    amount bigint NOT NULL,
    commission bigint DEFAULT 0 NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT agent_operation_amount_check CHECK ((amount > 0))
);


ALTER TABLE public.agent_operation OWNER TO mbongo_owner;

--
-- Name: alembic_version; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);


ALTER TABLE public.alembic_version OWNER TO mbongo_owner;

--
-- Name: alert; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.alert (
    number bigint NOT NULL,
    rule text NOT NULL,
    day date NOT NULL,
    of_case bigint NOT NULL,
    person_id uuid NOT NULL,
    begins timestamp with time zone NOT NULL,
    ends timestamp with time zone NOT NULL,
    times bigint NOT NULL,
    amount bigint NOT NULL,
    about text NOT NULL,
    thing text NOT NULL,
    refs text[] NOT NULL,
    others uuid[] NOT NULL,
    numbers jsonb NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    CONSTRAINT alert_amount_check CHECK ((amount >= 0)),
    CONSTRAINT alert_times_check CHECK ((times > 0))
);


ALTER TABLE public.alert OWNER TO mbongo_owner;

--
-- Name: alert_case; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.alert_case (
    number bigint NOT NULL,
    person_id uuid NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    CONSTRAINT alert_case_state_check CHECK ((state = ANY (ARRAY['open'::text, 'reported'::text, 'closed'::text])))
);


ALTER TABLE public.alert_case OWNER TO mbongo_owner;

--
-- Name: alert_decision; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.alert_decision (
    request_id uuid NOT NULL,
    of_case bigint NOT NULL,
    verdict text NOT NULL,
    until date,
    decided_at timestamp with time zone NOT NULL,
    CONSTRAINT alert_decision_check CHECK (((until IS NOT NULL) = (verdict = ANY (ARRAY['nothing_unusual'::text, 'watched'::text])))),
    CONSTRAINT alert_decision_verdict_check CHECK ((verdict = ANY (ARRAY['nothing_unusual'::text, 'watched'::text, 'reported'::text, 'frozen'::text])))
);


ALTER TABLE public.alert_decision OWNER TO mbongo_owner;

--
-- Name: alert_judged; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.alert_judged (
    rule text NOT NULL,
    until date NOT NULL
);


ALTER TABLE public.alert_judged OWNER TO mbongo_owner;

--
-- Name: alert_number_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.alert ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.alert_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: alert_rule; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.alert_rule (
    rule text NOT NULL,
    since date NOT NULL,
    numbers jsonb NOT NULL,
    request_id uuid
);


ALTER TABLE public.alert_rule OWNER TO mbongo_owner;

--
-- Name: api_key; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.api_key (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    hint text NOT NULL,
    digest bytea NOT NULL,
    pepper text NOT NULL,
    live boolean NOT NULL,
    permissions text[] DEFAULT '{}'::text[] NOT NULL,
    addresses text[] DEFAULT '{}'::text[] NOT NULL,
    version date NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    used_at timestamp with time zone,
    CONSTRAINT api_key_hint_check CHECK ((hint ~ '^sk_(live|test)_[A-Za-z0-9]{6}$'::text))
);


ALTER TABLE public.api_key OWNER TO mbongo_owner;

--
-- Name: ask; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.ask (
    id uuid NOT NULL,
    key text NOT NULL,
    phone text NOT NULL,
    person_id uuid NOT NULL,
    kind text NOT NULL,
    content jsonb NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    pepper text,
    CONSTRAINT ask_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'dropped'::text, 'done'::text])))
);


ALTER TABLE public.ask OWNER TO mbongo_owner;

--
-- Name: bank_account_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.bank_account ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: bank_file; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.bank_file (
    id bigint NOT NULL,
    account_id integer NOT NULL,
    sha256 text NOT NULL,
    name text NOT NULL,
    imported_at timestamp with time zone NOT NULL,
    closing bigint,
    closes_on date
);


ALTER TABLE public.bank_file OWNER TO mbongo_owner;

--
-- Name: bank_file_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.bank_file ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: bank_leg; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.bank_leg (
    id bigint NOT NULL,
    transfer_id uuid NOT NULL,
    account_id integer NOT NULL,
    move text NOT NULL,
    amount bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    line_id bigint,
    CONSTRAINT bank_leg_amount_check CHECK ((amount <> 0))
);


ALTER TABLE public.bank_leg OWNER TO mbongo_owner;

--
-- Name: bank_leg_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.bank_leg ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_leg_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: bank_line_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.bank_line ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: bank_line_paid; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.bank_line_paid (
    line_id bigint NOT NULL,
    checkout_id uuid NOT NULL,
    at timestamp with time zone NOT NULL
);


ALTER TABLE public.bank_line_paid OWNER TO mbongo_owner;

--
-- Name: bank_line_read; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE UNLOGGED TABLE public.bank_line_read (
    line integer,
    account text,
    statement text,
    booked_on date,
    value_on date,
    amount bigint,
    currency text,
    bank_reference text,
    end_to_end_id text,
    rf text,
    name text,
    party_account text,
    words text,
    reverses boolean,
    returned text,
    identity uuid,
    rf_codes text[],
    text_codes text[]
);


ALTER TABLE public.bank_line_read OWNER TO mbongo_owner;

--
-- Name: bill; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.bill (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    reference text NOT NULL,
    number text NOT NULL,
    amount bigint NOT NULL,
    paid_with uuid,
    known_until timestamp with time zone NOT NULL,
    learnt_at timestamp with time zone NOT NULL,
    CONSTRAINT bill_amount_check CHECK ((amount > 0))
);


ALTER TABLE public.bill OWNER TO mbongo_owner;

--
-- Name: bill_search; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.bill_search (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    reference text NOT NULL,
    person_id uuid NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    due_at timestamp with time zone NOT NULL,
    bill_id uuid,
    code text,
    asked_at timestamp with time zone NOT NULL,
    CONSTRAINT bill_search_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'asking'::text, 'found'::text, 'missing'::text, 'failed'::text])))
);


ALTER TABLE public.bill_search OWNER TO mbongo_owner;

--
-- Name: block; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.block (
    blocker text NOT NULL,
    blocked_id uuid NOT NULL,
    since timestamp with time zone NOT NULL
);


ALTER TABLE public.block OWNER TO mbongo_owner;

--
-- Name: business_act; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.business_act (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    login_id uuid,
    kind text NOT NULL,
    content jsonb NOT NULL,
    refused text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL
);


ALTER TABLE public.business_act OWNER TO mbongo_owner;

--
-- Name: level_rule; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.level_rule (
    level smallint NOT NULL,
    since timestamp with time zone NOT NULL,
    methods text[] NOT NULL,
    needs text[] NOT NULL,
    payment_most bigint,
    month_most bigint,
    payout_most bigint,
    tax_free boolean NOT NULL,
    request_id uuid,
    CONSTRAINT level_rule_level_check CHECK (((level >= 0) AND (level <= 2))),
    CONSTRAINT level_rule_month_most_check CHECK ((month_most > 0)),
    CONSTRAINT level_rule_payment_most_check CHECK ((payment_most > 0)),
    CONSTRAINT level_rule_payout_most_check CHECK ((payout_most > 0)),
    CONSTRAINT taxed_is_not_paid CHECK ((tax_free OR (methods = '{}'::text[])))
);


ALTER TABLE public.level_rule OWNER TO mbongo_owner;

--
-- Name: business_level; Type: VIEW; Schema: public; Owner: mbongo_owner
--

CREATE VIEW public.business_level AS
 SELECT DISTINCT ON (level) level,
    methods,
    needs,
    payment_most,
    month_most,
    payout_most,
    tax_free
   FROM public.level_rule
  WHERE (since <= public.wallet_now())
  ORDER BY level, since DESC;


ALTER VIEW public.business_level OWNER TO mbongo_owner;

--
-- Name: business_usage; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.business_usage (
    merchant_id uuid NOT NULL,
    month date NOT NULL,
    amount bigint NOT NULL,
    CONSTRAINT business_usage_amount_check CHECK ((amount >= 0)),
    CONSTRAINT business_usage_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);


ALTER TABLE public.business_usage OWNER TO mbongo_owner;

--
-- Name: callback_in; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.callback_in (
    id uuid NOT NULL,
    rail text NOT NULL,
    body bytea NOT NULL,
    heard_at timestamp with time zone NOT NULL,
    hint text DEFAULT ''::text NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    proof text DEFAULT ''::text NOT NULL,
    CONSTRAINT callback_in_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'parked'::text, 'matched'::text, 'unmatched'::text])))
);


ALTER TABLE public.callback_in OWNER TO mbongo_owner;

--
-- Name: case_file; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.case_file (
    id uuid NOT NULL,
    number bigint NOT NULL,
    payment_id uuid,
    kind text NOT NULL,
    detail text NOT NULL,
    transfer_id uuid,
    state text DEFAULT 'open'::text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    CONSTRAINT case_file_state_check CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))
);


ALTER TABLE public.case_file OWNER TO mbongo_owner;

--
-- Name: case_file_number_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.case_file ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.case_file_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: cash_out; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.cash_out (
    id uuid NOT NULL,
    reference text NOT NULL,
    agent_code text NOT NULL,
    customer_id uuid NOT NULL,
    channel text NOT NULL,
    amount bigint NOT NULL,
    fee bigint NOT NULL,
    tax bigint NOT NULL,
    commission bigint NOT NULL,
    held uuid NOT NULL,
    place smallint NOT NULL,
    code_digest text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    pepper text,
    CONSTRAINT cash_out_amount_check CHECK ((amount > 0)),
    CONSTRAINT cash_out_place_check CHECK (((place >= 0) AND (place <= 99))),
    CONSTRAINT cash_out_state_check CHECK ((state = ANY (ARRAY['open'::text, 'paid'::text, 'returned'::text])))
);


ALTER TABLE public.cash_out OWNER TO mbongo_owner;

--
-- Name: caution; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.caution (
    kind text NOT NULL,
    since timestamp with time zone NOT NULL,
    amount bigint NOT NULL,
    CONSTRAINT caution_amount_check CHECK ((amount > 0))
);


ALTER TABLE public.caution OWNER TO mbongo_owner;

--
-- Name: ceiling; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.ceiling (
    tier smallint NOT NULL,
    direction text NOT NULL,
    span text NOT NULL,
    since timestamp with time zone NOT NULL,
    amount bigint,
    request_id uuid,
    CONSTRAINT ceiling_amount CHECK ((amount > 0)),
    CONSTRAINT ceiling_direction_check CHECK ((direction = ANY (ARRAY['out'::text, 'in'::text, 'sms'::text]))),
    CONSTRAINT ceiling_span_check CHECK ((span = ANY (ARRAY['operation'::text, 'day'::text, 'week'::text, 'month'::text, 'balance'::text])))
);


ALTER TABLE public.ceiling OWNER TO mbongo_owner;

--
-- Name: channel; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.channel (
    name text NOT NULL
);


ALTER TABLE public.channel OWNER TO mbongo_owner;

--
-- Name: charge; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.charge (
    subscription_id uuid NOT NULL,
    period integer NOT NULL,
    due_on date NOT NULL,
    amount bigint NOT NULL,
    fee bigint DEFAULT 0 NOT NULL,
    state text NOT NULL,
    reference text,
    at timestamp with time zone NOT NULL,
    CONSTRAINT charge_amount_check CHECK ((amount > 0)),
    CONSTRAINT charge_fee_check CHECK ((fee >= 0)),
    CONSTRAINT charge_period_check CHECK ((period >= 0)),
    CONSTRAINT charge_state_check CHECK ((state = ANY (ARRAY['paid'::text, 'missed'::text]))),
    CONSTRAINT named CHECK (((state = 'paid'::text) = (reference IS NOT NULL)))
);


ALTER TABLE public.charge OWNER TO mbongo_owner;

--
-- Name: checkout_ask; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.checkout_ask (
    checkout_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    told boolean NOT NULL,
    dropped boolean NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    reminded_at timestamp with time zone,
    refused_at timestamp with time zone,
    CONSTRAINT checkout_ask_check CHECK (((phone = ''::text) <> (email = ''::text)))
);


ALTER TABLE public.checkout_ask OWNER TO mbongo_owner;

--
-- Name: claim; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.claim (
    id uuid NOT NULL,
    phone text NOT NULL,
    hold uuid NOT NULL,
    sender_id uuid,
    channel text NOT NULL,
    amount bigint NOT NULL,
    fee bigint DEFAULT 0 NOT NULL,
    tax bigint DEFAULT 0 NOT NULL,
    reference text NOT NULL,
    language text NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    held_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT claim_amount_check CHECK ((amount > 0)),
    CONSTRAINT claim_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'claimed'::text, 'returned'::text, 'cancelled'::text])))
);


ALTER TABLE public.claim OWNER TO mbongo_owner;

--
-- Name: clock_shift; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.clock_shift (
    only_row boolean DEFAULT true NOT NULL,
    shift interval DEFAULT '00:00:00'::interval NOT NULL,
    CONSTRAINT clock_shift_only_row_check CHECK (only_row),
    CONSTRAINT only_a_test_shifts_time CHECK (((shift = '00:00:00'::interval) OR starts_with((current_database())::text, 'mbongo_test'::text)))
);


ALTER TABLE public.clock_shift OWNER TO mbongo_owner;

--
-- Name: closed_day; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.closed_day (
    day date NOT NULL,
    figures text NOT NULL,
    hash bytea NOT NULL,
    request_id uuid NOT NULL,
    closed_at timestamp with time zone NOT NULL
);


ALTER TABLE public.closed_day OWNER TO mbongo_owner;

--
-- Name: closed_month; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.closed_month (
    month date NOT NULL,
    figures text NOT NULL,
    hash bytea NOT NULL,
    request_id uuid NOT NULL,
    closed_at timestamp with time zone NOT NULL,
    CONSTRAINT closed_month_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);


ALTER TABLE public.closed_month OWNER TO mbongo_owner;

--
-- Name: code_look; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.code_look (
    phone text NOT NULL,
    day date NOT NULL,
    wrong smallint DEFAULT 0 NOT NULL,
    seen smallint DEFAULT 0 NOT NULL
);


ALTER TABLE public.code_look OWNER TO mbongo_owner;

--
-- Name: contest; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.contest (
    id uuid NOT NULL,
    transfer_id uuid NOT NULL,
    case_number bigint NOT NULL,
    reference text NOT NULL,
    giver_id uuid NOT NULL,
    receiver_id uuid NOT NULL,
    account_id bigint NOT NULL,
    amount bigint NOT NULL,
    held bigint NOT NULL,
    fee bigint DEFAULT 0 NOT NULL,
    hold_id uuid,
    state text DEFAULT 'open'::text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    CONSTRAINT contest_amount_check CHECK ((amount > 0)),
    CONSTRAINT contest_check CHECK (((held >= 0) AND (held <= amount))),
    CONSTRAINT contest_check1 CHECK (((fee >= 0) AND (fee <= held))),
    CONSTRAINT contest_check2 CHECK (((hold_id IS NULL) = (held = 0))),
    CONSTRAINT contest_check3 CHECK (((state = 'open'::text) = (decided_at IS NULL))),
    CONSTRAINT contest_state_check CHECK ((state = ANY (ARRAY['open'::text, 'given back'::text, 'left'::text])))
);


ALTER TABLE public.contest OWNER TO mbongo_owner;

--
-- Name: customer; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.customer (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    name text NOT NULL,
    niu text DEFAULT ''::text NOT NULL,
    rccm text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    language text DEFAULT 'fr'::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT customer_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
    CONSTRAINT customer_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120)))
);


ALTER TABLE public.customer OWNER TO mbongo_owner;

--
-- Name: day_sum; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.day_sum (
    day date NOT NULL,
    account_kind text NOT NULL,
    account_id bigint NOT NULL,
    kind text NOT NULL,
    currency public.currency NOT NULL,
    debits bigint NOT NULL,
    credits bigint NOT NULL,
    legs bigint NOT NULL,
    CONSTRAINT day_sum_credits_check CHECK ((credits >= 0)),
    CONSTRAINT day_sum_debits_check CHECK ((debits >= 0)),
    CONSTRAINT day_sum_legs_check CHECK ((legs > 0))
);


ALTER TABLE public.day_sum OWNER TO mbongo_owner;

--
-- Name: day_summed; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.day_summed (
    only_row boolean DEFAULT true NOT NULL,
    until timestamp with time zone NOT NULL,
    CONSTRAINT day_summed_only_row_check CHECK (only_row)
);


ALTER TABLE public.day_summed OWNER TO mbongo_owner;

--
-- Name: delivery; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.delivery (
    gateway_id text NOT NULL,
    status text NOT NULL,
    rank smallint NOT NULL,
    failure text,
    at timestamp with time zone NOT NULL
);


ALTER TABLE public.delivery OWNER TO mbongo_owner;

--
-- Name: delivery_try; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.delivery_try (
    delivery_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    status smallint DEFAULT 0 NOT NULL,
    took_ms integer NOT NULL,
    answer text DEFAULT ''::text NOT NULL,
    why text DEFAULT ''::text NOT NULL
);


ALTER TABLE public.delivery_try OWNER TO mbongo_owner;

--
-- Name: discrepancy; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.discrepancy (
    id bigint NOT NULL,
    rail text NOT NULL,
    class text NOT NULL,
    row_id bigint,
    payment_id uuid,
    state text DEFAULT 'open'::text NOT NULL,
    corrections smallint DEFAULT 0 NOT NULL,
    found_at timestamp with time zone NOT NULL,
    CONSTRAINT discrepancy_check CHECK (((row_id IS NOT NULL) OR (payment_id IS NOT NULL))),
    CONSTRAINT discrepancy_class_check CHECK ((class = ANY (ARRAY['missing_there'::text, 'missing_here'::text, 'amount_differs'::text, 'status_differs'::text, 'duplicate'::text]))),
    CONSTRAINT discrepancy_state_check CHECK ((state = ANY (ARRAY['open'::text, 'gone'::text, 'corrected'::text, 'corrected_wrongly'::text])))
);


ALTER TABLE public.discrepancy OWNER TO mbongo_owner;

--
-- Name: discrepancy_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.discrepancy ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.discrepancy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: document_content; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.document_content (
    document_id uuid NOT NULL,
    sealed_key text NOT NULL,
    nonce bytea NOT NULL,
    content bytea NOT NULL,
    let_go_at timestamp with time zone,
    CONSTRAINT document_content_nonce_check CHECK ((length(nonce) = 12))
);


ALTER TABLE public.document_content OWNER TO mbongo_owner;

--
-- Name: door_use; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.door_use (
    door text NOT NULL,
    secret_tag text NOT NULL,
    newest boolean NOT NULL,
    calls bigint NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL
);


ALTER TABLE public.door_use OWNER TO mbongo_owner;

--
-- Name: dormancy; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.dormancy (
    person_id uuid NOT NULL,
    idle_since timestamp with time zone NOT NULL,
    warned_at timestamp with time zone NOT NULL,
    dormant_at timestamp with time zone
);


ALTER TABLE public.dormancy OWNER TO mbongo_owner;

--
-- Name: dormancy_sweep; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.dormancy_sweep (
    only_row boolean DEFAULT true NOT NULL,
    day date NOT NULL,
    after uuid,
    CONSTRAINT dormancy_sweep_only_row_check CHECK (only_row)
);


ALTER TABLE public.dormancy_sweep OWNER TO mbongo_owner;

--
-- Name: dormant_batch; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.dormant_batch (
    id bigint NOT NULL,
    made_by text NOT NULL,
    made_at timestamp with time zone NOT NULL
);


ALTER TABLE public.dormant_batch OWNER TO mbongo_owner;

--
-- Name: dormant_batch_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.dormant_batch ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.dormant_batch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: dormant_handover; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.dormant_handover (
    id bigint NOT NULL,
    made_by text NOT NULL,
    made_at timestamp with time zone NOT NULL
);


ALTER TABLE public.dormant_handover OWNER TO mbongo_owner;

--
-- Name: dormant_handover_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.dormant_handover ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.dormant_handover_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: dormant_line; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.dormant_line (
    id uuid NOT NULL,
    batch_id bigint NOT NULL,
    person_id uuid NOT NULL,
    idle_since timestamp with time zone NOT NULL,
    amount bigint NOT NULL,
    state text DEFAULT 'listed'::text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    kept_at timestamp with time zone,
    handover_id bigint,
    CONSTRAINT dormant_line_amount_check CHECK ((amount > 0)),
    CONSTRAINT dormant_line_state_check CHECK ((state = ANY (ARRAY['listed'::text, 'moved'::text, 'woken'::text, 'returned'::text, 'handed'::text])))
);


ALTER TABLE public.dormant_line OWNER TO mbongo_owner;

--
-- Name: endpoint; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.endpoint (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    url text NOT NULL,
    kinds text[] DEFAULT '{}'::text[] NOT NULL,
    secret text NOT NULL,
    secret_before text,
    before_until timestamp with time zone,
    state text DEFAULT 'on'::text NOT NULL,
    failing_since timestamp with time zone,
    slow boolean DEFAULT false NOT NULL,
    leased_until timestamp with time zone,
    since timestamp with time zone NOT NULL,
    CONSTRAINT endpoint_state_check CHECK ((state = ANY (ARRAY['on'::text, 'off'::text, 'removed'::text]))),
    CONSTRAINT endpoint_url_check CHECK ((length(url) <= 500))
);


ALTER TABLE public.endpoint OWNER TO mbongo_owner;

--
-- Name: entry; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.entry (
    account_id bigint NOT NULL,
    transfer_id uuid NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL,
    amount bigint NOT NULL,
    balance_after bigint NOT NULL,
    posted_at timestamp with time zone NOT NULL
)
PARTITION BY RANGE (posted_at);


ALTER TABLE public.entry OWNER TO mbongo_owner;

--
-- Name: entry_before; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.entry_before (
    account_id bigint CONSTRAINT entry_account_id_not_null NOT NULL,
    transfer_id uuid CONSTRAINT entry_transfer_id_not_null NOT NULL,
    seq bigint CONSTRAINT entry_seq_not_null NOT NULL,
    kind text CONSTRAINT entry_kind_not_null NOT NULL,
    amount bigint CONSTRAINT entry_amount_not_null NOT NULL,
    balance_after bigint CONSTRAINT entry_balance_after_not_null NOT NULL,
    posted_at timestamp with time zone CONSTRAINT entry_posted_at_not_null NOT NULL
);


ALTER TABLE public.entry_before OWNER TO mbongo_owner;

--
-- Name: entry_rest; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.entry_rest (
    account_id bigint CONSTRAINT entry_account_id_not_null NOT NULL,
    transfer_id uuid CONSTRAINT entry_transfer_id_not_null NOT NULL,
    seq bigint CONSTRAINT entry_seq_not_null NOT NULL,
    kind text CONSTRAINT entry_kind_not_null NOT NULL,
    amount bigint CONSTRAINT entry_amount_not_null NOT NULL,
    balance_after bigint CONSTRAINT entry_balance_after_not_null NOT NULL,
    posted_at timestamp with time zone CONSTRAINT entry_posted_at_not_null NOT NULL
);


ALTER TABLE public.entry_rest OWNER TO mbongo_owner;

--
-- Name: event; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.event (
    id uuid NOT NULL,
    number bigint,
    merchant_id uuid NOT NULL,
    kind text NOT NULL,
    object_id text NOT NULL,
    data jsonb NOT NULL,
    at timestamp with time zone NOT NULL
);


ALTER TABLE public.event OWNER TO mbongo_owner;

--
-- Name: event_count; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.event_count (
    published bigint NOT NULL
);


ALTER TABLE public.event_count OWNER TO mbongo_owner;

--
-- Name: event_delivery; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.event_delivery (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    event_id uuid NOT NULL,
    number bigint NOT NULL,
    object_id text NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    due_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT event_delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'failed'::text])))
);


ALTER TABLE public.event_delivery OWNER TO mbongo_owner;

--
-- Name: favourite; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.favourite (
    owner_id uuid NOT NULL,
    person_id uuid NOT NULL,
    since timestamp with time zone NOT NULL
);


ALTER TABLE public.favourite OWNER TO mbongo_owner;

--
-- Name: idempotent_answer; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.idempotent_answer (
    merchant_id uuid NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status smallint,
    body text,
    at timestamp with time zone NOT NULL,
    CONSTRAINT idempotent_answer_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255)))
);


ALTER TABLE public.idempotent_answer OWNER TO mbongo_owner;

--
-- Name: identity; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.identity (
    person_id uuid NOT NULL,
    kind text NOT NULL,
    number text NOT NULL,
    name text NOT NULL,
    seen_by text NOT NULL,
    at timestamp with time zone NOT NULL,
    disowned_at timestamp with time zone,
    CONSTRAINT identity_kind_check CHECK ((kind = ANY (ARRAY['cni'::text, 'passport'::text, 'receipt'::text, 'stay'::text])))
);


ALTER TABLE public.identity OWNER TO mbongo_owner;

--
-- Name: invitation; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.invitation (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    email text,
    phone text,
    role text NOT NULL,
    tills text[] DEFAULT '{}'::text[] NOT NULL,
    invited_by uuid,
    invited_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    login_id uuid,
    ended_at timestamp with time zone,
    CONSTRAINT ended CHECK ((((state = 'open'::text) = (ended_at IS NULL)) AND ((state = 'accepted'::text) = (login_id IS NOT NULL)))),
    CONSTRAINT invitation_email_check CHECK ((email = lower(email))),
    CONSTRAINT invitation_state_check CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'withdrawn'::text]))),
    CONSTRAINT to_one_address CHECK ((num_nonnulls(email, phone) = 1))
);


ALTER TABLE public.invitation OWNER TO mbongo_owner;

--
-- Name: invoice_deadline; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.invoice_deadline (
    id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    what text NOT NULL,
    days smallint NOT NULL,
    due_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    told boolean,
    CONSTRAINT done_says_whether_told CHECK (((done_at IS NULL) = (told IS NULL))),
    CONSTRAINT invoice_deadline_what_check CHECK ((what = ANY (ARRAY['reminder'::text, 'overdue'::text])))
);


ALTER TABLE public.invoice_deadline OWNER TO mbongo_owner;

--
-- Name: invoice_issuer; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.invoice_issuer (
    merchant_id uuid NOT NULL,
    legal_name text NOT NULL,
    address text NOT NULL,
    niu text NOT NULL,
    rccm text DEFAULT ''::text NOT NULL,
    tax_centre text DEFAULT ''::text NOT NULL,
    regime text NOT NULL,
    vat_shown text DEFAULT 'whole'::text NOT NULL,
    language text DEFAULT 'fr'::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    reminder_days smallint[] DEFAULT '{-3,0,7}'::smallint[] NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT invoice_issuer_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
    CONSTRAINT invoice_issuer_legal_name_check CHECK (((length(legal_name) >= 1) AND (length(legal_name) <= 120))),
    CONSTRAINT invoice_issuer_niu_check CHECK ((niu ~ '^[A-Z][0-9]{12}[A-Z]$'::text)),
    CONSTRAINT invoice_issuer_regime_check CHECK ((regime = ANY (ARRAY['real'::text, 'simplified'::text, 'igs'::text]))),
    CONSTRAINT invoice_issuer_vat_shown_check CHECK ((vat_shown = ANY (ARRAY['whole'::text, 'split'::text])))
);


ALTER TABLE public.invoice_issuer OWNER TO mbongo_owner;

--
-- Name: invoice_line; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.invoice_line (
    invoice_id uuid NOT NULL,
    place smallint NOT NULL,
    title text NOT NULL,
    quantity numeric(18,6) NOT NULL,
    unit text DEFAULT ''::text NOT NULL,
    unit_price bigint NOT NULL,
    discount bigint DEFAULT 0 NOT NULL,
    discount_percent numeric(5,2),
    vat text NOT NULL,
    ppm integer NOT NULL,
    cac_ppm integer NOT NULL,
    exemption text DEFAULT ''::text NOT NULL,
    net bigint NOT NULL,
    CONSTRAINT invoice_line_discount_check CHECK ((discount >= 0)),
    CONSTRAINT invoice_line_discount_percent_check CHECK (((discount_percent >= (0)::numeric) AND (discount_percent <= (100)::numeric))),
    CONSTRAINT invoice_line_net_check CHECK ((net >= 0)),
    CONSTRAINT invoice_line_quantity_check CHECK ((quantity > (0)::numeric)),
    CONSTRAINT invoice_line_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200))),
    CONSTRAINT invoice_line_unit_price_check CHECK ((unit_price >= 0))
);


ALTER TABLE public.invoice_line OWNER TO mbongo_owner;

--
-- Name: invoice_sending; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.invoice_sending (
    id bigint NOT NULL,
    invoice_id uuid NOT NULL,
    way text NOT NULL,
    address text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT invoice_sending_way_check CHECK ((way = ANY (ARRAY['email'::text, 'sms'::text])))
);


ALTER TABLE public.invoice_sending OWNER TO mbongo_owner;

--
-- Name: invoice_sending_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.invoice_sending ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.invoice_sending_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: invoice_series; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.invoice_series (
    merchant_id uuid NOT NULL,
    kind text NOT NULL,
    year smallint NOT NULL,
    taken integer NOT NULL,
    last_on date NOT NULL,
    last_hash bytea NOT NULL,
    CONSTRAINT invoice_series_taken_check CHECK ((taken > 0))
);


ALTER TABLE public.invoice_series OWNER TO mbongo_owner;

--
-- Name: key_held; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.key_held (
    process text NOT NULL,
    host text NOT NULL,
    key text NOT NULL,
    tag text NOT NULL,
    place smallint NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL
);


ALTER TABLE public.key_held OWNER TO mbongo_owner;

--
-- Name: level_need; Type: VIEW; Schema: public; Owner: mbongo_owner
--

CREATE VIEW public.level_need AS
 SELECT level,
    unnest(needs) AS kind
   FROM public.business_level;


ALTER VIEW public.level_need OWNER TO mbongo_owner;

--
-- Name: link; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.link (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    title text NOT NULL,
    amount bigint,
    "least" bigint,
    most bigint,
    times integer,
    fields text[] DEFAULT '{}'::text[] NOT NULL,
    thanks text DEFAULT ''::text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    until timestamp with time zone,
    till text,
    made_by uuid,
    made_by_key uuid,
    CONSTRAINT an_open_amount_has_bounds CHECK (((amount IS NOT NULL) OR (("least" IS NOT NULL) AND (most >= "least")))),
    CONSTRAINT known_fields CHECK ((fields <@ ARRAY['name'::text, 'phone'::text, 'email'::text, 'reference'::text])),
    CONSTRAINT link_amount_check CHECK ((amount > 0)),
    CONSTRAINT link_least_check CHECK (("least" > 0)),
    CONSTRAINT link_state_check CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text]))),
    CONSTRAINT link_times_check CHECK ((times > 0)),
    CONSTRAINT link_title_check CHECK (((length(title) >= 1) AND (length(title) <= 60))),
    CONSTRAINT made_by_one CHECK ((num_nonnulls(made_by, made_by_key) <= 1))
);


ALTER TABLE public.link OWNER TO mbongo_owner;

--
-- Name: logo; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.logo (
    sha256 text NOT NULL,
    merchant_id uuid NOT NULL,
    content bytea NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT is_what_it_says CHECK ((encode(sha256(content), 'hex'::text) = sha256)),
    CONSTRAINT logo_content_check CHECK (((length(content) >= 1) AND (length(content) <= 24000))),
    CONSTRAINT logo_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);


ALTER TABLE public.logo OWNER TO mbongo_owner;

--
-- Name: mail; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.mail (
    id uuid NOT NULL,
    address text NOT NULL,
    language text NOT NULL,
    kind text NOT NULL,
    about uuid NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    maybe_sent smallint DEFAULT 0 NOT NULL,
    due_at timestamp with time zone NOT NULL,
    failure text,
    written_at timestamp with time zone NOT NULL,
    good_until timestamp with time zone NOT NULL,
    CONSTRAINT mail_kind_check CHECK ((kind = ANY (ARRAY['checkout_paid'::text, 'invoice_sent'::text, 'invoice_reminder'::text, 'invitation'::text, 'new_password'::text, 'password_changed'::text, 'request_asked'::text, 'request_reminder'::text, 'request_ended'::text, 'request_paid'::text, 'request_late'::text, 'key_may_refund'::text, 'factor_changed'::text, 'settlement_added'::text, 'claim_to_make'::text, 'shop_request_asked'::text, 'shop_request_reminder'::text, 'shop_request_ended'::text, 'document_refused'::text, 'document_ends'::text, 'level_changed'::text, 'payroll_asked'::text, 'payroll_ended'::text]))),
    CONSTRAINT mail_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'sent'::text, 'uncertain'::text, 'bounced'::text, 'expired'::text])))
);


ALTER TABLE public.mail OWNER TO mbongo_owner;

--
-- Name: mandate; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.mandate (
    id uuid NOT NULL,
    subscription_id uuid NOT NULL,
    most bigint NOT NULL,
    every text NOT NULL,
    starts_on date NOT NULL,
    times smallint,
    terms text NOT NULL,
    said jsonb NOT NULL,
    language text NOT NULL,
    channel text NOT NULL,
    reference text NOT NULL,
    agreed_at timestamp with time zone NOT NULL,
    CONSTRAINT mandate_most_check CHECK ((most > 0))
);


ALTER TABLE public.mandate OWNER TO mbongo_owner;

--
-- Name: mask_life; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.mask_life (
    kind text NOT NULL,
    days integer NOT NULL,
    done_until timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT mask_life_days_check CHECK (((days >= 30) AND (days <= 3650)))
);


ALTER TABLE public.mask_life OWNER TO mbongo_owner;

--
-- Name: member_login; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.member_login (
    id uuid NOT NULL,
    email text,
    phone text,
    name text NOT NULL,
    language text DEFAULT 'fr'::text NOT NULL,
    recipe text,
    verifier bytea,
    tries smallint DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone,
    tried bytea,
    tried_in xid8,
    factor_tries smallint DEFAULT 0 NOT NULL,
    factor_locks smallint DEFAULT 0 NOT NULL,
    factor_locked_until timestamp with time zone,
    factor_tried_in xid8,
    since timestamp with time zone NOT NULL,
    factor_key text,
    factor_proof bytea,
    CONSTRAINT member_login_email_check CHECK (((email = lower(email)) AND (length(email) <= 200))),
    CONSTRAINT member_login_name_check CHECK (((length(name) >= 2) AND (length(name) <= 60))),
    CONSTRAINT reached_somehow CHECK ((num_nonnulls(email, phone) > 0)),
    CONSTRAINT whole_factor_key CHECK (((factor_key IS NULL) = (factor_proof IS NULL))),
    CONSTRAINT whole_password CHECK (((recipe IS NULL) = (verifier IS NULL)))
);


ALTER TABLE public.member_login OWNER TO mbongo_owner;

--
-- Name: member_permission; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.member_permission (
    role text NOT NULL,
    may text NOT NULL
);


ALTER TABLE public.member_permission OWNER TO mbongo_owner;

--
-- Name: member_totp; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.member_totp (
    login_id uuid NOT NULL,
    secret text NOT NULL,
    last_step bigint DEFAULT 0 NOT NULL,
    since timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone
);


ALTER TABLE public.member_totp OWNER TO mbongo_owner;

--
-- Name: membership; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.membership (
    merchant_id uuid NOT NULL,
    login_id uuid NOT NULL,
    role text NOT NULL,
    tills text[] DEFAULT '{}'::text[] NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    CONSTRAINT membership_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'manager'::text, 'accountant'::text, 'payroll_maker'::text, 'payroll_approver'::text, 'cashier'::text, 'developer'::text, 'viewer'::text])))
);


ALTER TABLE public.membership OWNER TO mbongo_owner;

--
-- Name: merchant; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.merchant (
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    name text NOT NULL,
    account_id bigint NOT NULL,
    phone text,
    texts text DEFAULT 'each'::text NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    biller text,
    lookup_url text,
    level smallint DEFAULT 0 NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    language text DEFAULT 'fr'::text NOT NULL,
    renamed_at timestamp with time zone,
    logo text,
    CONSTRAINT closed_is_no_biller CHECK (((until IS NULL) OR (biller IS NULL))),
    CONSTRAINT merchant_biller_check CHECK ((biller ~ '^[A-Z]{2,12}$'::text)),
    CONSTRAINT merchant_email_check CHECK ((length(email) <= 200)),
    CONSTRAINT merchant_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
    CONSTRAINT merchant_level_check CHECK (((level >= 0) AND (level <= 2))),
    CONSTRAINT merchant_lookup_url_check CHECK ((lookup_url ~ '^https?://'::text)),
    CONSTRAINT merchant_name_check CHECK (((length(name) >= 2) AND (length(name) <= 20))),
    CONSTRAINT merchant_texts_check CHECK ((texts = ANY (ARRAY['each'::text, 'daily'::text]))),
    CONSTRAINT only_billers_are_asked CHECK (((lookup_url IS NULL) OR (biller IS NOT NULL)))
);


ALTER TABLE public.merchant OWNER TO mbongo_owner;

--
-- Name: month_counted; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.month_counted (
    month date NOT NULL,
    counted_at timestamp with time zone NOT NULL
);


ALTER TABLE public.month_counted OWNER TO mbongo_owner;

--
-- Name: month_figure; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.month_figure (
    month date NOT NULL,
    part text NOT NULL,
    what text NOT NULL,
    level text NOT NULL,
    number bigint NOT NULL,
    amount bigint NOT NULL,
    CONSTRAINT month_figure_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);


ALTER TABLE public.month_figure OWNER TO mbongo_owner;

--
-- Name: month_return; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.month_return (
    month date NOT NULL,
    tax text NOT NULL,
    figures text NOT NULL,
    request_id uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT month_return_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
    CONSTRAINT month_return_tax_check CHECK ((tax = ANY (ARRAY['vat'::text, 'transfer-tax'::text])))
);


ALTER TABLE public.month_return OWNER TO mbongo_owner;

--
-- Name: movement; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.movement (
    transfer_id uuid NOT NULL,
    reference text NOT NULL,
    kind text NOT NULL,
    giver_id uuid,
    receiver_id uuid,
    merchant_id uuid,
    till text DEFAULT ''::text NOT NULL,
    amount bigint NOT NULL,
    fee bigint DEFAULT 0 NOT NULL,
    tax bigint DEFAULT 0 NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT a_price_is_never_above_its_amount CHECK (((fee >= 0) AND (fee <= amount) AND (tax >= 0) AND (tax <= amount))),
    CONSTRAINT movement_amount_check CHECK ((amount > 0))
);


ALTER TABLE public.movement OWNER TO mbongo_owner;

--
-- Name: name_shown; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.name_shown (
    viewer_id uuid NOT NULL,
    seen_id uuid NOT NULL,
    day date NOT NULL,
    served boolean DEFAULT false NOT NULL
);


ALTER TABLE public.name_shown OWNER TO mbongo_owner;

--
-- Name: notice; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.notice (
    id uuid NOT NULL,
    phone text NOT NULL,
    language text NOT NULL,
    sentence text NOT NULL,
    "values" jsonb NOT NULL,
    kind text NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    maybe_sent smallint DEFAULT 0 NOT NULL,
    due_at timestamp with time zone NOT NULL,
    gateway_id text,
    failure text,
    written_at timestamp with time zone NOT NULL,
    good_until timestamp with time zone NOT NULL,
    CONSTRAINT notice_kind_check CHECK ((kind = ANY (ARRAY['receipt'::text, 'security'::text, 'answer'::text, 'code'::text]))),
    CONSTRAINT notice_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'sent'::text, 'uncertain'::text, 'refused'::text, 'expired'::text])))
);


ALTER TABLE public.notice OWNER TO mbongo_owner;

--
-- Name: number_turn; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.number_turn (
    number text NOT NULL
);


ALTER TABLE public.number_turn OWNER TO mbongo_owner;

--
-- Name: operation_key; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.operation_key (
    pepper text NOT NULL,
    inner_pad bytea NOT NULL,
    outer_pad bytea NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT operation_key_inner_pad_check CHECK ((length(inner_pad) = 64)),
    CONSTRAINT operation_key_outer_pad_check CHECK ((length(outer_pad) = 64)),
    CONSTRAINT operation_key_pepper_check CHECK ((pepper ~ '^[A-Za-z0-9_-]{1,8}$'::text))
);


ALTER TABLE public.operation_key OWNER TO mbongo_owner;

--
-- Name: operator; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.operator (
    rail text NOT NULL,
    maintenance boolean DEFAULT false NOT NULL,
    failures smallint DEFAULT 0 NOT NULL,
    down_until timestamp with time zone,
    changed_at timestamp with time zone NOT NULL,
    float_told bigint,
    float_told_at timestamp with time zone,
    float_asked_at timestamp with time zone,
    float_silence text DEFAULT ''::text NOT NULL,
    currencies text[] DEFAULT '{XAF}'::text[] NOT NULL
);


ALTER TABLE public.operator OWNER TO mbongo_owner;

--
-- Name: page_code; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.page_code (
    id uuid NOT NULL,
    phone text NOT NULL,
    pepper text,
    asked_at timestamp with time zone NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    used_at timestamp with time zone,
    digest bytea,
    tried bytea,
    tried_in xid8,
    CONSTRAINT page_code_tries_check CHECK (((tries >= 0) AND (tries <= 3)))
);


ALTER TABLE public.page_code OWNER TO mbongo_owner;

--
-- Name: page_session; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.page_session (
    digest text NOT NULL,
    person_id uuid NOT NULL,
    phone text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    device text DEFAULT ''::text NOT NULL,
    CONSTRAINT page_session_device_check CHECK ((length(device) <= 60)),
    CONSTRAINT page_session_digest_check CHECK ((digest ~ '^[0-9a-f]{64}$'::text))
);


ALTER TABLE public.page_session OWNER TO mbongo_owner;

--
-- Name: passkey; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.passkey (
    id uuid NOT NULL,
    login_id uuid NOT NULL,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    name text NOT NULL,
    since timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT passkey_credential_id_check CHECK (((length(credential_id) >= 1) AND (length(credential_id) <= 1023))),
    CONSTRAINT passkey_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60)))
);


ALTER TABLE public.passkey OWNER TO mbongo_owner;

--
-- Name: password_reset; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.password_reset (
    id uuid NOT NULL,
    login_id uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);


ALTER TABLE public.password_reset OWNER TO mbongo_owner;

--
-- Name: pay_address; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.pay_address (
    code text NOT NULL,
    token text NOT NULL,
    checkout_id uuid,
    link_id uuid,
    request_id uuid,
    recharge_id uuid,
    plan_id uuid,
    CONSTRAINT of_one_thing CHECK ((num_nonnulls(checkout_id, link_id, request_id, recharge_id, plan_id) = 1)),
    CONSTRAINT pay_address_code_check CHECK ((code ~ '^[0-9]{8}$'::text)),
    CONSTRAINT pay_address_token_check CHECK ((token ~ '^[A-Za-z0-9_-]{22}$'::text))
);


ALTER TABLE public.pay_address OWNER TO mbongo_owner;

--
-- Name: payment_posted; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.payment_posted (
    payment_id uuid NOT NULL
);


ALTER TABLE public.payment_posted OWNER TO mbongo_owner;

--
-- Name: payment_step; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.payment_step (
    payment_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    state text NOT NULL,
    why text NOT NULL,
    raw text DEFAULT ''::text NOT NULL
);


ALTER TABLE public.payment_step OWNER TO mbongo_owner;

--
-- Name: payout_file_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.payout_file ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payout_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: payout_schedule; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.payout_schedule (
    merchant_id uuid NOT NULL,
    account_id uuid NOT NULL,
    every text NOT NULL,
    weekday smallint DEFAULT 1 NOT NULL,
    "least" bigint NOT NULL,
    next_at timestamp with time zone NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT payout_schedule_every_check CHECK ((every = ANY (ARRAY['day'::text, 'week'::text, 'sum'::text]))),
    CONSTRAINT payout_schedule_least_check CHECK (("least" >= 100)),
    CONSTRAINT payout_schedule_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
);


ALTER TABLE public.payout_schedule OWNER TO mbongo_owner;

--
-- Name: person; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.person (
    id uuid NOT NULL,
    name text NOT NULL,
    tier smallint DEFAULT 0 NOT NULL,
    language text DEFAULT 'fr'::text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    locked_by_owner boolean DEFAULT false NOT NULL,
    robbed boolean DEFAULT false NOT NULL,
    account_id bigint NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    human_id uuid DEFAULT gen_random_uuid() NOT NULL,
    CONSTRAINT person_check CHECK ((locked_by_owner OR (NOT robbed))),
    CONSTRAINT person_state_check CHECK ((state = ANY (ARRAY['open'::text, 'frozen'::text, 'closed'::text]))),
    CONSTRAINT person_tier_check CHECK (((tier >= 0) AND (tier <= 2)))
);


ALTER TABLE public.person OWNER TO mbongo_owner;

--
-- Name: phone; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.phone (
    number text NOT NULL,
    person_id uuid NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    passed_on boolean DEFAULT false NOT NULL
);


ALTER TABLE public.phone OWNER TO mbongo_owner;

--
-- Name: pin; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.pin (
    person_id uuid NOT NULL,
    hash text NOT NULL,
    past text[] NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    locks smallint DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone,
    wrong smallint DEFAULT 0 NOT NULL,
    right_at timestamp with time zone
);


ALTER TABLE public.pin OWNER TO mbongo_owner;

--
-- Name: pin_reset; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.pin_reset (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    started_by text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    blind boolean DEFAULT false NOT NULL,
    CONSTRAINT pin_reset_check CHECK (((state = 'open'::text) = (ended_at IS NULL))),
    CONSTRAINT pin_reset_state_check CHECK ((state = ANY (ARRAY['open'::text, 'replaced'::text, 'done'::text, 'dropped'::text])))
);


ALTER TABLE public.pin_reset OWNER TO mbongo_owner;

--
-- Name: plan; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.plan (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    title text NOT NULL,
    every text NOT NULL,
    most bigint,
    trial_days smallint DEFAULT 0 NOT NULL,
    times smallint,
    grace_days smallint DEFAULT 0 NOT NULL,
    at_last text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT plan_at_last_check CHECK ((at_last = ANY (ARRAY['pause'::text, 'end'::text]))),
    CONSTRAINT plan_every_check CHECK ((every = ANY (ARRAY['week'::text, 'month'::text, 'year'::text]))),
    CONSTRAINT plan_grace_days_check CHECK (((grace_days >= 0) AND (grace_days <= 90))),
    CONSTRAINT plan_most_check CHECK ((most > 0)),
    CONSTRAINT plan_state_check CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text]))),
    CONSTRAINT plan_times_check CHECK (((times >= 1) AND (times <= 1200))),
    CONSTRAINT plan_title_check CHECK (((length(title) >= 1) AND (length(title) <= 60))),
    CONSTRAINT plan_trial_days_check CHECK (((trial_days >= 0) AND (trial_days <= 365)))
);


ALTER TABLE public.plan OWNER TO mbongo_owner;

--
-- Name: plan_price; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.plan_price (
    plan_id uuid NOT NULL,
    since timestamp with time zone NOT NULL,
    amount bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT notice CHECK (((since = set_at) OR (since >= (set_at + '30 days'::interval)))),
    CONSTRAINT plan_price_amount_check CHECK ((amount > 0))
);


ALTER TABLE public.plan_price OWNER TO mbongo_owner;

--
-- Name: posting_horizon; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.posting_horizon (
    only_row boolean DEFAULT true NOT NULL,
    until timestamp with time zone NOT NULL,
    sure_in xid8,
    CONSTRAINT posting_horizon_only_row_check CHECK (only_row)
);


ALTER TABLE public.posting_horizon OWNER TO mbongo_owner;

--
-- Name: promise; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.promise (
    name text NOT NULL,
    since timestamp with time zone NOT NULL,
    hours integer NOT NULL,
    CONSTRAINT promise_hours_check CHECK (((hours >= 1) AND (hours <= 99)))
);


ALTER TABLE public.promise OWNER TO mbongo_owner;

--
-- Name: quote; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.quote (
    id uuid NOT NULL,
    currency text NOT NULL,
    rate_since timestamp with time zone NOT NULL,
    digits smallint NOT NULL,
    rate numeric(18,8) NOT NULL,
    francs bigint NOT NULL,
    charged bigint NOT NULL,
    thing_id uuid,
    made_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    CONSTRAINT a_quarter_of_an_hour CHECK (((until > made_at) AND (until <= (made_at + '00:15:00'::interval)))),
    CONSTRAINT quote_francs_check CHECK ((francs > 0)),
    CONSTRAINT the_least_that_is_enough CHECK (((((charged)::numeric * rate) >= ((francs)::numeric * ((10)::numeric ^ (digits)::numeric))) AND ((((charged - 1))::numeric * rate) < ((francs)::numeric * ((10)::numeric ^ (digits)::numeric)))))
);


ALTER TABLE public.quote OWNER TO mbongo_owner;

--
-- Name: rail_hold; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.rail_hold (
    number bigint NOT NULL,
    restored_to text NOT NULL,
    since timestamp with time zone NOT NULL,
    released_at timestamp with time zone
);


ALTER TABLE public.rail_hold OWNER TO mbongo_owner;

--
-- Name: rail_hold_number_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.rail_hold ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.rail_hold_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: rail_leg; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.rail_leg (
    id bigint NOT NULL,
    transfer_id uuid NOT NULL,
    rail text NOT NULL,
    move text NOT NULL,
    amount bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    row_id bigint,
    CONSTRAINT rail_leg_amount_check CHECK ((amount <> 0))
);


ALTER TABLE public.rail_leg OWNER TO mbongo_owner;

--
-- Name: rail_leg_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.rail_leg ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.rail_leg_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: rate; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.rate (
    currency text NOT NULL,
    since timestamp with time zone NOT NULL,
    source text NOT NULL,
    digits smallint NOT NULL,
    francs numeric(18,8) NOT NULL,
    margin_ppm bigint NOT NULL,
    lasts_days smallint,
    charged_at numeric(18,8) GENERATED ALWAYS AS (trunc(((francs * ((1000000 - margin_ppm))::numeric) / (1000000)::numeric), 8)) STORED NOT NULL,
    request_id uuid,
    CONSTRAINT a_margin_is_no_gift CHECK (((margin_ppm >= 0) AND (margin_ppm <= 200000))),
    CONSTRAINT rate_charged_at_check CHECK ((charged_at > (0)::numeric)),
    CONSTRAINT rate_currency_check CHECK (((currency ~ '^[A-Z]{3}$'::text) AND (currency <> 'XAF'::text))),
    CONSTRAINT rate_digits_check CHECK (((digits >= 0) AND (digits <= 3))),
    CONSTRAINT rate_francs_check CHECK ((francs > (0)::numeric)),
    CONSTRAINT rate_lasts_days_check CHECK ((lasts_days > 0))
);


ALTER TABLE public.rate OWNER TO mbongo_owner;

--
-- Name: readiness; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.readiness (
    only_row boolean DEFAULT true NOT NULL,
    asked_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT readiness_only_row_check CHECK (only_row)
);


ALTER TABLE public.readiness OWNER TO mbongo_owner;

--
-- Name: recharge; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.recharge (
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    asked_by uuid NOT NULL,
    amount bigint NOT NULL,
    payment_id uuid,
    created_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    paid_at timestamp with time zone,
    counted_at timestamp with time zone,
    CONSTRAINT paid_with_something CHECK (((payment_id IS NULL) = (paid_at IS NULL))),
    CONSTRAINT recharge_amount_check CHECK ((amount > 0))
);


ALTER TABLE public.recharge OWNER TO mbongo_owner;

--
-- Name: recovery_code; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.recovery_code (
    login_id uuid NOT NULL,
    digest bytea NOT NULL,
    used_at timestamp with time zone
);


ALTER TABLE public.recovery_code OWNER TO mbongo_owner;

--
-- Name: request; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.request (
    id uuid NOT NULL,
    code text NOT NULL,
    asker_id uuid NOT NULL,
    phone text NOT NULL,
    payer_id uuid,
    amount bigint NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    reference text NOT NULL,
    language text NOT NULL,
    dropped boolean DEFAULT false NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    paid_with uuid,
    reminded_at timestamp with time zone,
    asked_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    email text DEFAULT ''::text NOT NULL,
    CONSTRAINT of_one_address CHECK (((phone = ''::text) <> (email = ''::text))),
    CONSTRAINT request_amount_check CHECK ((amount > 0)),
    CONSTRAINT request_email_check CHECK (((email = lower(email)) AND (length(email) <= 200))),
    CONSTRAINT request_state_check CHECK ((state = ANY (ARRAY['open'::text, 'paid'::text, 'refused'::text, 'cancelled'::text, 'expired'::text])))
);


ALTER TABLE public.request OWNER TO mbongo_owner;

--
-- Name: retention_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.retention ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.retention_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: return_origin; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.return_origin (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    origin text NOT NULL,
    secret text NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    signs_until timestamp with time zone,
    CONSTRAINT return_origin_origin_check CHECK ((length(origin) <= 200))
);


ALTER TABLE public.return_origin OWNER TO mbongo_owner;

--
-- Name: robbed_lock; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.robbed_lock (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    locked_by text NOT NULL,
    locked_at timestamp with time zone NOT NULL,
    lifted_by text,
    lifted_at timestamp with time zone,
    CONSTRAINT robbed_lock_check CHECK (((lifted_by IS NULL) = (lifted_at IS NULL)))
);


ALTER TABLE public.robbed_lock OWNER TO mbongo_owner;

--
-- Name: transfer; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.transfer (
    id uuid NOT NULL,
    key text NOT NULL,
    kind text NOT NULL,
    content_hash bytea NOT NULL,
    accounts bigint[] NOT NULL,
    amounts bigint[] NOT NULL,
    balances bigint[] NOT NULL,
    undoing boolean NOT NULL,
    posted_at timestamp with time zone NOT NULL,
    CONSTRAINT legs_sum_to_zero CHECK (public.is_balanced(accounts, amounts, balances))
);


ALTER TABLE public.transfer OWNER TO mbongo_owner;

--
-- Name: room_taken; Type: VIEW; Schema: public; Owner: mbongo_owner
--

CREATE VIEW public.room_taken AS
 SELECT p.person_id,
    p.amount
   FROM (public.payment p
     LEFT JOIN public.request r ON ((r.id = p.request_id)))
  WHERE ((p.direction = 'collect'::text) AND p.counted AND (p.state <> ALL (ARRAY['succeeded'::text, 'failed'::text])) AND (p.recharge_id IS NULL) AND ((r.id IS NULL) OR (r.state = 'open'::text)))
UNION ALL
 SELECT recharge.owner_id AS person_id,
    recharge.amount
   FROM public.recharge
  WHERE (recharge.counted_at IS NOT NULL)
UNION ALL
 SELECT payment.person_id,
    ((payment.amount + payment.fee) + payment.tax) AS amount
   FROM public.payment
  WHERE ((payment.direction = 'pay'::text) AND (payment.state <> ALL (ARRAY['succeeded'::text, 'failed'::text, 'expired'::text])))
UNION ALL
 SELECT p.person_id,
    p.amount
   FROM ((public.payment p
     JOIN public.person o ON ((o.id = p.person_id)))
     JOIN public.transfer t ON ((t.id = p.reservation)))
  WHERE ((p.direction = 'refund'::text) AND (p.state <> ALL (ARRAY['succeeded'::text, 'failed'::text, 'expired'::text])) AND (o.account_id = ANY (t.accounts)))
UNION ALL
 SELECT cash_out.customer_id AS person_id,
    ((cash_out.amount + cash_out.fee) + cash_out.tax) AS amount
   FROM public.cash_out
  WHERE (cash_out.state = 'open'::text)
UNION ALL
 SELECT claim.sender_id AS person_id,
    ((claim.amount + claim.fee) + claim.tax) AS amount
   FROM public.claim
  WHERE (claim.state = 'waiting'::text)
UNION ALL
 SELECT contest.giver_id AS person_id,
    contest.held AS amount
   FROM public.contest
  WHERE (contest.state = 'open'::text)
UNION ALL
 SELECT k.receiver_id AS person_id,
    (k.held - k.fee) AS amount
   FROM (public.contest k
     JOIN public.person o ON ((o.id = k.receiver_id)))
  WHERE ((k.state = 'open'::text) AND (k.account_id = o.account_id));


ALTER VIEW public.room_taken OWNER TO mbongo_owner;

--
-- Name: row_life; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.row_life (
    kind text NOT NULL,
    days integer NOT NULL,
    CONSTRAINT row_life_days_check CHECK (((days >= 30) AND (days <= 3650)))
);


ALTER TABLE public.row_life OWNER TO mbongo_owner;

--
-- Name: salary_wrong_name; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.salary_wrong_name (
    merchant_id uuid NOT NULL,
    number text NOT NULL,
    name text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT salary_wrong_name_name_check CHECK ((name ~ '^[0-9a-f]{64}$'::text))
);


ALTER TABLE public.salary_wrong_name OWNER TO mbongo_owner;

--
-- Name: sale_due; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.sale_due (
    merchant_id uuid NOT NULL,
    thing uuid NOT NULL,
    count smallint NOT NULL,
    kind text NOT NULL,
    till text DEFAULT ''::text NOT NULL,
    method text DEFAULT ''::text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    amount bigint NOT NULL,
    fee bigint DEFAULT 0 NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT sale_due_count_check CHECK ((count = ANY (ARRAY[1, '-1'::integer])))
);


ALTER TABLE public.sale_due OWNER TO mbongo_owner;

--
-- Name: sale_sum; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.sale_sum (
    merchant_id uuid NOT NULL,
    grain text NOT NULL,
    began timestamp with time zone NOT NULL,
    kind text NOT NULL,
    till text NOT NULL,
    method text NOT NULL,
    reason text NOT NULL,
    count bigint NOT NULL,
    amount bigint NOT NULL,
    fee bigint NOT NULL,
    CONSTRAINT sale_sum_grain_check CHECK ((grain = ANY (ARRAY['hour'::text, 'day'::text])))
);


ALTER TABLE public.sale_sum OWNER TO mbongo_owner;

--
-- Name: sales_digest; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.sales_digest (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    until timestamp with time zone NOT NULL,
    told_at timestamp with time zone
);


ALTER TABLE public.sales_digest OWNER TO mbongo_owner;

--
-- Name: sanction_due; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.sanction_due (
    kind text NOT NULL,
    id uuid NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT sanction_due_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'business'::text, 'member'::text, 'payee'::text])))
);


ALTER TABLE public.sanction_due OWNER TO mbongo_owner;

--
-- Name: sanction_entry; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.sanction_entry (
    id bigint NOT NULL,
    list_id bigint NOT NULL,
    reference text NOT NULL,
    kind text NOT NULL,
    names text[] NOT NULL,
    born text DEFAULT ''::text NOT NULL,
    nationality text DEFAULT ''::text NOT NULL,
    CONSTRAINT sanction_entry_born_check CHECK ((length(born) <= 100)),
    CONSTRAINT sanction_entry_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'entity'::text]))),
    CONSTRAINT sanction_entry_names_check CHECK (((cardinality(names) >= 1) AND (cardinality(names) <= 200))),
    CONSTRAINT sanction_entry_nationality_check CHECK ((length(nationality) <= 100)),
    CONSTRAINT sanction_entry_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 60)))
);


ALTER TABLE public.sanction_entry OWNER TO mbongo_owner;

--
-- Name: sanction_entry_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.sanction_entry ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sanction_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: sanction_hit; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.sanction_hit (
    id bigint NOT NULL,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    name text NOT NULL,
    entry_id bigint NOT NULL,
    source text NOT NULL,
    reference text NOT NULL,
    alike text NOT NULL,
    score smallint NOT NULL,
    strong boolean NOT NULL,
    case_number bigint NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    found_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    CONSTRAINT sanction_hit_check CHECK (((state = 'open'::text) = (decided_at IS NULL))),
    CONSTRAINT sanction_hit_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'business'::text, 'member'::text, 'payee'::text]))),
    CONSTRAINT sanction_hit_score_check CHECK (((score >= 1) AND (score <= 100))),
    CONSTRAINT sanction_hit_state_check CHECK ((state = ANY (ARRAY['open'::text, 'false'::text, 'true'::text])))
);


ALTER TABLE public.sanction_hit OWNER TO mbongo_owner;

--
-- Name: sanction_hit_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.sanction_hit ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sanction_hit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: sanction_list; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.sanction_list (
    id bigint NOT NULL,
    source text NOT NULL,
    listed_on date NOT NULL,
    file text NOT NULL,
    sha256 text NOT NULL,
    entries integer NOT NULL,
    imported_by text NOT NULL,
    imported_at timestamp with time zone NOT NULL,
    swept_kind text DEFAULT 'person'::text NOT NULL,
    swept_to uuid,
    swept bigint DEFAULT 0 NOT NULL,
    swept_at timestamp with time zone,
    state text DEFAULT 'added'::text NOT NULL,
    CONSTRAINT sanction_list_entries_check CHECK ((entries > 0)),
    CONSTRAINT sanction_list_file_check CHECK ((length(file) <= 200)),
    CONSTRAINT sanction_list_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT sanction_list_source_check CHECK ((source ~ '^[a-z][a-z0-9_]{1,19}$'::text)),
    CONSTRAINT sanction_list_state_check CHECK ((state = ANY (ARRAY['added'::text, 'replaces'::text, 'withdrawn'::text, 'alone'::text]))),
    CONSTRAINT sanction_list_swept_kind_check CHECK ((swept_kind = ANY (ARRAY['person'::text, 'business'::text, 'member'::text, 'payee'::text])))
);


ALTER TABLE public.sanction_list OWNER TO mbongo_owner;

--
-- Name: sanction_list_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.sanction_list ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sanction_list_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: sanction_screened; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.sanction_screened (
    kind text NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    lists bigint[] NOT NULL,
    at timestamp with time zone NOT NULL
);


ALTER TABLE public.sanction_screened OWNER TO mbongo_owner;

--
-- Name: security_event; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.security_event (
    id uuid NOT NULL,
    kind text NOT NULL,
    phone text NOT NULL,
    detail text NOT NULL,
    at timestamp with time zone NOT NULL
);


ALTER TABLE public.security_event OWNER TO mbongo_owner;

--
-- Name: sent_address; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.sent_address (
    digest bytea NOT NULL,
    invitation_id uuid,
    reset_id uuid,
    sent_at timestamp with time zone NOT NULL,
    CONSTRAINT of_one_thing CHECK ((num_nonnulls(invitation_id, reset_id) = 1))
);


ALTER TABLE public.sent_address OWNER TO mbongo_owner;

--
-- Name: settlement_account; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.settlement_account (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    kind text NOT NULL,
    rail text DEFAULT ''::text NOT NULL,
    number text DEFAULT ''::text NOT NULL,
    holder text DEFAULT ''::text NOT NULL,
    added_by uuid NOT NULL,
    added_at timestamp with time zone NOT NULL,
    ready_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    CONSTRAINT settlement_account_holder_check CHECK ((length(holder) <= 70)),
    CONSTRAINT settlement_account_kind_check CHECK ((kind = ANY (ARRAY['phone'::text, 'wallet'::text, 'bank'::text]))),
    CONSTRAINT waits CHECK ((ready_at >= (added_at + '48:00:00'::interval))),
    CONSTRAINT whole_account CHECK (
CASE kind
    WHEN 'phone'::text THEN ((rail <> ''::text) AND (number ~ '^\+[1-9][0-9]{6,14}$'::text))
    WHEN 'bank'::text THEN ((rail = ''::text) AND (number ~ '^[0-9]{23}$'::text) AND (holder <> ''::text))
    ELSE ((rail = ''::text) AND (number = ''::text))
END)
);


ALTER TABLE public.settlement_account OWNER TO mbongo_owner;

--
-- Name: settlement_file; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.settlement_file (
    id bigint NOT NULL,
    rail text NOT NULL,
    sha256 text NOT NULL,
    name text NOT NULL,
    imported_at timestamp with time zone NOT NULL,
    since timestamp with time zone,
    until timestamp with time zone,
    withdrawn_at timestamp with time zone
);


ALTER TABLE public.settlement_file OWNER TO mbongo_owner;

--
-- Name: settlement_file_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.settlement_file ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.settlement_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: settlement_line; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE UNLOGGED TABLE public.settlement_line (
    line integer,
    identity uuid,
    operator_id text,
    reference text,
    handle text,
    direction text,
    amount bigint,
    phone text,
    status text,
    said text,
    at timestamp with time zone,
    currency text
);


ALTER TABLE public.settlement_line OWNER TO mbongo_owner;

--
-- Name: settlement_row; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.settlement_row (
    id bigint NOT NULL,
    rail text NOT NULL,
    identity uuid NOT NULL,
    nth integer NOT NULL,
    operator_id text NOT NULL,
    reference text NOT NULL,
    handle text NOT NULL,
    direction text NOT NULL,
    amount bigint NOT NULL,
    phone text NOT NULL,
    status text NOT NULL,
    said text NOT NULL,
    at timestamp with time zone,
    payment_id uuid,
    stands boolean DEFAULT true NOT NULL,
    currency text DEFAULT 'XAF'::text NOT NULL,
    CONSTRAINT settlement_row_amount_check CHECK ((amount > 0)),
    CONSTRAINT settlement_row_direction_check CHECK ((direction = ANY (ARRAY['collect'::text, 'pay'::text]))),
    CONSTRAINT settlement_row_status_check CHECK ((status = ANY (ARRAY['succeeded'::text, 'failed'::text, 'pending'::text, 'unclear'::text])))
);


ALTER TABLE public.settlement_row OWNER TO mbongo_owner;

--
-- Name: settlement_row_id_seq; Type: SEQUENCE; Schema: public; Owner: mbongo_owner
--

ALTER TABLE public.settlement_row ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.settlement_row_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: settlement_said; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.settlement_said (
    file_id bigint NOT NULL,
    row_id bigint NOT NULL
);


ALTER TABLE public.settlement_said OWNER TO mbongo_owner;

--
-- Name: settlement_scope; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE UNLOGGED TABLE public.settlement_scope (
    row_id bigint,
    line integer
);


ALTER TABLE public.settlement_scope OWNER TO mbongo_owner;

--
-- Name: settlement_verdict; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE UNLOGGED TABLE public.settlement_verdict (
    row_id bigint,
    payment_id uuid,
    line integer,
    direction text,
    amount bigint,
    class text,
    currency text
);


ALTER TABLE public.settlement_verdict OWNER TO mbongo_owner;

--
-- Name: shop_order; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.shop_order (
    id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    checkout_id uuid NOT NULL,
    reference text DEFAULT ''::text NOT NULL,
    step text DEFAULT 'to_prepare'::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    made_by uuid,
    made_by_key uuid,
    CONSTRAINT made_by_one CHECK ((num_nonnulls(made_by, made_by_key) <= 1)),
    CONSTRAINT shop_order_step_check CHECK ((step = ANY (ARRAY['to_prepare'::text, 'sent'::text, 'delivered'::text, 'cancelled'::text])))
);


ALTER TABLE public.shop_order OWNER TO mbongo_owner;

--
-- Name: sim; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.sim (
    number text NOT NULL,
    swapped_at timestamp with time zone,
    checked_at timestamp with time zone,
    heard text DEFAULT ''::text NOT NULL,
    asked_at timestamp with time zone,
    due_at timestamp with time zone,
    tries smallint DEFAULT 0 NOT NULL,
    request_id text,
    CONSTRAINT sim_check CHECK (((asked_at IS NULL) = (due_at IS NULL))),
    CONSTRAINT sim_heard_check CHECK ((heard = ANY (ARRAY[''::text, 'date'::text, 'none'::text, 'unknown'::text, 'silence'::text])))
);


ALTER TABLE public.sim OWNER TO mbongo_owner;

--
-- Name: staff; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.staff (
    login text NOT NULL,
    recipe text CONSTRAINT staff_hash_not_null NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    locks smallint DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    verifier bytea NOT NULL,
    tried bytea,
    tried_in xid8,
    made_by text NOT NULL,
    role text NOT NULL,
    CONSTRAINT staff_login_check CHECK ((login ~ '^[a-z][a-z0-9._-]{1,31}$'::text)),
    CONSTRAINT staff_role_check CHECK ((role = ANY (ARRAY['support'::text, 'compliance'::text, 'finance'::text, 'operations'::text, 'administrator'::text, 'auditor'::text])))
);


ALTER TABLE public.staff OWNER TO mbongo_owner;

--
-- Name: staff_act_kind; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.staff_act_kind (
    kind text NOT NULL,
    takes_two boolean NOT NULL,
    by_owner boolean DEFAULT false NOT NULL
);


ALTER TABLE public.staff_act_kind OWNER TO mbongo_owner;

--
-- Name: staff_app; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.staff_app (
    login text NOT NULL,
    secret text NOT NULL,
    proof bytea NOT NULL,
    since timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    last_step bigint DEFAULT 0 NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    locks smallint DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone,
    tried_in xid8
);


ALTER TABLE public.staff_app OWNER TO mbongo_owner;

--
-- Name: staff_approval; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.staff_approval (
    request_id uuid NOT NULL,
    content_hash bytea NOT NULL,
    approved_by text NOT NULL,
    at timestamp with time zone NOT NULL
);


ALTER TABLE public.staff_approval OWNER TO mbongo_owner;

--
-- Name: staff_doing; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.staff_doing (
    act_id uuid NOT NULL,
    kind text NOT NULL,
    login text NOT NULL,
    about text
);


ALTER TABLE public.staff_doing OWNER TO mbongo_owner;

--
-- Name: staff_permission; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.staff_permission (
    role text NOT NULL,
    may text NOT NULL,
    what text NOT NULL,
    CONSTRAINT staff_permission_may_check CHECK ((may = ANY (ARRAY['ask'::text, 'approve'::text, 'read'::text])))
);


ALTER TABLE public.staff_permission OWNER TO mbongo_owner;

--
-- Name: staff_request_end; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.staff_request_end (
    request_id uuid NOT NULL,
    act_id uuid NOT NULL
);


ALTER TABLE public.staff_request_end OWNER TO mbongo_owner;

--
-- Name: staff_session; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.staff_session (
    secret_hash bytea NOT NULL,
    login text NOT NULL,
    until timestamp with time zone NOT NULL,
    factor_at timestamp with time zone
);


ALTER TABLE public.staff_session OWNER TO mbongo_owner;

--
-- Name: subscription; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.subscription (
    id uuid NOT NULL,
    plan_id uuid NOT NULL,
    person_id uuid NOT NULL,
    state text NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    starts_on date NOT NULL,
    first integer DEFAULT 0 NOT NULL,
    period integer DEFAULT 0 NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    next_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT counted CHECK (((period >= first) AND (tries >= 0))),
    CONSTRAINT ended CHECK (((ended_at IS NOT NULL) = (state = 'ended'::text))),
    CONSTRAINT looked_at CHECK (((next_at IS NOT NULL) = (state = ANY (ARRAY['active'::text, 'past_due'::text])))),
    CONSTRAINT subscription_first_check CHECK ((first >= 0)),
    CONSTRAINT subscription_state_check CHECK ((state = ANY (ARRAY['active'::text, 'past_due'::text, 'paused'::text, 'ended'::text])))
);


ALTER TABLE public.subscription OWNER TO mbongo_owner;

--
-- Name: subscription_notice; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.subscription_notice (
    subscription_id uuid NOT NULL,
    period integer NOT NULL,
    what text NOT NULL,
    told_at timestamp with time zone NOT NULL,
    CONSTRAINT subscription_notice_what_check CHECK ((what = ANY (ARRAY['week_before'::text, 'day_before'::text])))
);


ALTER TABLE public.subscription_notice OWNER TO mbongo_owner;

--
-- Name: suspense_owner; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.suspense_owner (
    account_id bigint NOT NULL,
    owner text NOT NULL,
    since timestamp with time zone NOT NULL
);


ALTER TABLE public.suspense_owner OWNER TO mbongo_owner;

--
-- Name: suspicion_report; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.suspicion_report (
    year smallint NOT NULL,
    number integer NOT NULL,
    id uuid NOT NULL,
    written_by text NOT NULL,
    written_at timestamp with time zone NOT NULL,
    sealed_key text NOT NULL,
    nonce bytea NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT suspicion_report_number_check CHECK ((number > 0))
);


ALTER TABLE public.suspicion_report OWNER TO mbongo_owner;

--
-- Name: taken; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.taken (
    name text NOT NULL,
    by_login text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT taken_name_check CHECK (((length(name) >= 2) AND (length(name) <= 60)))
);


ALTER TABLE public.taken OWNER TO mbongo_owner;

--
-- Name: tariff; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.tariff (
    kind text NOT NULL,
    since timestamp with time zone NOT NULL,
    fee_ppm bigint NOT NULL,
    fee_min bigint NOT NULL,
    fee_max bigint,
    tax_ppm bigint NOT NULL,
    tax_fixed bigint NOT NULL,
    commission_ppm bigint DEFAULT 0 NOT NULL,
    commission_of text DEFAULT 'amount'::text NOT NULL,
    request_id uuid,
    CONSTRAINT a_price_is_no_gift CHECK (((fee_min >= 0) AND (fee_max >= fee_min) AND (tax_fixed >= 0) AND ((fee_ppm >= 0) AND (fee_ppm <= 1000000)) AND ((tax_ppm >= 0) AND (tax_ppm <= 1000000)) AND ((commission_ppm >= 0) AND (commission_ppm <= 1000000)))),
    CONSTRAINT tariff_commission_of_check CHECK ((commission_of = ANY (ARRAY['amount'::text, 'fee'::text])))
);


ALTER TABLE public.tariff OWNER TO mbongo_owner;

--
-- Name: text_change; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.text_change (
    person_id uuid NOT NULL,
    kind text NOT NULL,
    before text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT text_change_kind_check CHECK ((kind = ANY (ARRAY['lock'::text, 'stop'::text, 'language'::text])))
);


ALTER TABLE public.text_change OWNER TO mbongo_owner;

--
-- Name: text_in; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.text_in (
    gateway_id text NOT NULL,
    sender text NOT NULL,
    text text NOT NULL,
    sent_at timestamp with time zone,
    heard_at timestamp with time zone NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    turn_at timestamp with time zone DEFAULT now() NOT NULL,
    command text,
    outcome text,
    answered_at timestamp with time zone,
    CONSTRAINT text_in_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'answered'::text, 'unanswered'::text])))
);


ALTER TABLE public.text_in OWNER TO mbongo_owner;

--
-- Name: texting; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.texting (
    phone text NOT NULL,
    stopped boolean DEFAULT false NOT NULL,
    helped_at timestamp with time zone,
    helps smallint DEFAULT 0 NOT NULL,
    wrong_codes smallint DEFAULT 0 NOT NULL,
    wrong_day date,
    locked boolean DEFAULT false NOT NULL
);


ALTER TABLE public.texting OWNER TO mbongo_owner;

--
-- Name: threshold; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.threshold (
    name text NOT NULL,
    since timestamp with time zone NOT NULL,
    amount bigint NOT NULL
);


ALTER TABLE public.threshold OWNER TO mbongo_owner;

--
-- Name: till; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.till (
    code text NOT NULL,
    merchant_id uuid NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT till_code_check CHECK ((code ~ '^[0-9]{5}$'::text))
);


ALTER TABLE public.till OWNER TO mbongo_owner;

--
-- Name: transfer_link; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.transfer_link (
    target uuid NOT NULL,
    by_id uuid NOT NULL,
    role text NOT NULL,
    size bigint NOT NULL,
    CONSTRAINT transfer_link_role_check CHECK ((role = ANY (ARRAY['undoes'::text, 'ends'::text]))),
    CONSTRAINT transfer_link_size_check CHECK ((size > 0))
);


ALTER TABLE public.transfer_link OWNER TO mbongo_owner;

--
-- Name: usage; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.usage (
    person_id uuid NOT NULL,
    direction text NOT NULL,
    day date NOT NULL,
    amount bigint NOT NULL
);


ALTER TABLE public.usage OWNER TO mbongo_owner;

--
-- Name: vat_rate; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.vat_rate (
    code text NOT NULL,
    since date NOT NULL,
    ppm integer NOT NULL,
    cac_ppm integer DEFAULT 0 NOT NULL,
    reasoned boolean DEFAULT false NOT NULL,
    CONSTRAINT vat_rate_check CHECK (((cac_ppm >= 0) AND (cac_ppm <= ppm))),
    CONSTRAINT vat_rate_code_check CHECK ((code ~ '^[a-z_]{2,20}$'::text)),
    CONSTRAINT vat_rate_ppm_check CHECK (((ppm >= 0) AND (ppm <= 1000000)))
);


ALTER TABLE public.vat_rate OWNER TO mbongo_owner;

--
-- Name: withholding_rate; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.withholding_rate (
    code text NOT NULL,
    since date NOT NULL,
    ppm integer NOT NULL,
    part text NOT NULL,
    CONSTRAINT withholding_rate_code_check CHECK ((code ~ '^[a-z0-9_]{2,20}$'::text)),
    CONSTRAINT withholding_rate_part_check CHECK ((part = ANY (ARRAY['net'::text, 'vat'::text]))),
    CONSTRAINT withholding_rate_ppm_check CHECK (((ppm >= 1) AND (ppm <= 1000000)))
);


ALTER TABLE public.withholding_rate OWNER TO mbongo_owner;

--
-- Name: wrong_document; Type: TABLE; Schema: public; Owner: mbongo_owner
--

CREATE TABLE public.wrong_document (
    person_id uuid NOT NULL,
    typed_by text NOT NULL,
    at timestamp with time zone NOT NULL
);


ALTER TABLE public.wrong_document OWNER TO mbongo_owner;

--
-- Name: entry_before; Type: TABLE ATTACH; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.entry ATTACH PARTITION public.entry_before FOR VALUES FROM (MINVALUE) TO (now());


--
-- Name: entry_rest; Type: TABLE ATTACH; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.entry ATTACH PARTITION public.entry_rest DEFAULT;


--
-- Data for Name: account; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (1, 'bank_charges', 'bank_charges', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (2, 'capital', 'capital', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (3, 'cash', 'cash', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (4, 'commissions', 'commissions', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (5, 'fees', 'fees', true, 0, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (6, 'held', 'held', true, 0, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (7, 'losses', 'losses', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (8, 'other_income', 'other_income', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (9, 'rounding', 'rounding', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (10, 'suspense', 'suspense', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (11, 'tax', 'tax', true, 0, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (12, 'unclaimed', 'unclaimed', true, 0, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (13, 'vat', 'vat', true, 0, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (14, 'suspense:bank_unmatched', 'suspense', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (15, 'suspense:chargeback', 'suspense', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (16, 'suspense:operator_difference', 'suspense', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (17, 'suspense:wrong_cash_in', 'suspense', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (18, 'operator_float:btcpay', 'operator_float', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (19, 'operator_float:cinetpay', 'operator_float', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (20, 'operator_float:flutterwave', 'operator_float', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (21, 'operator_float:mtn', 'operator_float', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (22, 'operator_float:orange', 'operator_float', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (23, 'operator_float:paypal', 'operator_float', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (24, 'in_transit:btcpay', 'in_transit', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (25, 'in_transit:cinetpay', 'in_transit', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (26, 'in_transit:flutterwave', 'in_transit', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (27, 'in_transit:mtn', 'in_transit', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (28, 'in_transit:orange', 'in_transit', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (29, 'in_transit:paypal', 'in_transit', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (30, 'in_transit:salaries', 'in_transit', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (31, 'unclaimed:dormant', 'unclaimed', true, 0, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (32, 'in_transit:bank', 'in_transit', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (33, 'position:EUR', 'position', true, NULL, 'EUR', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (34, 'position:PLN', 'position', true, NULL, 'PLN', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (35, 'position:USD', 'position', true, NULL, 'USD', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (36, 'position:XAF', 'position', true, NULL, 'XAF', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (37, 'operator_float:btcpay:EUR', 'operator_float', true, NULL, 'EUR', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (38, 'operator_float:btcpay:USD', 'operator_float', true, NULL, 'USD', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (39, 'operator_float:flutterwave:EUR', 'operator_float', true, NULL, 'EUR', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (40, 'operator_float:flutterwave:PLN', 'operator_float', true, NULL, 'PLN', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (41, 'operator_float:flutterwave:USD', 'operator_float', true, NULL, 'USD', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (42, 'operator_float:paypal:EUR', 'operator_float', true, NULL, 'EUR', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (43, 'operator_float:paypal:PLN', 'operator_float', true, NULL, 'PLN', 0, 0, now(), NULL, 0, NULL);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (44, 'operator_float:paypal:USD', 'operator_float', true, NULL, 'USD', 0, 0, now(), NULL, 0, NULL);


--
-- Data for Name: account_kind; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.account_kind VALUES ('customer', false, 0, 'a person''s money');
INSERT INTO public.account_kind VALUES ('agent_float', false, 0, 'the working balance an agent pays in and out from');
INSERT INTO public.account_kind VALUES ('agent_commission', false, 0, 'what an agent has earned and not yet taken');
INSERT INTO public.account_kind VALUES ('merchant', false, 0, 'what a merchant has been paid');
INSERT INTO public.account_kind VALUES ('operator_float', true, NULL, 'what an operator holds for us: owed to us, so negative');
INSERT INTO public.account_kind VALUES ('in_transit', true, NULL, 'on its way to or from an operator; a late success may drive it below zero');
INSERT INTO public.account_kind VALUES ('suspense', true, NULL, 'differences a person must look into');
INSERT INTO public.account_kind VALUES ('commissions', true, NULL, 'commissions paid to agents, an expense');
INSERT INTO public.account_kind VALUES ('held', true, 0, 'waiting for a code, an answer or a decision');
INSERT INTO public.account_kind VALUES ('fees', true, 0, 'our income');
INSERT INTO public.account_kind VALUES ('tax', true, 0, 'collected for the state');
INSERT INTO public.account_kind VALUES ('unclaimed', true, 0, 'credits whose owner''s account is closed');
INSERT INTO public.account_kind VALUES ('position', true, NULL, 'what was turned into a currency, or out of it: of all currencies together worth nothing');
INSERT INTO public.account_kind VALUES ('rounding', true, NULL, 'what amounts charged abroad pay above the francs they stand for');
INSERT INTO public.account_kind VALUES ('trust_bank', true, NULL, 'an account at a bank that holds what people hold here, and nothing else for long: owed to us, so negative');
INSERT INTO public.account_kind VALUES ('own_bank', true, NULL, 'an account at a bank with money of our own: owed to us, so negative');
INSERT INTO public.account_kind VALUES ('vat', true, 0, 'VAT in our fees, collected for the state');
INSERT INTO public.account_kind VALUES ('bank_charges', true, NULL, 'what banks and providers keep of what they pay us, an expense');
INSERT INTO public.account_kind VALUES ('losses', true, NULL, 'what nobody gives back, written off: an expense');
INSERT INTO public.account_kind VALUES ('other_income', true, NULL, 'what was over and nobody''s, written off: income');
INSERT INTO public.account_kind VALUES ('capital', true, NULL, 'what our owners paid in');
INSERT INTO public.account_kind VALUES ('cash', true, NULL, 'notes and coins; of before banks had accounts of their own, those too: owed to us, so negative');


--
-- Data for Name: accrual_due; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: act_posted; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: agent; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: agent_operation; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: alembic_version; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.alembic_version VALUES ('0014');


--
-- Data for Name: alert; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: alert_case; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: alert_decision; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: alert_judged; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.alert_judged VALUES ('agent_circles', now());
INSERT INTO public.alert_judged VALUES ('agent_splits', now());
INSERT INTO public.alert_judged VALUES ('dormant', now());
INSERT INTO public.alert_judged VALUES ('mule', now());
INSERT INTO public.alert_judged VALUES ('shared_documents', now());
INSERT INTO public.alert_judged VALUES ('shared_numbers', now());
INSERT INTO public.alert_judged VALUES ('structuring', now());
INSERT INTO public.alert_judged VALUES ('velocity', now());


--
-- Data for Name: alert_rule; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.alert_rule VALUES ('structuring', '-infinity', '{"days": 3, "below": 50000, "times": 4, "against": 5, "ceiling": 500000}', NULL);
INSERT INTO public.alert_rule VALUES ('velocity', '-infinity', '{"times": 12, "against": 6, "minutes": 60}', NULL);
INSERT INTO public.alert_rule VALUES ('mule', '-infinity', '{"hours": 48, "share": 80, "times": 8, "amount": 200000, "against": 4}', NULL);
INSERT INTO public.alert_rule VALUES ('dormant', '-infinity', '{"days": 90, "amount": 300000, "within": 2}', NULL);
INSERT INTO public.alert_rule VALUES ('agent_splits', '-infinity', '{"days": 7, "share": 12, "times": 5, "pieces": 3, "minutes": 60}', NULL);
INSERT INTO public.alert_rule VALUES ('agent_circles', '-infinity', '{"days": 7, "loss": 12, "share": 12, "times": 5, "minutes": 120}', NULL);
INSERT INTO public.alert_rule VALUES ('shared_documents', '-infinity', '{"wallets": 4}', NULL);
INSERT INTO public.alert_rule VALUES ('shared_numbers', '-infinity', '{"days": 30, "amount": 50000, "wallets": 5}', NULL);


--
-- Data for Name: api_key; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: ask; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: bank_account; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: bank_file; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: bank_leg; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: bank_line; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: bank_line_paid; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: bank_line_read; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: bill; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: bill_search; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: block; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: business_act; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: business_document; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: business_usage; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: callback_in; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: case_file; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: cash_out; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: caution; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.caution VALUES ('new_beneficiary', '-infinity', 50000);
INSERT INTO public.caution VALUES ('after_swap', '-infinity', 10000);
INSERT INTO public.caution VALUES ('after_reset', '-infinity', 50000);
INSERT INTO public.caution VALUES ('after_blind_reset', '-infinity', 10000);


--
-- Data for Name: ceiling; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.ceiling VALUES (0, 'out', 'operation', '-infinity', 5000, NULL);
INSERT INTO public.ceiling VALUES (0, 'out', 'day', '-infinity', 20000, NULL);
INSERT INTO public.ceiling VALUES (0, 'in', 'operation', '-infinity', 25000, NULL);
INSERT INTO public.ceiling VALUES (0, 'in', 'balance', '-infinity', 50000, NULL);
INSERT INTO public.ceiling VALUES (0, 'sms', 'day', '-infinity', 5000, NULL);
INSERT INTO public.ceiling VALUES (1, 'out', 'operation', '-infinity', 500000, NULL);
INSERT INTO public.ceiling VALUES (1, 'out', 'day', '-infinity', 2500000, NULL);
INSERT INTO public.ceiling VALUES (1, 'out', 'week', '-infinity', 5000000, NULL);
INSERT INTO public.ceiling VALUES (1, 'out', 'month', '-infinity', 10000000, NULL);
INSERT INTO public.ceiling VALUES (1, 'in', 'operation', '-infinity', 500000, NULL);
INSERT INTO public.ceiling VALUES (1, 'in', 'balance', '-infinity', 2500000, NULL);
INSERT INTO public.ceiling VALUES (1, 'sms', 'day', '-infinity', 50000, NULL);
INSERT INTO public.ceiling VALUES (2, 'out', 'operation', '-infinity', 1000000, NULL);
INSERT INTO public.ceiling VALUES (2, 'out', 'day', '-infinity', 5000000, NULL);
INSERT INTO public.ceiling VALUES (2, 'out', 'week', '-infinity', 10000000, NULL);
INSERT INTO public.ceiling VALUES (2, 'out', 'month', '-infinity', 20000000, NULL);
INSERT INTO public.ceiling VALUES (2, 'in', 'operation', '-infinity', 1000000, NULL);
INSERT INTO public.ceiling VALUES (2, 'in', 'balance', '-infinity', 5000000, NULL);
INSERT INTO public.ceiling VALUES (2, 'sms', 'day', '-infinity', 100000, NULL);


--
-- Data for Name: channel; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.channel VALUES ('ussd');
INSERT INTO public.channel VALUES ('sms');
INSERT INTO public.channel VALUES ('web');
INSERT INTO public.channel VALUES ('api');
INSERT INTO public.channel VALUES ('office');
INSERT INTO public.channel VALUES ('system');


--
-- Data for Name: charge; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: checkout; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: checkout_ask; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: claim; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: clock_shift; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.clock_shift VALUES (true, '00:00:00');


--
-- Data for Name: closed_day; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: closed_month; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: code_look; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: contest; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: customer; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: day_sum; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: day_summed; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.day_summed VALUES (true, '-infinity');


--
-- Data for Name: delivery; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: delivery_try; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: discrepancy; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: document_content; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: door_use; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: dormancy; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: dormancy_rule; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.dormancy_rule VALUES ('-infinity', 12, 30, 60, 60, NULL);


--
-- Data for Name: dormancy_sweep; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.dormancy_sweep VALUES (true, '-infinity', NULL);


--
-- Data for Name: dormant_batch; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: dormant_handover; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: dormant_line; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: endpoint; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: entry_before; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: entry_rest; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: event; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: event_count; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.event_count VALUES (0);


--
-- Data for Name: event_delivery; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: favourite; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: idempotent_answer; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: identity; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: invitation; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: invoice; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: invoice_deadline; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: invoice_issuer; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: invoice_line; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: invoice_sending; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: invoice_series; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: key_held; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: level_rule; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.level_rule VALUES (0, '-infinity', '{}', '{}', NULL, NULL, NULL, false, NULL);
INSERT INTO public.level_rule VALUES (1, '-infinity', '{wallet,orange,mtn,card,paypal}', '{identity,niu}', 500000, 5000000, 5000000, true, NULL);
INSERT INTO public.level_rule VALUES (2, '-infinity', '{wallet,orange,mtn,card,paypal,crypto}', '{rccm,statutes,owners,bank}', NULL, NULL, NULL, true, NULL);


--
-- Data for Name: link; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: logo; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: mail; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: mandate; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: mask_life; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.mask_life VALUES ('operation', 730, '-infinity');
INSERT INTO public.mask_life VALUES ('event', 730, '-infinity');
INSERT INTO public.mask_life VALUES ('checkout', 180, '-infinity');


--
-- Data for Name: member_login; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: member_permission; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.member_permission VALUES ('accountant', 'balance:read');
INSERT INTO public.member_permission VALUES ('accountant', 'customers:read');
INSERT INTO public.member_permission VALUES ('accountant', 'customers:write');
INSERT INTO public.member_permission VALUES ('accountant', 'invoices:read');
INSERT INTO public.member_permission VALUES ('accountant', 'invoices:write');
INSERT INTO public.member_permission VALUES ('accountant', 'links:read');
INSERT INTO public.member_permission VALUES ('accountant', 'links:write');
INSERT INTO public.member_permission VALUES ('accountant', 'needs:second_factor');
INSERT INTO public.member_permission VALUES ('accountant', 'orders:write');
INSERT INTO public.member_permission VALUES ('accountant', 'payments:read');
INSERT INTO public.member_permission VALUES ('accountant', 'payouts:write:ask');
INSERT INTO public.member_permission VALUES ('accountant', 'plans:read');
INSERT INTO public.member_permission VALUES ('accountant', 'refunds:write');
INSERT INTO public.member_permission VALUES ('cashier', 'checkouts:write:own');
INSERT INTO public.member_permission VALUES ('cashier', 'links:read:own');
INSERT INTO public.member_permission VALUES ('cashier', 'links:write:own');
INSERT INTO public.member_permission VALUES ('cashier', 'orders:write:own');
INSERT INTO public.member_permission VALUES ('cashier', 'payments:read:own');
INSERT INTO public.member_permission VALUES ('cashier', 'refunds:write:own');
INSERT INTO public.member_permission VALUES ('cashier', 'signs_in:by_code');
INSERT INTO public.member_permission VALUES ('developer', 'endpoints:read');
INSERT INTO public.member_permission VALUES ('developer', 'endpoints:write');
INSERT INTO public.member_permission VALUES ('developer', 'needs:second_factor');
INSERT INTO public.member_permission VALUES ('developer', 'payments:read');
INSERT INTO public.member_permission VALUES ('manager', 'balance:read');
INSERT INTO public.member_permission VALUES ('manager', 'checkouts:write');
INSERT INTO public.member_permission VALUES ('manager', 'customers:read');
INSERT INTO public.member_permission VALUES ('manager', 'customers:write');
INSERT INTO public.member_permission VALUES ('manager', 'history:read');
INSERT INTO public.member_permission VALUES ('manager', 'invoices:read');
INSERT INTO public.member_permission VALUES ('manager', 'invoices:write');
INSERT INTO public.member_permission VALUES ('manager', 'links:read');
INSERT INTO public.member_permission VALUES ('manager', 'links:write');
INSERT INTO public.member_permission VALUES ('manager', 'members:read');
INSERT INTO public.member_permission VALUES ('manager', 'members:write');
INSERT INTO public.member_permission VALUES ('manager', 'needs:second_factor');
INSERT INTO public.member_permission VALUES ('manager', 'orders:write');
INSERT INTO public.member_permission VALUES ('manager', 'payments:read');
INSERT INTO public.member_permission VALUES ('manager', 'payouts:write:ask');
INSERT INTO public.member_permission VALUES ('manager', 'plans:read');
INSERT INTO public.member_permission VALUES ('manager', 'plans:write');
INSERT INTO public.member_permission VALUES ('manager', 'refunds:write');
INSERT INTO public.member_permission VALUES ('owner', 'balance:read');
INSERT INTO public.member_permission VALUES ('owner', 'checkouts:write');
INSERT INTO public.member_permission VALUES ('owner', 'customers:read');
INSERT INTO public.member_permission VALUES ('owner', 'customers:write');
INSERT INTO public.member_permission VALUES ('owner', 'endpoints:read');
INSERT INTO public.member_permission VALUES ('owner', 'endpoints:write');
INSERT INTO public.member_permission VALUES ('owner', 'history:read');
INSERT INTO public.member_permission VALUES ('owner', 'invoices:read');
INSERT INTO public.member_permission VALUES ('owner', 'invoices:write');
INSERT INTO public.member_permission VALUES ('owner', 'links:read');
INSERT INTO public.member_permission VALUES ('owner', 'links:write');
INSERT INTO public.member_permission VALUES ('owner', 'members:owners');
INSERT INTO public.member_permission VALUES ('owner', 'members:read');
INSERT INTO public.member_permission VALUES ('owner', 'members:write');
INSERT INTO public.member_permission VALUES ('owner', 'needs:second_factor');
INSERT INTO public.member_permission VALUES ('owner', 'orders:write');
INSERT INTO public.member_permission VALUES ('owner', 'payments:read');
INSERT INTO public.member_permission VALUES ('owner', 'payouts:write');
INSERT INTO public.member_permission VALUES ('owner', 'plans:read');
INSERT INTO public.member_permission VALUES ('owner', 'plans:write');
INSERT INTO public.member_permission VALUES ('owner', 'refunds:write');
INSERT INTO public.member_permission VALUES ('owner', 'salaries:approve');
INSERT INTO public.member_permission VALUES ('owner', 'settings:write');
INSERT INTO public.member_permission VALUES ('owner', 'verification:write');
INSERT INTO public.member_permission VALUES ('payroll_approver', 'needs:second_factor');
INSERT INTO public.member_permission VALUES ('payroll_approver', 'salaries:approve');
INSERT INTO public.member_permission VALUES ('payroll_maker', 'needs:second_factor');
INSERT INTO public.member_permission VALUES ('payroll_maker', 'salaries:make');
INSERT INTO public.member_permission VALUES ('viewer', 'balance:read');
INSERT INTO public.member_permission VALUES ('viewer', 'customers:read');
INSERT INTO public.member_permission VALUES ('viewer', 'invoices:read');
INSERT INTO public.member_permission VALUES ('viewer', 'links:read');
INSERT INTO public.member_permission VALUES ('viewer', 'payments:read');
INSERT INTO public.member_permission VALUES ('viewer', 'plans:read');


--
-- Data for Name: member_session; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: member_totp; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: membership; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: merchant; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: month_counted; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: month_figure; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: month_return; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: movement; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: name_shown; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: notice; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: number_turn; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: operation; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: operation_key; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: operator; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.operator VALUES ('btcpay', true, 0, NULL, now(), NULL, NULL, NULL, '', '{EUR,USD}');
INSERT INTO public.operator VALUES ('cinetpay', false, 0, NULL, now(), NULL, NULL, NULL, '', '{XAF}');
INSERT INTO public.operator VALUES ('flutterwave', false, 0, NULL, now(), NULL, NULL, NULL, '', '{XAF,EUR,USD,PLN}');
INSERT INTO public.operator VALUES ('mtn', false, 0, NULL, now(), NULL, NULL, NULL, '', '{XAF}');
INSERT INTO public.operator VALUES ('orange', false, 0, NULL, now(), NULL, NULL, NULL, '', '{XAF}');
INSERT INTO public.operator VALUES ('paypal', false, 0, NULL, now(), NULL, NULL, NULL, '', '{EUR,USD,PLN}');


--
-- Data for Name: page_code; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: page_session; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: passkey; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: password_reset; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: pay_address; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: payment; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: payment_posted; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: payment_step; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: payout; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: payout_file; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: payout_schedule; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: payroll; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: payroll_line; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: person; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: phone; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: pin; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: pin_reset; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: plan; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: plan_price; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: posting_horizon; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.posting_horizon VALUES (true, '-infinity', NULL);


--
-- Data for Name: promise; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.promise VALUES ('contest', '-infinity', 72);


--
-- Data for Name: quote; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: rail_hold; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: rail_leg; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: rate; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.rate VALUES ('EUR', now(), 'parity', 2, 655.95700000, 0, NULL, DEFAULT, NULL);


--
-- Data for Name: readiness; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.readiness VALUES (true, now());


--
-- Data for Name: recharge; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: recovery_code; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: refund; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: request; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: retention; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: return_origin; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: robbed_lock; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: row_life; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.row_life VALUES ('notice', 180);
INSERT INTO public.row_life VALUES ('mail', 180);
INSERT INTO public.row_life VALUES ('delivery', 180);
INSERT INTO public.row_life VALUES ('text_in', 180);
INSERT INTO public.row_life VALUES ('callback_in', 180);
INSERT INTO public.row_life VALUES ('security_event', 730);
INSERT INTO public.row_life VALUES ('key_held', 365);
INSERT INTO public.row_life VALUES ('page_code', 30);
INSERT INTO public.row_life VALUES ('page_session', 90);
INSERT INTO public.row_life VALUES ('member_session', 90);
INSERT INTO public.row_life VALUES ('password_reset', 30);
INSERT INTO public.row_life VALUES ('idempotent_answer', 30);
INSERT INTO public.row_life VALUES ('delivery_try', 90);
INSERT INTO public.row_life VALUES ('salary_wrong_name', 30);
INSERT INTO public.row_life VALUES ('ask', 180);
INSERT INTO public.row_life VALUES ('code_look', 30);
INSERT INTO public.row_life VALUES ('bill_search', 90);
INSERT INTO public.row_life VALUES ('wrong_document', 90);
INSERT INTO public.row_life VALUES ('invitation', 180);
INSERT INTO public.row_life VALUES ('sim', 180);
INSERT INTO public.row_life VALUES ('taken', 365);
INSERT INTO public.row_life VALUES ('document_content', 90);


--
-- Data for Name: salary_wrong_name; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: sale_due; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: sale_sum; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: sales_digest; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: sanction_due; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: sanction_entry; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: sanction_hit; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: sanction_list; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: sanction_screened; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: security_event; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: sent_address; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: settlement_account; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: settlement_file; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: settlement_line; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: settlement_row; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: settlement_said; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: settlement_scope; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: settlement_verdict; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: shop_order; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: sim; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: staff; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: staff_act; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: staff_act_kind; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.staff_act_kind VALUES ('set_login', false, true);
INSERT INTO public.staff_act_kind VALUES ('end_login', false, true);
INSERT INTO public.staff_act_kind VALUES ('set_role', true, false);
INSERT INTO public.staff_act_kind VALUES ('import_file', false, false);
INSERT INTO public.staff_act_kind VALUES ('read_records', false, false);
INSERT INTO public.staff_act_kind VALUES ('refused_command', false, false);
INSERT INTO public.staff_act_kind VALUES ('refused_approval', false, false);
INSERT INTO public.staff_act_kind VALUES ('declined_approval', false, false);
INSERT INTO public.staff_act_kind VALUES ('wrong_password', false, false);
INSERT INTO public.staff_act_kind VALUES ('ask_act', false, false);
INSERT INTO public.staff_act_kind VALUES ('end_ask', false, false);
INSERT INTO public.staff_act_kind VALUES ('look_at_person', false, false);
INSERT INTO public.staff_act_kind VALUES ('unmask_person', false, false);
INSERT INTO public.staff_act_kind VALUES ('freeze_wallet', false, false);
INSERT INTO public.staff_act_kind VALUES ('unfreeze_wallet', true, false);
INSERT INTO public.staff_act_kind VALUES ('lock_for_owner', false, false);
INSERT INTO public.staff_act_kind VALUES ('unlock_for_owner', true, false);
INSERT INTO public.staff_act_kind VALUES ('allow_pin_reset', false, false);
INSERT INTO public.staff_act_kind VALUES ('identify_wallet', true, false);
INSERT INTO public.staff_act_kind VALUES ('part_wallet', true, false);
INSERT INTO public.staff_act_kind VALUES ('take_waiting', false, false);
INSERT INTO public.staff_act_kind VALUES ('detach_number', true, false);
INSERT INTO public.staff_act_kind VALUES ('decide_contest', true, false);
INSERT INTO public.staff_act_kind VALUES ('pay_unclaimed', true, false);
INSERT INTO public.staff_act_kind VALUES ('close_case', true, false);
INSERT INTO public.staff_act_kind VALUES ('settle_payment', true, false);
INSERT INTO public.staff_act_kind VALUES ('correct_books', true, false);
INSERT INTO public.staff_act_kind VALUES ('withdraw_file', false, false);
INSERT INTO public.staff_act_kind VALUES ('add_bank_account', true, false);
INSERT INTO public.staff_act_kind VALUES ('import_statement', false, false);
INSERT INTO public.staff_act_kind VALUES ('match_bank_line', false, false);
INSERT INTO public.staff_act_kind VALUES ('pay_bank_line', true, false);
INSERT INTO public.staff_act_kind VALUES ('set_maintenance', false, false);
INSERT INTO public.staff_act_kind VALUES ('hold_rails', false, false);
INSERT INTO public.staff_act_kind VALUES ('release_rails', true, false);
INSERT INTO public.staff_act_kind VALUES ('load_tariff', true, false);
INSERT INTO public.staff_act_kind VALUES ('drop_tariff', true, false);
INSERT INTO public.staff_act_kind VALUES ('load_rate', true, false);
INSERT INTO public.staff_act_kind VALUES ('close_day', true, false);
INSERT INTO public.staff_act_kind VALUES ('make_return', true, false);
INSERT INTO public.staff_act_kind VALUES ('close_month', true, false);
INSERT INTO public.staff_act_kind VALUES ('own_suspense', false, false);
INSERT INTO public.staff_act_kind VALUES ('appoint_agent', false, false);
INSERT INTO public.staff_act_kind VALUES ('give_float', true, false);
INSERT INTO public.staff_act_kind VALUES ('move_money', true, false);
INSERT INTO public.staff_act_kind VALUES ('suspend_agent', false, false);
INSERT INTO public.staff_act_kind VALUES ('reinstate_agent', true, false);
INSERT INTO public.staff_act_kind VALUES ('close_agent', false, false);
INSERT INTO public.staff_act_kind VALUES ('close_shop', false, false);
INSERT INTO public.staff_act_kind VALUES ('add_merchant', false, false);
INSERT INTO public.staff_act_kind VALUES ('add_till', false, false);
INSERT INTO public.staff_act_kind VALUES ('set_biller', false, false);
INSERT INTO public.staff_act_kind VALUES ('load_bills', false, false);
INSERT INTO public.staff_act_kind VALUES ('add_api_key', false, false);
INSERT INTO public.staff_act_kind VALUES ('end_api_key', false, false);
INSERT INTO public.staff_act_kind VALUES ('let_key_refund', true, false);
INSERT INTO public.staff_act_kind VALUES ('make_payout_file', false, false);
INSERT INTO public.staff_act_kind VALUES ('approve_payout_file', true, false);
INSERT INTO public.staff_act_kind VALUES ('send_payout_file', false, false);
INSERT INTO public.staff_act_kind VALUES ('drop_payout_file', false, false);
INSERT INTO public.staff_act_kind VALUES ('book_payouts', true, false);
INSERT INTO public.staff_act_kind VALUES ('reject_payout', true, false);
INSERT INTO public.staff_act_kind VALUES ('add_link', false, false);
INSERT INTO public.staff_act_kind VALUES ('end_link', false, false);
INSERT INTO public.staff_act_kind VALUES ('import_list', false, false);
INSERT INTO public.staff_act_kind VALUES ('agree_list', true, false);
INSERT INTO public.staff_act_kind VALUES ('clear_hit', false, false);
INSERT INTO public.staff_act_kind VALUES ('decide_hit', true, false);
INSERT INTO public.staff_act_kind VALUES ('write_report', false, false);
INSERT INTO public.staff_act_kind VALUES ('read_report', false, false);
INSERT INTO public.staff_act_kind VALUES ('gather_dormant', false, false);
INSERT INTO public.staff_act_kind VALUES ('move_dormant', true, false);
INSERT INTO public.staff_act_kind VALUES ('return_dormant', true, false);
INSERT INTO public.staff_act_kind VALUES ('gather_handover', false, false);
INSERT INTO public.staff_act_kind VALUES ('hand_over_dormant', true, false);
INSERT INTO public.staff_act_kind VALUES ('set_dormancy_rule', true, false);
INSERT INTO public.staff_act_kind VALUES ('retain_money', true, false);
INSERT INTO public.staff_act_kind VALUES ('lift_retention', true, false);
INSERT INTO public.staff_act_kind VALUES ('pay_retained', true, false);
INSERT INTO public.staff_act_kind VALUES ('take_alerts', false, false);
INSERT INTO public.staff_act_kind VALUES ('note_alerts', false, false);
INSERT INTO public.staff_act_kind VALUES ('decide_alerts', true, false);
INSERT INTO public.staff_act_kind VALUES ('set_alert_rule', true, false);
INSERT INTO public.staff_act_kind VALUES ('look_at_document', false, false);
INSERT INTO public.staff_act_kind VALUES ('accept_document', false, false);
INSERT INTO public.staff_act_kind VALUES ('refuse_document', false, false);
INSERT INTO public.staff_act_kind VALUES ('raise_level', true, false);
INSERT INTO public.staff_act_kind VALUES ('change_level', true, false);


--
-- Data for Name: staff_app; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: staff_approval; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: staff_doing; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: staff_permission; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.staff_permission VALUES ('administrator', 'approve', '*');
INSERT INTO public.staff_permission VALUES ('administrator', 'ask', '*');
INSERT INTO public.staff_permission VALUES ('administrator', 'read', '*');
INSERT INTO public.staff_permission VALUES ('auditor', 'ask', 'look_at_person');
INSERT INTO public.staff_permission VALUES ('auditor', 'ask', 'read_report');
INSERT INTO public.staff_permission VALUES ('auditor', 'read', '*');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'agree_list');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'change_level');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'close_case');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'decide_alerts');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'decide_contest');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'decide_hit');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'detach_number');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'hand_over_dormant');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'identify_wallet');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'let_key_refund');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'lift_retention');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'move_dormant');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'part_wallet');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'pay_retained');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'raise_level');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'reinstate_agent');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'retain_money');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'return_dormant');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'set_alert_rule');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'set_dormancy_rule');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'unfreeze_wallet');
INSERT INTO public.staff_permission VALUES ('compliance', 'approve', 'unlock_for_owner');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'accept_document');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'agree_list');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'change_level');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'clear_hit');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'close_agent');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'close_case');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'close_shop');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'decide_alerts');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'decide_contest');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'decide_hit');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'detach_number');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'freeze_wallet');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'gather_dormant');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'gather_handover');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'hand_over_dormant');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'identify_wallet');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'import_list');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'lift_retention');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'lock_for_owner');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'look_at_document');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'look_at_person');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'move_dormant');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'note_alerts');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'part_wallet');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'pay_retained');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'raise_level');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'read_report');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'refuse_document');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'reinstate_agent');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'retain_money');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'return_dormant');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'set_alert_rule');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'set_dormancy_rule');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'suspend_agent');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'take_alerts');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'take_waiting');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'unfreeze_wallet');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'unlock_for_owner');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'unmask_person');
INSERT INTO public.staff_permission VALUES ('compliance', 'ask', 'write_report');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'agent');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'alert');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'audit');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'case');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'dormancy');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'figures');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'find');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'merchant');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'operator');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'payments');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'person');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'regulator');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'retention');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'sanctions');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'security');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'staff');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'suspicion');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'take');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'tariff');
INSERT INTO public.staff_permission VALUES ('compliance', 'read', 'waiting');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'add_bank_account');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'approve_payout_file');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'book_payouts');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'close_case');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'close_day');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'close_month');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'correct_books');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'drop_tariff');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'give_float');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'hand_over_dormant');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'let_key_refund');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'load_rate');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'load_tariff');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'make_return');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'move_money');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'pay_bank_line');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'pay_retained');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'pay_unclaimed');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'reject_payout');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'release_rails');
INSERT INTO public.staff_permission VALUES ('finance', 'approve', 'settle_payment');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'add_bank_account');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'approve_payout_file');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'book_payouts');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'close_case');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'close_day');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'close_month');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'correct_books');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'drop_payout_file');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'drop_tariff');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'give_float');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'hold_rails');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'import_file');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'import_statement');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'load_rate');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'load_tariff');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'look_at_person');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'make_payout_file');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'make_return');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'match_bank_line');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'move_money');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'own_suspense');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'pay_bank_line');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'pay_retained');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'pay_unclaimed');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'reject_payout');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'release_rails');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'send_payout_file');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'settle_payment');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'take_waiting');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'unmask_person');
INSERT INTO public.staff_permission VALUES ('finance', 'ask', 'withdraw_file');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'agent');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'audit');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'bank');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'books');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'case');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'dormancy');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'figures');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'find');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'merchant');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'move');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'operator');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'payments');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'person');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'reconcile');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'regulator');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'retention');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'take');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'tariff');
INSERT INTO public.staff_permission VALUES ('finance', 'read', 'waiting');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'add_api_key');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'add_link');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'add_merchant');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'add_till');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'appoint_agent');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'close_agent');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'close_shop');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'end_api_key');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'end_link');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'give_float');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'hold_rails');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'let_key_refund');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'load_bills');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'reinstate_agent');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'set_biller');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'set_maintenance');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'suspend_agent');
INSERT INTO public.staff_permission VALUES ('operations', 'ask', 'take_waiting');
INSERT INTO public.staff_permission VALUES ('operations', 'read', 'agent');
INSERT INTO public.staff_permission VALUES ('operations', 'read', 'figures');
INSERT INTO public.staff_permission VALUES ('operations', 'read', 'find');
INSERT INTO public.staff_permission VALUES ('operations', 'read', 'merchant');
INSERT INTO public.staff_permission VALUES ('operations', 'read', 'operator');
INSERT INTO public.staff_permission VALUES ('operations', 'read', 'payments');
INSERT INTO public.staff_permission VALUES ('operations', 'read', 'take');
INSERT INTO public.staff_permission VALUES ('operations', 'read', 'tariff');
INSERT INTO public.staff_permission VALUES ('operations', 'read', 'waiting');
INSERT INTO public.staff_permission VALUES ('support', 'ask', 'allow_pin_reset');
INSERT INTO public.staff_permission VALUES ('support', 'ask', 'close_case');
INSERT INTO public.staff_permission VALUES ('support', 'ask', 'decide_contest');
INSERT INTO public.staff_permission VALUES ('support', 'ask', 'freeze_wallet');
INSERT INTO public.staff_permission VALUES ('support', 'ask', 'identify_wallet');
INSERT INTO public.staff_permission VALUES ('support', 'ask', 'lock_for_owner');
INSERT INTO public.staff_permission VALUES ('support', 'ask', 'look_at_person');
INSERT INTO public.staff_permission VALUES ('support', 'ask', 'pay_unclaimed');
INSERT INTO public.staff_permission VALUES ('support', 'ask', 'take_waiting');
INSERT INTO public.staff_permission VALUES ('support', 'ask', 'unfreeze_wallet');
INSERT INTO public.staff_permission VALUES ('support', 'ask', 'unlock_for_owner');
INSERT INTO public.staff_permission VALUES ('support', 'ask', 'unmask_person');
INSERT INTO public.staff_permission VALUES ('support', 'read', 'agent');
INSERT INTO public.staff_permission VALUES ('support', 'read', 'case');
INSERT INTO public.staff_permission VALUES ('support', 'read', 'find');
INSERT INTO public.staff_permission VALUES ('support', 'read', 'operator');
INSERT INTO public.staff_permission VALUES ('support', 'read', 'payments');
INSERT INTO public.staff_permission VALUES ('support', 'read', 'person');
INSERT INTO public.staff_permission VALUES ('support', 'read', 'take');
INSERT INTO public.staff_permission VALUES ('support', 'read', 'tariff');
INSERT INTO public.staff_permission VALUES ('support', 'read', 'waiting');


--
-- Data for Name: staff_request; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: staff_request_end; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: staff_session; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: subscription; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: subscription_notice; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: suspense_owner; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: suspicion_report; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: taken; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: tariff; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.tariff VALUES ('send_money', '-infinity', 5000, 0, 500, 2000, 4, 0, 'amount', NULL);
INSERT INTO public.tariff VALUES ('pay_request', '-infinity', 5000, 0, 500, 2000, 4, 0, 'amount', NULL);
INSERT INTO public.tariff VALUES ('add_money', '-infinity', 0, 0, 0, 0, 0, 0, 'amount', NULL);
INSERT INTO public.tariff VALUES ('withdraw_money', '-infinity', 10000, 50, NULL, 2000, 4, 0, 'amount', NULL);
INSERT INTO public.tariff VALUES ('pay_till', '-infinity', 10000, 0, NULL, 0, 0, 0, 'amount', NULL);
INSERT INTO public.tariff VALUES ('pay_bill', '-infinity', 10000, 0, NULL, 0, 0, 0, 'amount', NULL);
INSERT INTO public.tariff VALUES ('pay_checkout', '-infinity', 10000, 0, NULL, 0, 0, 0, 'amount', NULL);
INSERT INTO public.tariff VALUES ('pay_subscription', '-infinity', 10000, 0, NULL, 0, 0, 0, 'amount', NULL);
INSERT INTO public.tariff VALUES ('pay_salary', '-infinity', 5000, 0, 500, 2000, 4, 0, 'amount', NULL);
INSERT INTO public.tariff VALUES ('make_payout', '-infinity', 5000, 50, 2500, 0, 0, 0, 'amount', NULL);
INSERT INTO public.tariff VALUES ('take_cash_in', '-infinity', 0, 0, 0, 0, 0, 2000, 'amount', NULL);
INSERT INTO public.tariff VALUES ('pay_cash_out', '-infinity', 15000, 50, 3500, 2000, 4, 400000, 'fee', NULL);


--
-- Data for Name: text_change; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: text_in; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: texting; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: threshold; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.threshold VALUES ('sim_check', '-infinity', 100000);
INSERT INTO public.threshold VALUES ('free_closing', '-infinity', 5000);
INSERT INTO public.threshold VALUES ('spraying', '-infinity', 50);
INSERT INTO public.threshold VALUES ('spraying_day', '-infinity', 1000);
INSERT INTO public.threshold VALUES ('locking', '-infinity', 30);
INSERT INTO public.threshold VALUES ('logins_tried', '-infinity', 3);
INSERT INTO public.threshold VALUES ('prompting', '-infinity', 5);
INSERT INTO public.threshold VALUES ('cashier_refund', '-infinity', 20000);
INSERT INTO public.threshold VALUES ('unmaskings', '-infinity', 20);
INSERT INTO public.threshold VALUES ('tolerance_btcpay', '-infinity', 5000);
INSERT INTO public.threshold VALUES ('sanction_case', '-infinity', 80);
INSERT INTO public.threshold VALUES ('sanction_block', '-infinity', 90);


--
-- Data for Name: till; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: transfer; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: transfer_kind; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.transfer_kind VALUES ('send_money', 'operation', '{send_money}', '{customer}', '{customer,fees,tax}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('pay_request', 'request', '{paid}', '{customer}', '{customer,fees,tax}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('pay_till', 'operation', '{pay_till}', '{customer}', '{merchant,fees}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('pay_checkout', 'checkout', '{paid}', '{customer}', '{merchant,fees}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('pay_bill', 'operation', '{pay_bill}', '{customer}', '{merchant,fees}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('pay_subscription', 'subscription', '{paid}', '{customer}', '{merchant,fees}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('empty_till', 'operation', '{empty_till}', '{merchant}', '{customer}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('refund_payment', 'operation', '{refund_payment,refund_sale,refund_own_sale}', '{customer,merchant,fees}', '{customer}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('refund_payment', 'refund', '{succeeded}', '{merchant,fees}', '{customer,held}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('take_cash_in', 'operation', '{take_cash_in}', '{agent_float,commissions}', '{customer,agent_commission}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('send_float', 'operation', '{send_float}', '{agent_float}', '{agent_float}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('take_commission', 'operation', '{take_commission}', '{agent_commission}', '{agent_float}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('send_to_stranger', 'operation', '{send_to_stranger}', '{customer}', '{held}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('hold_cash_out', 'operation', '{ask_cash_out}', '{customer}', '{held}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('hold_contested', 'operation', '{contest_payment}', '{customer,merchant}', '{held}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('hold_withdrawal', 'operation', '{withdraw_money,close_wallet}', '{customer}', '{in_transit}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('hold_refund', 'operation', '{give_back_recharge}', '{customer}', '{in_transit}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('hold_refund', 'refund', '{pending}', '{merchant,fees}', '{in_transit}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('hold_salaries', 'payroll', '{paying}', '{merchant}', '{in_transit}', '{mbongo_web}', now());
INSERT INTO public.transfer_kind VALUES ('pay_salary', 'salary', '{paid}', '{in_transit}', '{customer,fees,tax}', '{mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('return_salary', 'salary', '{failed}', '{in_transit}', '{merchant}', '{mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('hold_payout', 'payout', '{pending}', '{merchant,in_transit}', '{in_transit}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('pay_payout', 'payout', '{paid}', '{merchant}', '{customer}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('send_money', 'claim', '{}', '{held}', '{customer,fees,tax}', '{mbongo_office,mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('add_money', 'claim', '{}', '{held}', '{customer}', '{mbongo_office,mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('return_send', 'claim', '{}', '{held}', '{customer}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('keep_unclaimed', 'claim', '{}', '{held}', '{unclaimed}', '{mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('pay_cash_out', 'cash_out', '{}', '{held,commissions}', '{agent_float,agent_commission,fees,tax}', '{mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('return_cash_out', 'cash_out', '{}', '{held}', '{customer}', '{mbongo_office,mbongo_web,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('add_money', 'payment', '{succeeded}', '{operator_float,position}', '{customer}', '{mbongo_office,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('pay_request', 'paid_request', '{succeeded}', '{operator_float,position}', '{customer}', '{mbongo_office,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('pay_checkout', 'paid_checkout', '{succeeded}', '{operator_float,position}', '{merchant,fees}', '{mbongo_office,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('keep_late_payment', 'payment', '{succeeded,failed,expired}', '{operator_float,position,in_transit}', '{customer,held}', '{mbongo_office,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('hold_late_payment', 'payment', '{succeeded}', '{operator_float,position}', '{in_transit}', '{mbongo_office,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('pay_withdrawal', 'payment', '{succeeded}', '{in_transit}', '{operator_float,fees,tax}', '{mbongo_office,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('return_withdrawal', 'payment', '{failed,expired}', '{in_transit}', '{customer}', '{mbongo_office,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('pay_payout', 'payment', '{succeeded}', '{in_transit}', '{operator_float,fees}', '{mbongo_office,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('return_payout', 'payment', '{failed,expired}', '{in_transit}', '{merchant}', '{mbongo_office,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('pay_refund', 'payment', '{succeeded}', '{in_transit}', '{operator_float,position}', '{mbongo_office,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('return_refund', 'payment', '{failed,expired}', '{in_transit}', '{customer,merchant,fees}', '{mbongo_office,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('keep_unclaimed', 'payment', '{succeeded,failed,expired}', '{operator_float,in_transit,position}', '{unclaimed,fees}', '{mbongo_office,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('convert_charged', 'payment', '{succeeded}', '{operator_float}', '{position}', '{mbongo_office,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('convert_refunded', 'payment', '{succeeded}', '{position}', '{operator_float}', '{mbongo_office,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('round_charged', 'payment', '{succeeded}', '{position,rounding}', '{position,rounding}', '{mbongo_office,mbongo_worker}', now());
INSERT INTO public.transfer_kind VALUES ('give_float', 'act', '{give_float}', '{cash}', '{agent_float}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('pay_checkout', 'act', '{pay_bank_line}', '{trust_bank,own_bank,cash}', '{merchant,fees}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('pay_payout', 'banked_payout', '{paid}', '{in_transit}', '{trust_bank,own_bank,cash,fees}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('return_payout', 'banked_payout', '{failed,returned}', '{in_transit,trust_bank,own_bank,cash}', '{merchant}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('keep_unclaimed', 'banked_payout', '{returned}', '{trust_bank,own_bank,cash}', '{unclaimed}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('correct_books', 'act', '{correct_books}', '{operator_float,suspense}', '{operator_float,suspense}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('keep_unclaimed', 'act', '{detach_number}', '{customer}', '{unclaimed}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('pay_unclaimed', 'act', '{pay_unclaimed}', '{unclaimed}', '{customer}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('keep_dormant', 'dormant', '{moved}', '{customer}', '{unclaimed}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('return_dormant', 'dormant', '{returned}', '{unclaimed}', '{customer}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('hand_over_dormant', 'act', '{hand_over_dormant}', '{unclaimed}', '{trust_bank}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('pay_retained', 'act', '{pay_retained}', '{customer,merchant,agent_float}', '{trust_bank}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('release_contested', 'act', '{decide_contest}', '{held}', '{customer,merchant}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('return_contested', 'act', '{decide_contest}', '{held,fees}', '{customer}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('deposit_cash', 'act', '{move_money}', '{trust_bank,own_bank}', '{cash}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('draw_cash', 'act', '{move_money}', '{cash}', '{trust_bank,own_bank}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('prefund_operator', 'act', '{move_money}', '{operator_float}', '{trust_bank,own_bank}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('sweep_operator', 'act', '{move_money}', '{trust_bank,own_bank}', '{operator_float}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('settle_provider', 'act', '{move_money}', '{trust_bank,own_bank,bank_charges}', '{operator_float}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('pay_bank_charge', 'act', '{move_money}', '{bank_charges}', '{trust_bank,own_bank}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('remit_tax', 'act', '{move_money}', '{tax}', '{trust_bank,own_bank}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('book_vat', 'act', '{move_money}', '{fees}', '{vat}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('remit_vat', 'act', '{move_money}', '{vat}', '{trust_bank,own_bank}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('sweep_fees', 'act', '{move_money}', '{own_bank}', '{trust_bank}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('top_up_trust', 'act', '{move_money}', '{trust_bank}', '{own_bank}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('pay_in_capital', 'act', '{move_money}', '{own_bank}', '{capital}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('redeem_float', 'act', '{move_money}', '{agent_float}', '{trust_bank,own_bank,cash}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('redeem_in_cash', 'act', '{move_money}', '{agent_float}', '{cash}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('keep_unmatched', 'act', '{move_money}', '{trust_bank,own_bank,suspense}', '{trust_bank,own_bank,suspense}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('write_off', 'act', '{move_money}', '{losses}', '{suspense}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('write_up', 'act', '{move_money}', '{suspense}', '{other_income}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('pay_on', 'act', '{move_money}', '{suspense}', '{customer,merchant,agent_float}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('charge_back', 'act', '{move_money}', '{customer,merchant,suspense}', '{operator_float}', '{mbongo_office}', now());
INSERT INTO public.transfer_kind VALUES ('reverse_cash_in', 'act', '{move_money}', '{customer,agent_commission}', '{agent_float,commissions}', '{mbongo_office}', now());


--
-- Data for Name: transfer_link; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: usage; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Data for Name: vat_rate; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.vat_rate VALUES ('standard', '2005-01-01', 192500, 17500, false);
INSERT INTO public.vat_rate VALUES ('zero', '2005-01-01', 0, 0, false);
INSERT INTO public.vat_rate VALUES ('exempt', '2005-01-01', 0, 0, true);
INSERT INTO public.vat_rate VALUES ('state', '2005-01-01', 0, 0, true);


--
-- Data for Name: withholding_rate; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--

INSERT INTO public.withholding_rate VALUES ('vat_whole', '2005-01-01', 1000000, 'vat');
INSERT INTO public.withholding_rate VALUES ('income_2_2', '2005-01-01', 22000, 'net');
INSERT INTO public.withholding_rate VALUES ('income_5_5', '2005-01-01', 55000, 'net');


--
-- Data for Name: wrong_document; Type: TABLE DATA; Schema: public; Owner: mbongo_owner
--



--
-- Name: account_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.account_id_seq', 44, true);


--
-- Name: alert_number_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.alert_number_seq', 1, false);


--
-- Name: bank_account_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.bank_account_id_seq', 1, false);


--
-- Name: bank_file_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.bank_file_id_seq', 1, false);


--
-- Name: bank_leg_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.bank_leg_id_seq', 1, false);


--
-- Name: bank_line_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.bank_line_id_seq', 1, false);


--
-- Name: case_file_number_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.case_file_number_seq', 1, false);


--
-- Name: discrepancy_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.discrepancy_id_seq', 1, false);


--
-- Name: dormant_batch_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.dormant_batch_id_seq', 1, false);


--
-- Name: dormant_handover_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.dormant_handover_id_seq', 1, false);


--
-- Name: invoice_sending_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.invoice_sending_id_seq', 1, false);


--
-- Name: payout_file_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.payout_file_id_seq', 1, false);


--
-- Name: rail_hold_number_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.rail_hold_number_seq', 1, false);


--
-- Name: rail_leg_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.rail_leg_id_seq', 1, false);


--
-- Name: retention_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.retention_id_seq', 1, false);


--
-- Name: sanction_entry_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.sanction_entry_id_seq', 1, false);


--
-- Name: sanction_hit_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.sanction_hit_id_seq', 1, false);


--
-- Name: sanction_list_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.sanction_list_id_seq', 1, false);


--
-- Name: settlement_file_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.settlement_file_id_seq', 1, false);


--
-- Name: settlement_row_id_seq; Type: SEQUENCE SET; Schema: public; Owner: mbongo_owner
--

SELECT pg_catalog.setval('public.settlement_row_id_seq', 1, false);


--
-- Name: account account_code_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_code_key UNIQUE (code);


--
-- Name: account_kind account_kind_kind_accrued_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.account_kind
    ADD CONSTRAINT account_kind_kind_accrued_key UNIQUE (kind, accrued);


--
-- Name: account_kind account_kind_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.account_kind
    ADD CONSTRAINT account_kind_pkey PRIMARY KEY (kind);


--
-- Name: account account_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);


--
-- Name: accrual_due accrual_due_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.accrual_due
    ADD CONSTRAINT accrual_due_pkey PRIMARY KEY (account_id, transfer_id);


--
-- Name: act_posted act_posted_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.act_posted
    ADD CONSTRAINT act_posted_pkey PRIMARY KEY (request_id);


--
-- Name: agent agent_commission_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_commission_id_key UNIQUE (commission_id);


--
-- Name: agent agent_float_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_float_id_key UNIQUE (float_id);


--
-- Name: agent_operation agent_operation_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.agent_operation
    ADD CONSTRAINT agent_operation_pkey PRIMARY KEY (agent_code, reference);


--
-- Name: agent agent_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_pkey PRIMARY KEY (code);


--
-- Name: alembic_version alembic_version_pkc; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);


--
-- Name: alert_case alert_case_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.alert_case
    ADD CONSTRAINT alert_case_pkey PRIMARY KEY (number);


--
-- Name: alert_decision alert_decision_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.alert_decision
    ADD CONSTRAINT alert_decision_pkey PRIMARY KEY (request_id);


--
-- Name: alert_judged alert_judged_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.alert_judged
    ADD CONSTRAINT alert_judged_pkey PRIMARY KEY (rule);


--
-- Name: alert alert_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.alert
    ADD CONSTRAINT alert_pkey PRIMARY KEY (number);


--
-- Name: alert_rule alert_rule_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.alert_rule
    ADD CONSTRAINT alert_rule_pkey PRIMARY KEY (rule, since);


--
-- Name: alert alert_rule_thing_day_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.alert
    ADD CONSTRAINT alert_rule_thing_day_key UNIQUE (rule, thing, day);


--
-- Name: api_key api_key_digest_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_digest_key UNIQUE (digest);


--
-- Name: api_key api_key_hint_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_hint_key UNIQUE (hint);


--
-- Name: api_key api_key_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (id);


--
-- Name: ask ask_key_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.ask
    ADD CONSTRAINT ask_key_key UNIQUE (key);


--
-- Name: ask ask_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.ask
    ADD CONSTRAINT ask_pkey PRIMARY KEY (id);


--
-- Name: bank_account bank_account_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_account
    ADD CONSTRAINT bank_account_pkey PRIMARY KEY (id);


--
-- Name: bank_account bank_account_rib_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_account
    ADD CONSTRAINT bank_account_rib_key UNIQUE (rib);


--
-- Name: bank_file bank_file_account_id_sha256_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_file
    ADD CONSTRAINT bank_file_account_id_sha256_key UNIQUE (account_id, sha256);


--
-- Name: bank_file bank_file_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_file
    ADD CONSTRAINT bank_file_pkey PRIMARY KEY (id);


--
-- Name: bank_leg bank_leg_line_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_leg
    ADD CONSTRAINT bank_leg_line_id_key UNIQUE (line_id);


--
-- Name: bank_leg bank_leg_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_leg
    ADD CONSTRAINT bank_leg_pkey PRIMARY KEY (id);


--
-- Name: bank_leg bank_leg_transfer_id_account_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_leg
    ADD CONSTRAINT bank_leg_transfer_id_account_id_key UNIQUE (transfer_id, account_id);


--
-- Name: bank_line bank_line_account_id_identity_nth_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_account_id_identity_nth_key UNIQUE (account_id, identity, nth);


--
-- Name: bank_line_paid bank_line_paid_checkout_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_line_paid
    ADD CONSTRAINT bank_line_paid_checkout_id_key UNIQUE (checkout_id);


--
-- Name: bank_line_paid bank_line_paid_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_line_paid
    ADD CONSTRAINT bank_line_paid_pkey PRIMARY KEY (line_id);


--
-- Name: bank_line bank_line_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_pkey PRIMARY KEY (id);


--
-- Name: bill bill_merchant_id_number_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bill
    ADD CONSTRAINT bill_merchant_id_number_key UNIQUE (merchant_id, number);


--
-- Name: bill bill_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bill
    ADD CONSTRAINT bill_pkey PRIMARY KEY (id);


--
-- Name: bill_search bill_search_code_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bill_search
    ADD CONSTRAINT bill_search_code_key UNIQUE (code);


--
-- Name: bill_search bill_search_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bill_search
    ADD CONSTRAINT bill_search_pkey PRIMARY KEY (id);


--
-- Name: block block_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.block
    ADD CONSTRAINT block_pkey PRIMARY KEY (blocker, blocked_id);


--
-- Name: business_act business_act_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.business_act
    ADD CONSTRAINT business_act_pkey PRIMARY KEY (id);


--
-- Name: business_document business_document_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.business_document
    ADD CONSTRAINT business_document_pkey PRIMARY KEY (id);


--
-- Name: business_usage business_usage_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.business_usage
    ADD CONSTRAINT business_usage_pkey PRIMARY KEY (merchant_id, month);


--
-- Name: callback_in callback_in_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.callback_in
    ADD CONSTRAINT callback_in_pkey PRIMARY KEY (id);


--
-- Name: case_file case_file_number_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.case_file
    ADD CONSTRAINT case_file_number_key UNIQUE (number);


--
-- Name: case_file case_file_payment_id_kind_detail_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.case_file
    ADD CONSTRAINT case_file_payment_id_kind_detail_key UNIQUE (payment_id, kind, detail);


--
-- Name: case_file case_file_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.case_file
    ADD CONSTRAINT case_file_pkey PRIMARY KEY (id);


--
-- Name: case_file case_file_transfer_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.case_file
    ADD CONSTRAINT case_file_transfer_id_key UNIQUE (transfer_id);


--
-- Name: cash_out cash_out_held_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.cash_out
    ADD CONSTRAINT cash_out_held_key UNIQUE (held);


--
-- Name: cash_out cash_out_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.cash_out
    ADD CONSTRAINT cash_out_pkey PRIMARY KEY (id);


--
-- Name: cash_out cash_out_reference_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.cash_out
    ADD CONSTRAINT cash_out_reference_key UNIQUE (reference);


--
-- Name: caution caution_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.caution
    ADD CONSTRAINT caution_pkey PRIMARY KEY (kind, since);


--
-- Name: ceiling ceiling_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.ceiling
    ADD CONSTRAINT ceiling_pkey PRIMARY KEY (tier, direction, span, since);


--
-- Name: channel channel_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.channel
    ADD CONSTRAINT channel_pkey PRIMARY KEY (name);


--
-- Name: charge charge_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_pkey PRIMARY KEY (subscription_id, period);


--
-- Name: charge charge_reference_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_reference_key UNIQUE (reference);


--
-- Name: checkout_ask checkout_ask_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.checkout_ask
    ADD CONSTRAINT checkout_ask_pkey PRIMARY KEY (checkout_id);


--
-- Name: checkout checkout_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.checkout
    ADD CONSTRAINT checkout_pkey PRIMARY KEY (id);


--
-- Name: claim claim_hold_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_hold_key UNIQUE (hold);


--
-- Name: claim claim_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_pkey PRIMARY KEY (id);


--
-- Name: claim claim_reference_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_reference_key UNIQUE (reference);


--
-- Name: clock_shift clock_shift_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.clock_shift
    ADD CONSTRAINT clock_shift_pkey PRIMARY KEY (only_row);


--
-- Name: closed_day closed_day_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.closed_day
    ADD CONSTRAINT closed_day_pkey PRIMARY KEY (day);


--
-- Name: closed_day closed_day_request_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.closed_day
    ADD CONSTRAINT closed_day_request_id_key UNIQUE (request_id);


--
-- Name: closed_month closed_month_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.closed_month
    ADD CONSTRAINT closed_month_pkey PRIMARY KEY (month);


--
-- Name: closed_month closed_month_request_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.closed_month
    ADD CONSTRAINT closed_month_request_id_key UNIQUE (request_id);


--
-- Name: code_look code_look_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.code_look
    ADD CONSTRAINT code_look_pkey PRIMARY KEY (phone, day);


--
-- Name: contest contest_case_number_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.contest
    ADD CONSTRAINT contest_case_number_key UNIQUE (case_number);


--
-- Name: contest contest_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.contest
    ADD CONSTRAINT contest_pkey PRIMARY KEY (id);


--
-- Name: contest contest_transfer_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.contest
    ADD CONSTRAINT contest_transfer_id_key UNIQUE (transfer_id);


--
-- Name: customer customer_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_pkey PRIMARY KEY (id);


--
-- Name: day_sum day_sum_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.day_sum
    ADD CONSTRAINT day_sum_pkey PRIMARY KEY (day, account_kind, account_id, kind, currency);


--
-- Name: day_summed day_summed_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.day_summed
    ADD CONSTRAINT day_summed_pkey PRIMARY KEY (only_row);


--
-- Name: delivery delivery_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (gateway_id);


--
-- Name: discrepancy discrepancy_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.discrepancy
    ADD CONSTRAINT discrepancy_pkey PRIMARY KEY (id);


--
-- Name: document_content document_content_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.document_content
    ADD CONSTRAINT document_content_pkey PRIMARY KEY (document_id);


--
-- Name: door_use door_use_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.door_use
    ADD CONSTRAINT door_use_pkey PRIMARY KEY (door, secret_tag);


--
-- Name: dormancy dormancy_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.dormancy
    ADD CONSTRAINT dormancy_pkey PRIMARY KEY (person_id);


--
-- Name: dormancy_rule dormancy_rule_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.dormancy_rule
    ADD CONSTRAINT dormancy_rule_pkey PRIMARY KEY (since);


--
-- Name: dormancy_sweep dormancy_sweep_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.dormancy_sweep
    ADD CONSTRAINT dormancy_sweep_pkey PRIMARY KEY (only_row);


--
-- Name: dormant_batch dormant_batch_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.dormant_batch
    ADD CONSTRAINT dormant_batch_pkey PRIMARY KEY (id);


--
-- Name: dormant_handover dormant_handover_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.dormant_handover
    ADD CONSTRAINT dormant_handover_pkey PRIMARY KEY (id);


--
-- Name: dormant_line dormant_line_batch_id_person_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.dormant_line
    ADD CONSTRAINT dormant_line_batch_id_person_id_key UNIQUE (batch_id, person_id);


--
-- Name: dormant_line dormant_line_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.dormant_line
    ADD CONSTRAINT dormant_line_pkey PRIMARY KEY (id);


--
-- Name: endpoint endpoint_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.endpoint
    ADD CONSTRAINT endpoint_pkey PRIMARY KEY (id);


--
-- Name: entry_before entry_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.entry_before
    ADD CONSTRAINT entry_pkey PRIMARY KEY (account_id, transfer_id);


--
-- Name: entry_rest entry_rest_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.entry_rest
    ADD CONSTRAINT entry_rest_pkey PRIMARY KEY (account_id, transfer_id);


--
-- Name: event_delivery event_delivery_endpoint_id_event_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.event_delivery
    ADD CONSTRAINT event_delivery_endpoint_id_event_id_key UNIQUE (endpoint_id, event_id);


--
-- Name: event_delivery event_delivery_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.event_delivery
    ADD CONSTRAINT event_delivery_pkey PRIMARY KEY (id);


--
-- Name: event event_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);


--
-- Name: favourite favourite_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.favourite
    ADD CONSTRAINT favourite_pkey PRIMARY KEY (owner_id, person_id);


--
-- Name: idempotent_answer idempotent_answer_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.idempotent_answer
    ADD CONSTRAINT idempotent_answer_pkey PRIMARY KEY (merchant_id, key);


--
-- Name: identity identity_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_pkey PRIMARY KEY (person_id, kind, number);


--
-- Name: invitation invitation_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (id);


--
-- Name: invoice_deadline invoice_deadline_invoice_id_what_days_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invoice_deadline
    ADD CONSTRAINT invoice_deadline_invoice_id_what_days_key UNIQUE (invoice_id, what, days);


--
-- Name: invoice_deadline invoice_deadline_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invoice_deadline
    ADD CONSTRAINT invoice_deadline_pkey PRIMARY KEY (id);


--
-- Name: invoice_issuer invoice_issuer_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invoice_issuer
    ADD CONSTRAINT invoice_issuer_pkey PRIMARY KEY (merchant_id);


--
-- Name: invoice_line invoice_line_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invoice_line
    ADD CONSTRAINT invoice_line_pkey PRIMARY KEY (invoice_id, place);


--
-- Name: invoice invoice_merchant_id_kind_year_place_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_merchant_id_kind_year_place_key UNIQUE (merchant_id, kind, year, place);


--
-- Name: invoice invoice_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_pkey PRIMARY KEY (id);


--
-- Name: invoice_sending invoice_sending_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invoice_sending
    ADD CONSTRAINT invoice_sending_pkey PRIMARY KEY (id);


--
-- Name: invoice_series invoice_series_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invoice_series
    ADD CONSTRAINT invoice_series_pkey PRIMARY KEY (merchant_id, kind, year);


--
-- Name: key_held key_held_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.key_held
    ADD CONSTRAINT key_held_pkey PRIMARY KEY (process, host, key, tag);


--
-- Name: level_rule level_rule_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.level_rule
    ADD CONSTRAINT level_rule_pkey PRIMARY KEY (level, since);


--
-- Name: link link_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_pkey PRIMARY KEY (id);


--
-- Name: logo logo_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.logo
    ADD CONSTRAINT logo_pkey PRIMARY KEY (sha256, merchant_id);


--
-- Name: mail mail_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.mail
    ADD CONSTRAINT mail_pkey PRIMARY KEY (id);


--
-- Name: mandate mandate_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.mandate
    ADD CONSTRAINT mandate_pkey PRIMARY KEY (id);


--
-- Name: mandate mandate_reference_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.mandate
    ADD CONSTRAINT mandate_reference_key UNIQUE (reference);


--
-- Name: mask_life mask_life_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.mask_life
    ADD CONSTRAINT mask_life_pkey PRIMARY KEY (kind);


--
-- Name: member_login member_login_email_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.member_login
    ADD CONSTRAINT member_login_email_key UNIQUE (email);


--
-- Name: member_login member_login_phone_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.member_login
    ADD CONSTRAINT member_login_phone_key UNIQUE (phone);


--
-- Name: member_login member_login_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.member_login
    ADD CONSTRAINT member_login_pkey PRIMARY KEY (id);


--
-- Name: member_permission member_permission_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.member_permission
    ADD CONSTRAINT member_permission_pkey PRIMARY KEY (role, may);


--
-- Name: member_session member_session_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.member_session
    ADD CONSTRAINT member_session_pkey PRIMARY KEY (digest);


--
-- Name: member_totp member_totp_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.member_totp
    ADD CONSTRAINT member_totp_pkey PRIMARY KEY (login_id);


--
-- Name: merchant merchant_account_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.merchant
    ADD CONSTRAINT merchant_account_id_key UNIQUE (account_id);


--
-- Name: merchant merchant_biller_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.merchant
    ADD CONSTRAINT merchant_biller_key UNIQUE (biller);


--
-- Name: merchant merchant_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.merchant
    ADD CONSTRAINT merchant_pkey PRIMARY KEY (id);


--
-- Name: month_counted month_counted_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.month_counted
    ADD CONSTRAINT month_counted_pkey PRIMARY KEY (month);


--
-- Name: month_figure month_figure_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.month_figure
    ADD CONSTRAINT month_figure_pkey PRIMARY KEY (month, part, what, level);


--
-- Name: month_return month_return_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.month_return
    ADD CONSTRAINT month_return_pkey PRIMARY KEY (month, tax);


--
-- Name: month_return month_return_request_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.month_return
    ADD CONSTRAINT month_return_request_id_key UNIQUE (request_id);


--
-- Name: movement movement_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.movement
    ADD CONSTRAINT movement_pkey PRIMARY KEY (transfer_id);


--
-- Name: name_shown name_shown_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.name_shown
    ADD CONSTRAINT name_shown_pkey PRIMARY KEY (viewer_id, seen_id);


--
-- Name: notice notice_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (id);


--
-- Name: number_turn number_turn_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.number_turn
    ADD CONSTRAINT number_turn_pkey PRIMARY KEY (number);


--
-- Name: operation_key operation_key_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.operation_key
    ADD CONSTRAINT operation_key_pkey PRIMARY KEY (pepper);


--
-- Name: operation operation_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.operation
    ADD CONSTRAINT operation_pkey PRIMARY KEY (key);


--
-- Name: operation operation_reference_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.operation
    ADD CONSTRAINT operation_reference_key UNIQUE (reference);


--
-- Name: operator operator_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.operator
    ADD CONSTRAINT operator_pkey PRIMARY KEY (rail);


--
-- Name: page_code page_code_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.page_code
    ADD CONSTRAINT page_code_pkey PRIMARY KEY (id);


--
-- Name: page_session page_session_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.page_session
    ADD CONSTRAINT page_session_pkey PRIMARY KEY (digest);


--
-- Name: passkey passkey_credential_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT passkey_credential_id_key UNIQUE (credential_id);


--
-- Name: passkey passkey_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT passkey_pkey PRIMARY KEY (id);


--
-- Name: password_reset password_reset_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.password_reset
    ADD CONSTRAINT password_reset_pkey PRIMARY KEY (id);


--
-- Name: pay_address pay_address_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.pay_address
    ADD CONSTRAINT pay_address_pkey PRIMARY KEY (code);


--
-- Name: pay_address pay_address_token_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.pay_address
    ADD CONSTRAINT pay_address_token_key UNIQUE (token);


--
-- Name: payment payment_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_pkey PRIMARY KEY (id);


--
-- Name: payment_posted payment_posted_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payment_posted
    ADD CONSTRAINT payment_posted_pkey PRIMARY KEY (payment_id);


--
-- Name: payment payment_reference_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_reference_key UNIQUE (reference);


--
-- Name: payout_file payout_file_message_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payout_file
    ADD CONSTRAINT payout_file_message_id_key UNIQUE (message_id);


--
-- Name: payout_file payout_file_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payout_file
    ADD CONSTRAINT payout_file_pkey PRIMARY KEY (id);


--
-- Name: payout payout_payment_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payout
    ADD CONSTRAINT payout_payment_id_key UNIQUE (payment_id);


--
-- Name: payout payout_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payout
    ADD CONSTRAINT payout_pkey PRIMARY KEY (id);


--
-- Name: payout payout_reference_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payout
    ADD CONSTRAINT payout_reference_key UNIQUE (reference);


--
-- Name: payout_schedule payout_schedule_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payout_schedule
    ADD CONSTRAINT payout_schedule_pkey PRIMARY KEY (merchant_id);


--
-- Name: payroll_line payroll_line_payroll_id_nth_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payroll_line
    ADD CONSTRAINT payroll_line_payroll_id_nth_key UNIQUE (payroll_id, nth);


--
-- Name: payroll_line payroll_line_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payroll_line
    ADD CONSTRAINT payroll_line_pkey PRIMARY KEY (id);


--
-- Name: payroll_line payroll_line_reference_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payroll_line
    ADD CONSTRAINT payroll_line_reference_key UNIQUE (reference);


--
-- Name: payroll_line payroll_line_retries_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payroll_line
    ADD CONSTRAINT payroll_line_retries_key UNIQUE (retries);


--
-- Name: payroll payroll_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payroll
    ADD CONSTRAINT payroll_pkey PRIMARY KEY (id);


--
-- Name: payroll payroll_reference_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payroll
    ADD CONSTRAINT payroll_reference_key UNIQUE (reference);


--
-- Name: person person_account_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_account_id_key UNIQUE (account_id);


--
-- Name: person person_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);


--
-- Name: pin pin_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.pin
    ADD CONSTRAINT pin_pkey PRIMARY KEY (person_id);


--
-- Name: pin_reset pin_reset_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.pin_reset
    ADD CONSTRAINT pin_reset_pkey PRIMARY KEY (id);


--
-- Name: plan plan_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_pkey PRIMARY KEY (id);


--
-- Name: plan_price plan_price_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.plan_price
    ADD CONSTRAINT plan_price_pkey PRIMARY KEY (plan_id, since);


--
-- Name: posting_horizon posting_horizon_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.posting_horizon
    ADD CONSTRAINT posting_horizon_pkey PRIMARY KEY (only_row);


--
-- Name: promise promise_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.promise
    ADD CONSTRAINT promise_pkey PRIMARY KEY (name, since);


--
-- Name: quote quote_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.quote
    ADD CONSTRAINT quote_pkey PRIMARY KEY (id);


--
-- Name: rail_hold rail_hold_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.rail_hold
    ADD CONSTRAINT rail_hold_pkey PRIMARY KEY (number);


--
-- Name: rail_leg rail_leg_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.rail_leg
    ADD CONSTRAINT rail_leg_pkey PRIMARY KEY (id);


--
-- Name: rail_leg rail_leg_row_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.rail_leg
    ADD CONSTRAINT rail_leg_row_id_key UNIQUE (row_id);


--
-- Name: rail_leg rail_leg_transfer_id_rail_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.rail_leg
    ADD CONSTRAINT rail_leg_transfer_id_rail_key UNIQUE (transfer_id, rail);


--
-- Name: rate rate_currency_since_digits_charged_at_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.rate
    ADD CONSTRAINT rate_currency_since_digits_charged_at_key UNIQUE (currency, since, digits, charged_at);


--
-- Name: rate rate_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.rate
    ADD CONSTRAINT rate_pkey PRIMARY KEY (currency, since);


--
-- Name: readiness readiness_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.readiness
    ADD CONSTRAINT readiness_pkey PRIMARY KEY (only_row);


--
-- Name: recharge recharge_payment_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.recharge
    ADD CONSTRAINT recharge_payment_id_key UNIQUE (payment_id);


--
-- Name: recharge recharge_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.recharge
    ADD CONSTRAINT recharge_pkey PRIMARY KEY (id);


--
-- Name: recovery_code recovery_code_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (login_id, digest);


--
-- Name: refund refund_payment_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_payment_id_key UNIQUE (payment_id);


--
-- Name: refund refund_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_pkey PRIMARY KEY (id);


--
-- Name: request request_code_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.request
    ADD CONSTRAINT request_code_key UNIQUE (code);


--
-- Name: request request_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.request
    ADD CONSTRAINT request_pkey PRIMARY KEY (id);


--
-- Name: request request_reference_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.request
    ADD CONSTRAINT request_reference_key UNIQUE (reference);


--
-- Name: retention retention_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.retention
    ADD CONSTRAINT retention_pkey PRIMARY KEY (id);


--
-- Name: return_origin return_origin_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.return_origin
    ADD CONSTRAINT return_origin_pkey PRIMARY KEY (id);


--
-- Name: robbed_lock robbed_lock_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.robbed_lock
    ADD CONSTRAINT robbed_lock_pkey PRIMARY KEY (id);


--
-- Name: row_life row_life_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.row_life
    ADD CONSTRAINT row_life_pkey PRIMARY KEY (kind);


--
-- Name: salary_wrong_name salary_wrong_name_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.salary_wrong_name
    ADD CONSTRAINT salary_wrong_name_pkey PRIMARY KEY (merchant_id, number, name);


--
-- Name: sale_sum sale_sum_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sale_sum
    ADD CONSTRAINT sale_sum_pkey PRIMARY KEY (merchant_id, grain, began, kind, till, method, reason);


--
-- Name: sales_digest sales_digest_merchant_id_until_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sales_digest
    ADD CONSTRAINT sales_digest_merchant_id_until_key UNIQUE (merchant_id, until);


--
-- Name: sales_digest sales_digest_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sales_digest
    ADD CONSTRAINT sales_digest_pkey PRIMARY KEY (id);


--
-- Name: sanction_due sanction_due_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sanction_due
    ADD CONSTRAINT sanction_due_pkey PRIMARY KEY (kind, id);


--
-- Name: sanction_entry sanction_entry_list_id_reference_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sanction_entry
    ADD CONSTRAINT sanction_entry_list_id_reference_key UNIQUE (list_id, reference);


--
-- Name: sanction_entry sanction_entry_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sanction_entry
    ADD CONSTRAINT sanction_entry_pkey PRIMARY KEY (id);


--
-- Name: sanction_hit sanction_hit_kind_subject_id_source_reference_alike_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sanction_hit
    ADD CONSTRAINT sanction_hit_kind_subject_id_source_reference_alike_key UNIQUE (kind, subject_id, source, reference, alike);


--
-- Name: sanction_hit sanction_hit_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sanction_hit
    ADD CONSTRAINT sanction_hit_pkey PRIMARY KEY (id);


--
-- Name: sanction_list sanction_list_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sanction_list
    ADD CONSTRAINT sanction_list_pkey PRIMARY KEY (id);


--
-- Name: sanction_screened sanction_screened_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sanction_screened
    ADD CONSTRAINT sanction_screened_pkey PRIMARY KEY (kind, id);


--
-- Name: security_event security_event_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.security_event
    ADD CONSTRAINT security_event_pkey PRIMARY KEY (id);


--
-- Name: sent_address sent_address_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sent_address
    ADD CONSTRAINT sent_address_pkey PRIMARY KEY (digest);


--
-- Name: settlement_account settlement_account_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.settlement_account
    ADD CONSTRAINT settlement_account_pkey PRIMARY KEY (id);


--
-- Name: settlement_file settlement_file_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.settlement_file
    ADD CONSTRAINT settlement_file_pkey PRIMARY KEY (id);


--
-- Name: settlement_row settlement_row_once; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.settlement_row
    ADD CONSTRAINT settlement_row_once UNIQUE (rail, identity, nth, direction, amount, currency, status, reference);


--
-- Name: settlement_row settlement_row_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.settlement_row
    ADD CONSTRAINT settlement_row_pkey PRIMARY KEY (id);


--
-- Name: settlement_said settlement_said_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.settlement_said
    ADD CONSTRAINT settlement_said_pkey PRIMARY KEY (row_id, file_id);


--
-- Name: shop_order shop_order_checkout_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.shop_order
    ADD CONSTRAINT shop_order_checkout_id_key UNIQUE (checkout_id);


--
-- Name: shop_order shop_order_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.shop_order
    ADD CONSTRAINT shop_order_pkey PRIMARY KEY (id);


--
-- Name: sim sim_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sim
    ADD CONSTRAINT sim_pkey PRIMARY KEY (number);


--
-- Name: sim sim_request_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sim
    ADD CONSTRAINT sim_request_id_key UNIQUE (request_id);


--
-- Name: staff_act_kind staff_act_kind_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_act_kind
    ADD CONSTRAINT staff_act_kind_pkey PRIMARY KEY (kind);


--
-- Name: staff_act staff_act_number_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_act
    ADD CONSTRAINT staff_act_number_key UNIQUE (number);


--
-- Name: staff_act staff_act_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_act
    ADD CONSTRAINT staff_act_pkey PRIMARY KEY (id);


--
-- Name: staff_act staff_act_request_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_act
    ADD CONSTRAINT staff_act_request_id_key UNIQUE (request_id);


--
-- Name: staff_app staff_app_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_app
    ADD CONSTRAINT staff_app_pkey PRIMARY KEY (login);


--
-- Name: staff_approval staff_approval_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_approval
    ADD CONSTRAINT staff_approval_pkey PRIMARY KEY (request_id);


--
-- Name: staff_approval staff_approval_request_id_approved_by_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_approval
    ADD CONSTRAINT staff_approval_request_id_approved_by_key UNIQUE (request_id, approved_by);


--
-- Name: staff_doing staff_doing_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_doing
    ADD CONSTRAINT staff_doing_pkey PRIMARY KEY (act_id);


--
-- Name: staff_permission staff_permission_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_permission
    ADD CONSTRAINT staff_permission_pkey PRIMARY KEY (role, may, what);


--
-- Name: staff staff_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (login);


--
-- Name: staff_request_end staff_request_end_act_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_request_end
    ADD CONSTRAINT staff_request_end_act_id_key UNIQUE (act_id);


--
-- Name: staff_request_end staff_request_end_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_request_end
    ADD CONSTRAINT staff_request_end_pkey PRIMARY KEY (request_id);


--
-- Name: staff_request staff_request_id_kind_subject_asked_by_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_request
    ADD CONSTRAINT staff_request_id_kind_subject_asked_by_key UNIQUE (id, kind, subject, asked_by);


--
-- Name: staff_request staff_request_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_request
    ADD CONSTRAINT staff_request_pkey PRIMARY KEY (id);


--
-- Name: staff_session staff_session_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_session
    ADD CONSTRAINT staff_session_pkey PRIMARY KEY (secret_hash);


--
-- Name: subscription_notice subscription_notice_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.subscription_notice
    ADD CONSTRAINT subscription_notice_pkey PRIMARY KEY (subscription_id, period, what);


--
-- Name: subscription subscription_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (id);


--
-- Name: suspense_owner suspense_owner_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.suspense_owner
    ADD CONSTRAINT suspense_owner_pkey PRIMARY KEY (account_id, since);


--
-- Name: suspicion_report suspicion_report_id_key; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.suspicion_report
    ADD CONSTRAINT suspicion_report_id_key UNIQUE (id);


--
-- Name: suspicion_report suspicion_report_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.suspicion_report
    ADD CONSTRAINT suspicion_report_pkey PRIMARY KEY (year, number);


--
-- Name: taken taken_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.taken
    ADD CONSTRAINT taken_pkey PRIMARY KEY (name);


--
-- Name: tariff tariff_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.tariff
    ADD CONSTRAINT tariff_pkey PRIMARY KEY (kind, since);


--
-- Name: text_change text_change_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.text_change
    ADD CONSTRAINT text_change_pkey PRIMARY KEY (person_id, kind);


--
-- Name: text_in text_in_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.text_in
    ADD CONSTRAINT text_in_pkey PRIMARY KEY (gateway_id);


--
-- Name: texting texting_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.texting
    ADD CONSTRAINT texting_pkey PRIMARY KEY (phone);


--
-- Name: threshold threshold_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.threshold
    ADD CONSTRAINT threshold_pkey PRIMARY KEY (name, since);


--
-- Name: till till_of_its_shop; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.till
    ADD CONSTRAINT till_of_its_shop UNIQUE (code, merchant_id);


--
-- Name: till till_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.till
    ADD CONSTRAINT till_pkey PRIMARY KEY (code);


--
-- Name: transfer_kind transfer_kind_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.transfer_kind
    ADD CONSTRAINT transfer_kind_pkey PRIMARY KEY (kind, reason);


--
-- Name: transfer_link transfer_link_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.transfer_link
    ADD CONSTRAINT transfer_link_pkey PRIMARY KEY (target, by_id, role);


--
-- Name: transfer transfer_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.transfer
    ADD CONSTRAINT transfer_pkey PRIMARY KEY (id);


--
-- Name: usage usage_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.usage
    ADD CONSTRAINT usage_pkey PRIMARY KEY (person_id, direction, day);


--
-- Name: vat_rate vat_rate_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.vat_rate
    ADD CONSTRAINT vat_rate_pkey PRIMARY KEY (code, since);


--
-- Name: withholding_rate withholding_rate_pkey; Type: CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.withholding_rate
    ADD CONSTRAINT withholding_rate_pkey PRIMARY KEY (code, since);


--
-- Name: agent_of_person; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX agent_of_person ON public.agent USING btree (person_id) WHERE (state <> 'closed'::text);


--
-- Name: agent_operation_by_age; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX agent_operation_by_age ON public.agent_operation USING brin (at) WITH (autosummarize='on');


--
-- Name: agent_operation_day; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX agent_operation_day ON public.agent_operation USING btree (agent_code, at);


--
-- Name: agent_operation_with; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX agent_operation_with ON public.agent_operation USING btree (other_id, at);


--
-- Name: alert_case_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX alert_case_of ON public.alert_case USING btree (person_id) WHERE (state <> 'closed'::text);


--
-- Name: alert_cases_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX alert_cases_of ON public.alert_case USING btree (person_id);


--
-- Name: alert_decision_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX alert_decision_of ON public.alert_decision USING btree (of_case);


--
-- Name: alert_of_case; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX alert_of_case ON public.alert USING btree (of_case);


--
-- Name: api_key_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX api_key_of ON public.api_key USING btree (merchant_id);


--
-- Name: ask_by_age; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX ask_by_age ON public.ask USING brin (asked_at);


--
-- Name: ask_by_phone; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX ask_by_phone ON public.ask USING btree (phone, asked_at);


--
-- Name: ask_waiting; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX ask_waiting ON public.ask USING btree (phone) WHERE (state = 'waiting'::text);


--
-- Name: bank_leg_unseen; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX bank_leg_unseen ON public.bank_leg USING btree (account_id, amount) WHERE (line_id IS NULL);


--
-- Name: bank_line_of_checkout; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX bank_line_of_checkout ON public.bank_line USING btree (checkout_id) WHERE (checkout_id IS NOT NULL);


--
-- Name: bank_line_of_file; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX bank_line_of_file ON public.bank_line USING btree (file_id);


--
-- Name: bank_line_of_payout; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX bank_line_of_payout ON public.bank_line USING btree (payout_id) WHERE (payout_id IS NOT NULL);


--
-- Name: bank_line_of_payout_file; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX bank_line_of_payout_file ON public.bank_line USING btree (payout_file_id) WHERE (payout_file_id IS NOT NULL);


--
-- Name: bank_line_waiting; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX bank_line_waiting ON public.bank_line USING btree (id) WHERE (state <> 'matched'::text);


--
-- Name: bill_due; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX bill_due ON public.bill USING btree (merchant_id, reference) WHERE (paid_with IS NULL);


--
-- Name: bill_search_by_age; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX bill_search_by_age ON public.bill_search USING brin (asked_at);


--
-- Name: bill_search_due; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX bill_search_due ON public.bill_search USING btree (due_at) WHERE (state = ANY (ARRAY['waiting'::text, 'asking'::text]));


--
-- Name: bill_search_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX bill_search_of ON public.bill_search USING btree (person_id, asked_at);


--
-- Name: booked_once; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX booked_once ON public.bank_line USING btree (payout_id, ((amount > 0))) WHERE ((payout_id IS NOT NULL) AND (booked_at IS NOT NULL));


--
-- Name: booked_whole_once; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX booked_whole_once ON public.bank_line USING btree (payout_file_id) WHERE ((payout_file_id IS NOT NULL) AND (booked_at IS NOT NULL));


--
-- Name: business_act_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX business_act_of ON public.business_act USING btree (merchant_id, at, id);


--
-- Name: business_document_asked; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX business_document_asked ON public.business_document USING btree (merchant_id, kind) WHERE (state = 'asked'::text);


--
-- Name: business_document_ending; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX business_document_ending ON public.business_document USING btree (valid_until) WHERE ((state = 'accepted'::text) AND (valid_until IS NOT NULL));


--
-- Name: business_document_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX business_document_of ON public.business_document USING btree (merchant_id, sent_at);


--
-- Name: callback_by_age; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX callback_by_age ON public.callback_in USING brin (heard_at);


--
-- Name: callback_parked; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX callback_parked ON public.callback_in USING btree (rail, heard_at) WHERE (state = 'parked'::text);


--
-- Name: callback_waiting; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX callback_waiting ON public.callback_in USING btree (rail, heard_at) WHERE (state = 'waiting'::text);


--
-- Name: cash_out_due; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX cash_out_due ON public.cash_out USING btree (until) WHERE (state = 'open'::text);


--
-- Name: cash_out_open; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX cash_out_open ON public.cash_out USING btree (customer_id) WHERE (state = 'open'::text);


--
-- Name: cash_out_place; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX cash_out_place ON public.cash_out USING btree (agent_code, place) WHERE (state = 'open'::text);


--
-- Name: checkout_ask_by_email; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX checkout_ask_by_email ON public.checkout_ask USING btree (email, asked_at) WHERE (email <> ''::text);


--
-- Name: checkout_ask_by_phone; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX checkout_ask_by_phone ON public.checkout_ask USING btree (phone, asked_at) WHERE (phone <> ''::text);


--
-- Name: checkout_ask_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX checkout_ask_of ON public.checkout_ask USING btree (merchant_id, asked_at, checkout_id);


--
-- Name: checkout_due; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX checkout_due ON public.checkout USING btree (due_at) WHERE (state = 'open'::text);


--
-- Name: checkout_never_paid; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX checkout_never_paid ON public.checkout USING btree (ended_at) WHERE ((state = ANY (ARRAY['expired'::text, 'cancelled'::text])) AND ((customer_name <> ''::text) OR (customer_phone <> ''::text) OR (customer_email <> ''::text) OR (return_url <> ''::text)));


--
-- Name: checkout_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX checkout_of ON public.checkout USING btree (merchant_id, created_at, id);


--
-- Name: checkout_of_invoice; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX checkout_of_invoice ON public.checkout USING btree (invoice_id) WHERE (invoice_id IS NOT NULL);


--
-- Name: checkout_of_link; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX checkout_of_link ON public.checkout USING btree (link_id) WHERE (link_id IS NOT NULL);


--
-- Name: checkout_of_till; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX checkout_of_till ON public.checkout USING btree (till, created_at) WHERE (till IS NOT NULL);


--
-- Name: checkout_paid_by; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX checkout_paid_by ON public.checkout USING btree (payment_id) WHERE (payment_id IS NOT NULL);


--
-- Name: checkout_paid_with; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX checkout_paid_with ON public.checkout USING btree (paid_with) WHERE (paid_with IS NOT NULL);


--
-- Name: claim_due; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX claim_due ON public.claim USING btree (due_at) WHERE (state = 'waiting'::text);


--
-- Name: claim_of_sender; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX claim_of_sender ON public.claim USING btree (sender_id, held_at);


--
-- Name: claim_waiting; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX claim_waiting ON public.claim USING btree (phone) WHERE (state = 'waiting'::text);


--
-- Name: contest_open_against; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX contest_open_against ON public.contest USING btree (receiver_id) WHERE (state = 'open'::text);


--
-- Name: contest_open_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX contest_open_of ON public.contest USING btree (giver_id) WHERE (state = 'open'::text);


--
-- Name: customer_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX customer_of ON public.customer USING btree (merchant_id, created_at, id);


--
-- Name: day_sum_account; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX day_sum_account ON public.day_sum USING btree (account_id, day);


--
-- Name: delivery_by_age; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX delivery_by_age ON public.delivery USING brin (at);


--
-- Name: delivery_try_at; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX delivery_try_at ON public.delivery_try USING btree (at);


--
-- Name: delivery_try_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX delivery_try_of ON public.delivery_try USING btree (delivery_id, at);


--
-- Name: discrepancy_of_payment; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX discrepancy_of_payment ON public.discrepancy USING btree (payment_id);


--
-- Name: discrepancy_of_row; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX discrepancy_of_row ON public.discrepancy USING btree (row_id);


--
-- Name: discrepancy_once; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX discrepancy_once ON public.discrepancy USING btree (class, row_id, payment_id) NULLS NOT DISTINCT;


--
-- Name: discrepancy_unresolved; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX discrepancy_unresolved ON public.discrepancy USING btree (rail) WHERE (state = ANY (ARRAY['open'::text, 'corrected_wrongly'::text]));


--
-- Name: dormant_line_handed; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX dormant_line_handed ON public.dormant_line USING btree (handover_id) WHERE (handover_id IS NOT NULL);


--
-- Name: dormant_line_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX dormant_line_of ON public.dormant_line USING btree (person_id) WHERE (state = ANY (ARRAY['moved'::text, 'handed'::text]));


--
-- Name: ended_once; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX ended_once ON public.transfer_link USING btree (target) WHERE (role = 'ends'::text);


--
-- Name: endpoint_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX endpoint_of ON public.endpoint USING btree (merchant_id);


--
-- Name: entry_history; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX entry_history ON public.entry_before USING btree (account_id, seq);


--
-- Name: entry_rest_account_id_seq_idx; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX entry_rest_account_id_seq_idx ON public.entry_rest USING btree (account_id, seq);


--
-- Name: event_by_time; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX event_by_time ON public.event USING btree (at);


--
-- Name: event_delivery_before; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX event_delivery_before ON public.event_delivery USING btree (endpoint_id, object_id, number) WHERE (state = 'waiting'::text);


--
-- Name: event_delivery_due; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX event_delivery_due ON public.event_delivery USING btree (endpoint_id, due_at, number) WHERE (state = 'waiting'::text);


--
-- Name: event_delivery_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX event_delivery_of ON public.event_delivery USING btree (endpoint_id, number);


--
-- Name: event_delivery_told; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX event_delivery_told ON public.event_delivery USING btree (event_id);


--
-- Name: event_not_published; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX event_not_published ON public.event USING btree (at, id) WHERE (number IS NULL);


--
-- Name: event_numbered; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX event_numbered ON public.event USING btree (number) WHERE (number IS NOT NULL);


--
-- Name: event_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX event_of ON public.event USING btree (merchant_id, number) WHERE (number IS NOT NULL);


--
-- Name: idempotent_answer_at; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX idempotent_answer_at ON public.idempotent_answer USING btree (at);


--
-- Name: identity_by_age; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX identity_by_age ON public.identity USING brin (at) WITH (autosummarize='on');


--
-- Name: identity_of_document; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX identity_of_document ON public.identity USING btree (kind, number);


--
-- Name: invitation_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX invitation_of ON public.invitation USING btree (merchant_id) WHERE (state = 'open'::text);


--
-- Name: invoice_asked_once; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX invoice_asked_once ON public.checkout USING btree (invoice_id) WHERE ((invoice_id IS NOT NULL) AND (state = 'open'::text));


--
-- Name: invoice_deadline_due; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX invoice_deadline_due ON public.invoice_deadline USING btree (due_at) WHERE (done_at IS NULL);


--
-- Name: invoice_numbered; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX invoice_numbered ON public.invoice USING btree (number) WHERE (number IS NOT NULL);


--
-- Name: invoice_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX invoice_of ON public.invoice USING btree (merchant_id, created_at, id);


--
-- Name: invoice_sending_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX invoice_sending_of ON public.invoice_sending USING btree (invoice_id);


--
-- Name: invoice_taken_back; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX invoice_taken_back ON public.invoice USING btree (of_id) WHERE (of_id IS NOT NULL);


--
-- Name: link_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX link_of ON public.link USING btree (merchant_id, created_at);


--
-- Name: logo_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX logo_of ON public.logo USING btree (merchant_id, since);


--
-- Name: mail_about; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX mail_about ON public.mail USING btree (about);


--
-- Name: mail_by_age; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX mail_by_age ON public.mail USING brin (written_at);


--
-- Name: mail_due; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX mail_due ON public.mail USING btree (due_at) WHERE (state = ANY (ARRAY['waiting'::text, 'sending'::text]));


--
-- Name: mandate_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX mandate_of ON public.mandate USING btree (subscription_id, agreed_at);


--
-- Name: member_session_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX member_session_of ON public.member_session USING btree (login_id) WHERE (ended_at IS NULL);


--
-- Name: membership_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX membership_of ON public.membership USING btree (merchant_id, login_id) WHERE (until IS NULL);


--
-- Name: membership_of_login; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX membership_of_login ON public.membership USING btree (login_id) WHERE (until IS NULL);


--
-- Name: merchant_named; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX merchant_named ON public.merchant USING gin (public.name_words(name));


--
-- Name: merchant_of_owner; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX merchant_of_owner ON public.merchant USING btree (owner_id) WHERE (until IS NULL);


--
-- Name: movement_between; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX movement_between ON public.movement USING btree (giver_id, receiver_id);


--
-- Name: movement_by_age; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX movement_by_age ON public.movement USING brin (at) WITH (autosummarize='on');


--
-- Name: movement_of_shop; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX movement_of_shop ON public.movement USING btree (merchant_id, at) WHERE (merchant_id IS NOT NULL);


--
-- Name: name_shown_by_day; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX name_shown_by_day ON public.name_shown USING btree (viewer_id, day);


--
-- Name: notice_by_age; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX notice_by_age ON public.notice USING brin (written_at);


--
-- Name: notice_due; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX notice_due ON public.notice USING btree (due_at) WHERE (state = ANY (ARRAY['waiting'::text, 'sending'::text]));


--
-- Name: notice_unsent; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX notice_unsent ON public.notice USING btree (state, written_at) WHERE (state = ANY (ARRAY['uncertain'::text, 'refused'::text, 'expired'::text]));


--
-- Name: operation_adding; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX operation_adding ON public.operation USING btree (actor_id, at) WHERE (kind = ANY (ARRAY['add_money'::text, 'open_recharge'::text]));


--
-- Name: operation_by_time; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX operation_by_time ON public.operation USING btree (at);


--
-- Name: operation_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX operation_of ON public.operation USING btree (actor_id, at);


--
-- Name: page_code_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX page_code_of ON public.page_code USING btree (phone, asked_at);


--
-- Name: page_session_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX page_session_of ON public.page_session USING btree (person_id);


--
-- Name: passkey_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX passkey_of ON public.passkey USING btree (login_id);


--
-- Name: password_reset_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX password_reset_of ON public.password_reset USING btree (login_id, asked_at);


--
-- Name: pay_address_of_checkout; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX pay_address_of_checkout ON public.pay_address USING btree (checkout_id) WHERE (checkout_id IS NOT NULL);


--
-- Name: pay_address_of_link; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX pay_address_of_link ON public.pay_address USING btree (link_id) WHERE (link_id IS NOT NULL);


--
-- Name: pay_address_of_plan; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX pay_address_of_plan ON public.pay_address USING btree (plan_id) WHERE (plan_id IS NOT NULL);


--
-- Name: pay_address_of_recharge; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX pay_address_of_recharge ON public.pay_address USING btree (recharge_id) WHERE (recharge_id IS NOT NULL);


--
-- Name: pay_address_of_request; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX pay_address_of_request ON public.pay_address USING btree (request_id) WHERE (request_id IS NOT NULL);


--
-- Name: payment_at_operator; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payment_at_operator ON public.payment USING btree (operator_id) WHERE (operator_id <> ''::text);


--
-- Name: payment_beside; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payment_beside ON public.payment USING btree (beside) WHERE (beside IS NOT NULL);


--
-- Name: payment_by_age; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payment_by_age ON public.payment USING brin (created_at) WITH (autosummarize='on');


--
-- Name: payment_due; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payment_due ON public.payment USING btree (rail, due_at) WHERE (due_at IS NOT NULL);


--
-- Name: payment_expected; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payment_expected ON public.payment USING btree (person_id) WHERE ((direction = 'collect'::text) AND counted AND (state <> ALL (ARRAY['succeeded'::text, 'failed'::text])));


--
-- Name: payment_handle; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payment_handle ON public.payment USING btree (rail, handle) WHERE (handle <> ''::text);


--
-- Name: payment_in_review; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payment_in_review ON public.payment USING btree (changed_at) WHERE (state = 'review'::text);


--
-- Name: payment_leaving; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payment_leaving ON public.payment USING btree (person_id) WHERE ((direction <> 'collect'::text) AND (state <> ALL (ARRAY['succeeded'::text, 'failed'::text, 'expired'::text])));


--
-- Name: payment_of_checkout; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payment_of_checkout ON public.payment USING btree (checkout_id) WHERE (checkout_id IS NOT NULL);


--
-- Name: payment_of_recharge; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payment_of_recharge ON public.payment USING btree (recharge_id) WHERE (recharge_id IS NOT NULL);


--
-- Name: payment_of_request; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payment_of_request ON public.payment USING btree (request_id) WHERE (request_id IS NOT NULL);


--
-- Name: payment_prompts; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payment_prompts ON public.payment USING btree (party, created_at) WHERE (direction = 'collect'::text);


--
-- Name: payment_prompts_by; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payment_prompts_by ON public.payment USING btree (asked_by, created_at) WHERE ((direction = 'collect'::text) AND (purpose = 'add_money'::text));


--
-- Name: payment_refunds; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payment_refunds ON public.payment USING btree (refunds) WHERE (refunds IS NOT NULL);


--
-- Name: payment_step_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payment_step_of ON public.payment_step USING btree (payment_id, at);


--
-- Name: payment_waits_for_sim; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payment_waits_for_sim ON public.payment USING btree (sim) WHERE ((sim <> ''::text) AND (state = 'created'::text) AND (due_at IS NULL));


--
-- Name: payout_asked; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payout_asked ON public.payout USING btree (merchant_id) WHERE (state = 'asked'::text);


--
-- Name: payout_in_file; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payout_in_file ON public.payout USING btree (file_id) WHERE (file_id IS NOT NULL);


--
-- Name: payout_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payout_of ON public.payout USING btree (merchant_id, created_at, id);


--
-- Name: payout_pending; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payout_pending ON public.payout USING btree (account_id) WHERE (state = 'pending'::text);


--
-- Name: payroll_due; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payroll_due ON public.payroll USING btree (next_at) WHERE (next_at IS NOT NULL);


--
-- Name: payroll_line_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payroll_line_of ON public.payroll_line USING btree (person_id) WHERE (person_id IS NOT NULL);


--
-- Name: payroll_line_paid_to; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payroll_line_paid_to ON public.payroll_line USING btree (number) WHERE (number <> ''::text);


--
-- Name: payroll_line_waiting; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payroll_line_waiting ON public.payroll_line USING btree (payroll_id, nth) WHERE (state = 'waiting'::text);


--
-- Name: payroll_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payroll_of ON public.payroll USING btree (merchant_id, created_at, id);


--
-- Name: payroll_to_tell; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX payroll_to_tell ON public.payroll USING btree (tell_at) WHERE (tell_at IS NOT NULL);


--
-- Name: person_joined_at; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX person_joined_at ON public.person USING brin (joined_at) WITH (autosummarize='on');


--
-- Name: person_named; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX person_named ON public.person USING gin (public.name_words(name));


--
-- Name: person_of_human; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX person_of_human ON public.person USING btree (human_id);


--
-- Name: phone_had; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX phone_had ON public.phone USING btree (number, until) WHERE (until IS NOT NULL);


--
-- Name: phone_in_use; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX phone_in_use ON public.phone USING btree (number) WHERE (until IS NULL);


--
-- Name: phone_of_person; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX phone_of_person ON public.phone USING btree (person_id);


--
-- Name: pin_reset_done; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX pin_reset_done ON public.pin_reset USING btree (person_id, ended_at) WHERE (state = 'done'::text);


--
-- Name: pin_reset_open; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX pin_reset_open ON public.pin_reset USING btree (person_id) WHERE (state = 'open'::text);


--
-- Name: plan_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX plan_of ON public.plan USING btree (merchant_id, created_at, id);


--
-- Name: proforma_turned_once; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX proforma_turned_once ON public.invoice USING btree (of_id) WHERE ((kind = 'invoice'::text) AND (state <> 'dropped'::text));


--
-- Name: quoted_once; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX quoted_once ON public.payment USING btree (quote_id) WHERE ((quote_id IS NOT NULL) AND (direction = 'collect'::text) AND (beside IS NULL));


--
-- Name: rail_hold_open; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX rail_hold_open ON public.rail_hold USING btree (((released_at IS NULL))) WHERE (released_at IS NULL);


--
-- Name: rail_leg_unseen; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX rail_leg_unseen ON public.rail_leg USING btree (rail, amount) WHERE (row_id IS NULL);


--
-- Name: recharge_asked_by; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX recharge_asked_by ON public.recharge USING btree (asked_by, created_at);


--
-- Name: recharge_counted; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX recharge_counted ON public.recharge USING btree (owner_id) WHERE (counted_at IS NOT NULL);


--
-- Name: refund_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX refund_of ON public.refund USING btree (merchant_id, created_at, id);


--
-- Name: refund_of_checkout; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX refund_of_checkout ON public.refund USING btree (checkout_id);


--
-- Name: request_due; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX request_due ON public.request USING btree (due_at) WHERE (state = 'open'::text);


--
-- Name: request_of_asker; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX request_of_asker ON public.request USING btree (asker_id, asked_at);


--
-- Name: request_of_payer; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX request_of_payer ON public.request USING btree (payer_id, asked_at) WHERE (payer_id IS NOT NULL);


--
-- Name: request_to_email; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX request_to_email ON public.request USING btree (email, asked_at) WHERE (email <> ''::text);


--
-- Name: request_to_pay; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX request_to_pay ON public.request USING btree (payer_id, asked_at) WHERE (state = 'open'::text);


--
-- Name: request_to_phone; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX request_to_phone ON public.request USING btree (phone, asked_at);


--
-- Name: reserved_once; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX reserved_once ON public.payment USING btree (reservation) WHERE (reservation IS NOT NULL);


--
-- Name: retention_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX retention_of ON public.retention USING btree (account_id) WHERE (ended_at IS NULL);


--
-- Name: retention_of_hit; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX retention_of_hit ON public.retention USING btree (hit_id, account_id) WHERE (ended_at IS NULL);


--
-- Name: retention_once; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX retention_once ON public.retention USING btree (account_id, authority, reference) WHERE ((ended_at IS NULL) AND (cause = 'order'::text));


--
-- Name: return_origin_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX return_origin_of ON public.return_origin USING btree (merchant_id, origin) WHERE (until IS NULL);


--
-- Name: robbed_lock_by; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX robbed_lock_by ON public.robbed_lock USING btree (locked_by, locked_at);


--
-- Name: robbed_lock_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX robbed_lock_of ON public.robbed_lock USING btree (person_id, locked_at);


--
-- Name: robbed_lock_standing; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX robbed_lock_standing ON public.robbed_lock USING btree (person_id) WHERE (lifted_at IS NULL);


--
-- Name: salary_wrong_name_lately; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX salary_wrong_name_lately ON public.salary_wrong_name USING btree (merchant_id, at);


--
-- Name: sale_due_of_shop; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX sale_due_of_shop ON public.sale_due USING btree (merchant_id, at);


--
-- Name: sales_digest_due; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX sales_digest_due ON public.sales_digest USING btree (until) WHERE (told_at IS NULL);


--
-- Name: sanction_hit_of_case; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX sanction_hit_of_case ON public.sanction_hit USING btree (case_number);


--
-- Name: sanction_list_under_way; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX sanction_list_under_way ON public.sanction_list USING btree (id) WHERE (swept_at IS NULL);


--
-- Name: security_event_by_age; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX security_event_by_age ON public.security_event USING brin (at);


--
-- Name: security_event_by_kind; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX security_event_by_kind ON public.security_event USING btree (kind, at);


--
-- Name: security_event_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX security_event_of ON public.security_event USING btree (phone, at);


--
-- Name: sent_address_of_invitation; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX sent_address_of_invitation ON public.sent_address USING btree (invitation_id);


--
-- Name: sent_address_of_reset; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX sent_address_of_reset ON public.sent_address USING btree (reset_id);


--
-- Name: settlement_account_once; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX settlement_account_once ON public.settlement_account USING btree (merchant_id, kind, rail, number) WHERE (removed_at IS NULL);


--
-- Name: settlement_file_once; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX settlement_file_once ON public.settlement_file USING btree (rail, sha256) WHERE (withdrawn_at IS NULL);


--
-- Name: settlement_row_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX settlement_row_of ON public.settlement_row USING btree (payment_id) WHERE (payment_id IS NOT NULL);


--
-- Name: settlement_row_unmatched; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX settlement_row_unmatched ON public.settlement_row USING btree (rail) WHERE (payment_id IS NULL);


--
-- Name: settlement_said_by; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX settlement_said_by ON public.settlement_said USING btree (file_id);


--
-- Name: shop_order_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX shop_order_of ON public.shop_order USING btree (merchant_id, created_at, id);


--
-- Name: sim_by_age; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX sim_by_age ON public.sim USING btree (checked_at) WHERE (asked_at IS NULL);


--
-- Name: sim_due; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX sim_due ON public.sim USING btree (due_at) WHERE (due_at IS NOT NULL);


--
-- Name: staff_act_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX staff_act_of ON public.staff_act USING btree (subject, at);


--
-- Name: staff_act_unmasked; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX staff_act_unmasked ON public.staff_act USING btree (asked_by, at) WHERE (kind = 'unmask_person'::text);


--
-- Name: staff_request_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX staff_request_of ON public.staff_request USING btree (subject, asked_at);


--
-- Name: subscribed_once; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE UNIQUE INDEX subscribed_once ON public.subscription USING btree (plan_id, person_id) WHERE (state <> 'ended'::text);


--
-- Name: subscription_due; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX subscription_due ON public.subscription USING btree (next_at) WHERE (next_at IS NOT NULL);


--
-- Name: subscription_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX subscription_of ON public.subscription USING btree (person_id);


--
-- Name: taken_by_age; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX taken_by_age ON public.taken USING btree (at);


--
-- Name: text_in_by_age; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX text_in_by_age ON public.text_in USING brin (heard_at);


--
-- Name: text_in_by_sender; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX text_in_by_sender ON public.text_in USING btree (sender, heard_at);


--
-- Name: text_in_turn; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX text_in_turn ON public.text_in USING btree (turn_at) WHERE (state = 'waiting'::text);


--
-- Name: till_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX till_of ON public.till USING btree (merchant_id);


--
-- Name: transfer_posted_at; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX transfer_posted_at ON public.transfer USING brin (posted_at) WITH (autosummarize='on');


--
-- Name: wrong_document_by_age; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX wrong_document_by_age ON public.wrong_document USING brin (at);


--
-- Name: wrong_document_of; Type: INDEX; Schema: public; Owner: mbongo_owner
--

CREATE INDEX wrong_document_of ON public.wrong_document USING btree (person_id, at);


--
-- Name: bank_account account_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER account_stays BEFORE INSERT ON public.bank_account FOR EACH ROW EXECUTE FUNCTION public.keep_bank_account();

ALTER TABLE public.bank_account ENABLE ALWAYS TRIGGER account_stays;


--
-- Name: staff_act acts_chain; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER acts_chain BEFORE INSERT ON public.staff_act FOR EACH ROW EXECUTE FUNCTION public.chain_act();

ALTER TABLE public.staff_act ENABLE ALWAYS TRIGGER acts_chain;


--
-- Name: staff_act acts_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER acts_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.staff_act FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.staff_act ENABLE ALWAYS TRIGGER acts_stay;


--
-- Name: mandate agreed_indeed; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER agreed_indeed BEFORE INSERT ON public.mandate FOR EACH ROW EXECUTE FUNCTION public.keep_mandate();

ALTER TABLE public.mandate ENABLE ALWAYS TRIGGER agreed_indeed;


--
-- Name: alert alerts_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER alerts_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.alert FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.alert ENABLE ALWAYS TRIGGER alerts_stay;


--
-- Name: payment amount_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER amount_stays BEFORE UPDATE ON public.payment FOR EACH ROW WHEN (((old.amount IS DISTINCT FROM new.amount) OR (old.charged IS DISTINCT FROM new.charged))) EXECUTE FUNCTION public.keep_amount();

ALTER TABLE public.payment ENABLE ALWAYS TRIGGER amount_stays;


--
-- Name: idempotent_answer answered_once; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER answered_once BEFORE UPDATE ON public.idempotent_answer FOR EACH ROW WHEN ((old.status IS NOT NULL)) EXECUTE FUNCTION public.keep_answer();

ALTER TABLE public.idempotent_answer ENABLE ALWAYS TRIGGER answered_once;


--
-- Name: staff_approval approvals_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER approvals_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.staff_approval FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.staff_approval ENABLE ALWAYS TRIGGER approvals_stay;


--
-- Name: payment asked_whole; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER asked_whole BEFORE INSERT ON public.payment FOR EACH ROW WHEN (((new.direction = 'collect'::text) AND (new.beside IS NULL) AND (num_nonnulls(new.checkout_id, new.recharge_id, new.request_id) > 0))) EXECUTE FUNCTION public.keep_asked();

ALTER TABLE public.payment ENABLE ALWAYS TRIGGER asked_whole;


--
-- Name: payment beside_its_like; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER beside_its_like BEFORE INSERT ON public.payment FOR EACH ROW WHEN ((new.beside IS NOT NULL)) EXECUTE FUNCTION public.keep_beside();

ALTER TABLE public.payment ENABLE ALWAYS TRIGGER beside_its_like;


--
-- Name: business_act business_acts_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER business_acts_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.business_act FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.business_act ENABLE ALWAYS TRIGGER business_acts_stay;


--
-- Name: bill changed_for_one; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER changed_for_one AFTER UPDATE ON public.bill REFERENCING NEW TABLE AS written FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_bills();

ALTER TABLE public.bill ENABLE ALWAYS TRIGGER changed_for_one;


--
-- Name: charge charged_as_agreed; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER charged_as_agreed BEFORE INSERT ON public.charge FOR EACH ROW EXECUTE FUNCTION public.keep_subscription_charge();

ALTER TABLE public.charge ENABLE ALWAYS TRIGGER charged_as_agreed;


--
-- Name: charge charged_indeed; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE CONSTRAINT TRIGGER charged_indeed AFTER INSERT ON public.charge DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.state = 'paid'::text)) EXECUTE FUNCTION public.keep_charge_moved();

ALTER TABLE public.charge ENABLE ALWAYS TRIGGER charged_indeed;


--
-- Name: payment_posted charged_too; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE CONSTRAINT TRIGGER charged_too AFTER INSERT ON public.payment_posted DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.keep_charged();

ALTER TABLE public.payment_posted ENABLE ALWAYS TRIGGER charged_too;


--
-- Name: closed_day closed_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER closed_stay BEFORE INSERT OR DELETE OR UPDATE ON public.closed_day FOR EACH ROW EXECUTE FUNCTION public.keep_closed_days();

ALTER TABLE public.closed_day ENABLE ALWAYS TRIGGER closed_stay;


--
-- Name: closed_month closed_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER closed_stay BEFORE INSERT OR DELETE OR UPDATE ON public.closed_month FOR EACH ROW EXECUTE FUNCTION public.keep_closed_months();

ALTER TABLE public.closed_month ENABLE ALWAYS TRIGGER closed_stay;


--
-- Name: document_content contents_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER contents_stay BEFORE INSERT ON public.document_content FOR EACH ROW EXECUTE FUNCTION public.keep_document_content();

ALTER TABLE public.document_content ENABLE ALWAYS TRIGGER contents_stay;


--
-- Name: refund counted; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER counted AFTER INSERT ON public.refund FOR EACH ROW EXECUTE FUNCTION public.count_refund();

ALTER TABLE public.refund ENABLE ALWAYS TRIGGER counted;


--
-- Name: alert_decision decisions_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER decisions_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.alert_decision FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.alert_decision ENABLE ALWAYS TRIGGER decisions_stay;


--
-- Name: identity document_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER document_stays BEFORE UPDATE ON public.identity FOR EACH ROW EXECUTE FUNCTION public.keep_identity();

ALTER TABLE public.identity ENABLE ALWAYS TRIGGER document_stays;


--
-- Name: business_document documents_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER documents_stay BEFORE INSERT OR UPDATE ON public.business_document FOR EACH ROW EXECUTE FUNCTION public.keep_document();

ALTER TABLE public.business_document ENABLE ALWAYS TRIGGER documents_stay;


--
-- Name: dormancy dormant_indeed; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER dormant_indeed BEFORE INSERT OR UPDATE ON public.dormancy FOR EACH ROW EXECUTE FUNCTION public.keep_dormancy();

ALTER TABLE public.dormancy ENABLE ALWAYS TRIGGER dormant_indeed;


--
-- Name: checkout end_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER end_stays BEFORE UPDATE ON public.checkout FOR EACH ROW WHEN (((old.state <> 'open'::text) AND ((((((old.state IS DISTINCT FROM new.state) OR (old.paid_with IS DISTINCT FROM new.paid_with)) OR (old.payment_id IS DISTINCT FROM new.payment_id)) OR (old.paid_by IS DISTINCT FROM new.paid_by)) OR (old.fee IS DISTINCT FROM new.fee)) OR (old.ended_at IS DISTINCT FROM new.ended_at)))) EXECUTE FUNCTION public.keep_checkout();

ALTER TABLE public.checkout ENABLE ALWAYS TRIGGER end_stays;


--
-- Name: api_key ended_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER ended_stays BEFORE UPDATE ON public.api_key FOR EACH ROW WHEN (((old.until IS NOT NULL) AND ((new.until IS NULL) OR (new.until > old.until)))) EXECUTE FUNCTION public.keep_key();

ALTER TABLE public.api_key ENABLE ALWAYS TRIGGER ended_stays;


--
-- Name: transfer ends_once; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER ends_once AFTER INSERT ON public.transfer FOR EACH ROW WHEN ((new.key ~ '^(payment|request|checkout):[-0-9a-f]{36}'::text)) EXECUTE FUNCTION public.post_end_once();

ALTER TABLE public.transfer ENABLE ALWAYS TRIGGER ends_once;


--
-- Name: staff_request_end ends_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER ends_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.staff_request_end FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.staff_request_end ENABLE ALWAYS TRIGGER ends_stay;


--
-- Name: entry entries_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER entries_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.entry ENABLE ALWAYS TRIGGER entries_stay;


--
-- Name: entry_before entries_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER entries_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.entry_before FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.entry_before ENABLE ALWAYS TRIGGER entries_stay;


--
-- Name: entry_rest entries_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER entries_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.entry_rest FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.entry_rest ENABLE ALWAYS TRIGGER entries_stay;


--
-- Name: month_figure figures_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER figures_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.month_figure FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.month_figure ENABLE ALWAYS TRIGGER figures_stay;


--
-- Name: payout_file file_whole; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE CONSTRAINT TRIGGER file_whole AFTER INSERT OR UPDATE ON public.payout_file DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.keep_file_whole();

ALTER TABLE public.payout_file ENABLE ALWAYS TRIGGER file_whole;


--
-- Name: payout filed_once; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER filed_once BEFORE UPDATE ON public.payout FOR EACH ROW WHEN ((old.file_id IS DISTINCT FROM new.file_id)) EXECUTE FUNCTION public.keep_filed();

ALTER TABLE public.payout ENABLE ALWAYS TRIGGER filed_once;


--
-- Name: payout_file files_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER files_stay BEFORE INSERT OR UPDATE ON public.payout_file FOR EACH ROW EXECUTE FUNCTION public.keep_payout_file();

ALTER TABLE public.payout_file ENABLE ALWAYS TRIGGER files_stay;


--
-- Name: payment given_back_alone; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER given_back_alone BEFORE INSERT ON public.payment FOR EACH ROW WHEN (((SESSION_USER = 'mbongo_office'::name) AND (new.direction <> 'refund'::text))) EXECUTE FUNCTION public.keep_from_office();

ALTER TABLE public.payment ENABLE ALWAYS TRIGGER given_back_alone;


--
-- Name: rail_hold holds_are_kept; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER holds_are_kept BEFORE DELETE OR TRUNCATE ON public.rail_hold FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.rail_hold ENABLE ALWAYS TRIGGER holds_are_kept;


--
-- Name: rail_hold holds_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER holds_stay BEFORE UPDATE ON public.rail_hold FOR EACH ROW WHEN (((old.released_at IS NOT NULL) OR (((old.number IS DISTINCT FROM new.number) OR (old.since IS DISTINCT FROM new.since)) OR (old.restored_to IS DISTINCT FROM new.restored_to)))) EXECUTE FUNCTION public.keep_rail_hold();

ALTER TABLE public.rail_hold ENABLE ALWAYS TRIGGER holds_stay;


--
-- Name: person identified_by_nobody; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER identified_by_nobody BEFORE INSERT ON public.person FOR EACH ROW WHEN ((new.tier <> 0)) EXECUTE FUNCTION public.keep_identified();

ALTER TABLE public.person ENABLE ALWAYS TRIGGER identified_by_nobody;


--
-- Name: person identified_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER identified_stays BEFORE UPDATE ON public.person FOR EACH ROW WHEN ((((old.name IS DISTINCT FROM new.name) OR (old.tier IS DISTINCT FROM new.tier)) OR (old.human_id IS DISTINCT FROM new.human_id))) EXECUTE FUNCTION public.keep_identified();

ALTER TABLE public.person ENABLE ALWAYS TRIGGER identified_stays;


--
-- Name: invoice issued_by_number; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER issued_by_number BEFORE INSERT OR UPDATE ON public.invoice FOR EACH ROW WHEN ((new.state = 'final'::text)) EXECUTE FUNCTION public.keep_issuing();

ALTER TABLE public.invoice ENABLE ALWAYS TRIGGER issued_by_number;


--
-- Name: invoice issued_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER issued_stays BEFORE DELETE OR UPDATE ON public.invoice FOR EACH ROW WHEN ((old.state <> 'draft'::text)) EXECUTE FUNCTION public.keep_invoice();

ALTER TABLE public.invoice ENABLE ALWAYS TRIGGER issued_stays;


--
-- Name: invoice_line issued_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER issued_stays BEFORE INSERT OR DELETE OR UPDATE ON public.invoice_line FOR EACH ROW EXECUTE FUNCTION public.keep_invoice_line();

ALTER TABLE public.invoice_line ENABLE ALWAYS TRIGGER issued_stays;


--
-- Name: bank_leg legs_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER legs_stay BEFORE INSERT OR UPDATE ON public.bank_leg FOR EACH ROW EXECUTE FUNCTION public.keep_bank_leg();

ALTER TABLE public.bank_leg ENABLE ALWAYS TRIGGER legs_stay;


--
-- Name: rail_leg legs_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER legs_stay BEFORE INSERT OR UPDATE ON public.rail_leg FOR EACH ROW EXECUTE FUNCTION public.keep_rail_leg();

ALTER TABLE public.rail_leg ENABLE ALWAYS TRIGGER legs_stay;


--
-- Name: merchant level_begins; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER level_begins BEFORE INSERT ON public.merchant FOR EACH ROW WHEN ((new.level <> 0)) EXECUTE FUNCTION public.keep_level();

ALTER TABLE public.merchant ENABLE ALWAYS TRIGGER level_begins;


--
-- Name: merchant level_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER level_stays BEFORE UPDATE ON public.merchant FOR EACH ROW WHEN ((old.level <> new.level)) EXECUTE FUNCTION public.keep_level();

ALTER TABLE public.merchant ENABLE ALWAYS TRIGGER level_stays;


--
-- Name: payroll_line line_moved; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE CONSTRAINT TRIGGER line_moved AFTER UPDATE ON public.payroll_line DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.state <> 'waiting'::text)) EXECUTE FUNCTION public.keep_line_moved();

ALTER TABLE public.payroll_line ENABLE ALWAYS TRIGGER line_moved;


--
-- Name: payroll_line lines_mended; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER lines_mended BEFORE UPDATE ON public.payroll_line FOR EACH ROW WHEN ((SESSION_USER <> 'mbongo_worker'::name)) EXECUTE FUNCTION public.keep_payroll_line();

ALTER TABLE public.payroll_line ENABLE ALWAYS TRIGGER lines_mended;


--
-- Name: payroll_line lines_said; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER lines_said AFTER UPDATE ON public.payroll_line REFERENCING OLD TABLE AS stood NEW TABLE AS said FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_worker'::name)) EXECUTE FUNCTION public.keep_lines_said();

ALTER TABLE public.payroll_line ENABLE ALWAYS TRIGGER lines_said;


--
-- Name: dormant_line lines_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER lines_stay BEFORE INSERT OR UPDATE ON public.dormant_line FOR EACH ROW EXECUTE FUNCTION public.keep_dormant_line();

ALTER TABLE public.dormant_line ENABLE ALWAYS TRIGGER lines_stay;


--
-- Name: payroll_line lines_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER lines_stay BEFORE INSERT OR DELETE ON public.payroll_line FOR EACH ROW EXECUTE FUNCTION public.keep_payroll_line();

ALTER TABLE public.payroll_line ENABLE ALWAYS TRIGGER lines_stay;


--
-- Name: transfer_link links_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER links_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.transfer_link FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.transfer_link ENABLE ALWAYS TRIGGER links_stay;


--
-- Name: sanction_entry listed_at_once; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER listed_at_once AFTER INSERT ON public.sanction_entry REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION public.keep_sanction_entries();

ALTER TABLE public.sanction_entry ENABLE ALWAYS TRIGGER listed_at_once;


--
-- Name: sanction_list lists_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER lists_stay BEFORE INSERT OR UPDATE ON public.sanction_list FOR EACH ROW EXECUTE FUNCTION public.keep_sanction_list();

ALTER TABLE public.sanction_list ENABLE ALWAYS TRIGGER lists_stay;


--
-- Name: bill loaded_for_one; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER loaded_for_one AFTER INSERT ON public.bill REFERENCING NEW TABLE AS written FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_bills();

ALTER TABLE public.bill ENABLE ALWAYS TRIGGER loaded_for_one;


--
-- Name: robbed_lock lock_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER lock_stays BEFORE UPDATE ON public.robbed_lock FOR EACH ROW EXECUTE FUNCTION public.keep_robbed_lock();

ALTER TABLE public.robbed_lock ENABLE ALWAYS TRIGGER lock_stays;


--
-- Name: payment lot_first; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER lot_first AFTER INSERT ON public.payment FOR EACH ROW WHEN ((new.refunds IS NOT NULL)) EXECUTE FUNCTION public.keep_lot();

ALTER TABLE public.payment ENABLE ALWAYS TRIGGER lot_first;


--
-- Name: bank_line match_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER match_stays BEFORE UPDATE ON public.bank_line FOR EACH ROW WHEN (((new.how = ANY (ARRAY['person'::text, 'payout'::text])) OR (old.state = 'matched'::text))) EXECUTE FUNCTION public.keep_bank_line();

ALTER TABLE public.bank_line ENABLE ALWAYS TRIGGER match_stays;


--
-- Name: invoice_series number_is_used; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE CONSTRAINT TRIGGER number_is_used AFTER INSERT OR UPDATE ON public.invoice_series DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.keep_invoice_number();

ALTER TABLE public.invoice_series ENABLE ALWAYS TRIGGER number_is_used;


--
-- Name: phone number_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER number_stays BEFORE UPDATE ON public.phone FOR EACH ROW EXECUTE FUNCTION public.keep_number();

ALTER TABLE public.phone ENABLE ALWAYS TRIGGER number_stays;


--
-- Name: agent of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.agent FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('appoint_agent:person_id');

ALTER TABLE public.agent ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: agent_operation of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.agent_operation FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('give_float:agent_code', 'move_money');

ALTER TABLE public.agent_operation ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: api_key of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.api_key FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('add_api_key:merchant_id');

ALTER TABLE public.api_key ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: bank_account of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.bank_account FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('add_bank_account:rib');

ALTER TABLE public.bank_account ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: bank_file of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.bank_file FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('import_statement');

ALTER TABLE public.bank_file ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: bank_leg of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.bank_leg FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('move_money', 'pay_retained', 'hand_over_dormant');

ALTER TABLE public.bank_leg ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: bank_line of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.bank_line FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('import_statement');

ALTER TABLE public.bank_line ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: bank_line_paid of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.bank_line_paid FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('pay_bank_line:Lline_id');

ALTER TABLE public.bank_line_paid ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: case_file of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.case_file FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('unmask_person', 'appoint_agent', 'identify_wallet', 'detach_number', 'settle_payment', 'import_statement', 'pay_bank_line', 'book_payouts');

ALTER TABLE public.case_file ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: checkout of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.checkout FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('settle_payment', 'pay_bank_line');

ALTER TABLE public.checkout ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: claim of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.claim FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('settle_payment');

ALTER TABLE public.claim ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: closed_day of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.closed_day FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('close_day');

ALTER TABLE public.closed_day ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: closed_month of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.closed_month FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('close_month');

ALTER TABLE public.closed_month ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: discrepancy of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.discrepancy FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('import_file', 'withdraw_file');

ALTER TABLE public.discrepancy ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: dormant_batch of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.dormant_batch FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('gather_dormant:Nid');

ALTER TABLE public.dormant_batch ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: dormant_handover of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.dormant_handover FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('gather_handover:Hid');

ALTER TABLE public.dormant_handover ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: dormant_line of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.dormant_line FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('gather_dormant:Nbatch_id');

ALTER TABLE public.dormant_line ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: event of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.event FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('close_shop', 'detach_number', 'settle_payment', 'pay_bank_line', 'book_payouts', 'reject_payout');

ALTER TABLE public.event ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: identity of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.identity FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('appoint_agent:person_id', 'identify_wallet:person_id');

ALTER TABLE public.identity ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: link of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.link FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('add_link:id');

ALTER TABLE public.link ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: mail of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.mail FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('settle_payment', 'pay_bank_line', 'let_key_refund', 'detach_number', 'close_shop', 'refuse_document', 'raise_level');

ALTER TABLE public.mail ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: merchant of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.merchant FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('add_merchant:id');

ALTER TABLE public.merchant ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: month_return of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.month_return FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('make_return');

ALTER TABLE public.month_return ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: movement of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.movement FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('appoint_agent', 'decide_contest', 'pay_unclaimed', 'settle_payment', 'pay_bank_line', 'book_payouts', 'reject_payout', 'move_money', 'pay_retained', 'move_dormant', 'return_dormant');

ALTER TABLE public.movement ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: notice of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.notice FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('allow_pin_reset', 'appoint_agent', 'close_agent', 'close_shop', 'decide_contest', 'detach_number', 'freeze_wallet', 'give_float', 'move_money', 'identify_wallet', 'let_key_refund', 'lock_for_owner', 'part_wallet', 'pay_unclaimed', 'reinstate_agent', 'settle_payment', 'suspend_agent', 'unfreeze_wallet', 'unlock_for_owner', 'pay_bank_line', 'book_payouts', 'reject_payout', 'refuse_document', 'raise_level', 'retain_money', 'lift_retention', 'pay_retained', 'move_dormant', 'return_dormant', 'hand_over_dormant');

ALTER TABLE public.notice ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: pay_address of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.pay_address FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('add_link:link_id', 'settle_payment', 'pay_bank_line');

ALTER TABLE public.pay_address ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: payment of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.payment FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('settle_payment');

ALTER TABLE public.payment ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: payment_step of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.payment_step FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('settle_payment');

ALTER TABLE public.payment_step ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: payout_file of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.payout_file FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('make_payout_file:Pid');

ALTER TABLE public.payout_file ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: person of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.person FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('appoint_agent:id');

ALTER TABLE public.person ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: phone of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.phone FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('appoint_agent:person_id');

ALTER TABLE public.phone ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: pin_reset of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.pin_reset FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('allow_pin_reset:person_id');

ALTER TABLE public.pin_reset ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: rail_leg of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.rail_leg FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('move_money');

ALTER TABLE public.rail_leg ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: retention of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.retention FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('retain_money', 'decide_hit', 'add_merchant', 'appoint_agent');

ALTER TABLE public.retention ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: robbed_lock of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.robbed_lock FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('lock_for_owner:person_id');

ALTER TABLE public.robbed_lock ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: sales_digest of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.sales_digest FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('settle_payment', 'pay_bank_line');

ALTER TABLE public.sales_digest ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: sanction_entry of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.sanction_entry FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('import_list');

ALTER TABLE public.sanction_entry ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: sanction_list of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.sanction_list FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('import_list:Sid');

ALTER TABLE public.sanction_list ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: settlement_file of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.settlement_file FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('import_file:Fid');

ALTER TABLE public.settlement_file ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: settlement_row of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.settlement_row FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('import_file');

ALTER TABLE public.settlement_row ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: settlement_said of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.settlement_said FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('import_file');

ALTER TABLE public.settlement_said ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: suspense_owner of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.suspense_owner FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('own_suspense');

ALTER TABLE public.suspense_owner ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: suspicion_report of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.suspicion_report FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('write_report:id');

ALTER TABLE public.suspicion_report ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: till of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.till FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('add_merchant:merchant_id', 'add_till:merchant_id');

ALTER TABLE public.till ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: usage of_a_login_insert; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert BEFORE INSERT ON public.usage FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('settle_payment');

ALTER TABLE public.usage ENABLE ALWAYS TRIGGER of_a_login_insert;


--
-- Name: bill of_a_login_insert_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert_update BEFORE INSERT OR UPDATE ON public.bill FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('load_bills');

ALTER TABLE public.bill ENABLE ALWAYS TRIGGER of_a_login_insert_update;


--
-- Name: business_usage of_a_login_insert_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert_update BEFORE INSERT OR UPDATE ON public.business_usage FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('settle_payment', 'pay_bank_line');

ALTER TABLE public.business_usage ENABLE ALWAYS TRIGGER of_a_login_insert_update;


--
-- Name: sim of_a_login_insert_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert_update BEFORE INSERT OR UPDATE ON public.sim FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('allow_pin_reset');

ALTER TABLE public.sim ENABLE ALWAYS TRIGGER of_a_login_insert_update;


--
-- Name: taken of_a_login_insert_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_insert_update BEFORE INSERT OR UPDATE ON public.taken FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('take_waiting:name', 'take_alerts:name');

ALTER TABLE public.taken ENABLE ALWAYS TRIGGER of_a_login_insert_update;


--
-- Name: ask of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.ask FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('lock_for_owner', 'detach_number');

ALTER TABLE public.ask ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: bank_line of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.bank_line FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('import_statement', 'match_bank_line', 'book_payouts');

ALTER TABLE public.bank_line ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: block of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.block FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('appoint_agent');

ALTER TABLE public.block ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: business_document of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.business_document FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('accept_document:id', 'refuse_document:id');

ALTER TABLE public.business_document ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: cash_out of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.cash_out FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('freeze_wallet', 'lock_for_owner', 'suspend_agent');

ALTER TABLE public.cash_out ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: checkout of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.checkout FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('close_shop:merchant_id', 'detach_number', 'settle_payment', 'pay_bank_line');

ALTER TABLE public.checkout ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: claim of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.claim FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('appoint_agent');

ALTER TABLE public.claim ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: discrepancy of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.discrepancy FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('import_file', 'withdraw_file', 'correct_books:Did');

ALTER TABLE public.discrepancy ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: dormant_line of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.dormant_line FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('move_dormant:Nbatch_id', 'return_dormant:person_id', 'gather_handover:Hhandover_id', 'hand_over_dormant:Hhandover_id');

ALTER TABLE public.dormant_line ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: invoice of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.invoice FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('settle_payment', 'pay_bank_line');

ALTER TABLE public.invoice ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: link of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.link FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('end_link:id', 'close_shop:merchant_id', 'detach_number');

ALTER TABLE public.link ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: movement of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.movement FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('nobody');

ALTER TABLE public.movement ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: operator of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.operator FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('set_maintenance:rail');

ALTER TABLE public.operator ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: payout of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.payout FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('settle_payment', 'make_payout_file', 'drop_payout_file', 'book_payouts', 'reject_payout');

ALTER TABLE public.payout ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: payout_file of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.payout_file FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('approve_payout_file:Pid', 'send_payout_file:Pid', 'drop_payout_file:Pid');

ALTER TABLE public.payout_file ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: pin_reset of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.pin_reset FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('allow_pin_reset:person_id', 'lock_for_owner:person_id', 'detach_number:person_id');

ALTER TABLE public.pin_reset ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: rail_leg of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.rail_leg FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('import_file', 'withdraw_file');

ALTER TABLE public.rail_leg ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: recharge of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.recharge FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('settle_payment');

ALTER TABLE public.recharge ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: refund of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.refund FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('settle_payment');

ALTER TABLE public.refund ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: request of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.request FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('appoint_agent', 'detach_number', 'settle_payment');

ALTER TABLE public.request ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: retention of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.retention FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('pay_retained:Rid', 'lift_retention:Rid', 'decide_hit');

ALTER TABLE public.retention ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: settlement_file of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.settlement_file FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('import_file:Fid', 'withdraw_file:Fid');

ALTER TABLE public.settlement_file ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: settlement_row of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.settlement_row FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('import_file', 'withdraw_file');

ALTER TABLE public.settlement_row ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: texting of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.texting FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('detach_number');

ALTER TABLE public.texting ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: usage of_a_login_update; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update BEFORE UPDATE ON public.usage FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('freeze_wallet', 'lock_for_owner', 'suspend_agent', 'settle_payment');

ALTER TABLE public.usage ENABLE ALWAYS TRIGGER of_a_login_update;


--
-- Name: merchant of_a_login_update_biller; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update_biller BEFORE UPDATE OF biller, lookup_url ON public.merchant FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('set_biller:id', 'close_shop:id', 'detach_number:owner_id');

ALTER TABLE public.merchant ENABLE ALWAYS TRIGGER of_a_login_update_biller;


--
-- Name: payment of_a_login_update_counted; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update_counted BEFORE UPDATE OF counted ON public.payment FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('settle_payment');

ALTER TABLE public.payment ENABLE ALWAYS TRIGGER of_a_login_update_counted;


--
-- Name: merchant of_a_login_update_level; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update_level BEFORE UPDATE OF level ON public.merchant FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('raise_level:id');

ALTER TABLE public.merchant ENABLE ALWAYS TRIGGER of_a_login_update_level;


--
-- Name: bank_leg of_a_login_update_line_id; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update_line_id BEFORE UPDATE OF line_id ON public.bank_leg FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('import_statement', 'match_bank_line');

ALTER TABLE public.bank_leg ENABLE ALWAYS TRIGGER of_a_login_update_line_id;


--
-- Name: person of_a_login_update_locked_by_owner; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update_locked_by_owner BEFORE UPDATE OF locked_by_owner ON public.person FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('lock_for_owner:id', 'unlock_for_owner:id');

ALTER TABLE public.person ENABLE ALWAYS TRIGGER of_a_login_update_locked_by_owner;


--
-- Name: api_key of_a_login_update_permissions; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update_permissions BEFORE UPDATE OF permissions ON public.api_key FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('let_key_refund:hint');

ALTER TABLE public.api_key ENABLE ALWAYS TRIGGER of_a_login_update_permissions;


--
-- Name: case_file of_a_login_update_state; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update_state BEFORE UPDATE OF state ON public.case_file FOR EACH STATEMENT WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('close_case', 'clear_hit', 'decide_hit', 'decide_contest', 'pay_unclaimed', 'settle_payment', 'pay_bank_line', 'book_payouts', 'match_bank_line', 'move_money', 'decide_alerts');

ALTER TABLE public.case_file ENABLE ALWAYS TRIGGER of_a_login_update_state;


--
-- Name: payment of_a_login_update_state; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update_state BEFORE UPDATE OF state, handle, base_url, redirect_url, reason, operator_id, tries, polls, due_at, leased_until, submitted_at, changed_at ON public.payment FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('settle_payment:reference');

ALTER TABLE public.payment ENABLE ALWAYS TRIGGER of_a_login_update_state;


--
-- Name: sanction_list of_a_login_update_state; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update_state BEFORE UPDATE OF state ON public.sanction_list FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('agree_list:Sid');

ALTER TABLE public.sanction_list ENABLE ALWAYS TRIGGER of_a_login_update_state;


--
-- Name: api_key of_a_login_update_until; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_a_login_update_until BEFORE UPDATE OF until ON public.api_key FOR EACH ROW WHEN ((SESSION_USER = 'mbongo_office'::name)) EXECUTE FUNCTION public.keep_for_login('add_api_key:merchant_id', 'end_api_key:merchant_id');

ALTER TABLE public.api_key ENABLE ALWAYS TRIGGER of_a_login_update_until;


--
-- Name: operation of_staff; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER of_staff BEFORE INSERT OR UPDATE ON public.operation FOR EACH ROW WHEN (((SESSION_USER = 'mbongo_office'::name) AND (new.actor_kind <> 'staff'::text))) EXECUTE FUNCTION public.keep_from_office();

ALTER TABLE public.operation ENABLE ALWAYS TRIGGER of_staff;


--
-- Name: invoice_series one_by_one; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER one_by_one BEFORE INSERT OR UPDATE ON public.invoice_series FOR EACH ROW EXECUTE FUNCTION public.keep_series();

ALTER TABLE public.invoice_series ENABLE ALWAYS TRIGGER one_by_one;


--
-- Name: phone one_number; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER one_number BEFORE INSERT ON public.phone FOR EACH ROW EXECUTE FUNCTION public.keep_one_number();

ALTER TABLE public.phone ENABLE ALWAYS TRIGGER one_number;


--
-- Name: operation outcome_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER outcome_stays BEFORE UPDATE ON public.operation FOR EACH ROW WHEN ((old.sentence IS NOT NULL)) EXECUTE FUNCTION public.keep_outcome();

ALTER TABLE public.operation ENABLE ALWAYS TRIGGER outcome_stays;


--
-- Name: member_session over_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER over_stays BEFORE UPDATE ON public.member_session FOR EACH ROW WHEN (((old.ended_at IS DISTINCT FROM new.ended_at) OR (old.seen_at <> new.seen_at))) EXECUTE FUNCTION public.keep_session_over();

ALTER TABLE public.member_session ENABLE ALWAYS TRIGGER over_stays;


--
-- Name: page_session over_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER over_stays BEFORE UPDATE ON public.page_session FOR EACH ROW WHEN (((old.ended_at IS DISTINCT FROM new.ended_at) OR (old.seen_at <> new.seen_at))) EXECUTE FUNCTION public.keep_page_session_over();

ALTER TABLE public.page_session ENABLE ALWAYS TRIGGER over_stays;


--
-- Name: suspense_owner owners_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER owners_stay BEFORE INSERT OR UPDATE ON public.suspense_owner FOR EACH ROW EXECUTE FUNCTION public.keep_suspense_owners();

ALTER TABLE public.suspense_owner ENABLE ALWAYS TRIGGER owners_stay;


--
-- Name: bank_line_paid paid_indeed; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE CONSTRAINT TRIGGER paid_indeed AFTER INSERT ON public.bank_line_paid DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.keep_line_paid();

ALTER TABLE public.bank_line_paid ENABLE ALWAYS TRIGGER paid_indeed;


--
-- Name: checkout paid_indeed; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE CONSTRAINT TRIGGER paid_indeed AFTER INSERT OR UPDATE ON public.checkout DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.state = 'paid'::text)) EXECUTE FUNCTION public.keep_paid();

ALTER TABLE public.checkout ENABLE ALWAYS TRIGGER paid_indeed;


--
-- Name: recharge paid_once; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER paid_once BEFORE UPDATE ON public.recharge FOR EACH ROW WHEN (((to_jsonb(old.*) - 'counted_at'::text) IS DISTINCT FROM (to_jsonb(new.*) - 'counted_at'::text))) EXECUTE FUNCTION public.keep_recharge();

ALTER TABLE public.recharge ENABLE ALWAYS TRIGGER paid_once;


--
-- Name: settlement_account payees_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER payees_stay BEFORE INSERT ON public.settlement_account FOR EACH ROW WHEN (((SESSION_USER <> 'mbongo_web'::name) OR (new.removed_at IS NOT NULL))) EXECUTE FUNCTION public.keep_payee();

ALTER TABLE public.settlement_account ENABLE ALWAYS TRIGGER payees_stay;


--
-- Name: payment_posted payout_too; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE CONSTRAINT TRIGGER payout_too AFTER INSERT ON public.payment_posted DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.keep_payout_ended();

ALTER TABLE public.payment_posted ENABLE ALWAYS TRIGGER payout_too;


--
-- Name: payout payouts_begin; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER payouts_begin BEFORE INSERT ON public.payout FOR EACH ROW EXECUTE FUNCTION public.keep_payout();

ALTER TABLE public.payout ENABLE ALWAYS TRIGGER payouts_begin;


--
-- Name: payout payouts_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER payouts_stay BEFORE UPDATE ON public.payout FOR EACH ROW WHEN ((old.state <> new.state)) EXECUTE FUNCTION public.keep_payout();

ALTER TABLE public.payout ENABLE ALWAYS TRIGGER payouts_stay;


--
-- Name: payroll payroll_held; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE CONSTRAINT TRIGGER payroll_held AFTER UPDATE ON public.payroll DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.state = 'paying'::text)) EXECUTE FUNCTION public.keep_payroll_held();

ALTER TABLE public.payroll ENABLE ALWAYS TRIGGER payroll_held;


--
-- Name: payroll payrolls_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER payrolls_stay BEFORE INSERT OR DELETE OR UPDATE ON public.payroll FOR EACH ROW EXECUTE FUNCTION public.keep_payroll();

ALTER TABLE public.payroll ENABLE ALWAYS TRIGGER payrolls_stay;


--
-- Name: plan_price priced_ahead; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER priced_ahead BEFORE INSERT ON public.plan_price FOR EACH ROW EXECUTE FUNCTION public.keep_plan_price();

ALTER TABLE public.plan_price ENABLE ALWAYS TRIGGER priced_ahead;


--
-- Name: payout put_aside_indeed; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE CONSTRAINT TRIGGER put_aside_indeed AFTER INSERT OR UPDATE ON public.payout DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.state <> ALL (ARRAY['asked'::text, 'refused'::text]))) EXECUTE FUNCTION public.keep_put_aside();

ALTER TABLE public.payout ENABLE ALWAYS TRIGGER put_aside_indeed;


--
-- Name: payment quoted_first; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER quoted_first BEFORE INSERT ON public.payment FOR EACH ROW WHEN ((((new.currency)::text <> 'XAF'::text) OR (new.refunds IS NOT NULL))) EXECUTE FUNCTION public.keep_quoted();

ALTER TABLE public.payment ENABLE ALWAYS TRIGGER quoted_first;


--
-- Name: quote quotes_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER quotes_stay BEFORE INSERT OR DELETE OR UPDATE ON public.quote FOR EACH ROW EXECUTE FUNCTION public.keep_quotes();

ALTER TABLE public.quote ENABLE ALWAYS TRIGGER quotes_stay;


--
-- Name: rate rates_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER rates_stay BEFORE INSERT OR DELETE OR UPDATE ON public.rate FOR EACH ROW EXECUTE FUNCTION public.keep_rates();

ALTER TABLE public.rate ENABLE ALWAYS TRIGGER rates_stay;


--
-- Name: bank_line read_unmatched; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER read_unmatched BEFORE INSERT ON public.bank_line FOR EACH ROW WHEN (((new.state <> 'open'::text) OR (new.how <> ''::text) OR (new.booked_at IS NOT NULL))) EXECUTE FUNCTION public.keep_bank_line();

ALTER TABLE public.bank_line ENABLE ALWAYS TRIGGER read_unmatched;


--
-- Name: refund refunded_indeed; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE CONSTRAINT TRIGGER refunded_indeed AFTER INSERT ON public.refund DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.keep_refunded();

ALTER TABLE public.refund ENABLE ALWAYS TRIGGER refunded_indeed;


--
-- Name: api_key refunds_alone; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER refunds_alone BEFORE UPDATE ON public.api_key FOR EACH ROW WHEN (((old.permissions <> new.permissions) AND (NOT ((new.permissions @> old.permissions) AND (new.permissions <> '{}'::text[]) AND (old.permissions <> '{}'::text[]) AND (new.permissions <@ (old.permissions || '{refunds:write,payouts:write}'::text[])))))) EXECUTE FUNCTION public.keep_key();

ALTER TABLE public.api_key ENABLE ALWAYS TRIGGER refunds_alone;


--
-- Name: api_key refunds_by_two; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER refunds_by_two BEFORE INSERT ON public.api_key FOR EACH ROW WHEN (((SESSION_USER = 'mbongo_office'::name) AND ((new.permissions = '{}'::text[]) OR (new.permissions && '{refunds:write,payouts:write}'::text[])))) EXECUTE FUNCTION public.keep_key();

ALTER TABLE public.api_key ENABLE ALWAYS TRIGGER refunds_by_two;


--
-- Name: refund refunds_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER refunds_stay BEFORE INSERT OR UPDATE ON public.refund FOR EACH ROW EXECUTE FUNCTION public.keep_refund();

ALTER TABLE public.refund ENABLE ALWAYS TRIGGER refunds_stay;


--
-- Name: suspicion_report reports_numbered; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER reports_numbered BEFORE INSERT ON public.suspicion_report FOR EACH ROW EXECUTE FUNCTION public.keep_suspicion_report();

ALTER TABLE public.suspicion_report ENABLE ALWAYS TRIGGER reports_numbered;


--
-- Name: suspicion_report reports_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER reports_stay BEFORE DELETE OR UPDATE OF year, number, id, written_by, written_at, nonce, content OR TRUNCATE ON public.suspicion_report FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.suspicion_report ENABLE ALWAYS TRIGGER reports_stay;


--
-- Name: staff_request requests_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER requests_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.staff_request FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.staff_request ENABLE ALWAYS TRIGGER requests_stay;


--
-- Name: payment reserved_first; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER reserved_first BEFORE INSERT ON public.payment FOR EACH ROW WHEN ((new.direction <> 'collect'::text)) EXECUTE FUNCTION public.keep_reserved();

ALTER TABLE public.payment ENABLE ALWAYS TRIGGER reserved_first;


--
-- Name: retention retained_follows; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER retained_follows AFTER INSERT OR UPDATE ON public.retention FOR EACH ROW EXECUTE FUNCTION public.sum_retained();

ALTER TABLE public.retention ENABLE ALWAYS TRIGGER retained_follows;


--
-- Name: agent retained_of_found; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER retained_of_found AFTER INSERT ON public.agent FOR EACH ROW EXECUTE FUNCTION public.retain_of_found('person', 'person_id');

ALTER TABLE public.agent ENABLE ALWAYS TRIGGER retained_of_found;


--
-- Name: membership retained_of_found; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER retained_of_found AFTER INSERT OR UPDATE ON public.membership FOR EACH ROW WHEN (((new.role = 'owner'::text) AND (new.until IS NULL))) EXECUTE FUNCTION public.retain_of_found('member', 'login_id');

ALTER TABLE public.membership ENABLE ALWAYS TRIGGER retained_of_found;


--
-- Name: merchant retained_of_found; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER retained_of_found AFTER INSERT ON public.merchant FOR EACH ROW EXECUTE FUNCTION public.retain_of_found('person', 'owner_id');

ALTER TABLE public.merchant ENABLE ALWAYS TRIGGER retained_of_found;


--
-- Name: retention retentions_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER retentions_stay BEFORE INSERT OR UPDATE ON public.retention FOR EACH ROW EXECUTE FUNCTION public.keep_retention();

ALTER TABLE public.retention ENABLE ALWAYS TRIGGER retentions_stay;


--
-- Name: month_return returns_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER returns_stay BEFORE INSERT OR DELETE OR UPDATE ON public.month_return FOR EACH ROW EXECUTE FUNCTION public.keep_returns();

ALTER TABLE public.month_return ENABLE ALWAYS TRIGGER returns_stay;


--
-- Name: person robbed_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER robbed_stays BEFORE UPDATE ON public.person FOR EACH ROW WHEN ((old.robbed <> new.robbed)) EXECUTE FUNCTION public.keep_robbed();

ALTER TABLE public.person ENABLE ALWAYS TRIGGER robbed_stays;


--
-- Name: alert_rule rules_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER rules_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.alert_rule FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.alert_rule ENABLE ALWAYS TRIGGER rules_stay;


--
-- Name: ceiling rules_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER rules_stay BEFORE INSERT OR DELETE OR UPDATE ON public.ceiling FOR EACH ROW EXECUTE FUNCTION public.keep_rules();

ALTER TABLE public.ceiling ENABLE ALWAYS TRIGGER rules_stay;


--
-- Name: dormancy_rule rules_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER rules_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.dormancy_rule FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.dormancy_rule ENABLE ALWAYS TRIGGER rules_stay;


--
-- Name: level_rule rules_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER rules_stay BEFORE INSERT OR DELETE OR UPDATE ON public.level_rule FOR EACH ROW EXECUTE FUNCTION public.keep_level_rules();

ALTER TABLE public.level_rule ENABLE ALWAYS TRIGGER rules_stay;


--
-- Name: tariff rules_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER rules_stay BEFORE INSERT OR DELETE OR UPDATE ON public.tariff FOR EACH ROW EXECUTE FUNCTION public.keep_rules();

ALTER TABLE public.tariff ENABLE ALWAYS TRIGGER rules_stay;


--
-- Name: payout said_once; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER said_once BEFORE UPDATE ON public.payout FOR EACH ROW WHEN ((((old.state <> 'asked'::text) AND ((old.payment_id IS DISTINCT FROM new.payment_id) OR (old.decided_by IS DISTINCT FROM new.decided_by))) OR ((old.state = new.state) AND ((((old.reason IS DISTINCT FROM new.reason) OR (old.ended_at IS DISTINCT FROM new.ended_at)) OR (old.payment_id IS DISTINCT FROM new.payment_id)) OR (old.decided_by IS DISTINCT FROM new.decided_by))))) EXECUTE FUNCTION public.keep_said();

ALTER TABLE public.payout ENABLE ALWAYS TRIGGER said_once;


--
-- Name: payout_schedule schedules_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER schedules_stay BEFORE INSERT OR DELETE OR UPDATE ON public.payout_schedule FOR EACH ROW EXECUTE FUNCTION public.keep_schedule();

ALTER TABLE public.payout_schedule ENABLE ALWAYS TRIGGER schedules_stay;


--
-- Name: member_login screened_anew; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER screened_anew AFTER UPDATE ON public.member_login FOR EACH ROW WHEN ((old.name <> new.name)) EXECUTE FUNCTION public.note_sanction_due('member');

ALTER TABLE public.member_login ENABLE ALWAYS TRIGGER screened_anew;


--
-- Name: merchant screened_anew; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER screened_anew AFTER UPDATE ON public.merchant FOR EACH ROW WHEN (((old.name <> new.name) OR (old.level < new.level))) EXECUTE FUNCTION public.note_sanction_due('business');

ALTER TABLE public.merchant ENABLE ALWAYS TRIGGER screened_anew;


--
-- Name: person screened_anew; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER screened_anew AFTER UPDATE ON public.person FOR EACH ROW WHEN (((old.name <> new.name) OR (old.tier < new.tier))) EXECUTE FUNCTION public.note_sanction_due('person');

ALTER TABLE public.person ENABLE ALWAYS TRIGGER screened_anew;


--
-- Name: member_login screened_new; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER screened_new AFTER INSERT ON public.member_login FOR EACH ROW EXECUTE FUNCTION public.note_sanction_due('member');

ALTER TABLE public.member_login ENABLE ALWAYS TRIGGER screened_new;


--
-- Name: merchant screened_new; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER screened_new AFTER INSERT ON public.merchant FOR EACH ROW EXECUTE FUNCTION public.note_sanction_due('business');

ALTER TABLE public.merchant ENABLE ALWAYS TRIGGER screened_new;


--
-- Name: person screened_new; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER screened_new AFTER INSERT ON public.person FOR EACH ROW EXECUTE FUNCTION public.note_sanction_due('person');

ALTER TABLE public.person ENABLE ALWAYS TRIGGER screened_new;


--
-- Name: settlement_account screened_new; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER screened_new AFTER INSERT ON public.settlement_account FOR EACH ROW WHEN ((new.holder <> ''::text)) EXECUTE FUNCTION public.note_sanction_due('payee');

ALTER TABLE public.settlement_account ENABLE ALWAYS TRIGGER screened_new;


--
-- Name: merchant settings_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER settings_stay BEFORE UPDATE ON public.merchant FOR EACH ROW WHEN (((((((old.name IS DISTINCT FROM new.name) OR (old.phone IS DISTINCT FROM new.phone)) OR (old.email IS DISTINCT FROM new.email)) OR (old.language IS DISTINCT FROM new.language)) OR (old.logo IS DISTINCT FROM new.logo)) OR (old.renamed_at IS DISTINCT FROM new.renamed_at))) EXECUTE FUNCTION public.keep_shop_settings();

ALTER TABLE public.merchant ENABLE ALWAYS TRIGGER settings_stay;


--
-- Name: merchant shop_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER shop_stays BEFORE UPDATE ON public.merchant FOR EACH ROW WHEN ((old.until IS DISTINCT FROM new.until)) EXECUTE FUNCTION public.keep_shop();

ALTER TABLE public.merchant ENABLE ALWAYS TRIGGER shop_stays;


--
-- Name: checkout shops_own; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER shops_own BEFORE INSERT ON public.checkout FOR EACH ROW WHEN (((new.link_id IS NOT NULL) OR (new.invoice_id IS NOT NULL))) EXECUTE FUNCTION public.keep_shops_own();

ALTER TABLE public.checkout ENABLE ALWAYS TRIGGER shops_own;


--
-- Name: agent state_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER state_stays BEFORE UPDATE ON public.agent FOR EACH ROW WHEN ((old.state <> new.state)) EXECUTE FUNCTION public.keep_agent();

ALTER TABLE public.agent ENABLE ALWAYS TRIGGER state_stays;


--
-- Name: case_file state_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER state_stays BEFORE UPDATE ON public.case_file FOR EACH ROW WHEN ((old.state <> new.state)) EXECUTE FUNCTION public.keep_case();

ALTER TABLE public.case_file ENABLE ALWAYS TRIGGER state_stays;


--
-- Name: contest state_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER state_stays BEFORE UPDATE ON public.contest FOR EACH ROW WHEN ((old.state <> new.state)) EXECUTE FUNCTION public.keep_contest();

ALTER TABLE public.contest ENABLE ALWAYS TRIGGER state_stays;


--
-- Name: person state_stays; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER state_stays BEFORE UPDATE ON public.person FOR EACH ROW WHEN ((old.state <> new.state)) EXECUTE FUNCTION public.keep_person_state();

ALTER TABLE public.person ENABLE ALWAYS TRIGGER state_stays;


--
-- Name: payment steps_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER steps_stay BEFORE UPDATE ON public.payment FOR EACH ROW WHEN ((old.state IS DISTINCT FROM new.state)) EXECUTE FUNCTION public.keep_steps();

ALTER TABLE public.payment ENABLE ALWAYS TRIGGER steps_stay;


--
-- Name: subscription subscriptions_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER subscriptions_stay BEFORE UPDATE ON public.subscription FOR EACH ROW EXECUTE FUNCTION public.keep_subscription();

ALTER TABLE public.subscription ENABLE ALWAYS TRIGGER subscriptions_stay;


--
-- Name: movement sums_follow; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER sums_follow AFTER INSERT ON public.movement FOR EACH ROW WHEN (((new.merchant_id IS NOT NULL) AND (new.kind = ANY (ARRAY['pay_till'::text, 'pay_bill'::text, 'pay_checkout'::text, 'pay_subscription'::text, 'refund_payment'::text])))) EXECUTE FUNCTION public.note_sale_due();

ALTER TABLE public.movement ENABLE ALWAYS TRIGGER sums_follow;


--
-- Name: payment sums_follow; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER sums_follow AFTER UPDATE ON public.payment FOR EACH ROW WHEN (((new.checkout_id IS NOT NULL) AND (new.direction = 'collect'::text) AND (old.state <> new.state) AND ((old.state = ANY (ARRAY['failed'::text, 'expired'::text])) OR (new.state = ANY (ARRAY['failed'::text, 'expired'::text]))))) EXECUTE FUNCTION public.note_nothing_due();

ALTER TABLE public.payment ENABLE ALWAYS TRIGGER sums_follow;


--
-- Name: taken taken_by_oneself; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER taken_by_oneself BEFORE INSERT OR UPDATE ON public.taken FOR EACH ROW EXECUTE FUNCTION public.keep_taker();

ALTER TABLE public.taken ENABLE ALWAYS TRIGGER taken_by_oneself;


--
-- Name: event told_as_it_is; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE CONSTRAINT TRIGGER told_as_it_is AFTER INSERT ON public.event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.kind = ANY (ARRAY['checkout.paid'::text, 'request.paid'::text, 'payment.succeeded'::text, 'refund.succeeded'::text, 'invoice.paid'::text])) OR ((new.data ->> 'state'::text) = ANY (ARRAY['paid'::text, 'succeeded'::text])))) EXECUTE FUNCTION public.keep_event();

ALTER TABLE public.event ENABLE ALWAYS TRIGGER told_as_it_is;


--
-- Name: settlement_account told_to_owners; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE CONSTRAINT TRIGGER told_to_owners AFTER INSERT ON public.settlement_account DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.removed_at IS NULL)) EXECUTE FUNCTION public.keep_account_told();

ALTER TABLE public.settlement_account ENABLE ALWAYS TRIGGER told_to_owners;


--
-- Name: transfer transfers_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER transfers_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.transfer FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.transfer ENABLE ALWAYS TRIGGER transfers_stay;


--
-- Name: refund uncounted; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER uncounted AFTER UPDATE ON public.refund FOR EACH ROW WHEN (((old.state <> 'failed'::text) AND (new.state = 'failed'::text))) EXECUTE FUNCTION public.count_refund();

ALTER TABLE public.refund ENABLE ALWAYS TRIGGER uncounted;


--
-- Name: payment_step words_stay; Type: TRIGGER; Schema: public; Owner: mbongo_owner
--

CREATE TRIGGER words_stay BEFORE INSERT ON public.payment_step FOR EACH ROW WHEN (((new.state <> 'created'::text) OR (new.why <> 'asked for'::text) OR (new.raw <> ''::text))) EXECUTE FUNCTION public.keep_words();

ALTER TABLE public.payment_step ENABLE ALWAYS TRIGGER words_stay;


--
-- Name: account account_kind_accrued_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_kind_accrued_fkey FOREIGN KEY (kind, accrued) REFERENCES public.account_kind(kind, accrued);


--
-- Name: act_posted act_posted_request_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.act_posted
    ADD CONSTRAINT act_posted_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.staff_request(id);


--
-- Name: agent agent_commission_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_commission_id_fkey FOREIGN KEY (commission_id) REFERENCES public.account(id);


--
-- Name: agent agent_float_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_float_id_fkey FOREIGN KEY (float_id) REFERENCES public.account(id);


--
-- Name: agent_operation agent_operation_agent_code_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.agent_operation
    ADD CONSTRAINT agent_operation_agent_code_fkey FOREIGN KEY (agent_code) REFERENCES public.agent(code);


--
-- Name: agent agent_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: alert_case alert_case_number_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.alert_case
    ADD CONSTRAINT alert_case_number_fkey FOREIGN KEY (number) REFERENCES public.case_file(number);


--
-- Name: alert_case alert_case_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.alert_case
    ADD CONSTRAINT alert_case_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: alert_decision alert_decision_of_case_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.alert_decision
    ADD CONSTRAINT alert_decision_of_case_fkey FOREIGN KEY (of_case) REFERENCES public.alert_case(number);


--
-- Name: alert alert_of_case_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.alert
    ADD CONSTRAINT alert_of_case_fkey FOREIGN KEY (of_case) REFERENCES public.alert_case(number);


--
-- Name: api_key api_key_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: staff_approval approved_is_done; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_approval
    ADD CONSTRAINT approved_is_done FOREIGN KEY (request_id) REFERENCES public.staff_act(request_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: bank_file bank_file_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_file
    ADD CONSTRAINT bank_file_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.bank_account(id);


--
-- Name: bank_leg bank_leg_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_leg
    ADD CONSTRAINT bank_leg_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.bank_account(id);


--
-- Name: bank_leg bank_leg_line_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_leg
    ADD CONSTRAINT bank_leg_line_id_fkey FOREIGN KEY (line_id) REFERENCES public.bank_line(id);


--
-- Name: bank_line bank_line_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.bank_account(id);


--
-- Name: bank_line bank_line_case_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.case_file(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: bank_line bank_line_checkout_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_checkout_id_fkey FOREIGN KEY (checkout_id) REFERENCES public.checkout(id);


--
-- Name: bank_line bank_line_file_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.bank_file(id);


--
-- Name: bank_line_paid bank_line_paid_checkout_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_line_paid
    ADD CONSTRAINT bank_line_paid_checkout_id_fkey FOREIGN KEY (checkout_id) REFERENCES public.checkout(id);


--
-- Name: bank_line_paid bank_line_paid_line_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_line_paid
    ADD CONSTRAINT bank_line_paid_line_id_fkey FOREIGN KEY (line_id) REFERENCES public.bank_line(id);


--
-- Name: bank_line bank_line_payout_file_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_payout_file_id_fkey FOREIGN KEY (payout_file_id) REFERENCES public.payout_file(id);


--
-- Name: bank_line bank_line_payout_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_payout_id_fkey FOREIGN KEY (payout_id) REFERENCES public.payout(id);


--
-- Name: bill bill_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bill
    ADD CONSTRAINT bill_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: bill_search bill_search_bill_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bill_search
    ADD CONSTRAINT bill_search_bill_id_fkey FOREIGN KEY (bill_id) REFERENCES public.bill(id);


--
-- Name: bill_search bill_search_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bill_search
    ADD CONSTRAINT bill_search_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: bill_search bill_search_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.bill_search
    ADD CONSTRAINT bill_search_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: block block_blocked_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.block
    ADD CONSTRAINT block_blocked_id_fkey FOREIGN KEY (blocked_id) REFERENCES public.person(id);


--
-- Name: business_act business_act_login_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.business_act
    ADD CONSTRAINT business_act_login_id_fkey FOREIGN KEY (login_id) REFERENCES public.member_login(id);


--
-- Name: business_act business_act_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.business_act
    ADD CONSTRAINT business_act_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: business_document business_document_judged_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.business_document
    ADD CONSTRAINT business_document_judged_by_fkey FOREIGN KEY (judged_by) REFERENCES public.staff(login);


--
-- Name: business_document business_document_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.business_document
    ADD CONSTRAINT business_document_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: business_document business_document_sent_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.business_document
    ADD CONSTRAINT business_document_sent_by_fkey FOREIGN KEY (sent_by) REFERENCES public.member_login(id);


--
-- Name: business_usage business_usage_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.business_usage
    ADD CONSTRAINT business_usage_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: case_file case_file_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.case_file
    ADD CONSTRAINT case_file_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payment(id);


--
-- Name: cash_out cash_out_agent_code_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.cash_out
    ADD CONSTRAINT cash_out_agent_code_fkey FOREIGN KEY (agent_code) REFERENCES public.agent(code);


--
-- Name: cash_out cash_out_channel_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.cash_out
    ADD CONSTRAINT cash_out_channel_fkey FOREIGN KEY (channel) REFERENCES public.channel(name);


--
-- Name: cash_out cash_out_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.cash_out
    ADD CONSTRAINT cash_out_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.person(id);


--
-- Name: charge charge_subscription_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES public.subscription(id);


--
-- Name: checkout_ask checkout_ask_checkout_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.checkout_ask
    ADD CONSTRAINT checkout_ask_checkout_id_fkey FOREIGN KEY (checkout_id) REFERENCES public.checkout(id);


--
-- Name: checkout_ask checkout_ask_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.checkout_ask
    ADD CONSTRAINT checkout_ask_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: checkout checkout_invoice_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.checkout
    ADD CONSTRAINT checkout_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES public.invoice(id);


--
-- Name: checkout checkout_link_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.checkout
    ADD CONSTRAINT checkout_link_id_fkey FOREIGN KEY (link_id) REFERENCES public.link(id);


--
-- Name: checkout checkout_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.checkout
    ADD CONSTRAINT checkout_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: checkout checkout_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.checkout
    ADD CONSTRAINT checkout_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payment(id);


--
-- Name: claim claim_channel_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_channel_fkey FOREIGN KEY (channel) REFERENCES public.channel(name);


--
-- Name: claim claim_sender_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES public.person(id);


--
-- Name: contest contest_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.contest
    ADD CONSTRAINT contest_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);


--
-- Name: contest contest_case_number_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.contest
    ADD CONSTRAINT contest_case_number_fkey FOREIGN KEY (case_number) REFERENCES public.case_file(number);


--
-- Name: contest contest_giver_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.contest
    ADD CONSTRAINT contest_giver_id_fkey FOREIGN KEY (giver_id) REFERENCES public.person(id);


--
-- Name: contest contest_receiver_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.contest
    ADD CONSTRAINT contest_receiver_id_fkey FOREIGN KEY (receiver_id) REFERENCES public.person(id);


--
-- Name: customer customer_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: delivery_try delivery_try_delivery_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.delivery_try
    ADD CONSTRAINT delivery_try_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES public.event_delivery(id);


--
-- Name: discrepancy discrepancy_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.discrepancy
    ADD CONSTRAINT discrepancy_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payment(id);


--
-- Name: discrepancy discrepancy_rail_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.discrepancy
    ADD CONSTRAINT discrepancy_rail_fkey FOREIGN KEY (rail) REFERENCES public.operator(rail);


--
-- Name: discrepancy discrepancy_row_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.discrepancy
    ADD CONSTRAINT discrepancy_row_id_fkey FOREIGN KEY (row_id) REFERENCES public.settlement_row(id);


--
-- Name: document_content document_content_document_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.document_content
    ADD CONSTRAINT document_content_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.business_document(id);


--
-- Name: staff_act done_as_approved; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_act
    ADD CONSTRAINT done_as_approved FOREIGN KEY (request_id, approved_by) REFERENCES public.staff_approval(request_id, approved_by);


--
-- Name: dormancy dormancy_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.dormancy
    ADD CONSTRAINT dormancy_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: dormant_batch dormant_batch_made_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.dormant_batch
    ADD CONSTRAINT dormant_batch_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.staff(login);


--
-- Name: dormant_handover dormant_handover_made_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.dormant_handover
    ADD CONSTRAINT dormant_handover_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.staff(login);


--
-- Name: dormant_line dormant_line_batch_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.dormant_line
    ADD CONSTRAINT dormant_line_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.dormant_batch(id);


--
-- Name: dormant_line dormant_line_handover_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.dormant_line
    ADD CONSTRAINT dormant_line_handover_id_fkey FOREIGN KEY (handover_id) REFERENCES public.dormant_handover(id);


--
-- Name: dormant_line dormant_line_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.dormant_line
    ADD CONSTRAINT dormant_line_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: endpoint endpoint_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.endpoint
    ADD CONSTRAINT endpoint_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: event_delivery event_delivery_endpoint_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.event_delivery
    ADD CONSTRAINT event_delivery_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES public.endpoint(id);


--
-- Name: event_delivery event_delivery_event_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.event_delivery
    ADD CONSTRAINT event_delivery_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.event(id);


--
-- Name: event_delivery event_delivery_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.event_delivery
    ADD CONSTRAINT event_delivery_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: event event_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: favourite favourite_owner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.favourite
    ADD CONSTRAINT favourite_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.person(id);


--
-- Name: favourite favourite_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.favourite
    ADD CONSTRAINT favourite_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: idempotent_answer idempotent_answer_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.idempotent_answer
    ADD CONSTRAINT idempotent_answer_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: identity identity_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: invitation invitation_invited_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES public.member_login(id);


--
-- Name: invitation invitation_login_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_login_id_fkey FOREIGN KEY (login_id) REFERENCES public.member_login(id);


--
-- Name: invitation invitation_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: invoice invoice_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id);


--
-- Name: invoice_deadline invoice_deadline_invoice_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invoice_deadline
    ADD CONSTRAINT invoice_deadline_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES public.invoice(id);


--
-- Name: invoice_issuer invoice_issuer_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invoice_issuer
    ADD CONSTRAINT invoice_issuer_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: invoice_line invoice_line_invoice_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invoice_line
    ADD CONSTRAINT invoice_line_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES public.invoice(id);


--
-- Name: invoice invoice_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: invoice invoice_of_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_of_id_fkey FOREIGN KEY (of_id) REFERENCES public.invoice(id);


--
-- Name: invoice_sending invoice_sending_invoice_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invoice_sending
    ADD CONSTRAINT invoice_sending_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES public.invoice(id);


--
-- Name: invoice_series invoice_series_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.invoice_series
    ADD CONSTRAINT invoice_series_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: level_rule level_rule_request_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.level_rule
    ADD CONSTRAINT level_rule_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.staff_request(id);


--
-- Name: link link_made_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.member_login(id);


--
-- Name: link link_made_by_key_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_made_by_key_fkey FOREIGN KEY (made_by_key) REFERENCES public.api_key(id);


--
-- Name: link link_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: merchant logo_is_its_own; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.merchant
    ADD CONSTRAINT logo_is_its_own FOREIGN KEY (logo, id) REFERENCES public.logo(sha256, merchant_id);


--
-- Name: logo logo_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.logo
    ADD CONSTRAINT logo_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: mandate mandate_channel_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.mandate
    ADD CONSTRAINT mandate_channel_fkey FOREIGN KEY (channel) REFERENCES public.channel(name);


--
-- Name: mandate mandate_subscription_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.mandate
    ADD CONSTRAINT mandate_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES public.subscription(id);


--
-- Name: member_session member_session_login_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.member_session
    ADD CONSTRAINT member_session_login_id_fkey FOREIGN KEY (login_id) REFERENCES public.member_login(id);


--
-- Name: member_totp member_totp_login_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.member_totp
    ADD CONSTRAINT member_totp_login_id_fkey FOREIGN KEY (login_id) REFERENCES public.member_login(id);


--
-- Name: membership membership_login_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_login_id_fkey FOREIGN KEY (login_id) REFERENCES public.member_login(id);


--
-- Name: membership membership_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: merchant merchant_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.merchant
    ADD CONSTRAINT merchant_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);


--
-- Name: merchant merchant_owner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.merchant
    ADD CONSTRAINT merchant_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.person(id);


--
-- Name: movement movement_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.movement
    ADD CONSTRAINT movement_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: operation operation_channel_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.operation
    ADD CONSTRAINT operation_channel_fkey FOREIGN KEY (channel) REFERENCES public.channel(name);


--
-- Name: page_session page_session_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.page_session
    ADD CONSTRAINT page_session_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: passkey passkey_login_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT passkey_login_id_fkey FOREIGN KEY (login_id) REFERENCES public.member_login(id);


--
-- Name: password_reset password_reset_login_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.password_reset
    ADD CONSTRAINT password_reset_login_id_fkey FOREIGN KEY (login_id) REFERENCES public.member_login(id);


--
-- Name: pay_address pay_address_checkout_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.pay_address
    ADD CONSTRAINT pay_address_checkout_id_fkey FOREIGN KEY (checkout_id) REFERENCES public.checkout(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: pay_address pay_address_link_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.pay_address
    ADD CONSTRAINT pay_address_link_id_fkey FOREIGN KEY (link_id) REFERENCES public.link(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: pay_address pay_address_plan_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.pay_address
    ADD CONSTRAINT pay_address_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plan(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: pay_address pay_address_recharge_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.pay_address
    ADD CONSTRAINT pay_address_recharge_id_fkey FOREIGN KEY (recharge_id) REFERENCES public.recharge(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: pay_address pay_address_request_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.pay_address
    ADD CONSTRAINT pay_address_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.request(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: payment payment_beside_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_beside_fkey FOREIGN KEY (beside) REFERENCES public.payment(id);


--
-- Name: payment payment_channel_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_channel_fkey FOREIGN KEY (channel) REFERENCES public.channel(name);


--
-- Name: payment payment_checkout_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_checkout_id_fkey FOREIGN KEY (checkout_id) REFERENCES public.checkout(id);


--
-- Name: payment_posted payment_posted_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payment_posted
    ADD CONSTRAINT payment_posted_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payment(id);


--
-- Name: payment payment_rail_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_rail_fkey FOREIGN KEY (rail) REFERENCES public.operator(rail);


--
-- Name: payment payment_recharge_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_recharge_id_fkey FOREIGN KEY (recharge_id) REFERENCES public.recharge(id);


--
-- Name: payment payment_refunds_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_refunds_fkey FOREIGN KEY (refunds) REFERENCES public.payment(id);


--
-- Name: payment payment_request_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.request(id);


--
-- Name: payment_step payment_step_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payment_step
    ADD CONSTRAINT payment_step_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payment(id);


--
-- Name: payout payout_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payout
    ADD CONSTRAINT payout_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.settlement_account(id);


--
-- Name: payout payout_asked_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payout
    ADD CONSTRAINT payout_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.member_login(id);


--
-- Name: payout payout_decided_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payout
    ADD CONSTRAINT payout_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.member_login(id);


--
-- Name: payout_file payout_file_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payout_file
    ADD CONSTRAINT payout_file_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.bank_account(id);


--
-- Name: payout payout_file_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payout
    ADD CONSTRAINT payout_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.payout_file(id);


--
-- Name: payout payout_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payout
    ADD CONSTRAINT payout_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: payout_schedule payout_schedule_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payout_schedule
    ADD CONSTRAINT payout_schedule_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.settlement_account(id);


--
-- Name: payout_schedule payout_schedule_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payout_schedule
    ADD CONSTRAINT payout_schedule_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: payroll payroll_decided_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payroll
    ADD CONSTRAINT payroll_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.member_login(id);


--
-- Name: payroll_line payroll_line_payroll_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payroll_line
    ADD CONSTRAINT payroll_line_payroll_id_fkey FOREIGN KEY (payroll_id) REFERENCES public.payroll(id);


--
-- Name: payroll_line payroll_line_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payroll_line
    ADD CONSTRAINT payroll_line_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: payroll_line payroll_line_retries_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payroll_line
    ADD CONSTRAINT payroll_line_retries_fkey FOREIGN KEY (retries) REFERENCES public.payroll_line(id);


--
-- Name: payroll payroll_made_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payroll
    ADD CONSTRAINT payroll_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.member_login(id);


--
-- Name: payroll payroll_made_by_key_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payroll
    ADD CONSTRAINT payroll_made_by_key_fkey FOREIGN KEY (made_by_key) REFERENCES public.api_key(id);


--
-- Name: payroll payroll_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payroll
    ADD CONSTRAINT payroll_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: payroll payroll_parent_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.payroll
    ADD CONSTRAINT payroll_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.payroll(id);


--
-- Name: person person_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);


--
-- Name: phone phone_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.phone
    ADD CONSTRAINT phone_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: pin pin_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.pin
    ADD CONSTRAINT pin_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: pin_reset pin_reset_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.pin_reset
    ADD CONSTRAINT pin_reset_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: plan plan_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: plan_price plan_price_plan_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.plan_price
    ADD CONSTRAINT plan_price_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plan(id);


--
-- Name: quote quote_currency_rate_since_digits_rate_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.quote
    ADD CONSTRAINT quote_currency_rate_since_digits_rate_fkey FOREIGN KEY (currency, rate_since, digits, rate) REFERENCES public.rate(currency, since, digits, charged_at);


--
-- Name: rail_leg rail_leg_rail_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.rail_leg
    ADD CONSTRAINT rail_leg_rail_fkey FOREIGN KEY (rail) REFERENCES public.operator(rail);


--
-- Name: rail_leg rail_leg_row_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.rail_leg
    ADD CONSTRAINT rail_leg_row_id_fkey FOREIGN KEY (row_id) REFERENCES public.settlement_row(id);


--
-- Name: recharge recharge_asked_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.recharge
    ADD CONSTRAINT recharge_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.person(id);


--
-- Name: recharge recharge_owner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.recharge
    ADD CONSTRAINT recharge_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.person(id);


--
-- Name: recharge recharge_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.recharge
    ADD CONSTRAINT recharge_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payment(id);


--
-- Name: recovery_code recovery_code_login_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_login_id_fkey FOREIGN KEY (login_id) REFERENCES public.member_login(id);


--
-- Name: refund refund_checkout_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_checkout_id_fkey FOREIGN KEY (checkout_id) REFERENCES public.checkout(id);


--
-- Name: refund refund_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: refund refund_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payment(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: request request_asker_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.request
    ADD CONSTRAINT request_asker_id_fkey FOREIGN KEY (asker_id) REFERENCES public.person(id);


--
-- Name: request request_payer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.request
    ADD CONSTRAINT request_payer_id_fkey FOREIGN KEY (payer_id) REFERENCES public.person(id);


--
-- Name: retention retention_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.retention
    ADD CONSTRAINT retention_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);


--
-- Name: retention retention_hit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.retention
    ADD CONSTRAINT retention_hit_id_fkey FOREIGN KEY (hit_id) REFERENCES public.sanction_hit(id);


--
-- Name: return_origin return_origin_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.return_origin
    ADD CONSTRAINT return_origin_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: robbed_lock robbed_lock_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.robbed_lock
    ADD CONSTRAINT robbed_lock_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: salary_wrong_name salary_wrong_name_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.salary_wrong_name
    ADD CONSTRAINT salary_wrong_name_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: sales_digest sales_digest_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sales_digest
    ADD CONSTRAINT sales_digest_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: sanction_entry sanction_entry_list_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sanction_entry
    ADD CONSTRAINT sanction_entry_list_id_fkey FOREIGN KEY (list_id) REFERENCES public.sanction_list(id);


--
-- Name: sanction_hit sanction_hit_case_number_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sanction_hit
    ADD CONSTRAINT sanction_hit_case_number_fkey FOREIGN KEY (case_number) REFERENCES public.case_file(number);


--
-- Name: sanction_hit sanction_hit_entry_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sanction_hit
    ADD CONSTRAINT sanction_hit_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.sanction_entry(id);


--
-- Name: sanction_list sanction_list_imported_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sanction_list
    ADD CONSTRAINT sanction_list_imported_by_fkey FOREIGN KEY (imported_by) REFERENCES public.staff(login);


--
-- Name: sent_address sent_address_invitation_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sent_address
    ADD CONSTRAINT sent_address_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES public.invitation(id) ON DELETE CASCADE;


--
-- Name: sent_address sent_address_reset_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.sent_address
    ADD CONSTRAINT sent_address_reset_id_fkey FOREIGN KEY (reset_id) REFERENCES public.password_reset(id) ON DELETE CASCADE;


--
-- Name: settlement_account settlement_account_added_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.settlement_account
    ADD CONSTRAINT settlement_account_added_by_fkey FOREIGN KEY (added_by) REFERENCES public.member_login(id);


--
-- Name: settlement_account settlement_account_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.settlement_account
    ADD CONSTRAINT settlement_account_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: settlement_file settlement_file_rail_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.settlement_file
    ADD CONSTRAINT settlement_file_rail_fkey FOREIGN KEY (rail) REFERENCES public.operator(rail);


--
-- Name: settlement_row settlement_row_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.settlement_row
    ADD CONSTRAINT settlement_row_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payment(id);


--
-- Name: shop_order shop_order_checkout_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.shop_order
    ADD CONSTRAINT shop_order_checkout_id_fkey FOREIGN KEY (checkout_id) REFERENCES public.checkout(id);


--
-- Name: shop_order shop_order_made_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.shop_order
    ADD CONSTRAINT shop_order_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.member_login(id);


--
-- Name: shop_order shop_order_made_by_key_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.shop_order
    ADD CONSTRAINT shop_order_made_by_key_fkey FOREIGN KEY (made_by_key) REFERENCES public.api_key(id);


--
-- Name: shop_order shop_order_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.shop_order
    ADD CONSTRAINT shop_order_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: staff_act staff_act_approved_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_act
    ADD CONSTRAINT staff_act_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES public.staff(login);


--
-- Name: staff_act staff_act_asked_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_act
    ADD CONSTRAINT staff_act_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.staff(login);


--
-- Name: staff_act staff_act_kind_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_act
    ADD CONSTRAINT staff_act_kind_fkey FOREIGN KEY (kind) REFERENCES public.staff_act_kind(kind);


--
-- Name: staff_act staff_act_request_id_kind_subject_asked_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_act
    ADD CONSTRAINT staff_act_request_id_kind_subject_asked_by_fkey FOREIGN KEY (request_id, kind, subject, asked_by) REFERENCES public.staff_request(id, kind, subject, asked_by);


--
-- Name: staff_app staff_app_login_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_app
    ADD CONSTRAINT staff_app_login_fkey FOREIGN KEY (login) REFERENCES public.staff(login);


--
-- Name: staff_approval staff_approval_approved_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_approval
    ADD CONSTRAINT staff_approval_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES public.staff(login);


--
-- Name: staff_approval staff_approval_request_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_approval
    ADD CONSTRAINT staff_approval_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.staff_request(id);


--
-- Name: staff_doing staff_doing_act_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_doing
    ADD CONSTRAINT staff_doing_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.staff_act(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: staff_doing staff_doing_kind_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_doing
    ADD CONSTRAINT staff_doing_kind_fkey FOREIGN KEY (kind) REFERENCES public.staff_act_kind(kind);


--
-- Name: staff_doing staff_doing_login_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_doing
    ADD CONSTRAINT staff_doing_login_fkey FOREIGN KEY (login) REFERENCES public.staff(login);


--
-- Name: staff_request staff_request_asked_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_request
    ADD CONSTRAINT staff_request_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.staff(login);


--
-- Name: staff_request_end staff_request_end_act_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_request_end
    ADD CONSTRAINT staff_request_end_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.staff_act(id);


--
-- Name: staff_request_end staff_request_end_request_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_request_end
    ADD CONSTRAINT staff_request_end_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.staff_request(id);


--
-- Name: staff_request staff_request_kind_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_request
    ADD CONSTRAINT staff_request_kind_fkey FOREIGN KEY (kind) REFERENCES public.staff_act_kind(kind);


--
-- Name: staff_session staff_session_login_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.staff_session
    ADD CONSTRAINT staff_session_login_fkey FOREIGN KEY (login) REFERENCES public.staff(login);


--
-- Name: subscription_notice subscription_notice_subscription_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.subscription_notice
    ADD CONSTRAINT subscription_notice_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES public.subscription(id);


--
-- Name: subscription subscription_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: subscription subscription_plan_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plan(id);


--
-- Name: suspense_owner suspense_owner_owner_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.suspense_owner
    ADD CONSTRAINT suspense_owner_owner_fkey FOREIGN KEY (owner) REFERENCES public.staff(login);


--
-- Name: suspicion_report suspicion_report_written_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.suspicion_report
    ADD CONSTRAINT suspicion_report_written_by_fkey FOREIGN KEY (written_by) REFERENCES public.staff(login);


--
-- Name: taken taken_by_login_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.taken
    ADD CONSTRAINT taken_by_login_fkey FOREIGN KEY (by_login) REFERENCES public.staff(login);


--
-- Name: text_change text_change_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.text_change
    ADD CONSTRAINT text_change_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: till till_merchant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.till
    ADD CONSTRAINT till_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.merchant(id);


--
-- Name: checkout till_of_its_shop; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.checkout
    ADD CONSTRAINT till_of_its_shop FOREIGN KEY (till, merchant_id) REFERENCES public.till(code, merchant_id);


--
-- Name: link till_of_its_shop; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.link
    ADD CONSTRAINT till_of_its_shop FOREIGN KEY (till, merchant_id) REFERENCES public.till(code, merchant_id);


--
-- Name: wrong_document wrong_document_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: mbongo_owner
--

ALTER TABLE ONLY public.wrong_document
    ADD CONSTRAINT wrong_document_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: FUNCTION accept_invitation(token bytea, session bytea, new_login uuid, new_name text, new_language text, new_recipe text, key bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.accept_invitation(token bytea, session bytea, new_login uuid, new_name text, new_language text, new_recipe text, key bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.accept_invitation(token bytea, session bytea, new_login uuid, new_name text, new_language text, new_recipe text, key bytea) TO mbongo_web;


--
-- Name: FUNCTION account_named(account_code text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.account_named(account_code text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.account_named(account_code text) TO mbongo_office;
GRANT ALL ON FUNCTION public.account_named(account_code text) TO mbongo_read;
GRANT ALL ON FUNCTION public.account_named(account_code text) TO mbongo_web;
GRANT ALL ON FUNCTION public.account_named(account_code text) TO mbongo_worker;


--
-- Name: TABLE staff_act; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.staff_act TO mbongo_office;
GRANT SELECT ON TABLE public.staff_act TO mbongo_read;


--
-- Name: FUNCTION act_hash(act public.staff_act, hash_before bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.act_hash(act public.staff_act, hash_before bytea) FROM PUBLIC;


--
-- Name: FUNCTION add_passkey(session bytea, made uuid, credential bytea, key bytea, called text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.add_passkey(session bytea, made uuid, credential bytea, key bytea, called text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.add_passkey(session bytea, made uuid, credential bytea, key bytea, called text) TO mbongo_web;


--
-- Name: FUNCTION add_settlement_account(session bytea, made uuid, business uuid, of_kind text, by_rail text, of_number text, of_holder text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.add_settlement_account(session bytea, made uuid, business uuid, of_kind text, by_rail text, of_number text, of_holder text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.add_settlement_account(session bytea, made uuid, business uuid, of_kind text, by_rail text, of_number text, of_holder text) TO mbongo_web;


--
-- Name: FUNCTION age_band(since timestamp with time zone, at timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.age_band(since timestamp with time zone, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.age_band(since timestamp with time zone, at timestamp with time zone) TO mbongo_office;
GRANT ALL ON FUNCTION public.age_band(since timestamp with time zone, at timestamp with time zone) TO mbongo_read;


--
-- Name: FUNCTION alert_numbers(asked text, on_day date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.alert_numbers(asked text, on_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.alert_numbers(asked text, on_day date) TO mbongo_office;
GRANT ALL ON FUNCTION public.alert_numbers(asked text, on_day date) TO mbongo_read;


--
-- Name: FUNCTION approve_staff_request(session bytea, request_id uuid, content_hash bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.approve_staff_request(session bytea, request_id uuid, content_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.approve_staff_request(session bytea, request_id uuid, content_hash bytea) TO mbongo_office;


--
-- Name: FUNCTION are_rails_held(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.are_rails_held() FROM PUBLIC;
GRANT ALL ON FUNCTION public.are_rails_held() TO mbongo_office;
GRANT ALL ON FUNCTION public.are_rails_held() TO mbongo_read;
GRANT ALL ON FUNCTION public.are_rails_held() TO mbongo_web;
GRANT ALL ON FUNCTION public.are_rails_held() TO mbongo_worker;


--
-- Name: FUNCTION ask_new_password(login uuid, made uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.ask_new_password(login uuid, made uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ask_new_password(login uuid, made uuid) TO mbongo_web;


--
-- Name: FUNCTION ask_page_code(asked uuid, reached text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.ask_page_code(asked uuid, reached text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ask_page_code(asked uuid, reached text) TO mbongo_web;


--
-- Name: FUNCTION ask_staff_act(session bytea, id uuid, kind text, subject text, content jsonb, why text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.ask_staff_act(session bytea, id uuid, kind text, subject text, content jsonb, why text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ask_staff_act(session bytea, id uuid, kind text, subject text, content jsonb, why text) TO mbongo_office;


--
-- Name: FUNCTION attach_month(part regclass, since timestamp with time zone, until timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.attach_month(part regclass, since timestamp with time zone, until timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION balance_before(of_account bigint, asked date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.balance_before(of_account bigint, asked date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.balance_before(of_account bigint, asked date) TO mbongo_office;
GRANT ALL ON FUNCTION public.balance_before(of_account bigint, asked date) TO mbongo_read;
GRANT ALL ON FUNCTION public.balance_before(of_account bigint, asked date) TO mbongo_worker;


--
-- Name: FUNCTION begin_months(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.begin_months() FROM PUBLIC;


--
-- Name: FUNCTION begin_staff_act(session bytea, kind text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.begin_staff_act(session bytea, kind text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.begin_staff_act(session bytea, kind text) TO mbongo_office;


--
-- Name: FUNCTION chain_act(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.chain_act() FROM PUBLIC;


--
-- Name: FUNCTION change_member(session bytea, business uuid, member uuid, to_role text, to_tills text[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.change_member(session bytea, business uuid, member uuid, to_role text, to_tills text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.change_member(session bytea, business uuid, member uuid, to_role text, to_tills text[]) TO mbongo_web;


--
-- Name: FUNCTION change_member_password(session bytea, before bytea, new_recipe text, key bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.change_member_password(session bytea, before bytea, new_recipe text, key bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.change_member_password(session bytea, before bytea, new_recipe text, key bytea) TO mbongo_web;


--
-- Name: FUNCTION claim_operation(said text, given text, by text, proof bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.claim_operation(said text, given text, by text, proof bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claim_operation(said text, given text, by text, proof bytea) TO mbongo_office;
GRANT ALL ON FUNCTION public.claim_operation(said text, given text, by text, proof bytea) TO mbongo_web;
GRANT ALL ON FUNCTION public.claim_operation(said text, given text, by text, proof bytea) TO mbongo_worker;


--
-- Name: FUNCTION close_account(closing bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.close_account(closing bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.close_account(closing bigint) TO mbongo_office;
GRANT ALL ON FUNCTION public.close_account(closing bigint) TO mbongo_web;
GRANT ALL ON FUNCTION public.close_account(closing bigint) TO mbongo_worker;


--
-- Name: FUNCTION close_staff_session(session bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.close_staff_session(session bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.close_staff_session(session bytea) TO mbongo_office;


--
-- Name: FUNCTION closed_day_hash(closed date, figures text, hash_before bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.closed_day_hash(closed date, figures text, hash_before bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.closed_day_hash(closed date, figures text, hash_before bytea) TO mbongo_office;
GRANT ALL ON FUNCTION public.closed_day_hash(closed date, figures text, hash_before bytea) TO mbongo_read;


--
-- Name: FUNCTION closed_month_hash(month date, figures text, hash_before bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.closed_month_hash(month date, figures text, hash_before bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.closed_month_hash(month date, figures text, hash_before bytea) TO mbongo_office;
GRANT ALL ON FUNCTION public.closed_month_hash(month date, figures text, hash_before bytea) TO mbongo_read;
GRANT ALL ON FUNCTION public.closed_month_hash(month date, figures text, hash_before bytea) TO mbongo_worker;


--
-- Name: FUNCTION content_hash(key text, kind text, undoes uuid, ends uuid, accounts bigint[], amounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.content_hash(key text, kind text, undoes uuid, ends uuid, accounts bigint[], amounts bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.content_hash(key text, kind text, undoes uuid, ends uuid, accounts bigint[], amounts bigint[]) TO mbongo_office;
GRANT ALL ON FUNCTION public.content_hash(key text, kind text, undoes uuid, ends uuid, accounts bigint[], amounts bigint[]) TO mbongo_read;
GRANT ALL ON FUNCTION public.content_hash(key text, kind text, undoes uuid, ends uuid, accounts bigint[], amounts bigint[]) TO mbongo_web;
GRANT ALL ON FUNCTION public.content_hash(key text, kind text, undoes uuid, ends uuid, accounts bigint[], amounts bigint[]) TO mbongo_worker;


--
-- Name: FUNCTION count_asked(OUT kind text, OUT waiting bigint, OUT since timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.count_asked(OUT kind text, OUT waiting bigint, OUT since timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.count_asked(OUT kind text, OUT waiting bigint, OUT since timestamp with time zone) TO mbongo_read;
GRANT ALL ON FUNCTION public.count_asked(OUT kind text, OUT waiting bigint, OUT since timestamp with time zone) TO mbongo_web;


--
-- Name: FUNCTION count_by_pepper(OUT what text, OUT pepper text, OUT many bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.count_by_pepper(OUT what text, OUT pepper text, OUT many bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.count_by_pepper(OUT what text, OUT pepper text, OUT many bigint) TO mbongo_read;


--
-- Name: FUNCTION count_factor(INOUT tries smallint, INOUT locks smallint, INOUT locked_until timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.count_factor(INOUT tries smallint, INOUT locks smallint, INOUT locked_until timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION count_factor_try(session bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.count_factor_try(session bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.count_factor_try(session bytea) TO mbongo_web;


--
-- Name: FUNCTION count_member_try(login uuid, key bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.count_member_try(login uuid, key bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.count_member_try(login uuid, key bytea) TO mbongo_web;


--
-- Name: FUNCTION count_month(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.count_month() FROM PUBLIC;
GRANT ALL ON FUNCTION public.count_month() TO mbongo_worker;


--
-- Name: FUNCTION count_page_code_try(code uuid, key bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.count_page_code_try(code uuid, key bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.count_page_code_try(code uuid, key bytea) TO mbongo_web;


--
-- Name: FUNCTION count_refund(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.count_refund() FROM PUBLIC;


--
-- Name: FUNCTION count_settlement(wanted regclass); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.count_settlement(wanted regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION public.count_settlement(wanted regclass) TO mbongo_office;


--
-- Name: FUNCTION count_staff_code_try(session bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.count_staff_code_try(session bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.count_staff_code_try(session bytea) TO mbongo_office;


--
-- Name: FUNCTION count_staff_try(given_login text, key bytea, OUT result text, OUT tries smallint, OUT locks smallint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.count_staff_try(given_login text, key bytea, OUT result text, OUT tries smallint, OUT locks smallint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.count_staff_try(given_login text, key bytea, OUT result text, OUT tries smallint, OUT locks smallint) TO mbongo_office;


--
-- Name: FUNCTION count_try(INOUT tries smallint, INOUT locks smallint, INOUT locked_until timestamp with time zone, at timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.count_try(INOUT tries smallint, INOUT locks smallint, INOUT locked_until timestamp with time zone, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.count_try(INOUT tries smallint, INOUT locks smallint, INOUT locked_until timestamp with time zone, at timestamp with time zone) TO mbongo_web;


--
-- Name: FUNCTION day_figures(asked date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.day_figures(asked date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.day_figures(asked date) TO mbongo_office;
GRANT ALL ON FUNCTION public.day_figures(asked date) TO mbongo_read;
GRANT ALL ON FUNCTION public.day_figures(asked date) TO mbongo_worker;


--
-- Name: FUNCTION decide_alerts(of_number bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.decide_alerts(of_number bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.decide_alerts(of_number bigint) TO mbongo_office;


--
-- Name: FUNCTION decide_sanction_hit(hit bigint, verdict text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.decide_sanction_hit(hit bigint, verdict text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.decide_sanction_hit(hit bigint, verdict text) TO mbongo_office;


--
-- Name: FUNCTION documented_level(business uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.documented_level(business uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.documented_level(business uuid) TO mbongo_office;
GRANT ALL ON FUNCTION public.documented_level(business uuid) TO mbongo_read;
GRANT ALL ON FUNCTION public.documented_level(business uuid) TO mbongo_web;
GRANT ALL ON FUNCTION public.documented_level(business uuid) TO mbongo_worker;


--
-- Name: TABLE dormancy_rule; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.dormancy_rule TO mbongo_office;
GRANT SELECT ON TABLE public.dormancy_rule TO mbongo_read;
GRANT SELECT ON TABLE public.dormancy_rule TO mbongo_worker;


--
-- Name: FUNCTION dormancy_rule_now(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.dormancy_rule_now() FROM PUBLIC;


--
-- Name: FUNCTION drop_factor(session bytea, dropped uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.drop_factor(session bytea, dropped uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.drop_factor(session bytea, dropped uuid) TO mbongo_web;


--
-- Name: FUNCTION end_member_key(session bytea, business uuid, named text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.end_member_key(session bytea, business uuid, named text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.end_member_key(session bytea, business uuid, named text) TO mbongo_web;


--
-- Name: TABLE staff_request; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.staff_request TO mbongo_office;
GRANT SELECT ON TABLE public.staff_request TO mbongo_read;


--
-- Name: FUNCTION end_request(asked public.staff_request, given_login text, how text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.end_request(asked public.staff_request, given_login text, how text) FROM PUBLIC;


--
-- Name: FUNCTION end_staff_act(given_login text, given_kind text, subject text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.end_staff_act(given_login text, given_kind text, subject text) FROM PUBLIC;


--
-- Name: FUNCTION erase_closed(person uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.erase_closed(person uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.erase_closed(person uuid) TO mbongo_office;
GRANT ALL ON FUNCTION public.erase_closed(person uuid) TO mbongo_web;
GRANT ALL ON FUNCTION public.erase_closed(person uuid) TO mbongo_worker;


--
-- Name: FUNCTION fee_of(accounts bigint[], amounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.fee_of(accounts bigint[], amounts bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION find_act_under_way(kinds text[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_act_under_way(kinds text[]) FROM PUBLIC;


--
-- Name: FUNCTION find_agent_circles(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_agent_circles(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_agent_circles(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) TO mbongo_office;
GRANT ALL ON FUNCTION public.find_agent_circles(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) TO mbongo_read;


--
-- Name: FUNCTION find_agent_splits(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_agent_splits(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_agent_splits(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) TO mbongo_office;
GRANT ALL ON FUNCTION public.find_agent_splits(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) TO mbongo_read;


--
-- Name: FUNCTION find_alert_case(of_person uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_alert_case(of_person uuid) FROM PUBLIC;


--
-- Name: TABLE operation; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.operation TO mbongo_office;
GRANT SELECT ON TABLE public.operation TO mbongo_read;
GRANT SELECT ON TABLE public.operation TO mbongo_web;
GRANT SELECT ON TABLE public.operation TO mbongo_worker;


--
-- Name: COLUMN operation.sentence; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(sentence) ON TABLE public.operation TO mbongo_office;
GRANT UPDATE(sentence) ON TABLE public.operation TO mbongo_web;
GRANT UPDATE(sentence) ON TABLE public.operation TO mbongo_worker;


--
-- Name: COLUMN operation."values"; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE("values") ON TABLE public.operation TO mbongo_office;
GRANT UPDATE("values") ON TABLE public.operation TO mbongo_web;
GRANT UPDATE("values") ON TABLE public.operation TO mbongo_worker;


--
-- Name: COLUMN operation.refused; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(refused) ON TABLE public.operation TO mbongo_office;
GRANT UPDATE(refused) ON TABLE public.operation TO mbongo_web;
GRANT UPDATE(refused) ON TABLE public.operation TO mbongo_worker;


--
-- Name: COLUMN operation.told; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(told) ON TABLE public.operation TO mbongo_office;
GRANT UPDATE(told) ON TABLE public.operation TO mbongo_web;
GRANT UPDATE(told) ON TABLE public.operation TO mbongo_worker;


--
-- Name: FUNCTION find_asked(kinds text[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_asked(kinds text[]) FROM PUBLIC;


--
-- Name: FUNCTION find_begun_staff_app(session bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_begun_staff_app(session bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_begun_staff_app(session bytea) TO mbongo_office;


--
-- Name: FUNCTION find_booking(wanted uuid, came_back boolean); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_booking(wanted uuid, came_back boolean) FROM PUBLIC;


--
-- Name: FUNCTION find_dormant(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_dormant(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION find_entry(of_account bigint, moment timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_entry(of_account bigint, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_entry(of_account bigint, moment timestamp with time zone) TO mbongo_office;
GRANT ALL ON FUNCTION public.find_entry(of_account bigint, moment timestamp with time zone) TO mbongo_read;
GRANT ALL ON FUNCTION public.find_entry(of_account bigint, moment timestamp with time zone) TO mbongo_worker;


--
-- Name: FUNCTION find_login_that_may_add(session bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_login_that_may_add(session bytea) FROM PUBLIC;


--
-- Name: FUNCTION find_member_login(session bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_member_login(session bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_member_login(session bytea) TO mbongo_web;


--
-- Name: FUNCTION find_month_statement(asked integer, month date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_month_statement(asked integer, month date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_month_statement(asked integer, month date) TO mbongo_office;
GRANT ALL ON FUNCTION public.find_month_statement(asked integer, month date) TO mbongo_read;
GRANT ALL ON FUNCTION public.find_month_statement(asked integer, month date) TO mbongo_worker;


--
-- Name: FUNCTION find_mule(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_mule(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) FROM PUBLIC;


--
-- Name: TABLE payroll; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.payroll TO mbongo_office;
GRANT SELECT ON TABLE public.payroll TO mbongo_read;
GRANT SELECT,DELETE ON TABLE public.payroll TO mbongo_web;
GRANT SELECT ON TABLE public.payroll TO mbongo_worker;


--
-- Name: COLUMN payroll.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(id) ON TABLE public.payroll TO mbongo_web;


--
-- Name: COLUMN payroll.merchant_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(merchant_id) ON TABLE public.payroll TO mbongo_web;


--
-- Name: COLUMN payroll.title; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(title) ON TABLE public.payroll TO mbongo_web;


--
-- Name: COLUMN payroll.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.payroll TO mbongo_web;
GRANT UPDATE(state) ON TABLE public.payroll TO mbongo_worker;


--
-- Name: COLUMN payroll.parent_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(parent_id) ON TABLE public.payroll TO mbongo_web;


--
-- Name: COLUMN payroll.made_by; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(made_by) ON TABLE public.payroll TO mbongo_web;


--
-- Name: COLUMN payroll.decided_by; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(decided_by) ON TABLE public.payroll TO mbongo_web;


--
-- Name: COLUMN payroll.lines; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(lines) ON TABLE public.payroll TO mbongo_web;


--
-- Name: COLUMN payroll.amount; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(amount) ON TABLE public.payroll TO mbongo_web;


--
-- Name: COLUMN payroll.fee; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(fee) ON TABLE public.payroll TO mbongo_web;


--
-- Name: COLUMN payroll.tax; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(tax) ON TABLE public.payroll TO mbongo_web;


--
-- Name: COLUMN payroll.reference; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(reference) ON TABLE public.payroll TO mbongo_web;


--
-- Name: COLUMN payroll.created_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(created_at) ON TABLE public.payroll TO mbongo_web;


--
-- Name: COLUMN payroll.asked_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(asked_at) ON TABLE public.payroll TO mbongo_web;


--
-- Name: COLUMN payroll.refused_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(refused_at) ON TABLE public.payroll TO mbongo_web;


--
-- Name: COLUMN payroll.decided_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(decided_at) ON TABLE public.payroll TO mbongo_web;


--
-- Name: COLUMN payroll.ended_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(ended_at) ON TABLE public.payroll TO mbongo_worker;


--
-- Name: COLUMN payroll.next_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(next_at) ON TABLE public.payroll TO mbongo_web;
GRANT UPDATE(next_at) ON TABLE public.payroll TO mbongo_worker;


--
-- Name: COLUMN payroll.made_by_key; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(made_by_key) ON TABLE public.payroll TO mbongo_web;


--
-- Name: COLUMN payroll.tell_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(tell_at) ON TABLE public.payroll TO mbongo_worker;


--
-- Name: COLUMN payroll.told_way; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(told_way) ON TABLE public.payroll TO mbongo_worker;


--
-- Name: FUNCTION find_payrolls_act(kinds text[], b public.payroll, may text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_payrolls_act(kinds text[], b public.payroll, may text) FROM PUBLIC;


--
-- Name: FUNCTION find_restored_to(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_restored_to() FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_restored_to() TO mbongo_office;
GRANT ALL ON FUNCTION public.find_restored_to() TO mbongo_read;
GRANT ALL ON FUNCTION public.find_restored_to() TO mbongo_web;
GRANT ALL ON FUNCTION public.find_restored_to() TO mbongo_worker;


--
-- Name: FUNCTION find_shared_documents(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_shared_documents(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION find_shared_numbers(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_shared_numbers(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION find_staff_login(session bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_staff_login(session bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_staff_login(session bytea) TO mbongo_office;


--
-- Name: FUNCTION find_structuring(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_structuring(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION find_suspense_owner(asked bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_suspense_owner(asked bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_suspense_owner(asked bigint) TO mbongo_office;
GRANT ALL ON FUNCTION public.find_suspense_owner(asked bigint) TO mbongo_read;
GRANT ALL ON FUNCTION public.find_suspense_owner(asked bigint) TO mbongo_worker;


--
-- Name: FUNCTION find_timeline(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_timeline() FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_timeline() TO mbongo_office;
GRANT ALL ON FUNCTION public.find_timeline() TO mbongo_read;
GRANT ALL ON FUNCTION public.find_timeline() TO mbongo_web;
GRANT ALL ON FUNCTION public.find_timeline() TO mbongo_worker;


--
-- Name: FUNCTION find_tolerated(of_rail text, asked bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_tolerated(of_rail text, asked bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_tolerated(of_rail text, asked bigint) TO mbongo_office;
GRANT ALL ON FUNCTION public.find_tolerated(of_rail text, asked bigint) TO mbongo_worker;


--
-- Name: FUNCTION find_velocity(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_velocity(n jsonb, day_began timestamp with time zone, day_over timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION find_why_not(session bytea, business uuid, VARIADIC roles text[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.find_why_not(session bytea, business uuid, VARIADIC roles text[]) FROM PUBLIC;


--
-- Name: FUNCTION forget_old(p_most integer); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.forget_old(p_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.forget_old(p_most integer) TO mbongo_worker;


--
-- Name: FUNCTION get_login_that_may_ask(session bytea, kind text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.get_login_that_may_ask(session bytea, kind text) FROM PUBLIC;


--
-- Name: FUNCTION get_staff_login(session bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.get_staff_login(session bytea) FROM PUBLIC;


--
-- Name: TABLE member_session; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.member_session TO mbongo_web;


--
-- Name: COLUMN member_session.login_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(login_id) ON TABLE public.member_session TO mbongo_read;


--
-- Name: COLUMN member_session.opened_by; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(opened_by) ON TABLE public.member_session TO mbongo_read;


--
-- Name: COLUMN member_session.address; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(address) ON TABLE public.member_session TO mbongo_read;


--
-- Name: COLUMN member_session.browser; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(browser) ON TABLE public.member_session TO mbongo_read;


--
-- Name: COLUMN member_session.opened_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(opened_at) ON TABLE public.member_session TO mbongo_read;


--
-- Name: COLUMN member_session.seen_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(seen_at) ON TABLE public.member_session TO mbongo_read;
GRANT UPDATE(seen_at) ON TABLE public.member_session TO mbongo_web;


--
-- Name: COLUMN member_session.factor_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(factor_at) ON TABLE public.member_session TO mbongo_read;


--
-- Name: COLUMN member_session.challenge; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(challenge) ON TABLE public.member_session TO mbongo_web;


--
-- Name: COLUMN member_session.challenge_until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(challenge_until) ON TABLE public.member_session TO mbongo_web;


--
-- Name: COLUMN member_session.ended_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(ended_at) ON TABLE public.member_session TO mbongo_read;
GRANT UPDATE(ended_at) ON TABLE public.member_session TO mbongo_web;


--
-- Name: FUNCTION goes_on(session public.member_session); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.goes_on(session public.member_session) FROM PUBLIC;
GRANT ALL ON FUNCTION public.goes_on(session public.member_session) TO mbongo_web;


--
-- Name: FUNCTION guard_month(part regclass); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.guard_month(part regclass) FROM PUBLIC;


--
-- Name: FUNCTION has_factor(login uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.has_factor(login uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.has_factor(login uuid) TO mbongo_web;


--
-- Name: FUNCTION has_staff_app(given_login text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.has_staff_app(given_login text) FROM PUBLIC;


--
-- Name: FUNCTION hear_sim(of_number text, said text, swapped timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.hear_sim(of_number text, said text, swapped timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.hear_sim(of_number text, said text, swapped timestamp with time zone) TO mbongo_web;
GRANT ALL ON FUNCTION public.hear_sim(of_number text, said text, swapped timestamp with time zone) TO mbongo_worker;


--
-- Name: FUNCTION hold_rails(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.hold_rails() FROM PUBLIC;
GRANT ALL ON FUNCTION public.hold_rails() TO mbongo_office;


--
-- Name: FUNCTION house_left(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.house_left() FROM PUBLIC;


--
-- Name: FUNCTION hurry_payment(payment_id uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.hurry_payment(payment_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.hurry_payment(payment_id uuid) TO mbongo_web;


--
-- Name: FUNCTION invite_member(session bytea, made uuid, business uuid, to_email text, to_phone text, to_role text, to_tills text[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.invite_member(session bytea, made uuid, business uuid, to_email text, to_phone text, to_role text, to_tills text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.invite_member(session bytea, made uuid, business uuid, to_email text, to_phone text, to_role text, to_tills text[]) TO mbongo_web;


--
-- Name: FUNCTION invite_owner(made uuid, business uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.invite_owner(made uuid, business uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.invite_owner(made uuid, business uuid) TO mbongo_web;


--
-- Name: FUNCTION invoice_number(kind text, year smallint, place integer); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.invoice_number(kind text, year smallint, place integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.invoice_number(kind text, year smallint, place integer) TO mbongo_read;


--
-- Name: FUNCTION is_account_ready(account uuid, business uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_account_ready(account uuid, business uuid) FROM PUBLIC;


--
-- Name: FUNCTION is_acted(given_kind text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_acted(given_kind text) FROM PUBLIC;


--
-- Name: FUNCTION is_agents_code(given text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_agents_code(given text) FROM PUBLIC;


--
-- Name: TABLE transfer_kind; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.transfer_kind TO mbongo_office;
GRANT SELECT ON TABLE public.transfer_kind TO mbongo_read;
GRANT SELECT ON TABLE public.transfer_kind TO mbongo_web;
GRANT SELECT ON TABLE public.transfer_kind TO mbongo_worker;


--
-- Name: FUNCTION is_agreed(rule public.transfer_kind, accounts bigint[], amounts bigint[], ended uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_agreed(rule public.transfer_kind, accounts bigint[], amounts bigint[], ended uuid) FROM PUBLIC;


--
-- Name: FUNCTION is_agreed_about(kinds text[], about text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_agreed_about(kinds text[], about text) FROM PUBLIC;


--
-- Name: FUNCTION is_agreed_about_case(kinds text[], number bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_agreed_about_case(kinds text[], number bigint) FROM PUBLIC;


--
-- Name: FUNCTION is_alert_quiet(asked text, of_thing text, on_day date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_alert_quiet(asked text, of_thing text, on_day date) FROM PUBLIC;


--
-- Name: FUNCTION is_asked(kinds text[], asker text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_asked(kinds text[], asker text) FROM PUBLIC;


--
-- Name: FUNCTION is_askers(asking text, accounts bigint[], amounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_askers(asking text, accounts bigint[], amounts bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION is_balanced(accounts bigint[], amounts bigint[], balances bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_balanced(accounts bigint[], amounts bigint[], balances bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.is_balanced(accounts bigint[], amounts bigint[], balances bigint[]) TO mbongo_office;
GRANT ALL ON FUNCTION public.is_balanced(accounts bigint[], amounts bigint[], balances bigint[]) TO mbongo_read;
GRANT ALL ON FUNCTION public.is_balanced(accounts bigint[], amounts bigint[], balances bigint[]) TO mbongo_web;
GRANT ALL ON FUNCTION public.is_balanced(accounts bigint[], amounts bigint[], balances bigint[]) TO mbongo_worker;


--
-- Name: FUNCTION is_between(accounts bigint[], VARIADIC owners bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_between(accounts bigint[], VARIADIC owners bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.is_between(accounts bigint[], VARIADIC owners bigint[]) TO mbongo_read;


--
-- Name: TABLE payout; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.payout TO mbongo_office;
GRANT SELECT ON TABLE public.payout TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.payout TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.payout TO mbongo_worker;


--
-- Name: COLUMN payout.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.payout TO mbongo_office;
GRANT UPDATE(state) ON TABLE public.payout TO mbongo_web;
GRANT UPDATE(state) ON TABLE public.payout TO mbongo_worker;


--
-- Name: COLUMN payout.reason; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(reason) ON TABLE public.payout TO mbongo_office;
GRANT UPDATE(reason) ON TABLE public.payout TO mbongo_worker;


--
-- Name: COLUMN payout.decided_by; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(decided_by) ON TABLE public.payout TO mbongo_web;


--
-- Name: COLUMN payout.payment_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(payment_id) ON TABLE public.payout TO mbongo_web;


--
-- Name: COLUMN payout.file_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(file_id) ON TABLE public.payout TO mbongo_office;


--
-- Name: COLUMN payout.ended_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(ended_at) ON TABLE public.payout TO mbongo_office;
GRANT UPDATE(ended_at) ON TABLE public.payout TO mbongo_web;
GRANT UPDATE(ended_at) ON TABLE public.payout TO mbongo_worker;


--
-- Name: FUNCTION is_booked(told public.payout, came_back boolean); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_booked(told public.payout, came_back boolean) FROM PUBLIC;


--
-- Name: FUNCTION is_businesss_own(kind text, undone uuid, accounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_businesss_own(kind text, undone uuid, accounts bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION is_charge(subscription_id uuid, key text, size bigint, accounts bigint[], amounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_charge(subscription_id uuid, key text, size bigint, accounts bigint[], amounts bigint[]) FROM PUBLIC;


--
-- Name: TABLE checkout; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.checkout TO mbongo_office;
GRANT SELECT ON TABLE public.checkout TO mbongo_read;
GRANT SELECT ON TABLE public.checkout TO mbongo_web;
GRANT SELECT ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(id) ON TABLE public.checkout TO mbongo_office;
GRANT INSERT(id) ON TABLE public.checkout TO mbongo_web;
GRANT INSERT(id) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.merchant_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(merchant_id) ON TABLE public.checkout TO mbongo_office;
GRANT INSERT(merchant_id) ON TABLE public.checkout TO mbongo_web;
GRANT INSERT(merchant_id) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.link_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(link_id) ON TABLE public.checkout TO mbongo_office;
GRANT INSERT(link_id) ON TABLE public.checkout TO mbongo_web;
GRANT INSERT(link_id) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.amount; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(amount) ON TABLE public.checkout TO mbongo_office;
GRANT INSERT(amount) ON TABLE public.checkout TO mbongo_web;
GRANT INSERT(amount) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.title; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(title) ON TABLE public.checkout TO mbongo_office;
GRANT INSERT(title) ON TABLE public.checkout TO mbongo_web;
GRANT INSERT(title) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.reference; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(reference) ON TABLE public.checkout TO mbongo_office;
GRANT INSERT(reference) ON TABLE public.checkout TO mbongo_web;
GRANT INSERT(reference) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.customer_name; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(customer_name) ON TABLE public.checkout TO mbongo_office;
GRANT INSERT(customer_name) ON TABLE public.checkout TO mbongo_web;
GRANT INSERT(customer_name) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.customer_phone; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(customer_phone) ON TABLE public.checkout TO mbongo_office;
GRANT INSERT(customer_phone) ON TABLE public.checkout TO mbongo_web;
GRANT INSERT(customer_phone) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.customer_email; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(customer_email) ON TABLE public.checkout TO mbongo_office;
GRANT INSERT(customer_email) ON TABLE public.checkout TO mbongo_web;
GRANT INSERT(customer_email) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.return_url; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(return_url) ON TABLE public.checkout TO mbongo_office;
GRANT INSERT(return_url) ON TABLE public.checkout TO mbongo_web;
GRANT INSERT(return_url) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.language; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(language) ON TABLE public.checkout TO mbongo_office;
GRANT INSERT(language) ON TABLE public.checkout TO mbongo_web;
GRANT INSERT(language) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.checkout TO mbongo_office;
GRANT UPDATE(state) ON TABLE public.checkout TO mbongo_web;
GRANT UPDATE(state) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.paid_with; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(paid_with) ON TABLE public.checkout TO mbongo_office;
GRANT UPDATE(paid_with) ON TABLE public.checkout TO mbongo_web;
GRANT UPDATE(paid_with) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.payment_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(payment_id) ON TABLE public.checkout TO mbongo_office;
GRANT UPDATE(payment_id) ON TABLE public.checkout TO mbongo_web;
GRANT UPDATE(payment_id) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.paid_by; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(paid_by) ON TABLE public.checkout TO mbongo_office;
GRANT UPDATE(paid_by) ON TABLE public.checkout TO mbongo_web;
GRANT UPDATE(paid_by) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.fee; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(fee) ON TABLE public.checkout TO mbongo_office;
GRANT UPDATE(fee) ON TABLE public.checkout TO mbongo_web;
GRANT UPDATE(fee) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.created_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(created_at) ON TABLE public.checkout TO mbongo_office;
GRANT INSERT(created_at) ON TABLE public.checkout TO mbongo_web;
GRANT INSERT(created_at) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.due_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(due_at) ON TABLE public.checkout TO mbongo_office;
GRANT INSERT(due_at) ON TABLE public.checkout TO mbongo_web;
GRANT INSERT(due_at) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.ended_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(ended_at) ON TABLE public.checkout TO mbongo_office;
GRANT UPDATE(ended_at) ON TABLE public.checkout TO mbongo_web;
GRANT UPDATE(ended_at) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.invoice_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(invoice_id) ON TABLE public.checkout TO mbongo_office;
GRANT INSERT(invoice_id) ON TABLE public.checkout TO mbongo_web;
GRANT INSERT(invoice_id) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: COLUMN checkout.till; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(till) ON TABLE public.checkout TO mbongo_office;
GRANT INSERT(till) ON TABLE public.checkout TO mbongo_web;
GRANT INSERT(till) ON TABLE public.checkout TO mbongo_worker;


--
-- Name: FUNCTION is_checkout_of(paid public.checkout, code text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_checkout_of(paid public.checkout, code text) FROM PUBLIC;


--
-- Name: FUNCTION is_conversion(payment_id uuid, kind text, size bigint, accounts bigint[], amounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_conversion(payment_id uuid, kind text, size bigint, accounts bigint[], amounts bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION is_decided(made public.payout); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_decided(made public.payout) FROM PUBLIC;


--
-- Name: FUNCTION is_done_alone(kinds text[], given_about text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_done_alone(kinds text[], given_about text) FROM PUBLIC;


--
-- Name: FUNCTION is_dormants(line uuid, rule public.transfer_kind, key text, accounts bigint[], amounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_dormants(line uuid, rule public.transfer_kind, key text, accounts bigint[], amounts bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION is_factor_key(session bytea, key bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_factor_key(session bytea, key bytea) FROM PUBLIC;


--
-- Name: FUNCTION is_for_something(given text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_for_something(given text) FROM PUBLIC;


--
-- Name: FUNCTION is_fresh(session bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_fresh(session bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.is_fresh(session bytea) TO mbongo_web;


--
-- Name: FUNCTION is_fresh_staff_session(session bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_fresh_staff_session(session bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.is_fresh_staff_session(session bytea) TO mbongo_office;


--
-- Name: FUNCTION is_handed_over(act public.staff_request, accounts bigint[], amounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_handed_over(act public.staff_request, accounts bigint[], amounts bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION is_held_for(hold uuid, kind text, size bigint, owners bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_held_for(hold uuid, kind text, size bigint, owners bigint[]) FROM PUBLIC;


--
-- Name: TABLE retention; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.retention TO mbongo_office;
GRANT SELECT ON TABLE public.retention TO mbongo_read;
GRANT SELECT ON TABLE public.retention TO mbongo_web;
GRANT SELECT ON TABLE public.retention TO mbongo_worker;


--
-- Name: COLUMN retention.account_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(account_id) ON TABLE public.retention TO mbongo_office;


--
-- Name: COLUMN retention.cause; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(cause) ON TABLE public.retention TO mbongo_office;


--
-- Name: COLUMN retention.authority; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(authority) ON TABLE public.retention TO mbongo_office;


--
-- Name: COLUMN retention.reference; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(reference) ON TABLE public.retention TO mbongo_office;


--
-- Name: COLUMN retention.ordered_on; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(ordered_on) ON TABLE public.retention TO mbongo_office;


--
-- Name: COLUMN retention.amount; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(amount) ON TABLE public.retention TO mbongo_office;


--
-- Name: COLUMN retention.paid; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(paid) ON TABLE public.retention TO mbongo_office;


--
-- Name: COLUMN retention.made_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(made_at) ON TABLE public.retention TO mbongo_office;


--
-- Name: COLUMN retention.ended_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(ended_at) ON TABLE public.retention TO mbongo_office;


--
-- Name: COLUMN retention.hit_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(hit_id) ON TABLE public.retention TO mbongo_office;


--
-- Name: FUNCTION is_hits_retention(was public.retention, now public.retention); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_hits_retention(was public.retention, now public.retention) FROM PUBLIC;


--
-- Name: FUNCTION is_houses_share(kind text, undone uuid, house bigint, size bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_houses_share(kind text, undone uuid, house bigint, size bigint) FROM PUBLIC;


--
-- Name: FUNCTION is_in_use(account bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_in_use(account bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.is_in_use(account bigint) TO mbongo_read;


--
-- Name: FUNCTION is_justified(rule public.transfer_kind, key text, accounts bigint[], amounts bigint[], ended uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_justified(rule public.transfer_kind, key text, accounts bigint[], amounts bigint[], ended uuid) FROM PUBLIC;


--
-- Name: FUNCTION is_kept_as_asked(kind text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_kept_as_asked(kind text) FROM PUBLIC;


--
-- Name: TABLE payroll_line; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.payroll_line TO mbongo_office;
GRANT SELECT ON TABLE public.payroll_line TO mbongo_read;
GRANT SELECT,DELETE ON TABLE public.payroll_line TO mbongo_web;
GRANT SELECT ON TABLE public.payroll_line TO mbongo_worker;


--
-- Name: COLUMN payroll_line.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(id) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.payroll_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(payroll_id) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.nth; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(nth) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.typed; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(typed),UPDATE(typed) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.problem; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(problem),UPDATE(problem) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.said; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(said),UPDATE(said) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.vouched; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(vouched),UPDATE(vouched) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.way; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(way),UPDATE(way) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.rail; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(rail),UPDATE(rail) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.number; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(number),UPDATE(number) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.holder; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(holder),UPDATE(holder) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.person_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(person_id),UPDATE(person_id) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.amount; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(amount),UPDATE(amount) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.fee; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(fee),UPDATE(fee) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.tax; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(tax),UPDATE(tax) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.label; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(label),UPDATE(label) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.retries; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(retries) ON TABLE public.payroll_line TO mbongo_web;


--
-- Name: COLUMN payroll_line.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.payroll_line TO mbongo_worker;


--
-- Name: COLUMN payroll_line.reason; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(reason) ON TABLE public.payroll_line TO mbongo_worker;


--
-- Name: COLUMN payroll_line.reference; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(reference) ON TABLE public.payroll_line TO mbongo_worker;


--
-- Name: COLUMN payroll_line.ended_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(ended_at) ON TABLE public.payroll_line TO mbongo_worker;


--
-- Name: FUNCTION is_line_back(line public.payroll_line); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_line_back(line public.payroll_line) FROM PUBLIC;
GRANT ALL ON FUNCTION public.is_line_back(line public.payroll_line) TO mbongo_read;


--
-- Name: FUNCTION is_long_dormant(person uuid, idle timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_long_dormant(person uuid, idle timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.is_long_dormant(person uuid, idle timestamp with time zone) TO mbongo_office;
GRANT ALL ON FUNCTION public.is_long_dormant(person uuid, idle timestamp with time zone) TO mbongo_read;


--
-- Name: FUNCTION is_long_kept(line uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_long_kept(line uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.is_long_kept(line uuid) TO mbongo_office;
GRANT ALL ON FUNCTION public.is_long_kept(line uuid) TO mbongo_read;


--
-- Name: FUNCTION is_makers(asked public.operation, b public.payroll); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_makers(asked public.operation, b public.payroll) FROM PUBLIC;


--
-- Name: FUNCTION is_masked_operation(before public.operation, after public.operation); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_masked_operation(before public.operation, after public.operation) FROM PUBLIC;


--
-- Name: TABLE business_document; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.business_document TO mbongo_office;
GRANT SELECT ON TABLE public.business_document TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.business_document TO mbongo_web;
GRANT SELECT ON TABLE public.business_document TO mbongo_worker;


--
-- Name: COLUMN business_document.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.business_document TO mbongo_office;
GRANT UPDATE(state) ON TABLE public.business_document TO mbongo_web;
GRANT UPDATE(state) ON TABLE public.business_document TO mbongo_worker;


--
-- Name: COLUMN business_document.reason; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(reason) ON TABLE public.business_document TO mbongo_office;


--
-- Name: COLUMN business_document.valid_until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(valid_until) ON TABLE public.business_document TO mbongo_office;


--
-- Name: COLUMN business_document.told; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(told) ON TABLE public.business_document TO mbongo_worker;


--
-- Name: COLUMN business_document.judged_by; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(judged_by) ON TABLE public.business_document TO mbongo_office;


--
-- Name: COLUMN business_document.judged_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(judged_at) ON TABLE public.business_document TO mbongo_office;


--
-- Name: FUNCTION is_members_paper(d public.business_document, doing text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_members_paper(d public.business_document, doing text) FROM PUBLIC;


--
-- Name: FUNCTION is_move(content jsonb, kind text, moved bigint[], amounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_move(content jsonb, kind text, moved bigint[], amounts bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION is_open_request(asked public.staff_request); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_open_request(asked public.staff_request) FROM PUBLIC;
GRANT ALL ON FUNCTION public.is_open_request(asked public.staff_request) TO mbongo_office;
GRANT ALL ON FUNCTION public.is_open_request(asked public.staff_request) TO mbongo_read;


--
-- Name: FUNCTION is_ordered(made public.payout); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_ordered(made public.payout) FROM PUBLIC;


--
-- Name: FUNCTION is_payers(hold uuid, number text, size bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_payers(hold uuid, number text, size bigint) FROM PUBLIC;


--
-- Name: FUNCTION is_payments_end(payment_id uuid, rule public.transfer_kind, size bigint, accounts bigint[], ended uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_payments_end(payment_id uuid, rule public.transfer_kind, size bigint, accounts bigint[], ended uuid) FROM PUBLIC;


--
-- Name: FUNCTION is_payout_whole(wanted uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_payout_whole(wanted uuid) FROM PUBLIC;


--
-- Name: FUNCTION is_payouts(payout_id uuid, rule public.transfer_kind, key text, size bigint, accounts bigint[], amounts bigint[], ended uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_payouts(payout_id uuid, rule public.transfer_kind, key text, size bigint, accounts bigint[], amounts bigint[], ended uuid) FROM PUBLIC;


--
-- Name: FUNCTION is_payouts_price(way text, amount bigint, fee bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_payouts_price(way text, amount bigint, fee bigint) FROM PUBLIC;


--
-- Name: FUNCTION is_payroll_summed(b public.payroll); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_payroll_summed(b public.payroll) FROM PUBLIC;
GRANT ALL ON FUNCTION public.is_payroll_summed(b public.payroll) TO mbongo_web;


--
-- Name: FUNCTION is_proved(by text, said text, proof bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_proved(by text, said text, proof bytea) FROM PUBLIC;


--
-- Name: FUNCTION is_refund(refund_id uuid, rule public.transfer_kind, accounts bigint[], amounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_refund(refund_id uuid, rule public.transfer_kind, accounts bigint[], amounts bigint[]) FROM PUBLIC;


--
-- Name: TABLE refund; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.refund TO mbongo_office;
GRANT SELECT ON TABLE public.refund TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.refund TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.refund TO mbongo_worker;


--
-- Name: COLUMN refund.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.refund TO mbongo_office;
GRANT UPDATE(state) ON TABLE public.refund TO mbongo_worker;


--
-- Name: COLUMN refund.ended_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(ended_at) ON TABLE public.refund TO mbongo_office;
GRANT UPDATE(ended_at) ON TABLE public.refund TO mbongo_worker;


--
-- Name: FUNCTION is_refund_asked(made public.refund); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_refund_asked(made public.refund) FROM PUBLIC;


--
-- Name: FUNCTION is_rejected(named text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_rejected(named text) FROM PUBLIC;


--
-- Name: FUNCTION is_retained_paid(act public.staff_request, accounts bigint[], amounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_retained_paid(act public.staff_request, accounts bigint[], amounts bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION is_salary(named uuid, rule public.transfer_kind, key text, size bigint, accounts bigint[], amounts bigint[], ended uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_salary(named uuid, rule public.transfer_kind, key text, size bigint, accounts bigint[], amounts bigint[], ended uuid) FROM PUBLIC;


--
-- Name: FUNCTION is_salary_payout(made public.payout); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_salary_payout(made public.payout) FROM PUBLIC;


--
-- Name: FUNCTION is_scheduled(made public.payout); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_scheduled(made public.payout) FROM PUBLIC;


--
-- Name: FUNCTION is_sound(accrued boolean, floor bigint, balance bigint, seq bigint, closed_at timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_sound(accrued boolean, floor bigint, balance bigint, seq bigint, closed_at timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION is_swapped(of_number text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_swapped(of_number text) FROM PUBLIC;


--
-- Name: TABLE bank_line; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.bank_line TO mbongo_office;


--
-- Name: COLUMN bank_line.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(id) ON TABLE public.bank_line TO mbongo_read;
GRANT SELECT(id) ON TABLE public.bank_line TO mbongo_web;
GRANT SELECT(id) ON TABLE public.bank_line TO mbongo_worker;


--
-- Name: COLUMN bank_line.account_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(account_id) ON TABLE public.bank_line TO mbongo_read;


--
-- Name: COLUMN bank_line.file_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(file_id) ON TABLE public.bank_line TO mbongo_read;


--
-- Name: COLUMN bank_line.amount; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(amount) ON TABLE public.bank_line TO mbongo_read;
GRANT SELECT(amount) ON TABLE public.bank_line TO mbongo_web;
GRANT SELECT(amount) ON TABLE public.bank_line TO mbongo_worker;


--
-- Name: COLUMN bank_line.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.bank_line TO mbongo_office;
GRANT SELECT(state) ON TABLE public.bank_line TO mbongo_read;
GRANT SELECT(state) ON TABLE public.bank_line TO mbongo_web;
GRANT SELECT(state) ON TABLE public.bank_line TO mbongo_worker;


--
-- Name: COLUMN bank_line.how; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(how) ON TABLE public.bank_line TO mbongo_office;
GRANT SELECT(how) ON TABLE public.bank_line TO mbongo_read;
GRANT SELECT(how) ON TABLE public.bank_line TO mbongo_web;
GRANT SELECT(how) ON TABLE public.bank_line TO mbongo_worker;


--
-- Name: COLUMN bank_line.checkout_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(checkout_id) ON TABLE public.bank_line TO mbongo_office;
GRANT SELECT(checkout_id) ON TABLE public.bank_line TO mbongo_read;
GRANT SELECT(checkout_id) ON TABLE public.bank_line TO mbongo_web;
GRANT SELECT(checkout_id) ON TABLE public.bank_line TO mbongo_worker;


--
-- Name: COLUMN bank_line.case_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(case_id) ON TABLE public.bank_line TO mbongo_office;
GRANT SELECT(case_id) ON TABLE public.bank_line TO mbongo_read;
GRANT SELECT(case_id) ON TABLE public.bank_line TO mbongo_web;
GRANT SELECT(case_id) ON TABLE public.bank_line TO mbongo_worker;


--
-- Name: COLUMN bank_line.payout_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(payout_id) ON TABLE public.bank_line TO mbongo_office;
GRANT SELECT(payout_id) ON TABLE public.bank_line TO mbongo_read;


--
-- Name: COLUMN bank_line.payout_file_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(payout_file_id) ON TABLE public.bank_line TO mbongo_office;
GRANT SELECT(payout_file_id) ON TABLE public.bank_line TO mbongo_read;


--
-- Name: COLUMN bank_line.booked_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(booked_at) ON TABLE public.bank_line TO mbongo_office;
GRANT SELECT(booked_at) ON TABLE public.bank_line TO mbongo_read;


--
-- Name: FUNCTION is_told_by(told public.payout, line public.bank_line); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.is_told_by(told public.payout, line public.bank_line) FROM PUBLIC;


--
-- Name: FUNCTION judge_alerts(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.judge_alerts() FROM PUBLIC;
GRANT ALL ON FUNCTION public.judge_alerts() TO mbongo_worker;


--
-- Name: FUNCTION keep_account_told(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_account_told() FROM PUBLIC;


--
-- Name: FUNCTION keep_agent(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_agent() FROM PUBLIC;


--
-- Name: FUNCTION keep_amount(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_amount() FROM PUBLIC;


--
-- Name: FUNCTION keep_answer(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_answer() FROM PUBLIC;


--
-- Name: FUNCTION keep_asked(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_asked() FROM PUBLIC;


--
-- Name: FUNCTION keep_bank_account(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_bank_account() FROM PUBLIC;


--
-- Name: FUNCTION keep_bank_leg(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_bank_leg() FROM PUBLIC;


--
-- Name: FUNCTION keep_bank_line(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_bank_line() FROM PUBLIC;


--
-- Name: FUNCTION keep_beside(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_beside() FROM PUBLIC;


--
-- Name: FUNCTION keep_bills(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_bills() FROM PUBLIC;


--
-- Name: FUNCTION keep_case(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_case() FROM PUBLIC;


--
-- Name: FUNCTION keep_charge_moved(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_charge_moved() FROM PUBLIC;


--
-- Name: FUNCTION keep_charged(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_charged() FROM PUBLIC;


--
-- Name: FUNCTION keep_checkout(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_checkout() FROM PUBLIC;


--
-- Name: FUNCTION keep_closed_days(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_closed_days() FROM PUBLIC;


--
-- Name: FUNCTION keep_closed_months(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_closed_months() FROM PUBLIC;


--
-- Name: FUNCTION keep_contest(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_contest() FROM PUBLIC;


--
-- Name: FUNCTION keep_document(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_document() FROM PUBLIC;


--
-- Name: FUNCTION keep_document_content(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_document_content() FROM PUBLIC;


--
-- Name: FUNCTION keep_dormancy(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_dormancy() FROM PUBLIC;


--
-- Name: FUNCTION keep_dormant_line(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_dormant_line() FROM PUBLIC;


--
-- Name: FUNCTION keep_event(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_event() FROM PUBLIC;


--
-- Name: FUNCTION keep_factor(session bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_factor(session bytea) FROM PUBLIC;


--
-- Name: FUNCTION keep_factor_key(session bytea, sealed text, key_hash bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_factor_key(session bytea, sealed text, key_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.keep_factor_key(session bytea, sealed text, key_hash bytea) TO mbongo_web;


--
-- Name: FUNCTION keep_file_whole(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_file_whole() FROM PUBLIC;


--
-- Name: FUNCTION keep_filed(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_filed() FROM PUBLIC;


--
-- Name: FUNCTION keep_for_login(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_for_login() FROM PUBLIC;


--
-- Name: FUNCTION keep_from_office(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_from_office() FROM PUBLIC;


--
-- Name: FUNCTION keep_identified(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_identified() FROM PUBLIC;


--
-- Name: FUNCTION keep_identity(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_identity() FROM PUBLIC;


--
-- Name: FUNCTION keep_invoice(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_invoice() FROM PUBLIC;


--
-- Name: FUNCTION keep_invoice_line(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_invoice_line() FROM PUBLIC;


--
-- Name: FUNCTION keep_invoice_number(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_invoice_number() FROM PUBLIC;


--
-- Name: FUNCTION keep_issuing(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_issuing() FROM PUBLIC;


--
-- Name: FUNCTION keep_key(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_key() FROM PUBLIC;


--
-- Name: FUNCTION keep_level(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_level() FROM PUBLIC;


--
-- Name: FUNCTION keep_level_rules(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_level_rules() FROM PUBLIC;


--
-- Name: FUNCTION keep_line_moved(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_line_moved() FROM PUBLIC;


--
-- Name: FUNCTION keep_line_paid(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_line_paid() FROM PUBLIC;


--
-- Name: FUNCTION keep_lines_said(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_lines_said() FROM PUBLIC;


--
-- Name: FUNCTION keep_lot(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_lot() FROM PUBLIC;


--
-- Name: FUNCTION keep_mandate(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_mandate() FROM PUBLIC;


--
-- Name: FUNCTION keep_member_key(session bytea, made uuid, business uuid, named text, key_digest bytea, under text, may text[], networks text[], dated date, rolled text, overlap_hours integer); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_member_key(session bytea, made uuid, business uuid, named text, key_digest bytea, under text, may text[], networks text[], dated date, rolled text, overlap_hours integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.keep_member_key(session bytea, made uuid, business uuid, named text, key_digest bytea, under text, may text[], networks text[], dated date, rolled text, overlap_hours integer) TO mbongo_web;


--
-- Name: FUNCTION keep_months(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_months() FROM PUBLIC;
GRANT ALL ON FUNCTION public.keep_months() TO mbongo_worker;


--
-- Name: FUNCTION keep_number(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_number() FROM PUBLIC;


--
-- Name: FUNCTION keep_one_number(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_one_number() FROM PUBLIC;


--
-- Name: FUNCTION keep_operation_key(new_pepper text, new_inner bytea, new_outer bytea, by text, proof bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_operation_key(new_pepper text, new_inner bytea, new_outer bytea, by text, proof bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.keep_operation_key(new_pepper text, new_inner bytea, new_outer bytea, by text, proof bytea) TO mbongo_office;
GRANT ALL ON FUNCTION public.keep_operation_key(new_pepper text, new_inner bytea, new_outer bytea, by text, proof bytea) TO mbongo_web;
GRANT ALL ON FUNCTION public.keep_operation_key(new_pepper text, new_inner bytea, new_outer bytea, by text, proof bytea) TO mbongo_worker;


--
-- Name: FUNCTION keep_outcome(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_outcome() FROM PUBLIC;


--
-- Name: FUNCTION keep_page_code(asked uuid, number text, by text, code_digest bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_page_code(asked uuid, number text, by text, code_digest bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.keep_page_code(asked uuid, number text, by text, code_digest bytea) TO mbongo_worker;


--
-- Name: FUNCTION keep_page_session_over(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_page_session_over() FROM PUBLIC;


--
-- Name: FUNCTION keep_paid(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_paid() FROM PUBLIC;


--
-- Name: FUNCTION keep_payee(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_payee() FROM PUBLIC;


--
-- Name: FUNCTION keep_payout(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_payout() FROM PUBLIC;


--
-- Name: FUNCTION keep_payout_ended(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_payout_ended() FROM PUBLIC;


--
-- Name: FUNCTION keep_payout_file(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_payout_file() FROM PUBLIC;


--
-- Name: FUNCTION keep_payroll(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_payroll() FROM PUBLIC;


--
-- Name: FUNCTION keep_payroll_held(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_payroll_held() FROM PUBLIC;


--
-- Name: FUNCTION keep_payroll_line(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_payroll_line() FROM PUBLIC;


--
-- Name: FUNCTION keep_person_state(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_person_state() FROM PUBLIC;


--
-- Name: FUNCTION keep_plan_price(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_plan_price() FROM PUBLIC;


--
-- Name: FUNCTION keep_put_aside(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_put_aside() FROM PUBLIC;


--
-- Name: FUNCTION keep_quoted(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_quoted() FROM PUBLIC;


--
-- Name: FUNCTION keep_quotes(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_quotes() FROM PUBLIC;


--
-- Name: FUNCTION keep_rail_hold(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_rail_hold() FROM PUBLIC;


--
-- Name: FUNCTION keep_rail_leg(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_rail_leg() FROM PUBLIC;


--
-- Name: FUNCTION keep_rates(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_rates() FROM PUBLIC;


--
-- Name: FUNCTION keep_recharge(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_recharge() FROM PUBLIC;


--
-- Name: FUNCTION keep_recovery_codes(session bytea, code_digests bytea[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_recovery_codes(session bytea, code_digests bytea[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.keep_recovery_codes(session bytea, code_digests bytea[]) TO mbongo_web;


--
-- Name: FUNCTION keep_refund(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_refund() FROM PUBLIC;


--
-- Name: FUNCTION keep_refunded(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_refunded() FROM PUBLIC;


--
-- Name: FUNCTION keep_reserved(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_reserved() FROM PUBLIC;


--
-- Name: FUNCTION keep_retention(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_retention() FROM PUBLIC;


--
-- Name: FUNCTION keep_returns(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_returns() FROM PUBLIC;


--
-- Name: FUNCTION keep_robbed(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_robbed() FROM PUBLIC;


--
-- Name: FUNCTION keep_robbed_lock(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_robbed_lock() FROM PUBLIC;


--
-- Name: FUNCTION keep_rules(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_rules() FROM PUBLIC;


--
-- Name: FUNCTION keep_said(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_said() FROM PUBLIC;


--
-- Name: FUNCTION keep_sanction_entries(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_sanction_entries() FROM PUBLIC;


--
-- Name: FUNCTION keep_sanction_list(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_sanction_list() FROM PUBLIC;


--
-- Name: FUNCTION keep_schedule(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_schedule() FROM PUBLIC;


--
-- Name: FUNCTION keep_sent_invitation(made uuid, reached text, token_digest bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_sent_invitation(made uuid, reached text, token_digest bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.keep_sent_invitation(made uuid, reached text, token_digest bytea) TO mbongo_worker;


--
-- Name: FUNCTION keep_sent_reset(asked uuid, reached text, token_digest bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_sent_reset(asked uuid, reached text, token_digest bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.keep_sent_reset(asked uuid, reached text, token_digest bytea) TO mbongo_worker;


--
-- Name: FUNCTION keep_series(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_series() FROM PUBLIC;


--
-- Name: FUNCTION keep_session_over(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_session_over() FROM PUBLIC;


--
-- Name: FUNCTION keep_shop(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_shop() FROM PUBLIC;


--
-- Name: FUNCTION keep_shop_settings(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_shop_settings() FROM PUBLIC;


--
-- Name: FUNCTION keep_shops_own(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_shops_own() FROM PUBLIC;


--
-- Name: FUNCTION keep_steps(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_steps() FROM PUBLIC;


--
-- Name: FUNCTION keep_subscription(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_subscription() FROM PUBLIC;


--
-- Name: FUNCTION keep_subscription_charge(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_subscription_charge() FROM PUBLIC;


--
-- Name: FUNCTION keep_suspense_owners(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_suspense_owners() FROM PUBLIC;


--
-- Name: FUNCTION keep_suspicion_report(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_suspicion_report() FROM PUBLIC;


--
-- Name: FUNCTION keep_taker(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_taker() FROM PUBLIC;


--
-- Name: FUNCTION keep_words(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.keep_words() FROM PUBLIC;


--
-- Name: FUNCTION last_act_of(person uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.last_act_of(person uuid) FROM PUBLIC;


--
-- Name: FUNCTION last_day(month date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.last_day(month date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.last_day(month date) TO mbongo_office;
GRANT ALL ON FUNCTION public.last_day(month date) TO mbongo_read;
GRANT ALL ON FUNCTION public.last_day(month date) TO mbongo_worker;


--
-- Name: FUNCTION list_accounts_of(of_kind text, subject uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_accounts_of(of_kind text, subject uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_accounts_of(of_kind text, subject uuid) TO mbongo_office;
GRANT ALL ON FUNCTION public.list_accounts_of(of_kind text, subject uuid) TO mbongo_read;


--
-- Name: FUNCTION list_closed_cases(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_closed_cases() FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_closed_cases() TO mbongo_office;
GRANT ALL ON FUNCTION public.list_closed_cases() TO mbongo_read;


--
-- Name: FUNCTION list_day(asked date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_day(asked date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_day(asked date) TO mbongo_office;
GRANT ALL ON FUNCTION public.list_day(asked date) TO mbongo_read;
GRANT ALL ON FUNCTION public.list_day(asked date) TO mbongo_worker;


--
-- Name: FUNCTION list_days(first_day date, last_day date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_days(first_day date, last_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_days(first_day date, last_day date) TO mbongo_office;
GRANT ALL ON FUNCTION public.list_days(first_day date, last_day date) TO mbongo_read;
GRANT ALL ON FUNCTION public.list_days(first_day date, last_day date) TO mbongo_worker;


--
-- Name: FUNCTION list_fee_vat(last_day date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_fee_vat(last_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_fee_vat(last_day date) TO mbongo_office;
GRANT ALL ON FUNCTION public.list_fee_vat(last_day date) TO mbongo_read;
GRANT ALL ON FUNCTION public.list_fee_vat(last_day date) TO mbongo_worker;


--
-- Name: FUNCTION list_journal(first_day date, last_day date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_journal(first_day date, last_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_journal(first_day date, last_day date) TO mbongo_office;
GRANT ALL ON FUNCTION public.list_journal(first_day date, last_day date) TO mbongo_read;
GRANT ALL ON FUNCTION public.list_journal(first_day date, last_day date) TO mbongo_worker;


--
-- Name: FUNCTION list_journal_days(first_day date, last_day date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_journal_days(first_day date, last_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_journal_days(first_day date, last_day date) TO mbongo_office;
GRANT ALL ON FUNCTION public.list_journal_days(first_day date, last_day date) TO mbongo_read;
GRANT ALL ON FUNCTION public.list_journal_days(first_day date, last_day date) TO mbongo_worker;


--
-- Name: FUNCTION list_lots(of_account bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_lots(of_account bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_lots(of_account bigint) TO mbongo_office;
GRANT ALL ON FUNCTION public.list_lots(of_account bigint) TO mbongo_read;
GRANT ALL ON FUNCTION public.list_lots(of_account bigint) TO mbongo_web;
GRANT ALL ON FUNCTION public.list_lots(of_account bigint) TO mbongo_worker;


--
-- Name: FUNCTION list_member_permissions(session bytea, business uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_member_permissions(session bytea, business uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_member_permissions(session bytea, business uuid) TO mbongo_web;


--
-- Name: FUNCTION list_month(first_day date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_month(first_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_month(first_day date) TO mbongo_office;
GRANT ALL ON FUNCTION public.list_month(first_day date) TO mbongo_read;


--
-- Name: FUNCTION list_months(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_months() FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_months() TO mbongo_office;
GRANT ALL ON FUNCTION public.list_months() TO mbongo_read;
GRANT ALL ON FUNCTION public.list_months() TO mbongo_web;
GRANT ALL ON FUNCTION public.list_months() TO mbongo_worker;


--
-- Name: FUNCTION list_moved(since timestamp with time zone, before timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_moved(since timestamp with time zone, before timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_moved(since timestamp with time zone, before timestamp with time zone) TO mbongo_office;
GRANT ALL ON FUNCTION public.list_moved(since timestamp with time zone, before timestamp with time zone) TO mbongo_read;
GRANT ALL ON FUNCTION public.list_moved(since timestamp with time zone, before timestamp with time zone) TO mbongo_worker;


--
-- Name: FUNCTION list_name_words(name text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_name_words(name text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_name_words(name text) TO mbongo_office;


--
-- Name: FUNCTION list_open_points(asked date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_open_points(asked date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_open_points(asked date) TO mbongo_office;
GRANT ALL ON FUNCTION public.list_open_points(asked date) TO mbongo_read;
GRANT ALL ON FUNCTION public.list_open_points(asked date) TO mbongo_worker;


--
-- Name: FUNCTION list_overdrawn(move text, moved bigint[], amounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_overdrawn(move text, moved bigint[], amounts bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_overdrawn(move text, moved bigint[], amounts bigint[]) TO mbongo_office;


--
-- Name: FUNCTION list_salaries(keys text[], items integer[], accounts bigint[], amounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_salaries(keys text[], items integer[], accounts bigint[], amounts bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION list_screened(of_kind text, ids uuid[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_screened(of_kind text, ids uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_screened(of_kind text, ids uuid[]) TO mbongo_worker;


--
-- Name: FUNCTION list_screened_after(of_kind text, last uuid, most integer); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_screened_after(of_kind text, last uuid, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_screened_after(of_kind text, last uuid, most integer) TO mbongo_worker;


--
-- Name: FUNCTION list_suspense(asked date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_suspense(asked date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_suspense(asked date) TO mbongo_office;
GRANT ALL ON FUNCTION public.list_suspense(asked date) TO mbongo_read;
GRANT ALL ON FUNCTION public.list_suspense(asked date) TO mbongo_worker;


--
-- Name: FUNCTION list_transfer_tax(first_day date, last_day date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_transfer_tax(first_day date, last_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_transfer_tax(first_day date, last_day date) TO mbongo_office;
GRANT ALL ON FUNCTION public.list_transfer_tax(first_day date, last_day date) TO mbongo_read;
GRANT ALL ON FUNCTION public.list_transfer_tax(first_day date, last_day date) TO mbongo_worker;


--
-- Name: FUNCTION list_unmasked(session bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_unmasked(session bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_unmasked(session bytea) TO mbongo_office;


--
-- Name: FUNCTION list_unreconciled(OUT rail text, OUT has_file boolean, OUT open_differences bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.list_unreconciled(OUT rail text, OUT has_file boolean, OUT open_differences bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.list_unreconciled(OUT rail text, OUT has_file boolean, OUT open_differences bigint) TO mbongo_office;
GRANT ALL ON FUNCTION public.list_unreconciled(OUT rail text, OUT has_file boolean, OUT open_differences bigint) TO mbongo_read;


--
-- Name: FUNCTION lock_moves(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.lock_moves() FROM PUBLIC;
GRANT ALL ON FUNCTION public.lock_moves() TO mbongo_office;


--
-- Name: FUNCTION look_for_dormant(last uuid, most integer); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.look_for_dormant(last uuid, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.look_for_dormant(last uuid, most integer) TO mbongo_worker;


--
-- Name: FUNCTION make_entry_table(named text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.make_entry_table(named text) FROM PUBLIC;


--
-- Name: FUNCTION mask_next(given_kind text, how text, p_most integer); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.mask_next(given_kind text, how text, p_most integer) FROM PUBLIC;


--
-- Name: FUNCTION mask_old(p_most integer); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.mask_old(p_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.mask_old(p_most integer) TO mbongo_worker;


--
-- Name: FUNCTION may_be_dormant(person uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.may_be_dormant(person uuid) FROM PUBLIC;


--
-- Name: FUNCTION may_by_role(given_login text, given_may text, given_what text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.may_by_role(given_login text, given_may text, given_what text) FROM PUBLIC;


--
-- Name: FUNCTION may_for_business(asked public.operation, business uuid, what text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.may_for_business(asked public.operation, business uuid, what text) FROM PUBLIC;


--
-- Name: FUNCTION may_go_back(checkout_id uuid, more bigint, fee_more bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.may_go_back(checkout_id uuid, more bigint, fee_more bigint) FROM PUBLIC;


--
-- Name: FUNCTION may_pay_out(business uuid, way text, amount bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.may_pay_out(business uuid, way text, amount bigint) FROM PUBLIC;


--
-- Name: FUNCTION may_pay_salaries(b public.payroll); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.may_pay_salaries(b public.payroll) FROM PUBLIC;


--
-- Name: FUNCTION may_refund_sale(paid uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.may_refund_sale(paid uuid) FROM PUBLIC;


--
-- Name: FUNCTION month_began(moment timestamp with time zone, further integer); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.month_began(moment timestamp with time zone, further integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.month_began(moment timestamp with time zone, further integer) TO mbongo_office;
GRANT ALL ON FUNCTION public.month_began(moment timestamp with time zone, further integer) TO mbongo_read;
GRANT ALL ON FUNCTION public.month_began(moment timestamp with time zone, further integer) TO mbongo_web;
GRANT ALL ON FUNCTION public.month_began(moment timestamp with time zone, further integer) TO mbongo_worker;


--
-- Name: FUNCTION month_figures(asked date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.month_figures(asked date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.month_figures(asked date) TO mbongo_office;
GRANT ALL ON FUNCTION public.month_figures(asked date) TO mbongo_read;
GRANT ALL ON FUNCTION public.month_figures(asked date) TO mbongo_worker;


--
-- Name: FUNCTION months_until(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.months_until() FROM PUBLIC;
GRANT ALL ON FUNCTION public.months_until() TO mbongo_office;
GRANT ALL ON FUNCTION public.months_until() TO mbongo_read;
GRANT ALL ON FUNCTION public.months_until() TO mbongo_web;
GRANT ALL ON FUNCTION public.months_until() TO mbongo_worker;


--
-- Name: FUNCTION moves_as_asked(content jsonb, kind text, moved bigint[], amounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.moves_as_asked(content jsonb, kind text, moved bigint[], amounts bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.moves_as_asked(content jsonb, kind text, moved bigint[], amounts bigint[]) TO mbongo_read;


--
-- Name: FUNCTION name_month(until timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.name_month(until timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION name_words(name text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.name_words(name text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.name_words(name text) TO mbongo_office;
GRANT ALL ON FUNCTION public.name_words(name text) TO mbongo_read;
GRANT ALL ON FUNCTION public.name_words(name text) TO mbongo_web;
GRANT ALL ON FUNCTION public.name_words(name text) TO mbongo_worker;


--
-- Name: FUNCTION note_nothing_due(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.note_nothing_due() FROM PUBLIC;


--
-- Name: FUNCTION note_of_request(asked public.staff_request, given_kind text, given_login text, given_why text, how jsonb); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.note_of_request(asked public.staff_request, given_kind text, given_login text, given_why text, how jsonb) FROM PUBLIC;


--
-- Name: FUNCTION note_sale_due(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.note_sale_due() FROM PUBLIC;


--
-- Name: FUNCTION note_sanction_due(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.note_sanction_due() FROM PUBLIC;


--
-- Name: FUNCTION note_staff_act(session bytea, kind text, subject text, before jsonb, after jsonb, why text, request_id uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.note_staff_act(session bytea, kind text, subject text, before jsonb, after jsonb, why text, request_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.note_staff_act(session bytea, kind text, subject text, before jsonb, after jsonb, why text, request_id uuid) TO mbongo_office;


--
-- Name: FUNCTION note_synchronous(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.note_synchronous() FROM PUBLIC;
GRANT ALL ON FUNCTION public.note_synchronous() TO mbongo_worker;


--
-- Name: FUNCTION note_timeline(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.note_timeline() FROM PUBLIC;


--
-- Name: FUNCTION open_account(account_code text, account_kind text, account_currency text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.open_account(account_code text, account_kind text, account_currency text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.open_account(account_code text, account_kind text, account_currency text) TO mbongo_office;
GRANT ALL ON FUNCTION public.open_account(account_code text, account_kind text, account_currency text) TO mbongo_web;
GRANT ALL ON FUNCTION public.open_account(account_code text, account_kind text, account_currency text) TO mbongo_worker;


--
-- Name: TABLE bank_account; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.bank_account TO mbongo_office;


--
-- Name: COLUMN bank_account.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(id) ON TABLE public.bank_account TO mbongo_read;
GRANT SELECT(id) ON TABLE public.bank_account TO mbongo_web;


--
-- Name: COLUMN bank_account.rib; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(rib) ON TABLE public.bank_account TO mbongo_read;
GRANT SELECT(rib) ON TABLE public.bank_account TO mbongo_web;


--
-- Name: COLUMN bank_account.currency; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(currency) ON TABLE public.bank_account TO mbongo_read;
GRANT SELECT(currency) ON TABLE public.bank_account TO mbongo_web;


--
-- Name: COLUMN bank_account.title; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(title) ON TABLE public.bank_account TO mbongo_read;
GRANT SELECT(title) ON TABLE public.bank_account TO mbongo_web;


--
-- Name: COLUMN bank_account.holds; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(holds) ON TABLE public.bank_account TO mbongo_read;


--
-- Name: FUNCTION open_bank_account(at_bank public.bank_account); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.open_bank_account(at_bank public.bank_account) FROM PUBLIC;


--
-- Name: FUNCTION open_document(document uuid, OUT sealed_key text, OUT nonce bytea, OUT content bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.open_document(document uuid, OUT sealed_key text, OUT nonce bytea, OUT content bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.open_document(document uuid, OUT sealed_key text, OUT nonce bytea, OUT content bytea) TO mbongo_office;


--
-- Name: FUNCTION open_member_session(login uuid, key bytea, session bytea, address text, browser text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.open_member_session(login uuid, key bytea, session bytea, address text, browser text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.open_member_session(login uuid, key bytea, session bytea, address text, browser text) TO mbongo_web;


--
-- Name: FUNCTION open_member_session_by_code(code uuid, key bytea, session bytea, address text, browser text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.open_member_session_by_code(code uuid, key bytea, session bytea, address text, browser text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.open_member_session_by_code(code uuid, key bytea, session bytea, address text, browser text) TO mbongo_web;


--
-- Name: FUNCTION open_page_session(code uuid, key bytea, session text, browser text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.open_page_session(code uuid, key bytea, session text, browser text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.open_page_session(code uuid, key bytea, session text, browser text) TO mbongo_web;


--
-- Name: FUNCTION open_sanction_hit(of_kind text, subject uuid, subject_name text, entry bigint, alike text, score integer, strong boolean); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.open_sanction_hit(of_kind text, subject uuid, subject_name text, entry bigint, alike text, score integer, strong boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.open_sanction_hit(of_kind text, subject uuid, subject_name text, entry bigint, alike text, score integer, strong boolean) TO mbongo_worker;


--
-- Name: FUNCTION open_staff_session(given_login text, key bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.open_staff_session(given_login text, key bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.open_staff_session(given_login text, key bytea) TO mbongo_office;


--
-- Name: FUNCTION open_suspicion_report(report uuid, OUT sealed_key text, OUT nonce bytea, OUT content bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.open_suspicion_report(report uuid, OUT sealed_key text, OUT nonce bytea, OUT content bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.open_suspicion_report(report uuid, OUT sealed_key text, OUT nonce bytea, OUT content bytea) TO mbongo_office;


--
-- Name: TABLE payout_file; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.payout_file TO mbongo_office;
GRANT SELECT ON TABLE public.payout_file TO mbongo_read;


--
-- Name: COLUMN payout_file.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.payout_file TO mbongo_office;


--
-- Name: COLUMN payout_file.sent_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(sent_at) ON TABLE public.payout_file TO mbongo_office;


--
-- Name: FUNCTION orders_its_payouts(file public.payout_file); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.orders_its_payouts(file public.payout_file) FROM PUBLIC;
GRANT ALL ON FUNCTION public.orders_its_payouts(file public.payout_file) TO mbongo_read;


--
-- Name: FUNCTION pass_passkey(session bytea, credential bytea, count bigint, key bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.pass_passkey(session bytea, credential bytea, count bigint, key bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.pass_passkey(session bytea, credential bytea, count bigint, key bytea) TO mbongo_web;


--
-- Name: FUNCTION pass_staff_code(session bytea, step bigint, key bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.pass_staff_code(session bytea, step bigint, key bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.pass_staff_code(session bytea, step bigint, key bytea) TO mbongo_office;


--
-- Name: FUNCTION pass_totp(session bytea, step bigint, key bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.pass_totp(session bytea, step bigint, key bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.pass_totp(session bytea, step bigint, key bytea) TO mbongo_web;


--
-- Name: FUNCTION plan_price_at(plan uuid, at timestamp with time zone); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.plan_price_at(plan uuid, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.plan_price_at(plan uuid, at timestamp with time zone) TO mbongo_read;
GRANT ALL ON FUNCTION public.plan_price_at(plan uuid, at timestamp with time zone) TO mbongo_web;
GRANT ALL ON FUNCTION public.plan_price_at(plan uuid, at timestamp with time zone) TO mbongo_worker;


--
-- Name: FUNCTION post_end_once(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.post_end_once() FROM PUBLIC;


--
-- Name: FUNCTION post_transfer(key text, kind text, undone uuid, ended uuid, leg_accounts bigint[], leg_amounts bigint[], trial boolean, OUT outcome text, OUT account_id bigint, OUT reason text, OUT balances bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.post_transfer(key text, kind text, undone uuid, ended uuid, leg_accounts bigint[], leg_amounts bigint[], trial boolean, OUT outcome text, OUT account_id bigint, OUT reason text, OUT balances bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.post_transfer(key text, kind text, undone uuid, ended uuid, leg_accounts bigint[], leg_amounts bigint[], trial boolean, OUT outcome text, OUT account_id bigint, OUT reason text, OUT balances bigint[]) TO mbongo_office;
GRANT ALL ON FUNCTION public.post_transfer(key text, kind text, undone uuid, ended uuid, leg_accounts bigint[], leg_amounts bigint[], trial boolean, OUT outcome text, OUT account_id bigint, OUT reason text, OUT balances bigint[]) TO mbongo_web;
GRANT ALL ON FUNCTION public.post_transfer(key text, kind text, undone uuid, ended uuid, leg_accounts bigint[], leg_amounts bigint[], trial boolean, OUT outcome text, OUT account_id bigint, OUT reason text, OUT balances bigint[]) TO mbongo_worker;


--
-- Name: FUNCTION post_transfers(keys text[], kinds text[], undoings uuid[], endings uuid[], leg_items integer[], leg_accounts bigint[], leg_amounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.post_transfers(keys text[], kinds text[], undoings uuid[], endings uuid[], leg_items integer[], leg_accounts bigint[], leg_amounts bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.post_transfers(keys text[], kinds text[], undoings uuid[], endings uuid[], leg_items integer[], leg_accounts bigint[], leg_amounts bigint[]) TO mbongo_office;
GRANT ALL ON FUNCTION public.post_transfers(keys text[], kinds text[], undoings uuid[], endings uuid[], leg_items integer[], leg_accounts bigint[], leg_amounts bigint[]) TO mbongo_web;
GRANT ALL ON FUNCTION public.post_transfers(keys text[], kinds text[], undoings uuid[], endings uuid[], leg_items integer[], leg_accounts bigint[], leg_amounts bigint[]) TO mbongo_worker;


--
-- Name: FUNCTION refuse_change(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.refuse_change() FROM PUBLIC;


--
-- Name: FUNCTION refuse_closing(asked date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.refuse_closing(asked date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.refuse_closing(asked date) TO mbongo_office;
GRANT ALL ON FUNCTION public.refuse_closing(asked date) TO mbongo_read;


--
-- Name: FUNCTION refuse_link(undone uuid, ended uuid, size bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.refuse_link(undone uuid, ended uuid, size bigint) FROM PUBLIC;


--
-- Name: FUNCTION refuse_race(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.refuse_race() FROM PUBLIC;


--
-- Name: FUNCTION refuse_step(allowed boolean, what text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.refuse_step(allowed boolean, what text) FROM PUBLIC;


--
-- Name: FUNCTION refuse_unjustified(kind text, accounts bigint[], amounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.refuse_unjustified(kind text, accounts bigint[], amounts bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION refuse_without_why(why text, kind text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.refuse_without_why(why text, kind text) FROM PUBLIC;


--
-- Name: FUNCTION release_rails(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.release_rails() FROM PUBLIC;
GRANT ALL ON FUNCTION public.release_rails() TO mbongo_office;


--
-- Name: FUNCTION remove_settlement_account(session bytea, business uuid, gone uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.remove_settlement_account(session bytea, business uuid, gone uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.remove_settlement_account(session bytea, business uuid, gone uuid) TO mbongo_web;


--
-- Name: FUNCTION request_hash(asked public.staff_request); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.request_hash(asked public.staff_request) FROM PUBLIC;
GRANT ALL ON FUNCTION public.request_hash(asked public.staff_request) TO mbongo_office;
GRANT ALL ON FUNCTION public.request_hash(asked public.staff_request) TO mbongo_read;


--
-- Name: FUNCTION retain_of_found(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.retain_of_found() FROM PUBLIC;


--
-- Name: FUNCTION retained_before(one bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.retained_before(one bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.retained_before(one bigint) TO mbongo_office;
GRANT ALL ON FUNCTION public.retained_before(one bigint) TO mbongo_read;


--
-- Name: FUNCTION retained_of(account bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.retained_of(account bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.retained_of(account bigint) TO mbongo_office;
GRANT ALL ON FUNCTION public.retained_of(account bigint) TO mbongo_read;


--
-- Name: FUNCTION return_figures(tax text, month date); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.return_figures(tax text, month date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.return_figures(tax text, month date) TO mbongo_office;
GRANT ALL ON FUNCTION public.return_figures(tax text, month date) TO mbongo_read;
GRANT ALL ON FUNCTION public.return_figures(tax text, month date) TO mbongo_worker;


--
-- Name: FUNCTION roll_up(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.roll_up() FROM PUBLIC;
GRANT ALL ON FUNCTION public.roll_up() TO mbongo_worker;


--
-- Name: FUNCTION roll_up_sales(p_most integer); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.roll_up_sales(p_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.roll_up_sales(p_most integer) TO mbongo_worker;


--
-- Name: FUNCTION rounding_due(payment_id uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.rounding_due(payment_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.rounding_due(payment_id uuid) TO mbongo_office;
GRANT ALL ON FUNCTION public.rounding_due(payment_id uuid) TO mbongo_worker;


--
-- Name: FUNCTION rounding_left(collected uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.rounding_left(collected uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.rounding_left(collected uuid) TO mbongo_read;


--
-- Name: TABLE invoice; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.invoice TO mbongo_office;
GRANT SELECT ON TABLE public.invoice TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.invoice TO mbongo_web;
GRANT SELECT ON TABLE public.invoice TO mbongo_worker;


--
-- Name: COLUMN invoice.customer_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(customer_id) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.reference; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(reference) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.notes; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(notes) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.due_on; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(due_on) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.withholdings; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(withholdings) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.deposit; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(deposit) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.net; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(net) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.vat; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(vat) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.total; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(total) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.withheld; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(withheld) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.payable; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(payable) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.year; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(year) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.place; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(place) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.number; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(number) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.issued_on; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(issued_on) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.canonical; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(canonical) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.hash; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(hash) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.finalised_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(finalised_at) ON TABLE public.invoice TO mbongo_web;


--
-- Name: COLUMN invoice.changed_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(changed_at) ON TABLE public.invoice TO mbongo_office;
GRANT UPDATE(changed_at) ON TABLE public.invoice TO mbongo_web;
GRANT UPDATE(changed_at) ON TABLE public.invoice TO mbongo_worker;


--
-- Name: FUNCTION says_itself(issued public.invoice); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.says_itself(issued public.invoice) FROM PUBLIC;


--
-- Name: FUNCTION see_in_clear(person uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.see_in_clear(person uuid) FROM PUBLIC;


--
-- Name: FUNCTION see_staff_session(session bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.see_staff_session(session bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.see_staff_session(session bytea) TO mbongo_office;


--
-- Name: FUNCTION set_alert_rule(asked text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.set_alert_rule(asked text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.set_alert_rule(asked text) TO mbongo_office;


--
-- Name: FUNCTION set_dormancy_rule(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.set_dormancy_rule() FROM PUBLIC;
GRANT ALL ON FUNCTION public.set_dormancy_rule() TO mbongo_office;


--
-- Name: FUNCTION set_new_password(token bytea, new_recipe text, key bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.set_new_password(token bytea, new_recipe text, key bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.set_new_password(token bytea, new_recipe text, key bytea) TO mbongo_web;


--
-- Name: FUNCTION set_staff_role(given_login text, given_role text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.set_staff_role(given_login text, given_role text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.set_staff_role(given_login text, given_role text) TO mbongo_office;


--
-- Name: FUNCTION sort_hash(what text, written text, OUT kind text, OUT pepper text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.sort_hash(what text, written text, OUT kind text, OUT pepper text) FROM PUBLIC;


--
-- Name: FUNCTION start_staff_app(session bytea, sealed text, key_hash bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.start_staff_app(session bytea, sealed text, key_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.start_staff_app(session bytea, sealed text, key_hash bytea) TO mbongo_office;


--
-- Name: FUNCTION start_totp(session bytea, sealed text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.start_totp(session bytea, sealed text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.start_totp(session bytea, sealed text) TO mbongo_web;


--
-- Name: FUNCTION subscription_due(starts_on date, every text, nth integer); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.subscription_due(starts_on date, every text, nth integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.subscription_due(starts_on date, every text, nth integer) TO mbongo_read;
GRANT ALL ON FUNCTION public.subscription_due(starts_on date, every text, nth integer) TO mbongo_web;
GRANT ALL ON FUNCTION public.subscription_due(starts_on date, every text, nth integer) TO mbongo_worker;


--
-- Name: FUNCTION sum_hours(p_most bigint); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.sum_hours(p_most bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.sum_hours(p_most bigint) TO mbongo_worker;


--
-- Name: FUNCTION sum_retained(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.sum_retained() FROM PUBLIC;


--
-- Name: FUNCTION take_back_request(session bytea, request_id uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.take_back_request(session bytea, request_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.take_back_request(session bytea, request_id uuid) TO mbongo_office;


--
-- Name: FUNCTION tell_changed(login uuid, what text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.tell_changed(login uuid, what text) FROM PUBLIC;


--
-- Name: TABLE payment; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.payment TO mbongo_office;
GRANT SELECT ON TABLE public.payment TO mbongo_read;
GRANT SELECT ON TABLE public.payment TO mbongo_web;
GRANT SELECT ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(id) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(id) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(id) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.purpose; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(purpose) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(purpose) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(purpose) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.reference; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(reference) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(reference) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(reference) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.rail; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(rail) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(rail) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(rail) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.direction; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(direction) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(direction) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(direction) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.channel; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(channel) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(channel) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(channel) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.person_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(person_id) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(person_id) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(person_id) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.asked_by; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(asked_by) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(asked_by) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(asked_by) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.party_kind; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(party_kind) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(party_kind) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(party_kind) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.party; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(party) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(party) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(party) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.amount; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(amount),UPDATE(amount) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(amount) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(amount),UPDATE(amount) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.fee; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(fee) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(fee) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(fee) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.tax; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(tax) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(tax) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(tax) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.reservation; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(reservation) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(reservation) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(reservation) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.request_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(request_id) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(request_id) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(request_id) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.refunds; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(refunds) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(refunds) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(refunds) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.counted; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(counted),UPDATE(counted) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(counted),UPDATE(counted) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(counted),UPDATE(counted) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.sim; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(sim) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(sim) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(sim) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.payment TO mbongo_office;
GRANT UPDATE(state) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.handle; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(handle) ON TABLE public.payment TO mbongo_office;
GRANT UPDATE(handle) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.base_url; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(base_url) ON TABLE public.payment TO mbongo_office;
GRANT UPDATE(base_url) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.redirect_url; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(redirect_url) ON TABLE public.payment TO mbongo_office;
GRANT UPDATE(redirect_url) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.reason; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(reason) ON TABLE public.payment TO mbongo_office;
GRANT UPDATE(reason) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.operator_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(operator_id) ON TABLE public.payment TO mbongo_office;
GRANT UPDATE(operator_id) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.tries; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(tries) ON TABLE public.payment TO mbongo_office;
GRANT UPDATE(tries) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.polls; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(polls) ON TABLE public.payment TO mbongo_office;
GRANT UPDATE(polls) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.due_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(due_at),UPDATE(due_at) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(due_at) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(due_at),UPDATE(due_at) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.leased_until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(leased_until) ON TABLE public.payment TO mbongo_office;
GRANT UPDATE(leased_until) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.submitted_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(submitted_at) ON TABLE public.payment TO mbongo_office;
GRANT UPDATE(submitted_at) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.created_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(created_at) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(created_at) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(created_at) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.changed_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(changed_at),UPDATE(changed_at) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(changed_at) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(changed_at),UPDATE(changed_at) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.currency; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(currency) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(currency) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(currency) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.charged; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(charged),UPDATE(charged) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(charged) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(charged),UPDATE(charged) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.quote_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(quote_id) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(quote_id) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(quote_id) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.checkout_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(checkout_id) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(checkout_id) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(checkout_id) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.recharge_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(recharge_id) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(recharge_id) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(recharge_id) ON TABLE public.payment TO mbongo_worker;


--
-- Name: COLUMN payment.beside; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(beside) ON TABLE public.payment TO mbongo_office;
GRANT INSERT(beside) ON TABLE public.payment TO mbongo_web;
GRANT INSERT(beside) ON TABLE public.payment TO mbongo_worker;


--
-- Name: FUNCTION tell_nothing(p public.payment); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.tell_nothing(p public.payment) FROM PUBLIC;


--
-- Name: FUNCTION transfer_id(key text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.transfer_id(key text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.transfer_id(key text) TO mbongo_office;
GRANT ALL ON FUNCTION public.transfer_id(key text) TO mbongo_read;
GRANT ALL ON FUNCTION public.transfer_id(key text) TO mbongo_web;
GRANT ALL ON FUNCTION public.transfer_id(key text) TO mbongo_worker;


--
-- Name: FUNCTION transfer_size(amounts bigint[]); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.transfer_size(amounts bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.transfer_size(amounts bigint[]) TO mbongo_office;
GRANT ALL ON FUNCTION public.transfer_size(amounts bigint[]) TO mbongo_read;
GRANT ALL ON FUNCTION public.transfer_size(amounts bigint[]) TO mbongo_web;
GRANT ALL ON FUNCTION public.transfer_size(amounts bigint[]) TO mbongo_worker;


--
-- Name: FUNCTION unmask_person(session bytea, person uuid, given_for text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.unmask_person(session bytea, person uuid, given_for text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.unmask_person(session bytea, person uuid, given_for text) TO mbongo_office;


--
-- Name: FUNCTION unmasked_for(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.unmasked_for() FROM PUBLIC;


--
-- Name: FUNCTION use_api_key(digests bytea[], newest text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.use_api_key(digests bytea[], newest text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.use_api_key(digests bytea[], newest text) TO mbongo_web;


--
-- Name: FUNCTION use_page_code(code uuid, key bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.use_page_code(code uuid, key bytea) FROM PUBLIC;


--
-- Name: FUNCTION use_recovery_code(session bytea, code_digest bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.use_recovery_code(session bytea, code_digest bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.use_recovery_code(session bytea, code_digest bytea) TO mbongo_web;


--
-- Name: FUNCTION vat_in(gross bigint, ppm integer); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.vat_in(gross bigint, ppm integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.vat_in(gross bigint, ppm integer) TO mbongo_office;
GRANT ALL ON FUNCTION public.vat_in(gross bigint, ppm integer) TO mbongo_read;
GRANT ALL ON FUNCTION public.vat_in(gross bigint, ppm integer) TO mbongo_worker;


--
-- Name: FUNCTION wallet_now(); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.wallet_now() FROM PUBLIC;
GRANT ALL ON FUNCTION public.wallet_now() TO mbongo_office;
GRANT ALL ON FUNCTION public.wallet_now() TO mbongo_read;
GRANT ALL ON FUNCTION public.wallet_now() TO mbongo_web;
GRANT ALL ON FUNCTION public.wallet_now() TO mbongo_worker;


--
-- Name: FUNCTION withdraw_invitation(session bytea, business uuid, made uuid); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.withdraw_invitation(session bytea, business uuid, made uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.withdraw_invitation(session bytea, business uuid, made uuid) TO mbongo_web;


--
-- Name: FUNCTION without_people(said jsonb); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.without_people(said jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.without_people(said jsonb) TO mbongo_read;


--
-- Name: FUNCTION write_member_password(login uuid, new_recipe text, key bytea, kept bytea); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.write_member_password(login uuid, new_recipe text, key bytea, kept bytea) FROM PUBLIC;


--
-- Name: FUNCTION write_member_session(login uuid, by text, session bytea, address text, browser text); Type: ACL; Schema: public; Owner: mbongo_owner
--

REVOKE ALL ON FUNCTION public.write_member_session(login uuid, by text, session bytea, address text, browser text) FROM PUBLIC;


--
-- Name: TABLE account; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.account TO mbongo_office;
GRANT SELECT ON TABLE public.account TO mbongo_read;
GRANT SELECT ON TABLE public.account TO mbongo_web;
GRANT SELECT ON TABLE public.account TO mbongo_worker;


--
-- Name: TABLE account_kind; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.account_kind TO mbongo_office;
GRANT SELECT ON TABLE public.account_kind TO mbongo_read;
GRANT SELECT ON TABLE public.account_kind TO mbongo_web;
GRANT SELECT ON TABLE public.account_kind TO mbongo_worker;


--
-- Name: TABLE accrual_due; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.accrual_due TO mbongo_office;
GRANT SELECT ON TABLE public.accrual_due TO mbongo_read;
GRANT SELECT ON TABLE public.accrual_due TO mbongo_web;
GRANT SELECT ON TABLE public.accrual_due TO mbongo_worker;


--
-- Name: TABLE act_posted; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.act_posted TO mbongo_read;


--
-- Name: TABLE agent; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.agent TO mbongo_office;
GRANT SELECT ON TABLE public.agent TO mbongo_read;
GRANT SELECT ON TABLE public.agent TO mbongo_web;
GRANT SELECT ON TABLE public.agent TO mbongo_worker;


--
-- Name: COLUMN agent.wrong_codes; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(wrong_codes) ON TABLE public.agent TO mbongo_web;
GRANT UPDATE(wrong_codes) ON TABLE public.agent TO mbongo_worker;


--
-- Name: COLUMN agent.wrong_day; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(wrong_day) ON TABLE public.agent TO mbongo_web;
GRANT UPDATE(wrong_day) ON TABLE public.agent TO mbongo_worker;


--
-- Name: COLUMN agent.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.agent TO mbongo_office;
GRANT UPDATE(state) ON TABLE public.agent TO mbongo_web;
GRANT UPDATE(state) ON TABLE public.agent TO mbongo_worker;


--
-- Name: TABLE agent_operation; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.agent_operation TO mbongo_office;
GRANT SELECT ON TABLE public.agent_operation TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.agent_operation TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.agent_operation TO mbongo_worker;


--
-- Name: TABLE alert; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.alert TO mbongo_office;
GRANT SELECT ON TABLE public.alert TO mbongo_read;


--
-- Name: TABLE alert_case; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.alert_case TO mbongo_office;
GRANT SELECT ON TABLE public.alert_case TO mbongo_read;


--
-- Name: TABLE alert_decision; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.alert_decision TO mbongo_office;
GRANT SELECT ON TABLE public.alert_decision TO mbongo_read;


--
-- Name: TABLE alert_judged; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.alert_judged TO mbongo_office;
GRANT SELECT ON TABLE public.alert_judged TO mbongo_read;
GRANT SELECT ON TABLE public.alert_judged TO mbongo_worker;


--
-- Name: TABLE alert_rule; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.alert_rule TO mbongo_office;
GRANT SELECT ON TABLE public.alert_rule TO mbongo_read;


--
-- Name: TABLE api_key; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT ON TABLE public.api_key TO mbongo_office;


--
-- Name: COLUMN api_key.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(id) ON TABLE public.api_key TO mbongo_office;
GRANT SELECT(id) ON TABLE public.api_key TO mbongo_read;
GRANT SELECT(id) ON TABLE public.api_key TO mbongo_web;
GRANT SELECT(id) ON TABLE public.api_key TO mbongo_worker;


--
-- Name: COLUMN api_key.merchant_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(merchant_id) ON TABLE public.api_key TO mbongo_office;
GRANT SELECT(merchant_id) ON TABLE public.api_key TO mbongo_read;
GRANT SELECT(merchant_id) ON TABLE public.api_key TO mbongo_web;
GRANT SELECT(merchant_id) ON TABLE public.api_key TO mbongo_worker;


--
-- Name: COLUMN api_key.hint; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(hint) ON TABLE public.api_key TO mbongo_office;
GRANT SELECT(hint) ON TABLE public.api_key TO mbongo_read;
GRANT SELECT(hint) ON TABLE public.api_key TO mbongo_web;
GRANT SELECT(hint) ON TABLE public.api_key TO mbongo_worker;


--
-- Name: COLUMN api_key.pepper; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(pepper) ON TABLE public.api_key TO mbongo_read;


--
-- Name: COLUMN api_key.live; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(live) ON TABLE public.api_key TO mbongo_office;
GRANT SELECT(live) ON TABLE public.api_key TO mbongo_read;
GRANT SELECT(live) ON TABLE public.api_key TO mbongo_web;


--
-- Name: COLUMN api_key.permissions; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(permissions),UPDATE(permissions) ON TABLE public.api_key TO mbongo_office;
GRANT SELECT(permissions) ON TABLE public.api_key TO mbongo_read;
GRANT SELECT(permissions) ON TABLE public.api_key TO mbongo_web;


--
-- Name: COLUMN api_key.addresses; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(addresses) ON TABLE public.api_key TO mbongo_office;
GRANT SELECT(addresses) ON TABLE public.api_key TO mbongo_read;
GRANT SELECT(addresses) ON TABLE public.api_key TO mbongo_web;


--
-- Name: COLUMN api_key.version; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(version) ON TABLE public.api_key TO mbongo_office;
GRANT SELECT(version) ON TABLE public.api_key TO mbongo_read;
GRANT SELECT(version) ON TABLE public.api_key TO mbongo_web;


--
-- Name: COLUMN api_key.since; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(since) ON TABLE public.api_key TO mbongo_office;
GRANT SELECT(since) ON TABLE public.api_key TO mbongo_read;
GRANT SELECT(since) ON TABLE public.api_key TO mbongo_web;


--
-- Name: COLUMN api_key.until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(until),UPDATE(until) ON TABLE public.api_key TO mbongo_office;
GRANT SELECT(until) ON TABLE public.api_key TO mbongo_read;
GRANT SELECT(until) ON TABLE public.api_key TO mbongo_web;


--
-- Name: COLUMN api_key.used_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(used_at) ON TABLE public.api_key TO mbongo_office;
GRANT SELECT(used_at) ON TABLE public.api_key TO mbongo_read;
GRANT SELECT(used_at) ON TABLE public.api_key TO mbongo_web;


--
-- Name: TABLE ask; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.ask TO mbongo_office;
GRANT SELECT ON TABLE public.ask TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.ask TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.ask TO mbongo_worker;


--
-- Name: COLUMN ask.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.ask TO mbongo_office;
GRANT UPDATE(state) ON TABLE public.ask TO mbongo_web;
GRANT UPDATE(state) ON TABLE public.ask TO mbongo_worker;


--
-- Name: COLUMN ask.tries; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(tries) ON TABLE public.ask TO mbongo_web;
GRANT UPDATE(tries) ON TABLE public.ask TO mbongo_worker;


--
-- Name: TABLE bank_file; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.bank_file TO mbongo_office;


--
-- Name: TABLE bank_leg; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.bank_leg TO mbongo_office;
GRANT SELECT ON TABLE public.bank_leg TO mbongo_read;


--
-- Name: COLUMN bank_leg.line_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(line_id) ON TABLE public.bank_leg TO mbongo_office;


--
-- Name: TABLE bank_line_paid; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.bank_line_paid TO mbongo_office;
GRANT SELECT ON TABLE public.bank_line_paid TO mbongo_read;
GRANT SELECT ON TABLE public.bank_line_paid TO mbongo_web;
GRANT SELECT ON TABLE public.bank_line_paid TO mbongo_worker;


--
-- Name: TABLE bank_line_read; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT,TRUNCATE ON TABLE public.bank_line_read TO mbongo_office;


--
-- Name: TABLE bill; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.bill TO mbongo_office;
GRANT SELECT ON TABLE public.bill TO mbongo_read;
GRANT SELECT ON TABLE public.bill TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.bill TO mbongo_worker;


--
-- Name: COLUMN bill.reference; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(reference) ON TABLE public.bill TO mbongo_office;
GRANT UPDATE(reference) ON TABLE public.bill TO mbongo_worker;


--
-- Name: COLUMN bill.amount; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(amount) ON TABLE public.bill TO mbongo_office;
GRANT UPDATE(amount) ON TABLE public.bill TO mbongo_worker;


--
-- Name: COLUMN bill.paid_with; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(paid_with) ON TABLE public.bill TO mbongo_web;
GRANT UPDATE(paid_with) ON TABLE public.bill TO mbongo_worker;


--
-- Name: COLUMN bill.known_until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(known_until) ON TABLE public.bill TO mbongo_office;
GRANT UPDATE(known_until) ON TABLE public.bill TO mbongo_worker;


--
-- Name: TABLE bill_search; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.bill_search TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.bill_search TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.bill_search TO mbongo_worker;


--
-- Name: COLUMN bill_search.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.bill_search TO mbongo_worker;


--
-- Name: COLUMN bill_search.tries; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(tries) ON TABLE public.bill_search TO mbongo_worker;


--
-- Name: COLUMN bill_search.due_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(due_at) ON TABLE public.bill_search TO mbongo_worker;


--
-- Name: COLUMN bill_search.bill_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(bill_id) ON TABLE public.bill_search TO mbongo_worker;


--
-- Name: COLUMN bill_search.code; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(code) ON TABLE public.bill_search TO mbongo_office;
GRANT UPDATE(code) ON TABLE public.bill_search TO mbongo_worker;


--
-- Name: TABLE block; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.block TO mbongo_office;
GRANT SELECT ON TABLE public.block TO mbongo_read;
GRANT SELECT,INSERT,DELETE ON TABLE public.block TO mbongo_web;
GRANT SELECT,INSERT,DELETE ON TABLE public.block TO mbongo_worker;


--
-- Name: COLUMN block.blocker; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(blocker) ON TABLE public.block TO mbongo_office;
GRANT UPDATE(blocker) ON TABLE public.block TO mbongo_web;
GRANT UPDATE(blocker) ON TABLE public.block TO mbongo_worker;


--
-- Name: TABLE business_act; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.business_act TO mbongo_office;
GRANT SELECT ON TABLE public.business_act TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.business_act TO mbongo_web;


--
-- Name: TABLE level_rule; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.level_rule TO mbongo_office;
GRANT SELECT ON TABLE public.level_rule TO mbongo_read;
GRANT SELECT ON TABLE public.level_rule TO mbongo_web;
GRANT SELECT ON TABLE public.level_rule TO mbongo_worker;


--
-- Name: TABLE business_level; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.business_level TO mbongo_office;
GRANT SELECT ON TABLE public.business_level TO mbongo_read;
GRANT SELECT ON TABLE public.business_level TO mbongo_web;
GRANT SELECT ON TABLE public.business_level TO mbongo_worker;


--
-- Name: TABLE business_usage; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.business_usage TO mbongo_office;
GRANT SELECT ON TABLE public.business_usage TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.business_usage TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.business_usage TO mbongo_worker;


--
-- Name: COLUMN business_usage.amount; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(amount) ON TABLE public.business_usage TO mbongo_office;
GRANT UPDATE(amount) ON TABLE public.business_usage TO mbongo_web;
GRANT UPDATE(amount) ON TABLE public.business_usage TO mbongo_worker;


--
-- Name: TABLE callback_in; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.callback_in TO mbongo_read;
GRANT INSERT ON TABLE public.callback_in TO mbongo_web;
GRANT SELECT ON TABLE public.callback_in TO mbongo_worker;


--
-- Name: COLUMN callback_in.hint; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(hint) ON TABLE public.callback_in TO mbongo_worker;


--
-- Name: COLUMN callback_in.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.callback_in TO mbongo_worker;


--
-- Name: TABLE case_file; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.case_file TO mbongo_office;
GRANT SELECT ON TABLE public.case_file TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.case_file TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.case_file TO mbongo_worker;


--
-- Name: COLUMN case_file.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.case_file TO mbongo_office;


--
-- Name: TABLE cash_out; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.cash_out TO mbongo_office;
GRANT SELECT,INSERT ON TABLE public.cash_out TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.cash_out TO mbongo_worker;


--
-- Name: COLUMN cash_out.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(id) ON TABLE public.cash_out TO mbongo_read;


--
-- Name: COLUMN cash_out.reference; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(reference) ON TABLE public.cash_out TO mbongo_read;


--
-- Name: COLUMN cash_out.agent_code; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(agent_code) ON TABLE public.cash_out TO mbongo_read;


--
-- Name: COLUMN cash_out.customer_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(customer_id) ON TABLE public.cash_out TO mbongo_read;


--
-- Name: COLUMN cash_out.channel; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(channel) ON TABLE public.cash_out TO mbongo_read;


--
-- Name: COLUMN cash_out.amount; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(amount) ON TABLE public.cash_out TO mbongo_read;


--
-- Name: COLUMN cash_out.fee; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(fee) ON TABLE public.cash_out TO mbongo_read;


--
-- Name: COLUMN cash_out.tax; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(tax) ON TABLE public.cash_out TO mbongo_read;


--
-- Name: COLUMN cash_out.commission; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(commission) ON TABLE public.cash_out TO mbongo_read;


--
-- Name: COLUMN cash_out.held; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(held) ON TABLE public.cash_out TO mbongo_read;


--
-- Name: COLUMN cash_out.place; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(place) ON TABLE public.cash_out TO mbongo_read;


--
-- Name: COLUMN cash_out.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.cash_out TO mbongo_office;
GRANT SELECT(state) ON TABLE public.cash_out TO mbongo_read;
GRANT UPDATE(state) ON TABLE public.cash_out TO mbongo_web;
GRANT UPDATE(state) ON TABLE public.cash_out TO mbongo_worker;


--
-- Name: COLUMN cash_out.tries; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(tries) ON TABLE public.cash_out TO mbongo_read;
GRANT UPDATE(tries) ON TABLE public.cash_out TO mbongo_web;
GRANT UPDATE(tries) ON TABLE public.cash_out TO mbongo_worker;


--
-- Name: COLUMN cash_out.asked_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(asked_at) ON TABLE public.cash_out TO mbongo_read;


--
-- Name: COLUMN cash_out.until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(until) ON TABLE public.cash_out TO mbongo_read;
GRANT UPDATE(until) ON TABLE public.cash_out TO mbongo_web;
GRANT UPDATE(until) ON TABLE public.cash_out TO mbongo_worker;


--
-- Name: TABLE caution; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.caution TO mbongo_office;
GRANT SELECT ON TABLE public.caution TO mbongo_read;
GRANT SELECT ON TABLE public.caution TO mbongo_web;
GRANT SELECT ON TABLE public.caution TO mbongo_worker;


--
-- Name: TABLE ceiling; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.ceiling TO mbongo_office;
GRANT SELECT ON TABLE public.ceiling TO mbongo_read;
GRANT SELECT ON TABLE public.ceiling TO mbongo_web;
GRANT SELECT ON TABLE public.ceiling TO mbongo_worker;


--
-- Name: TABLE channel; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.channel TO mbongo_office;
GRANT SELECT ON TABLE public.channel TO mbongo_read;
GRANT SELECT ON TABLE public.channel TO mbongo_web;
GRANT SELECT ON TABLE public.channel TO mbongo_worker;


--
-- Name: TABLE charge; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.charge TO mbongo_office;
GRANT SELECT ON TABLE public.charge TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.charge TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.charge TO mbongo_worker;


--
-- Name: TABLE checkout_ask; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.checkout_ask TO mbongo_office;
GRANT SELECT ON TABLE public.checkout_ask TO mbongo_read;
GRANT SELECT ON TABLE public.checkout_ask TO mbongo_web;
GRANT SELECT ON TABLE public.checkout_ask TO mbongo_worker;


--
-- Name: COLUMN checkout_ask.checkout_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(checkout_id) ON TABLE public.checkout_ask TO mbongo_web;


--
-- Name: COLUMN checkout_ask.merchant_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(merchant_id) ON TABLE public.checkout_ask TO mbongo_web;


--
-- Name: COLUMN checkout_ask.phone; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(phone) ON TABLE public.checkout_ask TO mbongo_web;


--
-- Name: COLUMN checkout_ask.email; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(email) ON TABLE public.checkout_ask TO mbongo_web;


--
-- Name: COLUMN checkout_ask.told; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(told) ON TABLE public.checkout_ask TO mbongo_web;


--
-- Name: COLUMN checkout_ask.dropped; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(dropped),UPDATE(dropped) ON TABLE public.checkout_ask TO mbongo_web;
GRANT UPDATE(dropped) ON TABLE public.checkout_ask TO mbongo_worker;


--
-- Name: COLUMN checkout_ask.asked_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(asked_at) ON TABLE public.checkout_ask TO mbongo_web;


--
-- Name: COLUMN checkout_ask.reminded_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(reminded_at) ON TABLE public.checkout_ask TO mbongo_web;


--
-- Name: COLUMN checkout_ask.refused_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(refused_at) ON TABLE public.checkout_ask TO mbongo_web;
GRANT UPDATE(refused_at) ON TABLE public.checkout_ask TO mbongo_worker;


--
-- Name: TABLE claim; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.claim TO mbongo_office;
GRANT SELECT ON TABLE public.claim TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.claim TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.claim TO mbongo_worker;


--
-- Name: COLUMN claim.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.claim TO mbongo_office;
GRANT UPDATE(state) ON TABLE public.claim TO mbongo_web;
GRANT UPDATE(state) ON TABLE public.claim TO mbongo_worker;


--
-- Name: COLUMN claim.ended_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(ended_at) ON TABLE public.claim TO mbongo_office;
GRANT UPDATE(ended_at) ON TABLE public.claim TO mbongo_web;
GRANT UPDATE(ended_at) ON TABLE public.claim TO mbongo_worker;


--
-- Name: TABLE clock_shift; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.clock_shift TO mbongo_office;
GRANT SELECT ON TABLE public.clock_shift TO mbongo_read;
GRANT SELECT ON TABLE public.clock_shift TO mbongo_web;
GRANT SELECT ON TABLE public.clock_shift TO mbongo_worker;


--
-- Name: TABLE closed_day; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.closed_day TO mbongo_office;
GRANT SELECT ON TABLE public.closed_day TO mbongo_read;
GRANT SELECT ON TABLE public.closed_day TO mbongo_worker;


--
-- Name: COLUMN closed_day.day; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(day) ON TABLE public.closed_day TO mbongo_office;
GRANT SELECT(day) ON TABLE public.closed_day TO mbongo_web;


--
-- Name: TABLE closed_month; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.closed_month TO mbongo_office;
GRANT SELECT ON TABLE public.closed_month TO mbongo_read;
GRANT SELECT ON TABLE public.closed_month TO mbongo_worker;


--
-- Name: COLUMN closed_month.month; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(month) ON TABLE public.closed_month TO mbongo_office;


--
-- Name: TABLE code_look; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.code_look TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.code_look TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.code_look TO mbongo_worker;


--
-- Name: COLUMN code_look.wrong; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(wrong) ON TABLE public.code_look TO mbongo_web;
GRANT UPDATE(wrong) ON TABLE public.code_look TO mbongo_worker;


--
-- Name: COLUMN code_look.seen; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(seen) ON TABLE public.code_look TO mbongo_web;
GRANT UPDATE(seen) ON TABLE public.code_look TO mbongo_worker;


--
-- Name: TABLE contest; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.contest TO mbongo_office;
GRANT SELECT ON TABLE public.contest TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.contest TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.contest TO mbongo_worker;


--
-- Name: COLUMN contest.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.contest TO mbongo_office;


--
-- Name: COLUMN contest.decided_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(decided_at) ON TABLE public.contest TO mbongo_office;


--
-- Name: TABLE customer; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.customer TO mbongo_office;
GRANT SELECT ON TABLE public.customer TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.customer TO mbongo_web;
GRANT SELECT ON TABLE public.customer TO mbongo_worker;


--
-- Name: COLUMN customer.name; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(name) ON TABLE public.customer TO mbongo_web;


--
-- Name: COLUMN customer.niu; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(niu) ON TABLE public.customer TO mbongo_web;


--
-- Name: COLUMN customer.rccm; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(rccm) ON TABLE public.customer TO mbongo_web;


--
-- Name: COLUMN customer.address; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(address) ON TABLE public.customer TO mbongo_web;


--
-- Name: COLUMN customer.email; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(email) ON TABLE public.customer TO mbongo_web;


--
-- Name: COLUMN customer.phone; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(phone) ON TABLE public.customer TO mbongo_web;


--
-- Name: COLUMN customer.language; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(language) ON TABLE public.customer TO mbongo_web;


--
-- Name: COLUMN customer.changed_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(changed_at) ON TABLE public.customer TO mbongo_web;


--
-- Name: TABLE day_sum; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.day_sum TO mbongo_office;
GRANT SELECT ON TABLE public.day_sum TO mbongo_read;
GRANT SELECT ON TABLE public.day_sum TO mbongo_worker;


--
-- Name: TABLE day_summed; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.day_summed TO mbongo_office;
GRANT SELECT ON TABLE public.day_summed TO mbongo_read;
GRANT SELECT ON TABLE public.day_summed TO mbongo_web;
GRANT SELECT ON TABLE public.day_summed TO mbongo_worker;


--
-- Name: TABLE delivery; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.delivery TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.delivery TO mbongo_web;


--
-- Name: COLUMN delivery.status; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(status) ON TABLE public.delivery TO mbongo_web;


--
-- Name: COLUMN delivery.rank; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(rank) ON TABLE public.delivery TO mbongo_web;


--
-- Name: COLUMN delivery.failure; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(failure) ON TABLE public.delivery TO mbongo_web;


--
-- Name: COLUMN delivery.at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(at) ON TABLE public.delivery TO mbongo_web;


--
-- Name: TABLE delivery_try; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.delivery_try TO mbongo_read;
GRANT SELECT ON TABLE public.delivery_try TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.delivery_try TO mbongo_worker;


--
-- Name: TABLE discrepancy; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.discrepancy TO mbongo_office;
GRANT SELECT ON TABLE public.discrepancy TO mbongo_read;
GRANT SELECT ON TABLE public.discrepancy TO mbongo_web;
GRANT SELECT ON TABLE public.discrepancy TO mbongo_worker;


--
-- Name: COLUMN discrepancy.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.discrepancy TO mbongo_office;


--
-- Name: COLUMN discrepancy.corrections; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(corrections) ON TABLE public.discrepancy TO mbongo_office;


--
-- Name: COLUMN document_content.document_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(document_id) ON TABLE public.document_content TO mbongo_read;
GRANT INSERT(document_id) ON TABLE public.document_content TO mbongo_web;


--
-- Name: COLUMN document_content.sealed_key; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(sealed_key) ON TABLE public.document_content TO mbongo_web;


--
-- Name: COLUMN document_content.nonce; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(nonce) ON TABLE public.document_content TO mbongo_read;
GRANT INSERT(nonce) ON TABLE public.document_content TO mbongo_web;


--
-- Name: COLUMN document_content.content; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(content) ON TABLE public.document_content TO mbongo_web;


--
-- Name: COLUMN document_content.let_go_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(let_go_at) ON TABLE public.document_content TO mbongo_read;


--
-- Name: TABLE door_use; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.door_use TO mbongo_office;
GRANT SELECT ON TABLE public.door_use TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.door_use TO mbongo_web;


--
-- Name: COLUMN door_use.newest; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(newest) ON TABLE public.door_use TO mbongo_web;


--
-- Name: COLUMN door_use.calls; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(calls) ON TABLE public.door_use TO mbongo_web;


--
-- Name: COLUMN door_use.last_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(last_at) ON TABLE public.door_use TO mbongo_web;


--
-- Name: TABLE dormancy; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.dormancy TO mbongo_office;
GRANT SELECT ON TABLE public.dormancy TO mbongo_read;
GRANT SELECT,DELETE ON TABLE public.dormancy TO mbongo_worker;


--
-- Name: COLUMN dormancy.person_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(person_id) ON TABLE public.dormancy TO mbongo_worker;


--
-- Name: COLUMN dormancy.idle_since; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(idle_since) ON TABLE public.dormancy TO mbongo_worker;


--
-- Name: COLUMN dormancy.warned_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(warned_at) ON TABLE public.dormancy TO mbongo_worker;


--
-- Name: COLUMN dormancy.dormant_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(dormant_at) ON TABLE public.dormancy TO mbongo_worker;


--
-- Name: TABLE dormancy_sweep; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.dormancy_sweep TO mbongo_read;
GRANT SELECT ON TABLE public.dormancy_sweep TO mbongo_worker;


--
-- Name: COLUMN dormancy_sweep.day; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(day) ON TABLE public.dormancy_sweep TO mbongo_worker;


--
-- Name: COLUMN dormancy_sweep.after; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(after) ON TABLE public.dormancy_sweep TO mbongo_worker;


--
-- Name: TABLE dormant_batch; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.dormant_batch TO mbongo_office;
GRANT SELECT ON TABLE public.dormant_batch TO mbongo_read;


--
-- Name: TABLE dormant_handover; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.dormant_handover TO mbongo_office;
GRANT SELECT ON TABLE public.dormant_handover TO mbongo_read;


--
-- Name: TABLE dormant_line; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.dormant_line TO mbongo_office;
GRANT SELECT ON TABLE public.dormant_line TO mbongo_read;


--
-- Name: COLUMN dormant_line.person_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(person_id) ON TABLE public.dormant_line TO mbongo_web;
GRANT SELECT(person_id) ON TABLE public.dormant_line TO mbongo_worker;


--
-- Name: COLUMN dormant_line.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.dormant_line TO mbongo_office;
GRANT SELECT(state) ON TABLE public.dormant_line TO mbongo_web;
GRANT SELECT(state) ON TABLE public.dormant_line TO mbongo_worker;


--
-- Name: COLUMN dormant_line.handover_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(handover_id) ON TABLE public.dormant_line TO mbongo_office;


--
-- Name: TABLE endpoint; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.endpoint TO mbongo_web;
GRANT SELECT ON TABLE public.endpoint TO mbongo_worker;


--
-- Name: COLUMN endpoint.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(id) ON TABLE public.endpoint TO mbongo_read;


--
-- Name: COLUMN endpoint.merchant_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(merchant_id) ON TABLE public.endpoint TO mbongo_read;


--
-- Name: COLUMN endpoint.url; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(url) ON TABLE public.endpoint TO mbongo_read;
GRANT UPDATE(url) ON TABLE public.endpoint TO mbongo_web;


--
-- Name: COLUMN endpoint.kinds; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(kinds) ON TABLE public.endpoint TO mbongo_read;
GRANT UPDATE(kinds) ON TABLE public.endpoint TO mbongo_web;


--
-- Name: COLUMN endpoint.secret; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(secret) ON TABLE public.endpoint TO mbongo_web;


--
-- Name: COLUMN endpoint.secret_before; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(secret_before) ON TABLE public.endpoint TO mbongo_web;


--
-- Name: COLUMN endpoint.before_until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(before_until) ON TABLE public.endpoint TO mbongo_web;


--
-- Name: COLUMN endpoint.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(state) ON TABLE public.endpoint TO mbongo_read;
GRANT UPDATE(state) ON TABLE public.endpoint TO mbongo_web;
GRANT UPDATE(state) ON TABLE public.endpoint TO mbongo_worker;


--
-- Name: COLUMN endpoint.failing_since; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(failing_since) ON TABLE public.endpoint TO mbongo_read;
GRANT UPDATE(failing_since) ON TABLE public.endpoint TO mbongo_web;
GRANT UPDATE(failing_since) ON TABLE public.endpoint TO mbongo_worker;


--
-- Name: COLUMN endpoint.slow; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(slow) ON TABLE public.endpoint TO mbongo_read;
GRANT UPDATE(slow) ON TABLE public.endpoint TO mbongo_worker;


--
-- Name: COLUMN endpoint.leased_until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(leased_until) ON TABLE public.endpoint TO mbongo_read;
GRANT UPDATE(leased_until) ON TABLE public.endpoint TO mbongo_worker;


--
-- Name: COLUMN endpoint.since; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(since) ON TABLE public.endpoint TO mbongo_read;


--
-- Name: TABLE entry; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.entry TO mbongo_office;
GRANT SELECT ON TABLE public.entry TO mbongo_read;
GRANT SELECT ON TABLE public.entry TO mbongo_web;
GRANT SELECT ON TABLE public.entry TO mbongo_worker;


--
-- Name: TABLE event; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT ON TABLE public.event TO mbongo_office;
GRANT SELECT ON TABLE public.event TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.event TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.event TO mbongo_worker;


--
-- Name: COLUMN event.number; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(number) ON TABLE public.event TO mbongo_worker;


--
-- Name: TABLE event_count; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.event_count TO mbongo_worker;


--
-- Name: COLUMN event_count.published; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(published) ON TABLE public.event_count TO mbongo_worker;


--
-- Name: TABLE event_delivery; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.event_delivery TO mbongo_read;
GRANT SELECT ON TABLE public.event_delivery TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.event_delivery TO mbongo_worker;


--
-- Name: COLUMN event_delivery.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.event_delivery TO mbongo_web;
GRANT UPDATE(state) ON TABLE public.event_delivery TO mbongo_worker;


--
-- Name: COLUMN event_delivery.tries; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(tries) ON TABLE public.event_delivery TO mbongo_web;
GRANT UPDATE(tries) ON TABLE public.event_delivery TO mbongo_worker;


--
-- Name: COLUMN event_delivery.due_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(due_at) ON TABLE public.event_delivery TO mbongo_web;
GRANT UPDATE(due_at) ON TABLE public.event_delivery TO mbongo_worker;


--
-- Name: COLUMN event_delivery.ended_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(ended_at) ON TABLE public.event_delivery TO mbongo_web;
GRANT UPDATE(ended_at) ON TABLE public.event_delivery TO mbongo_worker;


--
-- Name: TABLE favourite; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.favourite TO mbongo_office;
GRANT SELECT ON TABLE public.favourite TO mbongo_read;
GRANT SELECT,INSERT,DELETE ON TABLE public.favourite TO mbongo_web;
GRANT SELECT,INSERT,DELETE ON TABLE public.favourite TO mbongo_worker;


--
-- Name: TABLE idempotent_answer; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.idempotent_answer TO mbongo_web;


--
-- Name: COLUMN idempotent_answer.merchant_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(merchant_id) ON TABLE public.idempotent_answer TO mbongo_read;


--
-- Name: COLUMN idempotent_answer.key; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(key) ON TABLE public.idempotent_answer TO mbongo_read;


--
-- Name: COLUMN idempotent_answer.status; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(status) ON TABLE public.idempotent_answer TO mbongo_read;
GRANT UPDATE(status) ON TABLE public.idempotent_answer TO mbongo_web;


--
-- Name: COLUMN idempotent_answer.body; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(body) ON TABLE public.idempotent_answer TO mbongo_web;


--
-- Name: COLUMN idempotent_answer.at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(at) ON TABLE public.idempotent_answer TO mbongo_read;
GRANT UPDATE(at) ON TABLE public.idempotent_answer TO mbongo_web;


--
-- Name: TABLE identity; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.identity TO mbongo_office;
GRANT SELECT ON TABLE public.identity TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.identity TO mbongo_web;
GRANT SELECT ON TABLE public.identity TO mbongo_worker;


--
-- Name: COLUMN identity.disowned_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(disowned_at) ON TABLE public.identity TO mbongo_office;


--
-- Name: COLUMN invitation.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(id) ON TABLE public.invitation TO mbongo_read;
GRANT SELECT(id) ON TABLE public.invitation TO mbongo_web;
GRANT SELECT(id) ON TABLE public.invitation TO mbongo_worker;


--
-- Name: COLUMN invitation.merchant_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(merchant_id) ON TABLE public.invitation TO mbongo_read;
GRANT SELECT(merchant_id) ON TABLE public.invitation TO mbongo_web;
GRANT SELECT(merchant_id) ON TABLE public.invitation TO mbongo_worker;


--
-- Name: COLUMN invitation.email; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(email) ON TABLE public.invitation TO mbongo_read;
GRANT SELECT(email) ON TABLE public.invitation TO mbongo_web;
GRANT SELECT(email) ON TABLE public.invitation TO mbongo_worker;


--
-- Name: COLUMN invitation.phone; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(phone) ON TABLE public.invitation TO mbongo_read;
GRANT SELECT(phone) ON TABLE public.invitation TO mbongo_web;
GRANT SELECT(phone) ON TABLE public.invitation TO mbongo_worker;


--
-- Name: COLUMN invitation.role; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(role) ON TABLE public.invitation TO mbongo_read;
GRANT SELECT(role) ON TABLE public.invitation TO mbongo_web;
GRANT SELECT(role) ON TABLE public.invitation TO mbongo_worker;


--
-- Name: COLUMN invitation.tills; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(tills) ON TABLE public.invitation TO mbongo_read;
GRANT SELECT(tills) ON TABLE public.invitation TO mbongo_web;


--
-- Name: COLUMN invitation.invited_by; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(invited_by) ON TABLE public.invitation TO mbongo_read;
GRANT SELECT(invited_by) ON TABLE public.invitation TO mbongo_web;
GRANT SELECT(invited_by) ON TABLE public.invitation TO mbongo_worker;


--
-- Name: COLUMN invitation.invited_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(invited_at) ON TABLE public.invitation TO mbongo_read;
GRANT SELECT(invited_at) ON TABLE public.invitation TO mbongo_web;


--
-- Name: COLUMN invitation.until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(until) ON TABLE public.invitation TO mbongo_read;
GRANT SELECT(until) ON TABLE public.invitation TO mbongo_web;
GRANT SELECT(until) ON TABLE public.invitation TO mbongo_worker;


--
-- Name: COLUMN invitation.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(state) ON TABLE public.invitation TO mbongo_read;
GRANT SELECT(state) ON TABLE public.invitation TO mbongo_web;
GRANT SELECT(state) ON TABLE public.invitation TO mbongo_worker;


--
-- Name: COLUMN invitation.login_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(login_id) ON TABLE public.invitation TO mbongo_read;


--
-- Name: COLUMN invitation.ended_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(ended_at) ON TABLE public.invitation TO mbongo_read;


--
-- Name: TABLE invoice_deadline; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.invoice_deadline TO mbongo_office;
GRANT SELECT ON TABLE public.invoice_deadline TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.invoice_deadline TO mbongo_web;
GRANT SELECT ON TABLE public.invoice_deadline TO mbongo_worker;


--
-- Name: COLUMN invoice_deadline.done_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(done_at) ON TABLE public.invoice_deadline TO mbongo_worker;


--
-- Name: COLUMN invoice_deadline.told; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(told) ON TABLE public.invoice_deadline TO mbongo_worker;


--
-- Name: TABLE invoice_issuer; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.invoice_issuer TO mbongo_office;
GRANT SELECT ON TABLE public.invoice_issuer TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.invoice_issuer TO mbongo_web;
GRANT SELECT ON TABLE public.invoice_issuer TO mbongo_worker;


--
-- Name: COLUMN invoice_issuer.legal_name; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(legal_name) ON TABLE public.invoice_issuer TO mbongo_web;


--
-- Name: COLUMN invoice_issuer.address; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(address) ON TABLE public.invoice_issuer TO mbongo_web;


--
-- Name: COLUMN invoice_issuer.niu; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(niu) ON TABLE public.invoice_issuer TO mbongo_web;


--
-- Name: COLUMN invoice_issuer.rccm; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(rccm) ON TABLE public.invoice_issuer TO mbongo_web;


--
-- Name: COLUMN invoice_issuer.tax_centre; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(tax_centre) ON TABLE public.invoice_issuer TO mbongo_web;


--
-- Name: COLUMN invoice_issuer.regime; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(regime) ON TABLE public.invoice_issuer TO mbongo_web;


--
-- Name: COLUMN invoice_issuer.vat_shown; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(vat_shown) ON TABLE public.invoice_issuer TO mbongo_web;


--
-- Name: COLUMN invoice_issuer.language; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(language) ON TABLE public.invoice_issuer TO mbongo_web;


--
-- Name: COLUMN invoice_issuer.email; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(email) ON TABLE public.invoice_issuer TO mbongo_web;


--
-- Name: COLUMN invoice_issuer.phone; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(phone) ON TABLE public.invoice_issuer TO mbongo_web;


--
-- Name: COLUMN invoice_issuer.reminder_days; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(reminder_days) ON TABLE public.invoice_issuer TO mbongo_web;


--
-- Name: COLUMN invoice_issuer.changed_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(changed_at) ON TABLE public.invoice_issuer TO mbongo_web;


--
-- Name: TABLE invoice_line; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.invoice_line TO mbongo_office;
GRANT SELECT ON TABLE public.invoice_line TO mbongo_read;
GRANT SELECT,INSERT,DELETE ON TABLE public.invoice_line TO mbongo_web;
GRANT SELECT ON TABLE public.invoice_line TO mbongo_worker;


--
-- Name: TABLE invoice_sending; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.invoice_sending TO mbongo_office;
GRANT SELECT ON TABLE public.invoice_sending TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.invoice_sending TO mbongo_web;
GRANT SELECT ON TABLE public.invoice_sending TO mbongo_worker;


--
-- Name: TABLE invoice_series; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.invoice_series TO mbongo_office;
GRANT SELECT ON TABLE public.invoice_series TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.invoice_series TO mbongo_web;
GRANT SELECT ON TABLE public.invoice_series TO mbongo_worker;


--
-- Name: COLUMN invoice_series.taken; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(taken) ON TABLE public.invoice_series TO mbongo_web;


--
-- Name: COLUMN invoice_series.last_on; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(last_on) ON TABLE public.invoice_series TO mbongo_web;


--
-- Name: COLUMN invoice_series.last_hash; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(last_hash) ON TABLE public.invoice_series TO mbongo_web;


--
-- Name: TABLE key_held; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.key_held TO mbongo_office;
GRANT SELECT ON TABLE public.key_held TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.key_held TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.key_held TO mbongo_worker;


--
-- Name: COLUMN key_held.place; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(place) ON TABLE public.key_held TO mbongo_office;
GRANT UPDATE(place) ON TABLE public.key_held TO mbongo_web;
GRANT UPDATE(place) ON TABLE public.key_held TO mbongo_worker;


--
-- Name: COLUMN key_held.last_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(last_at) ON TABLE public.key_held TO mbongo_office;
GRANT UPDATE(last_at) ON TABLE public.key_held TO mbongo_web;
GRANT UPDATE(last_at) ON TABLE public.key_held TO mbongo_worker;


--
-- Name: TABLE level_need; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.level_need TO mbongo_office;
GRANT SELECT ON TABLE public.level_need TO mbongo_read;
GRANT SELECT ON TABLE public.level_need TO mbongo_web;
GRANT SELECT ON TABLE public.level_need TO mbongo_worker;


--
-- Name: TABLE link; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.link TO mbongo_office;
GRANT SELECT ON TABLE public.link TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.link TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.link TO mbongo_worker;


--
-- Name: COLUMN link.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.link TO mbongo_office;
GRANT UPDATE(state) ON TABLE public.link TO mbongo_web;
GRANT UPDATE(state) ON TABLE public.link TO mbongo_worker;


--
-- Name: TABLE logo; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.logo TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.logo TO mbongo_web;
GRANT SELECT ON TABLE public.logo TO mbongo_worker;


--
-- Name: TABLE mail; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT ON TABLE public.mail TO mbongo_office;
GRANT SELECT ON TABLE public.mail TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.mail TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.mail TO mbongo_worker;


--
-- Name: COLUMN mail.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.mail TO mbongo_worker;


--
-- Name: COLUMN mail.tries; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(tries) ON TABLE public.mail TO mbongo_worker;


--
-- Name: COLUMN mail.maybe_sent; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(maybe_sent) ON TABLE public.mail TO mbongo_worker;


--
-- Name: COLUMN mail.due_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(due_at) ON TABLE public.mail TO mbongo_worker;


--
-- Name: COLUMN mail.failure; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(failure) ON TABLE public.mail TO mbongo_worker;


--
-- Name: TABLE mandate; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.mandate TO mbongo_office;
GRANT SELECT ON TABLE public.mandate TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.mandate TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.mandate TO mbongo_worker;


--
-- Name: TABLE mask_life; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.mask_life TO mbongo_read;


--
-- Name: COLUMN member_login.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(id) ON TABLE public.member_login TO mbongo_office;
GRANT SELECT(id) ON TABLE public.member_login TO mbongo_read;
GRANT SELECT(id) ON TABLE public.member_login TO mbongo_web;
GRANT SELECT(id) ON TABLE public.member_login TO mbongo_worker;


--
-- Name: COLUMN member_login.email; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(email) ON TABLE public.member_login TO mbongo_office;
GRANT SELECT(email) ON TABLE public.member_login TO mbongo_read;
GRANT SELECT(email) ON TABLE public.member_login TO mbongo_web;
GRANT SELECT(email) ON TABLE public.member_login TO mbongo_worker;


--
-- Name: COLUMN member_login.phone; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(phone) ON TABLE public.member_login TO mbongo_office;
GRANT SELECT(phone) ON TABLE public.member_login TO mbongo_read;
GRANT SELECT(phone) ON TABLE public.member_login TO mbongo_web;
GRANT SELECT(phone) ON TABLE public.member_login TO mbongo_worker;


--
-- Name: COLUMN member_login.name; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(name) ON TABLE public.member_login TO mbongo_read;
GRANT SELECT(name) ON TABLE public.member_login TO mbongo_web;
GRANT SELECT(name) ON TABLE public.member_login TO mbongo_worker;


--
-- Name: COLUMN member_login.language; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(language) ON TABLE public.member_login TO mbongo_office;
GRANT SELECT(language) ON TABLE public.member_login TO mbongo_read;
GRANT SELECT(language),UPDATE(language) ON TABLE public.member_login TO mbongo_web;
GRANT SELECT(language) ON TABLE public.member_login TO mbongo_worker;


--
-- Name: COLUMN member_login.recipe; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(recipe) ON TABLE public.member_login TO mbongo_web;


--
-- Name: COLUMN member_login.tries; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(tries) ON TABLE public.member_login TO mbongo_read;


--
-- Name: COLUMN member_login.locked_until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(locked_until) ON TABLE public.member_login TO mbongo_read;


--
-- Name: COLUMN member_login.since; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(since) ON TABLE public.member_login TO mbongo_read;
GRANT SELECT(since) ON TABLE public.member_login TO mbongo_web;


--
-- Name: COLUMN member_login.factor_key; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(factor_key) ON TABLE public.member_login TO mbongo_web;


--
-- Name: TABLE member_permission; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.member_permission TO mbongo_read;


--
-- Name: TABLE member_totp; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.member_totp TO mbongo_web;


--
-- Name: COLUMN member_totp.login_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(login_id) ON TABLE public.member_totp TO mbongo_read;


--
-- Name: COLUMN member_totp.since; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(since) ON TABLE public.member_totp TO mbongo_read;


--
-- Name: COLUMN member_totp.confirmed_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(confirmed_at) ON TABLE public.member_totp TO mbongo_read;


--
-- Name: TABLE membership; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.membership TO mbongo_read;
GRANT SELECT ON TABLE public.membership TO mbongo_web;


--
-- Name: COLUMN membership.merchant_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(merchant_id) ON TABLE public.membership TO mbongo_office;
GRANT SELECT(merchant_id) ON TABLE public.membership TO mbongo_worker;


--
-- Name: COLUMN membership.login_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(login_id) ON TABLE public.membership TO mbongo_office;
GRANT SELECT(login_id) ON TABLE public.membership TO mbongo_worker;


--
-- Name: COLUMN membership.role; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(role) ON TABLE public.membership TO mbongo_office;
GRANT SELECT(role) ON TABLE public.membership TO mbongo_worker;


--
-- Name: COLUMN membership.since; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(since) ON TABLE public.membership TO mbongo_office;
GRANT SELECT(since) ON TABLE public.membership TO mbongo_worker;


--
-- Name: COLUMN membership.until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(until) ON TABLE public.membership TO mbongo_office;
GRANT SELECT(until) ON TABLE public.membership TO mbongo_worker;


--
-- Name: TABLE merchant; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.merchant TO mbongo_office;
GRANT SELECT ON TABLE public.merchant TO mbongo_read;
GRANT SELECT ON TABLE public.merchant TO mbongo_web;
GRANT SELECT ON TABLE public.merchant TO mbongo_worker;


--
-- Name: COLUMN merchant.name; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(name) ON TABLE public.merchant TO mbongo_web;


--
-- Name: COLUMN merchant.phone; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(phone) ON TABLE public.merchant TO mbongo_web;


--
-- Name: COLUMN merchant.texts; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(texts) ON TABLE public.merchant TO mbongo_web;
GRANT UPDATE(texts) ON TABLE public.merchant TO mbongo_worker;


--
-- Name: COLUMN merchant.until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(until) ON TABLE public.merchant TO mbongo_office;
GRANT UPDATE(until) ON TABLE public.merchant TO mbongo_web;
GRANT UPDATE(until) ON TABLE public.merchant TO mbongo_worker;


--
-- Name: COLUMN merchant.biller; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(biller) ON TABLE public.merchant TO mbongo_office;
GRANT UPDATE(biller) ON TABLE public.merchant TO mbongo_web;
GRANT UPDATE(biller) ON TABLE public.merchant TO mbongo_worker;


--
-- Name: COLUMN merchant.lookup_url; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(lookup_url) ON TABLE public.merchant TO mbongo_office;
GRANT UPDATE(lookup_url) ON TABLE public.merchant TO mbongo_web;
GRANT UPDATE(lookup_url) ON TABLE public.merchant TO mbongo_worker;


--
-- Name: COLUMN merchant.level; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(level) ON TABLE public.merchant TO mbongo_office;
GRANT UPDATE(level) ON TABLE public.merchant TO mbongo_worker;


--
-- Name: COLUMN merchant.email; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(email) ON TABLE public.merchant TO mbongo_web;


--
-- Name: COLUMN merchant.language; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(language) ON TABLE public.merchant TO mbongo_web;


--
-- Name: COLUMN merchant.logo; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(logo) ON TABLE public.merchant TO mbongo_web;


--
-- Name: TABLE month_counted; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.month_counted TO mbongo_office;
GRANT SELECT ON TABLE public.month_counted TO mbongo_read;


--
-- Name: TABLE month_figure; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.month_figure TO mbongo_office;
GRANT SELECT ON TABLE public.month_figure TO mbongo_read;


--
-- Name: TABLE month_return; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.month_return TO mbongo_office;
GRANT SELECT ON TABLE public.month_return TO mbongo_read;
GRANT SELECT ON TABLE public.month_return TO mbongo_worker;


--
-- Name: COLUMN month_return.month; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(month) ON TABLE public.month_return TO mbongo_office;


--
-- Name: COLUMN month_return.tax; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(tax) ON TABLE public.month_return TO mbongo_office;


--
-- Name: TABLE movement; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.movement TO mbongo_office;
GRANT SELECT ON TABLE public.movement TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.movement TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.movement TO mbongo_worker;


--
-- Name: COLUMN movement.till; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(till) ON TABLE public.movement TO mbongo_office;
GRANT UPDATE(till) ON TABLE public.movement TO mbongo_web;
GRANT UPDATE(till) ON TABLE public.movement TO mbongo_worker;


--
-- Name: TABLE name_shown; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.name_shown TO mbongo_office;
GRANT SELECT ON TABLE public.name_shown TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.name_shown TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.name_shown TO mbongo_worker;


--
-- Name: COLUMN name_shown.served; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(served) ON TABLE public.name_shown TO mbongo_web;
GRANT UPDATE(served) ON TABLE public.name_shown TO mbongo_worker;


--
-- Name: TABLE notice; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT ON TABLE public.notice TO mbongo_office;
GRANT SELECT ON TABLE public.notice TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.notice TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.notice TO mbongo_worker;


--
-- Name: COLUMN notice.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.notice TO mbongo_worker;


--
-- Name: COLUMN notice.tries; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(tries) ON TABLE public.notice TO mbongo_worker;


--
-- Name: COLUMN notice.maybe_sent; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(maybe_sent) ON TABLE public.notice TO mbongo_worker;


--
-- Name: COLUMN notice.due_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(due_at) ON TABLE public.notice TO mbongo_worker;


--
-- Name: COLUMN notice.gateway_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(gateway_id) ON TABLE public.notice TO mbongo_worker;


--
-- Name: COLUMN notice.failure; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(failure) ON TABLE public.notice TO mbongo_worker;


--
-- Name: TABLE number_turn; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.number_turn TO mbongo_office;
GRANT SELECT ON TABLE public.number_turn TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.number_turn TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.number_turn TO mbongo_worker;


--
-- Name: COLUMN number_turn.number; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(number) ON TABLE public.number_turn TO mbongo_office;
GRANT UPDATE(number) ON TABLE public.number_turn TO mbongo_web;
GRANT UPDATE(number) ON TABLE public.number_turn TO mbongo_worker;


--
-- Name: COLUMN operation_key.pepper; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(pepper) ON TABLE public.operation_key TO mbongo_read;


--
-- Name: COLUMN operation_key.since; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(since) ON TABLE public.operation_key TO mbongo_read;


--
-- Name: TABLE operator; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.operator TO mbongo_office;
GRANT SELECT ON TABLE public.operator TO mbongo_read;
GRANT SELECT ON TABLE public.operator TO mbongo_web;
GRANT SELECT ON TABLE public.operator TO mbongo_worker;


--
-- Name: COLUMN operator.maintenance; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(maintenance) ON TABLE public.operator TO mbongo_office;


--
-- Name: COLUMN operator.failures; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(failures) ON TABLE public.operator TO mbongo_worker;


--
-- Name: COLUMN operator.down_until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(down_until) ON TABLE public.operator TO mbongo_worker;


--
-- Name: COLUMN operator.changed_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(changed_at) ON TABLE public.operator TO mbongo_office;
GRANT UPDATE(changed_at) ON TABLE public.operator TO mbongo_worker;


--
-- Name: COLUMN operator.float_told; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(float_told) ON TABLE public.operator TO mbongo_worker;


--
-- Name: COLUMN operator.float_told_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(float_told_at) ON TABLE public.operator TO mbongo_worker;


--
-- Name: COLUMN operator.float_asked_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(float_asked_at) ON TABLE public.operator TO mbongo_worker;


--
-- Name: COLUMN operator.float_silence; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(float_silence) ON TABLE public.operator TO mbongo_worker;


--
-- Name: COLUMN page_code.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(id) ON TABLE public.page_code TO mbongo_web;


--
-- Name: COLUMN page_code.phone; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(phone) ON TABLE public.page_code TO mbongo_read;
GRANT SELECT(phone) ON TABLE public.page_code TO mbongo_web;


--
-- Name: COLUMN page_code.pepper; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(pepper) ON TABLE public.page_code TO mbongo_web;


--
-- Name: COLUMN page_code.asked_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(asked_at) ON TABLE public.page_code TO mbongo_read;
GRANT SELECT(asked_at) ON TABLE public.page_code TO mbongo_web;


--
-- Name: COLUMN page_code.tries; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(tries) ON TABLE public.page_code TO mbongo_read;
GRANT SELECT(tries) ON TABLE public.page_code TO mbongo_web;


--
-- Name: COLUMN page_code.used_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(used_at) ON TABLE public.page_code TO mbongo_read;
GRANT SELECT(used_at) ON TABLE public.page_code TO mbongo_web;


--
-- Name: TABLE page_session; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.page_session TO mbongo_web;


--
-- Name: COLUMN page_session.person_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(person_id) ON TABLE public.page_session TO mbongo_read;


--
-- Name: COLUMN page_session.phone; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(phone) ON TABLE public.page_session TO mbongo_read;


--
-- Name: COLUMN page_session.opened_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(opened_at) ON TABLE public.page_session TO mbongo_read;


--
-- Name: COLUMN page_session.seen_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(seen_at) ON TABLE public.page_session TO mbongo_read;
GRANT UPDATE(seen_at) ON TABLE public.page_session TO mbongo_web;


--
-- Name: COLUMN page_session.ended_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(ended_at) ON TABLE public.page_session TO mbongo_read;
GRANT UPDATE(ended_at) ON TABLE public.page_session TO mbongo_web;


--
-- Name: COLUMN page_session.device; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(device) ON TABLE public.page_session TO mbongo_read;


--
-- Name: TABLE passkey; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.passkey TO mbongo_web;


--
-- Name: COLUMN passkey.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(id) ON TABLE public.passkey TO mbongo_read;


--
-- Name: COLUMN passkey.login_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(login_id) ON TABLE public.passkey TO mbongo_read;


--
-- Name: COLUMN passkey.name; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(name) ON TABLE public.passkey TO mbongo_read;


--
-- Name: COLUMN passkey.since; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(since) ON TABLE public.passkey TO mbongo_read;


--
-- Name: COLUMN passkey.used_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(used_at) ON TABLE public.passkey TO mbongo_read;


--
-- Name: COLUMN password_reset.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(id) ON TABLE public.password_reset TO mbongo_read;
GRANT SELECT(id) ON TABLE public.password_reset TO mbongo_web;
GRANT SELECT(id) ON TABLE public.password_reset TO mbongo_worker;


--
-- Name: COLUMN password_reset.login_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(login_id) ON TABLE public.password_reset TO mbongo_read;
GRANT SELECT(login_id) ON TABLE public.password_reset TO mbongo_web;


--
-- Name: COLUMN password_reset.asked_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(asked_at) ON TABLE public.password_reset TO mbongo_read;
GRANT SELECT(asked_at) ON TABLE public.password_reset TO mbongo_web;


--
-- Name: COLUMN password_reset.until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(until) ON TABLE public.password_reset TO mbongo_read;
GRANT SELECT(until) ON TABLE public.password_reset TO mbongo_web;
GRANT SELECT(until) ON TABLE public.password_reset TO mbongo_worker;


--
-- Name: COLUMN password_reset.used_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(used_at) ON TABLE public.password_reset TO mbongo_read;
GRANT SELECT(used_at) ON TABLE public.password_reset TO mbongo_web;
GRANT SELECT(used_at) ON TABLE public.password_reset TO mbongo_worker;


--
-- Name: TABLE pay_address; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.pay_address TO mbongo_office;
GRANT SELECT,INSERT ON TABLE public.pay_address TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.pay_address TO mbongo_worker;


--
-- Name: COLUMN pay_address.code; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(code) ON TABLE public.pay_address TO mbongo_read;


--
-- Name: COLUMN pay_address.checkout_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(checkout_id) ON TABLE public.pay_address TO mbongo_read;


--
-- Name: COLUMN pay_address.link_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(link_id) ON TABLE public.pay_address TO mbongo_read;


--
-- Name: COLUMN pay_address.request_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(request_id) ON TABLE public.pay_address TO mbongo_read;


--
-- Name: COLUMN pay_address.recharge_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(recharge_id) ON TABLE public.pay_address TO mbongo_read;


--
-- Name: COLUMN pay_address.plan_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(plan_id) ON TABLE public.pay_address TO mbongo_read;


--
-- Name: TABLE payment_posted; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.payment_posted TO mbongo_read;


--
-- Name: TABLE payment_step; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.payment_step TO mbongo_office;
GRANT SELECT ON TABLE public.payment_step TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.payment_step TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.payment_step TO mbongo_worker;


--
-- Name: TABLE payout_schedule; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.payout_schedule TO mbongo_office;
GRANT SELECT ON TABLE public.payout_schedule TO mbongo_read;
GRANT SELECT,INSERT,DELETE ON TABLE public.payout_schedule TO mbongo_web;
GRANT SELECT ON TABLE public.payout_schedule TO mbongo_worker;


--
-- Name: COLUMN payout_schedule.account_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(account_id) ON TABLE public.payout_schedule TO mbongo_web;


--
-- Name: COLUMN payout_schedule.every; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(every) ON TABLE public.payout_schedule TO mbongo_web;


--
-- Name: COLUMN payout_schedule.weekday; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(weekday) ON TABLE public.payout_schedule TO mbongo_web;


--
-- Name: COLUMN payout_schedule."least"; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE("least") ON TABLE public.payout_schedule TO mbongo_web;


--
-- Name: COLUMN payout_schedule.next_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(next_at) ON TABLE public.payout_schedule TO mbongo_web;
GRANT UPDATE(next_at) ON TABLE public.payout_schedule TO mbongo_worker;


--
-- Name: COLUMN payout_schedule.since; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(since) ON TABLE public.payout_schedule TO mbongo_web;


--
-- Name: TABLE person; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.person TO mbongo_office;
GRANT SELECT ON TABLE public.person TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.person TO mbongo_web;
GRANT SELECT ON TABLE public.person TO mbongo_worker;


--
-- Name: COLUMN person.name; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(name) ON TABLE public.person TO mbongo_office;
GRANT UPDATE(name) ON TABLE public.person TO mbongo_web;


--
-- Name: COLUMN person.tier; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(tier) ON TABLE public.person TO mbongo_office;
GRANT UPDATE(tier) ON TABLE public.person TO mbongo_web;


--
-- Name: COLUMN person.language; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(language) ON TABLE public.person TO mbongo_web;
GRANT UPDATE(language) ON TABLE public.person TO mbongo_worker;


--
-- Name: COLUMN person.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.person TO mbongo_office;
GRANT UPDATE(state) ON TABLE public.person TO mbongo_web;
GRANT UPDATE(state) ON TABLE public.person TO mbongo_worker;


--
-- Name: COLUMN person.locked_by_owner; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(locked_by_owner) ON TABLE public.person TO mbongo_office;
GRANT UPDATE(locked_by_owner) ON TABLE public.person TO mbongo_web;
GRANT UPDATE(locked_by_owner) ON TABLE public.person TO mbongo_worker;


--
-- Name: COLUMN person.robbed; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(robbed) ON TABLE public.person TO mbongo_office;
GRANT UPDATE(robbed) ON TABLE public.person TO mbongo_web;


--
-- Name: COLUMN person.human_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(human_id) ON TABLE public.person TO mbongo_office;
GRANT UPDATE(human_id) ON TABLE public.person TO mbongo_web;


--
-- Name: TABLE phone; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.phone TO mbongo_office;
GRANT SELECT ON TABLE public.phone TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.phone TO mbongo_web;
GRANT SELECT ON TABLE public.phone TO mbongo_worker;


--
-- Name: COLUMN phone.until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(until) ON TABLE public.phone TO mbongo_office;
GRANT UPDATE(until) ON TABLE public.phone TO mbongo_web;
GRANT UPDATE(until) ON TABLE public.phone TO mbongo_worker;


--
-- Name: COLUMN phone.passed_on; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(passed_on) ON TABLE public.phone TO mbongo_office;
GRANT UPDATE(passed_on) ON TABLE public.phone TO mbongo_web;
GRANT UPDATE(passed_on) ON TABLE public.phone TO mbongo_worker;


--
-- Name: TABLE pin; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.pin TO mbongo_web;


--
-- Name: COLUMN pin.person_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(person_id) ON TABLE public.pin TO mbongo_office;
GRANT SELECT(person_id) ON TABLE public.pin TO mbongo_read;
GRANT SELECT(person_id) ON TABLE public.pin TO mbongo_worker;


--
-- Name: COLUMN pin.hash; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(hash) ON TABLE public.pin TO mbongo_web;


--
-- Name: COLUMN pin.past; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(past) ON TABLE public.pin TO mbongo_web;


--
-- Name: COLUMN pin.tries; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(tries) ON TABLE public.pin TO mbongo_office;
GRANT SELECT(tries) ON TABLE public.pin TO mbongo_read;
GRANT UPDATE(tries) ON TABLE public.pin TO mbongo_web;
GRANT SELECT(tries) ON TABLE public.pin TO mbongo_worker;


--
-- Name: COLUMN pin.locks; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(locks) ON TABLE public.pin TO mbongo_office;
GRANT SELECT(locks) ON TABLE public.pin TO mbongo_read;
GRANT UPDATE(locks) ON TABLE public.pin TO mbongo_web;
GRANT SELECT(locks) ON TABLE public.pin TO mbongo_worker;


--
-- Name: COLUMN pin.locked_until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(locked_until) ON TABLE public.pin TO mbongo_office;
GRANT SELECT(locked_until) ON TABLE public.pin TO mbongo_read;
GRANT UPDATE(locked_until) ON TABLE public.pin TO mbongo_web;
GRANT SELECT(locked_until) ON TABLE public.pin TO mbongo_worker;


--
-- Name: COLUMN pin.wrong; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(wrong) ON TABLE public.pin TO mbongo_web;


--
-- Name: COLUMN pin.right_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(right_at) ON TABLE public.pin TO mbongo_web;


--
-- Name: TABLE pin_reset; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.pin_reset TO mbongo_office;
GRANT SELECT ON TABLE public.pin_reset TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.pin_reset TO mbongo_web;
GRANT SELECT ON TABLE public.pin_reset TO mbongo_worker;


--
-- Name: COLUMN pin_reset.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.pin_reset TO mbongo_office;
GRANT UPDATE(state) ON TABLE public.pin_reset TO mbongo_web;
GRANT UPDATE(state) ON TABLE public.pin_reset TO mbongo_worker;


--
-- Name: COLUMN pin_reset.ended_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(ended_at) ON TABLE public.pin_reset TO mbongo_office;
GRANT UPDATE(ended_at) ON TABLE public.pin_reset TO mbongo_web;
GRANT UPDATE(ended_at) ON TABLE public.pin_reset TO mbongo_worker;


--
-- Name: COLUMN pin_reset.blind; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(blind) ON TABLE public.pin_reset TO mbongo_office;
GRANT UPDATE(blind) ON TABLE public.pin_reset TO mbongo_web;
GRANT UPDATE(blind) ON TABLE public.pin_reset TO mbongo_worker;


--
-- Name: TABLE plan; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.plan TO mbongo_office;
GRANT SELECT ON TABLE public.plan TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.plan TO mbongo_web;
GRANT SELECT ON TABLE public.plan TO mbongo_worker;


--
-- Name: COLUMN plan.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.plan TO mbongo_web;


--
-- Name: TABLE plan_price; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.plan_price TO mbongo_office;
GRANT SELECT ON TABLE public.plan_price TO mbongo_read;
GRANT SELECT ON TABLE public.plan_price TO mbongo_web;
GRANT SELECT ON TABLE public.plan_price TO mbongo_worker;


--
-- Name: COLUMN plan_price.plan_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(plan_id) ON TABLE public.plan_price TO mbongo_web;


--
-- Name: COLUMN plan_price.since; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(since) ON TABLE public.plan_price TO mbongo_web;


--
-- Name: COLUMN plan_price.amount; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(amount) ON TABLE public.plan_price TO mbongo_web;


--
-- Name: COLUMN plan_price.set_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(set_at) ON TABLE public.plan_price TO mbongo_web;


--
-- Name: TABLE posting_horizon; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.posting_horizon TO mbongo_office;
GRANT SELECT ON TABLE public.posting_horizon TO mbongo_read;
GRANT SELECT ON TABLE public.posting_horizon TO mbongo_worker;


--
-- Name: TABLE promise; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.promise TO mbongo_office;
GRANT SELECT ON TABLE public.promise TO mbongo_read;
GRANT SELECT ON TABLE public.promise TO mbongo_web;
GRANT SELECT ON TABLE public.promise TO mbongo_worker;


--
-- Name: TABLE quote; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.quote TO mbongo_office;
GRANT SELECT ON TABLE public.quote TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.quote TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.quote TO mbongo_worker;


--
-- Name: TABLE rail_hold; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.rail_hold TO mbongo_office;
GRANT SELECT ON TABLE public.rail_hold TO mbongo_read;
GRANT SELECT ON TABLE public.rail_hold TO mbongo_web;
GRANT SELECT ON TABLE public.rail_hold TO mbongo_worker;


--
-- Name: TABLE rail_leg; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.rail_leg TO mbongo_office;
GRANT SELECT ON TABLE public.rail_leg TO mbongo_read;


--
-- Name: COLUMN rail_leg.transfer_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(transfer_id) ON TABLE public.rail_leg TO mbongo_office;


--
-- Name: COLUMN rail_leg.rail; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(rail) ON TABLE public.rail_leg TO mbongo_office;


--
-- Name: COLUMN rail_leg.move; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(move) ON TABLE public.rail_leg TO mbongo_office;


--
-- Name: COLUMN rail_leg.amount; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(amount) ON TABLE public.rail_leg TO mbongo_office;


--
-- Name: COLUMN rail_leg.made_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(made_at) ON TABLE public.rail_leg TO mbongo_office;


--
-- Name: COLUMN rail_leg.row_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(row_id) ON TABLE public.rail_leg TO mbongo_office;


--
-- Name: TABLE rate; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.rate TO mbongo_office;
GRANT SELECT ON TABLE public.rate TO mbongo_read;
GRANT SELECT ON TABLE public.rate TO mbongo_web;
GRANT SELECT ON TABLE public.rate TO mbongo_worker;


--
-- Name: TABLE readiness; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.readiness TO mbongo_read;
GRANT SELECT ON TABLE public.readiness TO mbongo_web;


--
-- Name: COLUMN readiness.asked_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(asked_at) ON TABLE public.readiness TO mbongo_web;


--
-- Name: TABLE recharge; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.recharge TO mbongo_office;
GRANT SELECT ON TABLE public.recharge TO mbongo_read;
GRANT SELECT ON TABLE public.recharge TO mbongo_web;
GRANT SELECT ON TABLE public.recharge TO mbongo_worker;


--
-- Name: COLUMN recharge.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(id) ON TABLE public.recharge TO mbongo_web;
GRANT INSERT(id) ON TABLE public.recharge TO mbongo_worker;


--
-- Name: COLUMN recharge.owner_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(owner_id) ON TABLE public.recharge TO mbongo_web;
GRANT INSERT(owner_id) ON TABLE public.recharge TO mbongo_worker;


--
-- Name: COLUMN recharge.asked_by; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(asked_by) ON TABLE public.recharge TO mbongo_web;
GRANT INSERT(asked_by) ON TABLE public.recharge TO mbongo_worker;


--
-- Name: COLUMN recharge.amount; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(amount) ON TABLE public.recharge TO mbongo_web;
GRANT INSERT(amount) ON TABLE public.recharge TO mbongo_worker;


--
-- Name: COLUMN recharge.payment_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(payment_id) ON TABLE public.recharge TO mbongo_office;
GRANT UPDATE(payment_id) ON TABLE public.recharge TO mbongo_web;
GRANT UPDATE(payment_id) ON TABLE public.recharge TO mbongo_worker;


--
-- Name: COLUMN recharge.created_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(created_at) ON TABLE public.recharge TO mbongo_web;
GRANT INSERT(created_at) ON TABLE public.recharge TO mbongo_worker;


--
-- Name: COLUMN recharge.due_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(due_at) ON TABLE public.recharge TO mbongo_web;
GRANT INSERT(due_at) ON TABLE public.recharge TO mbongo_worker;


--
-- Name: COLUMN recharge.paid_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(paid_at) ON TABLE public.recharge TO mbongo_office;
GRANT UPDATE(paid_at) ON TABLE public.recharge TO mbongo_web;
GRANT UPDATE(paid_at) ON TABLE public.recharge TO mbongo_worker;


--
-- Name: COLUMN recharge.counted_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(counted_at) ON TABLE public.recharge TO mbongo_office;
GRANT UPDATE(counted_at) ON TABLE public.recharge TO mbongo_web;
GRANT UPDATE(counted_at) ON TABLE public.recharge TO mbongo_worker;


--
-- Name: COLUMN recovery_code.login_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(login_id) ON TABLE public.recovery_code TO mbongo_read;
GRANT SELECT(login_id) ON TABLE public.recovery_code TO mbongo_web;


--
-- Name: COLUMN recovery_code.used_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(used_at) ON TABLE public.recovery_code TO mbongo_read;
GRANT SELECT(used_at) ON TABLE public.recovery_code TO mbongo_web;


--
-- Name: TABLE request; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.request TO mbongo_office;
GRANT SELECT ON TABLE public.request TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.request TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.request TO mbongo_worker;


--
-- Name: COLUMN request.payer_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(payer_id) ON TABLE public.request TO mbongo_office;
GRANT UPDATE(payer_id) ON TABLE public.request TO mbongo_web;
GRANT UPDATE(payer_id) ON TABLE public.request TO mbongo_worker;


--
-- Name: COLUMN request.language; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(language) ON TABLE public.request TO mbongo_office;
GRANT UPDATE(language) ON TABLE public.request TO mbongo_web;
GRANT UPDATE(language) ON TABLE public.request TO mbongo_worker;


--
-- Name: COLUMN request.dropped; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(dropped) ON TABLE public.request TO mbongo_web;
GRANT UPDATE(dropped) ON TABLE public.request TO mbongo_worker;


--
-- Name: COLUMN request.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.request TO mbongo_office;
GRANT UPDATE(state) ON TABLE public.request TO mbongo_web;
GRANT UPDATE(state) ON TABLE public.request TO mbongo_worker;


--
-- Name: COLUMN request.paid_with; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(paid_with) ON TABLE public.request TO mbongo_office;
GRANT UPDATE(paid_with) ON TABLE public.request TO mbongo_web;
GRANT UPDATE(paid_with) ON TABLE public.request TO mbongo_worker;


--
-- Name: COLUMN request.reminded_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(reminded_at) ON TABLE public.request TO mbongo_web;
GRANT UPDATE(reminded_at) ON TABLE public.request TO mbongo_worker;


--
-- Name: COLUMN request.ended_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(ended_at) ON TABLE public.request TO mbongo_office;
GRANT UPDATE(ended_at) ON TABLE public.request TO mbongo_web;
GRANT UPDATE(ended_at) ON TABLE public.request TO mbongo_worker;


--
-- Name: TABLE return_origin; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.return_origin TO mbongo_web;


--
-- Name: COLUMN return_origin.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(id) ON TABLE public.return_origin TO mbongo_read;


--
-- Name: COLUMN return_origin.merchant_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(merchant_id) ON TABLE public.return_origin TO mbongo_read;


--
-- Name: COLUMN return_origin.origin; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(origin) ON TABLE public.return_origin TO mbongo_read;


--
-- Name: COLUMN return_origin.since; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(since) ON TABLE public.return_origin TO mbongo_read;


--
-- Name: COLUMN return_origin.until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(until) ON TABLE public.return_origin TO mbongo_read;
GRANT UPDATE(until) ON TABLE public.return_origin TO mbongo_web;


--
-- Name: COLUMN return_origin.signs_until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(signs_until) ON TABLE public.return_origin TO mbongo_read;
GRANT UPDATE(signs_until) ON TABLE public.return_origin TO mbongo_web;


--
-- Name: TABLE robbed_lock; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.robbed_lock TO mbongo_office;
GRANT SELECT ON TABLE public.robbed_lock TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.robbed_lock TO mbongo_web;
GRANT SELECT ON TABLE public.robbed_lock TO mbongo_worker;


--
-- Name: COLUMN robbed_lock.lifted_by; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(lifted_by) ON TABLE public.robbed_lock TO mbongo_office;
GRANT UPDATE(lifted_by) ON TABLE public.robbed_lock TO mbongo_web;


--
-- Name: COLUMN robbed_lock.lifted_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(lifted_at) ON TABLE public.robbed_lock TO mbongo_office;
GRANT UPDATE(lifted_at) ON TABLE public.robbed_lock TO mbongo_web;


--
-- Name: TABLE transfer; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.transfer TO mbongo_office;
GRANT SELECT ON TABLE public.transfer TO mbongo_read;
GRANT SELECT ON TABLE public.transfer TO mbongo_web;
GRANT SELECT ON TABLE public.transfer TO mbongo_worker;


--
-- Name: TABLE room_taken; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.room_taken TO mbongo_office;
GRANT SELECT ON TABLE public.room_taken TO mbongo_read;
GRANT SELECT ON TABLE public.room_taken TO mbongo_web;
GRANT SELECT ON TABLE public.room_taken TO mbongo_worker;


--
-- Name: TABLE row_life; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.row_life TO mbongo_read;


--
-- Name: TABLE salary_wrong_name; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.salary_wrong_name TO mbongo_web;


--
-- Name: COLUMN salary_wrong_name.merchant_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(merchant_id) ON TABLE public.salary_wrong_name TO mbongo_read;


--
-- Name: COLUMN salary_wrong_name.number; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(number) ON TABLE public.salary_wrong_name TO mbongo_read;


--
-- Name: COLUMN salary_wrong_name.at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(at) ON TABLE public.salary_wrong_name TO mbongo_read;
GRANT UPDATE(at) ON TABLE public.salary_wrong_name TO mbongo_web;


--
-- Name: TABLE sale_due; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.sale_due TO mbongo_office;
GRANT SELECT ON TABLE public.sale_due TO mbongo_read;
GRANT SELECT ON TABLE public.sale_due TO mbongo_web;
GRANT SELECT ON TABLE public.sale_due TO mbongo_worker;


--
-- Name: TABLE sale_sum; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.sale_sum TO mbongo_office;
GRANT SELECT ON TABLE public.sale_sum TO mbongo_read;
GRANT SELECT ON TABLE public.sale_sum TO mbongo_web;
GRANT SELECT ON TABLE public.sale_sum TO mbongo_worker;


--
-- Name: TABLE sales_digest; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT ON TABLE public.sales_digest TO mbongo_office;
GRANT SELECT ON TABLE public.sales_digest TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.sales_digest TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.sales_digest TO mbongo_worker;


--
-- Name: COLUMN sales_digest.told_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(told_at) ON TABLE public.sales_digest TO mbongo_worker;


--
-- Name: TABLE sanction_due; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.sanction_due TO mbongo_office;
GRANT SELECT ON TABLE public.sanction_due TO mbongo_read;
GRANT SELECT,DELETE ON TABLE public.sanction_due TO mbongo_worker;


--
-- Name: COLUMN sanction_due.since; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(since) ON TABLE public.sanction_due TO mbongo_worker;


--
-- Name: TABLE sanction_entry; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.sanction_entry TO mbongo_office;
GRANT SELECT ON TABLE public.sanction_entry TO mbongo_read;
GRANT SELECT ON TABLE public.sanction_entry TO mbongo_worker;


--
-- Name: TABLE sanction_hit; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.sanction_hit TO mbongo_office;
GRANT SELECT ON TABLE public.sanction_hit TO mbongo_read;
GRANT SELECT ON TABLE public.sanction_hit TO mbongo_worker;


--
-- Name: TABLE sanction_list; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.sanction_list TO mbongo_office;
GRANT SELECT ON TABLE public.sanction_list TO mbongo_read;
GRANT SELECT ON TABLE public.sanction_list TO mbongo_worker;


--
-- Name: COLUMN sanction_list.swept_kind; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(swept_kind) ON TABLE public.sanction_list TO mbongo_worker;


--
-- Name: COLUMN sanction_list.swept_to; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(swept_to) ON TABLE public.sanction_list TO mbongo_worker;


--
-- Name: COLUMN sanction_list.swept; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(swept) ON TABLE public.sanction_list TO mbongo_worker;


--
-- Name: COLUMN sanction_list.swept_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(swept_at) ON TABLE public.sanction_list TO mbongo_worker;


--
-- Name: COLUMN sanction_list.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.sanction_list TO mbongo_office;


--
-- Name: TABLE sanction_screened; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.sanction_screened TO mbongo_office;
GRANT SELECT ON TABLE public.sanction_screened TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.sanction_screened TO mbongo_worker;


--
-- Name: COLUMN sanction_screened.name; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(name) ON TABLE public.sanction_screened TO mbongo_worker;


--
-- Name: COLUMN sanction_screened.lists; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(lists) ON TABLE public.sanction_screened TO mbongo_worker;


--
-- Name: COLUMN sanction_screened.at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(at) ON TABLE public.sanction_screened TO mbongo_worker;


--
-- Name: TABLE security_event; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.security_event TO mbongo_office;
GRANT SELECT ON TABLE public.security_event TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.security_event TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.security_event TO mbongo_worker;


--
-- Name: TABLE sent_address; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.sent_address TO mbongo_web;


--
-- Name: COLUMN sent_address.invitation_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(invitation_id) ON TABLE public.sent_address TO mbongo_read;


--
-- Name: COLUMN sent_address.reset_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(reset_id) ON TABLE public.sent_address TO mbongo_read;


--
-- Name: COLUMN sent_address.sent_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(sent_at) ON TABLE public.sent_address TO mbongo_read;


--
-- Name: TABLE settlement_account; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.settlement_account TO mbongo_office;
GRANT SELECT ON TABLE public.settlement_account TO mbongo_read;
GRANT SELECT ON TABLE public.settlement_account TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.settlement_account TO mbongo_worker;


--
-- Name: TABLE settlement_file; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.settlement_file TO mbongo_office;
GRANT SELECT ON TABLE public.settlement_file TO mbongo_read;


--
-- Name: COLUMN settlement_file.rail; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(rail) ON TABLE public.settlement_file TO mbongo_web;


--
-- Name: COLUMN settlement_file.imported_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(imported_at) ON TABLE public.settlement_file TO mbongo_web;


--
-- Name: COLUMN settlement_file.since; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(since) ON TABLE public.settlement_file TO mbongo_office;


--
-- Name: COLUMN settlement_file.until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(until) ON TABLE public.settlement_file TO mbongo_office;


--
-- Name: COLUMN settlement_file.withdrawn_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(withdrawn_at) ON TABLE public.settlement_file TO mbongo_office;
GRANT SELECT(withdrawn_at) ON TABLE public.settlement_file TO mbongo_web;


--
-- Name: TABLE settlement_line; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT,TRUNCATE ON TABLE public.settlement_line TO mbongo_office;


--
-- Name: TABLE settlement_row; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.settlement_row TO mbongo_office;
GRANT SELECT ON TABLE public.settlement_row TO mbongo_read;


--
-- Name: COLUMN settlement_row.payment_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(payment_id) ON TABLE public.settlement_row TO mbongo_office;


--
-- Name: COLUMN settlement_row.stands; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(stands) ON TABLE public.settlement_row TO mbongo_office;


--
-- Name: TABLE settlement_said; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.settlement_said TO mbongo_office;
GRANT SELECT ON TABLE public.settlement_said TO mbongo_read;


--
-- Name: TABLE settlement_scope; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT,TRUNCATE ON TABLE public.settlement_scope TO mbongo_office;


--
-- Name: TABLE settlement_verdict; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT,TRUNCATE ON TABLE public.settlement_verdict TO mbongo_office;


--
-- Name: TABLE shop_order; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.shop_order TO mbongo_office;
GRANT SELECT ON TABLE public.shop_order TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.shop_order TO mbongo_web;
GRANT SELECT ON TABLE public.shop_order TO mbongo_worker;


--
-- Name: COLUMN shop_order.step; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(step) ON TABLE public.shop_order TO mbongo_web;


--
-- Name: COLUMN shop_order.changed_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(changed_at) ON TABLE public.shop_order TO mbongo_web;


--
-- Name: TABLE sim; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.sim TO mbongo_office;
GRANT SELECT ON TABLE public.sim TO mbongo_read;
GRANT SELECT ON TABLE public.sim TO mbongo_web;
GRANT SELECT ON TABLE public.sim TO mbongo_worker;


--
-- Name: COLUMN sim.number; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(number) ON TABLE public.sim TO mbongo_office;
GRANT INSERT(number) ON TABLE public.sim TO mbongo_web;
GRANT INSERT(number) ON TABLE public.sim TO mbongo_worker;


--
-- Name: COLUMN sim.asked_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(asked_at),UPDATE(asked_at) ON TABLE public.sim TO mbongo_office;
GRANT INSERT(asked_at),UPDATE(asked_at) ON TABLE public.sim TO mbongo_web;
GRANT INSERT(asked_at),UPDATE(asked_at) ON TABLE public.sim TO mbongo_worker;


--
-- Name: COLUMN sim.due_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(due_at),UPDATE(due_at) ON TABLE public.sim TO mbongo_office;
GRANT INSERT(due_at),UPDATE(due_at) ON TABLE public.sim TO mbongo_web;
GRANT INSERT(due_at),UPDATE(due_at) ON TABLE public.sim TO mbongo_worker;


--
-- Name: COLUMN sim.tries; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(tries) ON TABLE public.sim TO mbongo_office;
GRANT UPDATE(tries) ON TABLE public.sim TO mbongo_web;
GRANT UPDATE(tries) ON TABLE public.sim TO mbongo_worker;


--
-- Name: COLUMN sim.request_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(request_id) ON TABLE public.sim TO mbongo_worker;


--
-- Name: COLUMN staff.login; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(login) ON TABLE public.staff TO mbongo_office;
GRANT SELECT(login) ON TABLE public.staff TO mbongo_read;


--
-- Name: COLUMN staff.recipe; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(recipe) ON TABLE public.staff TO mbongo_office;
GRANT SELECT(recipe) ON TABLE public.staff TO mbongo_read;


--
-- Name: COLUMN staff.locks; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(locks) ON TABLE public.staff TO mbongo_office;
GRANT SELECT(locks) ON TABLE public.staff TO mbongo_read;


--
-- Name: COLUMN staff.locked_until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(locked_until) ON TABLE public.staff TO mbongo_office;
GRANT SELECT(locked_until) ON TABLE public.staff TO mbongo_read;


--
-- Name: COLUMN staff.since; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(since) ON TABLE public.staff TO mbongo_office;
GRANT SELECT(since) ON TABLE public.staff TO mbongo_read;


--
-- Name: COLUMN staff.until; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(until) ON TABLE public.staff TO mbongo_office;
GRANT SELECT(until) ON TABLE public.staff TO mbongo_read;


--
-- Name: COLUMN staff.made_by; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(made_by) ON TABLE public.staff TO mbongo_office;
GRANT SELECT(made_by) ON TABLE public.staff TO mbongo_read;


--
-- Name: COLUMN staff.role; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(role) ON TABLE public.staff TO mbongo_office;
GRANT SELECT(role) ON TABLE public.staff TO mbongo_read;


--
-- Name: TABLE staff_act_kind; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.staff_act_kind TO mbongo_office;
GRANT SELECT ON TABLE public.staff_act_kind TO mbongo_read;


--
-- Name: TABLE staff_approval; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.staff_approval TO mbongo_office;
GRANT SELECT ON TABLE public.staff_approval TO mbongo_read;


--
-- Name: TABLE staff_permission; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.staff_permission TO mbongo_office;
GRANT SELECT ON TABLE public.staff_permission TO mbongo_read;


--
-- Name: TABLE staff_request_end; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.staff_request_end TO mbongo_office;
GRANT SELECT ON TABLE public.staff_request_end TO mbongo_read;


--
-- Name: TABLE subscription; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.subscription TO mbongo_office;
GRANT SELECT ON TABLE public.subscription TO mbongo_read;
GRANT SELECT ON TABLE public.subscription TO mbongo_web;
GRANT SELECT ON TABLE public.subscription TO mbongo_worker;


--
-- Name: COLUMN subscription.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(id) ON TABLE public.subscription TO mbongo_web;
GRANT INSERT(id) ON TABLE public.subscription TO mbongo_worker;


--
-- Name: COLUMN subscription.plan_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(plan_id) ON TABLE public.subscription TO mbongo_web;
GRANT INSERT(plan_id) ON TABLE public.subscription TO mbongo_worker;


--
-- Name: COLUMN subscription.person_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(person_id) ON TABLE public.subscription TO mbongo_web;
GRANT INSERT(person_id) ON TABLE public.subscription TO mbongo_worker;


--
-- Name: COLUMN subscription.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(state),UPDATE(state) ON TABLE public.subscription TO mbongo_web;
GRANT INSERT(state),UPDATE(state) ON TABLE public.subscription TO mbongo_worker;


--
-- Name: COLUMN subscription.why; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(why) ON TABLE public.subscription TO mbongo_web;
GRANT UPDATE(why) ON TABLE public.subscription TO mbongo_worker;


--
-- Name: COLUMN subscription.starts_on; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(starts_on),UPDATE(starts_on) ON TABLE public.subscription TO mbongo_web;
GRANT INSERT(starts_on),UPDATE(starts_on) ON TABLE public.subscription TO mbongo_worker;


--
-- Name: COLUMN subscription.first; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(first) ON TABLE public.subscription TO mbongo_web;
GRANT UPDATE(first) ON TABLE public.subscription TO mbongo_worker;


--
-- Name: COLUMN subscription.period; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(period) ON TABLE public.subscription TO mbongo_web;
GRANT UPDATE(period) ON TABLE public.subscription TO mbongo_worker;


--
-- Name: COLUMN subscription.tries; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(tries) ON TABLE public.subscription TO mbongo_web;
GRANT UPDATE(tries) ON TABLE public.subscription TO mbongo_worker;


--
-- Name: COLUMN subscription.next_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(next_at),UPDATE(next_at) ON TABLE public.subscription TO mbongo_web;
GRANT INSERT(next_at),UPDATE(next_at) ON TABLE public.subscription TO mbongo_worker;


--
-- Name: COLUMN subscription.created_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(created_at) ON TABLE public.subscription TO mbongo_web;
GRANT INSERT(created_at) ON TABLE public.subscription TO mbongo_worker;


--
-- Name: COLUMN subscription.ended_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(ended_at) ON TABLE public.subscription TO mbongo_web;
GRANT UPDATE(ended_at) ON TABLE public.subscription TO mbongo_worker;


--
-- Name: TABLE subscription_notice; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.subscription_notice TO mbongo_office;
GRANT SELECT ON TABLE public.subscription_notice TO mbongo_read;
GRANT SELECT ON TABLE public.subscription_notice TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.subscription_notice TO mbongo_worker;


--
-- Name: TABLE suspense_owner; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.suspense_owner TO mbongo_office;
GRANT SELECT ON TABLE public.suspense_owner TO mbongo_read;
GRANT SELECT ON TABLE public.suspense_owner TO mbongo_worker;


--
-- Name: COLUMN suspense_owner.account_id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(account_id) ON TABLE public.suspense_owner TO mbongo_office;


--
-- Name: COLUMN suspense_owner.owner; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT(owner) ON TABLE public.suspense_owner TO mbongo_office;


--
-- Name: TABLE suspicion_report; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT INSERT ON TABLE public.suspicion_report TO mbongo_office;


--
-- Name: COLUMN suspicion_report.year; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(year) ON TABLE public.suspicion_report TO mbongo_office;
GRANT SELECT(year) ON TABLE public.suspicion_report TO mbongo_read;


--
-- Name: COLUMN suspicion_report.number; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(number) ON TABLE public.suspicion_report TO mbongo_office;
GRANT SELECT(number) ON TABLE public.suspicion_report TO mbongo_read;


--
-- Name: COLUMN suspicion_report.id; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(id) ON TABLE public.suspicion_report TO mbongo_office;
GRANT SELECT(id) ON TABLE public.suspicion_report TO mbongo_read;


--
-- Name: COLUMN suspicion_report.written_by; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(written_by) ON TABLE public.suspicion_report TO mbongo_office;
GRANT SELECT(written_by) ON TABLE public.suspicion_report TO mbongo_read;


--
-- Name: COLUMN suspicion_report.written_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT(written_at) ON TABLE public.suspicion_report TO mbongo_office;
GRANT SELECT(written_at) ON TABLE public.suspicion_report TO mbongo_read;


--
-- Name: TABLE taken; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.taken TO mbongo_office;
GRANT SELECT ON TABLE public.taken TO mbongo_read;


--
-- Name: TABLE tariff; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.tariff TO mbongo_office;
GRANT SELECT ON TABLE public.tariff TO mbongo_read;
GRANT SELECT ON TABLE public.tariff TO mbongo_web;
GRANT SELECT ON TABLE public.tariff TO mbongo_worker;


--
-- Name: TABLE text_change; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.text_change TO mbongo_read;
GRANT SELECT,INSERT,DELETE ON TABLE public.text_change TO mbongo_web;
GRANT SELECT,INSERT,DELETE ON TABLE public.text_change TO mbongo_worker;


--
-- Name: TABLE text_in; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.text_in TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.text_in TO mbongo_web;
GRANT SELECT ON TABLE public.text_in TO mbongo_worker;


--
-- Name: COLUMN text_in.tries; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(tries) ON TABLE public.text_in TO mbongo_worker;


--
-- Name: COLUMN text_in.state; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(state) ON TABLE public.text_in TO mbongo_worker;


--
-- Name: COLUMN text_in.command; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(command) ON TABLE public.text_in TO mbongo_worker;


--
-- Name: COLUMN text_in.outcome; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(outcome) ON TABLE public.text_in TO mbongo_worker;


--
-- Name: COLUMN text_in.answered_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(answered_at) ON TABLE public.text_in TO mbongo_worker;


--
-- Name: TABLE texting; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.texting TO mbongo_office;
GRANT SELECT ON TABLE public.texting TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.texting TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.texting TO mbongo_worker;


--
-- Name: COLUMN texting.stopped; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(stopped) ON TABLE public.texting TO mbongo_office;
GRANT UPDATE(stopped) ON TABLE public.texting TO mbongo_web;
GRANT UPDATE(stopped) ON TABLE public.texting TO mbongo_worker;


--
-- Name: COLUMN texting.helped_at; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(helped_at) ON TABLE public.texting TO mbongo_web;
GRANT UPDATE(helped_at) ON TABLE public.texting TO mbongo_worker;


--
-- Name: COLUMN texting.helps; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(helps) ON TABLE public.texting TO mbongo_web;
GRANT UPDATE(helps) ON TABLE public.texting TO mbongo_worker;


--
-- Name: COLUMN texting.wrong_codes; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(wrong_codes) ON TABLE public.texting TO mbongo_office;
GRANT UPDATE(wrong_codes) ON TABLE public.texting TO mbongo_web;
GRANT UPDATE(wrong_codes) ON TABLE public.texting TO mbongo_worker;


--
-- Name: COLUMN texting.wrong_day; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(wrong_day) ON TABLE public.texting TO mbongo_web;
GRANT UPDATE(wrong_day) ON TABLE public.texting TO mbongo_worker;


--
-- Name: COLUMN texting.locked; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(locked) ON TABLE public.texting TO mbongo_office;
GRANT UPDATE(locked) ON TABLE public.texting TO mbongo_web;
GRANT UPDATE(locked) ON TABLE public.texting TO mbongo_worker;


--
-- Name: TABLE threshold; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.threshold TO mbongo_office;
GRANT SELECT ON TABLE public.threshold TO mbongo_read;
GRANT SELECT ON TABLE public.threshold TO mbongo_web;
GRANT SELECT ON TABLE public.threshold TO mbongo_worker;


--
-- Name: TABLE till; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.till TO mbongo_office;
GRANT SELECT ON TABLE public.till TO mbongo_read;
GRANT SELECT ON TABLE public.till TO mbongo_web;
GRANT SELECT ON TABLE public.till TO mbongo_worker;


--
-- Name: TABLE transfer_link; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.transfer_link TO mbongo_office;
GRANT SELECT ON TABLE public.transfer_link TO mbongo_read;
GRANT SELECT ON TABLE public.transfer_link TO mbongo_web;
GRANT SELECT ON TABLE public.transfer_link TO mbongo_worker;


--
-- Name: TABLE usage; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT,INSERT ON TABLE public.usage TO mbongo_office;
GRANT SELECT ON TABLE public.usage TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.usage TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.usage TO mbongo_worker;


--
-- Name: COLUMN usage.amount; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT UPDATE(amount) ON TABLE public.usage TO mbongo_office;
GRANT UPDATE(amount) ON TABLE public.usage TO mbongo_web;
GRANT UPDATE(amount) ON TABLE public.usage TO mbongo_worker;


--
-- Name: TABLE vat_rate; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.vat_rate TO mbongo_office;
GRANT SELECT ON TABLE public.vat_rate TO mbongo_read;
GRANT SELECT ON TABLE public.vat_rate TO mbongo_web;
GRANT SELECT ON TABLE public.vat_rate TO mbongo_worker;


--
-- Name: TABLE withholding_rate; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.withholding_rate TO mbongo_office;
GRANT SELECT ON TABLE public.withholding_rate TO mbongo_read;
GRANT SELECT ON TABLE public.withholding_rate TO mbongo_web;
GRANT SELECT ON TABLE public.withholding_rate TO mbongo_worker;


--
-- Name: TABLE wrong_document; Type: ACL; Schema: public; Owner: mbongo_owner
--

GRANT SELECT ON TABLE public.wrong_document TO mbongo_office;
GRANT SELECT ON TABLE public.wrong_document TO mbongo_read;
GRANT SELECT,INSERT ON TABLE public.wrong_document TO mbongo_web;
GRANT SELECT,INSERT ON TABLE public.wrong_document TO mbongo_worker;


--
-- PostgreSQL database dump complete
--

\unrestrict same

