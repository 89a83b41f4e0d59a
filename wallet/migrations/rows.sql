-- Rows that a table of the code names, added by every migrate where they are not there yet; none is ever taken away.

-- By what people and programs reach the wallet (wallet/core/channels.py).
INSERT INTO channel VALUES ('ussd'), ('sms'), ('web'), ('api'), ('office'), ('system')
ON CONFLICT DO NOTHING;

-- What staff may do (wallet/staff/acts.py), and whether it takes two.
INSERT INTO staff_act_kind (kind, takes_two, by_owner) VALUES
    ('set_login', false, true), ('end_login', false, true)
ON CONFLICT (kind) DO UPDATE SET takes_two = excluded.takes_two, by_owner = excluded.by_owner;
INSERT INTO staff_act_kind (kind, takes_two) VALUES
    ('set_role', true),
    ('import_file', false),                       -- with a reconciliation
    ('read_records', false),                      -- by any command that shows them
    ('refused_command', false), ('refused_approval', false), ('declined_approval', false), ('wrong_password', false),
    ('ask_act', false), ('end_ask', false),       -- what takes two was asked; and was taken back, or replaced by its asker
    ('look_at_person', false), ('unmask_person', false), ('freeze_wallet', false), ('unfreeze_wallet', true),
    ('lock_for_owner', false), ('unlock_for_owner', true), ('allow_pin_reset', false),
    ('identify_wallet', true), ('part_wallet', true),
    ('take_waiting', false), ('detach_number', true), ('decide_contest', true), ('pay_unclaimed', true), ('close_case', true),
    ('settle_payment', true), ('correct_books', true), ('withdraw_file', false),
    ('add_bank_account', true), ('import_statement', false), ('match_bank_line', false), ('pay_bank_line', true), ('set_maintenance', false), ('hold_rails', false), ('release_rails', true),
    ('load_tariff', true), ('drop_tariff', true), ('load_rate', true), ('close_day', true),
    ('make_return', true), ('close_month', true), ('own_suspense', false),
    ('appoint_agent', false), ('give_float', true), ('move_money', true), ('suspend_agent', false), ('reinstate_agent', true),
    ('close_agent', false), ('close_shop', false),
    ('add_merchant', false), ('add_till', false), ('set_biller', false), ('load_bills', false), ('add_api_key', false), ('end_api_key', false), ('let_key_refund', true),
    ('make_payout_file', false), ('approve_payout_file', true), ('send_payout_file', false), ('drop_payout_file', false),
    ('book_payouts', true), ('reject_payout', true),
    ('add_link', false), ('end_link', false),
    ('import_list', false), ('agree_list', true), ('clear_hit', false), ('decide_hit', true),
    ('write_report', false), ('read_report', false),
    ('gather_dormant', false), ('move_dormant', true), ('return_dormant', true),
    ('gather_handover', false), ('hand_over_dormant', true), ('set_dormancy_rule', true),
    ('retain_money', true), ('lift_retention', true), ('pay_retained', true),
    ('take_alerts', false), ('note_alerts', false), ('decide_alerts', true), ('set_alert_rule', true),
    ('look_at_document', false), ('accept_document', false), ('refuse_document', false), ('raise_level', true), ('change_level', true)
ON CONFLICT (kind) DO UPDATE SET takes_two = excluded.takes_two;

-- Starting prices of kinds of movement (wallet/operations/kinds.py); what is changed later is a dated row of its own.
INSERT INTO tariff (kind, since, fee_ppm, fee_min, fee_max, tax_ppm, tax_fixed) VALUES
    ('send_money',     '-infinity',  5000,  0,  500, 2000, 4),
    ('pay_request',    '-infinity',  5000,  0,  500, 2000, 4),  -- what a send costs; by an operator's customer it is free
    ('add_money',      '-infinity',     0,  0,    0,    0, 0),
    ('withdraw_money', '-infinity', 10000, 50, NULL, 2000, 4),
    ('pay_till',       '-infinity', 10000,  0, NULL,    0, 0),  -- this and the next two taken from what the merchant receives
    ('pay_bill',       '-infinity', 10000,  0, NULL,    0, 0),
    ('pay_checkout',   '-infinity', 10000,  0, NULL,    0, 0),  -- however it is paid
    ('pay_subscription', '-infinity', 10000, 0, NULL,   0, 0),
    ('pay_salary',     '-infinity',  5000,  0,  500, 2000, 4),  -- to a wallet; to a phone or a bank it is a payout
    ('make_payout',    '-infinity',  5000, 50, 2500,    0, 0)   -- to a phone or a bank; to its owner's wallet it is free
ON CONFLICT DO NOTHING;
INSERT INTO tariff (kind, since, fee_ppm, fee_min, fee_max, tax_ppm, tax_fixed, commission_ppm, commission_of) VALUES
    ('take_cash_in',  '-infinity',     0,  0,    0,    0, 0,   2000, 'amount'),
    ('pay_cash_out',  '-infinity', 15000, 50, 3500, 2000, 4, 400000, 'fee')
ON CONFLICT DO NOTHING;

-- From how many victims on it is no mistake of people's own (wallet/core/security_events.py): phones with a wrong PIN within
-- ten minutes and a day, PINs locked within an hour, logins with a wrong password within an hour, phones of others that one
-- person has asked for money by their operator within a day.
INSERT INTO threshold VALUES
    ('spraying', '-infinity', 50), ('spraying_day', '-infinity', 1000), ('locking', '-infinity', 30),
    ('logins_tried', '-infinity', 3), ('prompting', '-infinity', 5)
