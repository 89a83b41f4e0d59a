"""Health: alive (this process), ready (its database and Redis take what is written), and figures for Prometheus."""

import os
import time
from collections.abc import Callable
from threading import Lock
from typing import Final

from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry, generate_latest, multiprocess
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from wallet.core.database import in_one_statement, in_transaction
from wallet.core.logs import log
from web.gauges import Gauges, read_gauges
from web.process import process

WRITE: Final = text("UPDATE readiness SET asked_at = wallet_now()")
REDIS_KEY, REDIS_SECONDS = "mbongo:ready", 60

LASTS_SECONDS: Final = 1.0


class Lately:
    """An answer that lasts a second, for all who ask: checkers cost one question a second, however many they are."""

    def __init__(self, find: Callable[[], ResponseReturnValue]) -> None:
        self._find, self._lock = find, Lock()
        self._found: ResponseReturnValue = ""
        self._found_at = float("-inf")

    def tell(self) -> ResponseReturnValue:
        """Answer what was found out."""
        with self._lock:
            if time.monotonic() >= self._found_at + LASTS_SECONDS:
                self._found = self._find()
                self._found_at = time.monotonic()
            return self._found


def tell_alive() -> str:
    """Answer 200: this process answers. A database that blinks must not restart everything."""
    return "ok\n"


def tell_ending() -> tuple[str, int]:
    """Answer 503: it was told to stop, answers all else a little longer, and is to be sent nothing more."""
    return "ending\n", 503


def find_ready() -> tuple[str, int]:
    """Answer 200 where a write works, 503 where not; with Redis in trouble 200 "degraded": money is safe, calls wait.

    A replica, a full disk, a Redis without memory: all of them answer questions, and take nothing.
    """
    try:
        in_one_statement(process().wallet.engine, lambda db: db.execute(WRITE))
    except SQLAlchemyError as away:
        log.warning("not ready", error=type(away).__name__)
        return "down: database\n", 503
    try:
        for redis in {process().redis, process().sessions.redis}:
            redis.set(REDIS_KEY, 1, ex=REDIS_SECONDS)
    except RedisError as away:
        log.warning("degraded", error=type(away).__name__)
        return "degraded: redis\n", 200
    return "ready\n", 200


def find_figures() -> tuple[bytes, int, dict[str, str]]:
    """Answer with figures in Prometheus' text format, counters summed over gunicorn's processes."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's
    figures = generate_latest(registry)
    gauges = CollectorRegistry()
    gauges.register(Gauges(in_transaction(process().wallet.engine, read_gauges)))
    return figures + generate_latest(gauges), 200, {"Content-Type": CONTENT_TYPE_LATEST}
