-- Count a table of imported files anew, which its owner alone may: a million lines nobody counted plan badly.
-- (MAINTAIN, which would let the app do it, is granted since PostgreSQL 17 only.)
CREATE OR REPLACE FUNCTION count_settlement(wanted regclass) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF wanted NOT IN ('public.settlement_row'::regclass, 'public.settlement_said'::regclass,
                    'public.settlement_line'::regclass,
                    'public.settlement_scope'::regclass, 'public.settlement_verdict'::regclass,
                    'public.bank_line_read'::regclass, 'public.bank_line'::regclass) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = wanted || ' is no table of imported files';
  END IF;
  EXECUTE format('ANALYZE %s', wanted);
END $$;

-- Return the words of a name in plain letters, those of three letters and more: what a bank and a shop both write of a payer.
CREATE OR REPLACE FUNCTION list_name_words(name text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(word), '{}') FROM regexp_split_to_table(
    translate(lower(name), 'àâäáãåéèêëíîïìóôöòõúûüùçñ', 'aaaaaaeeeeiiiiooooouuuucn'), '[^a-z0-9]+') word
  WHERE length(word) >= 3
$$;
