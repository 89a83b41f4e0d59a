"""The wallet's way to pay: the number typed is asked by text; the page follows, and tells nobody who has a wallet."""

import pytest
from flask.testing import FlaskClient

from tests.wallet.business.test_ask_checkout import QUESTION, agree
from tests.web.checkout.test_checkout_page import follow, make
from tests.web.reading import read_page
from tests.world.cast import AWA, STRANGER
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import checkouts
from wallet.business.checkouts import NewCheckout


def test_a_wallet_is_asked_and_pays_and_the_page_says_so(world: World, shop: Shop, browser: FlaskClient) -> None:
    world.credit(AWA, 20_000)
    new = NewCheckout(shop.merchant.id, 5_000, "Gâteau")  # as much as a first tier pays at once
    _, address = world.do(lambda db: checkouts.create(db, new), "web")
    where, waiting = follow(browser, address.token, method="wallet", phone=AWA)
    assert "Répondez au SMS sur votre téléphone" in waiting.text
    assert f"PAYER {address.code}" in waiting.text, "where no text comes"
    assert AWA not in waiting.html
    assert world.texts_to(AWA) == [QUESTION]
    assert agree(world, AWA).sentence == "checkout_paid"
    assert "Payé Boulangerie Kamga en est averti." in read_page(browser.get(where)).text


@pytest.mark.parametrize("phone", [AWA, STRANGER])
def test_the_page_says_the_same_of_any_number(world: World, shop: Shop, browser: FlaskClient, phone: str) -> None:
    _, address = make(world, shop)
    where, waiting = follow(browser, address.token, method="wallet", phone=phone)
    assert where == f"/pay/{address.token}?asked=1"
    assert "Si un compte a ce numéro" in waiting.text
