"""Blue Money: one call for each order, under an id of ours; another call reads what became of it."""

import uuid
from dataclasses import replace
from typing import Any

from wallet.payments.orders import Confirmation, Order
from workers.rails import RailError, Signed
from workers.rails.answers import Unreadable, read_francs, read_name, read_phone, read_object, read_word
from workers.rails.blue.settings import BlueSettings
from workers.rails.blue.words import ACCEPTED, BECAME, NOTHING_RAN
from workers.rails.http import Answer, Wire


def open_client(given: BlueSettings, wire: Wire, callback_url: str) -> "Blue":
    """Return the way to Blue that these settings lead to."""
    return Blue(wire, given.base_url, given.api_key.get_secret_value(), callback_url)


class Blue:
    """The way to Blue Money."""

    def __init__(self, wire: Wire, base_url: str, api_key: str, callback_url: str) -> None:
        self._wire, self._base_url, self._callback_url = wire, base_url, callback_url
        self._headers = {"Authorization": f"Bearer {api_key}"}

    def prepare(self, order: Order) -> Order:
        """Return the order with an id of ours; calls nobody."""
        return replace(order, handle=order.handle or str(uuid.uuid4()), base_url=order.base_url or self._base_url)

    def submit(self, order: Order) -> Confirmation:
        """Ask for the payment. Raises RailError."""
        body = {
            "id": order.handle,
            "kind": order.direction,
            "amount": order.amount,
            "number": order.party.phone,
            "reference": order.reference,
            "notify": self._callback_url,
            "of": order.collected,
        }
        answer = self._call("POST", order, "", body)
        if answer.http in ACCEPTED:
            return Confirmation("pending", raw=answer.raw)
        raise RailError(f"HTTP {answer.http}", ran="no" if answer.http in NOTHING_RAN else "unknown", raw=answer.raw)

    def refund(self, order: Order) -> Confirmation:
        """Give a collection back: a payment like any other, which names it. Raises RailError."""
        return self.submit(order)

    def ask_status(self, order: Order) -> Confirmation:
        """Return what became of it. Raises RailError(ran="unknown")."""
        answer = self._call("GET", order, f"/{order.handle}")
        if answer.http == 404:
            return Confirmation("never_ran", raw=answer.raw)
        try:
            said = read_object(answer.body)
            return Confirmation(
                BECAME.get(read_word(said.get("state")), "pending"),
                amount=read_francs(said.get("amount")),
                party=read_phone(said.get("number")),
                operator_id=read_word(said.get("transaction")),
                reason=read_word(said.get("why")),
                raw=answer.raw,
            )
        except Unreadable as wrong:
            raise RailError(f"unreadable: {wrong}", ran="unknown", raw=answer.raw) from None

    def read_callback(self, body: bytes, _: Signed) -> str:
        """Return our reference, which their callback repeats."""
        return read_name(body, "reference")

    def read_balance(self) -> int:
        """Blue does not tell it. Raises RailError."""
        raise RailError("Blue tells no balance", ran="no")

    def _call(self, method: Any, order: Order, path: str, body: dict[str, Any] | None = None) -> Answer:
        return self._wire.call(method, f"{order.base_url}/payments{path}", self._headers, json=body)
