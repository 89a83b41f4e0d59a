"""Both sides of one payment, our books' and an operator's file's, as parts of queries: `p` it, `d` a discrepancy of it.

A page may be paid twice, or with another amount than it asked for. What came besides is a payment of its own here
(payments/other_amounts.py) and a line of its own there, or none: both sides are compared by all that came at the page.
"""

from typing import Final

ASKED: Final = "coalesce(p.charged, p.amount)"  # in minor units of p.currency
# All that came besides it, None for nothing.
BESIDES: Final = """(SELECT sum(coalesce(b.charged, b.amount)) FROM payment b
    WHERE b.beside = p.id AND b.state = 'succeeded')::bigint"""
# All that came at the page of a payment where something came besides.
CAME: Final = f"(CASE p.state WHEN 'succeeded' THEN {ASKED} ELSE 0 END + {BESIDES})"
# All that its operator executed of a payment, by what stands of its files.
EXECUTED: Final = """(SELECT sum(CASE e.direction WHEN 'collect' THEN e.amount ELSE -e.amount END) FROM settlement_row e
    WHERE e.payment_id = d.payment_id AND e.stands AND e.status = 'succeeded')::bigint"""
