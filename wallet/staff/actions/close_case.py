"""Close a case that was looked into, with a reason, where nothing else is to be done."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.cases import cases
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff.act import ApprovedAct, Done, Preview


@dataclass(frozen=True)
class CloseCase(ApprovedAct):
    """Close a case (C17)."""

    kind: ClassVar[str] = "close_case"

    case: str

    @property
    def subject(self) -> str:
        """The case."""
        return self.case

    def lock(self, db: Connection) -> None:
        """Hold the case."""
        cases.lock_row_case(db, self.case)

    def preview(self, db: Connection) -> Preview:
        """Return that nothing is posted. Raises Refused for what is decided another way, or is closed."""
        case = cases.get_case(db, self.case)
        if case.state != "open":
            raise Refused("staff.case_closed", case=case.name)
        if case.contest:
            raise Refused("staff.case_is_contest", case=case.name)
        if case.unclaimed:
            raise Refused("staff.case_has_unclaimed", case=case.name)
        if case.payment_state == "review":
            raise Refused("staff.case_is_in_review", case=case.name, reference=case.payment)
        return Preview()

    def do(self, db: Connection, doing: Doing) -> Done:
        """Close it; it is locked."""
        case = cases.get_case(db, self.case)
        cases.close_case(db, case.number)
        before = {"state": "open", case.kind: case.detail}
        return Done(Outcome("staff.case_closed_now", self.list_values()), self.case, before, {"state": "closed"})
