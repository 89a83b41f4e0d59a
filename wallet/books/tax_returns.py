"""The returns of a month, from its entries alone: VAT in our fees, and the tax on transfers."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from wallet.books.chart import find_line
from wallet.books.fee_vat import FEES, list_fee_days
from wallet.books.months import Month

TAXED: Final = text("SELECT * FROM list_transfer_tax(:first, :last) ORDER BY kind")
# The rates of the tax in force on some day of a month, by what is priced.
RATES: Final = text("""SELECT DISTINCT tax_ppm, tax_fixed FROM tariff r WHERE (tax_ppm, tax_fixed) <> (0, 0)
    AND since < CAST(:after AS timestamp) AT TIME ZONE 'Africa/Douala' AND NOT EXISTS (SELECT FROM tariff n
      WHERE n.kind = r.kind AND n.since > r.since AND n.since <= CAST(:first AS timestamp) AT TIME ZONE 'Africa/Douala')
    ORDER BY 1, 2""")
HUNDREDTH: Final = 10_000  # of a million


class TaxRate(NamedTuple):
    """A rate: a share in millionths, and so many francs of each besides."""

    ppm: int
    fixed: int = 0

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


def read_vat(db: Connection, month: Month) -> list[ReturnLine]:
    """Return the VAT in our fees of a month, by line of the chart and rate; what was given back is taken off."""
    sums: dict[tuple[str, int], list[int]] = {}
    for one in list_fee_days(db, *month):
        cell = sums.setdefault((find_line(FEES, FEES, one.kind).number, one.ppm), [0, 0, 0])
        vat = one.vat_earned - one.vat_given_back
        for place, figure in enumerate((one.legs, one.earned - one.given_back - vat, vat)):
            cell[place] += figure
    return [ReturnLine(line, number, base, (TaxRate(ppm),), vat)
            for (line, ppm), (number, base, vat) in sorted(sums.items())]  # fmt: skip


def read_transfer_tax(db: Connection, month: Month) -> list[ReturnLine]:
    """Return the tax on transfers of a month, by kind of transfer."""
    days = {"first": month.first, "last": month.last, "after": month.after}
    rates = tuple(TaxRate(*row) for row in db.execute(RATES, days))
    return [ReturnLine(kind, number, base, rates, tax) for kind, number, base, tax in db.execute(TAXED, days)]


RETURNS: Final[dict[str, Callable[[Connection, Month], list[ReturnLine]]]] = {
    "vat": read_vat,
    "transfer-tax": read_transfer_tax,
}
