"""Months of the books: 2026-11, from its first day to its last."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from wallet.core import clock
from wallet.core.errors import Refused


class Month(NamedTuple):
    """A month: its first day and its last."""

    first: date
    last: date

    @property
    def after(self) -> date:
        """Return the first day of the next."""
        return self.last + timedelta(days=1)

    def __str__(self) -> str:
        """Return it as it is said, 2026-11."""
        return f"{self.first:%Y-%m}"


def read_month(said: str) -> Month:
    """Return the month that is said, as 2026-11. Raises Refused for none."""
    try:
        return find_month(date.fromisoformat(f"{said}-01"))
    except ValueError:
        raise Refused("staff.no_month", month=said) from None


def find_month(day: date) -> Month:
    """Return the month a day is of."""
    first = day.replace(day=1)
    return Month(first, date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1))


def read_past_month(db: Connection, said: str) -> Month:
    """Return a month that is over in Douala. Raises Refused until it is."""
    month = read_month(said)
    if month.last >= clock.now(db).astimezone(clock.DOUALA).date():
        raise Refused("staff.month_not_over", month=said)
    return month
