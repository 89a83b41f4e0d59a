"""Every way in, on one page."""

from collections.abc import Callable, Mapping
from typing import Final

from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from sms_templates import use_numbers
from wallet.core import logs
from wallet.core.database import connect
from wallet.core.logs import log
from wallet.core.replica import follow
from wallet.perform import Wallet
from web import health
from web.api.app import PREFIX, add_api
from web.business.routes import BUSINESS
from web.checkout.routes import PAGES
from web.gateways import operators, sims, texts, ussd
from web.gateways.door_uses import DoorUses
from web.gateways.doorway import Doorway, find_inside
from web.gateways.tried_doors import TriedDoors
from web.me.routes import ME
from web.pool_figures import watch_pool
from web.process import NAME, WebProcess
from web.traced_requests import trace_app
from web.whole_body import LONGEST_BODY, RequestOfWholeBody
from workers import settings
from workers.held_keys import tell_held_keys
from workers.open_redis import open_redis
from workers.settings import ProcessSettings

# Behind the doors of workers/doors.py, whose secrets the views never see.
WAYS_IN: Final[Mapping[str, Callable[..., ResponseReturnValue]]] = {
    "/ussd/<secret>": ussd.answer_hop,
    "/ussd/<secret>/events": ussd.note_end,
    "/sms/<secret>": texts.keep_text,
    "/sms/<secret>/delivery": texts.keep_delivery,
    "/sims/<secret>": sims.keep_sim_news,
    "/rails/<rail>/<secret>": operators.keep_callback,
}
READY: Final = "/readyz"
# Asked on a port of their own, which no stranger reaches.
FOR_WATCHERS: Final[Mapping[str, Callable[[], ResponseReturnValue]]] = {
    "/healthz": health.tell_alive,
    READY: health.find_ready,
    "/metrics": health.find_figures,
}
METHODS: Final = {"/rails/<rail>/<secret>": ["POST", "PUT", "GET"]}  # MTN's papers name two; see keep_callback
# Not behind a door: whoever comes brings a proof of their own: a key, or an address nobody guesses.
OPEN: Final = (f"{PREFIX}/", "/pay/", "/me", "/me/", "/business", "/business/")


def create_app(known: ProcessSettings, held: WebProcess | None = None) -> Flask:
    """Return the web app on these settings: the doors, and what stands open to whoever brings a proof of their own."""
    return open_ways(draw_ways(known), known, held or open_process(known))


def draw_ways(known: ProcessSettings) -> Flask:
    """Return an app with every way in, behind which nobody is yet."""
    app = new_app()
    for path, view in WAYS_IN.items():
        app.add_url_rule(find_inside(path), path, view, methods=METHODS.get(path, ["POST"]))
    add_api(app, known)
    app.register_blueprint(PAGES)
    app.register_blueprint(ME)
    app.register_blueprint(BUSINESS)
    return app


def open_ways(app: Flask, known: ProcessSettings, held: WebProcess) -> Flask:
    """Return the app with what this process holds behind its ways, and the doors' locks in front of them."""
    app.extensions[NAME] = held
    uses, tried = DoorUses(held.wallet.engine), TriedDoors(held.wallet.engine)
    app.wsgi_app = Doorway(app.wsgi_app, known.locks, known.proxies, uses, tried, OPEN)  # type: ignore[method-assign]
    return app


def create_health(
    known: ProcessSettings, held: WebProcess | None = None, is_ending: Callable[[], bool] = lambda: False
) -> Flask:
    """Return the app that is asked how the service is; `is_ending` is asked each time, since it ends at once."""
    app = new_app()
    app.extensions[NAME] = held or open_process(known)
    for path, find in FOR_WATCHERS.items():
        app.add_url_rule(path, path, health.Lately(find).tell)

    def tell_ending() -> ResponseReturnValue | None:
        return health.tell_ending() if request.path == READY and is_ending() else None

    app.before_request(tell_ending)
    return app


def new_app() -> Flask:
    """Return an app without a way in, which redirects nobody and always answers politely."""
    app = Flask(__name__, static_folder=None)
    app.request_class = RequestOfWholeBody
    app.url_map.merge_slashes = False  # or `//` is answered with a redirect to whatever host was named
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    app.register_error_handler(SQLAlchemyError, refuse_for_now)
    app.register_error_handler(Exception, refuse_unforeseen)
    return app


def open_process(known: ProcessSettings) -> WebProcess:
    """Return what this process holds: the wallet on its database, Redis, and what gateways must know."""
    wallet = known.wallet
    use_numbers(wallet.service_code, wallet.at_sender_id, wallet.service_number)
    redis_url = wallet.redis_url.get_secret_value()
    sessions_url = wallet.sessions_redis_url.get_secret_value() if wallet.sessions_redis_url else redis_url
    engine = connect(wallet.database_url("web"))
    follow(engine, wallet.database_url("web"), wallet.replica)
    return WebProcess(
        wallet=Wallet(engine, wallet.secrets),
        redis=open_redis(redis_url),
        sessions_url=sessions_url,
        service_code=wallet.service_code,
        short_number=wallet.at_sender_id,
        public_url=wallet.public_url,
        private_hosts=frozenset(filter(None, wallet.private_endpoints.split(","))),
        sandbox=wallet.sandbox,
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
    """Return the way that the current request came in by."""
    return request.url_rule.rule if request.url_rule else ""


def apps_from_environment(is_ending: Callable[[], bool]) -> tuple[Flask, Flask]:
    """Return what gunicorn serves: the doors, and health, which says whether the service ends."""
    logs.configure()
    known = settings.read("web")
    held = open_process(known)
    watch_pool(held.wallet.engine)
    tell_held_keys(held.wallet.engine, "serve")
    app = create_app(known, held)
    trace_app(app, known.wallet, "serve")
    return app, create_health(known, held, is_ending)
