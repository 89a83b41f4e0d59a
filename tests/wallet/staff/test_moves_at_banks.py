"""One line of a statement tells of what a move did at a bank, once: by itself, or as a person says."""

import re
from pathlib import Path

import pytest

from tests.world.bank_desk import BankDesk
from tests.world.cashier import Cashier
from tests.world.cast import BRUNO
from tests.world.house_banks import OWN, WHY, move, stands
from tests.world.office import Office
from tests.world.shop import Shop
from tests.world.world import World


@pytest.fixture
def desk(banks: World, office: Office, shop: Shop, tmp_path: Path) -> BankDesk:
    desk = BankDesk(banks, office, Cashier.hire(banks, shop), tmp_path)
    move(office, "pay-in-capital", "Own", "9000")
    for amount in ("4000", "300", "300"):
        move(office, "top-up-trust", "Own", "Trust", amount)
    return desk


def test_a_line_tells_of_one_move_once(desk: BankDesk, office: Office, banks: World) -> None:
    assert desk.take(desk.booked(4_000, bank_reference="B1"), desk.booked(300, bank_reference="B2")).matched == 1
    assert banks.cases() == ["bank_line_unknown"], "of two moves it may be either: a person says which"
    listed = [line for line in office.done("bank", "moves").splitlines() if "top_up_trust" in line]
    assert len(listed) == 5, "three at Own, of which no statement came; two at Trust"
    told = office.done("books", "statement", f"bank:{OWN}", "--french")
    assert re.search(r"Complément du cantonnement.* M[0-9]+ M[0-9]+ ", told), "as statements of banks tell of it"
    wrong = banks.one("SELECT id FROM bank_leg WHERE amount = -300 ORDER BY id LIMIT 1")
    assert "does not say what" in office.refused("bank", "match", "L2", f"M{wrong}", *WHY)
    leg = banks.column("SELECT id FROM bank_leg WHERE amount = 300 AND line_id IS NULL ORDER BY id")[0]
    assert f"L2 tells of M{leg}." in office.done("bank", "match", "L2", f"M{leg}", *WHY)
    for other in (f"M{leg + 2}", desk.code(desk.cashier.ask(300))):
        assert "what it is about is known" in office.refused("bank", "match", "L2", other, *WHY)
    assert banks.one("SELECT state FROM case_file") == "closed"
    assert "No line waits" in office.done("bank", "lines")
    banks.check()


def test_a_line_nobody_explains_waits_in_suspense_until_it_is_paid_on(
    desk: BankDesk, office: Office, banks: World
) -> None:
    desk.take(desk.booked(77, "?", bank_reference="B1"))
    before = stands(banks, f"bank:{OWN}")
    office.done("move", "keep-unmatched", "L1", *WHY)
    assert "suspense:bank_unmatched: 0 -> 77" in office.done("move", "keep-unmatched", "L1", "--approve", login=BRUNO)
    assert stands(banks, "suspense:bank_unmatched", f"bank:{OWN}") == (77, *before)
    assert "what it is about is known" in office.refused("move", "keep-unmatched", "L1", *WHY)
    assert banks.one("SELECT state FROM case_file") == "closed"
    banks.check()
