-- What the app's role may do, all of it: whatever it may not do here was revoked. :app is the role, quoted.
REVOKE ALL ON ALL TABLES    IN SCHEMA public FROM PUBLIC, :app;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, :app;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC, :app;

-- Money: read, and moved by functions only.
GRANT SELECT ON clock_shift, account_kind, account, transfer, transfer_link, entry, accrual_due TO :app;
GRANT EXECUTE ON FUNCTION
  wallet_now, account_named, open_account, close_account, roll_up, post_transfer, post_transfers,
  is_balanced, transfer_size, transfer_id, content_hash, request_hash TO :app;  -- the last line is pure: the check asks them
GRANT EXECUTE ON FUNCTION count_try TO :app;

-- People, what they did, and what waits to be told.
GRANT SELECT, INSERT, UPDATE ON
  person, phone, number_turn, pin, name_shown, sim, pin_reset, operation, movement, ask, usage,
  notice, delivery, text_in, texting, security_event, case_file,
  operator, payment, payment_step, callback_in,
  claim, request, agent, cash_out, merchant, till, bill, bill_search, sales_digest TO :app;
GRANT SELECT, INSERT, DELETE ON favourite TO :app;
GRANT SELECT, INSERT, UPDATE, DELETE ON block TO :app;
GRANT SELECT, INSERT, UPDATE (lifted_by, lifted_at) ON robbed_lock TO :app;
GRANT SELECT, INSERT ON agent_operation, identity, wrong_document TO :app;  -- what an agent did and saw is only added to
GRANT SELECT, INSERT, UPDATE (state, decided_at) ON contest TO :app;

-- Rules: what staff load begins on days to come (keep_rules), the rest is the owner's.
GRANT SELECT, INSERT, DELETE ON tariff, ceiling TO :app;
GRANT SELECT ON room_taken, caution, threshold, promise, channel TO :app;

-- Staff: read, all but what a key is compared with; a login asks, approves and acts by functions that see its session.
GRANT SELECT (login, recipe, locks, locked_until, since, until) ON staff TO :app;
GRANT SELECT ON staff_act_kind, staff_request, staff_approval, staff_act TO :app;
GRANT EXECUTE ON FUNCTION
  count_staff_try, open_staff_session, close_staff_session, find_staff_login, renew_staff_key,
  ask_staff_act, approve_staff_request, note_staff_act TO :app;

-- What /readyz writes.
GRANT SELECT, UPDATE (asked_at) ON readiness TO :app;

-- Operators' files.
GRANT SELECT, INSERT, UPDATE (since, until, withdrawn_at) ON settlement_file TO :app;
GRANT SELECT, INSERT ON settlement_said TO :app;
GRANT SELECT, INSERT, UPDATE ON discrepancy TO :app;
GRANT SELECT, INSERT, UPDATE (payment_id, stands) ON settlement_row TO :app;
GRANT SELECT, INSERT, TRUNCATE ON settlement_line, settlement_scope, settlement_verdict TO :app;
GRANT EXECUTE ON FUNCTION count_settlement TO :app;

-- Rows whose life is over.
GRANT EXECUTE ON FUNCTION forget_old TO :app;
