"""Close a day of the books: its figures stand for ever, and nothing is posted into it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Connection

from wallet.banks.amounts import write_decimal
from wallet.books import closed_days
from wallet.books.safeguarding import name_sums, read_sheet
from wallet.books.trial_balance import read_trial_balance
from wallet.core.errors import Refused
from wallet.core.values import CURRENCY, space
from wallet.operations.use_case import Doing, Outcome
from wallet.people import numbers
from wallet.staff.act import ApprovedAct, Done, Preview


@dataclass(frozen=True)
class CloseDay(ApprovedAct):
    """Close a day, as 2026-11-29, whose figures have this SHA-256: the very ones that were looked at."""

    kind: ClassVar[str] = "close_day"

    day: str
    figures: str

    @property
    def subject(self) -> str:
        """The books of the day."""
        return f"books {self.day}"

    def list_values(self) -> dict[str, Any]:
        """Return every value, the day as people write it."""
        return super().list_values() | {"day": f"{self._on:%d/%m/%Y}"}

    def lock(self, db: Connection) -> None:
        """Have closings take turns."""
        numbers.take_turn(db, "close books")

    def preview(self, db: Connection) -> Preview:
        """Return what stands. Raises Refused for a day that cannot be closed, or has other figures than was asked."""
        closed_days.refuse(db, self._on)
        if closed_days.hash_figures(db, self._on) != self.figures:
            raise Refused("staff.figures_moved", day=f"{self._on:%d/%m/%Y}")
        balances = read_trial_balance(db, self._on)
        moved = {now.currency: sum(one.debits for one in balances if one.currency == now.currency) for now in balances}
        rules = {
            f"moved in {currency}": ("open", f"{_write(debits, currency)}, closed")
            for currency, debits in moved.items()
        }
        return Preview(rules=rules or {"nothing moved": ("open", "closed")})

    def do(self, db: Connection, doing: Doing) -> Done:
        """Keep its figures, with a hash over all days so far, which the trail has from now on too.

        So has it what people held that day and where it was kept, signed and sent as the trail is.
        """
        kept = name_sums(read_sheet(db, self._on))
        digest = closed_days.close(db, self._on)
        return Done(Outcome("staff.day_closed", self.list_values() | {"hash": digest}), self.subject, {},
                    {"hash": digest, **kept})  # fmt: skip

    @property
    def _on(self) -> date:
        try:
            return date.fromisoformat(self.day)
        except ValueError:
            raise Refused("staff.day_not_over", day=self.day) from None


def _write(amount: int, currency: str) -> str:
    return space(amount) if currency == CURRENCY else write_decimal(amount, currency)
