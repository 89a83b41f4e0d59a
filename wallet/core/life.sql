-- Delete up to p_most rows of each kind whose life (row_life) is over; returns how many went. Nobody else deletes them.
-- What still waits stays, and so does what operators said of a payment that has not ended. No row that moves or explains
-- money refers to these tables (tests/wallet/core/test_life.py). Several may run at once: each takes other rows.
CREATE OR REPLACE FUNCTION forget_old(p_most integer) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  gone bigint := 0;
  size bigint;
  old  record;
BEGIN
  FOR old IN
    SELECT l.kind, l.days, told.at, told.ended FROM row_life l JOIN (VALUES
      ('notice', 'written_at', $w$state NOT IN ('waiting', 'sending')$w$),
      ('mail', 'written_at', $w$state NOT IN ('waiting', 'sending')$w$),
      ('delivery', 'at', 'true'),
      ('text_in', 'heard_at', $w$state <> 'waiting'$w$),
      ('callback_in', 'heard_at', $w$state NOT IN ('waiting', 'parked') AND NOT EXISTS (
         SELECT FROM payment p WHERE r.hint <> '' AND p.rail = r.rail AND r.hint IN (p.handle, p.reference)
         AND p.state NOT IN ('succeeded', 'failed'))$w$),
      ('security_event', 'at', 'true'),
      ('idempotent_answer', 'at', 'true'),
      ('delivery_try', 'at', 'true'),
      ('page_code', 'asked_at', 'true'),
      ('page_session', 'seen_at', 'true'),
      ('member_session', 'seen_at', 'true'),
      ('password_reset', 'asked_at', 'true'),
      ('salary_wrong_name', 'at', 'true'),
      ('document_content', 'let_go_at', 'true'),
      ('ask', 'asked_at', 'true'),
      ('code_look', 'day', 'true'),
      ('bill_search', 'asked_at', $w$state NOT IN ('waiting', 'asking')$w$),
      ('wrong_document', 'at', 'true'),
      ('invitation', 'until', 'true'),
      ('sim', 'checked_at', $w$asked_at IS NULL$w$),
      ('taken', 'at', 'true'),
      ('key_held', 'last_at', 'true')) told (kind, at, ended) USING (kind)
  LOOP
    EXECUTE format('DELETE FROM %1$I WHERE ctid = ANY (ARRAY (
        SELECT ctid FROM %1$I r WHERE %2$I < wallet_now() - make_interval(days => $1) AND %3$s
        LIMIT $2 FOR UPDATE SKIP LOCKED))', old.kind, old.at, old.ended) USING old.days, p_most;
    GET DIAGNOSTICS size = ROW_COUNT;
    gone := gone + size;
  END LOOP;
  RETURN gone;
END $$;
