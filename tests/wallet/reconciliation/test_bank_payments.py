"""Invoices and other checkouts paid by lines of a statement: by two, whole or in part, explained in the books."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from simulators.bank.booked import Booked
from tests.world.accountant import Accountant
from tests.world.bank_desk import BankDesk
from tests.world.bank_files import OURS
from tests.world.cashier import Cashier
from tests.world.cast import ALICE, BRUNO
from tests.world.office import Office, password_of
from tests.world.shop import Shop
from tests.world.world import World
from wallet.banks.rf_reference import RfReference
from wallet.business.finalise_invoice import FinaliseInvoice


@pytest.fixture
def desk(world: World, office: Office, shop: Shop, tmp_path: Path) -> BankDesk:
    return BankDesk.open(world, office, Cashier.hire(world, shop), tmp_path)


@pytest.fixture
def accountant(world: World, shop: Shop) -> Accountant:
    return Accountant.hire(world, shop)


def transferred(desk: BankDesk, code: str, amount: int, reference: str) -> Booked:
    """Return a transfer that names what it pays by its RF reference."""
    return desk.booked(amount, "FACTURE", rf=RfReference.write(code), bank_reference=reference)


def pay(office: Office, line: str) -> str:
    """Have two of staff pay what a line is matched with."""
    office.done("bank", "pay", line, "--why", "the statement of today")
    return office.done("bank", "pay", line, "--approve", login=BRUNO)


def test_a_transfer_against_a_proforma_ends_it_once_two_agreed(
    desk: BankDesk, office: Office, accountant: Accountant, world: World
) -> None:
    one = accountant.issue(kind="proforma")
    desk.take(transferred(desk, accountant.code(one), 11_925, "B1"))
    assert accountant.stands(one) == ("open", 0, 11_925), "a match alone pays nothing"
    assert "paid 11925 FCFA to Boulangerie Kamga" in pay(office, "L1")
    assert accountant.stands(one) == ("paid", 11_925, 0)
    assert accountant.heard()[-1] == "invoice.paid"
    assert world.one("SELECT paid_by FROM checkout") == "bank"
    assert accountant.shop.takings == 11_925 - 120
    assert world.balance_of(f"bank:{OURS}") == -11_925
    assert "already" in office.refused("bank", "pay", "L1", "--why", "again")
    drafted = accountant.turn(one)
    accountant.done(FinaliseInvoice(drafted))
    assert accountant.stands(drafted) == ("paid", 0, 0)
    world.check()


def test_an_invoice_is_paid_in_parts_and_what_is_above_stays_at_the_bank(
    desk: BankDesk, office: Office, accountant: Accountant, world: World
) -> None:
    one = accountant.issue()
    code = accountant.code(one)
    desk.take(transferred(desk, code, 5_000, "B1"), transferred(desk, code, 7_000, "B2"))
    pay(office, "L1")
    assert accountant.stands(one) == ("partly_paid", 5_000, 6_925)
    pay(office, "L2")
    assert accountant.stands(one) == ("paid", 11_925, 0)
    assert world.balance_of(f"bank:{OURS}") == -11_925
    assert world.cases() == ["bank_line_over"]
    assert accountant.heard() == ["invoice.finalised", "invoice.paid"]
    world.check()


def test_what_is_not_matched_or_not_asked_for_pays_nothing(
    desk: BankDesk, office: Office, accountant: Accountant
) -> None:
    paid, checkout = accountant.issue(), desk.cashier.ask(5_000)
    desk.take(
        desk.booked(5_000, "?", bank_reference="B1"),
        transferred(desk, accountant.code(paid), 11_925, "B2"),
        transferred(desk, desk.code(checkout), 4_000, "B3"),
    )
    accountant.void(paid)
    assert "Nobody said yet" in office.refused("bank", "pay", "L1", "--why", "a try")
    assert "asked for no more" in office.refused("bank", "pay", "L2", "--why", "a try")
    assert "less than the 5 000 FCFA" in office.refused("bank", "pay", "L3", "--why", "a try")
    accountant.world.check()


def test_no_line_pays_a_shop_whose_owner_is_frozen(desk: BankDesk, office: Office, accountant: Accountant) -> None:
    one = accountant.issue()
    desk.take(transferred(desk, accountant.code(one), 11_925, "B1"))
    office.done("bank", "pay", "L1", "--why", "the statement of today")
    accountant.world.change("UPDATE person SET state = 'frozen' WHERE id = (SELECT owner_id FROM merchant)")
    for words in (("--why", "again"), ("--approve",)):
        told = office.refused("bank", "pay", "L1", *words, login=BRUNO)
        assert "L1 pays Boulangerie Kamga, which is closed, or whose owner's wallet is not open" in told
    assert accountant.stands(one) == ("open", 0, 11_925)


def test_the_office_posts_none_of_it_alone(desk: BankDesk, office: Office, accountant: Accountant) -> None:
    one = accountant.issue()
    desk.take(transferred(desk, accountant.code(one), 11_925, "B1"))
    office.done("bank", "pay", "L1", "--why", "the statement of today")
    assert office.refused("bank", "pay", "L1", "--approve", login=ALICE)
    world = accountant.world
    for change in (
        "INSERT INTO bank_line_paid SELECT 1, id, wallet_now() FROM checkout",
        "UPDATE checkout SET state = 'paid', paid_with = gen_random_uuid(), paid_by = 'bank', ended_at = wallet_now()",
    ):
        with pytest.raises(DBAPIError):
            world.do(lambda db, change=change: db.execute(text(change)), "office")
    assert accountant.stands(one) == ("open", 0, 11_925)
    world.check()


def test_a_line_stays_in_sight_until_it_is_paid_and_is_matched_anew_meanwhile(
    desk: BankDesk, office: Office, accountant: Accountant
) -> None:
    paid, wrong, right = desk.cashier.ask(5_000), desk.cashier.ask(6_000), desk.cashier.ask(5_000)
    desk.take(transferred(desk, desk.code(paid), 5_000, "B1"), desk.booked(6_500, "?", bank_reference="B2"))
    pay(office, "L1")
    assert "L1 paid what it pays already" in office.refused("bank", "match", "L1", desk.code(right), "--why", "a try")
    assert "is paid already" in office.refused("bank", "match", "L2", desk.code(paid), "--why", "a try")
    assert desk.cases() == ["bank_line_unknown"]
    told = office.done("bank", "match", "L2", desk.code(wrong), "--why", "he called")
    assert "500 FCFA are above it" in told
    assert "./mbongo bank pay L2 --why" in told
    assert desk.cases() == ["bank_line_unknown"], "no money moved"
    assert "L2" in office.done("bank", "lines")

    office.done("bank", "pay", "L2", "--why", "the statement of today")
    assert "1 500 FCFA are above it" in office.done("bank", "match", "L2", desk.code(right), "--why", "the other one")
    assert "it was matched anew" in office.refused("bank", "pay", "L2", "--approve", login=BRUNO)
    assert desk.cashier.read(wrong).state == desk.cashier.read(right).state == "open"
    pay(office, "L2")
    assert (desk.cashier.read(wrong).state, desk.cashier.read(right).state) == ("open", "paid")
    assert desk.cases() == ["bank_line_over"], "the line's own case is closed, what is above is another"
    assert "No line waits for a person." in office.done("bank", "lines")
    accountant.world.check()


def test_a_checkout_that_ended_is_matched_with_nothing(desk: BankDesk, office: Office, accountant: Accountant) -> None:
    voided, late = accountant.issue(), desk.cashier.ask(5_000)
    code = accountant.code(voided)
    accountant.void(voided)
    accountant.world.do_as_owner(
        lambda db: db.execute(text("UPDATE checkout SET state = 'expired', ended_at = wallet_now() WHERE id = :id"),
                              {"id": late.id}))  # fmt: skip
    desk.take(desk.booked(5_000, "?", bank_reference="B1"))
    assert "was cancelled" in office.refused("bank", "match", "L1", code, "--why", "a try")
    assert "expired" in office.refused("bank", "match", "L1", desk.code(late), "--why", "a try")
    assert desk.cases() == ["bank_line_unknown"]


@pytest.mark.parametrize("reverses", [True, False], ids=["reversed", "sent back"])
def test_what_the_bank_took_out_again_waits_until_two_close_its_case(
    world: World, desk: BankDesk, office: Office, reverses: bool
) -> None:
    code = desk.code(desk.cashier.ask(5_000))
    desk.take(transferred(desk, code, 5_000, "B1"))
    assert desk.cases() == []
    back = desk.booked(-5_000, "RETOUR", rf=RfReference.write(code), bank_reference="B2", reverses=reverses)
    desk.take(back, number="70")
    assert desk.cases() == ["bank_line_reversed" if reverses else "bank_line_unknown", "bank_line_given_back"]
    listed = office.done("bank", "lines")
    assert "perhaps given back" in listed
    office.done("bank", "pay", "L1", "--why", "overlooked")
    case = world.one("SELECT number FROM case_file WHERE kind = 'bank_line_given_back'")
    assert f"Look first: ./mbongo case show C{case}" in office.refused(
        "bank", "pay", "L1", "--approve", login=BRUNO, typed=f"{password_of(BRUNO)}\nn\n"
    )
    for number in world.column("SELECT number FROM case_file ORDER BY number"):
        office.done("case", "decide", f"C{number}", "--close", "--why", "the payer has it again")
        office.done("case", "decide", f"C{number}", "--approve", login=BRUNO)
    assert "No line waits for a person" in office.done("bank", "lines")
    world.check()


def test_what_is_out_again_and_was_paid_is_another_case(desk: BankDesk, office: Office) -> None:
    """Its business has the money: what to do about it is no line's matter."""
    code = desk.code(desk.cashier.ask(5_000))
    desk.take(transferred(desk, code, 5_000, "B1"))
    pay(office, "L1")
    desk.take(desk.booked(-5_000, "RETOUR", rf=RfReference.write(code), bank_reference="B2"), number="70")
    assert desk.cases() == ["bank_line_unknown"]


def test_what_comes_by_the_bank_counts_in_the_month_of_its_business(
    desk: BankDesk, office: Office, accountant: Accountant, world: World
) -> None:
    world.change("UPDATE merchant SET level = 1")
    world.change("UPDATE level_rule SET month_most = 20000 WHERE level = 1")
    first, second = accountant.issue(kind="proforma"), accountant.issue(kind="proforma")
    desk.take(
        transferred(desk, accountant.code(first), 11_925, "B1"),
        transferred(desk, accountant.code(second), 11_925, "B2"),
    )
    office.done("bank", "pay", "L2", "--why", "asked while there was room")
    pay(office, "L1")
    assert world.one("SELECT amount FROM business_usage") == 11_925
    refused = office.refused("bank", "pay", "L2", "--approve", login=BRUNO)
    assert "above what its level lets it be paid in a month" in refused
    assert "Pay it next month" in refused
    assert accountant.stands(second) == ("open", 0, 11_925)
    world.change("UPDATE level_rule SET month_most = 23850 WHERE level = 1")
    office.done("bank", "pay", "L2", "--approve", login=BRUNO)
    assert world.one("SELECT amount FROM business_usage") == 23_850
    assert accountant.stands(second)[0] == "paid"
    world.check()
