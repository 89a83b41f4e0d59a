"""Numbers as such, whoever they reach: whatever is counted by number, not by person, is counted in turn."""

from typing import Final

from sqlalchemy import Connection, text

TURN: Final = text("""INSERT INTO number_turn (number) VALUES (:number)
    ON CONFLICT (number) DO UPDATE SET number = excluded.number""")


def take_turn(db: Connection, number: str) -> None:
    """Keep others from opening a wallet on this number, or asking or sending it anything, until this transaction ends.

    Whoever locks people as well locks them first.
    """
    db.execute(TURN, {"number": number})


def find_last(db: Connection, person_id: str) -> str:
    """Return the number that reaches a person, or reached them last."""
    last = text("SELECT number FROM phone WHERE person_id = :id ORDER BY until DESC NULLS FIRST LIMIT 1")
    return str(db.execute(last, {"id": person_id}).scalar_one())
