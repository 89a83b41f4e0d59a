"""Declare what is due of a month, VAT or the tax on transfers: its figures stand for ever."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.books import tax_returns
from wallet.books.months import Month, read_month
from wallet.core.errors import Refused
from wallet.core.values import space
from wallet.operations.use_case import Doing, Outcome
from wallet.people import numbers
from wallet.staff.act import ApprovedAct, Done, Preview


@dataclass(frozen=True)
class MakeReturn(ApprovedAct):
    """Declare a tax of a month, as 2026-11, whose figures have this SHA-256: the very ones that were looked at."""

    kind: ClassVar[str] = "make_return"

    tax: str
    month: str
    figures: str

    @property
    def subject(self) -> str:
        """The tax, and its month."""
        return f"return {self.tax} {self.month}"

    @property
    def _of(self) -> Month:
        return read_month(self.month)

    def lock(self, db: Connection) -> None:
        """Have closings take turns."""
        numbers.take_turn(db, "close books")

    def preview(self, db: Connection) -> Preview:
        """Return what is due. Raises Refused for what was declared, is not closed, or has other figures than asked."""
        if self.tax not in tax_returns.TAXES:
            raise Refused("staff.no_such_tax", tax=self.tax, known=", ".join(tax_returns.TAXES))
        tax_returns.refuse(db, self.tax, self._of)
        if tax_returns.hash_figures(db, self.tax, self._of) != self.figures:
            raise Refused("staff.return_moved", tax=self.tax, month=self.month)
        lines = tax_returns.read_return(db, self.tax, self._of)
        base, due = sum(one.base for one in lines), sum(one.tax for one in lines)
        return Preview(rules={"base": ("open", space(base)), self.tax: ("open", f"{space(due)}, declared")})

    def do(self, db: Connection, doing: Doing) -> Done:
        """Keep it."""
        due = sum(one.tax for one in tax_returns.read_return(db, self.tax, self._of))
        tax_returns.make(db, self.tax, self._of)
        said = Outcome("staff.return_made", self.list_values() | {"due": due})
        return Done(said, self.subject, {}, {"due": due, "figures": self.figures})
