"""Invariants of what justifies each transfer and each rule: what reasons.sql asks before, looked for at rest.

What was posted before there were kinds of transfer (`since`) was judged by nobody, and is not looked at.
"""

from pathlib import Path
from typing import Final

from wallet.ledger.check import CODES, LEGS

KINDS: Final = (Path(__file__).parents[1] / "migrations" / "transfer_kinds.sql").read_text("utf-8")
WANTED: Final = KINDS.partition(",\ngone AS")[0]
# Triggers by their tables; those of the ledger are in check.py.
GUARDED: Final = {
    "transfer": "ends_once", "payment": "steps_stay reserved_first quoted_first given_back_alone lot_first"
    " amount_stays beside_its_like asked_whole sums_follow",
    "movement": "sums_follow",
    "payment_step": "words_stay", "payment_posted": "charged_too payout_too",
    "tariff": "rules_stay", "ceiling": "rules_stay", "rate": "rates_stay", "quote": "quotes_stay",
    "closed_day": "closed_stay", "closed_month": "closed_stay", "month_return": "returns_stay",
    "suspense_owner": "owners_stay", "alert_rule": "rules_stay", "alert": "alerts_stay",
    "alert_decision": "decisions_stay", "month_figure": "figures_stay",
    "checkout": "end_stays paid_indeed shops_own", "recharge": "paid_once",
    "refund": "refunds_stay counted uncounted refunded_indeed", "event": "told_as_it_is",
    "staff_request": "requests_stay", "staff_request_end": "ends_stay",
    "staff_approval": "approvals_stay", "staff_act": "acts_stay acts_chain",
    "person": "state_stays identified_stays identified_by_nobody robbed_stays screened_new screened_anew",
    "robbed_lock": "lock_stays",
    "phone": "number_stays one_number", "identity": "document_stays", "agent": "state_stays retained_of_found",
    "case_file": "state_stays", "contest": "state_stays",
    "merchant": "shop_stays level_stays level_begins settings_stay screened_new screened_anew retained_of_found",
    "operation": "of_staff outcome_stays",
    "bill": "loaded_for_one changed_for_one",
    "bank_account": "account_stays", "bank_line": "match_stays read_unmatched", "bank_line_paid": "paid_indeed",
    "bank_leg": "legs_stay", "rail_leg": "legs_stay", "retention": "retentions_stay retained_follows",
    "suspicion_report": "reports_numbered reports_stay", "dormancy": "dormant_indeed", "dormant_line": "lines_stay",
    "dormancy_rule": "rules_stay",
    "taken": "taken_by_oneself", "rail_hold": "holds_stay holds_are_kept",
    "sanction_list": "lists_stay", "sanction_entry": "listed_at_once",
    "member_login": "screened_new screened_anew", "membership": "retained_of_found",
    "member_session": "over_stays", "page_session": "over_stays",
    "payout": "payouts_begin payouts_stay said_once put_aside_indeed filed_once",
    "payout_file": "files_stay file_whole", "payout_schedule": "schedules_stay",
    "settlement_account": "told_to_owners payees_stay screened_new",
    "payroll": "payrolls_stay payroll_held", "payroll_line": "lines_stay line_moved lines_mended lines_said",
    "level_rule": "rules_stay", "business_document": "documents_stay", "document_content": "contents_stay",
    "plan_price": "priced_ahead", "mandate": "agreed_indeed", "charge": "charged_as_agreed charged_indeed",
    "subscription": "subscriptions_stay",
    "invoice": "issued_stays issued_by_number", "invoice_line": "issued_stays", "idempotent_answer": "answered_once",
    "invoice_series": "one_by_one number_is_used",
    "api_key": "refunds_by_two ended_stays refunds_alone", "business_act": "business_acts_stay",
}  # fmt: skip
GUARDS: Final = ", ".join(f"('{name}', '{table}')" for table, names in GUARDED.items() for name in names.split())
DAY: Final = "to_char(since AT TIME ZONE 'Africa/Douala', 'YYYY-MM-DD')"
# The subject of the act that a transfer's key leads to: a case C17, a discrepancy D17, an order R17, a
# person, an agent's code.
SUBJECT: Final = """CASE WHEN k.named = '{move_money}' THEN a.subject ELSE CASE t.kind
    WHEN 'give_float' THEN (SELECT q.subject FROM staff_request q WHERE q.id::text = o.content ->> 'request_id')
    WHEN 'correct_books' THEN t.named WHEN 'keep_unclaimed' THEN t.named WHEN 'pay_unclaimed' THEN 'C' || t.named
    WHEN 'pay_retained' THEN 'R' || t.named WHEN 'hand_over_dormant' THEN 'H' || t.named
    ELSE 'C' || (SELECT k.case_number FROM contest k WHERE k.id::text = t.named) END END"""
