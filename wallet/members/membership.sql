-- Members of businesses: the database judges by a session's role what is done to them.

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
