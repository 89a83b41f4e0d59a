-- Sanctions: a login imports lists, two agree which take the place of others, a worker compares everybody with them, staff decide what is found.

-- ------------------------------------------------------------------------------------------------ who is to be compared
CREATE OR REPLACE FUNCTION note_sanction_due() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO sanction_due (kind, id, since) VALUES (TG_ARGV[0], NEW.id, wallet_now()) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER screened_new AFTER INSERT ON person FOR EACH ROW EXECUTE FUNCTION note_sanction_due('person');
CREATE OR REPLACE TRIGGER screened_anew AFTER UPDATE ON person FOR EACH ROW
  WHEN (OLD.name <> NEW.name OR OLD.tier < NEW.tier) EXECUTE FUNCTION note_sanction_due('person');
CREATE OR REPLACE TRIGGER screened_new AFTER INSERT ON merchant FOR EACH ROW EXECUTE FUNCTION note_sanction_due('business');
CREATE OR REPLACE TRIGGER screened_anew AFTER UPDATE ON merchant FOR EACH ROW
  WHEN (OLD.name <> NEW.name OR OLD.level < NEW.level) EXECUTE FUNCTION note_sanction_due('business');
CREATE OR REPLACE TRIGGER screened_new AFTER INSERT ON member_login FOR EACH ROW EXECUTE FUNCTION note_sanction_due('member');
CREATE OR REPLACE TRIGGER screened_anew AFTER UPDATE ON member_login FOR EACH ROW
  WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION note_sanction_due('member');
CREATE OR REPLACE TRIGGER screened_new AFTER INSERT ON settlement_account FOR EACH ROW
  WHEN (NEW.holder <> '') EXECUTE FUNCTION note_sanction_due('payee');
ALTER TABLE person             ENABLE ALWAYS TRIGGER screened_new, ENABLE ALWAYS TRIGGER screened_anew;
ALTER TABLE merchant           ENABLE ALWAYS TRIGGER screened_new, ENABLE ALWAYS TRIGGER screened_anew;
ALTER TABLE member_login       ENABLE ALWAYS TRIGGER screened_new, ENABLE ALWAYS TRIGGER screened_anew;
ALTER TABLE settlement_account ENABLE ALWAYS TRIGGER screened_new;

