"""The figures of today for staff: what moved by the hour beside yesterday, who joined, how operators answered.

Read from the rows of two days themselves, so that they say what is so now; days and hours are those of Douala.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.core.payment_states import UNDER_WAY
from wallet.operations.kinds import GROUPS, SET_ASIDE
from wallet.payments import operators
from wallet.payments.rails import RAILS

GROUP_OF: Final = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
# Moments are given, not asked for: the clock of the database would be read for each row.
FLOWS: Final = text("""SELECT extract(hour FROM at AT TIME ZONE 'Africa/Douala')::int AS hour,
      at >= :began AS is_today, at <= :by_then AS is_by_then, kind,
      count(*) AS times, sum(amount)::bigint AS amount, sum(fee)::bigint AS fee
    FROM movement WHERE at >= :since AND kind <> ALL(CAST(:set_aside AS text[])) GROUP BY 1, 2, 3, 4""")
JOINED: Final = text("""SELECT count(*) FILTER (WHERE joined_at >= :began) AS now,
      count(*) FILTER (WHERE joined_at <= :by_then) AS before
    FROM person WHERE joined_at >= :since""")
ANSWERED: Final = text("""SELECT rail, count(*) FILTER (WHERE state = 'succeeded') AS came,
      count(*) FILTER (WHERE state <> 'succeeded' AND state <> ALL(CAST(:under_way AS text[]))) AS failed,
      count(*) FILTER (WHERE state = ANY(CAST(:under_way AS text[]))) AS under_way
    FROM payment WHERE created_at >= :began GROUP BY rail""")


@dataclass
class Flow:
    """Money that moved: how many times, and francs."""

    count: int = 0
    amount: int = 0
    fee: int = 0

    def add(self, count: int, amount: int, fee: int) -> None:
        """Add what moved besides."""
        self.count, self.amount, self.fee = self.count + count, self.amount + amount, self.fee + fee


@dataclass
class BesideBefore:
    """A flow of today, and that of yesterday beside it."""

    now: Flow = field(default_factory=Flow)
    before: Flow = field(default_factory=Flow)


@dataclass(frozen=True)
class Answers:
    """Payments of a rail that were begun today, by what became of them; `health` is how the rail is now."""

    rail: str
    health: str
    came: int = 0
    failed: int = 0
    under_way: int = 0

    @property
    def title(self) -> str:
        """Return the name of the rail."""
        return RAILS[self.rail].title

    @property
    def success_percent(self) -> int | None:
        """Return how many of a hundred that ended came through, None where none ended."""
        ended = self.came + self.failed
        return round(100 * self.came / ended) if ended else None


@dataclass(frozen=True)
class DayFigures:
    """Today at a moment: all that moved, by group and by hour; yesterday's hours are whole, all else is up to then."""

    at: datetime
    total: BesideBefore
    groups: dict[str, BesideBefore]
    hours: list[BesideBefore]
    joined: int
    joined_before: int
    rails: list[Answers]


def read_figures(db: Connection) -> DayFigures:
    """Return the figures of today up to now."""
    at = clock.now(db).astimezone(DOUALA)
    a_day = timedelta(days=1)
    began = datetime.combine(at.date(), time(), DOUALA)
    moments = {"began": began, "since": began - a_day, "by_then": at - a_day}
    total, groups = BesideBefore(), {group: BesideBefore() for group in GROUPS}
    hours = [BesideBefore() for _ in range(24)]
    for row in db.execute(FLOWS, {**moments, "set_aside": [*SET_ASIDE]}):
        moved = (row.times, row.amount, row.fee)
        sums: Iterable[BesideBefore] = [total, *([groups[GROUP_OF[row.kind]]] if row.kind in GROUP_OF else [])]
        if row.is_today:
            for one in (*sums, hours[row.hour]):
                one.now.add(*moved)
        else:
            hours[row.hour].before.add(*moved)
            for one in sums if row.is_by_then else ():
                one.before.add(*moved)
    joined = db.execute(JOINED, moments).one()
    return DayFigures(at, total, groups, hours, joined.now, joined.before, _read_rails(db, began))


def _read_rails(db: Connection, began: datetime) -> list[Answers]:
    found = {row.rail: row for row in db.execute(ANSWERED, {"began": began, "under_way": [*UNDER_WAY]})}
    known = ((one.rail, one.health, found.get(one.rail)) for one in operators.list_operators(db))
    return [
        Answers(rail, health, row.came, row.failed, row.under_way) if row else Answers(rail, health)
        for rail, health, row in known
    ]
