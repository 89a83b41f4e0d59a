"""How it is doing: alive (this process), ready (its database and Redis), and figures for Prometheus."""

import os
from typing import Final

from flask import Flask, Response
from prometheus_client import CollectorRegistry, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

# What waits, read from the database when asked: no worker has to push it.
GAUGES: Final = {
    "mbongo_notices_waiting": (
        "Texts not yet handed to the gateway",
        "SELECT count(*) FROM notice WHERE state IN ('waiting', 'sending')",
    ),
    "mbongo_notices_oldest_seconds": (
        "Age of the oldest text that is due",
        """SELECT COALESCE(extract(epoch FROM
        wallet_now() - min(due_at)), 0) FROM notice WHERE state IN ('waiting', 'sending') AND due_at <= wallet_now()""",
    ),
    "mbongo_texts_waiting": (
        "Incoming texts not yet answered",
        "SELECT count(*) FROM text_in WHERE state = 'waiting'",
    ),
    "mbongo_accruals_due": ("Entries not yet rolled up", "SELECT count(*) FROM accrual_due"),
}


def routes(app: Flask, engine: Engine, redis: Redis) -> None:
    """/healthz, /readyz and /metrics."""

    @app.get("/healthz")
    def healthz() -> str:
        """This process answers; a database that blinks must not restart everything."""
        return "ok\n"

    @app.get("/readyz")
    def readyz() -> tuple[str, int]:
        """Ready with the database; without Redis degraded, not down: money is safe, calls wait."""
        try:
            with engine.connect() as db:
                db.execute(text("SELECT 1 FROM account LIMIT 1"))
        except SQLAlchemyError:
            return "down: database\n", 503
        try:
            redis.ping()
        except RedisError:
            return "degraded: redis\n", 200
        return "ready\n", 200

    @app.get("/metrics")
    def metrics() -> Response:
        """Prometheus' text format, counters summed over gunicorn's processes."""
        registry = CollectorRegistry()
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's
        figures = generate_latest(registry)
        with engine.connect() as db:
            for name, (what, query) in GAUGES.items():
                gauge = GaugeMetricFamily(name, what, value=float(db.execute(text(query)).scalar_one()))
                figures += "".join(
                    f"# HELP {gauge.name} {gauge.documentation}\n# TYPE {gauge.name} gauge\n{s.name} {s.value}\n"
                    for s in gauge.samples
                ).encode()
        return Response(figures, content_type=CONTENT_TYPE_LATEST)
