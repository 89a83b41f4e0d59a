"""Approve a file of payouts, of these very bytes: from then on it may be sent to its bank, once."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.core.values import space
from wallet.operations.use_case import Doing, Outcome
from wallet.payouts import payout_files
from wallet.payouts.payout_files import PayoutFile
from wallet.staff.act import ApprovedAct, Done, Preview


@dataclass(frozen=True)
class ApprovePayoutFile(ApprovedAct):
    """Approve the file called `file` (P12), whose bytes have this hash."""

    kind: ClassVar[str] = "approve_payout_file"

    file: str
    sha256: str

    @property
    def subject(self) -> str:
        """The file."""
        return self.file

    def lock(self, db: Connection) -> None:
        """Hold the file."""
        self._lock(db)

    def preview(self, db: Connection) -> Preview:
        """Return what it orders. Raises Refused for none, or one that was approved, sent or dropped."""
        found = self._lock(db)
        return Preview(rules={
            "payouts": ("", f"{found.payouts} of {space(found.total)} FCFA in all"),
            f"{found.name} from {found.account}": ("", found.sha256),
        })  # fmt: skip

    def do(self, db: Connection, doing: Doing) -> Done:
        """Approve it. Raises Refused for the login that gathered it, whoever asked."""
        found = self._lock(db)
        if payout_files.is_gatherer(db, found, doing.actor.id):
            raise Refused("staff.payout_file_own", file=found.file)
        payout_files.move(db, found, "approved")
        said = {"file": found.file, "payouts": found.payouts, "total": found.total}
        after = {**said, "sha256": found.sha256}
        return Done(Outcome("staff.payout_file_approved", said), found.file, {"state": found.state}, after)

    def _lock(self, db: Connection) -> PayoutFile:
        found = payout_files.lock_row_file(db, self.file, "made")
        if found.sha256 != self.sha256:
            raise Refused("staff.payout_file_other", file=found.file)
        return found
