"""Asking for money from /me: a number is texted, an address mailed; what cannot be asked is said, and stays typed."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.web.conftest import Look
from tests.web.me.conftest import Visitor
from tests.web.reading import read_page
from tests.world.cast import AWA
from tests.world.world import World
from wallet.operations.pay_addresses import get_of

ASKED = {"whom": "Aline@Example.fr", "amount": "2 000", "reason": "loyer", "language": "en"}


def test_an_address_is_mailed_and_the_request_stands_below(world: World, visitor: Visitor) -> None:
    visitor.sign_in()
    answer = visitor.press("/me/ask", **ASKED)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/me?asked=sent#ask")
    page = visitor.see("/me?asked=sent")
    assert "aline@example.fr" in page.text
    assert world.rows("SELECT address, language, kind FROM mail") == [("aline@example.fr", "en", "request_asked")]
    assert world.one("SELECT reason FROM request") == "loyer"


def test_a_number_is_texted_and_one_that_wants_none_is_told_by_its_asker(world: World, visitor: Visitor) -> None:
    visitor.sign_in()
    assert visitor.press("/me/ask", **{**ASKED, "whom": "699 00 00 02", "reason": ""}).status_code == 303
    assert world.texts_to(AWA) == ["payment_asked"]
    world.change(
        "INSERT INTO texting (phone, stopped) VALUES (:phone, true) ON CONFLICT (phone) DO UPDATE SET stopped = true",
        phone=AWA,
    )
    answer = visitor.press("/me/ask", **{**ASKED, "whom": "699000002"})
    page = visitor.see(answer.headers["Location"].partition("#")[0])
    assert "ne veut pas de nos SMS" in page.text


def test_the_same_form_sent_twice_asks_once(world: World, visitor: Visitor) -> None:
    visitor.sign_in()
    html = visitor.see().html
    sent = dict(re.findall(r'type="hidden" name="(form|attempt)" value="([^"]*)"', html))
    assert {visitor.browser.post("/me/ask", data={**sent, **ASKED}).status_code for _ in range(2)} == {303}
    assert world.one("SELECT count(*) FROM request") == 1


HOSTILE = [
    {"amount": ""}, {"amount": "99"}, {"amount": "9" * 400}, {"amount": "-5"},
    {"whom": ""}, {"whom": "12"}, {"whom": "677000001"}, {"whom": "a@b"}, {"whom": "a@example.cm, b@example.cm"},
    {"whom": "a@example.cm\r\nBcc: b@example.cm"}, {"whom": "=?utf-8?q?a?=@example.cm"},
    {"whom": "a" * 300 + "@example.cm"},
    {"reason": "votre PIN svp"}, {"reason": "appelez 677123456"}, {"reason": "mbongo.cm"}, {"reason": "compte bloqué"},
    {"reason": "<b>x</b>"}, {"reason": "x\r\nBcc: b@example.cm"}, {"reason": "x" * 21}, {"reason": "\x00"},
    {"language": "pcm"}, {"language": "xx"},
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_what_cannot_be_asked_is_said_and_writes_nothing(world: World, visitor: Visitor, typed: Any) -> None:
    visitor.sign_in()
    page = read_page(visitor.press("/me/ask", **{**ASKED, **typed}))
    assert (page.status, 'role="alert"' in page.html) == (422, True)
    assert "<b>x" not in page.html
    assert world.rows("SELECT 1 FROM request UNION ALL SELECT 1 FROM mail") == []


def test_whoever_is_signed_out_or_forges_the_form_asks_nothing(world: World, visitor: Visitor) -> None:
    assert visitor.browser.post("/me/ask", data={**ASKED, "attempt": "a"}).status_code in (303, 400)
    visitor.sign_in()
    assert visitor.browser.post("/me/ask", data={**ASKED, "attempt": "a", "form": "forged"}).status_code == 400
    assert world.rows("SELECT 1 FROM request") == []


@pytest.mark.parametrize("width", [1100, 360])
def test_everybody_reads_the_form_that_asks_and_the_page_it_leads_to(
    world: World, visitor: Visitor, chromium: BrowserContext, url: str, width: int, look: Look
) -> None:
    page = chromium.new_page()
    visitor.sign_in_at(page, url, "fr")
    page.fill("#ask-whom", "aline@example.fr")
    page.fill("#ask-amount", "2000")
    page.fill("#ask-reason", "votre PIN")
    page.click("#ask button")
    page.wait_for_selector("[role=alert]")
    look(page, width)
    page.fill("#ask-reason", "loyer")
    page.click("#ask button")
    page.wait_for_selector("[role=status]")
    look(page, width)
    request_id = world.one("SELECT id::text FROM request")
    token = world.do(lambda db: get_of(db, "request", request_id)).token
    page.goto(f"{url}/pay/{token}?lang=fr")
    look(page, width)
    page.close()
