"""Send a file of payouts, once: whoever does is given its bytes, and puts them where the bank takes them."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.payments import rail_holds
from wallet.payouts import payout_files
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class SendPayoutFile(StaffAct):
    """Note that the file called `file` (P12) leaves now; written down before anybody is given a byte of it."""

    kind: ClassVar[str] = "send_payout_file"

    file: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Note it. Raises Refused for one that was not approved, or was sent, and while all rails are held."""
        if rail_holds.are_held(db):
            raise Refused("staff.file_held")
        found = payout_files.lock_row_file(db, self.file, "approved")
        payout_files.move(db, found, "sent")
        said = {"file": found.file, "name": found.name, "message": found.message_id, "sha256": found.sha256}
        return Done(Outcome("staff.payout_file_sent", said), found.file, {"state": found.state}, said)
