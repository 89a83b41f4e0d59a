"""Close a month of the books, once nothing keeps it open: what the next one opens with stands for ever."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.books import closed_months
from wallet.books.months import Month, read_month
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.people import numbers
from wallet.staff.act import ApprovedAct, Done, Preview


@dataclass(frozen=True)
class CloseMonth(ApprovedAct):
    """Close a month, as 2026-11, whose figures have this SHA-256: the very ones that were looked at."""

    kind: ClassVar[str] = "close_month"

    month: str
    figures: str

    @property
    def subject(self) -> str:
        """The books of the month."""
        return f"books {self.month}"

    @property
    def _of(self) -> Month:
        return read_month(self.month)

    def lock(self, db: Connection) -> None:
        """Have closings take turns."""
        numbers.take_turn(db, "close books")

    def preview(self, db: Connection) -> Preview:
        """Return how many lines the next month opens with. Raises Refused with all that keeps it open."""
        closed_months.refuse(db, self._of)
        if closed_months.hash_figures(db, self._of) != self.figures:
            raise Refused("staff.month_moved", month=self.month)
        openings = closed_months.read_openings(db, self._of)
        return Preview(rules={"month": ("open", f"closed, {len(openings)} lines open the next")})

    def do(self, db: Connection, doing: Doing) -> Done:
        """Keep its figures, with a hash over all months so far, which the trail has from now on too."""
        digest = closed_months.close(db, self._of)
        said = Outcome("staff.month_closed", self.list_values() | {"hash": digest})
        return Done(said, self.subject, {}, {"hash": digest})
