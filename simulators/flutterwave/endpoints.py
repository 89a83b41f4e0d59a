"""Flutterwave's endpoints: what each call does once it got through the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, cast

from flask import Response, request

from simulators.answers import as_json
from simulators.flutterwave import words
from simulators.flutterwave.currencies import SUPPORTED, places
from simulators.flutterwave.requests import check_key, read_amount, read_body, read_checkout, refused
from simulators.flutterwave.settings import Settings
from simulators.operator_books import REFUND, SUCCEEDED
from simulators.operator_line import OperatorLine
from simulators.providers.checkouts import Charge, Refund
from simulators.providers.money import write_number
from simulators.providers.provider import Provider

LONG_TIMEOUT: Final = "An error occurred. Please contact support"
PAGE_SIZE: Final = 10


class Endpoints:
    """Flutterwave's calls over its books; every answer is {status, message, data}."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.settings = cast("Settings", provider.settings)
        self.line = OperatorLine(provider.name, provider.world, error, lambda: None)

    def call(self, name: str, payer: Sequence[str], act: Callable[[], Response]) -> Response:
        """Carry one call through the line, the key and the endpoint."""

        def through() -> Response:
            check_key(self.settings)
            return act()

        return self.line.carry(name, payer, through)

    def create(self) -> Response:
        """Make a hosted link. Raises Refused."""
        checkout = read_checkout(self.settings)
        known = checkout.reference in self.provider.references
        if known and self.provider.struck("duplicate_refused", checkout, "create"):
            raise refused("Duplicate tx_ref")
        self.provider.open(checkout)
        link = f"{request.host_url}flutterwave/v3/hosted/pay/{checkout.id}"
        return success("Hosted Link", {"link": link})

    def verify(self, charge: Charge | None) -> Response:
        """Tell how a transaction stands. Raises Refused."""
        shown = self.provider.show(charge) if charge else None
        if shown is None:
            everywhere = self.provider.world.faults.strike(self.provider.name, "not_found_200", call="status")
            raise refused("No transaction was found for this id", 200 if everywhere else 400)
        return success("Transaction fetched successfully", words.transaction(self.provider, self.settings, shown))

    def list_transactions(self) -> Response:
        """Tell the transactions of a tx_ref, a status, or all, newest first."""
        reference, status = request.args.get("tx_ref"), request.args.get("status")
        told = [
            words.listed(self.provider, self.settings, shown)
            for charge in sorted(self.provider.charges.values(), key=by_id, reverse=True)
            if reference in (None, charge.checkout.reference) and (shown := self.provider.show(charge)) is not None
        ]
        return page("Transactions fetched", [one for one in told if status in (None, one["status"])])

    def refund(self, charge: Charge | None) -> Response:
        """Give a transaction back, whole or in part; nothing here is idempotent. Raises Refused."""
        asked = read_body() if request.get_data() else {}
        if charge is None:
            raise refused("No transaction was found for this id")
        if charge.status != SUCCEEDED:
            raise refused("Only a successful transaction can be refunded")
        left = charge.amount - charge.refunded
        amount = left if asked.get("amount") is None else read_amount(asked["amount"], charge.checkout.currency)
        if amount > left or left == 0:
            raise refused("The refund is more than what is left of the transaction")
        if not self.provider.has_funds(charge, amount):
            raise refused("Insufficient balance")
        one = self.provider.refund(charge, amount, str(asked.get("comments") or ""))
        if one is None:
            raise refused("The refund is more than what is left of the transaction")
        return success("Transaction refund initiated", words.refund(self.provider, self.settings, one))

    def read_refund(self, refund: Refund | None) -> Response:
        """Tell how a refund stands. Raises Refused."""
        if refund is None:
            raise refused("Refund not found")
        return success("Refund fetched", words.refund(self.provider, self.settings, refund))

    def list_refunds(self) -> Response:
        """Tell every refund, newest first; a chargeback is none."""
        ours = [one for one in self.provider.refunds.values() if one.kind == REFUND]
        newest = sorted(ours, key=by_id, reverse=True)
        return page("Refunds fetched", [words.refund(self.provider, self.settings, one) for one in newest])

    def balance(self, currency: str) -> Response:
        """Tell what we have there in a currency. Raises Refused."""
        if currency not in SUPPORTED:
            raise refused(f"currency {currency} is not supported")
        held = write_number(self.provider.books.balance(currency), places(currency))
        data = {"currency": currency, "available_balance": held, "ledger_balance": held}
        return success("Wallet balance fetched", data)

    def find_by_reference(self, reference: str) -> Charge | None:
        """Return the last transaction of a tx_ref, or the first when a fault says so: which one is not written."""
        links = self.provider.references.get(reference, [])
        found = sorted((charge for link in links for charge in link.charges), key=by_id)
        if not found:
            return None
        return found[0] if self.provider.struck("found_first", found[0], "status") else found[-1]


def by_id(one: Charge | Refund) -> int:
    """Return the number that orders transactions and refunds by their age."""
    return int(one.id)


def success(message: str, data: Any) -> Response:
    """Return an answer that all went well: of the call, not of the payment."""
    return as_json({"status": "success", "message": message, "data": data})


def page(message: str, told: list[dict[str, Any]]) -> Response:
    """Return one page of a list, by the query's `page`."""
    number, pages = max(request.args.get("page", 1, int), 1), -(-len(told) // PAGE_SIZE)
    info = {"total": len(told), "current_page": number, "total_pages": pages}
    rows = told[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return as_json({"status": "success", "message": message, "meta": {"page_info": info}, "data": rows})


def error(status: int) -> Response:
    """Return an HTTP error in Flutterwave's words; 503 is its time-out, after which the thing may still be done."""
    messages = {401: "Invalid authorization key", 429: "Too many requests"}
    return as_json({"status": "error", "message": messages.get(status, LONG_TIMEOUT), "data": None}, status)
