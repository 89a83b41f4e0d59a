"""Lock and unlock a wallet for its robbed owner: an agent who saw the ID does it, by number, name and document.

Whatever stands against it on the customer's side reads the same to the agent: call the service.
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.agents import agents, robbed_locks
from wallet.agents.seen_customer import NOT_HERE, ForSeenCustomer
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome


@dataclass(frozen=True)
class LockCustomer(ForSeenCustomer):
    """Lock the wallet of `person_id` for its owner, having seen the ID document of this number."""

    kind: ClassVar[str] = "lock_customer"

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Lock it once, and tell the owner who did. Raises Refused: no agent, or one who locked too many today."""
        agent = agents.get_acting(db, doing.person.id)
        if robbed_locks.count_by_agent(db, agent.code) >= robbed_locks.BY_ONE_AGENT:
            raise Refused("refusal.agent_locks", most=robbed_locks.BY_ONE_AGENT)
        customer = self.find_seen(db, doing, agent)
        if customer is None:
            return NOT_HERE
        if not customer.robbed:
            if robbed_locks.count_of_person(db, customer.id) >= robbed_locks.OF_ONE_PERSON:
                return NOT_HERE
            robbed_locks.lock(db, customer, agent.code, "locked_by_agent", agent_name=doing.person.shown)
        return Outcome("customer_locked", {"phone": customer.phone, "name": customer.shown})


@dataclass(frozen=True)
class UnlockCustomer(ForSeenCustomer):
    """Lift the lock an agent set on `person_id`'s wallet, having seen the ID document of this number."""

    kind: ClassVar[str] = "unlock_customer"

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Lift it, and tell the owner who did. Raises Refused for no agent."""
        agent = agents.get_acting(db, doing.person.id)
        customer = self.find_seen(db, doing, agent)
        if customer is None or not robbed_locks.is_by_agent(db, customer.id):
            return NOT_HERE
        robbed_locks.lift(db, customer, agent.code, "unlocked_by_agent", agent_name=doing.person.shown)
        return Outcome("customer_unlocked", {"phone": customer.phone, "name": customer.shown})
