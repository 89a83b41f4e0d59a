"""Wallets as staff reach them: by the number that reaches them now."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.messages import notices
from wallet.people import people
from wallet.people.people import Person


@dataclass(frozen=True)
class WalletReached:
    """A wallet, as its phone's number (E.164) reached it when an act was asked."""

    person_id: str
    name: str
    phone: str


def find_wallet(db: Connection, phone: str) -> WalletReached:
    """Return whose wallet a phone's number reaches. Raises Refused for nobody's."""
    person = people.find_by_phone(db, phone)
    if person is None:
        raise Refused("staff.no_wallet", phone=phone)
    return WalletReached(person.id, person.name, phone)


def lock_reached(db: Connection, phone: str) -> Person:
    """Return whom a phone's number reaches, held until the transaction ends. Raises Refused for nobody."""
    found = find_wallet(db, phone)
    return people.lock_rows(db, found.person_id)[found.person_id]


def set_state(db: Connection, person: Person, state: str, sentence: str) -> None:
    """Set what may be done with a wallet, and tell its owner."""
    db.execute(text("UPDATE person SET state = :state WHERE id = :id"), {"state": state, "id": person.id})
    notices.tell(db, person, "security", sentence)
