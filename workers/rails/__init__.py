"""The ways to the operators: their words and ours. A folder a rail; nothing here touches the database.

A rail calls out, so only workers use it. What it learns is a Confirmation; what goes wrong is a RailError, which says
the one thing that matters: whether the operator may have done it. What all may know of a rail is its row of RAILS.
"""

from typing import Literal, Protocol

from wallet.payments.callbacks import Signed
from wallet.payments.orders import Confirmation, Direction, Order

__all__ = ["Confirmation", "Direction", "Order", "RailClient", "RailError", "Signed"]


class RailError(Exception):
    """A call that did not answer as it should. `ran`: "no", it certainly did nothing; "unknown", nobody can tell yet.

    `why` is for people who look, never a secret; `raw` is what the operator said, as it came, cut at 2 000 characters.
    """

    def __init__(self, why: str, *, ran: Literal["no", "unknown"], raw: str = "") -> None:
        super().__init__(why)
        self.why, self.ran, self.raw = why, ran, raw[:2000]


class RailClient(Protocol):
    """The client of one rail."""

    def prepare(self, order: Order) -> Order:
        """Return the order with the operator's handle, and the page where its payer pays. Raises RailError(ran="no").

        Nothing moves by it.
        """

    def submit(self, order: Order) -> Confirmation:
        """Tell the operator to do it; return what it says, usually pending. Raises RailError."""

    def refund(self, order: Order) -> Confirmation:
        """Tell the operator to give (part of) `order.collected` back to its source, as submit. Raises RailError."""

    def ask_status(self, order: Order) -> Confirmation:
        """Return what became of it. Raises RailError(ran="unknown") when the operator does not say."""

    def read_callback(self, body: bytes, signed: Signed) -> str:
        """Return the handle or reference a callback is about, "" when it names none: a hint to ask, never news.

        Where its provider signs, "" also for one that was not `signed` as this rail's settings say.
        """

    def read_balance(self) -> int:
        """Return our float there, in whole francs. Raises RailError."""
