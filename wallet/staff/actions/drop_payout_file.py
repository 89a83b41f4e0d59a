"""Drop a file of payouts that was not approved: what stands in it waits for another."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.operations.use_case import Doing, Outcome
from wallet.payouts import payout_files
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class DropPayoutFile(StaffAct):
    """Drop the file called `file` (P12)."""

    kind: ClassVar[str] = "drop_payout_file"

    file: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Drop it. Raises Refused for one that was approved, sent or dropped."""
        found = payout_files.lock_row_file(db, self.file, "made")
        payout_files.drop(db, found)
        said = {"file": found.file, "payouts": found.payouts}
        return Done(Outcome("staff.payout_file_dropped", said), found.file, {"state": found.state}, said)
