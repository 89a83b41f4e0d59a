"""A month is declared and closed by two, once nothing keeps it open, and stands: the database judges that itself."""

from datetime import date

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.cli.test_books_command import add_up, to_noon, words
from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA
from tests.world.house_banks import open_banks
from tests.world.office import Office
from tests.world.world import World
from wallet import ledger
from wallet.books import closed_days, closed_months, tax_returns
from wallet.books.months import Month, find_month
from wallet.ledger import Entry, Transfer
from wallet.staff.actions.close_day import CloseDay
from wallet.staff.actions.close_month import CloseMonth

WHY = ("--why", "end of month")
TO_LAST_DAY = """UPDATE clock_shift SET shift = shift + ((date_trunc('month', wallet_now() AT TIME ZONE 'Africa/Douala')
    + interval '1 month' - interval '12 hours') AT TIME ZONE 'Africa/Douala' - wallet_now())"""

BY_NOBODY = (
    "closed_month (month) VALUES (:m)", "month_return (month, tax) VALUES (:m, 'vat')",
    "suspense_owner (account_id, owner) SELECT min(id), 'alice' FROM account WHERE CAST(:m AS date) > '2000-1-1'",
)  # fmt: skip


@pytest.fixture
def month(world: World) -> Month:
    """A month that is over, its days added up: Moussa sent Awa money on its last day."""
    world.change(TO_LAST_DAY)
    world.credit(MOUSSA, 20_000)
    assert not world.send(MOUSSA, AWA, 5_000, "a send").refused
    day = world.do(lambda db: db.execute(text("SELECT wallet_now()::date")).scalar_one())
    to_noon(world)
    add_up(world, day)
    return find_month(day)


def close_days(office: Office, until: date) -> None:
    while (day := office.world.do(closed_days.find_next)) and day <= until:
        figures = office.world.do(lambda db, day=day: closed_days.hash_figures(db, day), "office")
        office.conclude(CloseDay(day.isoformat(), figures, why="end of day"), ALICE)
        assert office.conclude(office.approval_of(f"books {day}"), BRUNO).sentence == "staff.day_closed"


def by_two(office: Office, *asked: str) -> str:
    """Have Alice ask, and Bruno approve; return what he was told."""
    office.done("books", *asked, *WHY)
    return words(office.done("books", *asked, "--approve", login=BRUNO))


def let_wait(world: World, amount: int) -> None:
    def post(db: Connection) -> None:
        legs = (Entry(ledger.ours(db, "cash"), -amount), Entry(ledger.ours(db, "suspense:chargeback"), amount))
        ledger.post_one(db, Transfer(f"wait:{amount}", "test", legs))

    world.do(post)


def test_a_month_is_declared_and_closed_once_nothing_keeps_it_open(office: Office, world: World) -> None:
    banks = open_banks(world)
    banks.change(TO_LAST_DAY)
    banks.credit(MOUSSA, 20_000)
    assert not banks.send(MOUSSA, AWA, 5_000, "a send").refused
    let_wait(banks, 77)
    day = banks.do(lambda db: db.execute(text("SELECT wallet_now()::date")).scalar_one())
    month = find_month(day)
    assert "is not over" in office.refused("books", "close-month", str(month), *WHY)
    to_noon(banks)
    add_up(banks, day)
    told = words(office.refused("books", "close-month", str(month), *WHY))
    for point in (f"days: 1 days, from {day:%d/%m/%Y} on", "banks: no statement of Trust", "of Own",
                  "suspense: 77 FCFA wait on suspense:chargeback", "returns: vat of it",
                  "returns: transfer-tax of it"):  # fmt: skip
        assert point in told
    assert "once its last day is closed" in words(office.refused("books", "make-return", "vat", str(month), *WHY))
    close_days(office, day)
    shown = words(office.done("books", "return", "vat", str(month)))
    assert " 706110 Fees on transfers 1 21 19.25 % 4 " in shown
    assert f"vat of {month} is declared: 4 FCFA" in by_two(office, "make-return", "vat", str(month))
    assert "was declared" in words(office.refused("books", "make-return", "vat", str(month), *WHY))
    by_two(office, "make-return", "transfer-tax", str(month))
    assert "no login nobody" in words(office.refused("books", "own-suspense", "chargeback", "--to", "nobody", *WHY))
    office.done("books", "own-suspense", "chargeback", "--to", "bruno", *WHY)
    banks.change(
        """INSERT INTO bank_file (account_id, sha256, name, imported_at, closing, closes_on)
        SELECT id, rib, 'a.xml', now(), 0, :day FROM bank_account""",
        day=month.last,
    )
    assert "Nothing keeps" in words(office.done("books", "month"))
    assert f"{month} is closed" in by_two(office, "close-month", str(month))
    assert not banks.send(MOUSSA, AWA, 5_000, "of the next month").refused
    after = words(office.done("books", "month", str(month), "--french"))
    assert " 706110 Commissions sur transferts XAF 21 " in after
    assert f" suspense:chargeback 77 {day:%d/%m/%Y} bruno " in after
    assert "it is closed" in words(office.refused("books", "close-month", str(month), *WHY))
    assert words(office.done("books", "return", "vat", str(month))) == shown
    banks.check()
    for change in ("UPDATE closed_month SET figures = '{}'", "DELETE FROM closed_month"):
        with pytest.raises(DBAPIError, match="month that is closed stays so"):
            banks.change(change)
    with pytest.raises(DBAPIError, match="what was declared stays so"):
        banks.change("DELETE FROM month_return")


def test_by_nobody(office: Office, world: World, month: Month) -> None:
    close_days(office, month.last)
    for row in BY_NOBODY:
        statement = text(f"INSERT INTO {row}")
        with pytest.raises(DBAPIError, match="no act or operation under way does"):
            world.do(lambda db, statement=statement: db.execute(statement, {"m": month.first}), "office")


def test_while_something_keeps_it_open(
    office: Office, world: World, month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two agree to close a month whose returns are not made: an office that looks away closes nothing."""
    monkeypatch.setattr(closed_months, "refuse", lambda _db, _month: None)
    close_days(office, month.last)
    figures = world.do(lambda db: closed_months.hash_figures(db, month), "office")
    assert office.conclude(CloseMonth(str(month), figures, why="end of month"), ALICE).sentence == "staff.asked"
    with pytest.raises(DBAPIError, match="did not agree to close"):
        office.conclude(office.approval_of(f"books {month}"), BRUNO)


def test_by_figures_that_were_not_shown(
    office: Office, world: World, month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_days(office, month.last)
    with monkeypatch.context() as shown:
        shown.setattr(tax_returns, "hash_figures", lambda _db, _tax, _month: "0" * 64)
        office.done("books", "make-return", "vat", str(month), *WHY)
        with pytest.raises(DBAPIError, match="did not declare"):
            office.conclude(office.approval_of(f"return vat {month}"), BRUNO)
    assert office.conclude(office.approval_of(f"return vat {month}"), BRUNO).sentence == "staff.return_moved"
