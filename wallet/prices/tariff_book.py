"""All prices and ceilings of one day, as a value: read from the dated rows, or added to them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.core.clock import DOUALA
from wallet.prices.tariffs import COLUMNS, Tariff

Ceiling = tuple[int, str, str]  # tier, direction, span
SPANS_OF: Final = {
    "out": ("operation", "day", "week", "month"),
    "in": ("operation", "day", "week", "month", "balance"),
    "sms": ("day",),
}
ALWAYS: Final = {("out", "operation"), ("in", "operation"), ("in", "balance"), ("sms", "day")}  # never without one


@dataclass(frozen=True)
class Book:
    """The price of every kind of operation, and every tier's ceilings (None: there is none)."""

    prices: dict[str, Tariff]
    ceilings: dict[Ceiling, int | None]

    @property
    def tiers(self) -> list[int]:
        """Return its tiers, lowest first."""
        return sorted({tier for tier, _, _ in self.ceilings})


def to_midnight(day: date) -> datetime:
    """Return the moment at which a day begins in Douala."""
    return datetime.combine(day, time(), DOUALA)


def read(db: Connection, at: datetime) -> Book:
    """Return the rules that are, were or will be in force at a moment, as far as is known now."""
    prices = db.execute(
        text(f"""SELECT DISTINCT ON (kind) kind, {COLUMNS} FROM tariff WHERE since <= :at
            ORDER BY kind, since DESC"""),  # noqa: S608 - constants
        {"at": at},
    )
    ceilings = db.execute(
        text("""SELECT DISTINCT ON (tier, direction, span) tier, direction, span, amount FROM ceiling
            WHERE since <= :at ORDER BY tier, direction, span, since DESC"""),
        {"at": at},
    )
    known = {(row.tier, row.direction, row.span): row.amount for row in ceilings}
    every = [
        (t, way, span) for t in sorted({t for t, _, _ in known}) for way, spans in SPANS_OF.items() for span in spans
    ]
    return Book({kind: Tariff(*rest) for kind, *rest in prices}, {one: known.get(one) for one in every})


def list_beginnings(db: Connection) -> Sequence[datetime]:
    """Return the moments at which loaded tariffs begin, first to last."""
    return (
        db.execute(text("SELECT DISTINCT since FROM tariff WHERE since > '-infinity' ORDER BY since")).scalars().all()
    )


def add_rules(db: Connection, since: datetime, book: Book) -> None:
    """Add rules that are in force from a moment on."""
    columns = [name.strip() for name in COLUMNS.split(",")]
    db.execute(
        text(f"INSERT INTO tariff (kind, since, {COLUMNS}) VALUES (:kind, :since, :{', :'.join(columns)})"),  # noqa: S608 - constants
        [{"kind": kind, "since": since, **asdict(one)} for kind, one in book.prices.items()],
    )
    rows: list[dict[str, Any]] = [
        {"tier": tier, "direction": direction, "span": span, "since": since, "amount": amount}
        for (tier, direction, span), amount in book.ceilings.items()
    ]
    db.execute(
        text("""INSERT INTO ceiling (tier, direction, span, since, amount)
            VALUES (:tier, :direction, :span, :since, :amount)"""),
        rows,
    )


def remove_rules(db: Connection, since: datetime) -> None:
    """Remove the rules that would begin at a moment to come; the database refuses it once they have begun."""
    for table in ("tariff", "ceiling"):
        db.execute(text(f"DELETE FROM {table} WHERE since = :since"), {"since": since})  # noqa: S608 - constants
