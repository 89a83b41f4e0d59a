"""Orders to operators, and what workers learn of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from wallet.payments.party import Party

Direction = Literal["collect", "pay", "refund"]  # from the operator's customer to us; to them; a collection given back
KnownState = Literal["pending", "succeeded", "failed", "expired", "never_ran"]


@dataclass(frozen=True)
class Order:
    """An order to an operator: amount in minor units of its currency, the other side, what they may be shown about it.

    `handle` and `base_url` are the operator's own handle and the address it was got from, once there is one: a status
    can be read only where the payment was made. `redirect_url` is the page where a payer pays, of a rail that has one;
    `return_url` is where its payer comes back to from there; `collected`, of a
    refund, the handle of the collection it gives back.
    """

    payment_id: str
    direction: Direction
    amount: int
    party: Party
    reference: str
    note: str
    handle: str = ""
    base_url: str = ""
    redirect_url: str = ""
    collected: str = ""
    return_url: str = ""
    currency: str = "XAF"


@dataclass(frozen=True)
class Confirmation:
    """An operator's word on what it did. `amount`, `party`, `currency` are None where it did not say.

    `amount` is in minor units of `currency`, or of the order's where that is not said; `party` is written as
    Party.value is; `reason` is the operator's own word or code for a failure, `operator_id` its transaction number.
    Of a success, `too_late` says that all of it came once its price held no longer: none of it pays.
    """

    state: KnownState
    amount: int | None = None
    party: str | None = None
    currency: str | None = None
    operator_id: str = ""
    reason: str = ""
    raw: str = ""
    too_late: bool = False


@dataclass(frozen=True)
class Attempt:
    """One telling of a payment to its operator: the handle it goes by there, and when that was written down."""

    handle: str
    at: datetime


@dataclass(frozen=True)
class News:
    """A worker's news of a payment: what the operator said, or that a call failed and whether it may have run.

    `attempt` is the one it is about, None while nothing had been told: it says nothing bad of another.
    """

    payment_id: str
    said: Confirmation | None = None
    failed: Literal["", "no", "unknown"] = ""
    why: str = ""
    raw: str = ""
    attempt: Attempt | None = None
