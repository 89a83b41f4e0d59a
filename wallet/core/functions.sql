-- The present moment, moving on even inside a transaction; STABLE, so that a statement that compares it with an index asks it
-- once, and finds by the index what is due or old, instead of asking it for each row. The shift is looked at again here, because copying a test
-- database under another name runs no CHECK. It defines no security of its own: it is asked in every posting.
CREATE OR REPLACE FUNCTION wallet_now() RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF starts_with(current_database(), 'mbongo_test') THEN
    RETURN clock_timestamp() + (SELECT shift FROM public.clock_shift);
  END IF;
  RETURN clock_timestamp();
END $$;

-- For tables that only grow.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'insufficient_privilege',
    MESSAGE = TG_OP || ' on ' || TG_TABLE_NAME || ' is forbidden to everyone: what is posted is undone by a transfer';
END $$;
