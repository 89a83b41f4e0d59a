"""The price of an operation, and an agent's commission on it, from the row in force now.

Fee and tax round up to the whole franc, a commission down: cutting an operation in pieces never pays.
"""

from dataclasses import dataclass, fields
from typing import Final, Literal

from sqlalchemy import Connection, text

from wallet.core.errors import QuoteChanged
from wallet.core.values import Money, Priced

MINIMUM = Money(100)
WHOLE: Final = 1_000_000  # parts per million


@dataclass(frozen=True)
class Price:
    """The fee and tax on top of an amount, and the commission an agent earns by it, in francs."""

    fee: int
    tax: int
    commission: int = 0


@dataclass(frozen=True)
class Tariff:
    """The rules of one kind of operation: parts per million of the amount (a commission's, perhaps of the fee)."""

    fee_ppm: int
    fee_min: int
    fee_max: int | None
    tax_ppm: int
    tax_fixed: int
    commission_ppm: int = 0
    commission_of: Literal["amount", "fee"] = "amount"

    def price(self, amount: int) -> Price:
        """Return the price of an operation of this amount: no part of it is more than the amount itself."""
        fee = max(self.fee_min, _take_share(amount, self.fee_ppm))
        fee = min(fee, amount) if self.fee_max is None else min(fee, amount, self.fee_max)
        tax = min(_take_share(amount, self.tax_ppm) + self.tax_fixed, amount)
        commission = (fee if self.commission_of == "fee" else amount) * self.commission_ppm // WHOLE
        return Price(fee, tax, commission)

    def total(self, amount: int) -> int:
        """Return an amount with the fee and the tax on top of it."""
        price = self.price(amount)
        return amount + price.fee + price.tax


COLUMNS: Final = ", ".join(field.name for field in fields(Tariff))
IN_FORCE: Final = text(
    f"SELECT {COLUMNS} FROM tariff WHERE kind = :kind AND since <= wallet_now() ORDER BY since DESC LIMIT 1"  # noqa: S608 - a constant
)


def read_tariff(db: Connection, kind: str) -> Tariff:
    """Return the rules of this kind of operation now. Raises NoResultFound for a kind without a tariff."""
    return Tariff(*db.execute(IN_FORCE, {"kind": kind}).one())


def read_price(db: Connection, kind: str, amount: int) -> Price:
    """Return the price of an operation of this kind now. Raises NoResultFound for a kind without a tariff."""
    return read_tariff(db, kind).price(amount)


def check_price(db: Connection, kind: str, quote: Priced) -> Price:
    """Return the price of what was agreed to. Raises QuoteChanged when fee and tax are not that any more."""
    now = read_price(db, kind, quote.amount)
    if (now.fee, now.tax) != (quote.fee, quote.tax):
        raise QuoteChanged("error.price_changed")
    return now


def check_commission(db: Connection, kind: str, amount: int, shown: int) -> None:
    """Raise QuoteChanged when an agent would not earn what was agreed to any more."""
    if read_price(db, kind, amount).commission != shown:
        raise QuoteChanged("error.price_changed")


def _take_share(amount: int, parts_per_million: int) -> int:
    return -(-amount * parts_per_million // WHOLE)