-- Who is compared under which name: people who have a wallet, open businesses, members of such, holders of accounts that are paid.
CREATE OR REPLACE FUNCTION list_screened(of_kind text, ids uuid[]) RETURNS TABLE (id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, p.name FROM person p WHERE of_kind = 'person' AND p.id = ANY (ids) AND p.state <> 'closed'
  UNION ALL SELECT m.id, m.name FROM merchant m WHERE of_kind = 'business' AND m.id = ANY (ids) AND m.until IS NULL
  UNION ALL SELECT l.id, l.name FROM member_login l WHERE of_kind = 'member' AND l.id = ANY (ids)
  UNION ALL SELECT s.id, s.holder FROM settlement_account s
    WHERE of_kind = 'payee' AND s.id = ANY (ids) AND s.removed_at IS NULL AND s.holder <> ''
$$;

-- The ids of a kind that follow one, in order, so many.
CREATE OR REPLACE FUNCTION list_screened_after(of_kind text, last uuid, most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
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

-- ------------------------------------------------------------------------------------------------ what is found
-- The accounts out of which money of somebody who is found goes: a person's wallet, float and shop; the business of a name, of an
-- owner among its members, or of whoever is paid for it.
CREATE OR REPLACE FUNCTION list_accounts_of(of_kind text, subject uuid) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.account_id FROM person p WHERE of_kind = 'person' AND p.id = subject AND p.state <> 'closed'
  UNION SELECT g.float_id FROM agent g WHERE of_kind = 'person' AND g.person_id = subject AND g.state <> 'closed'
  UNION SELECT m.account_id FROM merchant m WHERE m.until IS NULL AND (
    of_kind = 'person' AND m.owner_id = subject OR of_kind = 'business' AND m.id = subject
    OR of_kind = 'member' AND EXISTS (SELECT FROM membership b
      WHERE (b.merchant_id, b.login_id, b.role) = (m.id, subject, 'owner') AND b.until IS NULL)
    OR of_kind = 'payee' AND EXISTS (SELECT FROM settlement_account s WHERE s.id = subject AND s.merchant_id = m.id))
$$;

-- Put before staff that somebody's name is so much like an entry's, once; one that is nearly the same (`strong`) keeps all the
-- money where it is. Null where it was put before, in these names. A worker's alone to say.
CREATE OR REPLACE FUNCTION open_sanction_hit(
  of_kind text, subject uuid, subject_name text, entry bigint, alike text, score integer, strong boolean
) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
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

-- Decide what was found. One login says that a name which stopped no money is another's; whatever stops money, or lets it go,
-- two do (wallet/sanctions/hits.py): what stays is begun or let go just before, and `check` looks whether all of it was.
CREATE OR REPLACE FUNCTION decide_sanction_hit(hit bigint, verdict text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  found sanction_hit;
BEGIN
  SELECT * INTO found FROM sanction_hit h WHERE h.id = hit FOR UPDATE;
  PERFORM refuse_step(found.id IS NOT NULL AND verdict IN ('false', 'true') AND found.state <> verdict AND (
    EXISTS (SELECT FROM find_act_under_way('{decide_hit}') r WHERE r.subject = 'X' || hit AND r.content ->> 'verdict' = verdict)
    OR NOT found.strong AND (found.state, verdict) = ('open', 'false') AND is_done_alone('{clear_hit}', 'X' || hit)), 'what was found');
  UPDATE sanction_hit SET state = verdict, decided_at = wallet_now() WHERE id = hit;
END $$;

-- True while what a list retains of an account begins, or ends: by what was found for it just now, or as it is decided.
CREATE OR REPLACE FUNCTION is_hits_retention(was retention, now retention) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
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

-- An account that somebody who was found comes to have later keeps its money as the others do: a business of theirs, their float.
CREATE OR REPLACE FUNCTION retain_of_found() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO retention (account_id, cause, hit_id, made_at)
    SELECT account, 'sanction', h.id, wallet_now() FROM sanction_hit h CROSS JOIN LATERAL list_accounts_of(h.kind, h.subject_id) account
    WHERE (h.kind, h.subject_id) = (TG_ARGV[0], (to_jsonb(NEW) ->> TG_ARGV[1])::uuid) AND (h.state = 'true' OR h.strong AND h.state = 'open')
    AND NOT EXISTS (SELECT FROM retention r WHERE (r.account_id, r.hit_id) = (account, h.id) AND r.ended_at IS NULL)
    ORDER BY account, h.id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER retained_of_found AFTER INSERT ON merchant
  FOR EACH ROW EXECUTE FUNCTION retain_of_found('person', 'owner_id');
CREATE OR REPLACE TRIGGER retained_of_found AFTER INSERT ON agent FOR EACH ROW EXECUTE FUNCTION retain_of_found('person', 'person_id');
CREATE OR REPLACE TRIGGER retained_of_found AFTER INSERT OR UPDATE ON membership FOR EACH ROW
  WHEN (NEW.role = 'owner' AND NEW.until IS NULL) EXECUTE FUNCTION retain_of_found('member', 'login_id');
ALTER TABLE merchant   ENABLE ALWAYS TRIGGER retained_of_found;
ALTER TABLE agent      ENABLE ALWAYS TRIGGER retained_of_found;
ALTER TABLE membership ENABLE ALWAYS TRIGGER retained_of_found;

-- Lists are a login's that imports just this one, as its act says. Of one is changed how far everybody was compared, by a worker
-- and only onwards; and, once, what two agreed: that it takes the place of those before it, or is withdrawn.
CREATE OR REPLACE FUNCTION keep_sanction_list() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
CREATE OR REPLACE TRIGGER lists_stay BEFORE INSERT OR UPDATE ON sanction_list FOR EACH ROW EXECUTE FUNCTION keep_sanction_list();

CREATE OR REPLACE FUNCTION keep_sanction_entries() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(is_done_alone('{import_list}', 'S' || one.list_id), 'entries of a sanctions list')
  FROM (SELECT DISTINCT list_id FROM written) one;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER listed_at_once AFTER INSERT ON sanction_entry REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION keep_sanction_entries();
ALTER TABLE sanction_list  ENABLE ALWAYS TRIGGER lists_stay;
ALTER TABLE sanction_entry ENABLE ALWAYS TRIGGER listed_at_once;
