"""Lines a link asks of whoever pays: asked on its page, kept on the checkout, and read by its business."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext

from tests.web.checkout.test_checkout_page import follow, press
from tests.web.conftest import Look
from tests.web.reading import read_page
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import checkouts, links, sales
from wallet.business.links import FIELDS, NewLink
from wallet.business.sales import SaleFilter
from wallet.operations.pay_addresses import PayAddress

TYPED = {"name": "Aline Fotso", "phone": "699 00 00 02", "email": "aline@example.fr", "reference": "Table 7"}


def make(world: World, shop: Shop, *fields: str) -> PayAddress:
    asked = NewLink(shop.merchant.id, "Repas", 2_000, fields=" ".join(fields))
    return world.do(lambda db: links.create(db, asked), "web")[1]


def test_what_is_asked_is_kept_and_its_business_reads_it(world: World, shop: Shop, browser: FlaskClient) -> None:
    address = make(world, shop, *FIELDS)
    page = read_page(browser.get(f"/pay/{address.token}"))
    for said in ("Votre nom", "Votre numéro de téléphone", "Votre adresse e-mail", "Votre référence", "lit ce que"):
        assert said in page.text
    where, _ = follow(browser, address.token, **TYPED)
    made = world.do(lambda db: checkouts.get(db, str(world.one("SELECT id::text FROM checkout"))))
    kept = (made.customer_name, made.customer_phone, made.customer_email, made.reference)
    assert kept == ("Aline Fotso", "+237699000002", "aline@example.fr", "Table 7")
    told = world.one("SELECT data FROM event WHERE kind = 'checkout.created'")
    assert (told["customer_name"], told["reference"]) == ("Aline Fotso", "Table 7")
    follow(browser, where.removeprefix("/pay/"), method="mtn", phone="677000001")
    world.work("succeeded")
    [sale] = world.do(lambda db: sales.list_sales(db, shop.merchant.id, SaleFilter(), 5))
    assert (sale.customer, sale.their_reference) == ("Aline Fotso, +237699000002, aline@example.fr", "Table 7")


def test_only_what_is_asked_is_taken(world: World, shop: Shop, browser: FlaskClient) -> None:
    follow(browser, make(world, shop, "reference").token, **TYPED)
    made = world.do(lambda db: checkouts.get(db, str(world.one("SELECT id::text FROM checkout"))))
    assert (made.customer_name, made.customer_phone, made.customer_email, made.reference) == ("", "", "", "Table 7")


HOSTILE: list[dict[str, Any]] = [
    {"name": ""}, {"name": " "}, {"name": "x" * 61}, {"name": "a\r\nBcc: b@example.cm"}, {"name": "\x00"},
    {"phone": "12"}, {"phone": ""}, {"email": "a@b"}, {"email": "a@example.cm, b@example.cm"},
    {"email": "=?utf-8?q?a?=@example.cm"}, {"reference": "x" * 400}, {"reference": "\u202egnp"},
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_such_line_is_said_and_the_rest_stays(
    world: World, shop: Shop, browser: FlaskClient, typed: dict[str, str]
) -> None:
    page = read_page(press(browser, make(world, shop, *FIELDS).token, **{**TYPED, **typed}))
    assert (page.status, 'role="alert"' in page.html) == (422, True)
    assert ("Aline Fotso" in page.html) == ("name" not in typed)
    assert world.rows("SELECT 1 FROM checkout") == []


@pytest.mark.parametrize("width", [1100, 360])
def test_everybody_reads_what_is_asked_and_the_euros_that_are_charged(
    world: World, shop: Shop, chromium: BrowserContext, url: str, width: int, look: Look
) -> None:
    page = chromium.new_page()
    page.goto(f"{url}/pay/{make(world, shop, *FIELDS).token}?lang=en")
    look(page, width)
    for name, words in TYPED.items():
        page.fill(f"#line-{name}", words)
    page.click("form.method button")
    page.select_option("#currency-card", "EUR")
    page.click("form:has(#currency-card) button")
    page.click("form.method button")
    page.wait_for_selector("[role=status]")
    assert "You are charged 3.05 EUR, as you agreed" in " ".join(page.inner_text("[role=status]").split())
    look(page, width)
    page.close()
