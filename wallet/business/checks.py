"""Invariants between bills and the ledger."""

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
}