# What the act `a`, by its request `q`, agreed to of the transfer `t` that ends `e`: as much, to or from whom it says.
AGREED: Final = f"""CASE a.kind
    WHEN 'move_money' THEN q.id::text = o.content ->> 'request_id'
      AND moves_as_asked(q.content, t.kind, t.accounts, t.amounts)
    WHEN 'give_float' THEN transfer_size(t.amounts) = (q.content ->> 'amount')::bigint AND EXISTS (
      SELECT FROM agent g WHERE g.code = q.content ->> 'agent' AND g.float_id = ANY (t.accounts)
      AND is_between(t.accounts, g.float_id))
    WHEN 'correct_books' THEN account_named('operator_float:' || (q.content #>> '{{found,rail}}')) = ANY (t.accounts)
      AND t.key = 'correction:' || a.subject || ':' || (q.content #>> '{{found,corrections}}')
      AND transfer_size(t.amounts) = CASE q.content #>> '{{found,state}}' WHEN 'corrected_wrongly' THEN (
          SELECT transfer_size(w.amounts) FROM transfer w WHERE w.id = transfer_id(
            'correction:' || a.subject || ':' || (q.content #>> '{{found,corrections}}')::int - 1))
        ELSE abs((q.content #>> '{{found,theirs}}')::bigint - (q.content #>> '{{found,ours}}')::bigint) END
    WHEN 'detach_number' THEN EXISTS (
      SELECT FROM person o WHERE o.id::text = a.subject AND o.account_id = ANY (t.accounts)
      AND is_between(t.accounts, o.account_id))
    WHEN 'pay_unclaimed' THEN EXISTS (
      SELECT FROM person o WHERE o.id::text = q.content #>> '{{owner,person_id}}' AND o.account_id = ANY (t.accounts)
      AND is_between(t.accounts, o.account_id))
      AND EXISTS (SELECT FROM case_file f JOIN {LEGS} l ON l.transfer_id = f.transfer_id
        WHERE 'C' || f.number = a.subject AND f.transfer_id = e.target
        AND l.account_id = account_named('unclaimed') AND l.amount = transfer_size(t.amounts))
    WHEN 'hand_over_dormant' THEN transfer_size(t.amounts) = (
      SELECT sum(h.amount) FROM dormant_line h WHERE 'H' || h.handover_id = a.subject AND h.state = 'handed')
    WHEN 'pay_retained' THEN transfer_size(t.amounts) = (q.content ->> 'amount')::bigint
      AND t.key = 'retention:' || substr(a.subject, 2) || ':' || (q.content ->> 'paid')
      AND EXISTS (SELECT FROM retention r WHERE 'R' || r.id = a.subject AND is_between(t.accounts, r.account_id))
      AND account_named('bank:' || (q.content ->> 'rib')) = ANY (t.accounts)
    WHEN 'decide_contest' THEN EXISTS (
      SELECT FROM contest k JOIN person o ON o.id = k.giver_id
      WHERE 'C' || k.case_number = a.subject AND k.hold_id = e.target
      AND CASE q.content ->> 'verdict'
        WHEN 'leave' THEN transfer_size(t.amounts) = k.held - k.fee AND k.account_id = ANY (t.accounts)
          AND is_between(t.accounts, k.account_id)
        ELSE transfer_size(t.amounts) = k.held AND o.account_id = ANY (t.accounts)
          AND is_between(t.accounts, o.account_id) END) END"""

