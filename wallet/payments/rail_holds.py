"""Holds of all rails at once: while one is open nothing new is told to any operator or bank (rail_holds.sql).

Staff begin one, and a database that was restored, or that a standby took over which may have been behind, is held by
itself until two released that.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

HELD: Final = text("SELECT are_rails_held()")
FIND: Final = text("""SELECT are_rails_held() AS held, find_restored_to() AS restored_to,
    (SELECT since FROM rail_hold WHERE released_at IS NULL) AS since""")
UNRECONCILED: Final = text("SELECT rail, has_file, open_differences FROM list_unreconciled()")


@dataclass(frozen=True)
class RailHold:
    """Rails as they are held now; `since` is none until staff hold them, `restored_to` "" where nothing was."""

    held: bool
    restored_to: str
    since: datetime | None


@dataclass(frozen=True)
class Unreconciled:
    """A rail that keeps a hold: no file of it was imported since, or differences are open."""

    rail: str
    has_file: bool
    open_differences: int


def are_held(db: Connection) -> bool:
    """True while nothing new may be told to any operator."""
    held: bool = db.execute(HELD).scalar_one()
    return held


def find_hold(db: Connection) -> RailHold:
    """Return how rails are held now."""
    return RailHold(**db.execute(FIND).one()._mapping)


def list_unreconciled(db: Connection) -> list[Unreconciled]:
    """Return what keeps the hold from being released, by rail."""
    return [Unreconciled(**row._mapping) for row in db.execute(UNRECONCILED)]


def note_synchronous(db: Connection) -> None:
    """Keep that the server's timeline lost nothing, while a standby acknowledges each commit; done again and again."""
    db.execute(text("SELECT note_synchronous()"))


def hold(db: Connection) -> None:
    """Begin a hold, as the act under way says."""
    db.execute(text("SELECT hold_rails()"))


def release(db: Connection) -> None:
    """End the hold, as the act under way says."""
    db.execute(text("SELECT release_rails()"))