ON CONFLICT DO NOTHING;

-- How many francs of one payment a cashier may give back, on its day.
INSERT INTO threshold VALUES ('cashier_refund', '-infinity', 20000) ON CONFLICT DO NOTHING;

-- From how many people on that one login sees in clear within a day, a person looks why (wallet/staff/unmasking.sql).
INSERT INTO threshold VALUES ('unmaskings', '-infinity', 20) ON CONFLICT DO NOTHING;

-- How much more or less than was asked may come by a rail and be taken for it, in millionths; by any other, nothing. What is
-- paid in crypto is worth a little more or less by the time it is sent.
INSERT INTO threshold VALUES ('tolerance_btcpay', '-infinity', 5000) ON CONFLICT DO NOTHING;

-- How many francs a day leave a wallet that is watched, by why it is (wallet/prices/watches.py).
INSERT INTO caution (kind, since, amount) VALUES
    ('after_swap', '-infinity', 10000), ('after_reset', '-infinity', 50000), ('after_blind_reset', '-infinity', 10000)
ON CONFLICT DO NOTHING;

-- How many days rows are kept that only tell what was said (wallet/core/life.sql): long enough for whoever contests, and
-- for whoever must look into a fraud; then what people texted is nobody's.
INSERT INTO row_life (kind, days) VALUES
    ('notice', 180), ('mail', 180), ('delivery', 180), ('text_in', 180), ('callback_in', 180), ('security_event', 730),
    ('key_held', 365), ('page_code', 30), ('page_session', 90), ('member_session', 90), ('password_reset', 30), ('idempotent_answer', 30), ('delivery_try', 90),
    ('salary_wrong_name', 30), ('ask', 180), ('code_look', 30), ('bill_search', 90), ('wrong_document', 90), ('invitation', 180),
    ('sim', 180),                                 -- what was heard of a number's SIM, which is asked again when it matters
    ('taken', 365),                               -- who looked into what waited, which the trail keeps
    ('document_content', 90)                      -- papers of a business that were refused or taken back
ON CONFLICT DO NOTHING;

-- After how many days nobody is named in rows that stay (wallet/core/masking.sql): what was asked and said in a wallet and
-- what a business heard, once nothing of it can be contested or given back; of what was never paid, who was to pay it.
INSERT INTO mask_life (kind, days) VALUES ('operation', 730), ('event', 730), ('checkout', 180) ON CONFLICT DO NOTHING;

-- What is added to a price for the state, from when on (wallet/business/vat_rates.py): 17.5 % and a tenth of it for councils
-- (CAC). A line of the last two says why nothing is added.
INSERT INTO vat_rate (code, since, ppm, cac_ppm, reasoned) VALUES
    ('standard', '2005-01-01', 192500, 17500, false), ('zero', '2005-01-01', 0, 0, false),
    ('exempt', '2005-01-01', 0, 0, true), ('state', '2005-01-01', 0, 0, true)
ON CONFLICT DO NOTHING;

-- What buyers named by the state keep back of an invoice. To be confirmed by an accountant before anybody goes live: a new
-- rate is a row of its own, from its day.
INSERT INTO withholding_rate (code, since, ppm, part) VALUES
    ('vat_whole', '2005-01-01', 1000000, 'vat'), ('income_2_2', '2005-01-01', 22000, 'net'), ('income_5_5', '2005-01-01', 55000, 'net')
ON CONFLICT DO NOTHING;

-- How alike two names are, 0 to 100, to be put before staff, and to keep the money where it is until they decided: measured by
-- `./mbongo bench names` (docs/compliance.md).
INSERT INTO threshold VALUES ('sanction_case', '-infinity', 80), ('sanction_block', '-infinity', 90) ON CONFLICT DO NOTHING;

-- What each rule of compliance counts by until staff say otherwise (wallet/compliance/rules.py), chosen by what `./mbongo
-- patterns` prints of generated people. A rule judges from the day on which it came here; it looks back from there.
INSERT INTO alert_rule (rule, since, numbers) VALUES
    ('structuring',      '-infinity', '{"ceiling": 500000, "below": 50000, "times": 4, "days": 3, "against": 5}'),
    ('velocity',         '-infinity', '{"times": 12, "minutes": 60, "against": 6}'),
    ('mule',             '-infinity', '{"times": 8, "hours": 48, "amount": 200000, "share": 80, "against": 4}'),
    ('dormant',          '-infinity', '{"days": 90, "within": 2, "amount": 300000}'),
    ('agent_splits',     '-infinity', '{"pieces": 3, "minutes": 60, "times": 5, "days": 7, "share": 12}'),
    ('agent_circles',    '-infinity', '{"minutes": 120, "loss": 12, "times": 5, "days": 7, "share": 12}'),
    ('shared_documents', '-infinity', '{"wallets": 4}'),
    ('shared_numbers',   '-infinity', '{"wallets": 5, "days": 30, "amount": 50000}')
ON CONFLICT DO NOTHING;
INSERT INTO alert_judged (rule, until)
    SELECT DISTINCT rule, (wallet_now() AT TIME ZONE 'Africa/Douala')::date FROM alert_rule
ON CONFLICT DO NOTHING;

-- After how many months without an act a wallet is dormant, told how many days before, and its money kept apart, and
-- after how many more handed over to the state's deposit fund: to be confirmed by a lawyer before anybody goes live. A new rule is a row of its own, from its day.
INSERT INTO dormancy_rule (since, dormant_months, warn_days, unclaimed_months, handover_months)
    VALUES ('-infinity', 12, 30, 60, 60) ON CONFLICT DO NOTHING;