INVARIANTS: Final[dict[str, str]] = {
    "a transfer takes from and gives to what its kind may": f"""
        SELECT (SELECT string_agg(code, ', ' ORDER BY code) FROM account WHERE id = ANY (t.accounts)),
               'transfer ' || t.id || ' ' || t.kind
        FROM (SELECT l.transfer_id AS id, l.kind, array_agg(l.account_id) AS accounts, min(l.posted_at) AS posted_at,
                     array_agg(DISTINCT a.kind) FILTER (WHERE l.amount < 0) AS taken_from,
                     array_agg(DISTINCT a.kind) FILTER (WHERE l.amount > 0) AS given_to
              FROM {LEGS} l JOIN account a ON a.id = l.account_id GROUP BY 1, 2) t
        WHERE t.posted_at >= (SELECT min(since) FROM transfer_kind) AND NOT EXISTS (
          SELECT FROM transfer_kind k WHERE k.kind = t.kind AND k.takes @> t.taken_from AND k.gives @> t.given_to)""",
    "every transfer has its reason": f"""
        SELECT {CODES}, 'transfer ' || t.id || ' ' || t.kind || ' ' || t.key
        FROM (SELECT *, split_part(key, ':', 1) AS names, split_part(key, ':', 2) AS named FROM transfer) t
        LEFT JOIN operation o ON o.key = t.key AND o.refused IS NOT TRUE
        LEFT JOIN payment p ON t.names IN ('payment', 'charged', 'rounding') AND p.id::text = t.named
        LEFT JOIN request r ON t.names = 'request' AND r.id::text = t.named
        LEFT JOIN payment by ON by.id = r.paid_with
        LEFT JOIN checkout s ON t.names = 'checkout' AND s.id::text = t.named
        LEFT JOIN payment paid ON paid.id = s.payment_id
        LEFT JOIN refund b ON t.names = 'refund' AND b.id::text = t.named
        LEFT JOIN payout out ON t.names = 'payout' AND out.id::text = t.named
        LEFT JOIN payroll roll ON t.names = 'payroll' AND roll.id::text = t.named
        LEFT JOIN payroll_line line ON t.names = 'salary' AND line.id::text = t.named
        LEFT JOIN dormant_line idle ON t.names = 'dormant' AND idle.id::text = t.named
        LEFT JOIN claim c ON t.names = 'claim' AND c.id::text = t.named
        LEFT JOIN cash_out w ON t.names = 'cash_out' AND w.id::text = t.named
        LEFT JOIN transfer_link e ON e.by_id = t.id AND e.role = 'ends'
        WHERE t.posted_at >= (SELECT min(since) FROM transfer_kind) AND NOT EXISTS (
          SELECT FROM transfer_kind k WHERE k.kind = t.kind AND CASE k.reason
            WHEN 'operation' THEN o.kind = ANY (k.named)
            WHEN 'payment' THEN p.state = ANY (k.named) AND CASE t.kind
              WHEN 'convert_charged' THEN t.names = 'charged' AND p.direction = 'collect'
              WHEN 'convert_refunded' THEN t.names = 'charged' AND p.direction = 'refund'
              WHEN 'round_charged' THEN t.names = 'rounding' AND p.currency <> 'XAF'
              ELSE t.names = 'payment' AND transfer_size(t.amounts) IN (p.amount, p.amount + p.fee + p.tax) END
            WHEN 'request' THEN r.state = ANY (k.named) AND r.paid_with IS NULL
            WHEN 'paid_request' THEN by.state = ANY (k.named) AND transfer_size(t.amounts) = by.amount
            WHEN 'checkout' THEN s.state = ANY (k.named) AND s.payment_id IS NULL
              AND transfer_size(t.amounts) = s.amount
            WHEN 'paid_checkout' THEN paid.state = ANY (k.named) AND transfer_size(t.amounts) = paid.amount
            WHEN 'refund' THEN transfer_size(t.amounts) = b.amount
              AND (t.kind = 'hold_refund') = (b.payment_id IS NOT NULL)
            WHEN 'payout' THEN out.state NOT IN ('asked', 'refused')
              AND transfer_size(t.amounts) = out.amount + CASE t.kind WHEN 'hold_payout' THEN out.fee ELSE 0 END
            WHEN 'banked_payout' THEN out.state = ANY (k.named || '{{returned}}'::text[]) AND CASE
              WHEN t.kind = 'pay_payout' OR out.state = 'failed'
                THEN e.target = transfer_id('payout:' || out.id) AND transfer_size(t.amounts) = out.amount + out.fee
              ELSE out.state = 'returned' AND transfer_size(t.amounts) = out.amount END
            WHEN 'payroll' THEN roll.state IN ('paying', 'done')
              AND transfer_size(t.amounts) = roll.amount + roll.fee + roll.tax
            WHEN 'salary' THEN line.state = ANY (k.named)
              AND transfer_size(t.amounts) = line.amount + line.fee + line.tax
            WHEN 'dormant' THEN idle.state IN ('moved', 'returned', 'handed') AND transfer_size(t.amounts) = idle.amount
              AND (t.kind = 'keep_dormant' OR idle.state = 'returned')
            WHEN 'claim' THEN c.hold = e.target AND transfer_size(t.amounts) = c.amount + c.fee + c.tax
            WHEN 'cash_out' THEN w.held = e.target AND transfer_size(t.amounts) = w.amount + w.fee + w.tax
              + CASE t.kind WHEN 'pay_cash_out' THEN w.commission ELSE 0 END
              AND EXISTS (SELECT FROM person o, agent g WHERE o.id = w.customer_id AND g.code = w.agent_code
                AND is_between(t.accounts, o.account_id, g.float_id, g.commission_id))
            WHEN 'act' THEN EXISTS (
              SELECT FROM staff_act a JOIN staff_request q ON q.id = a.request_id
              WHERE a.kind = ANY (k.named) AND a.approved_by IS NOT NULL AND a.subject = {SUBJECT} AND {AGREED})
            ELSE true END)""",
    "an agent's commission is by the tariff of its day": f"""
        SELECT {CODES}, 'transfer ' || t.id || ' ' || t.kind || ': ' || house FROM transfer t
        JOIN operation o ON o.key = t.key JOIN transfer_kind k ON k.kind = t.kind AND k.reason = 'operation'
        CROSS JOIN LATERAL (SELECT coalesce(-sum(l.amount), 0) AS house
                            FROM unnest(t.accounts, t.amounts) l (id, amount)
                            JOIN account a USING (id) WHERE a.accrued AND l.amount < 0) given
        WHERE t.posted_at >= (SELECT min(since) FROM transfer_kind) AND NOT t.undoing AND house > coalesce((
          SELECT (transfer_size(t.amounts) - house) * f.commission_ppm / 1000000 FROM tariff f
          WHERE f.kind = t.kind AND f.since <= t.posted_at ORDER BY f.since DESC LIMIT 1), 0)""",
    "of a fee no more is given back than it was": """
        SELECT NULL, 'transfer ' || u.target || ': ' || -left_of_it || ' too much'
        FROM (SELECT DISTINCT target FROM transfer_link WHERE role = 'undoes') u
        CROSS JOIN LATERAL (
          SELECT coalesce(sum(l.amount), 0) - coalesce((
            SELECT sum(r.fee) FROM checkout c JOIN refund r ON r.checkout_id = c.id
            WHERE c.paid_with = u.target AND r.payment_id IS NOT NULL AND r.state <> 'failed'), 0) AS left_of_it
          FROM transfer t CROSS JOIN LATERAL unnest(t.accounts, t.amounts) l (id, amount) JOIN account a ON a.id = l.id
          WHERE a.kind = 'fees' AND (t.id = u.target OR t.id IN (
            SELECT by_id FROM transfer_link WHERE target = u.target AND role = 'undoes'))) fees
        WHERE left_of_it < 0""",
    "kinds of transfer are as written": f"""
        {WANTED}
        SELECT NULL, coalesce(w.kind, k.kind) || ', reason ' || coalesce(w.reason, k.reason)
        FROM wanted w FULL JOIN (SELECT * FROM transfer_kind WHERE reason <> 'trial') k USING (kind, reason)
        WHERE (w.named, w.takes, w.gives, w.posted_by) IS DISTINCT FROM (k.named, k.takes, k.gives, k.posted_by)""",
    "every rule that was loaded has its act": f"""
        SELECT NULL, rule.name || ' from ' || {DAY} FROM (
            SELECT 'tariff ' || kind AS name, since, request_id FROM tariff
            UNION ALL SELECT concat_ws(' ', 'ceiling', tier, direction, span), since, request_id FROM ceiling) rule
        WHERE since > '-infinity' AND NOT EXISTS (
          SELECT FROM staff_act a
          WHERE a.request_id = rule.request_id AND a.kind = 'load_tariff' AND a.subject = {DAY})
        UNION ALL SELECT NULL, 'rate ' || currency || ' from ' || {DAY} FROM rate
        WHERE since > '2000-01-01' AND NOT EXISTS (
          SELECT FROM staff_act a
          WHERE a.request_id = rate.request_id AND a.kind = 'load_rate' AND a.subject = currency)""",
    "every guard of rows is on": f"""
        SELECT NULL, g.name || ' of ' || g.on_table || ' is off' FROM (VALUES {GUARDS}) g (name, on_table)
        WHERE NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgname = g.name AND t.tgenabled = 'A'
          AND t.tgrelid = ('public.' || g.on_table)::regclass)""",
}
