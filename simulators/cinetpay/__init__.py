"""CinetPay checkout v2 under /cinetpay: a hosted counter, a check, notifications; it has no refund.

From CinetPay's own papers and public clients. Every call is a POST of JSON with the key in its body, amounts are whole
francs in steps of five, what a notification says is only that something changed, and the payer comes back by a POST.
Those papers contradict each other (a notification's form or JSON, what a check tells): what they leave open is a fault
to ask for or a setting, and said where it stands. A base URL of CinetPay's is `…/cinetpay`.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from simulators.cinetpay.endpoints import Endpoints
from simulators.cinetpay.notifications import SIGNED_IN, listens, write
from simulators.cinetpay.routes import add_api, add_page
from simulators.cinetpay.settings import Settings
from simulators.cinetpay.words import PARTY
from simulators.faults import Knob
from simulators.providers import provider_faults
from simulators.providers.provider import Provider
from simulators.world import World

__all__ = ["FAULTS", "PARTY", "blueprint", "provider"]

FAULTS: Final = {
    **provider_faults.faults_without("status_other_reference", "return_forged"),
    "check_bare": Knob("a check tells no amount, currency or status, as the older papers have it"),
    "notify_json": Knob("the notification is JSON of two fields, unsigned, as the older papers have it"),
    "return_get": Knob("the payer comes back by a GET with transaction_id in the address"),
    "paid_twice": Knob("what was paid can be paid once more"),
    "pending_word": Knob("the code of what waits for the payer", "607"),
}


def provider(world: World) -> Provider:
    """Return CinetPay's books, dashboard and way of telling news."""
    settings = Settings()
    cinetpay = Provider(
        name=PARTY,
        world=world,
        settings=settings,
        url=lambda event, subject: listens(subject),
        secret=lambda: settings.secret_key,
        write=lambda news, secret: write(cinetpay, settings, news, secret),
        signed_in=SIGNED_IN,
    )
    return cinetpay


def blueprint(cinetpay: Provider) -> Blueprint:
    """Serve everything under /cinetpay."""
    routes = Blueprint("cinetpay", __name__, url_prefix="/cinetpay")
    add_api(routes, Endpoints(cinetpay))
    add_page(routes, cinetpay)
    return routes
