"""CinetPay's two calls: make a payment, and check how it stands."""

from __future__ import annotations

import threading
from typing import cast

from flask import Response, request

from simulators.answers import as_json
from simulators.cinetpay.requests import read_body, read_checkout, refused, response_id
from simulators.cinetpay.settings import Settings
from simulators.cinetpay.words import CODES, code_of, last_charge, transaction
from simulators.operator_books import FAILED, PENDING, SUCCEEDED
from simulators.operator_line import OperatorLine
from simulators.providers.checkouts import Charge, Checkout
from simulators.providers.provider import Provider


class Endpoints:
    """CinetPay's calls over its books."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.settings = cast("Settings", provider.settings)
        self.line = OperatorLine(provider.name, provider.world, error, lambda: None)
        self._sent: set[str] = set()
        self._lock = threading.Lock()

    def create(self) -> Response:
        """Make a payment; its transaction_id was never sent before. Raises Refused."""
        checkout = read_checkout(self.settings)
        with self._lock:
            known = checkout.reference in self._sent
            self._sent.add(checkout.reference)
        if known:
            raise refused(self.settings, "620", "transaction_id was sent already")  # the code is our guess
        self.provider.open(checkout)
        data = {"payment_token": checkout.id, "payment_url": f"{request.host_url}cinetpay/counter/{checkout.id}"}
        said = {"code": "201", "message": CODES["201"], "description": "Transaction created with success"}
        return as_json({**said, "data": data, "api_response_id": response_id()}, 201)

    def check(self) -> Response:
        """Tell how a payment stands, by its transaction_id or its payment_token. Raises Refused."""
        asked = read_body(self.settings)
        checkout = self.find(asked)
        if checkout is None:
            raise refused(self.settings, "624", "transaction_id is not known")  # the code is our guess
        charge = last_charge(checkout)
        shown = self.provider.show(charge) if charge else None
        code = self.code(checkout, shown)
        data = transaction(checkout, shown, code)
        if self.provider.struck("check_bare", checkout, "status"):
            data = {name: value for name, value in data.items() if name not in ("amount", "currency", "status")}
        return as_json({"code": code, "message": CODES.get(code, code), "data": data, "api_response_id": response_id()})

    def find(self, asked: dict[str, object]) -> Checkout | None:
        """Return the payment a check names."""
        found = self.provider.references.get(str(asked.get("transaction_id")))
        return found[0] if found else self.provider.checkouts.get(str(asked.get("payment_token")))

    def code(self, checkout: Checkout, shown: Charge | None) -> str:
        """Return the code of how a payment stands, or a word nobody knows."""
        if shown is not None and shown.status not in (PENDING, SUCCEEDED, FAILED):
            return shown.status
        code = code_of(checkout, shown)
        if code in ("623", "662", "663") and (word := self.provider.struck("pending_word", checkout, "status")):
            return str(word.value)
        return code


def error(status: int) -> Response:
    """Return an HTTP error in CinetPay's words."""
    code, message = {429: ("429", "TOO_MANY_REQUEST"), 401: ("609", CODES["609"])}.get(status, ("624", CODES["624"]))
    said = {"code": code, "message": message, "description": "An error occurred while processing the request"}
    return as_json({**said, "api_response_id": response_id()}, status)
