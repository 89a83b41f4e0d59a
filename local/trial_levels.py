"""Open level 0 where nothing is real: in a sandbox, and in databases of tests, faults and benches."""

from typing import Final

import psycopg

from wallet.business.methods import METHODS

OPEN: Final = """UPDATE level_rule SET methods = %s, payment_most = NULL, month_most = NULL, payout_most = NULL,
    tax_free = true
    WHERE level = 0"""


def open_level_0(owner_url: str) -> None:
    """Let businesses that nobody has verified be paid by every method, any amount: only where money is simulated."""
    with psycopg.connect(owner_url) as owner:
        owner.execute(OPEN, [[method.name for method in METHODS]])
