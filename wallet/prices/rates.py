"""Rates of foreign currencies: dated rows, what one whole unit pays in francs, and amounts turned by one.

All in whole numbers of minor units and Decimal; what is charged rounds up, what is given back rounds down.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import Connection, text

from wallet.core import clock
from wallet.core.errors import NotNow

PLACES: Final = 8  # decimals that a rate is kept with
SCALE: Final = 10**PLACES
PPM: Final = 1_000_000
NEWEST_ONES: Final = """SELECT DISTINCT ON (currency) currency, since, source, digits, charged_at AS rate, lasts_days
    FROM rate WHERE since <= wallet_now() ORDER BY currency, since DESC"""
NEWEST: Final = text(NEWEST_ONES)
CHARGED: Final = text(f"""SELECT currency FROM ({NEWEST_ONES}) newest
    WHERE lasts_days IS NULL OR wallet_now() < since + make_interval(days => lasts_days)""")  # noqa: S608 - constants


@dataclass(frozen=True)
class Rate:
    """A currency's rate: `rate` francs are paid by one whole unit, which has 10^`digits` minor units.

    `lasts_days` after `since` it is too old to charge by; None for a peg, which does not age.
    """

    currency: str
    since: datetime
    source: str
    digits: int
    rate: Decimal
    lasts_days: int | None = None

    def is_too_old(self, now: datetime) -> bool:
        """Return True when nothing may be charged by this rate any more."""
        return self.lasts_days is not None and now >= self.since + timedelta(days=self.lasts_days)

    def charge(self, francs: int) -> int:
        """Return the least minor units that pay so many francs."""
        return -(-francs * SCALE * _unit(self.digits) // _scaled(self.rate))

    def worth(self, minor: int) -> int:
        """Return the whole francs that so many minor units pay."""
        return minor * _scaled(self.rate) // (SCALE * _unit(self.digits))


def _scaled(rate: Decimal) -> int:
    """Return a rate as a whole number of its last decimal."""
    return int(rate.scaleb(PLACES))


def _unit(digits: int) -> int:
    """Return how many minor units one whole unit has."""
    return int(10**digits)


def list_rates(db: Connection) -> list[Rate]:
    """Return the newest rate of every currency that has one, by currency; one that is too old included."""
    return [Rate(**row._mapping) for row in db.execute(NEWEST)]


def get_rate(db: Connection, currency: str) -> Rate:
    """Return the rate a currency is charged by now. Raises NotNow where there is none, or it is too old."""
    found = next((one for one in list_rates(db) if one.currency == currency), None)
    if found is None:
        raise NotNow("error.no_rate", currency=currency)
    if found.is_too_old(clock.now(db)):
        raise NotNow("error.rate_too_old", currency=currency)
    return found


def list_charged(db: Connection) -> list[str]:
    """Return the currencies that something can be charged in now, francs not among them."""
    return list(db.execute(CHARGED).scalars())


ADD: Final = text("""INSERT INTO rate (currency, since, source, digits, francs, margin_ppm, lasts_days)
    VALUES (:currency, wallet_now(), :source, :digits, CAST(:francs AS numeric), :margin_ppm,
        NULLIF(:lasts_days, 0))""")


def add_rate(
    db: Connection, currency: str, francs: str, source: str, digits: int, margin_ppm: int, lasts_days: int
) -> None:
    """Add a rate that is in force from now on: `francs` that one whole unit is worth, before our margin."""
    db.execute(ADD, {
        "currency": currency, "francs": francs, "source": source, "digits": digits, "margin_ppm": margin_ppm,
        "lasts_days": lasts_days,
    })  # fmt: skip


def take_margin(francs: Decimal, margin_ppm: int) -> Decimal:
    """Return the francs that one whole unit pays, the margin taken, as the database's column charged_at does."""
    scaled = int(francs.scaleb(PLACES)) * (PPM - margin_ppm) // PPM
    return Decimal(scaled).scaleb(-PLACES)
