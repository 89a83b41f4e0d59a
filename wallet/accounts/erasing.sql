-- Erase what a closed wallet needs no more: the PIN's hash, whom they named, blocked and saw the names of, where they signed in, what
-- a text had changed. Entries, movements, names and papers stay, as the law has it; and whose names they saw within the day, or who
-- closes and opens a wallet again would read as many more. In the transaction that closes it.
CREATE OR REPLACE FUNCTION erase_closed(person uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(EXISTS (SELECT FROM person p WHERE p.id = person AND p.state = 'closed'), 'what is erased');
  DELETE FROM pin WHERE person_id = person;
  DELETE FROM favourite WHERE owner_id = person;
  DELETE FROM block WHERE blocker = person::text;
  DELETE FROM name_shown WHERE viewer_id = person AND day < (wallet_now() AT TIME ZONE 'Africa/Douala')::date;
  DELETE FROM page_session WHERE person_id = person;
  DELETE FROM text_change WHERE person_id = person;
END $$;
