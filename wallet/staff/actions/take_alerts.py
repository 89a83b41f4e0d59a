"""Take a case of alerts, so that no two look into it, or take it over from who has it."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.cases import taken
from wallet.compliance import alerts
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class TakeAlerts(StaffAct):
    """Take a case of alerts (C17) for the login that asks."""

    kind: ClassVar[str] = "take_alerts"
    read_by: ClassVar[str] = "alert"

    case: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Take it. Raises Refused for no case, one that is closed, and one that this login has already."""
        number = alerts.get_case(db, self.case).number
        alerts.lock_row_case(db, number)
        case = alerts.get_open_case(db, self.case)
        if case.taken_by == doing.actor.id:
            raise Refused("staff.alerts_are_yours", case=case.name)
        taken.take(db, case.name, doing.actor.id)
        outcome = Outcome("staff.alerts_taken", {"case": case.name, "before": case.taken_by or "nobody"})
        return Done(outcome, case.name, {"taken_by": case.taken_by}, {"taken_by": doing.actor.id})
