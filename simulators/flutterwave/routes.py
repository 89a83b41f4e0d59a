"""Flutterwave's addresses: its API, and its hosted page with the way back."""

from __future__ import annotations

import json
from typing import Final

from flask import Blueprint, Response, request

from simulators.flutterwave.currencies import places
from simulators.flutterwave.endpoints import Endpoints
from simulators.flutterwave.requests import read_methods
from simulators.flutterwave.words import WORDS
from simulators.operator_books import SUCCEEDED
from simulators.providers.card_page import CardPage, add_routes
from simulators.providers.checkouts import Charge, Checkout, payer_of
from simulators.providers.money import write_decimal
from simulators.providers.page import redirect_to
from simulators.providers.provider import Provider

TRIES: Final = 10  # where a client names no max_retry_attempt: not published


def posted_payer() -> list[str]:
    """Return whose e-mail and which tx_ref a body names, whatever else is wrong with it."""
    body = request.get_json(silent=True)
    asked = body if isinstance(body, dict) else {}
    customer = asked.get("customer")
    named = (customer.get("email") if isinstance(customer, dict) else None, asked.get("tx_ref"))
    return [one for one in named if isinstance(one, str)]


def add_api(routes: Blueprint, endpoints: Endpoints) -> None:
    """Serve the API of v3."""

    @routes.post("/v3/payments")
    def create() -> Response:
        return endpoints.call("create", posted_payer(), endpoints.create)

    @routes.get("/v3/transactions/<charge_id>/verify")
    def verify(charge_id: str) -> Response:
        charge = endpoints.provider.charges.get(charge_id)
        return endpoints.call("status", payer_of(charge), lambda: endpoints.verify(charge))

    @routes.get("/v3/transactions/verify_by_reference")
    def verify_by_reference() -> Response:
        charge = endpoints.find_by_reference(request.args.get("tx_ref", ""))
        return endpoints.call("status", payer_of(charge), lambda: endpoints.verify(charge))

    @routes.get("/v3/transactions")
    def transactions() -> Response:
        return endpoints.call("list", [], endpoints.list_transactions)

    @routes.post("/v3/transactions/<charge_id>/refund")
    def refund(charge_id: str) -> Response:
        charge = endpoints.provider.charges.get(charge_id)
        return endpoints.call("refund", payer_of(charge), lambda: endpoints.refund(charge))

    @routes.get("/v3/refunds")
    def refunds() -> Response:
        return endpoints.call("list_refunds", [], endpoints.list_refunds)

    @routes.get("/v3/refunds/<refund_id>")
    def read_refund(refund_id: str) -> Response:
        one = endpoints.provider.refunds.get(refund_id)
        return endpoints.call("refund_status", payer_of(one), lambda: endpoints.read_refund(one))

    @routes.get("/v3/balances/<currency>")
    def balance(currency: str) -> Response:
        return endpoints.call("balance", [], lambda: endpoints.balance(currency))


def add_page(routes: Blueprint, flutterwave: Provider) -> None:
    """Serve the hosted page."""

    def query(checkout: Checkout, charge: Charge | None) -> dict[str, str]:
        """Return what goes back in the address: no transaction_id when the payer cancelled."""
        if charge is None:
            return {"status": "cancelled", "tx_ref": checkout.reference}
        status = WORDS.get(charge.status, charge.status)
        if charge.status == SUCCEEDED and (word := flutterwave.struck("return_word", checkout, "return")):
            status = str(word.value)
        told = {"status": status, "tx_ref": checkout.reference, "transaction_id": charge.id}
        if flutterwave.struck("return_json", checkout, "return"):
            return {"response": json.dumps({**told, "id": int(charge.id), "txRef": checkout.reference})}
        return told

    add_routes(
        routes,
        "/v3/hosted/pay",
        CardPage(
            provider=flutterwave,
            title="Flutterwave checkout",
            facts=facts,
            methods=read_methods,
            back=lambda checkout, charge: redirect_to(checkout.return_url, query(checkout, charge)),
            attempts_max=lambda checkout: int(checkout.asked.get("max_retry_attempt") or TRIES),
        ),
    )


def facts(checkout: Checkout) -> tuple[tuple[str, str], ...]:
    """Return what the payer sees of a checkout."""
    shown = checkout.asked.get("customizations")
    named = shown if isinstance(shown, dict) else {}
    amount = write_decimal(checkout.amount, places(checkout.currency))
    return (
        ("To", str(named.get("title") or "Mbongo")),
        ("For", str(named.get("description") or checkout.reference)),
        ("Amount", f"{amount} {checkout.currency}"),
        ("Payer", checkout.asked["customer"]["email"]),
    )
