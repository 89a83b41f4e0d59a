"""Invariants between agents' work and the ledger."""

from typing import Final

WAITING: Final = "SELECT held AS transfer_id, amount + fee + tax AS total FROM cash_out WHERE state = 'open'"
ENDED: Final = "SELECT held AS transfer_id FROM cash_out WHERE state <> 'open'"
INVARIANTS: Final = {
    "what an agent did is what was posted": """
        SELECT f.code, 'cash ' || d.cash || ', posted ' || p.cash || '; earned ' || d.earned || ', posted ' || c.earned
        FROM agent g JOIN account f ON f.id = g.float_id
        CROSS JOIN LATERAL (
          SELECT coalesce(sum(CASE kind WHEN 'pay_cash_out' THEN amount
                                        WHEN 'take_cash_in' THEN -amount END), 0) AS cash,
                 coalesce(sum(commission), 0) AS earned
          FROM agent_operation WHERE agent_code = g.code) d
        CROSS JOIN LATERAL (
          SELECT coalesce(sum(amount), 0) AS cash FROM entry
          WHERE account_id = g.float_id AND kind IN ('take_cash_in', 'pay_cash_out')) p
        CROSS JOIN LATERAL (
          SELECT coalesce(sum(amount), 0) AS earned FROM entry
          WHERE account_id = g.commission_id AND amount > 0) c
        WHERE (d.cash, d.earned) <> (p.cash, c.earned)""",
}
