"""Days added up: what was posted on each, by account and kind of transfer, written once the day is over.

Balances of any day, and the ledger of an account, are read from these sums and from what came since, so that they cost
as much after a million transfers as after a thousand.
"""

from datetime import date
from typing import Final

from sqlalchemy import Connection, Engine, text

from wallet.core import clock
from wallet.core.database import in_transaction

LEGS_AT_A_TIME: Final = 100_000  # a transaction adds up so many, or the next hour
TIMES: Final = 20  # a tick
IS_DUE: Final = text(f"SELECT EXISTS (SELECT FROM day_summed WHERE until < {clock.DAY_BEGAN})")  # noqa: S608 - constants
UNBOUNDED: Final = text("SET LOCAL statement_timeout = 0")  # an hour of a great many transfers
SUM_HOURS: Final = text("SELECT sum_hours(:most)")
SUMMED: Final = text("""SELECT CASE WHEN isfinite(until) THEN (until AT TIME ZONE 'Africa/Douala')::date - 1 END
    FROM day_summed""")


def sum_days(engine: Engine, times: int = TIMES, legs: int = LEGS_AT_A_TIME) -> None:
    """Add up what can be of the days that are over, some hours a transaction, in so many transactions at most."""
    if in_transaction(engine, _is_due):
        for _ in range(times):
            if not in_transaction(engine, lambda db: _sum_hours(db, legs)):
                return


def _is_due(db: Connection) -> bool:
    due: bool = db.execute(IS_DUE).scalar_one()
    return due


def _sum_hours(db: Connection, legs: int) -> bool:
    db.execute(UNBOUNDED)
    goes_on: bool = db.execute(SUM_HOURS, {"most": legs}).scalar_one()
    return goes_on


def find_last(db: Connection) -> date | None:
    """Return the last day that is added up whole; None before the first."""
    day: date | None = db.execute(SUMMED).scalar_one()
    return day
