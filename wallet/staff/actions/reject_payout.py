"""Believe a bank that it will not make a payout (pain.002, or a letter): it goes back to its business, whole."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.core.values import space
from wallet.operations.use_case import Doing, Outcome
from wallet.payouts import bookings, payouts
from wallet.payouts.payouts import BusinessPayout
from wallet.staff.act import ApprovedAct, Done, Preview


@dataclass(frozen=True)
class RejectPayout(ApprovedAct):
    """Give the payout of a `reference` back, which its bank refused for `reason` (as AC04)."""

    kind: ClassVar[str] = "reject_payout"

    reference: str
    reason: str

    @property
    def subject(self) -> str:
        """The payout's reference."""
        return self.reference

    def lock(self, db: Connection) -> None:
        """Hold the payout."""
        self._find(db)

    def preview(self, db: Connection) -> Preview:
        """Return what would go back. Raises Refused for none that was sent to a bank and not seen paid."""
        found = self._find(db)
        return Preview(
            rules={f"payout {found.reference}": (f"{space(found.total)} FCFA put aside", "back to its business")}
        )

    def do(self, db: Connection, doing: Doing) -> Done:
        """Give it back, and tell its business."""
        found = self._find(db)
        bookings.fail(db, found, self.reason)
        said = {"payout": found.reference, "amount": found.total, "reason": self.reason}
        return Done(Outcome("staff.payout_rejected", said), found.reference, {"state": found.state}, said)

    def _find(self, db: Connection) -> BusinessPayout:
        found = payouts.lock_row_sent(db, self.reference)
        if found is None:
            raise Refused("staff.no_payout_sent", payout=self.reference)
        return found
