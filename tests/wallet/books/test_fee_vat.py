"""VAT is parted from our fees in its own month, day by day; what is declared of a month is what the books say of it."""

import uuid
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, text

from tests.wallet.books.days import say, settle_sums, to_noon
from tests.wallet.ledger.accounts import Accounts
from wallet import ledger
from wallet.books.chart import get_line
from wallet.books.fee_vat import list_fee_days, sum_vat
from wallet.books.general_ledger import read_ledger
from wallet.books.journals import iterate_journal, list_day_entries
from wallet.books.months import Month, find_month
from wallet.books.tax_returns import read_return
from wallet.books.trial_balance import read_trial_balance
from wallet.core import clock
from wallet.core.database import in_transaction
from wallet.ledger import Entry, Transfer

PPM = 192_500
EARNED = text("""SELECT sum(l.amount) FROM transfer t CROSS JOIN unnest(t.accounts, t.amounts) l (id, amount)
    WHERE l.id = account_named('fees') AND t.posted_at >= CAST(:first AS timestamp) AT TIME ZONE 'Africa/Douala'
    AND t.posted_at < CAST(:after AS timestamp) AT TIME ZONE 'Africa/Douala'""")


def test_vat_stands_in_what_was_earned_to_the_franc(engine: Engine) -> None:
    grosses = [0, 1, 3, 4, 100, 1_000, 119_250, 10**15]
    with engine.begin() as db:
        found = [
            db.execute(text("SELECT vat_in(:gross, :ppm)"), {"gross": one, "ppm": PPM}).scalar() for one in grosses
        ]
        assert found == [0, 0, 0, 1, 16, 161, 19_250, 161_425_576_519_916]
        assert db.execute(text("SELECT vat_in(1000, 0)")).scalar() == 0


def earn(engine: Engine, moussa: int, amounts: list[int]) -> None:
    """Take fees from Moussa, or give some back, each with a franc of tax."""
    with engine.begin() as db:
        fees, tax = ledger.ours(db, "fees"), ledger.ours(db, "tax")
        for fee in amounts:
            legs = (Entry(fees, fee), Entry(moussa, -fee - 1), Entry(tax, 1))
            ledger.post_one(db, Transfer(str(uuid.uuid4()), "test", legs))


class Declared(NamedTuple):
    """The sums of a month's returns, and what its lines moved."""

    vat: int
    base: int
    tax: int
    stands: dict[str, int]


def read_all(db: Connection, first: date, last: date) -> list[Declared]:
    """Read the returns of each month, and hold them to the trial balance, the ledger and the entries of the month."""
    found = []
    for month in sorted({find_month(first + timedelta(days=n)) for n in range((last - first).days + 1)}):
        vat, tax = (read_return(db, tax, month) for tax in ("vat", "transfer-tax"))
        balances = read_trial_balance(db, month.last, month.first)
        assert sum(one.closing for one in balances) == sum(one.opening for one in balances) == 0
        moved = {one.line.number: one.credits - one.debits for one in balances}
        assert sum(one.tax for one in vat) == moved.get("443200", 0) == sum_vat(list_fee_days(db, *month))
        assert sum(one.base for one in vat) == moved.get("706190", 0)
        assert sum(one.tax for one in tax) == moved.get("447800", 0) == sum(one.number for one in tax)
        days = {"after": month.after, "first": month.first}
        assert sum(one.base + one.tax for one in vat) == db.execute(EARNED, days).scalar_one()
        for number in ("443200", "706190"):
            line = get_line(number)
            assert line
            behind = read_ledger(db, line, month.first, month.last)
            closing = [one.closing for one in balances if one.line == line]
            assert [one.balance for one in behind[-1:]] == closing[: len(behind)]
        hold_journals(db, month, {one.line.number: (one.debits, one.credits) for one in balances})
        found.append(Declared(moved["443200"], moved["706190"], moved["447800"], moved))
    return found


def hold_journals(db: Connection, month: Month, moved: dict[str, tuple[int, int]]) -> None:
    """Hold both forms of the journals to what each line moved: each piece balances, and is in one journal."""
    lines: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    each: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    pieces: Counter[tuple[str, str]] = Counter()
    for day in list_day_entries(db, *month):
        lines[day.line.number][0] += day.debits
        lines[day.line.number][1] += day.credits
        pieces[day.piece, day.currency] += day.credits - day.debits
    legs = list(iterate_journal(db, *month))
    for leg in legs:
        each[leg.line.number][leg.amount > 0] += abs(leg.amount)
        pieces[leg.transfer, leg.currency] += leg.amount
    assert {*pieces.values()} <= {0}
    assert [leg.at for leg in legs] == sorted(leg.at for leg in legs)
    by_journal = {(leg.transfer, leg.journal) for leg in legs}
    assert len(by_journal) == len({leg.transfer for leg in legs})
    for found in (lines, each):
        assert {number: tuple(sides) for number, sides in found.items() if any(sides)} == {
            number: sides for number, sides in moved.items() if sides != (0, 0)
        }


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.integers(1, 400) | st.integers(-60, -1), min_size=1, max_size=5), min_size=3, max_size=6))
def test_the_days_of_a_month_come_to_what_is_declared_of_it(
    engine: Engine, owner: Engine, accounts: Accounts, days: list[list[int]]
) -> None:
    """Whatever is earned and given back, before and after it is added up, each month is of its own entries alone."""
    first = last = to_noon(owner)
    say(engine, accounts, f"{first}: cash -10000, moussa +10000")
    for amounts in days:
        earn(engine, accounts.id("moussa"), amounts)
        with owner.begin() as db:
            db.execute(text("UPDATE clock_shift SET shift = shift + interval '9 days'"))
        last = in_transaction(engine, clock.now).astimezone(clock.DOUALA).date()
    earn(engine, accounts.id("moussa"), [1])
    as_posted = in_transaction(owner, lambda db: read_all(db, first, last))
    settle_sums(engine)
    assert in_transaction(owner, lambda db: read_all(db, first, last)) == as_posted
