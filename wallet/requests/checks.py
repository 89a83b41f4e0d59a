"""Invariants between payment requests and the ledger."""

from typing import Final

INVARIANTS: Final = {
    "a request is paid once, or not": """
        SELECT NULL, 'request ' || r.id || ' is ' || r.state || ', paid by ' || count(m.transfer_id)
        FROM request r LEFT JOIN movement m ON m.transfer_id = transfer_id('request:' || r.id)
        GROUP BY r.id HAVING count(m.transfer_id) <> (r.state = 'paid')::int
        UNION ALL SELECT NULL, 'transfer ' || t.id || ' pays no request' FROM transfer t
        WHERE t.kind = 'pay_request'
        AND NOT EXISTS (SELECT FROM request r WHERE transfer_id('request:' || r.id) = t.id)""",
}
