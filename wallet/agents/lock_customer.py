"""Lock and unlock a wallet for its robbed owner: an agent who saw the ID does it, by number, name and document.

Whatever stands against it on the customer's side reads the same to the agent: call the service.
"""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.agents import agents, robbed_locks
from wallet.agents.agents import Agent
from wallet.core.errors import Refused
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import identities
from wallet.people.people import Person

NOT_HERE: Final = Outcome("refusal.lock_to_agent", refused=True)  # not raised: a wrong document stays counted


@dataclass(frozen=True)
class LockCustomer(UseCase):
    """Lock the wallet of `person_id` for its owner, having seen the ID document of this number."""

    kind: ClassVar[str] = "lock_customer"
    accepts: ClassVar[Accepts] = (PinProof,)

    person_id: str
    phone: str
    document: str

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the customer."""
        return (self.person_id,)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Lock it once, and tell the owner who did. Raises Refused: no agent, or one who locked too many today."""
        agent = agents.get_acting(db, doing.person.id)
        if robbed_locks.count_by_agent(db, agent.code) >= robbed_locks.BY_ONE_AGENT:
            raise Refused("refusal.agent_locks", most=robbed_locks.BY_ONE_AGENT)
        customer = find_seen(db, doing, self.person_id, self.document, agent)
        if customer is None:
            return NOT_HERE
        if not customer.robbed:
            if robbed_locks.count_of_person(db, customer.id) >= robbed_locks.OF_ONE_PERSON:
                return NOT_HERE
            robbed_locks.lock(db, customer, agent.code, "locked_by_agent", agent_name=doing.person.shown)
        return Outcome("customer_locked", {"phone": customer.phone, "name": customer.shown})


@dataclass(frozen=True)
class UnlockCustomer(UseCase):
    """Lift the lock of `person_id`'s wallet, having seen the ID document of this number."""

    kind: ClassVar[str] = "unlock_customer"
    accepts: ClassVar[Accepts] = (PinProof,)

    person_id: str
    phone: str
    document: str

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the customer."""
        return (self.person_id,)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Lift it, and tell the owner who did. Raises Refused for no agent."""
        agent = agents.get_acting(db, doing.person.id)
        customer = find_seen(db, doing, self.person_id, self.document, agent)
        if customer is None or not customer.robbed:
            return NOT_HERE
        robbed_locks.lift(db, customer, agent.code, "unlocked_by_agent", agent_name=doing.person.shown)
        return Outcome("customer_unlocked", {"phone": customer.phone, "name": customer.shown})


def find_seen(db: Connection, doing: Doing, person_id: str, document: str, agent: Agent) -> Person | None:
    """Return the customer, when it is another than the agent and the document is on their record; else None."""
    customer = doing.people.get(person_id)
    if customer is None or customer.id == doing.person.id or customer.state == "closed":
        return None
    return customer if identities.is_on_record(db, customer.id, document, agent.code) else None
