"""Set an operator's maintenance switch: while it is on, no new payment is told to that operator."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.payments import operators
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class SetMaintenance(StaffAct):
    """Turn the switch of `rail` on or off."""

    kind: ClassVar[str] = "set_maintenance"

    rail: str
    on: bool

    def do(self, db: Connection, doing: Doing) -> Done:
        """Turn it. Raises Refused for an operator we have not."""
        before = self._health(db)
        operators.set_maintenance(db, self.rail, self.on)
        after = self._health(db)
        outcome = Outcome("staff.operator_is", {"rail": self.rail, "health": after})
        return Done(outcome, self.rail, {"health": before}, {"health": after})

    def _health(self, db: Connection) -> str:
        known = {one.rail: one.health for one in operators.list_operators(db)}
        if self.rail not in known:
            raise Refused("staff.no_operator", rail=self.rail, known=", ".join(known))
        return known[self.rail]
