"""Take something that waits, so that no two look into it, or take it over from who has it."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.cases import taken
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff import queues
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class TakeWaiting(StaffAct):
    """Take what waits under a name (C17, D5, L12, a payment's reference) for the login that asks."""

    kind: ClassVar[str] = "take_waiting"

    name: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Take it. Raises Refused for what does not wait, and for what this login has already."""
        taken.lock(db)
        name = queues.find_waiting(db, self.name)
        if name is None:
            raise Refused("staff.nothing_waits_so", name=self.name)
        before = taken.find_taker(db, name)
        if before == doing.actor.id:
            raise Refused("staff.yours_already", name=name)
        taken.take(db, name, doing.actor.id)
        outcome = Outcome("staff.taken", {"name": name, "before": before or "nobody"})
        return Done(outcome, name, {"taken_by": before}, {"taken_by": doing.actor.id})
