"""The outside world for the demo and the tests, over real HTTP: one file per outside party, one port for all.

Africa's Talking's messaging API, operators' mobile money, online payment providers with their hosted pages,
the phones that dial, text and approve, and what goes wrong on the way. Production never imports this folder; nothing
here is kept on disk or logged, since what phones send holds PINs.
"""

from __future__ import annotations

from importlib import import_module

from flask import Flask, Response, redirect
from werkzeug.wrappers import Response as Redirect

from simulators import (
    accounts,
    africastalking,
    bank,
    billers,
    btcpay,
    cinetpay,
    customers,
    endpoints,
    faults,
    flutterwave,
    journal,
    mail,
    paypal,
    pending,
    phone_page,
    prompts,
    settlement,
    sims,
    texts,
)
from simulators.faults import Faults
from simulators.late_rules import LateFlask
from simulators.providers import settings
from simulators.wire import Wire
from simulators.world import World
from wallet.payments.rails import ROWS

OPERATORS = {rail.name: import_module(f"simulators.{rail.name}") for rail in ROWS if rail.kind == "phone"}
PROVIDERS = (flutterwave, paypal, btcpay, cinetpay)
KNOBS = {
    africastalking.PARTY: africastalking.FAULTS,
    **{rail: simulator.FAULTS for rail, simulator in OPERATORS.items()},
    sims.PARTY: sims.FAULTS,
    bank.PARTY: bank.FAULTS,
    mail.PARTY: mail.FAULTS,
    **{one.PARTY: one.FAULTS for one in PROVIDERS},
}
BODY_BYTES_MAX = 1_000_000


def create_app(wire: Wire, seed: int = 0, api_key: str | None = None) -> Flask:
    """Return the app that holds every outside party; `app.extensions["world"].closing` ends its threads."""
    world = World(wire, Faults(seed, KNOBS), api_key)
    app = LateFlask(__name__)
    app.extensions["world"] = world
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES_MAX
    app.register_blueprint(africastalking.blueprint(world))
    app.register_blueprint(bank.blueprint(world))
    app.register_blueprint(billers.blueprint(world))
    app.register_blueprint(endpoints.blueprint(world))
    app.register_blueprint(mail.blueprint(world.mailboxes))
    app.register_blueprint(texts.blueprint(world.texts))
    app.register_blueprint(faults.blueprint(world.faults))
    app.register_blueprint(sims.blueprint(world))
    app.register_blueprint(phone_page.blueprint(world))
    app.register_blueprint(prompts.blueprint(world.prompts))
    app.register_blueprint(pending.blueprint(world))
    app.register_blueprint(customers.blueprint(world.prompts.customers))
    operators = {name: simulator.operator(world) for name, simulator in OPERATORS.items()}
    app.register_blueprint(accounts.blueprint(operators.values()))
    for name, simulator in OPERATORS.items():
        app.register_blueprint(simulator.blueprint(operators[name]))
    providers = {one.PARTY: one.provider(world) for one in PROVIDERS}
    app.register_blueprint(settings.blueprint(providers))
    app.register_blueprint(settlement.blueprint([*operators.values(), *providers.values()]))
    for one in PROVIDERS:
        app.register_blueprint(one.blueprint(providers[one.PARTY]))
    books = {one.name: one.books for one in (*operators.values(), *providers.values())}
    app.register_blueprint(journal.blueprint(books))

    @app.get("/healthz")
    def healthz() -> Response:
        return Response("ok", content_type="text/plain")

    @app.get("/")
    def home() -> Redirect:
        return redirect("/phone/")

    return app
