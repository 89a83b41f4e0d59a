"""Flutterwave Standard v3 under /flutterwave: hosted checkout, verify, refunds and webhooks, as its papers have them.

From developer.flutterwave.com (v3), Flutterwave's own Node SDK and public clients. Amounts are in major units as JSON
numbers, the key is a bearer secret, the webhook's secret is sent bare and signs nothing. What those leave open is a
fault to ask for or a setting, and said where it stands; the sentences of refusals are our own where none was seen.
A base URL of Flutterwave's is `…/flutterwave`, its paths begin with /v3.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from simulators.faults import Knob
from simulators.flutterwave.endpoints import Endpoints
from simulators.flutterwave.routes import add_api, add_page
from simulators.flutterwave.settings import Settings
from simulators.flutterwave.words import PARTY, SIGNED_IN, listens, write
from simulators.providers import provider_faults
from simulators.providers.provider import Provider
from simulators.world import World

__all__ = ["FAULTS", "PARTY", "blueprint", "provider"]

FAULTS: Final = {
    **provider_faults.FAULTS,
    **provider_faults.REFUND_FAULTS,
    "duplicate_refused": Knob("a tx_ref seen before is refused; else each creation gives one more link to pay"),
    "found_first": Knob("verify by reference tells the first transaction of a tx_ref instead of the last"),
    "not_found_200": Knob("an unknown transaction is told with HTTP 200 instead of 400"),
    "fee_on_top": Knob("the payer bears the fee: charged_amount is more than amount"),
    "return_json": Knob("the payer comes back with ?response={…} instead of status, tx_ref and transaction_id"),
    "return_word": Knob("the payer of a success comes back with this status", "completed"),
    "refund_pascal": Knob("a refund is read with AmountRefunded and TransactionId, its meta a text"),
    "refund_word": Knob("the word of a refund that is done", "completed-mpgs"),
}


def provider(world: World) -> Provider:
    """Return Flutterwave's books, dashboard and way of telling news."""
    settings = Settings()
    flutterwave = Provider(
        name=PARTY,
        world=world,
        settings=settings,
        url=lambda event, subject: listens(settings, subject),
        secret=lambda: settings.secret_hash,
        write=lambda news, secret: write(flutterwave, settings, news, secret),
        signed_in=SIGNED_IN,
    )
    return flutterwave


def blueprint(flutterwave: Provider) -> Blueprint:
    """Serve everything under /flutterwave."""
    routes = Blueprint("flutterwave", __name__, url_prefix="/flutterwave")
    add_api(routes, Endpoints(flutterwave))
    add_page(routes, flutterwave)
    return routes
