"""The books at the office's commands: a day is read, exported, closed by two, and stands as it was closed."""

import csv
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from tests.world.cast import ALICE, AWA, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.books.day_sums import find_last, sum_days

FRANCS = 5_000


def to_noon(world: World) -> date:
    """Move the clock on to noon of the next day in Douala; return that day."""
    world.change("""UPDATE clock_shift SET shift = shift + (date_trunc('day', wallet_now(), 'Africa/Douala')
        + interval '36 hours' - wallet_now())""")
    noon: datetime = world.one("SELECT wallet_now()")
    return noon.astimezone(UTC).date()


def add_up(world: World, day: date) -> None:
    """Have the tick add up what is over, until this day is: other databases of the server may hold it up."""
    while world.do(find_last) != day:
        sum_days(world.wallet.engine, 1_000)


def words(told: str) -> str:
    """Return what was printed, spaces and frames being one space."""
    return re.sub(r"[\s│┃]+", " ", told)


@pytest.fixture
def day(world: World) -> date:
    """A day on which Moussa was given 20 000, and sent Awa 5 000."""
    found = to_noon(world)
    world.credit(MOUSSA, 20_000)
    assert not world.send(MOUSSA, AWA, FRANCS, "a send").refused
    return found


def test_a_day_is_closed_by_two_and_stands(office: Office, world: World, day: date, tmp_path: Path) -> None:
    on = f"{day:%d/%m/%Y}"
    office.hire("claire", "denis", role="finance")
    balance = words(office.done("books", "trial-balance", on, login="claire"))
    assert " 419110 Customers, electronic money XAF 5 039 25 000 19 961 " in balance
    assert " 443200 State, VAT in our fees XAF 4 4 " in balance
    assert " 706110 Fees on transfers XAF 4 25 21 " in balance
    assert " 447800 State, tax on transfers of money XAF 14 14 " in balance
    assert " Total XAF 25 043 25 043 20 000 20 000 " in balance
    assert "is not over" in office.refused("books", "close", on, "--why", "end of day", login="claire")

    to_noon(world)
    add_up(world, day)
    assert words(office.done("books", "trial-balance", on, login="claire")) == balance
    office.done("books", "close", "--why", "end of day", login="claire")
    assert "close the books of" in office.done("waiting", login="denis")
    assert "somebody else" in office.refused("books", "close", on, "--approve", login="claire")
    shown = office.done("books", "close", on, "--approve", login="denis")
    assert "moved in XAF: open -> 25 043, closed" in shown
    [known] = re.findall(r"known by: ([0-9a-f]{64})", shown)
    assert world.one("SELECT after ->> 'hash' FROM staff_act WHERE kind = 'close_day'") == known
    assert f"{on} was closed by claire and denis" in office.done("books", "trial-balance", on, login="claire")
    assert "is closed" in office.refused("books", "close", on, "--why", "again", login="claire")
    assert known in office.done("books", "days", "--from", on, login="claire")
    world.check()

    with world.owner.connect() as db, pytest.raises(Exception, match="stays so"):
        db.execute(text("DELETE FROM closed_day"))
    assert not world.send(MOUSSA, AWA, FRANCS, "a send on the day after").refused
    next_day = to_noon(world)
    add_up(world, next_day - timedelta(days=1))
    world.send(MOUSSA, AWA, FRANCS, "a send two days after")
    to_noon(world)
    add_up(world, next_day)
    late = office.refused("books", "close", f"{next_day:%d/%m/%Y}", "--why", "end of day", login="claire")
    assert f"comes before {next_day:%d/%m/%Y}, and is open" in words(late)
    for _ in range(2):
        office.done("books", "close", "--why", "end of day", login="claire")
        office.done("books", "close", "--approve", login="denis")
    assert world.one("SELECT count(*) FROM closed_day") == 3
    world.check()


