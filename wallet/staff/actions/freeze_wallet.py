"""Freezing a wallet: one login may stop its money at once, and it takes two to let it move again.

A frozen owner still sees balance and history, and may lock, change PIN and language; what is owed is still credited.
"""

from typing import Any

from sqlalchemy import Connection, text

from wallet.core.errors import DeniedError
from wallet.ledger import Transfer
from wallet.messages import notices
from wallet.people import people
from wallet.people.people import Person


def reached(db: Connection, number: str) -> Person:
    """Whom a number (E.164) reaches now, locked until the transaction ends. Raises DeniedError for nobody."""
    person = people.by_phone(db, number)
    locked = people.lock(db, person.id) if person else {}
    if person is None or person.id not in locked:
        raise DeniedError(f"{number} reaches no wallet.")
    return locked[person.id]


def freeze(db: Connection, number: str) -> tuple[Person, dict[str, Any], dict[str, Any]]:
    """Stop this wallet's money now; answers whose, what it was and what it is. Raises DeniedError when it is so."""
    person = reached(db, number)
    if person.state != "open":
        raise DeniedError(f"{person.name} is {person.state}.")
    return person, {"state": "open"}, become(db, person, "frozen", "sms.frozen")


def ask(db: Connection, number: str) -> Person:
    """Whom a request to unfreeze is about. Raises DeniedError when they are not frozen."""
    person = reached(db, number)
    _refuse_unless_frozen(person)
    return person


def lock(db: Connection, person_id: str) -> None:
    """Nobody else moves them until this transaction ends."""
    people.lock(db, person_id)


def preview(db: Connection, person_id: str, _: dict[str, Any]) -> Transfer | None:
    """Unfreezing posts nothing. Raises DeniedError when they are not frozen any more."""
    _refuse_unless_frozen(people.by_id(db, person_id))
    return None


def do(db: Connection, person_id: str, _: dict[str, Any], __: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Let the money move again."""
    person = people.by_id(db, person_id)
    return {"state": person.state}, become(db, person, "open", "sms.unfrozen")


def become(db: Connection, person: Person, state: str, sentence: str) -> dict[str, Any]:
    """Set the state and tell the owner; answers what is now so."""
    db.execute(text("UPDATE person SET state = :state WHERE id = :id"), {"state": state, "id": person.id})
    notices.write(db, person.phone, person.language, "security", sentence)
    return {"state": state}


def _refuse_unless_frozen(person: Person) -> None:
    if person.state != "frozen":
        raise DeniedError(f"{person.name} is {person.state}: there is nothing to unfreeze.")
