-- Once no line of a payroll waits, whoever owns its business, and who approved it, is told what became of them.
ALTER TABLE payroll
    ADD tell_at  timestamptz,                      -- when a worker looks whether all of it has ended; none: told, or not yet
    ADD told_way boolean NOT NULL DEFAULT false,   -- that a part is under way still
    ADD CONSTRAINT told_once_done CHECK (state = 'done' OR tell_at IS NULL AND NOT told_way);
CREATE INDEX payroll_to_tell ON payroll (tell_at) WHERE tell_at IS NOT NULL;
