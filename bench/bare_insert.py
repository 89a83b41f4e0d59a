"""The reference of checkout_api: a bare Flask view that inserts one row for a POST, served alike."""

import os
from typing import Any

from flask import Flask, Response, request
from sqlalchemy import text

from bench.bare import BareWeb
from wallet.core.database import connect
from wallet.core.roles import url_variable

TABLE = "CREATE TABLE bench_row (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), said text NOT NULL)"
GRANT = "GRANT INSERT ON bench_row TO mbongo_web"
INSERT = text("INSERT INTO bench_row (said) VALUES (:said)")


class BareInsertWeb(BareWeb):
    """The app on gunicorn, with the very options of `./mbongo serve`."""

    def load(self) -> Any:
        engine = connect(os.environ[url_variable("web")])
        app = Flask(__name__, static_folder=None)

        @app.post("/v1/checkouts")
        def insert() -> Response:
            with engine.begin() as db:
                db.execute(INSERT, {"said": request.get_data(as_text=True)})
            return Response('{"done": true}', 201, mimetype="application/json")

        @app.get("/readyz")
        def ready() -> str:
            return "ready\n"

        return app, app


if __name__ == "__main__":
    BareInsertWeb(said="").run()
