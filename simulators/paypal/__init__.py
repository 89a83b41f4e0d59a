"""PayPal's Orders v2, captures, refunds and webhooks under /paypal, as its own OpenAPI files have them.

Amounts are decimal texts of at most two decimals, XAF is refused, a POST with the PayPal-Request-Id of one before is
answered as that one was, and a webhook is believed once PayPal itself verified its signature. What those files leave
open is a fault to ask for or a setting, and said where it stands. A base URL of PayPal's is `…/paypal`.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from simulators.faults import Knob
from simulators.paypal.endpoints import Endpoints
from simulators.paypal.page import add_page
from simulators.paypal.routes import add_api
from simulators.paypal.settings import Settings
from simulators.paypal.webhooks import SIGNED_IN, listens, write
from simulators.paypal.words import PARTY, make_id
from simulators.providers import provider_faults
from simulators.providers.provider import Provider
from simulators.world import World

__all__ = ["FAULTS", "PARTY", "blueprint", "provider"]

FAULTS: Final = {
    **provider_faults.FAULTS,
    **provider_faults.REFUND_FAULTS,
    "expired_gone": Knob("an order nobody approved in time is not found any more"),
    "verify_lenient": Knob("a webhook's signature is also right for its event encoded anew"),
    "verify_fails": Knob("a right signature is told to be wrong"),
    "cert_elsewhere": Knob("a webhook names a certificate of another host", "https://paypal.com.example/cert"),
    "refund_word": Knob("the word of a refund that failed", "CANCELLED"),
}


def provider(world: World) -> Provider:
    """Return PayPal's books, dashboard and way of telling news."""
    settings = Settings()
    paypal = Provider(
        name=PARTY,
        world=world,
        settings=settings,
        url=lambda event, subject: listens(settings, subject),
        secret=lambda: settings.signing_secret,
        write=lambda news, secret: write(paypal, settings, news, secret),
        signed_in=SIGNED_IN,
        make_id=make_id,
    )
    return paypal


def blueprint(paypal: Provider) -> Blueprint:
    """Serve everything under /paypal."""
    routes = Blueprint("paypal", __name__, url_prefix="/paypal")
    add_api(routes, Endpoints(paypal))
    add_page(routes, paypal)
    return routes
