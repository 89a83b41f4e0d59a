"""The bank: it takes files of payouts, and writes statements of what came and went, with a bank's own vices."""

from __future__ import annotations

from simulators.bank.books import FAULTS, PARTY
from simulators.bank.routes import blueprint

__all__ = ["FAULTS", "PARTY", "blueprint"]
