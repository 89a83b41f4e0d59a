-- Reports of suspicion: one login writes one, with the next number of its year; reading one is an act with a reason.

CREATE OR REPLACE FUNCTION keep_suspicion_report() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
CREATE OR REPLACE TRIGGER reports_numbered BEFORE INSERT ON suspicion_report FOR EACH ROW EXECUTE FUNCTION keep_suspicion_report();
-- What it says stays; the owner alone seals its key anew (`keys --move`).
CREATE OR REPLACE TRIGGER reports_stay BEFORE UPDATE OF year, number, id, written_by, written_at, nonce, content OR DELETE OR TRUNCATE
  ON suspicion_report FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE suspicion_report ENABLE ALWAYS TRIGGER reports_numbered, ENABLE ALWAYS TRIGGER reports_stay;

-- What one says, as it is kept, for a login that reads it, in the transaction that notes so with its reason.
CREATE OR REPLACE FUNCTION open_suspicion_report(report uuid, OUT sealed_key text, OUT nonce bytea, OUT content bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM refuse_step(is_done_alone('{read_report}', report::text), 'what a report of suspicion says');
  SELECT r.sealed_key, r.nonce, r.content INTO open_suspicion_report.sealed_key, open_suspicion_report.nonce, open_suspicion_report.content
  FROM suspicion_report r WHERE r.id = report;
END $$;
