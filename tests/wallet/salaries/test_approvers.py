"""Whoever may approve a payroll hears that one waits: by text where they have a number, by mail where an address."""

import pytest

from tests.wallet.salaries.test_payrolls import AWAS, MOMO
from tests.world.cast import BRICE
from tests.world.payroll_office import PayrollOffice
from tests.world.shop import Shop
from tests.world.world import World
from wallet.core import clock
from wallet.core.public_ids import write_id
from wallet.messages.mails import Mail
from workers import letters


@pytest.fixture
def office(world: World, shop: Shop) -> PayrollOffice:
    return PayrollOffice.open(world, shop)


def read(office: PayrollOffice, about: str) -> str:
    """Return what the mail of a payroll says now, "" where it is not sent any more."""
    world = office.world
    mail = Mail("", "payroll.approver@example.cm", "fr", "payroll_asked", about, 0, 0, world.do(clock.now))
    found = world.do(lambda db: letters.find(db, mail, "https://mbongo.example"))
    return f"{found.subject}\n{found.text}" if found else ""


def test_approvers_are_mailed_and_texted_its_sums_and_nobodys_pay(office: PayrollOffice) -> None:
    world = office.world
    made = office.make(AWAS, MOMO)
    assert read(office, made) == "", "it does not wait for anybody yet"
    assert not office.ask(made).refused
    mailed = world.rows("SELECT address, about::text FROM mail WHERE kind = 'payroll_asked'")
    assert [tuple(one) for one in mailed] == [("payroll.approver@example.cm", made)], "not its maker"
    assert [*world.texts_to(BRICE)][-1] == "payroll_asked", "its owner, who gave no address"
    said = " ".join(read(office, made).split())
    assert "Boulangerie Kamga" in said
    assert "15 124 FCFA" in said
    assert f"https://mbongo.example/business/b/{office.merchant_id}/salaries/{write_id('pyr', made)}" in said
    assert not [one for one in ("Awa", "Zita", "10 000", "5 000") if one in said]
    assert not office.decide(made).refused
    assert read(office, made) == "", "decided before it was sent: nothing waits"
