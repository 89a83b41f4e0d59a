"""Withdraw an operator's file that was loaded by mistake, whole: the books beside it are judged as if it never was."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core import clock
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.reconciliation import discrepancies, reconciliation
from wallet.reconciliation.imported_files import find_file
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class WithdrawFile(StaffAct):
    """Withdraw the imported file called `file` (F12)."""

    kind: ClassVar[str] = "withdraw_file"

    file: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Withdraw it. Raises Refused for no such file, and for one withdrawn before."""
        found = find_file(db, self.file)
        if found.withdrawn_at:
            raise Refused("staff.file_withdrawn_before", file=self.file, at=clock.written(found.withdrawn_at))
        before = discrepancies.count_open(db, found.rail)
        reconciliation.withdraw(db, found.rail, found.id)
        still_open = discrepancies.count_open(db, found.rail)
        told = {"file": self.file, "name": found.name, "rail": found.rail, "lines": found.lines, "open": still_open}
        return Done(Outcome("staff.file_withdrawn", told), self.file, told | {"open": before}, {"open": still_open})
