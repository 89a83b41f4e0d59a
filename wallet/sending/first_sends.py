"""First sends: much money to somebody new waits until the SIM was looked at, as it cannot be called back."""

from typing import Final

from sqlalchemy import Connection, text

from wallet.people.people import Person
from wallet.prices import limits, sim_looks
from wallet.prices.limits import Room

SENT_BEFORE: Final = text("""SELECT 1 FROM movement WHERE giver_id = :giver AND receiver_id = :receiver
    AND merchant_id IS NULL LIMIT 1""")


def is_first(db: Connection, giver_id: str, receiver_id: str) -> bool:
    """True when the giver never gave this person anything, and for a number without a wallet (no `receiver_id`)."""
    return db.execute(SENT_BEFORE, {"giver": giver_id, "receiver": receiver_id or None}).first() is None


def look_ahead(db: Connection, giver: Person, receiver_id: str, amount: int) -> None:
    """Have the SIM looked at while its owner types the PIN of such a send."""
    room = limits.read_room(db, giver, "out")
    if sim_looks.is_large(room, amount) and is_first(db, giver.id, receiver_id):
        sim_looks.find_number_to_check(db, giver, room, amount)


def refuse_unknown(db: Connection, giver: Person, receiver_id: str, room: Room, amount: int) -> None:
    """Refuse such a send while nothing was heard of the SIM. Raises Locked: ask again in a minute."""
    if sim_looks.is_large(room, amount) and is_first(db, giver.id, receiver_id):
        sim_looks.refuse_unknown(db, giver, room, amount)
