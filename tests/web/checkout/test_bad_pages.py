"""Whatever is sent to the checkout's pages: a page that says what to do, nothing moved, nothing of another's shown."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.checkout.test_checkout_page import make
from tests.web.reading import read_page
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import links
from wallet.business.links import NewLink
from web.checkout.found import PRESSES_MAX
from web.checkout.page import FILES

FORMS: list[dict[str, str]] = [
    {},
    {"attempt": ""},
    {"attempt": "x" * 500},
    {"attempt": "é"},
    {"attempt": "\x00", "method": "mtn", "phone": "677000001"},
    {"attempt": "a", "method": "nothing"},
    {"attempt": "a", "method": "bank", "phone": "677000001"},
    {"attempt": "a", "method": "mtn"},
    {"attempt": "a", "method": "mtn", "phone": "\x00" * 40},
    {"attempt": "a", "method": "mtn", "phone": "<script>alert(1)</script>"},
    {"attempt": "a", "method": "mtn", "phone": "٦٧٧٠٠٠٠٠١"},
    {"attempt": "a", "method": "wallet", "phone": "33 1"},
    {"attempt": "a", "method": "mtn\r\nSet-Cookie: x=1", "phone": "677000001"},
]
TOKENS = ["x", "x" * 22, "A" * 5_000, "%00", "..", "é" * 22, "-", "' OR 1=1 --", "0" * 22 + "/state"]
TOKENS += ["0" * 22 + "/receipt.pdf", "x/receipt.pdf"]
FOLLOWED = [
    "p=K7Q2-93FD",
    "p=%00",
    "p=" + "x" * 4_000,
    "lang=%3Cscript%3E",
    "lang=xx",
    "go=1&p=x",
    "p[]=1",
    "back=1&go=1",
]


@pytest.mark.parametrize("form", FORMS, ids=range(len(FORMS)))
def test_a_form_of_anything_moves_nothing_and_is_answered_by_a_page(
    world: World, shop: Shop, browser: FlaskClient, form: dict[str, str]
) -> None:
    _, address = make(world, shop)
    page = read_page(browser.post(f"/pay/{address.token}", data=form))
    assert page.status in (400, 422)
    assert page.language == "fr"
    assert "<script>alert" not in page.html
    assert world.rows("SELECT 1 FROM payment") == []


@pytest.mark.parametrize("token", TOKENS, ids=range(len(TOKENS)))
def test_an_address_of_chance_shows_nothing(world: World, browser: FlaskClient, token: str) -> None:
    assert world
    for answer in (browser.get(f"/pay/{token}"), browser.post(f"/pay/{token}", data={"attempt": "a"})):
        assert answer.status_code in (400, 404, 405, 429)


@pytest.mark.parametrize("query", FOLLOWED)
def test_what_stands_behind_the_question_mark_breaks_nothing(
    world: World, shop: Shop, browser: FlaskClient, query: str
) -> None:
    _, address = make(world, shop)
    page = read_page(browser.get(f"/pay/{address.token}?{query}"))
    assert page.status == 200
    assert "<script>" not in page.html
    assert "Comment voulez-vous payer" in page.text


def test_nobody_follows_a_payment_of_another_checkout(world: World, shop: Shop, browser: FlaskClient) -> None:
    (_, mine), (_, other) = make(world, shop), make(world, shop)
    browser.post(f"/pay/{other.token}", data={"attempt": "a", "method": "mtn", "phone": "677000001"})
    reference = world.one("SELECT reference FROM payment")
    assert "Approuvez" in read_page(browser.get(f"/pay/{other.token}?p={reference}")).text
    assert "Approuvez" not in read_page(browser.get(f"/pay/{mine.token}?p={reference}")).text


def test_a_body_too_long_and_a_form_in_another_encoding_are_refused(
    world: World, shop: Shop, browser: FlaskClient
) -> None:
    _, address = make(world, shop)
    here = f"/pay/{address.token}"
    assert browser.post(here, data={"attempt": "a" * 20_000}).status_code == 413
    assert browser.post(here, data=b"\xff\xfe{}", content_type="application/json").status_code == 400
    assert browser.put(here).status_code == 405


def test_whoever_tries_many_addresses_is_told_to_wait(world: World, browser: FlaskClient) -> None:
    assert world
    said = {
        browser.get(f"/pay/{number:022}", environ_base={"REMOTE_ADDR": "203.0.113.7"}).status_code
        for number in range(40)
    }
    assert said == {404, 429}


def test_whoever_presses_a_links_button_without_end_makes_so_many_checkouts_a_minute(
    world: World, shop: Shop, browser: FlaskClient
) -> None:
    asked = NewLink(shop.merchant.id, "Don", amount=1_000)
    _, address = world.do(lambda db: links.create(db, asked), "web")

    def press_from(where: str, attempt: int) -> int:
        form = {"attempt": f"a{attempt}"}
        return browser.post(f"/pay/{address.token}", data=form, environ_base={"REMOTE_ADDR": where}).status_code

    said = [press_from("203.0.113.8", number) for number in range(PRESSES_MAX + 3)]
    assert said == [303] * PRESSES_MAX + [429] * 3
    assert world.one("SELECT count(*) FROM checkout") == PRESSES_MAX
    assert press_from("203.0.113.9", 0) == 303, "another address is not held up by them"


def test_every_page_is_guarded_small_and_runs_nothing_of_anothers(
    world: World, shop: Shop, browser: FlaskClient
) -> None:
    _, address = make(world, shop)
    answer = browser.get(f"/pay/{address.token}")
    page = read_page(answer)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert (page.headers["X-Robots-Tag"], page.headers["Cache-Control"]) == ("noindex, nofollow", "no-store")
    assert "Set-Cookie" not in page.headers
    files = re.findall(r'(?:src|href)="(/pay/-/[^"]+)"', page.html)
    whole = len(answer.data) + sum(len(browser.get(one).data) for one in files)
    assert len(files) == len(FILES) == 2
    assert whole < 60_000
    assert not re.search(r'(?:src|href)="(?!/pay/|\?|data:)', page.html)
