"""Comparing everybody with the sanctions lists, a slice a transaction."""

from typing import Final

from wallet.core.database import in_transaction
from wallet.sanctions import screening
from workers import process
from workers.waking import awake

SLICES_MOST: Final = 200  # a turn: whatever is left wakes the worker again


def screen_due() -> int:
    """Compare whoever is due, and then everybody with a new list. Returns how many slices."""
    awake(process.redis(), "sanctions")
    engine = process.wallet().engine
    for done in range(SLICES_MOST):
        if not in_transaction(engine, screening.screen_due) and not in_transaction(engine, screening.sweep):
            return done
    return SLICES_MOST
