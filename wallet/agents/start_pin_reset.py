"""Start a PIN reset: an agent who saw the ID lets a customer choose a new PIN on the customer's own phone.

The number of the ID document must be the one on record, and no lock let go lately (robbed_locks.py): that refusal sends
the customer to staff. Whatever else stands against it is told to the customer alone, and reads the same to the agent.
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.agents import agents, robbed_locks
from wallet.agents.seen_customer import NOT_HERE, ForSeenCustomer
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.people import pin_resets
from wallet.people.people import Person


@dataclass(frozen=True)
class StartPinReset(ForSeenCustomer):
    """Start the reset of `person_id`'s PIN, having seen the ID document of this number."""

    kind: ClassVar[str] = "start_pin_reset"

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Start it and tell the customer; a wrong document counts. Raises Refused for one who is no agent."""
        agent = agents.get_acting(db, doing.person.id)
        customer = self.find_customer(doing)
        if customer is None or not customer.has_pin:
            raise Refused("refusal.to_agent")
        if not self.is_on_record(db, customer, agent):
            return Outcome("refusal.to_agent", refused=True)  # not raised: the count stays
        if robbed_locks.is_lifted_lately(db, customer.id):
            return NOT_HERE
        return self._start(db, customer, agent.code)

    def _start(self, db: Connection, customer: Person, by: str) -> Outcome:
        try:
            pin_resets.start(db, customer, by)
        except Refused:
            raise Refused("refusal.to_agent") from None
        return Outcome("pin_reset_started", {"phone": customer.phone, "name": customer.shown})
