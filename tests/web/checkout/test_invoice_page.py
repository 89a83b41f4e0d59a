"""The story of invoices: a shop writes and sends them, customers pay at the page and by code, one is taken back."""

import re

import pytest
from flask.testing import FlaskClient

from tests.documents.reading import read_paper
from tests.web.checkout.test_checkout_page import follow
from tests.web.reading import read_page
from tests.world.accountant import Accountant
from tests.world.cashier import Cashier
from tests.world.cast import AWA
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import checkouts
from wallet.business.invoice_sums import NewLine
from wallet.business.payables import find_payable
from wallet.messages import mails
from wallet.operations import pay_addresses
from wallet.purposes import purposes
from workers import letters
from workers.deadlines import end_due

PAGE = "https://pay.example"


@pytest.fixture
def accountant(world: World, shop: Shop) -> Accountant:
    world.open_wallet(AWA)
    world.see_id(AWA)
    return Accountant.hire(world, shop)


def token_of(accountant: Accountant, invoice_id: str) -> str:
    code = accountant.code(invoice_id)
    found = accountant.world.do(lambda db: pay_addresses.find_by_code(db, code))
    return str(found.token)


def mailed(world: World) -> list[letters.Letter | None]:
    """Return the mails that wait, as they are read."""
    leased = world.do(lambda db: mails.lease(db, 10))
    return [world.do(lambda db, one=one: letters.find(db, one, PAGE)) for one in leased]


def test_a_shop_bills_and_a_customer_pays_by_a_prompt_from_the_page(
    accountant: Accountant, world: World, browser: FlaskClient
) -> None:
    one = accountant.issue()
    accountant.send(one)
    (letter,) = mailed(world)
    assert letter is not None
    number = str(accountant.read(one).number)
    assert letter.subject == f"Facture {number} de Boulangerie Kamga"
    assert number in read_paper(letter.paper)
    assert world.column("SELECT sentence FROM notice WHERE sentence LIKE 'invoice%'") == ["invoice_sent"]
    token = re.search(r"/pay/([\w-]{22})", letter.text)
    assert token
    page = read_page(browser.get(f"/pay/{token[1]}"))
    assert f"Facture {number}" in page.text
    paper = browser.get(f"/pay/{token[1]}/invoice.pdf")
    assert (paper.status_code, number in read_paper(paper.data)) == (200, True)
    where, waiting = follow(browser, token[1], method="orange", phone="690 00 00 01")
    assert "Approuvez sur votre téléphone" in waiting.text
    world.work("succeeded", rail="orange")
    assert "Payé" in read_page(browser.get(where)).text
    assert accountant.stands(one) == ("paid", 11_925, 0)
    assert accountant.heard() == ["invoice.finalised", "invoice.sent", "invoice.paid"]
    world.check()


def test_a_reminder_comes_and_the_phone_code_pays(accountant: Accountant, world: World) -> None:
    due = world.one("SELECT ((wallet_now() AT TIME ZONE 'Africa/Douala')::date + 1)::text")
    one = accountant.issue(due_on=due)
    accountant.send(one)
    mailed(world)
    world.pass_time(86_400 + 10 * 3_600)
    assert end_due() >= 1
    (letter,) = [one for one in mailed(world) if one and one.subject.startswith("Rappel")]
    assert letter.subject.endswith("11 925 FCFA à payer")
    payer, code = world.actor(AWA), accountant.code(one)
    world.credit(AWA, 11_925)
    shown = world.do(lambda db: find_payable(db, payer.person_id, code))
    cashier = Cashier(world, accountant.shop)
    checkout = world.do(lambda db: checkouts.get(db, shown.checkout_id))
    assert not world.perform(AWA, cashier.quote(AWA, checkout), "pays").refused
    assert accountant.standing(one).state == "paid"
    world.change("UPDATE mail SET state = 'waiting', due_at = wallet_now() WHERE kind = 'invoice_reminder'")
    assert None in mailed(world), "who has paid is not reminded, though the mail was written before"
    world.check()


def test_the_papers_page_leads_to_what_is_left_and_ends_with_it(
    accountant: Accountant, world: World, browser: FlaskClient
) -> None:
    one = accountant.issue()
    token = token_of(accountant, one)
    accountant.void(one, NewLine("Rendu", "4", 1_000))
    moved = browser.get(f"/pay/{token}")
    assert moved.status_code == 303
    assert "7 155 FCFA" in read_page(browser.get(moved.headers["Location"])).text
    assert (
        browser.post(f"/pay/{token}", data={"attempt": "x", "method": "mtn", "phone": "677000001"}).status_code == 303
    )
    accountant.void(one, NewLine("Le reste", "6", 1_000))
    assert "ne demande plus ce paiement" in read_page(browser.get(f"/pay/{token}")).text
    world.check()


def test_what_comes_late_for_a_page_that_moved_goes_back(accountant: Accountant, world: World) -> None:
    one = accountant.issue()
    cashier = Cashier(world, accountant.shop)
    before = world.do(lambda db: checkouts.get(db, world.one("SELECT id::text FROM checkout")))
    assert not cashier.prompt(before, "+237677000001", "late").refused
    accountant.void(one, NewLine("Rendu", "4", 1_000))
    world.work("succeeded")
    assert accountant.stands(one) == ("open", 0, 7_155)
    assert "payment.late_received" in cashier.heard()
    assert "pay_checkout" in purposes.PURPOSES
    world.check()
