"""The tick (`mbongo tick`): once a second, find what Redis forgot and what time has ended, roll up accruals and sales.

Once an hour it begins to delete what was kept long enough (wallet/core/life.sql), a thousand rows a second. Days that
are over are added up for the books, some hours at a time; then compliance's rules judge them, and a month that is over
is counted for the regulator; the months ahead get their tables. Once a day everybody is looked at who may have become
dormant.

Any number may run: roll-ups take turns, and a queue is woken once however many wake it.
"""

import threading
import time
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from wallet import ledger
from wallet.books.day_sums import sum_days
from wallet.business import dashboard, deliveries
from wallet.compliance import judging
from wallet.core import life
from wallet.core.database import in_transaction
from wallet.core.logs import log
from wallet.dormancy import sweeping
from wallet.messages import mails
from wallet.payments import rail_holds
from wallet.payments.rails import RAILS
from wallet.people import sims
from wallet.salaries import paying, tell_ended
from wallet.sanctions import screening
from workers import process
from workers.beside import stop_when_told
from workers.deadlines import SOMETHING_DUE
from workers.held_keys import tell_held_keys
from workers.queues import JOBS
from workers.starting import start
from workers.waking import wake_all

EVERY_SECONDS: Final = 1.0
FORGET_SECONDS: Final = 3_600.0
RETURNED_SECONDS: Final = 60.0
MONTH_SECONDS: Final = 600.0

RAIL_WAITING: Final = """SELECT 1 FROM payment WHERE rail = '{rail}' AND due_at <= wallet_now()
      AND (leased_until IS NULL OR leased_until <= wallet_now())
    UNION ALL SELECT 1 FROM callback_in WHERE rail = '{rail}' AND state = 'waiting'"""

# What each queue finds when it has something to do now.
WAITING: Final = {
    "notices": "SELECT 1 FROM notice WHERE state IN ('waiting', 'sending') AND due_at <= wallet_now()",
    "inbox": "SELECT 1 FROM text_in WHERE state = 'waiting'",
    "billers": "SELECT 1 FROM bill_search WHERE state IN ('waiting', 'asking') AND due_at <= wallet_now()",
    "deadlines": SOMETHING_DUE,
    "salaries": f"{paying.SOMETHING_DUE} UNION ALL {tell_ended.SOMETHING_DUE}",
    "sanctions": screening.IS_DUE,
    "sims": sims.IS_DUE,
    "mail": mails.IS_DUE,
    "webhooks": deliveries.IS_DUE,
    **{rail: RAIL_WAITING.format(rail=rail) for rail in RAILS},
}
DUE: Final = text(" UNION ALL ".join(f"SELECT '{queue}' WHERE EXISTS ({WAITING[queue]})" for queue in JOBS))


def due(db: Connection) -> list[str]:
    """Return the queues that have something to do now, by one question."""
    return list(db.execute(DUE).scalars())


def run(stop: threading.Event) -> None:
    """Tick until told to stop; a database that is away, or takes no writes, is waited for."""
    forget_at = month_at = time.monotonic()
    returned_at = time.monotonic() + RETURNED_SECONDS
    while not stop.is_set():
        try:
            once()
            if time.monotonic() >= returned_at:
                returned_at = time.monotonic() + RETURNED_SECONDS
                wake_all(process.redis(), ("mail",))  # what came back lies in a folder, of which no row tells
            if time.monotonic() >= forget_at and not end_old():
                forget_at = time.monotonic() + FORGET_SECONDS
            if time.monotonic() >= month_at:
                month_at = time.monotonic() + MONTH_SECONDS
                in_transaction(process.wallet().engine, ledger.keep_months)
                judging.count_month(process.wallet().engine)
        except SQLAlchemyError as away:
            log.warning("tick without database", error=type(away).__name__)
        stop.wait(EVERY_SECONDS)


def end_old() -> int:
    """End and mask some of what is old, in a transaction each; return how many rows. 0: none is left."""
    return sum(in_transaction(process.wallet().engine, end) for end in (life.forget_old, life.mask_old))


def once() -> None:
    """Tick once."""
    engine = process.wallet().engine
    in_transaction(engine, rail_holds.note_synchronous)
    in_transaction(engine, ledger.roll_up)
    in_transaction(engine, dashboard.roll_up)
    sum_days(engine)
    judging.judge(engine)
    sweeping.sweep(engine)
    wake_all(process.redis(), in_transaction(engine, due))


def main() -> None:
    """Run the tick process until SIGTERM."""
    start("tick")
    log.info("tick begins", does="wakes workers for what is due, rolls up accounts", every_seconds=EVERY_SECONDS)
    tell_held_keys(process.wallet().engine, "tick")
    run(stop_when_told())
