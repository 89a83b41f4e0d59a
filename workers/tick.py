"""The tick (`mbongo tick`): once a second, under an advisory lock, find what Redis forgot and what time has ended.

Any number may run; one works, the others stand by.
"""

import signal
import threading
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from wallet import ledger
from wallet.core import logs
from wallet.core.logs import log
from wallet.payments.rails import RAILS
from wallet.people import sims
from workers import process
from workers.deadlines import SOMETHING_DUE
from workers.queues import JOBS
from workers.waking import wake

TICK_LOCK: Final = 7_237_001  # any number, the same in every tick process
EVERY_SECONDS: Final = 1.0

RAIL_WAITING: Final = """SELECT 1 FROM payment WHERE rail = '{rail}' AND due_at <= wallet_now()
      AND (leased_until IS NULL OR leased_until <= wallet_now())
    UNION ALL SELECT 1 FROM callback_in WHERE rail = '{rail}' AND state = 'waiting'"""

# What each queue finds when it has something to do now.
WAITING: Final = {
    "notices": "SELECT 1 FROM notice WHERE state IN ('waiting', 'sending') AND due_at <= wallet_now()",
    "inbox": "SELECT 1 FROM text_in WHERE state = 'waiting'",
    "billers": "SELECT 1 FROM bill_search WHERE state IN ('waiting', 'asking') AND due_at <= wallet_now()",
    "deadlines": SOMETHING_DUE,
    "sims": sims.IS_DUE,
    **{rail: RAIL_WAITING.format(rail=rail) for rail in RAILS},
}
DUE: Final = text(" UNION ALL ".join(f"SELECT '{queue}' WHERE EXISTS ({WAITING[queue]})" for queue in JOBS))


def due(db: Connection) -> list[str]:
    """Return the queues that have something to do now, by one question."""
    return list(db.execute(DUE).scalars())


def run(stop: threading.Event) -> None:
    """Tick until told to stop; a database that is away is waited for."""
    while not stop.is_set():
        try:
            with process.wallet().engine.connect() as db:
                if db.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": TICK_LOCK}).scalar_one():
                    db.commit()
                    _while_leading(db, stop)
        except DBAPIError as away:
            log.warning("tick without database", error=type(away).__name__)
        stop.wait(EVERY_SECONDS)


def _while_leading(db: Connection, stop: threading.Event) -> None:
    while not stop.is_set():
        once(db)
        stop.wait(EVERY_SECONDS)


def once(db: Connection) -> None:
    """Tick once, on the connection that holds the lock."""
    for queue in due(db):
        wake(process.redis(), queue)
    ledger.roll_up(db)
    db.commit()


def main() -> None:
    """Run the tick process until SIGTERM."""
    logs.configure()
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    run(stop)
