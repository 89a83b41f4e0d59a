"""A rail that says what a test wrote down."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from wallet.payments.orders import Confirmation, Order
from workers.rails import RailError, Signed

ERRORS = {
    "lost": ("no answer in time", "unknown"),
    "refused connection": ("connection refused", "no"),
}


@dataclass
class ScriptedRail:
    """Says, one after the other, what `says` holds: a state, `lost`, `refused connection`, or a Confirmation."""

    says: list[Any] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    refunded: str = ""  # the handle of the collection given back last
    comes_back_to: str = ""  # where the payer of the last one prepared was to come back to

    def prepare(self, order: Order) -> Order:
        self.calls.append("prepare")
        self.comes_back_to = order.return_url
        return replace(order, handle=f"handle of {order.reference}", base_url="https://operator")

    def submit(self, order: Order) -> Confirmation:
        return self._say("submit", order)

    def refund(self, order: Order) -> Confirmation:
        self.refunded = order.collected
        return self._say("refund", order)

    def ask_status(self, order: Order) -> Confirmation:
        return self._say("ask", order)

    def read_callback(self, body: bytes, _: Signed) -> str:
        return str(json.loads(body))

    def read_balance(self) -> int:
        return 0

    def _say(self, call: str, order: Order) -> Confirmation:
        self.calls.append(call)
        assert order.handle, "the handle comes first"
        said = self.says.pop(0)
        if said in ERRORS:
            why, ran = ERRORS[said]
            raise RailError(why, ran=ran)  # type: ignore[arg-type]  # one of the two
        if isinstance(said, Confirmation):
            return said
        return Confirmation(
            said, order.amount, order.party.value, "XAF", "op-1", "SAID SO" if said == "failed" else "", "raw"
        )
