"""Moves of the house's money: asked by one, shown what accounts hold, made by another, never of more than is there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.world.bank_files import OURS
from tests.world.cast import ALICE, BRUNO, MOUSSA
from tests.world.house_banks import OWN, WHY, move, stands
from tests.world.office import Office
from tests.world.world import World
from wallet import ledger
from wallet.ledger import Entry, Transfer
from wallet.staff import audit
from wallet.staff.moves import MOVES


def test_money_goes_round_the_house_and_every_franc_is_explained(banks: World, office: Office) -> None:
    trust, own = f"bank:{OURS}", f"bank:{OWN}"
    told = move(office, "pay-in-capital", "Own", "900000")
    assert "own bank Own: 0 -> -900 000" in told
    move(office, "top-up-trust", "Own", "Trust", "500000")
    move(office, "prefund-operator", "mtn", "Trust", "200000")
    move(office, "sweep-operator", "mtn", OURS, "50000")
    move(office, "settle-provider", "mtn", "Trust", "10000", "--charge", "150")
    move(office, "draw-cash", "Trust", "30000")
    move(office, "deposit-cash", "Trust", "10000")
    move(office, "pay-bank-charge", "Own", "1000")
    assert stands(banks, trust, own, "operator_float:mtn", "cash") == (-339_850, -399_000, -140_000, -20_000)
    assert stands(banks, "capital", "bank_charges") == (900_000, -1_150)
    banks.open_wallet(MOUSSA)
    banks.credit(MOUSSA, 300_000)
    move(office, "deposit-cash", "Trust", "300000")
    told = office.refused("move", "sweep-fees", "Trust", "Own", "499851", *WHY)
    assert "more than may be taken from trust bank Trust: 499 850 FCFA" in told, "the rest is Moussa's"
    move(office, "sweep-fees", "Trust", "Own", "499850")
    assert sum(stands(banks, trust, "operator_float:mtn", "cash")) == -300_000
    listed = office.done("move", "accounts")
    assert "we hold it there" in listed
    assert "bank_charges" in listed
    banks.check()


def test_no_move_takes_more_than_is_there_or_is_due(banks: World, office: Office) -> None:
    for words in (
        ("deposit-cash", "Trust"), ("prefund-operator", "mtn", "Own"), ("sweep-operator", "mtn", "Trust"),
        ("remit-tax", "Trust"), ("remit-vat", "Trust"), ("write-off", "chargeback"), ("write-up", "chargeback"),
    ):  # fmt: skip
        assert ": 0 FCFA. Ask for" in office.refused("move", *words, "5", *WHY), words
    move(office, "pay-in-capital", "Own", "700")
    office.done("move", "prefund-operator", "mtn", "Own", "500", *WHY)
    office.done("move", "prefund-operator", "orange", "Own", "500", *WHY)
    office.done("move", "prefund-operator", "mtn", "Own", "--approve", login=BRUNO)
    told = office.refused("move", "prefund-operator", "orange", "Own", "--approve", login=BRUNO)
    assert "500 FCFA are more than may be taken from own bank Own: 200 FCFA" in told
    assert "approved by bruno" in office.done("move", "prefund-operator", "mtn", "Own", "--approve", login=BRUNO)
    assert stands(banks, f"bank:{OWN}", "operator_float:mtn") == (-200, -500), "once"
    banks.check()


def test_a_move_is_asked_and_approved_by_two_who_may(banks: World, office: Office) -> None:
    office.hire("sara", role="support")
    assert "may not" in office.refused("move", "pay-in-capital", "Own", "700", *WHY, login="sara")
    office.done("move", "pay-in-capital", "Own", "700", *WHY)
    assert office.refused("move", "pay-in-capital", "Own", "--approve", login=ALICE)
    assert "may not" in office.refused("move", "pay-in-capital", "Own", "--approve", login="sara")
    for words, said in (
        (("pay-in-capital", "Trust"), "holds: trust"), (("pay-in-capital", "Nowhere"), "no account of ours"),
        (("prefund-operator", "nobody", "Own"), "no operator"), (("write-off", "nothing"), "operator_difference"),
    ):  # fmt: skip
        assert said in office.refused("move", *words, "5", *WHY)
    assert "above zero" in office.refused("move", "pay-in-capital", "Own", "0", *WHY)
    assert stands(banks, "capital") == (0,)
    banks.check()


ATTACKS: dict[str, Callable[[Connection, str], Transfer]] = {
    "more": lambda db, key: legs(db, key, "pay_in_capital", f"bank:{OWN}", "capital", 701),
    "to another": lambda db, key: legs(db, key, "pay_in_capital", f"bank:{OURS}", "capital", 700),
    "as another move": lambda db, key: legs(db, key, "prefund_operator", "operator_float:mtn", f"bank:{OWN}", 700),
}


def legs(db: Connection, key: str, kind: str, debit: str, credit: str, amount: int) -> Transfer:
    entries = (Entry(ledger.get_named(db, debit), -amount), Entry(ledger.get_named(db, credit), amount))
    return Transfer(key, kind, entries)


def agree(world: World, office: Office, subject: str, transfer: Callable[[Connection], Transfer]) -> None:
    """Let two agree to what was asked of this subject, and post something, by SQL."""
    request, session = office.newest(subject), office.sign_in(BRUNO).secret
    approve = "SELECT approve_staff_request(:session, r.id, request_hash(r)) FROM staff_request r WHERE r.id = :id"

    def do(db: Connection) -> None:
        db.execute(text(approve), {"session": session, "id": request.id})
        ledger.post_one(db, transfer(db))
        audit.note(db, session, "move_money", request.act.subject, {}, {}, "slip 17", request.id)

    world.do(do, "office")


def test_what_is_not_there_any_more_is_moved_by_no_office(banks: World, office: Office) -> None:
    move(office, "pay-in-capital", "Own", "700")
    asked = ("move", "prefund-operator", "mtn", "Own")
    office.done(*asked, "500", *WHY)
    move(office, "prefund-operator", "orange", "Own", "500")
    mine = ("prefund_operator", "operator_float:mtn", f"bank:{OWN}", 500)
    with pytest.raises(DBAPIError, match="may not post"):
        agree(banks, office, f"prefund_operator mtn {OWN}", lambda db: legs(db, "office:mine", *mine))
    assert stands(banks, f"bank:{OWN}") == (-200,)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_taken_over_office_moves_nothing_else_than_two_agreed_to(banks: World, office: Office, attack: str) -> None:
    office.done("move", "pay-in-capital", "Own", "700", *WHY)
    with pytest.raises(DBAPIError, match="may not post"):
        agree(banks, office, f"pay_in_capital {OWN}", lambda db: ATTACKS[attack](db, "office:mine"))
    assert stands(banks, "capital") == (0,)


def test_every_move_is_explained_to_whoever_keeps_the_books() -> None:
    told = Path("docs/books.md").read_text("utf-8")
    cells = [name for line in told.splitlines() if line.startswith("| ") for name in line.split("|")[1].split(",")]
    named = {one.strip() for one in cells}
    assert [name for name in MOVES if name.replace("_", "-") not in named] == []
