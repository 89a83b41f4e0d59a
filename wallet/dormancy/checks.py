"""Invariants between dormant wallets, the money that is kept apart of them, and the ledger."""

from typing import Final

from wallet.ledger.check import DUE

INVARIANTS: Final = {
    "what is kept apart of dormant wallets is what their lists moved": f"""
        SELECT a.code, 'holds ' || a.balance + coalesce(d.due, 0) || ', on lists ' || lists.total
        FROM account a LEFT JOIN {DUE} d ON d.account_id = a.id CROSS JOIN LATERAL (
          SELECT coalesce(sum(l.amount), 0)::bigint AS total FROM dormant_line l WHERE l.state = 'moved') lists
        WHERE a.code = 'unclaimed:dormant' AND a.balance + coalesce(d.due, 0) <> lists.total""",
    "money of a dormant wallet was moved, and given back, by two": """
        SELECT NULL, 'N' || l.batch_id || ' ' || l.person_id FROM dormant_line l
        WHERE l.state IN ('moved', 'returned') AND NOT EXISTS (
          SELECT FROM staff_act s WHERE s.kind = 'move_dormant' AND s.subject = 'N' || l.batch_id)
        OR l.state = 'returned' AND NOT EXISTS (
          SELECT FROM staff_act s WHERE s.kind = 'return_dormant' AND s.subject = l.person_id::text)""",
}
