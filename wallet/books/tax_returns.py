"""The returns of a month, from its entries alone: VAT in our fees, the tax on transfers; what was declared stays."""

import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from wallet.books.chart import find_line
from wallet.books.fee_vat import FEES
from wallet.books.months import Month
from wallet.core.errors import Refused

TAXES: Final = ("vat", "transfer-tax")
FIGURES: Final = text("""SELECT coalesce((SELECT figures FROM month_return WHERE (month, tax) = (:month, :tax)),
    return_figures(:tax, :month))""")
MADE: Final = text("SELECT EXISTS (SELECT FROM month_return WHERE (month, tax) = (:month, :tax))")
DAYS_CLOSED: Final = text("SELECT EXISTS (SELECT FROM closed_day WHERE day = :last)")
MAKE: Final = text("INSERT INTO month_return (month, tax) VALUES (:month, :tax)")
HUNDREDTH: Final = 10_000  # of a million


class TaxRate(NamedTuple):
    """A rate: a share in millionths, and so many francs of each besides."""

    ppm: int
    fixed: int

    @property
    def percent(self) -> Decimal:
        """Return the share as a percentage, 19.25."""
        return (Decimal(self.ppm) / HUNDREDTH).normalize()


class ReturnLine(NamedTuple):
    """A line of a return: what it is of, in how many entries, the base without the tax, its rates, and the tax."""

    about: str
    number: int
    base: int
    rates: tuple[TaxRate, ...]
    tax: int


def read_return(db: Connection, tax: str, month: Month) -> list[ReturnLine]:
    """Return what is declared of a month, or was: VAT by line of the chart, the tax by kind of transfer."""
    sums: dict[tuple[str, tuple[TaxRate, ...]], list[int]] = {}
    for about, rates, *figures in _list_rows(db, tax, month):
        cell = sums.setdefault((about, rates), [0, 0, 0])
        for place, figure in enumerate(figures):
            cell[place] += figure
    return [ReturnLine(about, number, base, rates, due) for (about, rates), (number, base, due) in sorted(sums.items())]


def _list_rows(db: Connection, tax: str, month: Month) -> Iterator[tuple[str, tuple[TaxRate, ...], int, int, int]]:
    for kind, number, base, due, rates in json.loads(_read_figures(db, tax, month)):
        about = find_line(FEES, FEES, kind).number if tax == "vat" else kind
        yield about, tuple(TaxRate(*rate) for rate in rates), number, base, due


def _read_figures(db: Connection, tax: str, month: Month) -> str:
    figures: str = db.execute(FIGURES, {"tax": tax, "month": month.first}).scalar_one()
    return figures


def hash_figures(db: Connection, tax: str, month: Month) -> str:
    """Return what a return is known by, as whoever makes it is shown it."""
    return hashlib.sha256(_read_figures(db, tax, month).encode()).hexdigest()


def refuse(db: Connection, tax: str, month: Month) -> None:
    """Raise Refused for what was declared already, and while a day of the month is open."""
    if db.execute(MADE, {"tax": tax, "month": month.first}).scalar_one():
        raise Refused("staff.declared_already", tax=tax, month=str(month))
    if not db.execute(DAYS_CLOSED, {"last": month.last}).scalar_one():
        raise Refused("staff.declared_too_early", tax=tax, month=str(month))


def make(db: Connection, tax: str, month: Month) -> None:
    """Keep what two of staff declared of a month in this transaction."""
    db.execute(MAKE, {"tax": tax, "month": month.first})
