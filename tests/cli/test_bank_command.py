"""The command `bank`: an account is added by two, statements are imported, and a person says what a line pays."""

from pathlib import Path

import pytest

from tests.world.bank_desk import BankDesk
from tests.world.bank_files import OURS, PAYERS, make_statement
from tests.world.cashier import Cashier
from tests.world.cast import ALICE, BRUNO
from tests.world.office import Office
from tests.world.shop import Shop
from tests.world.world import World
from wallet.banks.rib import Rib

IBAN = Rib(OURS).iban


@pytest.fixture
def desk(world: World, office: Office, shop: Shop, tmp_path: Path) -> BankDesk:
    return BankDesk(world, office, Cashier.hire(world, shop), tmp_path)


def add(office: Office) -> None:
    """Have two of staff add our account."""
    office.done("bank", "add", IBAN, "--title", "Trust", "--why", "opened on Monday")
    office.done("bank", "add", OURS, "--approve", login=BRUNO)


def test_an_account_is_added_by_two(office: Office) -> None:
    told = office.done("bank", "add", IBAN, "--title", "Trust", "--profile", "iso_03", "--why", "opened on Monday")
    assert f"./mbongo bank add {OURS} --approve" in told
    assert "No account at a bank was added yet." in office.done("bank", "accounts")
    assert "somebody else must approve it" in office.refused("bank", "add", OURS, "--approve", login=ALICE)
    told = office.done("bank", "add", OURS, "--approve", login=BRUNO)
    assert f"add Trust (XAF, iso_03, holds: trust) under the RIB {OURS}" in told
    assert "10002 00030 02779763150 08" in office.done("bank", "accounts")
    assert "is an account of ours already" in office.refused("bank", "add", IBAN, "--title", "T", "--why", "again")
    assert "the key, its last two digits" in office.refused(
        "bank", "add", OURS[:-1] + "9", "--title", "T", "--why", "x y"
    )


def test_a_statement_is_imported_and_a_person_takes_what_is_suggested(desk: BankDesk, office: Office) -> None:
    add(office)
    sure, maybe, none = desk.cashier.ask(), desk.cashier.ask(7_000, customer_name="Awa Ngo"), desk.cashier.ask(100)
    path = desk.write(make_statement(
        desk.booked(5_000, rf=desk.rf(sure)), desk.booked(7_000, "GATEAU", name="AWA NGO"),
        desk.booked(90, "SANS RIEN"), desk.booked(-300, "FRAIS DE TENUE"),
    ))  # fmt: skip
    ran = office.run("bank", "import", OURS, str(path))
    assert ran.exit_code == 3, ran.output
    assert "B1: 4 lines, new 4. Matched 1, suggested 1, open 2." in ran.output
    assert "Lines that wait for a person: 4." in ran.output
    assert "Matched and not paid yet: L1. ./mbongo bank pay LINE" in ran.output
    assert "imported before. B1: 4 lines, new 0." in office.run("bank", "import", OURS, str(path)).output
    listed = office.done("bank", "lines")
    assert f'perhaps {desk.code(maybe)}, 7000 FCFA (amount): ./mbongo bank match L2 --why "..."' in listed
    assert "./mbongo bank match L3 CODE" in listed
    assert "-300 XAF" in listed
    assert f'pays {desk.code(sure)}, 5000 FCFA: ./mbongo bank pay L1 --why "..."' in listed
    [line] = [line for line in office.done("waiting").splitlines() if "./mbongo bank lines" in line]
    assert ("lines of banks" in line, line.split("│")[2].strip()) == (True, "4")

    assert f"L2 of 7 000 FCFA pays {desk.code(maybe)}, of which 7 000 FCFA are due." in office.done(
        "bank", "match", "L2", "--why", "she called"
    )
    assert "is matched already" in office.refused("bank", "match", "l2", "--why", "she called")
    assert "is the code of no checkout" in office.refused("bank", "match", "L3", "--why", "she called")
    assert "is the code of no checkout" in office.refused("bank", "match", "L3", "12345674", "--why", "she called")
    assert "pays no checkout" in office.refused("bank", "match", "L4", desk.code(none), "--why", "a mistake")
    assert "There is no line L9" in office.refused("bank", "match", "L9", "--why", "a mistake")
    link = desk.cashier.code_of(desk.cashier.make_link(amount=500))
    assert "is the code of a link" in office.refused("bank", "match", "L3", link, "--why", "she called")
    told = office.done("bank", "match", "L3", desk.code(none), "--why", "ten francs short, agreed")
    assert "it is 10 FCFA short" in told
    assert "bank pay" not in told, "which would be refused"
    assert desk.cases() == ["bank_line_unknown"] * 2, "a match alone closes no case"
    for case in ("C1", "C2"):
        office.done("case", "decide", case, "--close", "--why", "given back by the bank")
        office.done("case", "decide", case, "--approve", login=BRUNO)
    for line in ("L1", "L2"):
        office.done("bank", "pay", line, "--why", "the statement of today")
        office.done("bank", "pay", line, "--approve", login=BRUNO)
    assert "No line waits for a person." in office.done("bank", "lines")
    kinds = desk.column(
        "SELECT kind FROM staff_act WHERE kind IN ('add_bank_account', 'import_statement', 'match_bank_line')"
        " ORDER BY number"
    )
    assert kinds == ["add_bank_account", "import_statement", "match_bank_line", "match_bank_line"]
    desk.world.check()


def test_what_is_no_statement_of_ours_is_refused(desk: BankDesk, office: Office) -> None:
    add(office)
    path = desk.folder / "empty.xml"
    path.write_bytes(b"")
    assert "empty.xml is empty" in office.refused("bank", "import", OURS, str(path))
    assert "is no account of ours" in office.refused(
        "bank", "import", PAYERS, str(desk.write(make_statement(desk.booked())))
    )
    assert "is no RIB" in office.refused("bank", "import", "12", str(path))
    assert desk.column("SELECT count(*) FROM bank_file") == [0]
