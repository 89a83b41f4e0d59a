"""The safeguarding sheet explains every franc, and what waits is aged: whatever the house and its people did."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from cli.safeguarding_sheets import list_sheet
from simulators.bank.booked import Booked
from tests.conftest import Database
from tests.world.bank_files import FORMS, OURS, make_statement
from tests.world.cast import AWA, BRUNO, MOUSSA
from tests.world.house_banks import OWN, WHY, move, open_banks
from tests.world.office import Office
from tests.world.wallet_under_test import connect_owner
from tests.world.world import World
from wallet.books.ageing import read_ageing
from wallet.books.fee_vat import VAT
from wallet.books.safeguarding import SHEET, SheetLine, add_up, list_words, name_sums, read_sheet
from wallet.core import clock


def test_every_kind_of_account_stands_on_one_line(database: Database) -> None:
    with connect_owner(database.owner_url).begin() as db:
        kinds = sorted(db.execute(text("SELECT kind FROM account_kind")).scalars())
    assert sorted(kind for place in SHEET for kind in place.kinds if kind != VAT) == kinds, (
        "add it to wallet/books/safeguarding.py"
    )


def test_a_provider_has_its_title_in_every_currency() -> None:
    place = next(one for one in SHEET if "operator_float" in one.kinds)
    held = [("operator_float:flutterwave", "XAF", 5_000), ("operator_float:flutterwave:EUR", "EUR", 305)]
    rows = list(list_sheet([SheetLine(place, *one) for one in held], [], "en"))
    assert [row[2:4] for row in rows[:2]] == [("Flutterwave", "XAF"), ("Flutterwave", "EUR")]


@pytest.fixture
def busy(world: World, office: Office) -> World:
    """People with money, fees, taxes, a payment that came, money of ours at two banks."""
    open_banks(world)
    for phone in (MOUSSA, AWA):
        world.open_wallet(phone)
    world.credit(AWA, 20_000)
    world.recharge(5_000)
    world.work("succeeded")
    world.send(MOUSSA, AWA, 4_000, "k1")
    move(office, "pay-in-capital", "Own", "900")
    move(office, "deposit-cash", "Trust", "20000")
    move(office, "sweep-operator", "mtn", "Trust", "3000")
    return world


def today(world: World) -> date:
    return world.do(clock.now).astimezone(clock.DOUALA).date()


def test_what_people_hold_is_kept_and_each_difference_has_its_name(busy: World, office: Office) -> None:
    lines = busy.do(lambda db: read_sheet(db, today(busy)), "office")
    [francs] = add_up(lines)
    assert (francs.owed, francs.kept, francs.short, francs.difference) == (24_968, 25_000, 0, 0)
    assert {line.place.en: line.amount for line in lines if line.place.part == "between"} == {
        "Taxes to remit": 12, "Ours, not taken out": 17, "VAT to remit": 3,
    }  # fmt: skip
    reference = busy.one("SELECT reference FROM payment")
    office.done("move", "charge-back", reference, "2000", *WHY)
    office.done("move", "charge-back", reference, "--approve", login=BRUNO)
    [after] = add_up(busy.do(lambda db: read_sheet(db, today(busy)), "office"))
    assert (after.difference, after.owed, after.between) == (0, 24_000, 12 + 20 - 1_032)
    told = office.done("books", "safeguarding")
    assert "Missing of what people hold" in told
    assert "Charged back" in told
    assert "Trust" in told
    assert name_sums(lines)["kept XAF"] == 25_000


def test_what_a_bank_says_itself_stands_beside(busy: World, office: Office, tmp_path: Path) -> None:
    day = today(busy)
    statement = make_statement(Booked(day, 20_000, "VERSEMENT", bank_reference="B1"), opening=0)
    path = tmp_path / "statement.xml"
    path.write_bytes(FORMS["camt053.08"][0](statement))
    office.run("bank", "import", OURS, str(path))
    words = busy.do(lambda db: list_words(db, day, read_sheet(db, day)), "office")
    trust = next(word for word in words if word.account == f"bank:{OURS}")
    assert (trust.ours, trust.told, trust.unseen, trust.unexplained) == (23_000, 20_000, 3_000, 0)
    assert f"bank:{OWN}" not in {word.account for word in words}, "what is our own is nobody's safeguard"
    assert "not seen by the bank yet" in office.done("books", "safeguarding")

    busy.pass_time(days=1)
    move(office, "sweep-operator", "mtn", "Trust", "700")
    next_day = today(busy)
    later = make_statement(Booked(next_day, 3_000, "MTN", bank_reference="B2"), opening=20_000, number="70")
    path.write_bytes(FORMS["camt053.08"][0](later))
    office.run("bank", "import", OURS, str(path))
    for on, stood in {day: (23_000, 20_000, 3_000, 0), next_day: (23_700, 23_000, 700, 0)}.items():
        words = busy.do(lambda db, on=on: list_words(db, on, read_sheet(db, on)), "office")
        trust = next(word for word in words if word.account == f"bank:{OURS}")
        assert (trust.ours, trust.told, trust.unseen, trust.unexplained) == stood, "a day reads later as it read then"


def test_what_waits_is_aged_and_what_ended_is_not(busy: World, office: Office) -> None:
    reference = busy.one("SELECT reference FROM payment")
    office.done("move", "charge-back", reference, "2000", *WHY)
    office.done("move", "charge-back", reference, "--approve", login=BRUNO)
    began = today(busy)
    busy.pass_time(days=10)
    move(office, "write-off", "chargeback", "5")
    aged = {one.what: one for one in busy.do(read_ageing, "office")}
    assert aged["suspense:chargeback"].amounts == (0, 0, 1_032 - 5, 0, 0)
    assert aged["moves no statement told of"].numbers[2] == 3
    assert "suspense:chargeback" in office.done("books", "ageing")
    then = {one.what: one for one in busy.do(lambda db: read_ageing(db, began), "office")}
    assert then["suspense:chargeback"].amounts == (1_032, 0, 0, 0, 0), "before some of it was written off"
    assert "suspense:chargeback" in office.done("books", "ageing", f"{began:%d/%m/%Y}")


def test_what_was_held_on_a_day_is_known_later(busy: World, office: Office) -> None:
    """Whatever ended since: as the day was over it waited, and what waited is what the ledger held."""
    day = today(busy)
    assert not busy.withdraw(500).refused
    now = {one.what: one for one in busy.do(read_ageing, "office")}
    busy.do_as_owner(lambda db: db.execute(text("SELECT roll_up()")))
    held = busy.one("SELECT abs(sum(balance)) FROM account WHERE kind = 'in_transit'")
    assert now["in transit"].total == held > 500
    busy.pass_time(days=3)
    busy.work("succeeded")
    assert "in transit" not in {one.what for one in busy.do(read_ageing, "office")}
    then = {one.what: one for one in busy.do(lambda db: read_ageing(db, day), "office")}
    assert (then["in transit"].total, then["in transit"].amounts[0]) == (held, held)
