"""The ways to the operators: their words and ours. One file an operator; nothing here touches the database.

A rail calls out, so only workers use it. What it learns is a Confirmation; what goes wrong is a RailError, which says
the one thing that matters: whether the operator may have done it.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

Direction = Literal["collect", "pay"]  # from the operator's customer to us; from us to them
State = Literal["pending", "succeeded", "failed", "expired", "never_ran"]


class RailError(Exception):
    """A call that did not answer as it should. `ran`: "no", it certainly did nothing; "unknown", nobody can tell yet.

    `why` is for people who look, never a secret; `raw` is what the operator said, as it came, cut at 2 000 characters.
    """

    def __init__(self, why: str, *, ran: Literal["no", "unknown"], raw: str = "") -> None:
        super().__init__(why)
        self.why, self.ran, self.raw = why, ran, raw[:2000]


@dataclass(frozen=True)
class Order:
    """What an operator is told: amount in whole francs, phone in E.164, and what they may show about it.

    `handle` and `base_url` are the operator's own handle and the address it was got from, once there is one: a
    status can be read only where the payment was made.
    """

    payment_id: str
    direction: Direction
    amount: int
    phone: str
    reference: str
    note: str
    handle: str = ""
    base_url: str = ""


@dataclass(frozen=True)
class Confirmation:
    """What an operator is known to have done. `amount`, `phone`, `currency` are None where it did not say.

    `reason` is the operator's own word or code for a failure, `operator_id` its transaction number.
    """

    state: State
    amount: int | None = None
    phone: str | None = None
    currency: str | None = None
    operator_id: str = ""
    reason: str = ""
    raw: str = ""


class Rail(Protocol):
    """The way to one operator."""

    name: str  # "mtn", "orange": in URLs, accounts and settings
    title: str  # "MTN MoMo", "Orange Money": on screens
    resubmit_is_safe: bool  # whether the same handle submitted twice is one payment

    def prepare(self, order: Order) -> Order:
        """The order with the operator's handle; moves nothing. Raises RailError(ran="no")."""

    def submit(self, order: Order) -> Confirmation:
        """Tell the operator to do it. Usually pending. Raises RailError."""

    def ask_status(self, order: Order) -> Confirmation:
        """What became of it. Raises RailError(ran="unknown") when the operator does not say."""

    def read_callback(self, body: bytes) -> str:
        """The handle or reference a callback is about, "" when it names none: a hint to ask, never news."""

    def balance(self) -> int:
        """Our float there, in whole francs. Raises RailError."""
