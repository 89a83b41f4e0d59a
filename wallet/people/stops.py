"""A person's stops, to be said before anything is asked: frozen, robbed, locked by a wrong PIN or by its owner."""

from dataclasses import dataclass

from sqlalchemy import Connection

from wallet.people import people, pins


@dataclass(frozen=True)
class Free:
    """A wallet whose money may leave: a fact for the screen."""

    person_id: str


def check_may_send(db: Connection, person_id: str) -> Free:
    """Return that money may leave. Raises Refused or Locked, as the use case would after all was asked."""
    people.refuse_stopped(people.get_person(db, person_id))
    locked = pins.is_locked(db, person_id)
    if locked:
        raise locked
    return Free(person_id)


def check_may_withdraw(db: Connection, person_id: str) -> Free:
    """Return that money may be withdrawn, which the owner's own lock stops too. Raises Refused or Locked."""
    free = check_may_send(db, person_id)
    people.refuse_locked(people.get_person(db, person_id))
    return free
