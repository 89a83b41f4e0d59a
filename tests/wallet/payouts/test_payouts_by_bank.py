"""Files of payouts: made by one, approved by another, sent once; booked, and given back, as statements show."""

import hashlib
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy.exc import ProgrammingError

from simulators.bank.booked import Booked
from simulators.bank.books import FAULTS, PARTY, BankBooks
from simulators.bank.orders import RefusedFile, read_orders
from simulators.faults import Faults
from tests.world.bank_desk import BankDesk
from tests.world.bank_files import FORMS, OURS
from tests.world.cashier import Cashier
from tests.world.cast import ALICE, BRICE, BRUNO
from tests.world.office import Office
from tests.world.shop import Shop
from tests.world.treasury import Treasury
from tests.world.world import World
from wallet.banks.rib import Rib
from wallet.reconciliation import bank_accounts
from wallet.staff.actions.make_payout_file import MakePayoutFile

WHY: Final = ("--why", "payouts of today")
LEFT: Final = 39_600 - 10_050


@pytest.fixture
def treasury(world: World, shop: Shop) -> Treasury:
    return Treasury.open(world, shop)


@pytest.fixture
def desk(world: World, office: Office, treasury: Treasury, tmp_path: Path) -> BankDesk:
    world.do_as_owner(lambda db: bank_accounts.add(db, Rib(OURS), "XAF", "iso_09", "Mbongo Trust", "ECOCCMCX"))
    return BankDesk(world, office, Cashier.hire(world, treasury.shop), tmp_path)


def send(desk: BankDesk, name: str = "P1") -> bytes:
    """Have a file gathered, approved and sent; return its bytes."""
    desk.office.done("bank", "gather", OURS, *WHY)
    desk.office.done("bank", "release", name, "--approve", login=BRUNO)
    return send_approved(desk, name)


def send_approved(desk: BankDesk, name: str, *more: str) -> bytes:
    to = desk.folder / f"{name}{len(more)}.xml"
    desk.office.done("bank", "send", name, str(to), *(more or WHY))
    return to.read_bytes()


def book(desk: BankDesk, name: str = "B1") -> str:
    """Have two believe a statement."""
    desk.office.done("bank", "book", name, *WHY)
    return desk.office.done("bank", "book", name, "--approve", login=BRUNO)


def states(desk: BankDesk) -> list[str]:
    return list(desk.column("SELECT state FROM payout ORDER BY created_at, id"))


def debit(desk: BankDesk, reference: str, amount: int = 10_000, **more: Any) -> Booked:
    return desk.booked(-amount, more.pop("words", ""), end_to_end_id=reference, bank_reference="BK1", **more)


def test_a_file_is_made_approved_sent_once_and_booked(desk: BankDesk, treasury: Treasury) -> None:
    made = treasury.pay_out(treasury.add_bank(), 10_000)
    reference, office = treasury.row(made).reference, desk.office
    told = office.done("bank", "gather", OURS, *WHY)
    assert "P1 orders 1 payouts of 10 000 FCFA" in told
    assert "is made" in office.refused("bank", "send", "P1", str(desk.folder / "x"), *WHY)
    office.refused("bank", "release", "P1", "--approve")  # who made it does not approve it
    office.done("bank", "release", "P1", "--approve", login=BRUNO)
    content = send_approved(desk, "P1")
    assert reference.encode() in content
    assert hashlib.sha256(content).hexdigest() == desk.column("SELECT sha256 FROM payout_file")[0]
    assert "is sent" in office.refused("bank", "send", "P1", str(desk.folder / "y"), *WHY)
    assert send_approved(desk, "P1", "--again") == content
    assert "orders no payout" in office.refused("bank", "gather", OURS, *WHY)
    assert states(desk) == ["pending"]
    desk.world.check()
    desk.take(debit(desk, reference))
    cash = desk.world.balance_of(f"bank:{OURS}")
    assert "paid 1 payouts of 10 000 FCFA" in book(desk)
    assert (states(desk), treasury.shop.takings) == (["paid"], LEFT)
    assert (desk.world.balance_of("in_transit:bank"), desk.world.balance_of(f"bank:{OURS}") - cash) == (0, 10_000)
    assert desk.world.texts_to(BRICE)[-1] == "payout_succeeded"
    assert "tells of no payout" in office.refused("bank", "book", "B1", *WHY)
    desk.world.check()


