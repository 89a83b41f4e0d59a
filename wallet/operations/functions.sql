-- An operation is what moves a person's money, so it is written by a function alone, for a proof that only a process with
-- the pepper can make: the keyed digest of all that the row will say. Whoever has no more than a database login claims none,
-- and who read another's proof on its way has that one row of it, which is there already.

-- True for the HMAC-SHA256 of what is said, by the key that a pepper makes.
CREATE OR REPLACE FUNCTION is_proved(by text, said text, proof bytea) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM operation_key k WHERE k.pepper = by
    AND sha256(k.outer_pad || sha256(k.inner_pad || convert_to(said, 'UTF8'))) = proof)
$$;

-- Claim what is said, a JSON object, for this transaction, which is_asked knows from then on. Returns its reference; null
-- where its key, or this reference, is taken; '' where no key of this pepper is kept (keep_operation_key). Raises
-- insufficient_privilege for a proof that is not of it.
CREATE OR REPLACE FUNCTION claim_operation(said text, given text, by text, proof bytea) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
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

-- The operation of these kinds that is under way: the one that this transaction has claimed; else no row.
CREATE OR REPLACE FUNCTION find_asked(kinds text[]) RETURNS SETOF operation
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT o.* FROM operation o
  WHERE o.key = current_setting('mbongo.operation', true) AND o.sentence IS NULL AND o.kind = ANY (kinds)
$$;

-- True where the only wallet that a transfer takes from is that of the person who asks, by an operation of this kind that is
-- under way.
CREATE OR REPLACE FUNCTION is_askers(asking text, accounts bigint[], amounts bigint[]) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM find_asked(ARRAY[asking]) o JOIN person p ON p.id = CASE o.actor_kind WHEN 'person' THEN o.actor_id::uuid END
    WHERE NOT EXISTS (SELECT FROM unnest(is_askers.accounts, is_askers.amounts) l (id, amount) JOIN account a USING (id)
      WHERE l.amount < 0 AND NOT a.accrued AND a.id <> p.account_id))
$$;

-- Keep the key of another pepper, as one proves that is kept; the first of all while nobody has a wallet. Only the owner of
-- the database changes one, or ends it.
CREATE OR REPLACE FUNCTION keep_operation_key(
  new_pepper text, new_inner bytea, new_outer bytea, by text, proof bytea
) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(CASE WHEN EXISTS (SELECT FROM operation_key)
    THEN is_proved(by, 'key of operations ' || new_pepper || ' ' || encode(new_inner || new_outer, 'hex'), proof)
    ELSE NOT EXISTS (SELECT FROM person) END, 'by which keys operations are claimed');
  INSERT INTO operation_key (pepper, inner_pad, outer_pad) VALUES (new_pepper, new_inner, new_outer) ON CONFLICT DO NOTHING;
END $$;

-- What an operation came to stays: one that was opened again would justify another transfer. Only who it names goes, in time
-- (core/masking.sql).
CREATE OR REPLACE FUNCTION keep_outcome() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(is_masked_operation(OLD, NEW), 'what an operation came to');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER outcome_stays BEFORE UPDATE ON operation
  FOR EACH ROW WHEN (OLD.sentence IS NOT NULL) EXECUTE FUNCTION keep_outcome();
ALTER TABLE operation ENABLE ALWAYS TRIGGER outcome_stays;
