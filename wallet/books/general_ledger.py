"""The general ledger of a line of the chart, by day and kind of transfer; and the journal, transfer by transfer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from wallet.books.chart import ChartLine, find_line
from wallet.books.trial_balance import read_trial_balance

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
    WHERE summed.until < (d.day + interval '1 day') AT TIME ZONE 'Africa/Douala'
    ORDER BY 1, 5, 4""")
JOURNAL: Final = text("""
    SELECT t.posted_at, t.id::text, t.kind, coalesce(m.reference, ''), a.kind, a.code, a.currency::text, l.amount
    FROM transfer t CROSS JOIN LATERAL unnest(t.accounts, t.amounts) l (account_id, amount)
    JOIN account a ON a.id = l.account_id LEFT JOIN movement m ON m.transfer_id = t.id
    WHERE t.posted_at >= CAST(:since AS date)::timestamp AT TIME ZONE 'Africa/Douala'
      AND t.posted_at < (CAST(:until AS date) + 1)::timestamp AT TIME ZONE 'Africa/Douala'
    ORDER BY t.posted_at, t.id, l.amount, a.id""")
AT_A_TIME: Final = 1_000


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


class JournalLine(NamedTuple):
    """One leg of one transfer, in minor units; credit is positive."""

    at: datetime
    transfer: str
    kind: str
    reference: str
    line: ChartLine
    account: str
    currency: str
    amount: int


def read_openings(db: Connection, line: ChartLine, day: date) -> dict[str, int]:
    """Return what a line held as a day began, by currency."""
    return {one.currency: one.opening for one in read_trial_balance(db, day) if one.line == line}


def read_ledger(db: Connection, line: ChartLine, since: date, until: date) -> list[LedgerDay]:
    """Return what moved on a line, by day, currency and kind of transfer; each with the balance behind it."""
    found: dict[tuple[date, str, str], LedgerDay] = {}
    for day, account_kind, account, kind, currency, *figures in db.execute(MOVED, {"since": since, "until": until}):
        if find_line(account_kind, account, kind) == line:
            one = found.setdefault((day, currency, kind), LedgerDay(day, kind, currency, 0, 0, 0))
            one.debits, one.credits, one.legs = (
                before + more for before, more in zip((one.debits, one.credits, one.legs), figures, strict=True)
            )
    balances = read_openings(db, line, since)
    for one in found.values():
        balances[one.currency] = one.balance = balances.get(one.currency, 0) + one.credits - one.debits
    return list(found.values())


def iterate_journal(db: Connection, since: date, until: date, line: ChartLine | None = None) -> Iterator[JournalLine]:
    """Yield every leg of every transfer of some days, oldest first, of one line where one is named; few in memory."""
    asked = {"since": since, "until": until}
    for at, transfer, kind, reference, account_kind, account, currency, amount in db.execute(
        JOURNAL, asked, execution_options={"yield_per": AT_A_TIME}
    ):
        stands_on = find_line(account_kind, account, kind)
        if line in (None, stands_on):
            yield JournalLine(at, transfer, kind, reference, stands_on, account, currency, amount)
