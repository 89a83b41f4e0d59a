"""Invariants between bills, checkouts and the ledger."""

from typing import Final

INVARIANTS: Final = {
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
        WHERE t.id IS NULL OR c.id IS NULL OR t.key <> 'checkout\\:' || c.id OR c.state <> 'paid'
        OR transfer_size(t.amounts) <> c.amount OR (m.amount, m.fee, m.merchant_id)
          IS DISTINCT FROM (c.amount, c.fee, c.merchant_id)
        OR NOT EXISTS (SELECT FROM merchant s WHERE s.id = c.merchant_id
          AND t.amounts[array_position(t.accounts, s.account_id)] = c.amount - c.fee)
        OR c.payment_id IS NOT NULL
          AND (p.checkout_id, p.state, p.amount) IS DISTINCT FROM (c.id, 'succeeded', c.amount)""",
}
