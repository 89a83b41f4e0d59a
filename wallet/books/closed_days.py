"""Days that are closed: what every line held and moved on them, as two of staff agreed to, for ever."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused

REFUSED: Final = text("SELECT refuse_closing(:day)")
FIGURES: Final = text("SELECT day_figures(:day)")
CLOSE: Final = text("INSERT INTO closed_day (day) VALUES (:day) RETURNING encode(hash, 'hex')")
CLOSED: Final = text("""SELECT c.day, encode(c.hash, 'hex') AS hash, c.closed_at, a.asked_by, a.approved_by
    FROM closed_day c JOIN staff_act a ON a.request_id = c.request_id
    WHERE c.day BETWEEN :since AND :until ORDER BY c.day""")
NEXT: Final = text("SELECT coalesce((SELECT max(day) + 1 FROM closed_day), (SELECT min(day) FROM day_sum))")


@dataclass(frozen=True)
class ClosedDay:
    """A closed day: its hash, which covers the day before, and the two who agreed."""

    day: date
    hash: str
    closed_at: datetime
    asked_by: str
    approved_by: str


def refuse(db: Connection, day: date) -> None:
    """Raise Refused for a day that is not over, was closed already, or stands behind one that is open."""
    why = db.execute(REFUSED, {"day": day}).scalar_one()
    shown = f"{day:%d/%m/%Y}"
    if why == "not_over":
        raise Refused("staff.day_not_over", day=shown)
    if why == "closed_already":
        raise Refused("staff.day_closed_already", day=shown)
    if why:
        raise Refused("staff.close_before", day=shown, first_day=f"{date.fromisoformat(why):%d/%m/%Y}")


def hash_figures(db: Connection, day: date) -> str:
    """Return what the figures of a day are known by, as whoever closes it is shown them."""
    figures: str = db.execute(FIGURES, {"day": day}).scalar_one()
    return hashlib.sha256(figures.encode()).hexdigest()


def close(db: Connection, day: date) -> str:
    """Close a day as two of staff agreed in this transaction; return its hash."""
    digest: str = db.execute(CLOSE, {"day": day}).scalar_one()
    return digest


def find_next(db: Connection) -> date | None:
    """Return the day to close next; None before anything is added up."""
    day: date | None = db.execute(NEXT).scalar_one()
    return day


def list_closed(db: Connection, since: date, until: date) -> list[ClosedDay]:
    """Return the closed days of a time, oldest first."""
    rows: Any = db.execute(CLOSED, {"since": since, "until": until})
    return [ClosedDay(**row._mapping) for row in rows]
