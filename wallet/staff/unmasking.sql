-- Who somebody is in clear: numbers, name, papers and addresses, which staff see masked until a login says why.

-- As long as a login sees one person in clear, after it said why.
CREATE OR REPLACE FUNCTION unmasked_for() RETURNS interval LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT interval '15 minutes'
$$;

-- True for what an unmasking may be for: nothing, a case (C17), or what waits for an approval, by its name in `waiting`.
CREATE OR REPLACE FUNCTION is_for_something(given text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT given = ''
    OR EXISTS (SELECT FROM case_file c WHERE 'C' || c.number = given)
    OR given ~ '^[0-9a-f]{8}$' AND EXISTS (SELECT FROM staff_request r WHERE left(r.id::text, 8) = given AND is_open_request(r))
$$;

CREATE OR REPLACE FUNCTION see_in_clear(person uuid)
RETURNS TABLE (person_id uuid, name text, numbers text[], papers text[], addresses text[])
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT p.id, p.name,
    ARRAY (SELECT h.number FROM phone h WHERE h.person_id = p.id ORDER BY h.since DESC),
    ARRAY (SELECT concat_ws(' ', i.kind, i.number, i.name) FROM identity i WHERE i.person_id = p.id ORDER BY i.at DESC),
    ARRAY (SELECT DISTINCT l.email FROM phone h JOIN member_login l ON l.phone = h.number
      WHERE h.person_id = p.id AND h.until IS NULL AND l.email <> '')
  FROM person p WHERE p.id = person
$$;

-- Who this person is, to a login that unmasks them alone, in the transaction that notes so. From so many people on within a
-- day (threshold `unmaskings`) each login's day is put before a person.
CREATE OR REPLACE FUNCTION unmask_person(session bytea, person uuid, given_for text)
RETURNS TABLE (person_id uuid, name text, numbers text[], papers text[], addresses text[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
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

-- Whom the login of a session said why it sees in clear, of late.
CREATE OR REPLACE FUNCTION list_unmasked(session bytea)
RETURNS TABLE (person_id uuid, name text, numbers text[], papers text[], addresses text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.* FROM (SELECT DISTINCT a.subject::uuid AS id FROM staff_act a WHERE a.kind = 'unmask_person'
    AND a.asked_by = find_staff_login(session) AND a.at > wallet_now() - unmasked_for()) o, see_in_clear(o.id) s
$$;
