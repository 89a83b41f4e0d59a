"""Blocks: people whose requests somebody does not want, known to the blocker alone, who may have no wallet.

A human is blocked, with all their wallets: who closes one and opens it again stays blocked.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet.operations.actor import Actor
from wallet.people import people
from wallet.people.people import Person

THEIRS: Final = """(SELECT p.id FROM person p JOIN person blocked USING (human_id)
    WHERE blocked.id = CAST(:blocked AS uuid))"""


@dataclass(frozen=True)
class Blocked:
    """A person whose requests the caller does not want, for a list; `phone` is the last number that reached them."""

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
        text(f"""UPDATE request SET dropped = true WHERE state = 'open' AND asker_id IN {THEIRS}
            AND (phone = :phone OR payer_id::text = :blocker)"""),  # noqa: S608 - a constant
        row,
    )


def add_address(db: Connection, email: str, blocked_id: str) -> None:
    """Block a person for the reader of an e-mail address: none of their requests is mailed there any more."""
    row = {"blocker": email, "blocked": blocked_id}
    db.execute(
        text("INSERT INTO block (blocker, blocked_id, since) VALUES (:blocker, :blocked, wallet_now())"
             " ON CONFLICT DO NOTHING"), row)  # fmt: skip
    db.execute(
        text(f"""UPDATE request SET dropped = true
            WHERE state = 'open' AND email = :blocker AND asker_id IN {THEIRS}"""),  # noqa: S608 - a constant
        row,
    )


def remove(db: Connection, actor: Actor, blocked_id: str) -> bool:
    """Unblock a person; False when they were not blocked."""
    row = {"blockers": [actor.id, actor.phone], "blocked": blocked_id}
    unblocked = text(f"DELETE FROM block WHERE blocker = ANY(:blockers) AND blocked_id IN {THEIRS}")  # noqa: S608 - a constant
    return bool(db.execute(unblocked, row).rowcount)


def is_blocked(db: Connection, address: str, payer: Person | None, asker_id: str) -> bool:
    """True when the one asked, by number or e-mail, has blocked the asker, by whichever of the asker's wallets."""
    row = {"blockers": [address, *([payer.id] if payer else [])], "blocked": asker_id}
    found = text(f"SELECT 1 FROM block WHERE blocker = ANY(:blockers) AND blocked_id IN {THEIRS} LIMIT 1")  # noqa: S608 - a constant
    return bool(db.execute(found, row).first())


def find_blocked(db: Connection, person_id: str) -> list[Blocked]:
    """Return the people a person has blocked, the last first."""
    rows = db.execute(
        text("""SELECT p.id::text AS person_id, p.name, f.number FROM block b JOIN person p ON p.id = b.blocked_id
            CROSS JOIN LATERAL (SELECT number FROM phone WHERE person_id = p.id
                ORDER BY until DESC NULLS FIRST LIMIT 1) f
            WHERE b.blocker = :blocker ORDER BY b.since DESC"""),
        {"blocker": person_id},
    )
    return [Blocked(row.person_id, people.shorten_name(row.name), row.number) for row in rows]


# What one blocked before, as a stranger or in a wallet on this number, is kept once.
ADOPT: Final = text("""WITH before AS (SELECT :phone AS blocker UNION
        SELECT p.id::text FROM phone f JOIN person p ON p.id = f.person_id
        WHERE f.number = :phone AND p.human_id = CAST(:human AS uuid) AND p.id <> CAST(:id AS uuid))
    UPDATE block b SET blocker = :id WHERE b.blocker IN (SELECT blocker FROM before)
      AND NOT EXISTS (SELECT FROM block twice JOIN before USING (blocker)
        WHERE twice.blocked_id = b.blocked_id AND twice.blocker < b.blocker)""")


def adopt(db: Connection, person: Person) -> None:
    """Give a new wallet's owner the blocks their number made before, also in a wallet they closed."""
    db.execute(ADOPT, {"phone": person.phone, "id": person.id, "human": person.human_id})
