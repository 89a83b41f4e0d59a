"""Invariants between bills, checkouts, their refunds and the ledger."""

from typing import Final

from wallet.business import dashboard, invoice_checks

INVARIANTS: Final = (
    invoice_checks.INVARIANTS
    | dashboard.INVARIANTS
    | {
        "a bill is paid once, for what it says": """
        SELECT NULL, 'transfer ' || coalesce(t.id, b.paid_with) || ' pays ' || coalesce(sum(b.amount), 0)
                     || ' of bills, moved ' || coalesce(t.amount, 0)
        FROM (SELECT t.id, m.amount FROM transfer t LEFT JOIN movement m ON m.transfer_id = t.id
              WHERE t.kind = 'pay_bill') t
        FULL JOIN (SELECT paid_with, amount FROM bill WHERE paid_with IS NOT NULL) b ON b.paid_with = t.id
        GROUP BY t.id, b.paid_with, t.amount
        HAVING count(b.paid_with) <> 1 OR t.amount IS DISTINCT FROM sum(b.amount)""",
        "a checkout is paid once, for what it asks": """
        SELECT NULL, coalesce('checkout ' || c.id || ' is ' || c.state, 'transfer ' || t.id || ' pays no checkout')
        FROM (SELECT * FROM transfer WHERE kind = 'pay_checkout') t
        FULL JOIN (SELECT * FROM checkout WHERE paid_with IS NOT NULL) c ON c.paid_with = t.id
        LEFT JOIN movement m ON m.transfer_id = t.id LEFT JOIN payment p ON p.id = c.payment_id
        WHERE t.id IS NULL OR c.id IS NULL OR t.key <> 'checkout:' || c.id OR c.state <> 'paid'
        OR transfer_size(t.amounts) <> coalesce(p.amount, c.amount) OR (m.amount, m.fee, m.merchant_id)
          IS DISTINCT FROM (coalesce(p.amount, c.amount), c.fee, c.merchant_id)
        OR NOT EXISTS (SELECT FROM merchant s WHERE s.id = c.merchant_id
          AND t.amounts[array_position(t.accounts, s.account_id)] = coalesce(p.amount, c.amount) - c.fee)
        OR c.payment_id IS NOT NULL
          AND ((p.checkout_id, p.state, p.beside) IS DISTINCT FROM (c.id, 'succeeded', NULL)
            OR abs(p.amount - c.amount) > 1 + c.amount * coalesce((
              SELECT max(h.amount) FROM threshold h WHERE h.name = 'tolerance_' || p.rail), 0) / 1000000)""",
        "a checkout goes back at most as much as was paid": """
        SELECT NULL, 'checkout ' || c.id || ' of ' || c.amount || ', fee ' || c.fee || ': refunded ' || c.refunded
               || ', by refunds ' || back.amount || ', of the fee ' || back.fee
        FROM checkout c CROSS JOIN LATERAL (
          SELECT coalesce(sum(r.amount), 0) AS amount, coalesce(sum(r.fee), 0) AS fee
          FROM refund r WHERE r.checkout_id = c.id AND r.state <> 'failed') back
        WHERE c.refunded <> back.amount OR back.amount > c.amount OR back.fee > c.fee""",
        "a refund stands as its money does": """
        SELECT NULL, 'refund ' || coalesce(r.reference, t.key) || ' ' || coalesce(r.state, 'is none')
        FROM (SELECT * FROM transfer WHERE key LIKE 'refund:%') t
        FULL JOIN refund r ON t.key = 'refund:' || r.id LEFT JOIN payment p ON p.id = r.payment_id
        LEFT JOIN checkout c ON c.id = r.checkout_id LEFT JOIN merchant m ON m.id = c.merchant_id
        WHERE t.id IS NULL OR r.id IS NULL OR r.merchant_id <> c.merchant_id OR transfer_size(t.amounts) <> r.amount
        OR coalesce(t.amounts[array_position(t.accounts, m.account_id)], 0) <> r.fee - r.amount
        OR r.payment_id IS NULL AND NOT EXISTS (
          SELECT FROM transfer_link l WHERE l.by_id = t.id AND l.target = c.paid_with AND l.role = 'undoes')
        OR r.payment_id IS NOT NULL AND (
          (p.refunds, p.amount, p.reservation) IS DISTINCT FROM (c.payment_id, r.amount, t.id)
          OR r.state <> CASE WHEN p.state IN ('succeeded', 'failed') THEN p.state ELSE 'pending' END)""",
    }
)
