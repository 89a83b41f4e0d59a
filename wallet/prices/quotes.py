"""Quotes: what a payer abroad is shown before confirming, kept, and charged for a quarter of an hour."""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import Connection, text

from wallet.core import clock
from wallet.core.errors import QuoteChanged
from wallet.prices.rates import Rate, get_rate

HOLDS: Final = timedelta(minutes=15)
COLUMNS: Final = "id::text, currency, rate_since, digits, rate, francs, charged, thing_id::text, made_at, until"
INSERT: Final = text("""INSERT INTO quote (id, currency, rate_since, digits, rate, francs, charged, thing_id,
    made_at, until)
    VALUES (:id, :currency, :rate_since, :digits, :rate, :francs, :charged, :thing_id, :made_at, :until)""")


@dataclass(frozen=True)
class CurrencyQuote:
    """Both amounts and the rate between them: `charged` minor units of `currency` for `francs`, until a moment.

    `rate` is the francs that one whole unit (10^`digits` minor units) pays; `thing_id` the checkout or recharge priced.
    """

    id: str
    currency: str
    rate_since: datetime
    digits: int
    rate: Decimal
    francs: int
    charged: int
    thing_id: str | None
    made_at: datetime
    until: datetime

    @property
    def shown(self) -> str:
        """Charged amount as people read it, a point before its minor units: 15.25."""
        return write_minor(self.charged, self.digits)

    @property
    def worth(self) -> int:
        """Whole francs that what is charged pays: at least `francs`."""
        return Rate(self.currency, self.rate_since, "", self.digits, self.rate).worth(self.charged)


def find_charged(quote: CurrencyQuote | None, francs: int) -> tuple[int, str]:
    """Return what is charged and its currency: by a quote, or the francs where there is none."""
    return (quote.charged, quote.currency) if quote else (francs, "XAF")


def write_minor(minor: int, digits: int) -> str:
    """Return minor units as a decimal of whole ones: 1525 of two digits is 15.25."""
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


def make_quote(db: Connection, currency: str, francs: int, thing_id: str | None = None) -> CurrencyQuote:
    """Return a new quote of what so many francs cost in a currency now. Raises NotNow, as get_rate does."""
    rate, now = get_rate(db, currency), clock.now(db)
    made = CurrencyQuote(
        str(uuid.uuid4()), currency, rate.since, rate.digits, rate.rate, francs, rate.charge(francs),
        thing_id, now, now + HOLDS,
    )  # fmt: skip
    db.execute(INSERT, asdict(made))
    return made


def find_quote(db: Connection, quote_id: str) -> CurrencyQuote | None:
    """Return the quote of this id, or None."""
    row = db.execute(text(f"SELECT {COLUMNS} FROM quote WHERE id = :id"), {"id": quote_id}).one_or_none()  # noqa: S608 - a constant
    return CurrencyQuote(**row._mapping) if row else None


def check_quote(db: Connection, quote_id: str, francs: int, thing_id: str | None = None) -> CurrencyQuote:
    """Return the quote that was agreed to. Raises QuoteChanged where it has run out, or is of something else."""
    found = find_quote(db, quote_id)
    if found is None or (found.francs, found.thing_id) != (francs, thing_id) or clock.now(db) >= found.until:
        raise QuoteChanged("error.quote_expired")
    return found


def give_back(charged: int, francs: int, more: int, gone: int = 0, given: int = 0) -> int:
    """Return the minor units that go back for `more` of the francs that `charged` paid.

    `gone` francs and `given` minor units go back already. All that goes back is never more than its share of what was
    charged, rounded down, and with the last franc all of it; 0 where a share is less than one minor unit.
    """
    return max(charged * (gone + more) // francs - given, 0)
