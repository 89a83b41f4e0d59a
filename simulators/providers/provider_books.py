"""One payment provider's books and journal: what it really took, kept and gave back, whatever anyone was told."""

from __future__ import annotations

import itertools
import threading
import time
from datetime import UTC, datetime
from typing import Final

from simulators.operator_books import COLLECTION, FAILED, PENDING, REFUND, SUCCEEDED, JournalEntry
from simulators.providers.checkouts import Charge, Refund

OPENING_BALANCE: Final = 1_000_000_000


class ProviderBooks:
    """Our balances at one provider, in minor units by currency, and its journal; safe to use from many threads."""

    def __init__(self, provider: str) -> None:
        self.provider = provider
        self.journal: list[JournalEntry] = []
        self._balances: dict[str, int] = {}
        self._lock = threading.Lock()
        self._ids = itertools.count(time.time_ns() // 1_000_000)  # the service keeps its data over restarts

    def new_id(self) -> int:
        """Return a number this provider never gave before."""
        return next(self._ids)

    def balance(self, currency: str) -> int:
        """Return what we have there in a currency."""
        return self._balances.get(currency, OPENING_BALANCE)

    def balances(self) -> dict[str, int]:
        """Return every balance that was set or moved."""
        with self._lock:
            return dict(self._balances)

    def set_balances(self, balances: dict[str, int]) -> None:
        """Set what we have there in each of these currencies."""
        with self._lock:
            self._balances.update(balances)

    def capture(self, charge: Charge, fee: int, *, late: bool = False) -> bool:
        """Take a charge's money, once; False when it was over. `late` takes even what was said to have failed."""
        with self._lock:
            if charge.executed or (charge.status != PENDING and not late):
                return False
            charge.executed, charge.status, charge.reason, charge.fee = True, SUCCEEDED, None, fee
            charge.authenticating = False
            self._move(charge.checkout.currency, charge.amount - fee)
            self._note(charge, COLLECTION, charge.amount, fee)
            return True

    def reserve(self, refund: Refund) -> bool:
        """Take note of a refund; False when more would be given back than was taken."""
        charge = refund.charge
        with self._lock:
            if charge.refunded + refund.amount > charge.amount:
                return False
            charge.refunds.append(refund)
            return True

    def give_back(self, refund: Refund) -> bool:
        """Pay a refund out of our balance, once, or fail for want of it; False when it was over.

        A chargeback asks nobody, and may leave the balance below zero.
        """
        with self._lock:
            if refund.status != PENDING:
                return False
            if self.balance(refund.checkout.currency) < refund.amount and refund.kind == REFUND:
                refund.status, refund.reason = FAILED, "insufficient balance"
                return True
            refund.status = SUCCEEDED
            self._move(refund.checkout.currency, -refund.amount)
            self._note(refund, refund.kind, refund.amount, 0)
            return True

    def close(self, subject: Charge | Refund, reason: str) -> bool:
        """End a charge or refund without moving money; False when it was over."""
        with self._lock:
            if subject.status != PENDING:
                return False
            subject.status, subject.reason = FAILED, reason
            if isinstance(subject, Charge):
                subject.authenticating = False
            return True

    def _move(self, currency: str, amount: int) -> None:
        self._balances[currency] = self.balance(currency) + amount

    def _note(self, subject: Charge | Refund, direction: str, amount: int, fee: int) -> None:
        checkout, now = subject.checkout, datetime.now(UTC).isoformat(timespec="milliseconds")
        order = subject.charge.id if isinstance(subject, Refund) else checkout.id
        named = (subject.reference or subject.note) if isinstance(subject, Refund) else ""
        self.journal.append(
            JournalEntry(
                len(self.journal) + 1, self.provider, subject.id, checkout.reference, order, direction, amount,
                checkout.payer[0], now, checkout.currency, fee, named,
            )
        )  # fmt: skip
