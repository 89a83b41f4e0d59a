"""Block a person's requests, or unblock them. They are never told."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Misread, Refused
from wallet.operations.actor import Actor, ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import numbers, people
from wallet.requests import blocks, payment_requests


def find_person(db: Connection, actor: Actor, phone: str) -> str:
    """Return the id of the person who has a wallet on this number. Raises Misread: own number, or nobody."""
    person = people.find_by_phone(db, phone)
    if phone == actor.phone or (person and person.id == actor.person_id):
        raise Misread("error.own_number")
    if person is None:
        raise Misread("error.no_wallet")
    return person.id


def find_asker(db: Connection, actor: Actor, code: str) -> str:
    """Return the id of the person who asked the caller by this code. Raises Misread."""
    request = payment_requests.get_by_code(db, code)
    if not request.is_for(actor):
        raise Misread("error.no_such_code")
    return request.asker_id


@dataclass(frozen=True)
class BlockPerson(UseCase):
    """Block a person: none of their requests reaches the caller any more, and those that wait are gone."""

    kind: ClassVar[str] = "block_person"
    accepts: ClassVar[Accepts] = (None,)
    when_stopped: ClassVar[bool] = True
    actors: ClassVar[tuple[ActorKind, ...]] = ("person", "stranger")

    person_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Block them. Raises NoResultFound for nobody."""
        blocked = people.get_person(db, self.person_id)
        name = blocks.find_name(db, doing.actor, blocked)
        blocks.add(db, doing.actor, blocked.id)
        return Outcome("person_blocked", {"name": name, "phone": blocked.phone})


@dataclass(frozen=True)
class UnblockPerson(UseCase):
    """Unblock a person: their requests may come again."""

    kind: ClassVar[str] = "unblock_person"
    accepts: ClassVar[Accepts] = (None,)
    when_stopped: ClassVar[bool] = True

    person_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Unblock them. Raises Refused when they were not blocked."""
        if not blocks.remove(db, doing.actor, self.person_id):
            raise Refused("refusal.not_blocked")
        person = people.get_person(db, self.person_id)
        phone = person.phone or numbers.find_last(db, person.id)
        return Outcome("person_unblocked", {"name": blocks.find_name(db, doing.actor, person), "phone": phone})
