"""Believe what a bank's statement says of payouts: those it shows are paid, those that came back are given back."""

from dataclasses import asdict, dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.core.values import space
from wallet.operations.use_case import Doing, Outcome
from wallet.payouts import bookings
from wallet.people import numbers
from wallet.reconciliation import bank_lines
from wallet.reconciliation.numbered_names import read_number
from wallet.staff.act import ApprovedAct, Done, Preview


@dataclass(frozen=True)
class BookPayouts(ApprovedAct):
    """Book what the statement called `statement` (B12) tells of payouts."""

    kind: ClassVar[str] = "book_payouts"

    statement: str

    @property
    def subject(self) -> str:
        """The statement."""
        return self.statement

    def lock(self, db: Connection) -> None:
        """Have bookings of one statement take turns."""
        numbers.take_turn(db, f"statement {self.statement}")

    def preview(self, db: Connection) -> Preview:
        """Return how many it would end. Raises Refused where it tells of no payout that waits."""
        found = bookings.count_due(db, self._number)
        if not found.paid and not found.returned:
            raise Refused("staff.nothing_to_book", statement=self.statement)
        return Preview(rules={
            "paid": ("", f"{found.paid} payouts of {space(found.paid_francs)} FCFA in all"),
            "returned": ("", f"{found.returned} payouts of {space(found.returned_francs)} FCFA in all"),
        })  # fmt: skip

    def do(self, db: Connection, doing: Doing) -> Done:
        """Book them, and close the cases of lines that a person matched."""
        self.preview(db)
        done = bookings.book(db, self._number)
        bank_lines.close_booked_cases(db, self._number)
        said = {"statement": self.statement, **asdict(done)}
        return Done(Outcome("staff.payouts_booked", said), self.statement, {}, said)

    @property
    def _number(self) -> int:
        return read_number(self.statement, "B") or 0
