"""Telling businesses' endpoints of events (https://www.standardwebhooks.com): each leased as a whole, for a while.

One that is well is told over a few connections at once, one that is slow or fails over one: none takes all there are.
Nothing is sent in a transaction; what came of it is noted before the lane goes on.
"""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection

from wallet.business import deliveries, endpoints, events
from wallet.business.deliveries import SLOW_MS, DueDelivery, Leased
from wallet.business.endpoints import Endpoint
from wallet.core.database import in_transaction
from wallet.core.logs import log
from wallet.core.secrets import PepperGone
from workers import process
from workers.tell_endpoint import tell
from workers.waking import awake, wake

CONNECTIONS: Final = 64  # of a worker
OF_ONE: Final = 8  # connections to one endpoint that is well
BATCH: Final = 64  # deliveries that an endpoint is leased for
PUBLISHED_AT_ONCE: Final = 500
LANE_SECONDS: Final = 30.0  # then an endpoint is given back, long before its lease ends
WORK_SECONDS: Final = 50.0  # of a job; what is left, the tick finds
LOOK_SECONDS: Final = 0.1


@dataclass
class Lanes:
    """An endpoint that is being told over `left` lanes; all stop once one was not answered as it should be."""

    endpoint: Endpoint
    secrets: list[str]
    left: int
    stopped: bool = False
    until: float = field(default_factory=lambda: time.monotonic() + LANE_SECONDS)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def tell_in_order(self, part: Sequence[DueDelivery]) -> None:
        """Tell one event after another, for as long as each is heard at once; the last lane gives the endpoint back."""
        try:
            for delivery in part:
                if self.stopped or time.monotonic() > self.until:
                    break
                self.tell_one(delivery)
        except Exception as broken:  # one endpoint that breaks us must not keep the others waiting
            self.stopped = True
            log.error("endpoint not told", endpoint=self.endpoint.id, error=type(broken).__name__, exc_info=True)
        with self.lock:
            self.left -= 1
        if self.left == 0:
            in_transaction(process.wallet().engine, lambda db: deliveries.release(db, self.endpoint.id))

    def tell_one(self, delivery: DueDelivery) -> None:
        """Tell one event, and note what came of it."""
        told = tell(self.endpoint.url, self.secrets, delivery)
        note = lambda db: deliveries.note_told(db, self.endpoint.id, delivery, told)  # noqa: E731 - said once
        if in_transaction(process.wallet().engine, note):
            wake(process.redis(), "notices")
        if not told.is_heard or told.took_ms > SLOW_MS:
            self.stopped = True


def tell_due() -> int:
    """Publish what was noted, and tell every endpoint all that is due. Returns how often one was leased."""
    awake(process.redis(), "webhooks")
    until, leased = time.monotonic() + WORK_SECONDS, 0
    under_way: set[Future[None]] = set()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        while True:
            publish()
            if time.monotonic() < until:
                leased += begin(pool, under_way)
            if not under_way:
                return leased
            _, under_way = wait(under_way, LOOK_SECONDS, FIRST_COMPLETED)


def publish() -> None:
    """Number what was noted and is committed, and have each of it told to whom it concerns."""

    def publish_some(db: Connection) -> int:
        numbers = events.publish(db, PUBLISHED_AT_ONCE)
        deliveries.spread(db, numbers)
        return len(numbers)

    while in_transaction(process.wallet().engine, publish_some) == PUBLISHED_AT_ONCE:
        pass


def begin(pool: ThreadPoolExecutor, under_way: set[Future[None]]) -> int:
    """Lease as many endpoints as there is room for, and begin to tell them. Returns how many."""
    engine = process.wallet().engine
    room = (CONNECTIONS - len(under_way)) // OF_ONE
    found = in_transaction(engine, lambda db: deliveries.lease(db, room)) if room else []
    for leased in found:
        try:
            due = in_transaction(engine, lambda db, leased=leased: find_due(db, leased))  # type: ignore[misc]  # mypy cannot infer defaults
        except PepperGone:  # its secret stands under a pepper that is given nowhere: the others must not wait for it
            log.error("endpoint not told", endpoint=leased.id, error="its pepper is not ours")
            continue
        lanes = Lanes(due[0], due[1], len(due[2]))
        under_way |= {pool.submit(lanes.tell_in_order, part) for part in due[2]}
    return len(found)


def find_due(db: Connection, leased: Leased) -> tuple[Endpoint, list[str], list[list[DueDelivery]]]:
    """Return an endpoint, its secrets, and what is due, a part for each lane; one that has nothing is released."""
    endpoint = endpoints.get(db, leased.id)
    due = deliveries.list_due(db, leased.id, BATCH)
    if not due:
        deliveries.release(db, leased.id)
    lanes = 1 if leased.alone else OF_ONE
    parts = [part for part in (due[lane::lanes] for lane in range(lanes)) if part]
    return endpoint, endpoint.read_secrets(process.wallet().secrets), parts
