"""VAT in our fees, as the books part it from them: by day and kind of transfer, at the rate of the day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, text

LIST: Final = text("SELECT * FROM list_fee_vat(:last) WHERE day >= :first ORDER BY day, kind")
SUMMED: Final = text("""SELECT kind, sum(vat_earned - vat_given_back) FILTER (WHERE day < :first) AS before,
      coalesce(sum(vat_earned) FILTER (WHERE day >= :first), 0) AS earned,
      coalesce(sum(vat_given_back) FILTER (WHERE day >= :first), 0) AS given_back
    FROM list_fee_vat(:last) GROUP BY kind ORDER BY kind""")
FEES: Final = "fees"
VAT: Final = "fee_vat"  # what the books call what they part, as if it were an account of its own
BOOKED: Final = "book_vat"  # takes it out of our fees in the ledger too


@dataclass(frozen=True)
class FeeDay:
    """A kind of transfer on a day: earned and given back, VAT included, in so many legs; and the VAT in it."""

    day: date
    kind: str
    ppm: int
    given_back: int
    earned: int
    legs: int
    vat_given_back: int
    vat_earned: int


@dataclass(frozen=True)
class PartedVat:
    """VAT in what a kind of transfer earned and gave back: of all before some days, and on them."""

    kind: str
    before: int
    earned: int
    given_back: int


def name_kind(account_kind: str, kind: str) -> str:
    """Return the kind of account that a leg stands on: what books VAT takes from our fees comes from what is parted."""
    return VAT if (account_kind, kind) == (FEES, BOOKED) else account_kind


def list_fee_days(db: Connection, first: date, last: date) -> Iterator[FeeDay]:
    """Yield what our fees earned on some days, and the VAT in it, oldest first."""
    for row in db.execute(LIST, {"first": first, "last": last}):
        yield FeeDay(*row)


def list_parted(db: Connection, first: date, last: date) -> list[PartedVat]:
    """Return the VAT in our fees, by kind of transfer: of before some days, and of them."""
    rows = db.execute(SUMMED, {"first": first, "last": last})
    return [PartedVat(kind, int(before or 0), int(earned), int(back)) for kind, before, earned, back in rows]


def sum_vat(days: Iterable[FeeDay]) -> int:
    """Return the VAT that is due of some days."""
    return sum(one.vat_earned - one.vat_given_back for one in days)
