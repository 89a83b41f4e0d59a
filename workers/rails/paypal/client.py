"""PayPal Orders v2: an order at their page, which its payer approves and we capture, and captures given back.

Approving moves nothing: capturing does, and is ours. An order is captured once whoever asks, and however often, so a
question that finds it approved captures it. A POST goes under a PayPal-Request-Id, made of what it is for: told again,
it is the same. Facts: PayPal's OpenAPI files checkout_orders_v2 and payments_payment_v2, Odoo's payment_paypal.
"""

import re
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from wallet.payments.orders import Confirmation, Order
from workers.rails import RailError, Signed
from workers.rails.answers import CALLBACK_NAME, Unreadable, nothing_ran, read_object, read_page, read_part, read_word
from workers.rails.http import Wire
from workers.rails.paypal.amounts import write_amount
from workers.rails.paypal.calls import NotThereError, PaypalCalls, PaypalRefusalError
from workers.rails.paypal.captures import PaypalOrder, confirm_refund, read_moved, read_order
from workers.rails.paypal.settings import PaypalSettings
from workers.rails.paypal.words import APPROVED, PAGE_LINKS, REFUND_BECAME

ID: Final = re.compile(r"[A-Z0-9]{8,32}")  # it stands in addresses
ORDERS: Final = "v2/checkout/orders"


def open_client(given: PaypalSettings, wire: Wire, _: str) -> "Paypal":
    """Return the client of PayPal that these settings lead to; where it calls back stands in its dashboard."""
    calls = PaypalCalls(wire, given.base_url, given.client_id, given.client_secret.get_secret_value())
    return Paypal(calls)


class Paypal:
    """The client of PayPal."""

    def __init__(self, calls: PaypalCalls) -> None:
        self._calls = calls

    def __repr__(self) -> str:
        return f"Paypal({self._calls.base_url})"

    def prepare(self, order: Order) -> Order:
        """Return a collection with its order and page, a refund with its reference. Raises RailError(ran="no")."""
        base_url = order.base_url or self._calls.base_url
        if order.handle or order.direction == "refund":
            return replace(order, handle=order.handle or order.reference, base_url=base_url)
        if order.direction != "collect":
            raise RailError("bad request: PayPal pays nobody here", ran="no")
        with nothing_ran():
            said = self._calls.post(ORDERS, base_url, f"create-{order.payment_id}", self._checkout(order))
            handle, page = read_word(said.get("id")), read_page(_find_page(said))
            if not ID.fullmatch(handle):
                raise Unreadable("an order without a number")
        return replace(order, handle=handle, base_url=base_url, redirect_url=page)

    def submit(self, order: Order) -> Confirmation:
        """Return pending, calling nobody: the order is there, and its payer's to approve."""
        return Confirmation("pending")

    def refund(self, order: Order) -> Confirmation:
        """Give (part of) the capture of `order.collected` back, unless that was asked before. Raises RailError."""
        with nothing_ran():
            told = self._read(order.collected, order.base_url)
        if asked := told.find_refund(order.reference):
            return asked
        taken = next((one for one in told.captures if one.became == "succeeded" and ID.fullmatch(one.id)), None)
        if taken is None:
            raise RailError("bad request: no capture to give back", ran="no")
        amount = write_amount(order.amount, order.currency)
        body = {"amount": amount, "invoice_id": order.reference, "note_to_payer": order.note}
        path = f"v2/payments/captures/{taken.id}/refund"
        said = self._calls.post(path, order.base_url, f"refund-{order.payment_id}", body)
        try:
            return confirm_refund(read_moved(said, REFUND_BECAME))
        except Unreadable as wrong:
            raise RailError(f"unreadable: {wrong}", ran="unknown") from None

    def ask_status(self, order: Order) -> Confirmation:
        """Return what became of it, capturing what its payer has approved. Raises RailError(ran="unknown")."""
        try:
            if order.direction == "refund":
                told = self._read(order.collected, order.base_url)
                return told.find_refund(order.reference) or Confirmation("never_ran")
            told = self._read(order.handle, order.base_url, order.reference)
            if told.word == APPROVED and not told.captures:
                return self._capture(order, told)
            return told.confirm()
        except NotThereError as gone:
            return Confirmation("never_ran", raw=gone.raw)
        except RailError as unanswered:  # the question was not asked; it may have run all the same
            raise RailError(unanswered.why, ran="unknown", raw=unanswered.raw) from None

    def read_callback(self, body: bytes, signed: Signed) -> str:
        """Return the order or our reference that an event names: a hint, so nobody is asked who signed it."""
        with suppress(Unreadable):
            resource = read_part(read_object(body), "resource")
            related = read_part(read_part(resource, "supplementary_data"), "related_ids")
            for named in (related.get("order_id"), resource.get("invoice_id"), resource.get("id")):
                if CALLBACK_NAME.fullmatch(read_word(named)):
                    return read_word(named)
        return ""

    def read_balance(self) -> int:
        """Raise RailError: what they hold for us is in other currencies."""
        raise RailError("PayPal holds no francs", ran="no")

    def _read(self, handle: str, base_url: str, reference: str = "") -> PaypalOrder:
        if not ID.fullmatch(handle):
            raise RailError("bad request: no order of PayPal's", ran="no")
        return read_order(self._calls.get(f"{ORDERS}/{handle}", base_url), handle, reference)

    def _capture(self, order: Order, told: PaypalOrder) -> Confirmation:
        """Take what was approved, and return what that says; a refusal leaves its payer to choose another way.

        Under an id that changes with the order: where another card was approved, the refusal of the first is not told.
        """
        request_id = f"capture-{order.handle}-{told.version}"
        try:
            said = self._calls.post(f"{ORDERS}/{order.handle}/capture", order.base_url, request_id, {})
        except PaypalRefusalError as refused:
            return Confirmation("pending", reason=refused.issue, raw=refused.raw)
        return read_order(said, order.handle, order.reference).confirm()

    def _checkout(self, order: Order) -> dict[str, Any]:
        unit = {
            "custom_id": order.reference,
            "invoice_id": order.reference,  # an account takes one capture of it: a second order of a payment is refused
            "description": order.note,
            "amount": write_amount(order.amount, order.currency),
        }
        met = {
            "brand_name": "Mbongo",
            "locale": "fr-FR",
            "shipping_preference": "NO_SHIPPING",
            "user_action": "PAY_NOW",
            "payment_method_preference": "IMMEDIATE_PAYMENT_REQUIRED",
            "return_url": order.return_url,
            "cancel_url": order.return_url,
        }
        source = {"paypal": {"experience_context": met}}
        return {"intent": "CAPTURE", "purchase_units": [unit], "payment_source": source}


def _find_page(said: dict[str, Any]) -> Any:
    """Return where PayPal says that its payer approves, None where it does not."""
    links = said.get("links")
    found = [one for one in links if isinstance(one, dict)] if isinstance(links, list) else []
    return next((one.get("href") for one in found if one.get("rel") in PAGE_LINKS), None)
