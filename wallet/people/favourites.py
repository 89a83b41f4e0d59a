"""Favourites: people somebody sends to often, kept by person, so a number that changes hands leaves the list."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.people import people

MOST: Final = 20


@dataclass(frozen=True)
class Favourite:
    """One person on the list, as they are shown: first name and initial."""

    person_id: str
    phone: str
    name: str


def list_favourites(db: Connection, owner_id: str) -> list[Favourite]:
    """Return everybody on this person's list whom a number reaches, by name."""
    kept = text("SELECT person_id::text FROM favourite WHERE owner_id = :id")
    ids = list(db.execute(kept, {"id": owner_id}).scalars())
    found = people.find_by_ids(db, ids).values() if ids else ()
    listed = [Favourite(one.id, one.phone, one.shown) for one in found if one.phone]
    return sorted(listed, key=lambda one: (one.name.casefold(), one.phone))


def add(db: Connection, owner_id: str, person_id: str) -> None:
    """Put somebody on the list, unless they are there. The owner must be locked. Raises Refused for one too many."""
    row = {"owner": owner_id, "person": person_id}
    count = text("SELECT count(*) FROM favourite WHERE owner_id = :owner AND person_id <> :person")
    if db.execute(count, row).scalar_one() >= MOST:
        raise Refused("refusal.favourites_full", most=MOST)
    db.execute(
        text("INSERT INTO favourite VALUES (:owner, :person, wallet_now()) ON CONFLICT DO NOTHING"),
        row,
    )


def remove(db: Connection, owner_id: str, person_id: str) -> None:
    """Remove somebody from the list; no error if they are not on it."""
    db.execute(
        text("DELETE FROM favourite WHERE owner_id = :owner AND person_id = :person"),
        {"owner": owner_id, "person": person_id},
    )
