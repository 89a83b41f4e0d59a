"""Lock a wallet for its robbed owner, who called the service: one login does it, letting it go takes two.

No agent lifts it (robbed_locks.py), nor one that an agent set and staff took over.
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.agents import robbed_locks
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff import wallets
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class LockForOwner(StaffAct):
    """Lock the wallet of `whom`, as staff name them, for its owner."""

    kind: ClassVar[str] = "lock_for_owner"

    whom: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Stop its money and tell the owner. Raises Refused when nobody is reached, or it is locked so already."""
        person = wallets.lock_row_reached(db, self.whom)
        if not person.robbed:
            robbed_locks.lock(db, person, doing.actor.id, "locked_by_staff")
        elif robbed_locks.is_by_agent(db, person.id):
            robbed_locks.take_over(db, person, doing.actor.id)
        else:
            raise Refused("staff.locked_already", name=person.shown, person_id=person.id)
        outcome = Outcome("staff.locked_for_owner", {"name": person.shown, "person_id": person.id})
        return Done(outcome, person.id, {"robbed": person.robbed}, {"robbed": True})
