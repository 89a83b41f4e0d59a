"""Operators' callbacks: kept as they came and answered at once; signed or not, never more than a hint to ask."""

import time
from functools import partial
from typing import Final

from flask import Response, request
from prometheus_client import Counter
from pydantic import SecretStr
from redis import Redis

from wallet.core.database import in_one_statement
from wallet.payments import callbacks
from wallet.payments.rails import RAILS
from web.gateways.doorway import OPENED_BY
from web.process import process
from workers.waking import wake

WAKE_EVERY_SECONDS: Final = 0.05  # of a thousand callbacks a second, twenty wake somebody; the tick finds the last ones
KEPT: Final = Counter("mbongo_callbacks", "Callbacks of operators that were kept", ["rail"])
# There from the start: an increase from nothing is none to Prometheus.
KEPT_OF: Final = {one: KEPT.labels(one) for one in RAILS}
WOKEN_AT: Final[dict[str, float]] = {}  # rail → when this process last woke its worker


def keep_callback(rail: str) -> Response:
    """Keep an operator's callback and answer 200 with nothing in it; the rail's worker is woken once that was sent.

    A GET only asks whether the address is there, as CinetPay does before each notification.
    """
    answer = Response(mimetype="text/plain")
    if request.method in ("GET", "HEAD"):
        return answer
    known = RAILS[rail]
    body = callbacks.cut(request.get_data(), known.never_kept)
    opened_by: SecretStr = request.environ[OPENED_BY]
    proof = callbacks.seal_proof(opened_by.get_secret_value(), request.headers.get(known.signed_in, ""))
    in_one_statement(process().wallet.engine, lambda db: callbacks.keep(db, rail, body, proof))
    KEPT_OF[rail].inc()
    answer.call_on_close(partial(wake_now_and_then, process().redis, rail))
    return answer


def wake_now_and_then(redis: Redis, rail: str) -> None:
    """Tell a rail's worker to ask, unless this process just did."""
    now = time.monotonic()
    if now - WOKEN_AT.get(rail, -WAKE_EVERY_SECONDS) >= WAKE_EVERY_SECONDS:
        WOKEN_AT[rail] = now
        wake(redis, rail)
