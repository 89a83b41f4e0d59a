"""Days on which a subscription is charged, told of, and tried again, in Douala."""

from datetime import date, datetime, timedelta
from typing import Final, Literal, NamedTuple

from dateutil.relativedelta import relativedelta

from wallet.core.clock import DOUALA

PlanEvery = Literal["week", "month", "year"]
STEPS: Final[dict[PlanEvery, relativedelta]] = {
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "year": relativedelta(years=1),
}
EVERY: Final = tuple(STEPS)
TOLD_AT_HOUR: Final = 9
TOLD: Final = {"week_before": 7, "day_before": 1}  # days before; of a week's subscription nothing is told before
TOLD_AT_LEAST: Final = timedelta(hours=20)  # before it is charged: when nobody told in time, it is charged a day later


class Tries(NamedTuple):
    """When a period is tried: days after it is due, and hours, in Douala."""

    days: int
    hour: int


# At different hours: a salary comes at another one than that at which it was missing.
TRIES: Final = (Tries(0, 8), Tries(1, 18), Tries(3, 12), Tries(5, 7), Tries(7, 19))


def find_due(starts_on: date, every: PlanEvery, nth: int) -> date:
    """Return the day of the nth period that begins on a day, from 0: of a month without that day, its last."""
    return starts_on + STEPS[every] * nth


def count_due(starts_on: date, every: PlanEvery, today: date) -> int:
    """Return the number of the newest period that is due by a day, -1 before the first."""
    length = {"week": 7, "month": 31, "year": 366}[every]
    nth = max((today - starts_on).days // length - 1, -1)  # no later than the one looked for
    while find_due(starts_on, every, nth + 1) <= today:
        nth += 1
    return nth


def list_tries(every: PlanEvery) -> list[Tries]:
    """Return when a period is tried: for as long as the next one has not begun."""
    return [one for one in TRIES if every != "week" or one.days < STEPS["week"].days]


def list_notices(every: PlanEvery) -> dict[str, int]:
    """Return what is told before a charge, and how many days before."""
    return {} if every == "week" else TOLD


def at_hour(day: date, hour: int) -> datetime:
    """Return an hour of a day in Douala."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=DOUALA)


def find_charge_moment(day: date) -> datetime:
    """Return the moment from which what is due on a day is charged, whose price counts; the database says the same."""
    return at_hour(day, TRIES[0].hour)
