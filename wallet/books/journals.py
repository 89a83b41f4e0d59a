"""The journals: what was posted, each transfer in one of them; by transfer, or by day as programs take it in.

A piece is what must balance by itself: a transfer, or all of a journal on a day. The VAT that is parted from our fees
is a piece of its own each day, among what we sold.
"""

import heapq
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from wallet.books.chart import ChartLine, find_line
from wallet.books.fee_vat import FEES, VAT, FeeDay, list_fee_days, name_kind
from wallet.core.clock import DOUALA
from wallet.core.values import CURRENCY

JOURNALS: Final[
    dict[str, tuple[str, str]]
] = {  # by code, in French and in English; which a transfer is in: journals.sql
    "AC": ("Achats", "Purchases"),
    "BQ": ("Banques", "Banks"),
    "CA": ("Caisse", "Cash"),
    "OD": ("Opérations diverses", "Miscellaneous"),
    "OP": ("Opérateurs et prestataires", "Operators and providers"),
    "VT": ("Ventes", "Sales"),
}
SALES: Final = "VT"
VAT_PIECE: Final = "TVA"
POSTED: Final = text("""
    SELECT t.posted_at, t.journal, t.id::text, t.kind, coalesce(m.reference, (
        SELECT string_agg('M' || g.id, ' ' ORDER BY g.id) FROM bank_leg g WHERE g.transfer_id = t.id), ''), a.kind,
      a.code, a.currency::text, l.amount
    FROM list_journal(:since, :until) t CROSS JOIN LATERAL unnest(t.accounts, t.amounts) l (account_id, amount)
    JOIN account a ON a.id = l.account_id LEFT JOIN movement m ON m.transfer_id = t.id
    ORDER BY t.posted_at, t.id, l.amount, a.id""")
BY_DAY: Final = text(
    "SELECT * FROM list_journal_days(:since, :until) ORDER BY day, journal, kind, account_kind, account"
)
AT_A_TIME: Final = 1_000


class JournalLine(NamedTuple):
    """One leg of one transfer, in minor units; credit is positive."""

    at: datetime
    journal: str
    transfer: str
    kind: str
    reference: str
    line: ChartLine
    account: str
    currency: str
    amount: int


class DayEntry(NamedTuple):
    """An entry of a day, in minor units: a line that a kind of transfer moved in a journal; its piece balances."""

    day: date
    journal: str
    piece: str
    kind: str
    line: ChartLine
    currency: str
    debits: int
    credits: int


def iterate_journal(db: Connection, since: date, until: date, line: ChartLine | None = None) -> Iterator[JournalLine]:
    """Yield every leg of every transfer of some days, oldest first, of one line where one is named; few in memory."""
    posted = _iterate_posted(db, since, until)
    parted = (leg for day in list(list_fee_days(db, since, until)) for leg in _write_vat(day))
    for leg in heapq.merge(posted, parted, key=lambda one: one.at):
        if line in (None, leg.line):
            yield leg


def list_day_entries(db: Connection, since: date, until: date) -> Iterator[DayEntry]:
    """Yield what was posted on some days, added up by day, journal, kind of transfer and line."""
    for day, journal, kind, account_kind, account, currency, debit, credit in db.execute(
        BY_DAY, {"since": since, "until": until}
    ):
        line = find_line(name_kind(account_kind, kind), account, kind)
        yield DayEntry(day, journal, f"{journal}-{day:%Y%m%d}", kind, line, currency, debit, credit)
    for fees in list_fee_days(db, since, until):
        piece = f"{VAT_PIECE}-{fees.day:%Y%m%d}"
        for account, debit, credit in _part(fees):
            line = find_line(account, account, fees.kind)
            yield DayEntry(fees.day, SALES, piece, fees.kind, line, CURRENCY, debit, credit)


def choose_journal(entries: Iterable[DayEntry], journal: str) -> Iterator[DayEntry]:
    """Yield the entries of a journal; of all of them for ""."""
    return (one for one in entries if journal in ("", one.journal))


def _iterate_posted(db: Connection, since: date, until: date) -> Iterator[JournalLine]:
    asked = {"since": since, "until": until}
    for at, journal, transfer, kind, reference, account_kind, account, currency, amount in db.execute(
        POSTED, asked, execution_options={"yield_per": AT_A_TIME}
    ):
        line = find_line(name_kind(account_kind, kind), account, kind)
        yield JournalLine(at, journal, transfer, kind, reference, line, account, currency, amount)


def _write_vat(fees: FeeDay) -> Iterator[JournalLine]:
    """Yield the legs by which the VAT of a day is parted from what a kind of transfer earned, as the day ends."""
    over = datetime.combine(fees.day, datetime.min.time(), DOUALA) + timedelta(days=1, microseconds=-1)
    piece = f"{VAT_PIECE}-{fees.day:%Y%m%d}-{fees.kind}"
    for account, debit, credit in _part(fees):
        line = find_line(account, account, fees.kind)
        for amount in (-debit, credit):
            if amount:
                yield JournalLine(over, SALES, piece, fees.kind, "", line, account, CURRENCY, amount)


def _part(fees: FeeDay) -> tuple[tuple[str, int, int], ...]:
    return (FEES, fees.vat_earned, fees.vat_given_back), (VAT, fees.vat_given_back, fees.vat_earned)
