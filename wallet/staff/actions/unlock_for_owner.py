"""Unlock a wallet that was locked for its robbed owner, once two members of staff say so: a thief may be who calls."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.agents import robbed_locks
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.staff.act import Done, Preview
from wallet.staff.wallet_act import WalletAct


@dataclass(frozen=True)
class UnlockForOwner(WalletAct):
    """Lift the lock that an agent or staff set for a robbed owner."""

    kind: ClassVar[str] = "unlock_for_owner"

    def preview(self, db: Connection) -> Preview:
        """Return that nothing is posted. Raises Refused when the wallet is not locked so."""
        person = people.get_person(db, self.subject)
        if not person.robbed:
            raise Refused("staff.not_locked_for_owner", name=person.shown)
        return Preview()

    def do(self, db: Connection, doing: Doing) -> Done:
        """Lift it, and tell the owner; the person is locked."""
        person = people.get_person(db, self.subject)
        robbed_locks.lift(db, person, doing.actor.id, "unlocked_by_staff")
        outcome = Outcome("staff.unlocked_for_owner", self.list_values())
        return Done(outcome, self.subject, {"robbed": True}, {"robbed": False})
