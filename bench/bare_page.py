"""The reference of checkout_page: a bare view that renders the very template of a checkout's page, of what it has."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response

from bench.bare import BareWeb
from web.checkout.answers import answer_page
from web.checkout.bill import BillShown
from web.checkout.offered import Offered

BILL = BillShown(
    "checkout", "00000000-0000-4000-8000-000000000000", "48217368", "x" * 22, "Boulangerie", 12_500, "Gâteau", "open",
    datetime(2026, 11, 29, 12, tzinfo=UTC), False, None, "", None, "fr", "F-118",
)  # fmt: skip
HOW = "Composez *384*237#, choisissez Payer et tapez 48217368, ou envoyez PAYER 48217368 au 8237."
OFFERS = [
    Offered(name, title, HOW, "en 2 min au plus", "Payer", label, currencies)
    for name, title, label, currencies in (
        ("wallet", "Compte Mbongo", "Votre numéro", ()), ("orange", "Orange Money", "Votre numéro", ()),
        ("mtn", "MTN MoMo", "Votre numéro", ()), ("card", "Carte", "", ("XAF", "EUR")),
        ("paypal", "PayPal", "", ("EUR",)),
    )
]  # fmt: skip


class BarePageWeb(BareWeb):
    """The app on gunicorn, with the very options of `./mbongo serve`."""

    def load(self) -> Any:
        app = Flask(__name__, static_folder=None)

        @app.get("/pay/<token>")
        def show(token: str) -> Response:
            return answer_page(
                "pay.html", None, BILL, offers=OFFERS, problem="", tried="", typed="", attempt=token, stands="open:",
                follow=f"/pay/{token}/state",
            )  # fmt: skip

        @app.get("/readyz")
        def ready() -> str:
            return "ready\n"

        return app, app


if __name__ == "__main__":
    BarePageWeb(said="").run()