def test_a_file_whose_release_nobody_asked_says_how_it_is_asked(desk: BankDesk, treasury: Treasury) -> None:
    """Whoever gathers it may come no further: the office died between the two (faults/kill_payouts.py)."""
    treasury.pay_out(treasury.add_bank(), 10_000)
    office = desk.office
    assert not office.conclude(MakePayoutFile(OURS, why="today's"), login=ALICE).refused
    assert 'release P1 --why "..." --login' in office.done("bank", "payouts")
    office.refused("bank", "release", "P1", "--approve", login=BRUNO)
    office.done("bank", "release", "P1", *WHY)
    assert "release P1 --approve --login" in office.done("bank", "payouts")
    office.done("bank", "release", "P1", "--approve", login=BRUNO)
    desk.world.check()


def test_what_comes_back_goes_back_to_its_business_which_hears_it(desk: BankDesk, treasury: Treasury) -> None:
    reference = treasury.row(treasury.pay_out(treasury.add_bank(), 10_000)).reference
    send(desk)
    back = Booked(desk.today, 10_000, "", end_to_end_id=reference, bank_reference="BK2", returned="AC04")
    desk.take(back)  # told before the debit: it waits for it
    desk.office.run("bank", "book", "B1", *WHY)
    desk.office.run("bank", "book", "B1", "--approve", login=BRUNO)
    assert (states(desk), treasury.shop.takings) == (["pending"], LEFT)
    desk.take(debit(desk, reference), number="70")
    book(desk, "B2")
    assert states(desk) == ["paid"]
    book(desk, "B1")
    assert (states(desk), treasury.shop.takings) == (["returned"], LEFT + 10_000)
    assert desk.world.texts_to(BRICE)[-1] == "payout_returned"
    assert (
        desk.world.column("SELECT kind FROM event WHERE kind LIKE 'payout%' ORDER BY at, id")[-1] == "payout.returned"
    )
    desk.world.check()


@pytest.mark.parametrize(
    "line",
    [
        {"amount": 9_999}, {"reference": "AAAA-AAAA"}, {"reference": "", "words": "no reference"},
    ],
)  # fmt: skip
def test_a_debit_that_is_not_a_payouts_is_a_case(desk: BankDesk, treasury: Treasury, line: dict[str, Any]) -> None:
    reference = treasury.row(treasury.pay_out(treasury.add_bank(), 10_000)).reference
    send(desk)
    desk.take(debit(desk, **{"reference": reference, **line}))
    assert desk.cases() == ["bank_line_unknown"]
    assert "tells of no payout" in desk.office.refused("bank", "book", "B1", *WHY)
    desk.world.check()


def test_a_second_debit_is_a_case_and_books_nothing_twice(desk: BankDesk, treasury: Treasury) -> None:
    reference = treasury.row(treasury.pay_out(treasury.add_bank(), 10_000)).reference
    send(desk)
    desk.take(debit(desk, reference), desk.booked(-10_000, f"Mbongo {reference}", bank_reference="BK9"))
    assert desk.cases() == ["bank_line_unknown"]
    assert "paid 1 payouts" in book(desk)
    desk.world.check()


def test_a_person_says_of_which_payout_a_line_tells(desk: BankDesk, treasury: Treasury) -> None:
    reference = treasury.row(treasury.pay_out(treasury.add_bank(), 10_000)).reference
    send(desk)
    desk.take(debit(desk, "", words="lost"))
    assert "tells of no payout" in desk.office.refused("bank", "match", "L1", "AAAA-AAAA", *WHY)
    assert f"tells of payout {reference}" in desk.office.done("bank", "match", "L1", reference, *WHY)
    assert "paid 1 payouts" in book(desk)
    assert (states(desk), desk.cases()) == (["paid"], [])
    desk.world.check()


