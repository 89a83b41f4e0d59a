"""Payouts through a bank with vices: each ends as the bank paid it, once, or is a case that says what a person does."""

from typing import Any, Final

import pytest

from simulators.bank.books import FAULTS, PARTY, BankBooks
from simulators.bank.orders import read_orders
from simulators.faults import Faults
from tests.wallet.payouts.test_payouts_by_bank import WHY, book, desk, send, states, treasury
from tests.world.bank_desk import BankDesk
from tests.world.bank_files import FORMS, OURS
from tests.world.cast import BRICE
from tests.world.treasury import Treasury
from wallet.banks.rib import Rib
from wallet.core.values import space

__all__ = ["desk", "treasury"]  # fixtures

AMOUNTS: Final = (5_001, 5_002, 5_003)
PAID: Final = ["paid"] * len(AMOUNTS)
EACH_FORM: Final = ("camt053.08", "camt053.02", "mt940", "signed")
WHOLE: Final = sum(AMOUNTS)


class Bank:
    """The simulated bank with these vices, and its statements of a day as the desk takes them."""

    def __init__(self, desk: BankDesk, form: str, *vices: str, value: Any = None) -> None:
        faults = Faults(1, {PARTY: FAULTS})
        faults.ask({PARTY: {name: {"chance": 1} | ({"value": value} if value else {}) for name in vices}})
        self.desk, self.form, self.books, self.taken = desk, form, BankBooks(faults), 0

    def carry_out(self, content: bytes) -> None:
        """Take a file."""
        self.books.take_file(read_orders(content))

    def tell(self) -> str:
        """Have the statement of today imported; return its name."""
        today, self.taken = self.desk.today, self.taken + 1
        path = self.desk.folder / f"told-{self.taken}"
        path.write_bytes(FORMS[self.form][0](self.books.write_statement(Rib(OURS), today, today)))
        self.desk.take_file(path)
        return str(self.desk.column("SELECT 'B' || max(id) FROM bank_file")[0])


def pay_out(desk: BankDesk, treasury: Treasury) -> tuple[bytes, list[str]]:
    """Put payouts aside and send them; return the file, and their references."""
    account = treasury.add_bank()
    references = [treasury.row(treasury.pay_out(account, amount)).reference for amount in AMOUNTS]
    return send(desk), references


def tells_of_none(desk: BankDesk, name: str) -> bool:
    return "tells of no payout" in desk.office.refused("bank", "book", name, *WHY)


@pytest.fixture
def left(treasury: Treasury) -> int:
    """Return what the shop has once all is paid, each for a fee of 50."""
    return treasury.shop.takings - WHOLE - 50 * len(AMOUNTS)


@pytest.mark.parametrize("form", EACH_FORM)
def test_what_is_booked_late_waits_and_is_then_paid_once(
    desk: BankDesk, treasury: Treasury, left: int, form: str
) -> None:
    content, _ = pay_out(desk, treasury)
    bank = Bank(desk, form, "late", value=2)
    bank.carry_out(content)
    assert states(desk) == ["pending"] * len(AMOUNTS)
    desk.world.pass_time(days=2)
    book(desk, bank.tell())
    assert (states(desk), treasury.shop.takings, desk.cases()) == (PAID, left, [])
    assert desk.world.balance_of("in_transit:bank") == 0
    desk.world.check()


@pytest.mark.parametrize("form", EACH_FORM)
def test_what_is_booked_as_one_sum_ends_them_all(desk: BankDesk, treasury: Treasury, left: int, form: str) -> None:
    content, _ = pay_out(desk, treasury)
    bank = Bank(desk, form, "merged")
    bank.carry_out(content)
    assert f"paid {len(AMOUNTS)} payouts of {space(WHOLE)} FCFA" in book(desk, bank.tell())
    assert (states(desk), treasury.shop.takings, desk.cases()) == (PAID, left, [])
    desk.world.check()


@pytest.mark.parametrize("form", EACH_FORM)
@pytest.mark.parametrize("vices", [("returned",), ("returned", "merged")], ids=" ".join)
def test_what_comes_back_a_day_later_goes_back_to_its_business(
    desk: BankDesk, treasury: Treasury, left: int, form: str, vices: tuple[str, ...]
) -> None:
    content, _ = pay_out(desk, treasury)
    bank = Bank(desk, form, *vices, value="AC04")
    bank.carry_out(content)
    book(desk, bank.tell())
    assert (states(desk), treasury.shop.takings) == (PAID, left)
    desk.world.pass_time(days=1)
    book(desk, bank.tell())
    assert states(desk) == ["returned"] * len(AMOUNTS)
    assert treasury.shop.takings == left + WHOLE, "what was paid is back, its fees are spent"
    assert [*desk.world.texts_to(BRICE)].count("payout_returned") == len(AMOUNTS)
    assert desk.cases() == []
    desk.world.check()


@pytest.mark.parametrize("form", EACH_FORM)
def test_what_lost_its_reference_is_a_case_until_a_person_says_whose_it_is(
    desk: BankDesk, treasury: Treasury, left: int, form: str
) -> None:
    content, references = pay_out(desk, treasury)
    bank = Bank(desk, form, "misreferenced")
    bank.carry_out(content)
    name = bank.tell()
    lost = desk.rows("SELECT 'L' || id AS line, -amount AS francs FROM bank_line WHERE state <> 'matched' ORDER BY id")
    assert desk.cases() == ["bank_line_unknown"] * len(lost)  # digits turned round may be the same digits
    whose = dict(zip(AMOUNTS, references, strict=True))
    for one in lost:
        assert f"bank match {one.line} REFERENCE" in desk.office.done("bank", "lines"), "it says what a person does"
        desk.office.done("bank", "match", one.line, whose[one.francs], *WHY)
    book(desk, name)
    assert (states(desk), treasury.shop.takings, desk.cases()) == (PAID, left, [])
    desk.world.check()


@pytest.mark.parametrize("form", EACH_FORM)
def test_what_is_booked_twice_is_paid_once_and_the_second_is_a_case(
    desk: BankDesk, treasury: Treasury, left: int, form: str
) -> None:
    content, references = pay_out(desk, treasury)
    bank = Bank(desk, form, "duplicate")
    bank.carry_out(content)
    book(desk, bank.tell())
    assert (states(desk), treasury.shop.takings) == (PAID, left)
    assert desk.cases() == ["bank_line_unknown"] * len(AMOUNTS)
    assert all(one in desk.office.done("bank", "lines") for one in references), "it names whose it would be"
    assert desk.world.balance_of("in_transit:bank") == 0
    desk.world.check()


@pytest.mark.parametrize("form", EACH_FORM)
def test_the_same_statement_again_pays_nothing_more(desk: BankDesk, treasury: Treasury, left: int, form: str) -> None:
    content, _ = pay_out(desk, treasury)
    bank = Bank(desk, form)
    bank.carry_out(content)
    book(desk, bank.tell())
    desk.world.pass_time(hours=1)
    assert tells_of_none(desk, bank.tell())
    assert (states(desk), treasury.shop.takings, desk.cases()) == (PAID, left, [])
    desk.world.check()
