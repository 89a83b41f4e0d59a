"""What operations say of money, held against what was posted: each as one query that finds where they differ.

Part of the check of the ledger (wallet/ledger/check.py): the same rules hold for its queries.
"""

from typing import Final

# What each kind of waiting thing holds of the house's held account: its transfer, and how much.
HOLDS: Final = " UNION ALL ".join(
    [
        "SELECT held, amount + fee + tax AS total FROM cash_out WHERE state = 'open'",
        "SELECT hold, amount + fee + tax FROM claim WHERE state = 'waiting'",
        "SELECT hold_id, held FROM contest WHERE state = 'open' AND held > 0",
    ]
)
OVER: Final = " UNION ALL ".join(
    [
        "SELECT held FROM cash_out WHERE state <> 'open'",
        "SELECT hold FROM claim WHERE state <> 'waiting'",
        "SELECT hold_id FROM contest WHERE state <> 'open' AND held > 0",
    ]
)
# Each answers (account code or null, detail) for everything that is wrong.
PROMISES: Final[dict[str, str]] = {
    "what is held is what waits": f"""
        SELECT 'held', 'held ' || held.total || ', waiting ' || waiting.total
        FROM (SELECT a.balance + coalesce((SELECT sum(amount) FROM accrual_due WHERE account_id = a.id), 0) AS total
              FROM account a WHERE a.code = 'held') held,
             (SELECT coalesce(sum(total), 0) AS total FROM ({HOLDS}) holds) waiting
        WHERE held.total <> waiting.total""",  # noqa: S608 - constants
    "what waits is held whole": f"""
        SELECT 'held', 'transfer ' || h.held || ' holds ' || coalesce(e.amount, 0) || ', ' || h.total || ' wait'
        FROM ({HOLDS}) h LEFT JOIN (entry e JOIN account a ON a.id = e.account_id AND a.code = 'held')
          ON e.transfer_id = h.held
        WHERE e.amount IS DISTINCT FROM h.total""",  # noqa: S608 - constants
    "what is held waits for something": f"""
        SELECT 'held', 'transfer ' || e.transfer_id || ' holds ' || e.amount
        FROM entry e JOIN account a ON a.id = e.account_id AND a.code = 'held' AND e.amount > 0
        WHERE NOT EXISTS (SELECT FROM transfer WHERE ends = e.transfer_id)
        AND NOT EXISTS (SELECT FROM ({HOLDS}) h WHERE h.held = e.transfer_id)""",  # noqa: S608 - constants
    "what waits has not ended": f"""
        SELECT 'held', 'transfer ' || held FROM ({HOLDS}) holds
        WHERE EXISTS (SELECT FROM transfer WHERE ends = held)""",  # noqa: S608 - constants
    "what waits no more has ended": f"""
        SELECT 'held', 'transfer ' || held FROM ({OVER}) ended
        WHERE NOT EXISTS (SELECT FROM transfer WHERE ends = held)""",  # noqa: S608 - constants
    "what is unclaimed is what its open cases brought": """
        SELECT 'unclaimed', 'unclaimed ' || unclaimed.total || ', in cases ' || brought.total
        FROM (SELECT a.balance + coalesce((SELECT sum(amount) FROM accrual_due WHERE account_id = a.id), 0) AS total
              FROM account a WHERE a.code = 'unclaimed') unclaimed,
             (SELECT coalesce(sum(e.amount), 0) AS total FROM case_file c JOIN entry e ON e.transfer_id = c.transfer_id
              JOIN account a ON a.id = e.account_id AND a.code = 'unclaimed' WHERE c.state = 'open') brought
        WHERE unclaimed.total <> brought.total""",
    "a request is paid once, or not": """
        SELECT NULL, 'request ' || r.id || ' is ' || r.state || ', paid by ' || count(m.transfer_id)
        FROM request r LEFT JOIN movement m ON m.transfer_id = transfer_id('request:' || r.id)
        GROUP BY r.id HAVING count(m.transfer_id) <> (r.state = 'paid')::int
        UNION ALL SELECT NULL, 'transfer ' || t.id || ' pays no request' FROM transfer t
        WHERE t.kind = 'pay_request'
        AND NOT EXISTS (SELECT FROM request r WHERE transfer_id('request:' || r.id) = t.id)""",
    "a bill is paid once, for what it says": """
        SELECT NULL, 'transfer ' || coalesce(t.id, b.paid_with) || ' pays ' || coalesce(sum(b.amount), 0)
                     || ' of bills, moved ' || coalesce(t.amount, 0)
        FROM (SELECT t.id, m.amount FROM transfer t LEFT JOIN movement m ON m.transfer_id = t.id
              WHERE t.kind = 'pay_bill') t
        FULL JOIN (SELECT paid_with, amount FROM bill WHERE paid_with IS NOT NULL) b ON b.paid_with = t.id
        GROUP BY t.id, b.paid_with, t.amount
        HAVING count(b.paid_with) <> 1 OR t.amount IS DISTINCT FROM sum(b.amount)""",
    "what an agent did is what was posted": """
        SELECT f.code, 'cash ' || d.cash || ', posted ' || p.cash || '; earned ' || d.earned || ', posted ' || c.earned
        FROM agent g JOIN account f ON f.id = g.float_id
        CROSS JOIN LATERAL (
          SELECT coalesce(sum(CASE kind WHEN 'pay_cash_out' THEN amount
                                        WHEN 'take_cash_in' THEN -amount END), 0) AS cash,
                 coalesce(sum(commission), 0) AS earned
          FROM agent_deed WHERE agent_code = g.code) d
        CROSS JOIN LATERAL (
          SELECT coalesce(sum(e.amount), 0) AS cash FROM entry e JOIN transfer t ON t.id = e.transfer_id
          WHERE e.account_id = g.float_id AND t.kind IN ('take_cash_in', 'pay_cash_out')) p
        CROSS JOIN LATERAL (
          SELECT coalesce(sum(amount), 0) AS earned FROM entry
          WHERE account_id = g.commission_id AND amount > 0) c
        WHERE (d.cash, d.earned) <> (p.cash, c.earned)""",
}
