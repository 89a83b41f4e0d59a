"""The page of whoever is signed in: movements, totals, money to add, requests; small, and for everybody."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.web.conftest import Look
from tests.web.me.conftest import Visitor
from tests.web.reading import read_page
from tests.world.cast import AWA, MOUSSA
from tests.world.scripted_rail import ScriptedRail
from tests.world.world import World
from wallet.operations import movements
from wallet.requests.ask_payment import AskPayment, check_asking, find_payer
from web.pages.headers import POLICY

BYTES_MOST = 60 * 1024


def ask(world: World, asker: str, payer: str, amount: int = 1_000) -> None:
    actor = world.actor(asker)
    asking = world.do(lambda db: check_asking(db, actor.id, find_payer(db, actor.id, payer), amount))
    assert not world.perform(actor, AskPayment(asking), f"ask {asker} {payer}").refused


def test_the_latest_movements_are_shown_each_with_its_receipt(world: World, visitor: Visitor) -> None:
    world.credit(MOUSSA, 20_000)
    for number in range(6):
        world.send_proven(MOUSSA, AWA, 100, f"s{number}")
    page = visitor.sign_in()
    assert page.html.count('<li><span class="sum') == 5
    assert page.html.count("/me/receipt/") == 5


def test_money_is_added_for_oneself_and_for_another_whose_name_is_shown_before(world: World, visitor: Visitor) -> None:
    world.rails |= {"flutterwave": ScriptedRail()}
    visitor.sign_in()
    mine = visitor.press("/me/add", amount="5000", phone="")
    theirs = visitor.press("/me/add", amount="2 000", phone="699 00 00 02")
    assert (mine.status_code, theirs.status_code) == (303, 303)
    assert "Moussa B. 6•• •• •• 01" in visitor.see(mine.headers["Location"]).text
    page = visitor.see(theirs.headers["Location"])
    assert "Awa N. 6•• •• •• 02" in page.text
    assert "2 000 FCFA" in page.text
    attempt = re.search(r'name="attempt" value="([^"]+)"', page.html)
    assert attempt
    paid = visitor.browser.post(theirs.headers["Location"], data={"attempt": attempt[1], "method": "card"})
    assert paid.status_code == 303
    world.work("pending", rail="flutterwave")
    world.pass_time(60)
    world.work("succeeded", rail="flutterwave")
    assert world.balance(AWA) == 2_000
    [seen] = world.do(lambda db: movements.list_latest(db, world.actor(AWA).id))
    assert (seen.operator, seen.phone) == ("flutterwave", ""), "the wallet's own number is not the payer's"
    world.check()


def test_the_same_form_sent_twice_opens_one_page(world: World, visitor: Visitor) -> None:
    html = visitor.sign_in().html
    sent = dict(re.findall(r'type="hidden" name="(form|attempt)" value="([^"]*)"', html))
    answers = [visitor.browser.post("/me/add", data={**sent, "amount": "5000", "phone": ""}) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert world.one("SELECT count(*) FROM recharge") == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"amount": ""}, {"amount": "5.000"}, {"amount": "-5"}, {"amount": "99"}, {"amount": "25001"}, {"amount": "١٢٣"},
        {"amount": "5000", "phone": "655000009"}, {"amount": "5000", "phone": "12"}, {"amount": "9" * 400},
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_said_and_what_was_typed_stays(world: World, visitor: Visitor, typed: Any) -> None:
    visitor.sign_in()
    page = read_page(visitor.press("/me/add", **{"phone": "", **typed}))
    assert (page.status, 'role="alert"' in page.html) == (422, True)
    assert world.one("SELECT count(*) FROM recharge") == 0


def test_whoever_is_signed_out_adds_nothing(world: World, visitor: Visitor) -> None:
    form = str(re.search(r'name="form" value="(\w+)"', visitor.see().html)[1])  # type: ignore[index]
    answer = visitor.browser.post("/me/add", data={"form": form, "attempt": "a", "amount": "5000"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/me")
    assert world.one("SELECT count(*) FROM recharge") == 0


def test_requests_that_wait_are_listed(world: World, visitor: Visitor) -> None:
    ask(world, AWA, MOUSSA, 1_500)
    ask(world, MOUSSA, AWA, 700)
    page = visitor.sign_in()
    assert "1 500 FCFA Awa N. vous demande" in page.text
    assert "Vous avez demandé à Awa N." in page.text


def test_the_page_is_small_whole_and_nothing_else_s(world: World, visitor: Visitor) -> None:
    world.credit(MOUSSA, 40_000)
    for number in range(25):
        world.send_proven(MOUSSA, AWA, 100, f"s{number}")
    for page in (visitor.sign_in(), visitor.see("/me/history")):
        files = re.findall(r'(?:href|src)="(/[^"]+\.css)"', page.html)
        assert len(files) == 2
        whole = len(page.html.encode()) + sum(len(visitor.browser.get(file).data) for file in files)
        assert whole < BYTES_MOST
        assert "<script" not in page.html
        assert page.headers["Content-Security-Policy"] == POLICY
        assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [1100, 360])
def test_no_reader_stumbles_and_nothing_is_wider_than_the_screen(
    world: World, visitor: Visitor, chromium: BrowserContext, url: str, width: int, language: str, look: Look
) -> None:
    world.credit(MOUSSA, 20_000)
    world.send(MOUSSA, AWA, 5_000, "s1")
    ask(world, AWA, MOUSSA)
    page = chromium.new_page()
    page.goto(f"{url}/me?lang={language}")
    look(page, width)
    page.fill("#phone", "677000001")
    page.click("main button")
    look(page, width)
    page.fill("#code", visitor.list_codes()[-1])
    page.click("main button")
    page.wait_for_selector("#movements")
    look(page, width)
    page.goto(f"{url}/me/history?lang={language}&who=Awa")
    look(page, width)
    page.close()
