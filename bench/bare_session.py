"""The floor of menu_hop: a bare view that takes a phone's record from Redis and puts it back, and does nothing else.

It asks for what every hop must: Flask, redis-py, the two scripts of web/gateways/sessions.py. No seal, no menu, no log.
"""

import os
import sys
from typing import Any, Final

from flask import Flask, Response, request

from bench.bare import BareWeb
from ussd_menus.session import RESUME_SECONDS
from wallet.core.secrets import Secrets
from web.gateways.forms import fields
from web.gateways.sessions import BUSY_MS, Record, Sessions
from workers.open_redis import open_redis

RECORD_BYTES: Final = 930  # of a call in the account's menu


def create_app(said: str, redis_url: str) -> Flask:
    """Return an app with one view; of what was posted it reads the phone."""
    app = Flask(__name__, static_folder=None)
    sessions, kept = Sessions(open_redis(redis_url), Secrets(())), bytes(RECORD_BYTES)

    @app.post("/ussd/<secret>")
    def answer(secret: str) -> Response:
        record = Record(f"bare {fields(request)['phoneNumber']}")
        sessions.run(sessions.take_script, (record.busy, record.key, record.hops), (record.hop, BUSY_MS, 1))
        stored = (record.hop, kept, RESUME_SECONDS * 1000)
        sessions.run(sessions.put_back_script, (record.busy, record.key), stored)
        return Response(said, mimetype="text/plain")

    @app.get("/readyz")
    def ready() -> str:
        return "ready\n"

    return app


class BareSessionWeb(BareWeb):
    """The app on gunicorn, with the very options of `./mbongo serve`."""

    def load(self) -> Any:
        app = create_app(self.said, os.environ["MBONGO_REDIS_URL"])
        return app, app


if __name__ == "__main__":
    BareSessionWeb(said=sys.argv[1]).run()
