"""BTCPay Server's Greenfield API under /btcpay: invoices, payments in crypto, pull payments as refunds, webhooks.

From its own OpenAPI files. Amounts are decimal texts in the invoice's currency, whatever is paid in bitcoin is worth
what it is at the invoice's rate, and a webhook is signed by HMAC over its exact bytes. Whoever pays may pay too little,
too much, twice or too late, and no rate or confirmation is anybody's promise. What those files leave open is a fault to
ask for or a setting, and said where it stands. A base URL of BTCPay's is `…/btcpay`.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from simulators.btcpay.endpoints import Endpoints
from simulators.btcpay.page import add_pages
from simulators.btcpay.routes import add_api
from simulators.btcpay.settings import Settings
from simulators.btcpay.webhooks import SETTLED, SIGNED_IN, listens, write
from simulators.btcpay.words import PARTY, make_id
from simulators.faults import Knob
from simulators.providers import provider_faults
from simulators.providers.provider import Provider
from simulators.world import World

__all__ = ["FAULTS", "PARTY", "blueprint", "provider"]

FAULTS: Final = {
    **provider_faults.faults_without("return_forged", "charge_reversed", "charge_other_amount"),
    **provider_faults.REFUND_FAULTS,
    "rounds_amounts": Knob("an amount with too many decimals is rounded instead of refused"),
    "late_settles": Knob("a payment after the expiry settles the invoice, as PaidLate"),
    "overpaid_unsaid": Knob("a webhook lacks overPaid, as one release did"),
    "validation_400": Knob("wrong fields are refused with HTTP 400 instead of 422"),
}


def provider(world: World) -> Provider:
    """Return BTCPay's books, dashboard and way of telling news."""
    settings = Settings()
    btcpay = Provider(
        name=PARTY,
        world=world,
        settings=settings,
        url=lambda event, subject: listens(settings, event, subject),
        secret=lambda: settings.webhook_secret,
        write=lambda news, secret: write(btcpay, settings, news, secret),
        signed_in=SIGNED_IN,
        make_id=make_id,
        forged_event=SETTLED,
    )
    return btcpay


def blueprint(btcpay: Provider) -> Blueprint:
    """Serve everything under /btcpay."""
    routes = Blueprint("btcpay", __name__, url_prefix="/btcpay")
    endpoints = Endpoints(btcpay)
    add_api(routes, endpoints)
    add_pages(routes, endpoints)
    return routes
