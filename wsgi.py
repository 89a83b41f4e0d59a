"""Every way in, on one page."""

import re
from collections.abc import Callable
from typing import NoReturn

from flask import Flask, request
from flask.typing import ResponseReturnValue
from redis import Redis
from werkzeug.exceptions import NotFound

from sms_templates import NUMBERS
from wallet.core import logs
from wallet.core.database import connect
from wallet.core.secrets import Secrets
from wallet.core.settings import Settings
from wallet.perform import Wallet
from web import health
from web.gateways import sims, texts
from web.gateways.operators import RailDoor
from web.gateways.ussd import UssdDoor
from web.secret_path import SecretPath
from web.short_ways import ShortWays, Way
from workers import settings
from workers.waking import wake

HOP = re.compile(r"/ussd/(?P<secret>[^/]+)")
CALLBACK = re.compile(r"/rails/(?P<rail>[a-z]+)/(?P<secret>[^/]+)")
LONGEST_BODY = 16 * 1024  # form limits of Werkzeug's do not hold for urlencoded bodies; this one does


def create_app(known: Settings) -> Flask:
    """The web app on these settings."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    wallet = Wallet(connect(known.database_url.get_secret_value()), Secrets.read(known.pin_pepper.get_secret_value()))
    redis: Redis = Redis.from_url(
        known.redis_url.get_secret_value(), decode_responses=True, socket_timeout=3, socket_connect_timeout=2
    )
    NUMBERS.update(menu=known.service_code, short_code=known.at_sender_id)
    secrets = SecretPath(known.callback_secrets.get_secret_value())
    ussd = UssdDoor(wallet, redis, known.service_code)
    operators = RailDoor(wallet, redis)

    def unreached(**_: str) -> NoReturn:
        """A short way's path: only a wrong secret comes here, which is counted and answered before."""
        raise NotFound

    def hear_end_of_call() -> str:
        ussd.hear_end(request)
        return ""

    def hear_text() -> str:
        if texts.hear_text(wallet, request):
            wake(redis, "inbox")
        return ""

    def hear_delivery() -> str:
        texts.hear_delivery(wallet, request)
        return ""

    def hear_sim() -> str:
        if sims.hear_sim(wallet, request):
            wake(redis, "sims")
        return ""

    ways_in: dict[str, Callable[..., ResponseReturnValue]] = {
        "/ussd/<secret>": unreached,
        "/ussd/<secret>/events": hear_end_of_call,
        "/sms/<secret>": hear_text,
        "/sms/<secret>/delivery": hear_delivery,
        "/rails/<rail>/<secret>": unreached,
        "/sims/<secret>": hear_sim,
    }
    for path, view in ways_in.items():
        verbs = ["POST", "PUT"] if path.startswith("/rails/") else ["POST"]  # MTN's papers name both verbs
        app.add_url_rule(path, path, secrets.guard(view), methods=verbs)
    health.routes(app, wallet.engine, redis)
    ways = (Way(HOP, frozenset({"POST"}), ussd.answer), Way(CALLBACK, frozenset({"POST", "PUT"}), operators.answer))
    app.wsgi_app = ShortWays(app.wsgi_app, ways, secrets, LONGEST_BODY)  # type: ignore[method-assign]  # Flask's way
    return app


def app_from_environment() -> Flask:
    """What gunicorn loads."""
    logs.configure()
    return create_app(settings.read().wallet)
