"""Appoint an agent: whoever a phone reaches, registered now if nobody, whose ID document staff have seen."""

from dataclasses import asdict, dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.agents import agents, documents
from wallet.operations.use_case import Doing, Outcome
from wallet.people import numbers, people
from wallet.sending import claims
from wallet.staff.act import Done, StaffAct
from wallet.staff.content import Francs


@dataclass(frozen=True)
class AppointAgent(StaffAct):
    """Make an agent of who is at `phone` (E.164); `name`, `document` and `document_number` are as the ID says them."""

    kind: ClassVar[str] = "appoint_agent"

    phone: str
    name: str
    document: str
    document_number: str
    low_float: Francs

    def do(self, db: Connection, doing: Doing) -> Done:
        """Raise the person to tier 1 and give them a code; who is an agent already stays one."""
        numbers.take_turn(db, self.phone)  # its owner, or an agent, may be registering it
        person = people.find_by_phone(db, self.phone) or claims.open_wallet(db, self.phone, self.name, "fr")[0]
        documents.note_document(db, person, self.document, self.document_number, self.name, doing.actor.id)
        before = agents.find_by_person(db, person.id)
        agent = agents.appoint(db, person.id, low_float=self.low_float)
        outcome = Outcome("staff.agent_appointed", {"phone": self.phone, "agent": agent.code})
        after = asdict(agent) | {"name": person.name, "phone": person.phone}
        return Done(outcome, agent.code, asdict(before) if before else {}, after)
