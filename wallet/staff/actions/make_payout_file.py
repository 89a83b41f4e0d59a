"""Gather what waits for a bank into a file, whose bytes are frozen: nothing is sent, a second login approves it."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.banks.rib import Rib
from wallet.core.errors import Misread, Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.payouts import payout_files
from wallet.payouts.payout_files import PayingAccount
from wallet.reconciliation import bank_accounts
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class MakePayoutFile(StaffAct):
    """Gather every payout that waits for a bank, to be paid from our account of a RIB."""

    kind: ClassVar[str] = "make_payout_file"

    rib: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Make it. Raises Refused for no account of ours in francs, and where nothing waits."""
        account = bank_accounts.get(db, read_rib(self.rib))
        if account.currency != "XAF":
            raise Refused("staff.bank_account_not_francs", rib=account.rib)
        paying = PayingAccount(account.id, account.rib, account.title, account.bic, account.bank)
        made = payout_files.gather(db, paying, f"PAY-{doing.reference}")
        said = {"file": made.file, "payouts": made.payouts, "total": made.total, "sha256": made.sha256}
        return Done(Outcome("staff.payout_file_made", said), made.file, {}, {**said, "message": made.message_id})


def read_rib(typed: str) -> str:
    """Return a RIB as it is kept. Raises Refused."""
    try:
        return str(Rib.read(typed))
    except Misread as wrong:
        raise Refused(wrong.key, **wrong.values) from None