def test_it_is_read_line_by_line_and_exported(office: Office, world: World, day: date, tmp_path: Path) -> None:
    on = f"{day:%d/%m/%Y}"
    days = ("--from", on, "--to", on)
    ledger = words(office.done("books", "ledger", "706110", *days))
    assert f" {on} Send XAF 4 25 1 21 " in ledger
    mine = words(office.done("books", "statement", "677000001", *days))
    assert f" {on} Opening balance 0 " in mine
    assert re.search(r" Send [0-9A-Z]{4}-[0-9A-Z]{4} 5 039 14 961 ", mine)
    assert world.one("SELECT count(*) FROM staff_act WHERE kind = 'look_at_person' AND why = 'books statement'") == 1
    assert re.search(r" Send [0-9A-Z]{4}-[0-9A-Z]{4} 25 25 ", words(office.done("books", "statement", "fees", *days)))
    assert "706110 Commissions sur transferts" in words(office.done("books", "chart", "--french"))
    assert "706110" in office.done("books", "chart")

    sheet = tmp_path / "journal.csv"
    office.done("books", "journal", str(sheet), "--from", on, "--french")
    with sheet.open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0][:5] == ["Date", "Journal", "Pièce", "Opération", "Référence"]
    assert sum(int(row[9] or 0) - int(row[10] or 0) for row in rows[1:]) == 0
    assert [row[5] for row in rows[1:] if row[1:4:2] == ["VT", "Envoi"]] == [
        "419110", "447800", "706110", "419110", "706110", "443200"]  # fmt: skip
    book = tmp_path / "balance.xlsx"
    office.done("books", "trial-balance", on, "--file", str(book))
    cells = [[cell.value for cell in row] for row in load_workbook(book).active.iter_rows()]
    assert ["706110", "Fees on transfers", "XAF", None, None, 4, 25, None, 21] in [
        [None if cell == "" else cell for cell in row] for row in cells
    ]
    office.done("books", "statement", "operator_float:mtn", *days, "--file", str(book), "--french")
    opening = list(load_workbook(book).active.rows)[1]
    assert (opening[0].value, opening[0].is_date) == (datetime(day.year, day.month, day.day), True)
    assert opening[1].value == "Solde d'ouverture"
    month = ("books", "trial-balance", on, "--from", f"{day.replace(day=1):%d/%m/%Y}")
    assert " 706110 Fees on transfers XAF 4 25 21 " in words(office.done(*month))
    office.done("books", "journal", str(book), "--from", on)
    posted, *_ = list(load_workbook(book).active.rows)[1]
    assert (posted.is_date, posted.value.date()) == (True, day)
    office.done("books", "export", str(sheet), "--journal", "VT", *days, "--french")
    with sheet.open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file, delimiter=";"))
    piece = f"VT-{day:%Y%m%d}"
    assert rows[0] == ["Journal", "Date", "Compte", "Pièce", "Libellé", "Débit", "Crédit", "Monnaie"]
    assert ["VT", on, "706110", piece, "Envoi, Commissions sur transferts", "", "25", "XAF"] in rows
    assert {row[3] for row in rows[1:]} == {piece, f"TVA-{day:%Y%m%d}"}
    declared = words(office.done("books", "return", "vat", f"{day:%Y-%m}", "--french"))
    assert " 706110 Commissions sur transferts 1 21 19,25 % 4 " in declared
    declared = words(office.done("books", "return", "transfer-tax", f"{day:%Y-%m}"))
    assert " send_money Send 1 5 000 0.2 % + 4 FCFA 14 " in declared
    assert "no month" in office.refused("books", "return", "vat", "2026-13")
    assert "no name of a sheet" in office.refused("books", "trial-balance", on, "--file", str(tmp_path / "a.pdf"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("ledger", "999999"), "There is no line 999999"),
        (("statement", "nobody"), "There is no account nobody"),
        (("close", "--why", "end of day"), "nothing is added up yet"),
    ],
)
def test_what_there_is_none_of_is_said(office: Office, asked: tuple[str, ...], said: str) -> None:
    assert said in words(office.refused("books", *asked, login=ALICE))


def test_who_does_not_keep_books_reads_none(office: Office) -> None:
    office.hire("serge", role="support")
    office.hire("anna", role="auditor")
    assert "may not" in office.refused("books", "trial-balance", login="serge")
    assert "Nothing was posted then." in office.done("books", "trial-balance", "01/01/2020", login="anna")
    assert "Nothing waits." in office.done("books", "ageing", "01/01/2020", login="anna")
    assert "may not" in words(office.refused("books", "close", "01/01/2020", "--why", "end", login="anna"))
