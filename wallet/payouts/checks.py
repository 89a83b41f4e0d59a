"""Invariants between payouts, what was put aside for them, and what banks were told."""

from typing import Final

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
            OR t.amounts[array_position(t.accounts, m.account_id)] IS DISTINCT FROM -(p.amount + p.fee)
            OR (s.kind = 'wallet') <> (t.kind = 'pay_payout')
            OR s.kind <> 'wallet' AND (p.state = 'pending') <> (e.by_id IS NULL)
            OR s.kind = 'phone' AND ((y.reservation, y.amount, y.fee, y.rail, y.party)
                IS DISTINCT FROM (t.id, p.amount, p.fee, s.rail, s.number)
              OR p.state <> CASE y.state WHEN 'succeeded' THEN 'paid' WHEN 'failed' THEN 'failed'
                WHEN 'expired' THEN 'failed' ELSE 'pending' END) END""",
    "a payout that came back from its bank gave its business as much again": """
        SELECT NULL, 'payout ' || coalesce(p.reference, t.key) || ' ' || coalesce(p.state, 'is none')
        FROM (SELECT * FROM transfer WHERE key ~ '^payout:.*:returned$') t
        FULL JOIN (SELECT p.*, m.account_id AS shop FROM payout p JOIN merchant m ON m.id = p.merchant_id
          JOIN settlement_account s ON s.id = p.account_id AND s.kind = 'bank'
          WHERE p.state IN ('failed', 'returned')) p ON t.key = 'payout:' || p.id || ':returned'
        WHERE t.id IS NULL OR p.id IS NULL OR t.amounts[array_position(t.accounts, p.shop)]
          <> p.amount + CASE p.state WHEN 'failed' THEN p.fee ELSE 0 END""",
    "a file for a bank orders the payouts that stand in it": """
        SELECT NULL, 'file P' || f.id || ' ' || f.state || ': ' || f.payouts || ' of ' || f.total
        FROM payout_file f LEFT JOIN (SELECT file_id, count(*) AS n, sum(amount) AS total FROM payout GROUP BY 1) p
          ON p.file_id = f.id
        WHERE CASE f.state WHEN 'dropped' THEN p.n IS NOT NULL
          ELSE (p.n, p.total) IS DISTINCT FROM (f.payouts::bigint, f.total::numeric) END""",
}