def test_what_its_bank_rejects_goes_back_whole(desk: BankDesk, treasury: Treasury) -> None:
    reference = treasury.row(treasury.pay_out(treasury.add_bank(), 10_000)).reference
    rejects = ("bank", "reject", reference)
    assert "No payout" in desk.office.refused(*rejects, "--reason", "AC04", *WHY), "it was not sent yet"
    send(desk)
    desk.office.done(*rejects, "--reason", "AC04", *WHY)
    assert states(desk) == ["pending"]
    desk.office.done(*rejects, "--approve", login=BRUNO)
    assert (states(desk), treasury.shop.takings) == (["failed"], 39_600)
    assert desk.column("SELECT reason FROM payout") == ["AC04"]
    assert desk.world.texts_to(BRICE)[-1] == "payout_failed"
    desk.take(debit(desk, reference))
    assert desk.cases() == ["bank_line_unknown"], "what it paid all the same is for a person"
    desk.world.check()


def test_a_file_that_is_dropped_frees_what_stands_in_it(desk: BankDesk, treasury: Treasury) -> None:
    treasury.pay_out(treasury.add_bank(), 10_000)
    desk.office.done("bank", "gather", OURS, *WHY)
    desk.office.done("bank", "drop", "P1", *WHY)
    desk.world.check()
    desk.office.refused("bank", "release", "P1", "--approve", login=BRUNO)
    assert b"10000" in send(desk, "P2")
    desk.world.check()


def test_the_simulated_bank_takes_a_file_once_and_its_statement_books_it(desk: BankDesk, treasury: Treasury) -> None:
    account = treasury.add_bank()
    for number in range(4):
        treasury.pay_out(account, 5_000 + number)
    order = read_orders(send(desk))
    bank = BankBooks(Faults(1, {PARTY: FAULTS}))
    bank.take_file(order)
    with pytest.raises(RefusedFile, match="taken before"):
        bank.take_file(order)
    path = desk.folder / "of-the-bank"
    path.write_bytes(FORMS["camt053.08"][0](bank.write_statement(Rib(OURS), desk.today, desk.today)))
    desk.take_file(path)
    assert "paid 4 payouts of 20 006 FCFA" in book(desk)
    assert states(desk) == ["paid"] * 4
    desk.world.check()


def test_a_whole_file_booked_as_one_sum_ends_all_that_stands_in_it(desk: BankDesk, treasury: Treasury) -> None:
    account = treasury.add_bank()
    for number in range(3):
        treasury.pay_out(account, 5_000 + number)
    message = read_orders(send(desk)).message_id
    desk.take(desk.booked(-15_003, f"LOT {message}", bank_reference="BK1"))
    assert "paid 3 payouts of 15 003 FCFA" in book(desk)
    desk.world.check()


WRITES: Final = {
    "approved by nobody": "UPDATE payout_file SET state = 'approved'",
    "other bytes": "UPDATE payout_file SET content = 'x'",
    "another file": "UPDATE payout SET file_id = NULL",
    "booked by nobody": "UPDATE bank_line SET booked_at = wallet_now()",
    "paid by nobody": "UPDATE payout SET state = 'paid', ended_at = wallet_now()",
}


@pytest.mark.parametrize("statement", WRITES.values(), ids=WRITES.keys())
def test_no_process_does_of_itself_what_takes_two(desk: BankDesk, treasury: Treasury, statement: str) -> None:
    reference = treasury.row(treasury.pay_out(treasury.add_bank(), 10_000)).reference
    send(desk)
    desk.take(debit(desk, reference))
    with pytest.raises(ProgrammingError):
        desk.world.do(lambda db: db.exec_driver_sql(statement), "office")
