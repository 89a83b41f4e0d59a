"""Months that are closed: what the next one opens with, suspense with its owners, banks, returns; for ever."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from wallet.books.months import Month, find_month
from wallet.books.trial_balance import ChartBalance, read_trial_balance
from wallet.core.errors import Problem, Refused

SAID: Final = {  # by the word of list_open_points
    "month_closed_already": ("closed", "staff.month_closed_already"),
    "month_before": ("months", "staff.month_before"),
    "days_open": ("days", "staff.days_open"),
    "nobodys_suspense": ("suspense", "staff.nobodys_suspense"),
    "no_statement": ("banks", "staff.no_statement"),
    "not_declared": ("returns", "staff.not_declared"),
}
POINTS: Final = text("SELECT what, about, amount FROM list_open_points(:month)")
FIGURES: Final = text("SELECT month_figures(:month)")
CLOSE: Final = text("INSERT INTO closed_month (month) VALUES (:month) RETURNING encode(hash, 'hex')")
CLOSED: Final = text("""SELECT c.month, encode(c.hash, 'hex') AS hash, c.closed_at, a.asked_by, a.approved_by, c.figures
    FROM closed_month c JOIN staff_act a ON a.request_id = c.request_id WHERE c.month = :month""")
NEXT: Final = text("""SELECT coalesce((SELECT (max(month) + interval '1 month')::date FROM closed_month),
    (SELECT date_trunc('month', min(day))::date FROM day_sum))""")


class WaitingSuspense(NamedTuple):
    """Money in suspense as a month was closed: its account, how much, since when, and the login that looks after it."""

    account: str
    amount: int
    since: date
    owner: str


@dataclass(frozen=True)
class ClosedMonth:
    """A closed month: its hash, which covers the month before, the two who agreed, what waited in suspense."""

    month: Month
    hash: str
    closed_at: datetime
    asked_by: str
    approved_by: str
    suspense: tuple[WaitingSuspense, ...]


def list_open_points(db: Connection, month: Month) -> list[Problem]:
    """Return all that a month is not closed for yet."""
    return [Problem(*SAID[row.what], _write_values(month, row.about, row.amount))
            for row in db.execute(POINTS, {"month": month.first})]  # fmt: skip


def _write_values(month: Month, about: str, amount: int) -> dict[str, object]:
    reason = about.removeprefix("suspense:")
    return {"month": str(month), "about": about, "tax": about, "reason": reason, "amount": amount}


def refuse(db: Connection, month: Month) -> None:
    """Raise Refused for a month that is not closed yet for some reasons, with each of them."""
    if points := list_open_points(db, month):
        raise Refused("staff.month_stays_open", month=str(month), problems=points)


def hash_figures(db: Connection, month: Month) -> str:
    """Return what the figures of a month are known by, as whoever closes it is shown them."""
    figures: str = db.execute(FIGURES, {"month": month.first}).scalar_one()
    return hashlib.sha256(figures.encode()).hexdigest()


def close(db: Connection, month: Month) -> str:
    """Close a month as two of staff agreed in this transaction; return its hash."""
    digest: str = db.execute(CLOSE, {"month": month.first}).scalar_one()
    return digest


def find_next(db: Connection) -> Month | None:
    """Return the month to close next; None before anything is added up."""
    first: date | None = db.execute(NEXT).scalar_one()
    return find_month(first) if first else None


def find_closed(db: Connection, month: Month) -> ClosedMonth | None:
    """Return a month as it was closed; None for an open one."""
    row = db.execute(CLOSED, {"month": month.first}).one_or_none()
    if row is None:
        return None
    suspense = tuple(WaitingSuspense(account, amount, date.fromisoformat(since), owner)
                     for account, amount, since, owner in json.loads(row.figures)["suspense"])  # fmt: skip
    return ClosedMonth(month, row.hash, row.closed_at, row.asked_by, row.approved_by, suspense)


def read_openings(db: Connection, month: Month) -> list[ChartBalance]:
    """Return what the next month opens with, by line and currency: a year that ends carries its income on."""
    return [replace(one, debits=0, credits=0, legs=0) for one in read_trial_balance(db, month.after) if one.opening]
