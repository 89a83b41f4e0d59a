"""Identify a person whose ID document an agent saw: a new or unchecked wallet becomes tier 1 under that name.

A wallet its owner opened is identified under its owner's name alone, and not while it is locked for its robbed owner:
neither a thief's own document nor an agent who knows only the number makes it another's. Two of the staff do the rest
(staff/actions/identify_wallet.py).
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.agents import agents, documents
from wallet.agents.seen_customer import NOT_HERE
from wallet.core.errors import Misread, Refused
from wallet.messages import notices
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import people
from wallet.people.people import Person
from wallet.sending import claims


@dataclass(frozen=True)
class Unchecked:
    """A person whose ID nobody has seen; no `person_id` for a number without a wallet."""

    person_id: str
    phone: str


def find_unchecked(db: Connection, person_id: str, phone: str) -> Unchecked:
    """Return the person to identify. Raises Misread: the agent's own number, or somebody already checked."""
    agents.get_acting(db, person_id)
    person = people.find_by_phone(db, phone)
    if person and person.id == person_id:
        raise Misread("error.own_number")
    if person and person.tier:
        raise Misread("error.already_checked")
    return Unchecked(person.id if person else "", phone)


@dataclass(frozen=True)
class IdentifyPerson(UseCase):
    """Keep the document seen; its owner, who chooses a PIN alone, is told."""

    kind: ClassVar[str] = "identify_person"
    accepts: ClassVar[Accepts] = (PinProof,)

    person_id: str
    phone: str
    document: str
    number: str
    name: str

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the customer, if they have a wallet."""
        return (self.person_id,)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Open the wallet if there is none, and make it tier 1; a wrong name counts. Raises Refused."""
        agent = agents.get_acting(db, doing.person.id)
        person = self._reached(db, doing)
        if person.has_pin and not documents.bears_name(db, person, self.name, agent.code):
            return NOT_HERE
        documents.note_document(db, person, self.document, self.number, self.name, agent.code)
        said = {"name": people.shorten_name(self.name), "phone": person.phone}
        told = "id_seen" if person.has_pin else "wallet_opened_for_you"
        known = {**said, "agent_name": doing.person.shown}
        notices.tell(db, person, "security", told, **known)
        return Outcome("person_identified", {**said, "reference": doing.reference})

    def _reached(self, db: Connection, doing: Doing) -> Person:
        if not self.person_id:
            try:
                return claims.open_wallet(db, self.phone, self.name, doing.person.language)[0]
            except Refused:
                raise Refused("refusal.to_agent") from None
        person = doing.people.get(self.person_id)
        if person is None or person.state != "open" or person.tier or person.phone != self.phone:
            raise Refused("refusal.to_agent")
        if person.robbed:
            raise Refused(NOT_HERE.sentence)
        return person
