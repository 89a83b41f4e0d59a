"""CinetPay's addresses: its API, and its hosted counter with the way back."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, request

from simulators.cinetpay.endpoints import Endpoints
from simulators.cinetpay.requests import CHANNELS
from simulators.cinetpay.words import places
from simulators.providers.card_page import Answer, CardPage, add_routes
from simulators.providers.checkouts import Charge, Checkout, payer_of
from simulators.providers.money import write_decimal
from simulators.providers.page import View, redirect_to, render
from simulators.providers.provider import Provider

CANCELLED: Final = "cancelled"
LABELS: Final = {"card": "card", "mobile_money": "mobile money", "wallet": "a wallet"}
TRIES: Final = 10


def posted_payer() -> list[str]:
    """Return whose e-mail, phone and transaction a body names, whatever else is wrong with it."""
    body: Any = request.get_json(silent=True)
    names = ("customer_email", "customer_phone_number", "transaction_id")
    found = [body.get(name) for name in names] if isinstance(body, dict) else []
    return [one for one in found if isinstance(one, str) and one]


def add_api(routes: Blueprint, endpoints: Endpoints) -> None:
    """Serve the two calls of v2."""

    @routes.post("/v2/payment")
    def create() -> Response:
        return endpoints.line.carry("create", posted_payer(), endpoints.create)

    @routes.post("/v2/payment/check")
    def check() -> Response:
        body: Any = request.get_json(silent=True)
        checkout = endpoints.find(body) if isinstance(body, dict) else None
        return endpoints.line.carry("status", payer_of(checkout), endpoints.check)


def add_page(routes: Blueprint, cinetpay: Provider) -> None:
    """Serve the counter."""

    def back(checkout: Checkout, charge: Charge | None) -> Answer:
        """Send the payer back: a page whose button posts the transaction to the client's address."""
        told = {"transaction_id": checkout.reference, "token": checkout.id}
        if cinetpay.struck("return_get", checkout, "return"):
            return redirect_to(checkout.return_url, told)
        choices = (("return", "Return to the shop"),)
        return render(
            View("Thank you", choices=choices, action=checkout.return_url, hidden=tuple(told.items())),
        )

    add_routes(
        routes,
        "/counter",
        CardPage(
            provider=cinetpay,
            title="CinetPay",
            facts=facts,
            methods=lambda checkout: {name: LABELS[name] for name in CHANNELS[checkout.asked["channels"]]},
            back=back,
            attempts_max=lambda checkout: TRIES,
            once=lambda checkout: cinetpay.struck("paid_twice", checkout, "page") is None,
            cancelled=lambda checkout: cinetpay.tell(CANCELLED, checkout),
        ),
    )


def facts(checkout: Checkout) -> tuple[tuple[str, str], ...]:
    """Return what the payer sees of a payment."""
    asked = checkout.asked
    amount = write_decimal(checkout.amount, places(checkout.currency))
    payer = f"{asked.get('customer_name', '')} {asked.get('customer_surname', '')}".strip()
    return (("For", str(asked["description"])), ("Amount", f"{amount} {checkout.currency}"), ("Payer", payer))
