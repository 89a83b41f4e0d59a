"""The regulator's figures of a month: as they were kept once it was over, or as they are while it is not."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, text

KEPT: Final = text("""SELECT part, what, level, number, amount FROM month_figure WHERE month = :month
    ORDER BY part, what, level""")
NOW: Final = text("SELECT part, what, level, number, amount FROM list_month(:month) ORDER BY part, what, level")
COUNTED: Final = text("SELECT counted_at FROM month_counted WHERE month = :month")
TODAY: Final = text("SELECT (wallet_now() AT TIME ZONE 'Africa/Douala')::date")


@dataclass(frozen=True)
class MonthFigure:
    """One figure: of which part, what, of which level or kind; how many, how many francs (or minor units)."""

    part: str
    what: str
    level: str
    number: int
    amount: int


@dataclass(frozen=True)
class RegulatorMonth:
    """Figures of a month, and when they were kept for good; None: they are as they are now."""

    first_day: date
    counted_at: datetime | None
    figures: tuple[MonthFigure, ...]


def read_month(db: Connection, month: date) -> RegulatorMonth:
    """Return the figures of the month that a day is in."""
    first_day = month.replace(day=1)
    counted_at: datetime | None = db.execute(COUNTED, {"month": first_day}).scalar_one_or_none()
    rows = db.execute(KEPT if counted_at else NOW, {"month": first_day})
    return RegulatorMonth(first_day, counted_at, tuple(MonthFigure(*row) for row in rows))


def find_last(db: Connection) -> date:
    """Return the first day of the month before this one, in Douala."""
    today: date = db.execute(TODAY).scalar_one()
    return date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)
