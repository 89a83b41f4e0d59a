"""Invariants between payments and the ledger."""

from typing import Final

from wallet.core.payment_states import UNDER_WAY, in_sql
from wallet.ledger.check import DUE, names_posted

INVARIANTS: Final = {
    "what reserves a payment was posted": names_posted("payment", "reservation"),
    "what is in transit is what payments under way reserve": f"""
        SELECT a.code, 'in transit ' || a.balance + coalesce(d.due, 0) || ', under way ' || coalesce(p.total, 0)
        FROM account a LEFT JOIN {DUE} d ON d.account_id = a.id
        LEFT JOIN (SELECT 'in_transit:' || rail AS code, sum(amount + fee + tax) AS total FROM payment
                   WHERE reservation IS NOT NULL AND state IN {in_sql(UNDER_WAY)} GROUP BY rail) p ON p.code = a.code
        WHERE a.kind = 'in_transit' AND a.balance + coalesce(d.due, 0) <> coalesce(p.total, 0)""",
}
