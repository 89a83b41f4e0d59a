"""Invariants between histories and the ledger."""

from typing import Final

from wallet.ledger.check import names_posted

INVARIANTS: Final = {"a movement is of a transfer that was posted": names_posted("movement", "transfer_id")}
