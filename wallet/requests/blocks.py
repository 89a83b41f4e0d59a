"""Blocks: people whose requests somebody does not want, known to the blocker alone, who may have no wallet.

A human is blocked, with all their wallets: who closes one and opens it again stays blocked.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet.operations.actor import Actor
from wallet.people import numbers, people
from wallet.people.people import Person

THEIRS: Final = """(SELECT p.id FROM person p JOIN person blocked USING (human_id)
    WHERE blocked.id = CAST(:blocked AS uuid))"""


# Whoever blocks a number hears no name by it: only of who asked them, which a text said, and of whom they saw by name.
IS_KNOWN: Final = """(EXISTS (SELECT FROM name_shown n WHERE n.viewer_id = CAST(:viewer AS uuid) AND n.seen_id = p.id)
    OR EXISTS (SELECT FROM request r
      WHERE r.asker_id = p.id AND (r.payer_id = CAST(:viewer AS uuid) OR r.phone = :phone)))"""
KNOWN: Final = text(f"SELECT 1 FROM person p WHERE p.id = CAST(:blocked AS uuid) AND {IS_KNOWN}")  # noqa: S608 - a constant


@dataclass(frozen=True)
class Blocked:
    """A person whose requests the caller does not want, for a list; `phone` is the last number that reached them.

    `name` is "" for somebody whose number alone the caller knows.
    """

    person_id: str
    name: str
    phone: str


BLOCK: Final = text("""INSERT INTO block (blocker, blocked_id, since) VALUES (:blocker, :blocked, wallet_now())
    ON CONFLICT DO NOTHING""")
# What waits of theirs for whoever blocks them, by {whom}: what they asked, and what shops of theirs ask.
DROP: Final = f"""WITH asked AS (UPDATE request SET dropped = true
      WHERE state = 'open' AND asker_id IN {THEIRS} AND ({{whom}} {{or_wallet}}))
    UPDATE checkout_ask SET dropped = true WHERE ({{whom}}) AND EXISTS (
      SELECT FROM checkout c JOIN merchant m ON m.id = c.merchant_id
      WHERE c.id = checkout_id AND c.state = 'open' AND m.owner_id IN {THEIRS})"""  # noqa: S608 - a constant
DROP_OF_NUMBER: Final = text(DROP.format(whom="phone = :phone", or_wallet="OR payer_id::text = :blocker"))
DROP_OF_ADDRESS: Final = text(DROP.format(whom="email = :blocker", or_wallet=""))


def take_turn(db: Connection, actor: Actor) -> None:
    """Keep others from asking a caller anything until this transaction ends; before a row of what they asked is locked.

    What is asked meanwhile would see no block, and the block would not see it.
    """
    if actor.phone:
        numbers.take_turn(db, actor.phone)


def add(db: Connection, actor: Actor, blocked_id: str) -> None:
    """Block a person: none of their requests, nor of their shops', reaches the caller; those that wait are gone."""
    take_turn(db, actor)
    row = {"blocker": actor.id, "blocked": blocked_id, "phone": actor.phone}
    db.execute(BLOCK, row)
    db.execute(DROP_OF_NUMBER, row)


def add_address(db: Connection, email: str, blocked_id: str) -> None:
    """Block a person for the reader of an e-mail address: nothing of theirs, or of their shops, is mailed there."""
    numbers.take_turn(db, email)
    row = {"blocker": email, "blocked": blocked_id}
    db.execute(BLOCK, row)
    db.execute(DROP_OF_ADDRESS, row)


def find_name(db: Connection, actor: Actor, blocked: Person) -> str:
    """Return the name of a person as whoever blocks them may hear it, "" where they know the number alone."""
    row = {"viewer": actor.person_id or None, "phone": actor.phone, "blocked": blocked.id}
    return blocked.shown if db.execute(KNOWN, row).first() else ""


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
        text(f"""SELECT p.id::text AS person_id, CASE WHEN {IS_KNOWN} THEN p.name ELSE '' END AS name, f.number
            FROM block b JOIN person p ON p.id = b.blocked_id
            CROSS JOIN LATERAL (SELECT number FROM phone WHERE person_id = p.id
                ORDER BY until DESC NULLS FIRST LIMIT 1) f
            WHERE b.blocker = :blocker ORDER BY b.since DESC"""),  # noqa: S608 - constants
        {"blocker": person_id, "viewer": person_id, "phone": people.get_person(db, person_id).phone},
    )
    return [Blocked(row.person_id, people.shorten_name(row.name) if row.name else "", row.number) for row in rows]


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
