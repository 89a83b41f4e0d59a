"""A checkout on a provider's hosted page, the charges made on it, and their refunds.

Amounts are in minor units of the checkout's currency. Whoever pays is known by the words a fault can name: an e-mail, a
phone, the client's own reference.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Final

from simulators.operator_books import COLLECTION, PENDING, REFUND, SUCCEEDED

REVERSAL: Final = "reversal"  # a chargeback: the payer's bank takes the money back


@dataclass
class Checkout:
    """Something that can be paid on a hosted page; `reference` is the client's name for it, `id` the provider's."""

    id: str
    reference: str
    amount: int
    currency: str
    payer: tuple[str, ...]
    asked: dict[str, Any]
    expires: float
    return_url: str = field(default="", repr=False)
    created: float = field(default_factory=time.time)
    charges: list[Charge] = field(default_factory=list, repr=False)
    cancelled: bool = False

    @property
    def expired(self) -> bool:
        """True once the time to pay is over."""
        return time.time() >= self.expires

    @property
    def paid(self) -> bool:
        """True once any of its charges succeeded."""
        return any(charge.status == SUCCEEDED for charge in self.charges)


@dataclass
class Charge:
    """One attempt to pay a checkout: what the payer decided, and what came of it."""

    checkout: Checkout
    id: str
    amount: int
    method: str
    status: str = PENDING
    reason: str | None = None
    fee: int = 0
    executed: bool = False
    authenticating: bool = False  # its 3-D Secure step is open
    told: list[str] = field(default_factory=list)  # what status reads tell before the truth
    refunds: list[Refund] = field(default_factory=list, repr=False)
    created: float = field(default_factory=time.time)
    kind: str = COLLECTION

    @property
    def refunded(self) -> int:
        """Return what was given back or is being given back."""
        return sum(one.amount for one in self.refunds if one.status in (PENDING, SUCCEEDED))


@dataclass
class Refund:
    """Money of a charge given back, whole or in part, by us or by a chargeback."""

    charge: Charge
    id: str
    amount: int
    note: str = ""
    reference: str = ""  # the client's own name for it
    status: str = PENDING
    reason: str | None = None
    created: float = field(default_factory=time.time)
    kind: str = REFUND  # or REVERSAL, when nobody asked us

    @property
    def checkout(self) -> Checkout:
        """Return the checkout its charge paid."""
        return self.charge.checkout


Subject = Checkout | Charge | Refund


def checkout_of(subject: Subject) -> Checkout:
    """Return the checkout that a charge or refund belongs to, or the checkout itself."""
    return subject if isinstance(subject, Checkout) else subject.checkout


def payer_of(subject: Subject | None) -> tuple[str, ...]:
    """Return whom a call about this concerns, for faults asked for one of them; nobody when there is nothing."""
    return () if subject is None else checkout_of(subject).payer
