"""Days of a test's books: the clock moved on, transfers said, days added up."""

from datetime import date, datetime, timedelta

from sqlalchemy import Engine, text

from tests.wallet.ledger.accounts import Accounts
from wallet.books import day_sums
from wallet.books.day_sums import find_last, sum_days
from wallet.core.database import in_transaction
from wallet.ledger import post

TIMES = 1_000


def pass_time(owner: Engine, **passed: float) -> None:
    with owner.begin() as db:
        db.execute(text("UPDATE clock_shift SET shift = shift + :passed"), {"passed": timedelta(**passed)})


def to_noon(owner: Engine) -> date:
    """Move the clock on to noon of the next day in Douala; return that day."""
    with owner.begin() as db:
        db.execute(
            text("""UPDATE clock_shift SET shift = shift + (date_trunc('day', wallet_now(), 'Africa/Douala')
            + interval '36 hours' - wallet_now())""")
        )
        noon: datetime = db.execute(text("SELECT wallet_now()")).scalar_one()
    return noon.date()


def say(engine: Engine, accounts: Accounts, *said: str) -> None:
    with engine.begin() as db:
        for one in said:
            assert post(db, [accounts.transfer(one)])[0].outcome == "posted", one


def settle_sums(engine: Engine) -> date | None:
    """Add up until the last day that is over is: other databases of the server may hold it up for a moment."""
    while in_transaction(engine, day_sums._is_due):
        sum_days(engine, TIMES)
    return in_transaction(engine, find_last)
