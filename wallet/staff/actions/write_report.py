"""Write a report of suspicion, and read one: by compliance alone, each reading a line of the trail with its reason.

The trail names a report by its id, and nobody it is about: whoever reads of somebody reads nothing of it.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff import wallets
from wallet.staff.act import Done, StaffAct
from wallet.suspicion import facts, reports

REASONS_LETTERS: Final = range(40, 8_001)


@dataclass(frozen=True)
class WriteReport(StaffAct):
    """Write a report about whom a number (E.164) reaches, from a case, of days (2026-11-30), with reasons.

    Nothing of it is remembered but in the report.
    """

    kind: ClassVar[str] = "write_report"
    read_by: ClassVar[str] = "suspicion"
    remembered: ClassVar[bool] = False

    case: str
    phone: str
    since: str
    until: str
    reasons: str

    def to_content(self) -> dict[str, Any]:
        """Return nothing: what it says is kept encrypted, in the report alone."""
        return {}

    def do(self, db: Connection, doing: Doing) -> Done:
        """Keep it under the next number. Raises Refused for reasons that say too little, for no such case or days."""
        if len(self.reasons.strip()) not in REASONS_LETTERS:
            raise Refused("staff.report_reasons", least=REASONS_LETTERS.start, most=REASONS_LETTERS.stop - 1)
        about = facts.find_case(db, self.case)
        person = wallets.find_wallet(db, self.phone)
        try:
            days = date.fromisoformat(self.since), date.fromisoformat(self.until)
        except ValueError:
            raise Refused("staff.report_days", since=self.since, until=self.until) from None
        made = str(uuid.uuid4())
        gathered = facts.gather(db, person.person_id, about, days, self.reasons.strip(), doing.actor.id)
        name = reports.keep(db, doing.secrets, made, gathered, doing.actor.id)
        return Done(Outcome("staff.report_written", {"report": name}), made, {}, {"report": name})


@dataclass(frozen=True)
class ReadReport(StaffAct):
    """Read the report of this name; what it says is what the outcome `made`, for whoever asked just now."""

    kind: ClassVar[str] = "read_report"
    read_by: ClassVar[str] = "suspicion"
    remembered: ClassVar[bool] = False

    report: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Open it. Raises Refused for none, and one whose key is not ours."""
        found = reports.get(db, self.report)
        said = {"report": found.name}
        told = {"facts": reports.open_for_reading(db, doing.secrets, found.id), "written_at": found.written_at}
        return Done(Outcome("staff.suspicion_read", said, made=told), found.id, {}, said)
