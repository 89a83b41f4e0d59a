"""The page of a checkout: what it shows in each of its states, how it leads on, and what it refuses."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.documents.reading import read_paper
from tests.web.reading import Read, read_page
from tests.world.cast import MOUSSA
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import checkouts, links
from wallet.business.checkouts import Checkout, NewCheckout
from wallet.business.links import NewLink
from wallet.business.return_origins import register
from wallet.core.public_ids import write_id
from wallet.operations.pay_addresses import PayAddress

AMOUNT = "12 500 FCFA"


def make(world: World, shop: Shop, **more: Any) -> tuple[Checkout, PayAddress]:
    """Make a checkout of 12 500 francs. Returns it and its address."""
    new = NewCheckout(shop.merchant.id, 12_500, "Gâteau d'anniversaire", **more)
    return world.do(lambda db: checkouts.create(db, new), "web")


def press(browser: FlaskClient, token: str, **form: str) -> Any:
    """Press a button of the page that is open at this address, as a browser without a script does."""
    shown = browser.get(f"/pay/{token}").get_data(as_text=True)
    attempt = re.search(r'name="attempt" value="([^"]+)"', shown)
    assert attempt
    return browser.post(f"/pay/{token}", data={"attempt": attempt[1], **form})


def follow(browser: FlaskClient, token: str, **form: str) -> tuple[str, Read]:
    """Press a button, and return where it leads and what stands there."""
    answer = press(browser, token, **form)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    where = answer.headers["Location"]
    return where, read_page(browser.get(where))


def test_it_says_who_asks_how_much_what_for_and_how_it_can_be_paid(
    world: World, shop: Shop, browser: FlaskClient
) -> None:
    _, address = make(world, shop, reference="F-12")
    page = read_page(browser.get(f"/pay/{address.token}"))
    assert (page.status, page.language) == (200, "fr")
    for said in ("Boulangerie Kamga", "Gâteau d'anniversaire", AMOUNT, "F-12", "Orange Money", "MTN MoMo", "Carte"):
        assert said in page.text
    assert f"{address.code[:2]} {address.code[2:5]} {address.code[5:]}" in page.text
    english = read_page(browser.get(f"/pay/{address.token}?lang=en"))
    assert (english.language, "How would you like to pay?" in english.text) == ("en", True)


def test_a_number_is_prompted_and_the_page_follows_until_it_is_paid(
    world: World, shop: Shop, browser: FlaskClient
) -> None:
    world.do(lambda db: register(db, world.wallet.secrets, shop.merchant.id, "https://shop.example"), "web")
    checkout, address = make(world, shop, return_url="https://shop.example/thanks?cart=7")
    where, waiting = follow(browser, address.token, method="mtn", phone="677 00 00 01")
    assert "Approuvez sur votre téléphone" in waiting.text
    assert "6•• •• •• 01" in waiting.text
    assert MOUSSA not in waiting.html, "whoever is given the address does not read the number"
    before = browser.get(re.search(r'data-follow="([^"]+)"', waiting.html)[1].replace("&amp;", "&")).json  # type: ignore[index]
    world.work("succeeded")
    after = browser.get(re.search(r'data-follow="([^"]+)"', waiting.html)[1].replace("&amp;", "&")).json  # type: ignore[index]
    assert before != after
    paid = read_page(browser.get(where))
    assert "Payé Boulangerie Kamga en est averti." in paid.text
    assert (
        f"https://shop.example/thanks?cart=7&amp;checkout={write_id('chk', checkout.id)}&amp;state=paid&amp;"
        in paid.html
    )
    assert "Comment voulez-vous payer" not in read_page(browser.get(f"/pay/{address.token}")).text


def test_what_the_operator_refuses_is_said_and_another_way_is_open(
    world: World, shop: Shop, browser: FlaskClient
) -> None:
    _, address = make(world, shop)
    where, _ = follow(browser, address.token, method="mtn", phone="677000001")
    world.work("failed")
    page = read_page(browser.get(where))
    assert "MTN MoMo a refusé. Rien n'a été prélevé." in page.text
    assert "Comment voulez-vous payer" in page.text


def test_a_card_is_led_to_its_processor_once_the_page_there_is_made(
    world: World, shop: Shop, browser: FlaskClient
) -> None:
    _, address = make(world, shop)
    where, opening = follow(browser, address.token, method="card")
    assert "Ouverture de la page de paiement" in opening.text
    assert '<meta http-equiv="refresh" content="1">' in opening.html, "without a script it looks again"
    world.change("UPDATE payment SET redirect_url = 'https://checkout.flutterwave.com/v3/abc'")
    onward = browser.get(where)
    assert (onward.status_code, onward.headers["Location"]) == (303, "https://checkout.flutterwave.com/v3/abc")


def test_the_receipt_of_what_is_paid_is_kept_as_pdf_and_is_the_same_again(
    world: World, shop: Shop, browser: FlaskClient
) -> None:
    _, address = make(world, shop, reference="F-118")
    assert browser.get(f"/pay/{address.token}/receipt.pdf").status_code == 404, "nothing is paid yet"
    where, _ = follow(browser, address.token, method="mtn", phone="677000001")
    world.work("succeeded")
    page = read_page(browser.get(where))
    leads = re.search(r'href="([^"]+/receipt\.pdf[^"]*)"', page.html)
    assert leads
    first, second = browser.get(leads[1]), browser.get(leads[1])
    assert (first.status_code, first.mimetype) == (200, "application/pdf")
    assert first.data == second.data
    assert first.headers["Cache-Control"] == "no-store"
    read = read_paper(first.data)
    reference = world.one("SELECT reference FROM payment")
    for said in ("Reçu", AMOUNT, "F-118", "MTN MoMo", "6•• •• •• 01", reference):
        assert said in read
        assert said in page.text
    english = read_paper(browser.get(f"/pay/{address.token}/receipt.pdf?lang=en").data)
    assert "Receipt" in english


@pytest.mark.parametrize(("typed", "said"), [("12", "numéro"), ("+33612345678", "Cameroun"), ("", "numéro")])
def test_a_wrong_number_is_said_beside_what_was_typed(
    world: World, shop: Shop, browser: FlaskClient, typed: str, said: str
) -> None:
    _, address = make(world, shop)
    page = read_page(press(browser, address.token, method="mtn", phone=typed))
    assert page.status == 422
    assert said in page.text
    assert f'value="{typed}"' in page.html
    assert world.rows("SELECT 1 FROM payment") == []


def test_the_same_button_pressed_twice_asks_once(world: World, shop: Shop, browser: FlaskClient) -> None:
    _, address = make(world, shop)
    form = {"attempt": "one-and-the-same", "method": "mtn", "phone": "677000001"}
    first, second = (browser.post(f"/pay/{address.token}", data=form) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert world.one("SELECT count(*) FROM payment") == 1


def test_a_link_with_an_open_amount_makes_a_checkout_of_what_is_typed(
    world: World, shop: Shop, browser: FlaskClient
) -> None:
    asked = NewLink(shop.merchant.id, "Don", least=500, most=50_000)
    _, address = world.do(lambda db: links.create(db, asked), "web")
    wrong = read_page(press(browser, address.token, amount="20"))
    assert (wrong.status, "500" in wrong.text) == (422, True)
    where, page = follow(browser, address.token, amount="2 000")
    assert "2 000 FCFA" in page.text
    assert address.token not in where, "each payer has a checkout of their own"


@pytest.mark.parametrize("state", ["cancelled", "expired"])
def test_one_that_has_ended_says_so_and_offers_nothing(
    world: World, shop: Shop, browser: FlaskClient, state: str
) -> None:
    checkout, address = make(world, shop)
    world.do(lambda db: checkouts.end(db, checkout.id, state), "web")
    page = read_page(browser.get(f"/pay/{address.token}"))
    assert "Rien n'a été prélevé" in page.text
    assert "<form" not in page.html


def test_whoever_pays_abroad_sees_both_amounts_and_the_rate_before_and_is_charged_that(
    world: World, shop: Shop, browser: FlaskClient
) -> None:
    _, address = make(world, shop)
    asked = press(browser, address.token, method="card", currency="EUR")
    page = read_page(asked)
    assert page.status == 200
    for said in ("Vous payez 19,06 EUR", AMOUNT, "1 EUR = 655,957 FCFA"):
        assert said in page.text
    assert world.rows("SELECT 1 FROM payment") == [], "nothing is asked before it is agreed to"
    quote = re.search(r'name="quote" value="([^"]+)"', page.html)
    assert quote
    where, _ = follow(browser, address.token, method="card", quote=quote[1])
    assert where.endswith("&go=1")
    assert world.rows("SELECT rail, currency, charged, amount FROM payment") == [("flutterwave", "EUR", 1906, 12_500)]


@pytest.mark.parametrize(("method", "rail"), [("card", "flutterwave"), ("paypal", "paypal")])
def test_whoever_has_zlotys_pays_in_them_once_they_have_a_rate(
    world: World, shop: Shop, browser: FlaskClient, method: str, rail: str
) -> None:
    world.change(
        """INSERT INTO rate (currency, since, source, digits, francs, margin_ppm)
        VALUES ('PLN', wallet_now(), 'test', 2, 150, 0)"""
    )
    _, address = make(world, shop)
    page = read_page(press(browser, address.token, method=method, currency="PLN"))
    for said in ("Vous payez 83,34 PLN", AMOUNT, "1 PLN = 150 FCFA"):
        assert said in page.text
    quote = re.search(r'name="quote" value="([^"]+)"', page.html)
    assert quote
    follow(browser, address.token, method=method, quote=quote[1])
    assert world.rows("SELECT rail, currency, charged, amount FROM payment") == [(rail, "PLN", 8334, 12_500)]


def test_a_quote_of_another_checkout_or_too_old_is_not_charged(world: World, shop: Shop, browser: FlaskClient) -> None:
    (_, mine), (_, other) = make(world, shop), make(world, shop)
    page = read_page(press(browser, other.token, method="card", currency="EUR"))
    quote = re.search(r'name="quote" value="([^"]+)"', page.html)
    assert quote
    stolen = read_page(press(browser, mine.token, method="card", quote=quote[1]))
    assert (stolen.status, "Le taux a changé" in stolen.text) == (422, True)
    world.pass_time(minutes=16)
    late = read_page(press(browser, other.token, method="card", quote=quote[1]))
    assert "Le taux a changé" in late.text
    for wrong in ("x", "00000000-0000-4000-8000-000000000000", "'", "\x00"):
        assert read_page(press(browser, mine.token, method="card", quote=wrong)).status == 422
    assert world.rows("SELECT 1 FROM payment") == []
