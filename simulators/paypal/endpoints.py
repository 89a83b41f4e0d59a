"""PayPal's endpoints: what each call does once it got through the line."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Final, cast

from flask import Response, request

from simulators.answers import as_json
from simulators.client_tokens import ClientTokens, read_client
from simulators.operator_books import PENDING, SUCCEEDED
from simulators.operator_line import OperatorLine
from simulators.paypal import words
from simulators.paypal.orders import DECLINED, DENIED_ECHECK, ECHECK, Order, read_amount, read_body, read_order
from simulators.paypal.problems import error, refused
from simulators.paypal.settings import Settings
from simulators.paypal.webhooks import verify
from simulators.providers.checkouts import Charge, Refund
from simulators.providers.provider import CHARGE_ENDED, Provider

SCOPE: Final = "https://uri.paypal.com/services/payments/payment https://uri.paypal.com/services/applications/webhooks"
APP_ID: Final = "APP-80W284485P519543T"


class Endpoints:
    """PayPal's calls over its books; a POST repeated with its PayPal-Request-Id is answered as the first was."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.settings = cast("Settings", provider.settings)
        self.tokens = ClientTokens()
        self.line = OperatorLine(provider.name, provider.world, error, self.tokens.forget)
        self._answered: dict[tuple[str, str], tuple[float, bytes]] = {}
        self._invoices: set[str] = set()
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def call(self, name: str, payer: Sequence[str], act: Callable[[], Response]) -> Response:
        """Carry one call through the line, the token and the endpoint."""

        def through() -> Response:
            accepted = self.tokens.accepts(request.headers.get("Authorization", ""))
            return act() if accepted else error(401)

        return self.line.carry(name, payer, through)

    def once(self, act: Callable[[], Response]) -> Response:
        """Do it, or answer again what was answered to the same path and PayPal-Request-Id; refusals are not kept."""
        key = request.path, request.headers.get("PayPal-Request-Id", "")
        if not key[1]:
            return act()
        with self.lock("|".join(key)):
            kept_at, body = self._answered.get(key, (0.0, b""))
            if kept_at + self.settings.request_id_seconds > time.time():
                return Response(body, 200, content_type="application/json")
            answer = act()
            self._answered[key] = time.time(), answer.get_data()
            return answer

    def lock(self, name: str) -> threading.Lock:
        """Return the lock of an order, or of a repeated request: each is done once, however many ask at once."""
        with self._guard:
            return self._locks.setdefault(name, threading.Lock())

    def token(self) -> Response:
        """Answer `POST /v1/oauth2/token`."""
        client, right = read_client(), (self.settings.client_id, self.settings.client_secret)
        if client is None or (right[0] and client != right):
            return as_json({"error": "invalid_client", "error_description": "Client Authentication failed"}, 401)
        if request.form.get("grant_type") != "client_credentials":
            return as_json({"error": "unsupported_grant_type", "error_description": "unsupported grant_type"}, 400)
        token, left = self.tokens.give(client[0], self.settings.token_seconds)
        told = {"scope": SCOPE, "access_token": token, "token_type": "Bearer", "app_id": APP_ID, "expires_in": left}
        return as_json(told)

    def create(self) -> Response:
        """Make an order. Raises Refused."""
        order = read_order(self.settings, self.provider.books.new_id())
        self.provider.open(order)
        return self.answer(order, None, 200 if order.by_source else 201)

    def read(self, order: Order | None) -> Response:
        """Tell an order, whole. Raises Refused."""
        if order is None or self.is_gone(order):
            raise refused("INVALID_RESOURCE_ID")
        charge = order.captured or (order.charges[-1] if order.charges else None)
        shown = self.provider.show(charge) if charge else None
        given = [words.refund(self.provider, one, api()) for one in charge.refunds] if charge else []
        return as_json(words.order(order, shown, api(), refunds=given))

    def is_gone(self, order: Order) -> bool:
        """True for an order that nobody approved in time, when a fault says those are forgotten."""
        forgotten = order.expired and not order.approved
        return forgotten and self.provider.struck("expired_gone", order, "status") is not None

    def capture(self, order: Order | None) -> Response:
        """Take the money of an approved order, once. Raises Refused."""
        read_body()
        if order is None:
            raise refused("INVALID_RESOURCE_ID")
        with self.lock(order.id):
            if order.captured is not None:
                raise refused("ORDER_ALREADY_CAPTURED")
            if not order.approved:
                raise refused("ORDER_NOT_APPROVED")
            invoice = order.asked["purchase_units"][0].get("invoice_id")
            if invoice in self._invoices:  # as an account refuses it, unless told otherwise
                raise refused("DUPLICATE_INVOICE_ID", "/purchase_units/0/invoice_id", invoice)
            if order.funding == DECLINED:
                order.approved = False  # the payer chooses another way to pay
                redirect = words.link("redirect", f"{api()}/checkoutnow?token={order.id}")
                raise refused("INSTRUMENT_DECLINED", links=[redirect])
            charge = self.provider.begin(order, order.funding)
            self._fund(charge)
            if invoice and order.captured is not None:
                self._invoices.add(invoice)
        if charge.status == PENDING:
            self.provider.tell(CHARGE_ENDED, charge)
        return self.answer(order, charge, 201)

    def _fund(self, charge: Charge) -> None:
        if charge.method in (ECHECK, DENIED_ECHECK):
            refusal = "the bank returned the eCheck" if charge.method == DENIED_ECHECK else ""
            later = self.settings.echeck_seconds
            self.provider.world.timers.after(later, lambda: self.provider.end(charge, refusal))
        else:
            self.provider.decide(charge)

    def answer(self, order: Order, charge: Charge | None, status: int) -> Response:
        """Return an order, whole when the client prefers so."""
        return as_json(words.order(order, charge, api(), whole=prefers_whole()), status)

    def read_capture(self, charge: Charge | None) -> Response:
        """Tell a capture. Raises Refused."""
        shown = self.provider.show(charge) if charge else None
        if shown is None:
            raise refused("INVALID_RESOURCE_ID")
        return as_json(words.capture(shown, api()))

    def refund(self, charge: Charge | None) -> Response:
        """Give a capture back, whole or in part, in its own currency. Raises Refused."""
        asked = read_body()
        if charge is None:
            raise refused("INVALID_RESOURCE_ID")
        if charge.status != SUCCEEDED:
            raise refused("REFUND_NOT_ALLOWED")
        left = charge.amount - charge.refunded
        amount, currency = left, charge.checkout.currency
        if asked.get("amount") is not None:
            amount, currency = read_amount(asked["amount"], "/amount")
        if left == 0:
            raise refused("CAPTURE_FULLY_REFUNDED")
        if currency != charge.checkout.currency:
            raise refused("REFUND_CAPTURE_CURRENCY_MISMATCH", "/amount/currency_code", currency)
        if time.time() > charge.created + self.settings.refund_days * 86_400:
            raise refused("REFUND_TIME_LIMIT_EXCEEDED")
        if not self.provider.has_funds(charge, amount):
            raise refused("REFUND_FAILED_INSUFFICIENT_FUNDS")
        note = str(asked.get("note_to_payer") or "")
        if len(note) > 255:
            raise refused("INVALID_STRING_LENGTH", "/note_to_payer", note)
        invoice = str(asked.get("invoice_id") or "")
        one = self.provider.refund(charge, amount, note, invoice) if amount <= left else None
        if one is None:
            raise refused("REFUND_AMOUNT_EXCEEDED", "/amount/value")
        return as_json(words.refund(self.provider, one, api(), whole=prefers_whole()), 201)

    def read_refund(self, one: Refund | None) -> Response:
        """Tell a refund. Raises Refused."""
        if one is None:
            raise refused("INVALID_RESOURCE_ID")
        return as_json(words.refund(self.provider, one, api()))

    def verify(self) -> Response:
        """Tell whether a webhook was signed by us."""
        return verify(self.provider, self.settings, request.get_data(), read_body())


def api() -> str:
    """Return the base of PayPal's addresses as this client reached them."""
    return f"{request.host_url}paypal"


def prefers_whole() -> bool:
    """True when the client asked for the whole of what it made."""
    return "return=representation" in request.headers.get("Prefer", "")
