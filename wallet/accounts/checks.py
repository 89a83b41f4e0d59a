"""Invariants of contests, and of accounts that were closed."""

from typing import Final

from wallet.ledger.check import names_posted

WAITING: Final = "SELECT hold_id AS transfer_id, held - fee AS total FROM contest WHERE state = 'open' AND held > 0"
ENDED: Final = "SELECT hold_id AS transfer_id FROM contest WHERE state <> 'open' AND held > 0"
INVARIANTS: Final = {
    "what is contested was posted": names_posted("contest", "transfer_id"),
    "an account is closed with what it belongs to": """
        SELECT code, 'closed, in use' FROM account WHERE closed_at IS NOT NULL AND is_in_use(id)""",
}
