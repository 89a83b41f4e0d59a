"""Invariants between recharges, their payments and the ledger."""

from typing import Final

INVARIANTS: Final = {
    "a recharge is paid once, by what credited its wallet": """
        SELECT NULL, 'recharge ' || r.id || ' is not what payment ' || coalesce(p.reference, 'none') || ' paid'
        FROM recharge r LEFT JOIN payment p ON p.id = r.payment_id WHERE r.payment_id IS NOT NULL
        AND ((p.recharge_id, p.direction, p.state, p.person_id, p.beside)
          IS DISTINCT FROM (r.id, 'collect', 'succeeded', r.owner_id, NULL)
          OR abs(p.amount - r.amount) > 1 + r.amount * coalesce((
            SELECT max(h.amount) FROM threshold h WHERE h.name = 'tolerance_' || p.rail), 0) / 1000000)
        UNION ALL SELECT NULL, 'payment ' || p.reference || ' credited recharge ' || r.id || ', which another paid'
        FROM recharge r JOIN payment p ON p.recharge_id = r.id JOIN transfer t ON t.id = transfer_id('payment:' || p.id)
        WHERE t.kind = 'add_money' AND r.payment_id IS DISTINCT FROM p.id""",
}
