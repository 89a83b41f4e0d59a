"""Invariants between payments and the ledger."""

from typing import Final

from wallet.ledger.check import names_posted

INVARIANTS: Final = {"what reserves a payment was posted": names_posted("payment", "reservation")}
