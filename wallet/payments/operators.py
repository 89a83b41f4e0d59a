"""Operators' health: available, down (the breaker is open), in maintenance or held, as menus say it before a PIN."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.errors import NotNow
from wallet.core.payment_states import UNDER_WAY
from wallet.payments.rails import list_phone_rails

FAILURES_TO_OPEN: Final = 5  # calls in a row without an answer of any use
ALL_DOWN: Final = "all"
OPEN_FOR: Final = timedelta(seconds=30)  # then one batch is tried again


@dataclass(frozen=True)
class Operator:
    """An operator as a menu sees it."""

    rail: str
    health: str

    @property
    def is_open(self) -> bool:
        """True while something new may be asked of it."""
        return self.health in ("available", "degraded")


@dataclass(frozen=True)
class RailClosed:
    """`closed` is 1 while nothing can be asked of a rail."""

    closed: int


@dataclass(frozen=True)
class Outage:
    """Rails nothing can be asked of now: their names in the menu's order with commas, "all", or "" for none."""

    down: str


def find_down(db: Connection) -> Outage:
    """Return which of the rails on a phone's menu are down, for the first screen."""
    is_open = {one.rail: one.is_open for one in list_operators(db)}
    offered = [rail.name for rail in list_phone_rails()]
    down = [rail for rail in offered if not is_open[rail]]
    return Outage(ALL_DOWN if down == offered else ",".join(down))


def find_closed(db: Connection, rail: str) -> RailClosed:
    """Return whether this rail is down, for the line that offers it."""
    return RailClosed(int(not is_open(db, rail)))


def list_closed(db: Connection) -> list[str]:
    """Return the rails of which nothing new may be asked now."""
    return [one.rail for one in list_operators(db) if not one.is_open]


def get_open(db: Connection, rail: str) -> Operator:
    """Return an operator that may be asked. Raises NotNow while it may not, said before anyone types a PIN."""
    found = next(one for one in list_operators(db) if one.rail == rail)
    if not found.is_open:
        raise NotNow("error.operator_down", operator=rail)
    return found


def list_operators(db: Connection) -> list[Operator]:
    """Return every operator with its health now."""
    rows = db.execute(
        text("""SELECT rail, CASE WHEN (SELECT are_rails_held()) THEN 'held' WHEN maintenance THEN 'maintenance'
            WHEN down_until > wallet_now() THEN 'down' WHEN failures > 0 THEN 'degraded' ELSE 'available' END AS health
            FROM operator ORDER BY rail""")
    )
    return [Operator(**row._mapping) for row in rows]


@dataclass(frozen=True)
class OperatorSeen:
    """An operator as staff see it: its health, calls in a row without an answer, payments under way and in review."""

    rail: str
    health: str
    failures: int
    under_way: int
    in_review: int
    changed_at: datetime


def list_seen(db: Connection) -> list[OperatorSeen]:
    """Return every operator as staff see it."""
    health = {one.rail: one.health for one in list_operators(db)}
    rows = db.execute(
        text("""SELECT o.rail, o.failures, o.changed_at,
            count(p.id) FILTER (WHERE p.state = ANY(:under_way) AND p.state <> 'review') AS under_way,
            count(p.id) FILTER (WHERE p.state = 'review') AS in_review
            FROM operator o LEFT JOIN payment p ON p.rail = o.rail AND p.state = ANY(:under_way)
            GROUP BY o.rail ORDER BY o.rail"""),
        {"under_way": [*UNDER_WAY]},
    )
    return [OperatorSeen(health=health[row.rail], **row._mapping) for row in rows]


def is_open(db: Connection, rail: str) -> bool:
    """True while new payments are told to this operator; those under way are always asked about."""
    return next(one for one in list_operators(db) if one.rail == rail).is_open


def note_calls(db: Connection, rail: str, answered: int, silent: int) -> None:
    """Note how a batch of calls went: an answer closes the breaker, five silent calls in a row open it."""
    if answered or silent:
        db.execute(
            text("""UPDATE operator SET changed_at = wallet_now(),
                failures = CASE WHEN :answered > 0 THEN 0 ELSE least(failures + :silent, 1000) END,
                down_until = CASE WHEN :answered = 0 AND failures + :silent >= :most THEN wallet_now() + :open_for END
                WHERE rail = :rail"""),
            {"rail": rail, "answered": answered, "silent": silent, "most": FAILURES_TO_OPEN, "open_for": OPEN_FOR},
        )


def set_maintenance(db: Connection, rail: str, on: bool) -> None:
    """Turn a person's switch: while on, nothing new is asked of this operator."""
    db.execute(
        text("UPDATE operator SET maintenance = :on, changed_at = wallet_now() WHERE rail = :rail"),
        {"rail": rail, "on": on},
    )
