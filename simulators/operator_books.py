"""One operator's accounts and journal: what it really did, whatever anyone was told.

The journal is the ground truth of every test: an operation is in it if and only if money moved at the operator.
Money is whole francs; our merchant account there is the float.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from simulators.prompts import Prompt

COLLECTION: Final = "collection"  # a customer pays us
PAYOUT: Final = "payout"  # we pay a customer
REFUND: Final = "refund"  # we pay a collection back

PENDING: Final = "PENDING"
SUCCEEDED: Final = "SUCCEEDED"
FAILED: Final = "FAILED"
EXPIRED: Final = "EXPIRED"

OPENING_BALANCE: Final = 10_000_000
OPENING_FLOAT: Final = 1_000_000_000


@dataclass(slots=True)
class Operation:
    """One thing asked of an operator; `reference` is what the asker polls by, `order` what they call it."""

    kind: str
    reference: str
    order: str
    amount: int
    phone: str
    asked: dict[str, Any] = field(default_factory=dict)
    notify_url: str | None = field(default=None, repr=False)
    status: str = PENDING
    reason: str | None = None
    id: str = ""
    created: float = field(default_factory=time.time)
    executed: bool = False
    told: list[str] = field(default_factory=list)  # statuses to be told before the truth
    refund_of: Operation | None = None
    refunded: int = 0
    prompt: Prompt | None = None
    notified: float = 0.0  # when a delivery notification was last taken


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One operation really executed; `direction` says which way the money went.

    `amount` and `fee`, what the operator kept of it, are in minor units of the currency; `phone` is whose money it was:
    an operator's customer, or the payer a payment provider knows by e-mail; `named` the client's own name of a refund.
    """

    seq: int
    operator: str
    id: str
    reference: str
    order: str
    direction: str
    amount: int
    phone: str
    executed_at: str
    currency: str = "XAF"
    fee: int = 0
    named: str = ""


class Books:
    """The accounts of one operator; safe to use from many threads, and nothing in it waits."""

    def __init__(self, operator: str, serves: Callable[[str], bool]) -> None:
        self.operator = operator
        self.float = OPENING_FLOAT
        self.opening_balance = OPENING_BALANCE
        self.journal: list[JournalEntry] = []
        self._serves = serves
        self._customers: dict[str, int | None] = {}  # None: no customer, whatever the number looks like
        self._operations: dict[str, Operation] = {}
        self._lock = threading.Lock()
        self._next_id = time.time_ns() // 1_000_000  # never from the seed: the service keeps its data over restarts

    def set(self, *, merchant: int | None, opening: int | None, customers: dict[str, int | None]) -> None:
        """Set our float, the balance of customers not named, and of those named (None: no customer)."""
        with self._lock:
            self.float = self.float if merchant is None else merchant
            self.opening_balance = self.opening_balance if opening is None else opening
            self._customers.update(customers)

    def customers(self) -> dict[str, int | None]:
        """Return the balance of everyone whose balance was set or moved."""
        with self._lock:
            return dict(self._customers)

    def balance(self, phone: str) -> int | None:
        """Return what a customer has, or None for a number that is no customer."""
        if phone in self._customers:
            return self._customers[phone]
        return self.opening_balance if self._serves(phone) else None

    def register(self, operation: Operation) -> bool:
        """Take note of an operation; False when its reference is known already."""
        with self._lock:
            return self._operations.setdefault(operation.reference, operation) is operation

    def find(self, reference: str) -> Operation | None:
        """Return the operation of this reference, or None."""
        return self._operations.get(reference)

    def new_id(self) -> int:
        """Return a number this operator never gave before."""
        with self._lock:
            self._next_id += 1
            return self._next_id

    def execute(self, operation: Operation, operator_id: str, *, late: bool = False) -> bool:
        """Move the money, once; without funds or an account the operation fails. False when it had ended already.

        `late` executes even what was already said to have failed.
        """
        with self._lock:
            if operation.executed or (operation.status != PENDING and not late):
                return False
            refusal = self._refusal(operation)
            if refusal is not None:
                operation.status, operation.reason = FAILED, refusal
                return True
            sign = 1 if operation.kind == COLLECTION else -1
            self.float += sign * operation.amount
            self._customers[operation.phone] = (self.balance(operation.phone) or 0) - sign * operation.amount
            if operation.refund_of is not None:
                operation.refund_of.refunded += operation.amount
            operation.executed, operation.status, operation.reason = True, SUCCEEDED, None
            operation.id = operator_id
            self.journal.append(self._entry(operation))
            return True

    def close(self, operation: Operation, status: str, reason: str) -> bool:
        """End an operation without moving money; False when it had ended already."""
        with self._lock:
            if operation.status != PENDING:
                return False
            operation.status, operation.reason = status, reason
            return True

    def _refusal(self, operation: Operation) -> str | None:
        has = self.balance(operation.phone)
        if operation.kind == COLLECTION:
            if has is None:
                return "PAYER_NOT_FOUND"
            return "NOT_ENOUGH_FUNDS" if has < operation.amount else None
        if has is None:
            return "PAYEE_NOT_FOUND"
        original = operation.refund_of
        if original is not None and original.refunded + operation.amount > original.amount:
            return "NOT_ALLOWED"
        return "NOT_ENOUGH_FUNDS" if self.float < operation.amount else None

    def _entry(self, operation: Operation) -> JournalEntry:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        return JournalEntry(
            len(self.journal) + 1, self.operator, operation.id, operation.reference, operation.order,
            operation.kind, operation.amount, operation.phone, now,
        )  # fmt: skip
