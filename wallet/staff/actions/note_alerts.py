"""Write down what an officer found about a case of alerts: in the trail, where nobody changes it."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.compliance import alerts
from wallet.operations.use_case import Doing, Outcome
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class NoteAlerts(StaffAct):
    """Add a note to a case of alerts (C17); its words are `why`."""

    kind: ClassVar[str] = "note_alerts"
    read_by: ClassVar[str] = "alert"

    case: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Add it. Raises Refused for no case, and for one that is closed."""
        case = alerts.get_open_case(db, self.case)
        return Done(Outcome("staff.alerts_noted", {"case": case.name}), case.name)
