"""The trial balance of a day or of some: what each line opened with, what moved, what it closed with, by currency.

Of our fees the VAT in them is parted (wallet/books/fee_vat.py), as if it stood on an account of its own.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from wallet.books import fee_vat
from wallet.books.chart import ChartLine, find_line
from wallet.books.fee_vat import FEES, VAT, name_kind
from wallet.core.values import CURRENCY

LIST_DAYS: Final = text("SELECT * FROM list_days(:first, :last)")


class AccountDay(NamedTuple):
    """An account on a day, or on some: its opening, and what moved on it, in minor units; credit is positive.

    `account` is the code of one of the house's, "" for all that people have of this kind; `kind` is the kind of
    transfer on accounts of our income and costs, "" else.
    """

    account_kind: str
    account: str
    kind: str
    currency: str
    opening: int
    debits: int
    credits: int
    legs: int


@dataclass(frozen=True)
class ChartBalance:
    """A line of the chart on a day, or on some, in minor units of its currency; credit is positive, debit negative."""

    line: ChartLine
    currency: str
    opening: int
    debits: int
    credits: int
    legs: int

    @property
    def closing(self) -> int:
        """Return what the line held as the day ended."""
        return self.opening + self.credits - self.debits


def list_moved(db: Connection, day: date, since: date | None = None) -> list[AccountDay]:
    """Return what each account of the house, and each kind that people have, held and moved on a day in Douala.

    With `since`, on all days from that one on.
    """
    first = since or day
    moved = [AccountDay(*row) for row in db.execute(LIST_DAYS, {"first": first, "last": day})]
    return [one._replace(account_kind=name_kind(one.account_kind, one.kind)) for one in moved] + _part_vat(
        db, first, day
    )


def _part_vat(db: Connection, first: date, last: date) -> list[AccountDay]:
    return [side for one in fee_vat.list_parted(db, first, last) for side in (
        AccountDay(FEES, FEES, one.kind, CURRENCY, -one.before, one.earned, one.given_back, 0),
        AccountDay(VAT, VAT, one.kind, CURRENCY, one.before, one.given_back, one.earned, 0))]  # fmt: skip


def read_trial_balance(db: Connection, day: date, since: date | None = None) -> list[ChartBalance]:
    """Return the trial balance of a day, by currency and number; of a day that is not over, as it stands now.

    With `since`, of all days from that one on: as of a month.
    """
    return fold(list_moved(db, day, since))


def fold(moved: Iterable[AccountDay]) -> list[ChartBalance]:
    """Return what moved, by line and currency."""
    sums: dict[tuple[str, ChartLine], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in moved:
        cell = sums[one.currency, find_line(one.account_kind, one.account, one.kind)]
        for place, figure in enumerate((one.opening, one.debits, one.credits, one.legs)):
            cell[place] += figure
    found = [ChartBalance(line, currency, *cell) for (currency, line), cell in sums.items()]
    return sorted(found, key=lambda one: (one.currency != "XAF", one.currency, one.line.number))
