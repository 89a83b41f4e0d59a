"""The general ledger of a line of the chart, by day and kind of transfer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from wallet.books.chart import ChartLine, find_line
from wallet.books.fee_vat import FEES, VAT, list_fee_days, name_kind
from wallet.books.trial_balance import read_trial_balance
from wallet.core.values import CURRENCY

MOVED: Final = text("""
    SELECT s.day, s.account_kind, coalesce((SELECT code FROM account WHERE id = s.account_id), '') AS account, s.kind,
      s.currency::text, s.debits, s.credits, s.legs
    FROM day_sum s WHERE s.day BETWEEN :since AND :until
    UNION ALL
    SELECT d.day::date, m.account_kind, coalesce((SELECT code FROM account WHERE id = m.account_id), ''), m.kind,
      m.currency::text, m.debits, m.credits, m.legs
    FROM day_summed summed
    CROSS JOIN generate_series(CAST(:since AS date)::timestamp, CAST(:until AS date)::timestamp, '1 day') d (day)
    CROSS JOIN LATERAL list_moved(greatest(summed.until, d.day AT TIME ZONE 'Africa/Douala'),
      (d.day + interval '1 day') AT TIME ZONE 'Africa/Douala') m
    WHERE summed.until < (d.day + interval '1 day') AT TIME ZONE 'Africa/Douala'""")


@dataclass
class LedgerDay:
    """One kind of transfer on a line on one day, in minor units: what it moved, and what the line held behind it."""

    day: date
    kind: str
    currency: str
    debits: int
    credits: int
    legs: int
    balance: int = 0


class MovedDay(NamedTuple):
    """An account on a day, and a kind of transfer that moved it, in so many legs."""

    day: date
    account_kind: str
    account: str
    kind: str
    currency: str
    debits: int
    credits: int
    legs: int


def read_openings(db: Connection, line: ChartLine, day: date) -> dict[str, int]:
    """Return what a line held as a day began, by currency."""
    return {one.currency: one.opening for one in read_trial_balance(db, day) if one.line == line}


def read_ledger(db: Connection, line: ChartLine, since: date, until: date) -> list[LedgerDay]:
    """Return what moved on a line, by day, currency and kind of transfer; each with the balance behind it."""
    found: dict[tuple[date, str, str], LedgerDay] = {}
    for one in (*_list_summed(db, since, until), *_list_parted(db, since, until)):
        if find_line(one.account_kind, one.account, one.kind) == line:
            empty = LedgerDay(one.day, one.kind, one.currency, 0, 0, 0)
            day = found.setdefault((one.day, one.currency, one.kind), empty)
            day.debits += one.debits
            day.credits += one.credits
            day.legs += one.legs
    balances = read_openings(db, line, since)
    days = [found[key] for key in sorted(found)]
    for day in days:
        balances[day.currency] = day.balance = balances.get(day.currency, 0) + day.credits - day.debits
    return days


def _list_summed(db: Connection, since: date, until: date) -> Iterator[MovedDay]:
    for day, account_kind, account, kind, *moved in db.execute(MOVED, {"since": since, "until": until}):
        yield MovedDay(day, name_kind(account_kind, kind), account, kind, *moved)


def _list_parted(db: Connection, since: date, until: date) -> Iterator[MovedDay]:
    for one in list_fee_days(db, since, until):
        yield MovedDay(one.day, FEES, FEES, one.kind, CURRENCY, one.vat_earned, one.vat_given_back, 0)
        yield MovedDay(one.day, VAT, VAT, one.kind, CURRENCY, one.vat_given_back, one.vat_earned, one.legs)
