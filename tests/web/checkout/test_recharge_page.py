"""The page at which money is added to a wallet: whose, how much, by every way but a wallet; nothing else is told."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext

from tests.documents.reading import read_paper
from tests.web.checkout.test_checkout_page import follow, press
from tests.web.conftest import Look
from tests.web.reading import Read, read_page
from tests.world.cast import AWA, MOUSSA
from tests.world.scripted_rail import ScriptedRail
from tests.world.world import World
from wallet.operations import pay_addresses
from wallet.operations.pay_addresses import PayAddress
from wallet.payments import operators
from wallet.payments.orders import Confirmation
from wallet.topups import recharges
from wallet.topups.open_recharge import quote_page

FRANCS = 5_000
EUROS = Confirmation("succeeded", 763, None, "EUR")


def open_page(world: World, to: str = AWA, key: str = "o1") -> PayAddress:
    """Let Moussa ask for the page at which 5 000 francs are added to a wallet. Returns its address."""
    world.rails |= {rail: ScriptedRail() for rail in ("flutterwave", "paypal")}
    actor = world.actor(MOUSSA)
    said = world.perform(actor, world.do(lambda db: quote_page(db, actor.person_id, to, FRANCS)), key, "web")
    made = said.values["page_of"].removeprefix("recharge:")
    return world.do(lambda db: pay_addresses.get_of(db, "recharge", made))


def test_it_says_whose_wallet_and_how_much_and_no_number(world: World, browser: FlaskClient) -> None:
    page = read_page(browser.get(f"/pay/{open_page(world).token}"))
    assert (page.status, page.language) == (200, "fr")
    for said in ("Awa N. 6•• •• •• 02", "Argent à ajouter à ce compte", "5 000 FCFA", "Carte", "PayPal", "MTN MoMo"):
        assert said in page.text
    assert "Compte Mbongo" not in page.text
    for number in (AWA, AWA[4:], MOUSSA[4:]):
        assert number not in page.html


def test_a_card_in_euros_is_quoted_first_then_credits(world: World, browser: FlaskClient) -> None:
    address = open_page(world)
    quoted = read_page(press(browser, address.token, method="card", currency="EUR"))
    for said in ("7,63 EUR", "5 000 FCFA", "1 EUR = 655,957 FCFA", "Valable jusqu'au (heure de Douala)"):
        assert said in quoted.text
    found = dict(re.findall(r'name="(method|attempt|quote)" value="([^"]+)"', quoted.html))
    answer = browser.post(f"/pay/{address.token}", data=found)
    assert answer.status_code == 303
    world.work("pending", rail="flutterwave")
    world.pass_time(60)
    world.work(EUROS, rail="flutterwave")
    paid = read_page(browser.get(answer.headers["Location"]))
    assert "Payé L'argent est sur le compte." in paid.text
    for said in ("Payé à Awa N. 6•• •• •• 02", "Pour Argent ajouté à ce compte", "Débité 7,63 EUR"):
        assert said in paid.text
    printed = read_paper(browser.get(f"/pay/{address.token}/receipt.pdf?lang=en").data)
    assert "Charged 7.63 EUR" in printed
    assert AWA[4:] not in printed
    assert world.balance(AWA) == FRANCS
    assert read_page(browser.get(f"/pay/{address.token}")).text.count("Comment voulez-vous payer") == 0
    world.check()


def test_a_phone_is_prompted_and_whoever_comes_second_reads_that_theirs_goes_back(
    world: World, browser: FlaskClient
) -> None:
    address = open_page(world)
    first, _ = follow(browser, address.token, method="mtn", phone="677 00 00 01")
    second, _ = follow(browser, address.token, method="paypal", quote=quote_of(browser, address))
    world.work("pending")
    world.work("pending", rail="paypal")
    world.pass_time(60)
    world.work("succeeded")
    world.work(EUROS, rail="paypal")
    assert "Payé L'argent est sur le compte." in read_page(browser.get(first)).text
    late = read_page(browser.get(second))
    assert "déjà payé" in late.text
    assert "retournent" in late.text
    assert "Garder le reçu" not in late.text, "it is another's"
    assert world.balance(AWA) == FRANCS
    world.check("hold_late_payment")


def test_crypto_switched_on_is_quoted_and_credits(world: World, browser: FlaskClient) -> None:
    world.rails |= {"btcpay": ScriptedRail()}
    world.do_as_owner(lambda db: operators.set_maintenance(db, "btcpay", on=False))
    address = open_page(world)
    quoted = press(browser, address.token, method="crypto", currency="EUR").get_data(as_text=True)
    found = dict(re.findall(r'name="(method|attempt|quote)" value="([^"]+)"', quoted))
    assert browser.post(f"/pay/{address.token}", data=found).status_code == 303
    world.work("pending", rail="btcpay")
    world.pass_time(60)
    world.work(EUROS, rail="btcpay")
    assert world.balance(AWA) == FRANCS
    world.check()


def quote_of(browser: FlaskClient, address: PayAddress) -> str:
    quoted = press(browser, address.token, method="paypal", currency="EUR").get_data(as_text=True)
    return str(re.search(r'name="quote" value="([^"]+)"', quoted)[1])  # type: ignore[index]


@pytest.mark.parametrize(
    "form",
    [
        {"method": "wallet", "phone": "677000001"}, {"method": "card", "currency": "PLN"},
        {"method": "card", "quote": "x"}, {"method": "paypal"}, {"method": "crypto"},
        {"method": "mtn", "phone": "12"}, {"method": ""},
        {"method": "card", "quote": "00000000-0000-4000-8000-000000000000"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_asked(world: World, browser: FlaskClient, form: dict[str, str]) -> None:
    answer = read_page(press(browser, open_page(world).token, **form))
    assert answer.status == 422
    assert 'role="alert"' in answer.html
    assert world.one("SELECT count(*) FROM payment") == 0


@pytest.mark.parametrize(
    "query", ["?p=K7Q2-93FD&state=succeeded", "?p=%00", "?p=" + "9" * 500, "?status=successful&tx_ref=x"]
)
def test_a_hostile_return_moves_nothing(world: World, browser: FlaskClient, query: str) -> None:
    page = read_page(browser.get(f"/pay/{open_page(world).token}{query}"))
    assert (page.status, world.balance(AWA)) == (200, 0)
    assert "Comment voulez-vous payer" in page.text


def test_nobody_follows_the_payment_of_another_page(world: World, browser: FlaskClient) -> None:
    one, other = open_page(world), open_page(world, key="o2")
    where, _ = follow(browser, one.token, method="mtn", phone="677000001")
    there = where.replace(one.token, other.token)
    assert "Approuvez" not in read_page(browser.get(there)).text


def test_it_is_told_when_its_time_is_over(world: World, browser: FlaskClient) -> None:
    address = open_page(world)
    world.pass_time(recharges.WAITS.total_seconds() + 1)
    page: Read = read_page(browser.get(f"/pay/{address.token}"))
    assert "Demandez une nouvelle adresse" in page.text
    refused: Any = browser.post(f"/pay/{address.token}", data={"attempt": "a", "method": "card"})
    assert read_page(refused).text.count("Demandez une nouvelle adresse") == 1


@pytest.mark.parametrize("width", [1100, 360])
def test_no_reader_stumbles_and_nothing_is_wider_than_the_screen(
    world: World, chromium: BrowserContext, url: str, width: int, look: Look
) -> None:
    page = chromium.new_page()
    page.goto(f"{url}/pay/{open_page(world).token}?lang=fr")
    look(page, width)
    page.close()
