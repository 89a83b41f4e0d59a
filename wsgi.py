"""Every way in, on one page."""

from typing import Final

from flask import Flask, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from sms_templates import use_numbers
from wallet.core import logs
from wallet.core.database import connect
from wallet.core.logs import log
from wallet.core.secrets import Secrets
from wallet.core.settings import Settings
from wallet.perform import Wallet
from web import health
from web.gateways import operators, sims, texts, ussd
from web.process import NAME, Process
from workers import settings
from workers.open_redis import open_redis

WAYS_IN: Final = {
    "/ussd/<secret>": ussd.answer_hop,
    "/ussd/<secret>/events": ussd.note_end,
    "/sms/<secret>": texts.keep_text,
    "/sms/<secret>/delivery": texts.keep_delivery,
    "/sims/<secret>": sims.keep_sim_news,
    "/rails/<rail>/<secret>": operators.keep_callback,
    "/healthz": health.tell_alive,
    "/readyz": health.tell_ready,
    "/metrics": health.tell_figures,
}
METHODS: Final = {"/rails/<rail>/<secret>": ["POST", "PUT"]}  # MTN's papers name both
LONGEST_BODY: Final = 16 * 1024  # form limits of Werkzeug's do not hold for urlencoded bodies; this one does


def create_app(known: Settings) -> Flask:
    """Return the web app on these settings."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    app.extensions[NAME] = open_process(known)
    if known.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=known.proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    use_numbers(known.service_code, known.at_sender_id, known.service_number)
    for path, view in WAYS_IN.items():
        methods = METHODS.get(path, ["POST" if "<secret>" in path else "GET"])
        app.add_url_rule(path, path, view, methods=methods)
    app.register_error_handler(SQLAlchemyError, refuse_for_now)
    app.register_error_handler(Exception, refuse_unforeseen)
    return app


def open_process(known: Settings) -> Process:
    """Return what this process holds: the wallet on its database, Redis, and what gateways must know."""
    redis_url = known.redis_url.get_secret_value()
    sessions_url = known.sessions_redis_url.get_secret_value() if known.sessions_redis_url else redis_url
    return Process(
        Wallet(connect(known.database_url("web")), Secrets.read(known.pin_pepper.get_secret_value())),
        open_redis(redis_url),
        sessions_url,
        known.service_code,
        tuple(secret.encode() for secret in known.callback_secrets.get_secret_value().split(",")),
    )


def refuse_for_now(away: SQLAlchemyError) -> tuple[str, int]:
    """Answer 503 with nothing in it when the database is away or takes no writes: whoever posted posts again."""
    log.error("no database", way=name_way_in(), error=type(away).__name__)
    return "", 503


def refuse_unforeseen(failed: Exception) -> tuple[str, int] | HTTPException:
    """Answer 500 with nothing in it to what broke us, so that it is posted again; a refusal of ours as it is."""
    if isinstance(failed, HTTPException):
        return failed
    log.error("not answered", way=name_way_in(), error=type(failed).__name__, exc_info=True)
    return "", 500


def name_way_in() -> str:
    """Return the way that the current request came in by, without its secret."""
    return request.url_rule.rule if request.url_rule else ""


def app_from_environment() -> Flask:
    """Return the app that gunicorn serves."""
    logs.configure()
    return create_app(settings.read("web").wallet)
