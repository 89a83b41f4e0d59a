"""The reference of menu_hop and callback: a bare Flask view that answers one text, served alike."""

import sys
from typing import Any

from flask import Flask, Response

from local.ports import LOOPBACK
from local.serve import Web


def create_app(said: str) -> Flask:
    """Return an app with one view; it does not even read what was typed."""
    app = Flask(__name__, static_folder=None)

    @app.route("/ussd/<secret>", methods=["POST", "PUT"])
    def answer(secret: str) -> Response:
        return Response(said, mimetype="text/plain")

    @app.get("/readyz")
    def ready() -> str:
        return "ready\n"

    return app


class BareWeb(Web):
    """The bare app on gunicorn, with the very options of `./mbongo serve`, on the socket it is handed."""

    def __init__(self, said: str) -> None:
        self.said = said
        super().__init__((f"{LOOPBACK}:0",))

    def load(self) -> Any:
        app = create_app(self.said)
        return app, app


if __name__ == "__main__":
    BareWeb(said=sys.argv[1]).run()
