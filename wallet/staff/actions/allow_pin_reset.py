"""Allow an owner whose ID document staff have seen to choose a new PIN on their own phone.

One login is enough: without the owner's phone it opens nothing.
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.operations.use_case import Doing, Outcome
from wallet.people import pin_resets
from wallet.staff import wallets
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class AllowPinReset(StaffAct):
    """Allow `whom`, as staff name them, to choose a new PIN."""

    kind: ClassVar[str] = "allow_pin_reset"

    whom: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Start the reset, which the owner ends at their next call. Raises Refused after a SIM swap."""
        person = wallets.lock_row_reached(db, self.whom)
        pin_resets.start(db, person, doing.actor.id)
        return Done(Outcome("staff.pin_reset_allowed", {"name": person.shown}), person.id, {}, {"reset": "open"})
