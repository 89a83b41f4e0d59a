"""Invariants of what justifies each transfer and each rule: what reasons.sql asks before, looked for at rest.

What was posted before there were kinds of transfer (`since`) was judged by nobody, and is not looked at.
"""

from pathlib import Path
from typing import Final

from wallet.ledger.check import CODES, LEGS

KINDS: Final = (Path(__file__).parents[1] / "migrations" / "transfer_kinds.sql").read_text("utf-8")
WANTED: Final = KINDS.partition(",\ngone AS")[0]
DAY: Final = "to_char(since AT TIME ZONE 'Africa/Douala', 'YYYY-MM-DD')"
# The subject of the act that a transfer's key leads to: a case C17, a discrepancy D17, a person, an agent's code.
SUBJECT: Final = """CASE t.kind
    WHEN 'give_float' THEN (SELECT q.subject FROM staff_request q WHERE q.id::text = o.content ->> 'request_id')
    WHEN 'correct_books' THEN t.named WHEN 'keep_unclaimed' THEN t.named WHEN 'pay_unclaimed' THEN 'C' || t.named
    ELSE 'C' || (SELECT k.case_number FROM contest k WHERE k.id::text = t.named) END"""

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
        LEFT JOIN payment p ON t.names = 'payment' AND p.id::text = t.named
        LEFT JOIN request r ON t.names = 'request' AND r.id::text = t.named
        LEFT JOIN payment by ON by.id = r.paid_with
        LEFT JOIN claim c ON t.names = 'claim' AND c.id::text = t.named
        LEFT JOIN cash_out w ON t.names = 'cash_out' AND w.id::text = t.named
        WHERE t.posted_at >= (SELECT min(since) FROM transfer_kind) AND NOT EXISTS (
          SELECT FROM transfer_kind k WHERE k.kind = t.kind AND CASE k.reason
            WHEN 'operation' THEN o.kind = ANY (k.named)
            WHEN 'payment' THEN p.state = ANY (k.named)
              AND transfer_size(t.amounts) IN (p.amount, p.amount + p.fee + p.tax)
            WHEN 'request' THEN r.state = ANY (k.named) AND r.paid_with IS NULL
            WHEN 'paid_request' THEN by.state = ANY (k.named) AND transfer_size(t.amounts) = by.amount
            WHEN 'claim' THEN c.id IS NOT NULL
            WHEN 'cash_out' THEN w.id IS NOT NULL
            WHEN 'act' THEN EXISTS (
              SELECT FROM staff_act a
              WHERE a.kind = ANY (k.named) AND a.approved_by IS NOT NULL AND a.subject = {SUBJECT})
            ELSE true END)""",
    "a payment posts one end": """
        SELECT NULL, 'payment ' || p.reference || ': ' || count(*) FROM payment p
        JOIN transfer t ON t.key IN ('payment:' || p.id, 'payment:' || p.id || '\\:returned',
                                     'payment:' || p.id || '\\:unclaimed', 'payment:' || p.id || '\\:kept')
        GROUP BY p.reference HAVING count(*) > 1""",
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
          WHERE a.request_id = rule.request_id AND a.kind = 'load_tariff' AND a.subject = {DAY})""",
    "payments and rules are guarded": """
        SELECT NULL, g.name || ' of ' || g.on_table || ' is off'
        FROM (VALUES ('steps_stay', 'payment'), ('rules_stay', 'tariff'), ('rules_stay', 'ceiling')) g (name, on_table)
        WHERE NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgname = g.name AND t.tgenabled = 'A'
          AND t.tgrelid = ('public.' || g.on_table)::regclass)""",
}
