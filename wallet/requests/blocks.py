"""Blocks: people whose requests somebody does not want, known to the blocker alone, who may have no wallet."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from wallet.operations.actor import Actor
from wallet.people import people
from wallet.people.people import Person


@dataclass(frozen=True)
class Blocked:
    """A person whose requests the caller does not want, for a list."""

    person_id: str
    name: str
    phone: str


def add(db: Connection, actor: Actor, blocked_id: str) -> None:
    """Block a person: none of their requests reaches the caller any more, and those that wait are gone."""
    row = {"blocker": actor.id, "blocked": blocked_id, "phone": actor.phone}
    db.execute(
        text("INSERT INTO block (blocker, blocked_id, since) VALUES (:blocker, :blocked, wallet_now())"
             " ON CONFLICT DO NOTHING"), row)  # fmt: skip
    db.execute(
        text("""UPDATE request SET dropped = true WHERE state = 'open' AND asker_id = :blocked
            AND (phone = :phone OR payer_id::text = :blocker)"""),
        row,
    )


def remove(db: Connection, actor: Actor, blocked_id: str) -> bool:
    """Unblock a person; False when they were not blocked."""
    row = {"blocker": actor.id, "blocked": blocked_id}
    return bool(db.execute(text("DELETE FROM block WHERE blocker = :blocker AND blocked_id = :blocked"), row).rowcount)


def is_blocked(db: Connection, phone: str, payer: Person | None, asker_id: str) -> bool:
    """True when the one asked has blocked the asker."""
    row = {"blockers": [phone, *([payer.id] if payer else [])], "asker": asker_id}
    found = text("SELECT 1 FROM block WHERE blocker = ANY(:blockers) AND blocked_id = :asker")
    return bool(db.execute(found, row).first())


def find_blocked(db: Connection, person_id: str) -> list[Blocked]:
    """Return the people a person has blocked, the last first."""
    rows = db.execute(
        text("""SELECT p.id::text AS person_id, p.name, f.number
            FROM block b JOIN person p ON p.id = b.blocked_id
            JOIN phone f ON f.person_id = p.id AND f.until IS NULL WHERE b.blocker = :blocker ORDER BY b.since DESC"""),
        {"blocker": person_id},
    )
    return [Blocked(row.person_id, people.shorten_name(row.name), row.number) for row in rows]


def adopt(db: Connection, person: Person) -> None:
    """Give a new wallet's owner the blocks their number made before."""
    row = {"phone": person.phone, "id": person.id}
    db.execute(text("UPDATE block SET blocker = :id WHERE blocker = :phone"), row)
