"""Invariants between cases and the ledger."""

from typing import Final

from wallet.ledger.check import DUE, LEGS

INVARIANTS: Final = {
    "what is unclaimed is what its open cases brought": f"""
        SELECT a.code, 'unclaimed ' || a.balance + coalesce(d.due, 0) || ', in cases ' || brought.total
        FROM account a LEFT JOIN {DUE} d ON d.account_id = a.id
        CROSS JOIN LATERAL (
          SELECT coalesce(sum(l.amount), 0) AS total FROM case_file c
          LEFT JOIN {LEGS} l ON l.transfer_id = c.transfer_id AND l.account_id = a.id
          WHERE c.state = 'open') brought
        WHERE a.id = account_named('unclaimed') AND a.balance + coalesce(d.due, 0) <> brought.total""",
}
