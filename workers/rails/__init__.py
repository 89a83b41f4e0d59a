"""The ways to the operators: their words and ours. One file an operator; nothing here touches the database.

A rail calls out, so only workers use it. What it learns is a Confirmation; what goes wrong is a RailError, which says
the one thing that matters: whether the operator may have done it.
"""

from typing import Literal, Protocol

from wallet.core.settings import Settings
from wallet.payments.payments import Confirmation, Direction, Order

__all__ = ["Confirmation", "Direction", "Order", "Rail", "RailError", "rails"]


class RailError(Exception):
    """A call that did not answer as it should. `ran`: "no", it certainly did nothing; "unknown", nobody can tell yet.

    `why` is for people who look, never a secret; `raw` is what the operator said, as it came, cut at 2 000 characters.
    """

    def __init__(self, why: str, *, ran: Literal["no", "unknown"], raw: str = "") -> None:
        super().__init__(why)
        self.why, self.ran, self.raw = why, ran, raw[:2000]


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


def rails(settings: Settings, *, connections: int = 32) -> dict[str, Rail]:
    """The rails whose settings are given, by name: one set for each process, shared by its threads."""
    # Not at the top: this module says what a rail is to those who make them, and a web process calls nobody.
    from workers.rails.open import open_mtn, open_orange  # noqa: PLC0415

    opened: tuple[Rail | None, ...] = (open_mtn(settings, connections), open_orange(settings, connections))
    return {rail.name: rail for rail in opened if rail}
