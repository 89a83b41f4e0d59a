"""Act for a customer whose ID document the agent saw, who is not at their own phone: what such use cases share."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.agents.agents import Agent
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import identities
from wallet.people.people import Person

NOT_HERE: Final = Outcome("refusal.lock_to_agent", refused=True)  # not raised: a wrong document stays counted


@dataclass(frozen=True)
class ForSeenCustomer(UseCase):
    """A use case of an agent about the wallet of `person_id`, whose ID document of this number they saw."""

    accepts: ClassVar[Accepts] = (PinProof,)

    person_id: str
    phone: str
    document: str

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the customer."""
        return (self.person_id,)

    def find_customer(self, doing: Doing) -> Person | None:
        """Return the customer, None for the agent themselves and for a wallet that is closed or not there."""
        customer = doing.people.get(self.person_id)
        if customer is None or customer.id == doing.person.id or customer.state == "closed":
            return None
        return customer

    def is_on_record(self, db: Connection, customer: Person, agent: Agent) -> bool:
        """True when the document seen is on the customer's record; a wrong one counts."""
        return identities.is_on_record(db, customer.id, self.document, agent.code)

    def find_seen(self, db: Connection, doing: Doing, agent: Agent) -> Person | None:
        """Return the customer when the document seen is on their record, else None."""
        customer = self.find_customer(doing)
        return customer if customer and self.is_on_record(db, customer, agent) else None
