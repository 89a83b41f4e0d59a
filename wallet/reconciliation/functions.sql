-- Count a table of an operator's file anew, which its owner alone may: a million lines nobody counted plan badly.
-- (MAINTAIN, which would let the app do it, is granted since PostgreSQL 17 only.)
CREATE OR REPLACE FUNCTION count_settlement(wanted regclass) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF wanted NOT IN ('public.settlement_row'::regclass, 'public.settlement_said'::regclass,
                    'public.settlement_line'::regclass,
                    'public.settlement_scope'::regclass, 'public.settlement_verdict'::regclass) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = wanted || ' is no table of operators'' files';
  END IF;
  EXECUTE format('ANALYZE %s', wanted);
END $$;
