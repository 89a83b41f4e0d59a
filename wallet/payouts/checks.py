"""Invariants between payouts, what was put aside for them, and what banks were told."""

from typing import Final


def _act(kind: str, about: str, more: str = "true") -> str:
    return f"EXISTS (SELECT FROM staff_act a WHERE a.kind = '{kind}' AND a.subject = {about} AND {more})"


INVARIANTS: Final = {
    "a payout stands as its money does": """
        SELECT NULL, 'payout ' || coalesce(p.reference, t.key) || ' ' || coalesce(p.state, 'is none')
        FROM (SELECT * FROM transfer WHERE kind IN ('hold_payout', 'pay_payout') AND key ~ '^payout:[^:]+$') t
        FULL JOIN payout p ON t.key = 'payout:' || p.id
        LEFT JOIN settlement_account s ON s.id = p.account_id LEFT JOIN merchant m ON m.id = p.merchant_id
        LEFT JOIN transfer_link e ON e.target = t.id AND e.role = 'ends'
        LEFT JOIN payment y ON y.id = p.payment_id
        WHERE p.id IS NULL OR s.merchant_id <> p.merchant_id
        OR CASE WHEN p.state IN ('asked', 'refused') THEN t.id IS NOT NULL
          ELSE t.id IS NULL OR transfer_size(t.amounts) <> p.amount + p.fee
            OR t.amounts[array_position(t.accounts, CASE WHEN p.for_salary THEN account_named('in_transit:salaries')
              ELSE m.account_id END)] IS DISTINCT FROM -(p.amount + p.fee)
            OR (s.kind = 'wallet') <> (t.kind = 'pay_payout')
            OR s.kind <> 'wallet' AND (p.state = 'pending') <> (e.by_id IS NULL)
            OR s.kind = 'wallet' AND p.fee <> 0
            OR s.kind = 'phone' AND ((y.reservation, y.amount, y.fee, y.rail, y.party)
                IS DISTINCT FROM (t.id, p.amount, p.fee, s.rail, s.number)
              OR p.state <> CASE y.state WHEN 'succeeded' THEN 'paid' WHEN 'failed' THEN 'failed'
                WHEN 'expired' THEN 'failed' ELSE 'pending' END) END""",
    "a payout that came back from its bank gave its business as much again": """
        SELECT NULL, 'payout ' || coalesce(p.reference, t.key) || ' ' || coalesce(p.state, 'is none')
        FROM (SELECT * FROM transfer WHERE key ~ '^payout:.*:(returned|unclaimed)$') t
        FULL JOIN (SELECT p.*, m.account_id AS shop FROM payout p JOIN merchant m ON m.id = p.merchant_id
          JOIN settlement_account s ON s.id = p.account_id AND s.kind = 'bank'
          WHERE p.state IN ('failed', 'returned')) p ON split_part(t.key, ':', 2) = p.id::text
        WHERE t.id IS NULL OR p.id IS NULL OR t.amounts[array_position(t.accounts, CASE t.kind
            WHEN 'keep_unclaimed' THEN account_named('unclaimed') ELSE p.shop END)]
          IS DISTINCT FROM p.amount + CASE p.state WHEN 'failed' THEN p.fee ELSE 0 END""",
    "a payout is what its business ordered": """
        SELECT NULL, 'payout ' || p.reference || ' of ' || p.amount FROM payout p
        WHERE NOT p.by_schedule AND NOT p.for_salary
        AND NOT EXISTS (SELECT FROM operation o WHERE o.reference = p.reference
          AND o.kind IN ('make_payout', 'ask_payout') AND o.refused IS NOT TRUE
          AND o.actor_kind IN ('member', 'api_key')
          AND ((o.content ->> 'account_id')::uuid, (o.content ->> 'amount')::bigint, (o.content ->> 'fee')::bigint)
            = (p.account_id, p.amount, p.fee)
          AND (o.kind = 'make_payout' OR p.state IN ('asked', 'refused') OR EXISTS (
            SELECT FROM operation d WHERE d.kind = 'decide_payout' AND d.refused IS NOT TRUE
            AND d.actor_id = p.decided_by::text AND d.content ->> 'agreed' <> '0'
            AND (d.content ->> 'payout_id')::uuid = p.id)))""",
    "a business is paid out to what its owner added": """
        SELECT NULL, 'account ' || s.kind || ' ' || right(s.number, 4) FROM settlement_account s
        CROSS JOIN LATERAL (SELECT CASE s.kind WHEN 'bank' THEN 23 ELSE 9 END AS digits) k
        WHERE NOT EXISTS (SELECT FROM payroll_line l WHERE l.id = s.id)
        AND NOT EXISTS (SELECT FROM operation o WHERE o.kind = 'add_settlement_account' AND o.refused IS NOT TRUE
          AND o.actor_kind = 'member' AND o.actor_id = s.added_by::text AND o."values" ->> 'account_id' = s.id::text
          AND o.at <= s.ready_at - interval '48 hours' AND o.content ->> 'way' = s.kind
          AND (s.kind = 'wallet' OR (o.content ->> 'rail' = s.rail OR s.kind = 'bank')
            AND right(regexp_replace(o.content ->> 'number', '[^0-9]', '', 'g'), k.digits) = right(s.number, k.digits)))
        UNION ALL SELECT NULL, 'schedule to account ' || s.kind || ' ' || right(s.number, 4)
        FROM payout_schedule w JOIN settlement_account s ON s.id = w.account_id
        WHERE s.merchant_id <> w.merchant_id OR s.removed_at IS NOT NULL""",
    "what banks paid of payouts, and gave back, is what their statements said": f"""
        SELECT NULL, 'payout ' || p.reference || ' ' || p.state || ' by ' || l.paid || ' lines, back by ' || l.back
        FROM payout p JOIN settlement_account s ON s.id = p.account_id AND s.kind = 'bank'
        CROSS JOIN LATERAL (
          SELECT count(*) FILTER (WHERE b.amount < 0) AS paid, count(*) FILTER (WHERE b.amount > 0) AS back,
            coalesce(bool_and(CASE WHEN b.payout_id IS NULL THEN b.amount = -f.total ELSE abs(b.amount) = p.amount END
              AND f.account_id = b.account_id AND {_act("book_payouts", "'B' || b.file_id")}), true) AS right
          FROM bank_line b JOIN payout_file f ON f.id = p.file_id
          WHERE b.booked_at IS NOT NULL AND (b.payout_id = p.id OR b.payout_file_id = p.file_id)) l
        WHERE NOT l.right OR l.paid <> CASE WHEN p.state IN ('paid', 'returned') THEN 1 ELSE 0 END
          OR l.back <> CASE p.state WHEN 'returned' THEN 1 ELSE 0 END
          OR p.state = 'failed' AND NOT {_act("reject_payout", "p.reference")}""",
    "a file for a bank orders the payouts that stand in it": f"""
        SELECT NULL, 'file P' || f.id || ' ' || f.state || ': ' || f.payouts || ' of ' || f.total
        FROM payout_file f LEFT JOIN (SELECT file_id, count(*) AS n, sum(amount) AS total FROM payout GROUP BY 1) p
          ON p.file_id = f.id
        WHERE CASE f.state WHEN 'dropped' THEN p.n IS NOT NULL
          ELSE (p.n, p.total) IS DISTINCT FROM (f.payouts::bigint, f.total::numeric) OR NOT orders_its_payouts(f) END
        OR f.state IN ('approved', 'sent')
          AND NOT {_act("approve_payout_file", "'P' || f.id", "a.after ->> 'sha256' = f.sha256")}
        OR f.state = 'sent' AND NOT {_act("send_payout_file", "'P' || f.id")}""",
}
