"""A change that a text made and the owner meant: they say so, and hear no more of it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from wallet.people import text_changes


@dataclass(frozen=True)
class Meant:
    """The kind of a change that its owner meant: a fact for the screen."""

    kind: str


def keep_change(db: Connection, person_id: str, kind: str) -> Meant:
    """Return the change, and have the next call no longer say it."""
    text_changes.forget(db, person_id, kind)
    return Meant(kind)
