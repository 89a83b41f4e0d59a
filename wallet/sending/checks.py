"""Invariants between money sent to strangers and the ledger."""

from typing import Final

WAITING: Final = "SELECT hold AS transfer_id, amount + fee + tax AS total FROM claim WHERE state = 'waiting'"
ENDED: Final = "SELECT hold AS transfer_id FROM claim WHERE state <> 'waiting'"
