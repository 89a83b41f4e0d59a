"""The check of the books names every difference between a room's rows and the ledger."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from local.postgres import Postgres
from tests.wallet.ledger.damage import FATOU, FEES, HELD, MOUSSA, found_after, sound_ledger
from wallet.checks import INVARIANTS
from wallet.ledger import check as ledger
from wallet.ledger.check_reasons import GUARDED
from wallet.staff import for_logins

AWA, CASH = (f"(SELECT id FROM account WHERE code = 'test:{name}')" for name in ("awa", "cash"))


def agreed(kind: str, subject: str, content: str) -> str:
    """Return the statements by which two of staff asked for and did something to this subject."""
    return f"""INSERT INTO staff_request
        VALUES ({PAYMENT_ID}, '{kind}', '{subject}', '{content}', 'slip 17', 'alice', now());
        INSERT INTO staff_act
          (id, request_id, kind, subject, before, after, why, asked_by, approved_by, at, number, hash)
        VALUES (gen_random_uuid(), {PAYMENT_ID}, '{kind}', '{subject}', '{{}}', '{{}}', 'slip 17', 'alice', 'bruno',
          now(), 1, '')"""


def act(kind: str, subject: str) -> str:
    """Return the statement by which staff did something to this subject, an SQL value."""
    return f"""INSERT INTO staff_act (id, kind, subject, before, after, why, asked_by, at, number, hash)
        VALUES (gen_random_uuid(), '{kind}', {subject}, '{{}}', '{{}}', 'why', 'alice', now(), 1, '')"""


ASKED = """INSERT INTO staff_request
    VALUES (gen_random_uuid(), 'give_float', '123455', '{}', 'slip 17', 'alice', now())"""
TRAILED = """INSERT INTO staff_act (id, kind, subject, before, after, why, asked_by)
    SELECT gen_random_uuid(), 'ask_act', subject, '{}', jsonb_build_object('ask', id), why, asked_by
    FROM staff_request"""
PAYMENT_ID = "'00000000-0000-0000-0000-000000000001'::uuid"
PAYMENT = f"""INSERT INTO payment (id, purpose, reference, rail, direction, channel, person_id, party_kind, party,
    amount, created_at, changed_at)
    VALUES ({PAYMENT_ID}, '', 'r', 'mtn', 'collect', 'ussd', gen_random_uuid(), 'phone', '', 50, now(), now())"""
CORRECTION = '{"found": {"rail": "mtn", "state": "open", "corrections": 0, "theirs": 50, "ours": 0}}'
OFFICE_DID = f"""INSERT INTO operation (key, actor_kind, actor_id, channel, kind, content, reference, at)
    VALUES ('office:1', 'staff', 'bruno', 'office', 'approve_request', jsonb_build_object('request_id', {PAYMENT_ID}),
      'r', now())"""
MOVED = '{"move": "remit_tax", "legs": [["tax", -50], ["cash", 50]]}'
PERSON_ID = "'00000000-0000-0000-0000-000000000002'::uuid"
PERSON = f"INSERT INTO person SELECT {PERSON_ID}, 'Moussa Bello', 0, 'fr', 'open', false, false, {MOUSSA}, now()"
AGENT = f"""INSERT INTO agent SELECT '123455', {PERSON_ID}, {FATOU}, {MOUSSA}, 0, 0, NULL, '{{state}}', now()"""
SHOP = f"""INSERT INTO merchant (id, owner_id, name, account_id, since, until)
    VALUES ({PAYMENT_ID}, {PERSON_ID}, 'Chez Brice', {FATOU}, now(), {{until}})"""
KEY = f"""INSERT INTO api_key (id, merchant_id, hint, digest, pepper, live, version, since, until)
    VALUES ({PERSON_ID}, {PAYMENT_ID}, 'sk_live_AAAAAA', '', '1', true, now()::date, now(), now())"""
ORDER = f"""INSERT INTO retention (account_id, cause, authority, reference, ordered_on, amount, made_at)
    VALUES ({MOUSSA}, 'order', 'DGI', '1', now(), 5, now())"""
HIT = f"""INSERT INTO sanction_hit (kind, subject_id, name, entry_id, source, reference, alike, score, strong,
    case_number, state, found_at, decided_at)
    VALUES ('person', {PERSON_ID}, 'x', 1, 'un', 'Q', 'x', 95, true, 1,"""
FILE = "INSERT INTO settlement_file (rail, sha256, name, imported_at) VALUES ('mtn', 'x', 'x', now())"
IMPORTED = act("import_file", "(SELECT 'F' || max(id) FROM settlement_file)")
ALICE = (
    "INSERT INTO staff (login, recipe, verifier, since, made_by, role) VALUES ('alice', '', '', now(), '', 'support')"
)
UNBOUND = "1$$argon2id$v=19$m=8,t=1,p=1$YSBzYWx0$" + "A" * 43  # as the release of November 2026 stored it
ABROAD = """INSERT INTO quote (id, currency, rate_since, digits, rate, francs, charged, made_at, until)
    SELECT gen_random_uuid(), 'EUR', since, 2, 655.957, 10000, 1525, wallet_now(), wallet_now() + interval '9 minutes'
    FROM rate WHERE currency = 'EUR';
    INSERT INTO payment (id, purpose, reference, rail, direction, channel, person_id, party_kind, party, amount,
        currency, charged, quote_id, state, created_at, changed_at)
    SELECT gen_random_uuid(), 'add_money', 'a', 'flutterwave', 'collect', 'web', gen_random_uuid(), 'payer', '', 10000,
        'EUR', 1525, id, 'succeeded', now(), now() FROM quote"""
PAID_CHECKOUT = """INSERT INTO checkout (id, merchant_id, amount, title, state, paid_with, created_at, due_at, ended_at)
    SELECT gen_random_uuid(), gen_random_uuid(), 510, 't', 'paid', id, now(), now(), now()
    FROM transfer WHERE key = 's'"""
RECHARGE = """INSERT INTO recharge (id, owner_id, asked_by, amount, created_at, due_at, payment_id, paid_at)
    VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 50, now(), now()"""
INVOICE = """INSERT INTO invoice (id, merchant_id, kind, customer_id, of_id, net, vat, total, withheld, payable, state,
      year, place, number, issued_on, canonical, hash, finalised_at, created_at, changed_at)
    VALUES (gen_random_uuid(), gen_random_uuid(), 'invoice', gen_random_uuid(), NULL, 100, 0, 100, 0, 100, 'final',
      2026, 2, 'FAC-2026-000002', now(), '{"invoice_number": ""}', '', now(), now(), now())"""
CREDIT_NOTE = """INSERT INTO invoice (id, merchant_id, kind, customer_id, of_id, net, vat, total, withheld, payable,
      state, year, place, number, issued_on, canonical, hash, finalised_at, created_at, changed_at)
    SELECT gen_random_uuid(), merchant_id, 'credit_note', customer_id, id, 101, 0, 101, 0, 101, 'final', 2026, 1, 'AV',
      now(), '{}', '', now(), now(), now() FROM invoice"""
LINE = """INSERT INTO invoice_line (invoice_id, place, title, quantity, unit_price, vat, ppm, cac_ppm, net)
    VALUES (gen_random_uuid(), 1, 'x', 2, 50, 'zero', 0, 0, 99)"""
SETTLED = """INSERT INTO settlement_account (id, merchant_id, added_by, added_at, ready_at, number, kind, holder)
    VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), now(), now() + interval '2 days', """
SUBSCRIBED = """INSERT INTO subscription (id, plan_id, person_id, state, starts_on, created_at)
    VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'paused', now(), now())"""
CHARGED = f"""{SUBSCRIBED}; INSERT INTO charge (subscription_id, period, due_on, amount, state, reference, at)
    SELECT id, 0, now(), 5, 'paid', 'r', now() FROM subscription"""
PAPER = "INSERT INTO business_document (id, merchant_id, kind, type, sha256, size, sent_by, sent_at"
PAPER_OF = "gen_random_uuid(), gen_random_uuid(), 'niu', 'pdf', repeat('0', 64), 5, gen_random_uuid(), now()"
CLOSED = """ALTER TABLE closed_day DISABLE TRIGGER closed_stay;
    INSERT INTO closed_day
    VALUES (now()::date, '[["held", "held", "", "XAF", 5, 0, 5]]', '', gen_random_uuid(), now())"""
CLOSED_MONTH = """ALTER TABLE closed_month DISABLE TRIGGER closed_stay;
    INSERT INTO closed_month VALUES ('2026-10-01', '{}', '', gen_random_uuid(), now())"""
DECLARED = """ALTER TABLE month_return DISABLE TRIGGER returns_stay;
    INSERT INTO month_return VALUES ('2026-10-01', 'vat', '[["send_money", 1, 2, 3, []]]', gen_random_uuid(), now())"""
ALERTED = """INSERT INTO case_file (id, kind, detail, opened_at) VALUES (gen_random_uuid(), 'alert', '', now());
    INSERT INTO alert_case (number, person_id) SELECT number, gen_random_uuid() FROM case_file WHERE kind = 'alert'"""
DECIDED = """INSERT INTO alert_decision
    SELECT gen_random_uuid(), number, 'frozen', NULL, now() FROM alert_case"""
# What is broken, how, and whose account must be named.
DAMAGE = {
    "an alert is in a case of its person": (
        f"""{ALERTED}; INSERT INTO alert (rule, day, of_case, person_id, begins, ends, times, amount, about, thing,
        refs, others, numbers, raised_at) SELECT 'mule', now(), number, gen_random_uuid(), now(), now(), 1, 0, '', '',
        '{{}}', '{{}}', '{{}}', now() FROM alert_case""", None),
    "a case of alerts is closed with its file, by a decision of two": (
        f"{ALERTED}; UPDATE alert_case SET state = 'closed'", None),
    "a decision about alerts is what two agreed to": (
        f"{ALERTED}; UPDATE alert_case SET state = 'reported'; {DECIDED}", None),
    "what a rule counts by is what two agreed to": (
        "INSERT INTO alert_rule VALUES ('mule', now(), '{}', gen_random_uuid())", None),
    "a day is added up as it was posted": (
        "UPDATE day_summed SET until = wallet_now() + interval '1 day'", "customer"),
    "a closed day is as it was posted": (CLOSED, "held"),
    "a closed day opens as the one before it closed": (CLOSED, "held"),
    "closed days are a chain, each closed by two": (CLOSED, None),
    "closed months are a chain, each closed by two, its days closed": (CLOSED_MONTH, None),
    "what was declared of a month is what was posted in it": (DECLARED, None),
    "what accounts hold is what their days came to": (
        "INSERT INTO day_sum VALUES (now()::date, 'held', account_named('held'), 'x', 'XAF', 0, 5, 1)", "held"),
    "rounding is what charged amounts pay above their francs": (ABROAD, "rounding"),
    "a payment abroad is charged what its quote says": (f"{ABROAD}; UPDATE payment SET charged = 1526", None),
    "what came otherwise than asked stands beside what asked for it, which came to nothing or to its success": (
        f"{PAYMENT}; UPDATE payment SET beside = id", None),
    "what was charged abroad is posted beside its end": (
        f"{ABROAD}; INSERT INTO payment_posted SELECT id FROM payment", "position:EUR"),
    "what is unclaimed is what its open cases brought": (
        "INSERT INTO accrual_due SELECT id, gen_random_uuid(), 1 FROM account WHERE code = 'unclaimed'", "unclaimed"),
    "what is held is what waits": (
        "INSERT INTO accrual_due SELECT id, gen_random_uuid(), 1 FROM account WHERE code = 'held'", "held"),
    "what waits has not ended": (
        """INSERT INTO claim (id, phone, hold, channel, amount, reference, language, held_at, due_at)
        SELECT gen_random_uuid(), '', id, 'ussd', 1, 'r', 'fr', now(), now() FROM transfer WHERE key = 'h'""", "held"),
    "what waits is held whole": (
        """INSERT INTO claim (id, phone, hold, channel, amount, reference, language, held_at, due_at)
        SELECT gen_random_uuid(), '', id, 'ussd', 1, 'r', 'fr', now(), now() FROM transfer WHERE key = 'w'""", "held"),
    "what is held waits for something": (
        f"""UPDATE transfer SET accounts = array_replace(accounts, {HELD}, account_named('held'))
        WHERE key = 'w'""", "held"),
    "what waits no more has ended": (
        """INSERT INTO cash_out SELECT gen_random_uuid(), 'r', '', gen_random_uuid(), 'ussd', 50, 0, 0, 0, id, 0, '',
        'paid', 0, now(), now() FROM transfer WHERE key = 'w'""", "held"),
    "a request is paid once, or not": (
        """INSERT INTO request (id, code, asker_id, phone, amount, reference, language, state, asked_at, due_at)
        VALUES (gen_random_uuid(), 'c', gen_random_uuid(), '+237', 1, 'r', 'fr', 'paid', now(), now())""", None),
    "a bill is paid once, for what it says": (
        """INSERT INTO bill SELECT gen_random_uuid(), gen_random_uuid(), 'r', 'n', 510, id, now(), now()
        FROM transfer WHERE key = 's'""", None),
    "a checkout is paid once, for what it asks": (PAID_CHECKOUT, None),
    "a recharge is paid once, by what credited its wallet": (f"{RECHARGE}, gen_random_uuid(), now())", None),
    "a payout stands as its money does": (
        """INSERT INTO payout (id, merchant_id, account_id, amount, fee, reference, state, created_at)
        VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 100, 0, 'r', 'pending', now())""", None),
    "a payout that came back from its bank gave its business as much again": (
        "UPDATE transfer SET key = 'payout:1:returned' WHERE key = 'w'", None),
    "a payout is what its business ordered": (
        """INSERT INTO payout (id, merchant_id, account_id, amount, fee, reference, state, created_at)
        VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 100, 0, 'r', 'asked', now())""", None),
    "a business is paid out to what its owner added": (f"{SETTLED}'', 'wallet', '')", None),
    "what banks paid of payouts, and gave back, is what their statements said": (
        f"""{SETTLED}repeat('1', 23), 'bank', 'Brice');
        INSERT INTO payout (id, merchant_id, account_id, amount, fee, reference, state, created_at, ended_at)
        SELECT id, merchant_id, id, 100, 0, 'r', 'paid', now(), now() FROM settlement_account""", None),
    "a file for a bank orders the payouts that stand in it": (
        """INSERT INTO payout_file (account_id, message_id, name, content, sha256, payouts, total, made_at)
        VALUES (1, 'm', 'n', 'x', encode(sha256('x'), 'hex'), 1, 100, now())""", None),
    "a payroll put its money aside whole, as another member than its maker approved": (
        "UPDATE transfer SET key = 'payroll:1' WHERE key = 'w'", None),
    "a line of a payroll was paid once, or came back whole": (
        "UPDATE transfer SET key = 'salary:1' WHERE key = 'w'", None),
    "a payout that pays a salary is a line that was sent, to whom it says": (
        f"""{SETTLED}repeat('1', 23), 'bank', 'Brice');
        INSERT INTO payout (id, merchant_id, account_id, amount, fee, reference, state, created_at, for_salary)
        SELECT id, merchant_id, id, 100, 0, 'r', 'pending', now(), true FROM settlement_account""", None),
    "what a line tries again came back, and is tried once": (
        """INSERT INTO payroll (id, merchant_id, title, made_by, reference, created_at)
        VALUES (gen_random_uuid(), gen_random_uuid(), 'x', gen_random_uuid(), 'r', now());
        INSERT INTO payroll_line (id, payroll_id, nth, typed, problem, retries)
        SELECT id, id, 1, '{}', 'x', id FROM payroll""", None),
    "an account keeps what its orders and lists retain": (
        f"UPDATE account SET retained = 5 WHERE id = {MOUSSA}", "test:moussa"),
    "what retains money was agreed to by two": (ORDER, "test:moussa"),
    "what was paid of an order was posted": (
        f"{ORDER}; UPDATE retention SET paid = 5, ended_at = now()", "test:moussa"),
    "what is lifted was lifted by two": (f"{ORDER}; UPDATE retention SET ended_at = now()", "test:moussa"),
    "whoever a list names keeps their money where it is until it is decided otherwise": (
        f"{PERSON}; {HIT} 'true', now(), now() + interval '1 second')", "test:moussa"),
    "what a list does not name keeps nothing": (
        f"""{HIT} 'false', now(), now()); INSERT INTO retention (account_id, cause, hit_id, made_at)
        SELECT {MOUSSA}, 'sanction', id, now() FROM sanction_hit""", "test:moussa"),
    "what was found was decided by whom it may": (f"{HIT} 'false', now(), now())", None),
    "a list takes the place of others, or is withdrawn, by two": (
        """INSERT INTO sanction_list (source, listed_on, file, sha256, entries, imported_by, imported_at, state)
        VALUES ('un', now(), 'x', repeat('a', 64), 2, 'alice', now(), 'replaces')""", None),
    "a list is as it was imported": (
        """INSERT INTO sanction_list (source, listed_on, file, sha256, entries, imported_by, imported_at)
        VALUES ('un', now(), 'x', repeat('a', 64), 2, 'alice', now())""", None),
    "what is kept apart of dormant wallets is what their lists moved": (
        "INSERT INTO accrual_due SELECT id, gen_random_uuid(), 1 FROM account WHERE code = 'unclaimed:dormant'",
        "unclaimed:dormant"),
    "money of a dormant wallet was moved, and given back, by two": (
        f"""INSERT INTO dormant_line (id, batch_id, person_id, idle_since, amount, state, changed_at)
        VALUES ({PAYMENT_ID}, 1, {PERSON_ID}, now(), 5, 'moved', now())""", None),
    "what was handed over of dormant wallets is what two agreed to": (
        f"""INSERT INTO dormant_handover (made_by, made_at) VALUES ('alice', now());
        INSERT INTO dormant_line (id, batch_id, person_id, idle_since, amount, state, changed_at, handover_id)
        SELECT {PAYMENT_ID}, 1, {PERSON_ID}, now(), 5, 'handed', now(), id FROM dormant_handover""", None),
    "after how long wallets are dormant is what two agreed to": (
        "INSERT INTO dormancy_rule VALUES (now(), 12, 30, 60, 60, gen_random_uuid())", None),
    "a paper of a business was judged by the login that it says": (
        f"""{PAPER}, state, reason, judged_by, judged_at)
        VALUES ({PAPER_OF}, 'refused', 'over', 'alice', now())""", None),
    "a paper of a business is kept as long as it shows something": (f"{PAPER}) VALUES ({PAPER_OF})", None),
    "what a level binds was agreed to by two": (
        "INSERT INTO level_rule (level, since, methods, needs, tax_free) VALUES (1, now(), '{}', '{}', true)", None),
    "a company was raised to its level by two": (
        f"{SHOP.format(until='NULL')}; UPDATE merchant SET level = 2", None),
    "a charge of a subscription moved its money, and each such money is a charge": (
        "UPDATE transfer SET key = 'subscription:1:0' WHERE key = 'w'", None),
    "nobody was charged more than they had agreed to, nor more often": (CHARGED, None),
    "an agreement is its subscriber's own": (
        f"""{SUBSCRIBED}; INSERT INTO mandate (id, subscription_id, most, every, starts_on, terms, said, language,
          channel, reference, agreed_at)
        SELECT id, id, 5, 'week', now(), '', '{{}}', 'fr', 'ussd', 'r', now() FROM subscription""", None),
    "a subscription's periods were each charged or missed": (
        f"{SUBSCRIBED}; UPDATE subscription SET period = 3", None),
    "a checkout goes back at most as much as was paid": (f"{PAID_CHECKOUT}; UPDATE checkout SET refunded = 5", None),
    "a refund stands as its money does": (
        f"""{PAID_CHECKOUT}; UPDATE checkout SET refunded = 100; ALTER TABLE refund DISABLE TRIGGER refunds_stay;
        INSERT INTO refund (id, merchant_id, checkout_id, amount, fee, way, method, phone, charged, reference, state,
          created_at, ended_at)
        SELECT id, merchant_id, id, 100, 0, 'wallet', 'wallet', '', 100, 'r', 'succeeded', now(), now()
        FROM checkout""", None),
    "kept sales say what payments and refunds of each day and hour came to": (
        """INSERT INTO sale_due (merchant_id, thing, count, kind, amount, at)
        VALUES (gen_random_uuid(), gen_random_uuid(), 1, 'pay_till', 500, now())""", None),
    "invoices of a series have no gap, and each stays as it was hashed": (INVOICE, None),
    "an invoice adds up, rate by rate, as it was issued": (INVOICE, None),
    "a line of an invoice costs what it says": (LINE, None),
    "an invoice is taken back at most whole": (f"{INVOICE}; {CREDIT_NOTE}", None),
    "a checkout that a bank paid has its line, and two who agreed": (
        f"{PAID_CHECKOUT}; UPDATE checkout SET paid_by = 'bank'", None),
    "what pays an invoice is its own shop's": (
        f"""{INVOICE}; INSERT INTO checkout (id, merchant_id, invoice_id, amount, title, created_at, due_at, state,
            ended_at)
        SELECT id, gen_random_uuid(), id, 99, 't', now(), now(), 'expired', now() FROM invoice""", None),
    "an open checkout of an invoice asks for what is left": (
        f"""{INVOICE}; INSERT INTO checkout (id, merchant_id, invoice_id, amount, title, created_at, due_at)
        SELECT id, merchant_id, id, 99, 't', now(), now() FROM invoice""", None),
    "each role of a member may do what is written, no less and no more": (
        "DELETE FROM member_permission WHERE role = 'viewer'", None),
    "a business with members has an owner among them": (
        """INSERT INTO membership (merchant_id, login_id, role, since)
        VALUES (gen_random_uuid(), gen_random_uuid(), 'viewer', now())""", None),
    "what an agent did is what was posted": (
        f"""INSERT INTO agent SELECT '123455', gen_random_uuid(), {FATOU}, {MOUSSA}, 0, 0, NULL, 'open', now();
        INSERT INTO agent_operation VALUES ('123455', 'r', 'take_cash_in', NULL, 100, 0, now())""", "test:fatou"),
    "a movement is of a transfer that was posted": (
        """INSERT INTO movement (transfer_id, reference, kind, amount, at)
        VALUES (gen_random_uuid(), 'r', 'send_money', 5, now())""", None),
    "what is contested was posted": (
        """INSERT INTO contest (id, transfer_id, case_number, reference, giver_id, receiver_id, account_id, amount,
          held, opened_at, due_at)
        VALUES (gen_random_uuid(), gen_random_uuid(), 1, 'r', gen_random_uuid(), gen_random_uuid(), 1, 5, 0, now(),
          now())""", None),
    "an account is closed with what it belongs to": (
        f"""INSERT INTO merchant (id, owner_id, name, account_id, since)
        VALUES (gen_random_uuid(), gen_random_uuid(), 'Chez Brice', {FATOU}, now());
        UPDATE account SET closed_at = now() WHERE id = {FATOU}""", "test:fatou"),
    "what reserves a payment was posted": (
        """INSERT INTO payment (id, purpose, reference, rail, direction, channel, person_id, party_kind, party, amount,
          reservation, created_at, changed_at)
        VALUES (gen_random_uuid(), '', 'r', 'mtn', 'pay', 'ussd', gen_random_uuid(), 'phone', '', 5, gen_random_uuid(),
          now(), now())""", None),
    "what is in transit is what payments under way reserve": (
        "INSERT INTO accrual_due SELECT id, gen_random_uuid(), 1 FROM account WHERE code = 'in_transit:orange'",
        "in_transit:orange"),
    "an act that takes two has both": (
        f"""{ASKED}; INSERT INTO staff_act
          (id, request_id, kind, subject, before, after, why, asked_by, approved_by, at, number, hash)
        SELECT gen_random_uuid(), id, kind, subject, '{{}}', '{{}}', why, 'alice', 'bruno', now(), 1, ''
        FROM staff_request""", "123455"),
    "every login was made by an act": (
        """INSERT INTO staff (login, recipe, verifier, since, made_by, role)
            VALUES ('mallory', '', '', now(), 'nobody', 'administrator')""", "mallory"),
    "each login has the role that an act gave it": (
        """INSERT INTO staff (login, recipe, verifier, since, made_by, role)
            VALUES ('mallory', '', '', now(), 'nobody', 'auditor')""", "mallory"),
    "each role may do what is written, no less and no more": (
        "INSERT INTO staff_permission VALUES ('auditor', 'ask', '*')", None),
    "what is approved is what was asked": (
        f"{ASKED}; INSERT INTO staff_approval SELECT id, '', 'bruno', now() FROM staff_request", "123455"),
    "what an act posted, it posted as approved": (
        f"{ASKED}; INSERT INTO act_posted SELECT id FROM staff_request", "123455"),
    "every ask stands in the trail as it was asked": (
        f"{ASKED}; {TRAILED}; {ASKED}", "123455"),
    "what was taken back was not approved": (
        f"{ASKED}; {TRAILED}; INSERT INTO staff_request_end SELECT r.id, a.id FROM staff_request r, staff_act a",
        "123455"),
    "what is approved was done": (
        f"{ASKED}; INSERT INTO staff_approval SELECT id, request_hash(r), 'bruno', now() FROM staff_request r",
        "123455"),
    "a transfer takes from and gives to what its kind may": (
        "UPDATE transfer SET kind = 'give_float' WHERE key = 's'", "test:awa, test:fees, test:moussa"),
    "every transfer has its reason": (
        "UPDATE transfer SET kind = 'send_money' WHERE key = 's'", "test:awa, test:fees, test:moussa"),
    "a payment posts one end": (
        """INSERT INTO payment (id, purpose, reference, rail, direction, channel, person_id, party_kind, party, amount,
          created_at, changed_at)
        VALUES ('00000000-0000-0000-0000-000000000001', '', 'r', 'mtn', 'collect', 'ussd', gen_random_uuid(), 'phone',
          '', 5, now(), now());
        UPDATE transfer SET key = 'payment:00000000-0000-0000-0000-000000000001' WHERE key = 's';
        UPDATE transfer SET key = 'payment:00000000-0000-0000-0000-000000000001:kept' WHERE key = 'h'""", None),
    "kinds of transfer are as written": (
        "UPDATE transfer_kind SET takes = takes || ARRAY['cash'] WHERE kind = 'send_money'", None),
    "every rule that was loaded has its act": (
        "INSERT INTO ceiling (tier, direction, span, since, amount) VALUES (0, 'out', 'day', '2126-01-01', 9)", None),
    "every guard of rows is on": ("ALTER TABLE payment DISABLE TRIGGER steps_stay", None),
    "an agent's commission is by the tariff of its day": (
        f"""INSERT INTO operation (key, actor_kind, actor_id, channel, kind, content, reference, at)
        VALUES ('s', 'person', '', 'ussd', 'take_cash_in', '{{}}', 'r', now());
        UPDATE transfer SET kind = 'take_cash_in', accounts = ARRAY[{CASH}, {FATOU}], amounts = '{{-3,3}}'
        WHERE key = 's'""", "test:cash, test:fatou"),
    "of a fee no more is given back than it was": (
        f"UPDATE transfer SET accounts = array_replace(accounts, {AWA}, {FEES}) WHERE key = 'r'", None),
    "a payment's end is noted": (f"{PAYMENT}; INSERT INTO payment_posted VALUES ({PAYMENT_ID})", None),
    "a payment ends the way it went, at its operator, for its person": (
        f"{PAYMENT}; UPDATE transfer SET key = 'payment:' || {PAYMENT_ID}, kind = 'return_withdrawal' WHERE key = 'w'",
        "test:held, test:moussa"),
    "our float at an operator was told when it was asked": (
        "UPDATE operator SET float_told = 5, float_told_at = now() WHERE rail = 'mtn'", "operator_float:mtn"),
    "a frozen wallet is let go by an act": (f"{PERSON}; {act('freeze_wallet', PERSON_ID)}", "test:moussa"),
    "a wallet is closed by its owner or an act": (f"{PERSON}; UPDATE person SET state = 'closed'", "test:moussa"),
    "a higher tier was agreed to by two": (f"{PERSON}; UPDATE person SET tier = 2", "test:moussa"),
    "a wallet is locked for its robbed owner while its lock stands": (
        f"{PERSON}; UPDATE person SET robbed = true, locked_by_owner = true", "test:moussa"),
    "a suspended agent is reinstated by an act": (
        f"""INSERT INTO agent SELECT '123455', gen_random_uuid(), {FATOU}, {MOUSSA}, 0, 0, NULL, 'open', now();
        {act('suspend_agent', "'123455'")}""", "test:fatou"),
    "a case is closed by an act": (
        """INSERT INTO case_file (id, number, kind, detail, state, opened_at)
        OVERRIDING SYSTEM VALUE VALUES (gen_random_uuid(), 17, 'silence', '', 'closed', now())""", None),
    "what a person said that a bank's line pays is an act": (
        """ALTER TABLE bank_line DROP CONSTRAINT bank_line_checkout_id_fkey, DROP CONSTRAINT bank_line_account_id_fkey,
          DROP CONSTRAINT bank_line_file_id_fkey;
        INSERT INTO bank_line (account_id, identity, nth, file_id, statement, line, booked_on, value_on, amount,
          bank_reference, end_to_end_id, rf, name, party_account, words, reverses, returned, rf_codes, text_codes,
          state, how, checkout_id)
        SELECT 1, gen_random_uuid(), 1, 1, '', 1, now(), now(), 5, '', '', '', '', '', '', false, '', '{}', '{}',
          'matched', 'person', gen_random_uuid()""", None),
    "what moves did at banks is what was posted, and a line that tells of it says the same": (
        "UPDATE account SET kind = 'own_bank' WHERE code = 'test:cash'; UPDATE transfer SET kind = 'pay_in_capital'",
        "test:cash"),
    "a contest is decided by an act": (
        """INSERT INTO contest (id, transfer_id, case_number, reference, giver_id, receiver_id, account_id, amount,
          held, opened_at, due_at, state, decided_at)
        SELECT gen_random_uuid(), id, 1, 'r', gen_random_uuid(), gen_random_uuid(), 1, 5, 0, now(), now(), 'left', now()
        FROM transfer WHERE key = 's'""", None),
    "what the office writes for a login is guarded as written": (
        "ALTER TABLE request DISABLE TRIGGER of_a_login_update", None),
    "every key of a program was made by an act": (KEY, None),
    "a key of a program is ended by an act, or by a member": (KEY, None),
    "a link is ended by its business or an act": (
        f"""{SHOP.format(until="NULL")}; INSERT INTO link (id, merchant_id, title, amount, state, created_at)
        VALUES (gen_random_uuid(), {PAYMENT_ID}, 't', 5, 'closed', now())""", None),
    "a shop is closed by its owner or an act": (SHOP.format(until="now()"), "test:fatou"),
    "an agent is closed by an act, or with their wallet": (AGENT.format(state="closed"), "test:fatou"),
    "an agent is suspended by an act": (AGENT.format(state="suspended"), "test:fatou"),
    "a number that went to somebody else was detached by an act": (
        f"INSERT INTO phone VALUES ('+237677000099', {PERSON_ID}, now(), now(), true)", None),
    "what a login did to a wallet is its act": (
        f"""{PERSON}; {ALICE}; INSERT INTO robbed_lock (id, person_id, locked_by, locked_at)
        VALUES (gen_random_uuid(), {PERSON_ID}, 'alice', now())""", "test:moussa"),
    "an operator's file is imported, and withdrawn, by an act": (FILE, None),
    "a difference is corrected by acts, and as often": (
        f"""INSERT INTO discrepancy (rail, class, payment_id, corrections, found_at)
        VALUES ('mtn', 'missing_there', {PAYMENT_ID}, 1, now())""", None),
    "everybody may do what is granted in writing, no less and no more": (
        "GRANT UPDATE (balance) ON account TO mbongo_web", None),
    "a PIN, a password or a second factor is bound to whom it opens": (
        f"INSERT INTO pin (person_id, hash, past) VALUES (gen_random_uuid(), '{UNBOUND}', '{{}}')", None),
    "no process's role is another's, nor above the rules": ("ALTER ROLE mbongo_read BYPASSRLS", None),
    "no process's role begins with settings of its own": ("ALTER ROLE mbongo_web SET synchronous_commit = off", None),
}  # fmt: skip

REASON = "every transfer has its reason"
ENDING = "UPDATE transfer SET kind = '{kind}', key = '{key}' WHERE key = 'e'"
# Other ways to break some of them.
MORE_DAMAGE = [
    ("what a login did to a wallet is its act",
     f"""{PERSON}; {ALICE}; INSERT INTO pin_reset (id, person_id, started_by, started_at)
     VALUES (gen_random_uuid(), {PERSON_ID}, 'alice', now())""", "test:moussa"),
    ("what a login did to a wallet is its act",
     f"{PERSON}; {ALICE}; INSERT INTO identity VALUES ({PERSON_ID}, 'cni', 'X1', 'Moussa', 'alice', now())",
     "test:moussa"),
    ("an operator's file is imported, and withdrawn, by an act",
     f"{FILE}; {IMPORTED}; UPDATE settlement_file SET withdrawn_at = now()", None),
    ("a payment's end is noted",
     f"{PAYMENT}; UPDATE transfer SET key = 'payment:' || {PAYMENT_ID}, kind = 'add_money' WHERE key = 'w'", None),
    ("a payment posts one end",  # one by its own key, one by its request's
     f"""{PAYMENT}; UPDATE transfer SET key = 'payment:' || {PAYMENT_ID} WHERE key = 'w';
     INSERT INTO request (id, code, asker_id, phone, amount, reference, language, state, paid_with, asked_at, due_at)
     VALUES ({PERSON_ID}, 'c', gen_random_uuid(), '+237', 1, 'r', 'fr', 'paid', {PAYMENT_ID}, now(), now());
     UPDATE transfer SET key = 'request:' || {PERSON_ID} WHERE key = 's'""", None),
    (REASON,  # a claim of 199 pays 200
     f"""INSERT INTO claim (id, phone, hold, channel, amount, reference, language, state, held_at, due_at)
     SELECT {PERSON_ID}, '', id, 'ussd', 199, 'r', 'fr', 'claimed', now(), now() FROM transfer WHERE key = 'h';
     {ENDING.format(kind="add_money", key=f"claim:{PERSON_ID[1:37]}")}""", "test:awa, test:held"),
    (REASON,  # a withdrawal at an agent ends what was held for another
     f"""INSERT INTO cash_out SELECT {PERSON_ID}, 'r', '', gen_random_uuid(), 'ussd', 200, 0, 0, 0, id, 0, '', 'paid',
     0, now(), now() FROM transfer WHERE key = 'w';
     {ENDING.format(kind="pay_cash_out", key=f"cash_out:{PERSON_ID[1:37]}:paid")}""", "test:awa, test:held"),
    (REASON,  # two agreed to half of it
     f"""{agreed("pay_unclaimed", "C1", "{}")};
     {ENDING.format(kind="pay_unclaimed", key="case:1:paid")}""", "test:awa, test:held"),
    (REASON,
     f"""{agreed("decide_contest", "C1", '{"verdict": "leave"}')};
     INSERT INTO contest (id, transfer_id, case_number, reference, giver_id, receiver_id, account_id, amount, held, fee,
       hold_id, opened_at, due_at)
     SELECT {PERSON_ID}, id, 1, 'r', gen_random_uuid(), gen_random_uuid(), {AWA}, 200, 200, 1, id, now(), now()
     FROM transfer WHERE key = 'h';
     {ENDING.format(kind="release_contested", key=f"contest:{PERSON_ID[1:37]}:left")}""", "test:awa, test:held"),
    (REASON,  # half of what two agreed to
     f"""{agreed("correct_books", "D1", CORRECTION)}; UPDATE transfer SET kind = 'correct_books',
     key = 'correction:D1:0', accounts = ARRAY[account_named('operator_float:mtn'), account_named('suspense')],
     amounts = '{{-25,25}}' WHERE key = 'w'""", "operator_float:mtn, suspense"),
    (REASON,  # half of what two agreed to move
     f"""{agreed("move_money", "remit_tax 1", MOVED)}; {OFFICE_DID}; UPDATE transfer SET kind = 'remit_tax',
     key = 'office:1', accounts = ARRAY[account_named('tax'), account_named('cash')], amounts = '{{-25,25}}'
     WHERE key = 'w'""", "cash, tax"),
    ("what is unclaimed is what its open cases brought",
     """INSERT INTO accrual_due SELECT id, gen_random_uuid(), 1 FROM account WHERE code = 'unclaimed';
     INSERT INTO case_file (id, kind, detail, transfer_id, opened_at)
     VALUES (gen_random_uuid(), 'unclaimed', '', gen_random_uuid(), now())""", "unclaimed"),
    ("a request is paid once, or not", "UPDATE transfer SET kind = 'pay_request' WHERE key = 's'", None),
    ("a bill is paid once, for what it says", "UPDATE transfer SET kind = 'pay_bill' WHERE key = 's'", None),
    ("a bill is paid once, for what it says",  # two bills by one transfer
     """UPDATE transfer SET kind = 'pay_bill' WHERE key = 's';
     INSERT INTO movement (transfer_id, reference, kind, amount, at) SELECT id, 'r', 'pay_bill', 510, now()
     FROM transfer WHERE key = 's';
     INSERT INTO bill SELECT gen_random_uuid(), gen_random_uuid(), 'r', n::text, 255 * n, id, now(), now()
     FROM transfer, generate_series(1, 2) n WHERE key = 's'""", None),
    ("a checkout is paid once, for what it asks", "UPDATE transfer SET kind = 'pay_checkout' WHERE key = 's'", None),
    ("a recharge is paid once, by what credited its wallet",  # credited, and not marked
     f"""{PAYMENT}; {RECHARGE}, NULL, NULL); UPDATE payment SET recharge_id = (SELECT id FROM recharge);
     UPDATE transfer SET kind = 'add_money', id = transfer_id('payment:' || {PAYMENT_ID}) WHERE key = 's'""", None),
    ("what is approved is what was asked",  # by the same login
     f"{ASKED}; INSERT INTO staff_approval SELECT id, request_hash(r), 'alice', now() FROM staff_request r", "123455"),
    ("what an agent did is what was posted",  # earned, and nothing done for it
     f"INSERT INTO agent SELECT '123455', gen_random_uuid(), {FATOU}, {MOUSSA}, 0, 0, NULL, 'open', now()",
     "test:fatou"),
]  # fmt: skip


@pytest.fixture(scope="module")
def sound(postgres: Postgres) -> Iterator[Engine]:
    with sound_ledger(postgres) as engine:
        yield engine


def test_every_guard_of_rows_is_looked_at(sound: Engine) -> None:
    with sound.connect() as db:
        found = db.exec_driver_sql(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
        ).all()
    ledgers = {("transfer", "transfers_stay"), ("transfer_link", "links_stay"), ("entry", "entries_stay")}
    ledgers |= {(table, name) for table, name in found if table.startswith("entry_") and name == "entries_stay"}
    looked_at = {(table, name) for table, names in GUARDED.items() for name in names.split()}
    looked_at |= {(one.table, one.name) for one in for_logins.read_written()}
    assert {(table, name) for table, name in found} == looked_at | ledgers


def test_every_rooms_invariant_is_broken_here() -> None:
    assert DAMAGE.keys() == INVARIANTS.keys() - ledger.INVARIANTS.keys()


@pytest.mark.parametrize(
    ("invariant", "statement", "account"), [*((name, *damage) for name, damage in DAMAGE.items()), *MORE_DAMAGE]
)
def test_where_a_room_and_the_ledger_differ_is_named(
    sound: Engine, invariant: str, statement: str, account: str | None
) -> None:
    assert (invariant, account) in found_after(sound, statement)
