"""Wallets as staff reach them: by their owner's id, or by the number that reaches them now."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.core.public_ids import find_between, write_short_id
from wallet.core.values import Phone, find_phone
from wallet.messages import notices
from wallet.people import people
from wallet.people.people import FIND, Person

BETWEEN: Final = text(f"{FIND} WHERE p.id BETWEEN CAST(:first AS uuid) AND CAST(:last AS uuid) LIMIT 2")


class Whom(str):
    """A person as staff name them: the beginning of their id (per_3f2a91c07d5e), or a phone's number (E.164)."""

    __slots__ = ()

    @classmethod
    def read(cls, typed: str) -> "Whom":
        """Read either. Raises Misread for neither."""
        return cls(typed.strip().lower() if find_between("per", typed) else Phone.read(typed))


@dataclass(frozen=True)
class WalletReached:
    """A wallet, as it was reached when an act was asked; `name` is its owner's as others see it, `phone` E.164."""

    person_id: str
    name: str
    phone: str

    @property
    def public_id(self) -> str:
        """Their id as staff type it."""
        return write_short_id("per", self.person_id)


def find_person(db: Connection, whom: str) -> Person:
    """Return who is named so. Raises Refused for nobody, and where two ids begin so."""
    if between := find_between("per", whom):
        found = [Person(*row) for row in db.execute(BETWEEN, {"first": between[0], "last": between[1]})]
        if len(found) == 1:
            return found[0]
        raise Refused("staff.two_begin_so" if found else "staff.nobody_has_this_id", whom=whom)
    person = people.find_by_phone(db, whom)
    if person is None:
        raise Refused("staff.no_wallet", phone=whom)
    return person


def find_named(db: Connection, typed: str) -> Person | None:
    """Return the person whose id or number was typed; None for what is neither, and nobody's number."""
    if find_between("per", typed):
        return find_person(db, typed)
    return people.find_by_phone(db, phone) if (phone := find_phone(typed)) else None


def find_wallet(db: Connection, whom: str) -> WalletReached:
    """Return the wallet of who is named so. Raises Refused for nobody's."""
    person = find_person(db, whom)
    return WalletReached(person.id, person.shown, person.phone)


def lock_row_reached(db: Connection, whom: str) -> Person:
    """Return who is named so, held until the transaction ends. Raises Refused for nobody."""
    found = find_person(db, whom)
    return people.lock_rows(db, found.id)[found.id]


def set_state(db: Connection, person: Person, state: str, sentence: str) -> None:
    """Set what may be done with a wallet, and tell its owner."""
    db.execute(text("UPDATE person SET state = :state WHERE id = :id"), {"state": state, "id": person.id})
    notices.tell(db, person, "security", sentence)
