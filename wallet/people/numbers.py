"""Numbers as such, whoever they reach: whatever is counted by number, not by person, is counted in turn."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

TURN: Final = text("""INSERT INTO number_turn (number) VALUES (:number)
    ON CONFLICT (number) DO UPDATE SET number = excluded.number""")


def take_turn(db: Connection, number: str) -> None:
    """Keep others from opening a wallet on this number, or asking or sending it anything, until this transaction ends.

    Whoever locks people as well locks them first.
    """
    db.execute(TURN, {"number": number})


def was_passed_on(db: Connection, number: str, after: datetime) -> bool:
    """Return True for a number that went to somebody else after a moment."""
    passed_on = text("SELECT EXISTS (SELECT FROM phone WHERE number = :number AND passed_on AND until > :after)")
    return bool(db.execute(passed_on, {"number": number, "after": after}).scalar_one())


def find_last(db: Connection, person_id: str) -> str:
    """Return the number that reaches a person, or reached them last."""
    last = text("SELECT number FROM phone WHERE person_id = :id ORDER BY until DESC NULLS FIRST LIMIT 1")
    return str(db.execute(last, {"id": person_id}).scalar_one())
