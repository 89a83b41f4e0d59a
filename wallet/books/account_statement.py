"""The statement of one account for some days: what it opened with, each line, what it closed with.

Of an account that people have it is read from its entries; of one of the house from transfers of those days, and sums
of the days before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

ACCOUNT: Final = text("SELECT id, code, kind, accrued, currency::text FROM account WHERE code = :code")
BEFORE: Final = text("SELECT balance_before(:account, :day)")
BEGAN, OVER = (f"CAST(:{day} AS date)::timestamp AT TIME ZONE 'Africa/Douala'" for day in ("since", "after"))
# Of a move of the house at banks, the name by which their statements tell of it: M12.
REFERENCE: Final = """coalesce((SELECT m.reference FROM movement m WHERE m.transfer_id = found.transfer_id),
    (SELECT string_agg('M' || g.id, ' ' ORDER BY g.id) FROM bank_leg g WHERE g.transfer_id = found.transfer_id), '')"""
ENTRIES: Final = text(f"""SELECT posted_at, kind, {REFERENCE}, amount FROM entry found
    WHERE account_id = :account AND seq >= find_entry(:account, {BEGAN}) AND seq < find_entry(:account, {OVER})
    ORDER BY seq""")  # noqa: S608 - constants
TRANSFERS: Final = text(f"""SELECT posted_at, kind, {REFERENCE}, amount FROM (
      SELECT t.id AS transfer_id, t.posted_at, t.kind, l.amount
      FROM transfer t CROSS JOIN LATERAL unnest(t.accounts, t.amounts) l (account_id, amount)
      WHERE t.posted_at >= {BEGAN} AND t.posted_at < {OVER} AND l.account_id = :account) found
    ORDER BY posted_at, transfer_id""")  # noqa: S608 - constants
AT_A_TIME: Final = 1_000


class BooksAccount(NamedTuple):
    """An account of the ledger, as the books find it."""

    id: int
    code: str
    kind: str
    accrued: bool
    currency: str


class BooksLine(NamedTuple):
    """One line: when, by which kind of transfer and movement, what it added (or took), what was there then."""

    at: datetime
    kind: str
    reference: str
    amount: int
    balance: int


@dataclass(frozen=True)
class StatementPeriod:
    """Days of an account, first and last included, in minor units of its currency; credit is positive."""

    account: BooksAccount
    since: date
    until: date
    opening: int
    closing: int


def find_account(db: Connection, code: str) -> BooksAccount | None:
    """Return the account of a code of the ledger, as fees or agent_float:123455; None for none."""
    row = db.execute(ACCOUNT, {"code": code}).one_or_none()
    return BooksAccount(*row) if row else None


def read_period(db: Connection, account: BooksAccount, since: date, until: date) -> StatementPeriod:
    """Return what an account opened and closed some days with."""
    opening, closing = (
        int(db.execute(BEFORE, {"account": account.id, "day": day}).scalar_one())
        for day in (since, until + timedelta(days=1))
    )
    return StatementPeriod(account, since, until, opening, closing)


def iterate_lines(db: Connection, period: StatementPeriod) -> Iterator[BooksLine]:
    """Yield the lines of some days, oldest first, few at a time in memory."""
    wanted = {"account": period.account.id, "since": period.since, "after": period.until + timedelta(days=1)}
    asked = TRANSFERS if period.account.accrued else ENTRIES
    balance = period.opening
    for at, kind, reference, amount in db.execute(asked, wanted, execution_options={"yield_per": AT_A_TIME}):
        balance += amount
        yield BooksLine(at, kind, reference, amount, balance)
