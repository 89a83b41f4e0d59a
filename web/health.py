"""Health: alive (this process), ready (its database and Redis take what is written), and figures for Prometheus."""

import os
import time
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Final

from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from redis.exceptions import RedisError
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from wallet.core import security_events
from wallet.core.database import in_one_statement, in_transaction
from wallet.core.logs import log
from web.process import process

WRITE: Final = text("UPDATE readiness SET asked_at = wallet_now()")
REDIS_KEY, REDIS_SECONDS = "mbongo:ready", 60

# How a text ends that is not known to have been sent (wallet/messages/notices.py).
ENDS: Final = {
    "refused": "the gateway refused for their reader",
    "expired": "no try sent in their life",
    "uncertain": "may have left, and are not sent again",
}
UNSENT: Final = "SELECT count(*) FROM notice WHERE state = '{state}' AND written_at > wallet_now() - interval '1 day'"

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
    "mbongo_notices_failing": (
        "Texts that wait after a try that failed",
        "SELECT count(*) FROM notice WHERE state = 'waiting' AND tries > 0",
    ),
    **{
        f"mbongo_notices_{state}": (f"Texts of the last day that {end}", UNSENT.format(state=state))
        for state, end in ENDS.items()
    },
    "mbongo_texts_waiting": (
        "Incoming texts not yet answered",
        "SELECT count(*) FROM text_in WHERE state = 'waiting'",
    ),
    "mbongo_accruals_due": ("Entries not yet rolled up", "SELECT count(*) FROM accrual_due"),
}


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
    engine = process().wallet.engine
    gauges = CollectorRegistry()
    gauges.register(Gauges(in_transaction(engine, read_gauges), in_transaction(engine, security_events.count_lately)))
    return figures + generate_latest(gauges), 200, {"Content-Type": CONTENT_TYPE_LATEST}


class Gauges(Collector):
    """The gauges as they were read: what waits, and the security events of the last day by their kind."""

    def __init__(self, waiting: dict[str, float], events: dict[str, int]) -> None:
        self._waiting, self._events = waiting, events

    def collect(self) -> Iterator[Metric]:
        """Yield each gauge."""
        for name, value in self._waiting.items():
            yield GaugeMetricFamily(name, GAUGES[name][0], value=value)
        events = GaugeMetricFamily("mbongo_security_events", "Security events of the last day", labels=["kind"])
        for kind, count in self._events.items():
            events.add_metric([kind], count)
        yield events


def read_gauges(db: Connection) -> dict[str, float]:
    """Return each gauge's value, read now."""
    return {name: float(db.execute(text(query)).scalar_one()) for name, (_, query) in GAUGES.items()}
