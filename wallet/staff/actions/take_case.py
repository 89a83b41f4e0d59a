"""Take a case, so that no two look into it, or take it over from who has it."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.cases import cases
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class TakeCase(StaffAct):
    """Take a case (C17) for the login that asks."""

    kind: ClassVar[str] = "take_case"

    case: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Take it. Raises Refused for no case, one that is closed, and one that this login has already."""
        cases.lock_row_case(db, self.case)
        case = cases.get_case(db, self.case)
        if case.state != "open":
            raise Refused("staff.case_closed", case=case.name)
        if case.taken_by == doing.actor.id:
            raise Refused("staff.case_is_yours", case=case.name)
        cases.take_case(db, case.number, doing.actor.id)
        outcome = Outcome("staff.case_taken", {"case": case.name, "before": case.taken_by or "nobody"})
        return Done(outcome, case.name, {"taken_by": case.taken_by}, {"taken_by": doing.actor.id})
