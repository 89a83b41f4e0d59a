"""Giving a top-up back from /me: where it goes and what it costs stand before the PIN; no more than is left goes."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.web.conftest import Look
from tests.web.me.conftest import Visitor
from tests.web.reading import read_page
from tests.world.cast import AWA, MOUSSA, PINS
from tests.world.world import World

WAY = "/me/give-back"
PIN, HERS = ("".join(PINS[whose]) for whose in (MOUSSA, AWA))  # as a browser sends them


def add(world: World, amount: int = 5_000, key: str = "r1") -> None:
    world.recharge(amount, key=key)
    world.work("succeeded")


def test_a_part_then_the_rest_go_back_to_their_number(world: World, visitor: Visitor) -> None:
    add(world)
    assert "Rendre ce que vous avez ajouté" in visitor.sign_in().text
    page = visitor.see(WAY)
    for said in ("5 000 FCFA ajoutés", "MTN MoMo, numéro 6•• •• •• 01", "Sans frais ni taxe"):
        assert said in page.text
    answer = visitor.press(WAY, WAY, amount="2000", pin=PIN)
    assert answer.status_code == 303
    assert world.one("SELECT reference FROM payment WHERE direction = 'refund'") in answer.headers["Location"]
    world.work("succeeded")
    assert world.balance(MOUSSA) == 3_000
    page = visitor.see(answer.headers["Location"])
    assert "C'est en route" in page.text
    assert "jusqu'à 3 000 FCFA" in page.text
    assert visitor.press(WAY, WAY, amount="3000", pin=PIN).status_code == 303
    world.work("succeeded")
    assert "Il ne reste rien" in visitor.see(WAY).text
    assert world.balance_of("operator_float:mtn") == 0
    world.check()


def test_what_was_spent_is_no_longer_offered(world: World, visitor: Visitor) -> None:
    add(world)
    add(world, 1_000, "r2")
    world.send_proven(MOUSSA, AWA, 4_000, "s1")
    visitor.sign_in()
    page = visitor.see(WAY)
    assert page.html.count("<form") == 2, "of the older less is left"
    assert "jusqu'à 1 000 FCFA" in page.text


def test_a_wrong_pin_moves_nothing_and_counts_as_a_try(world: World, visitor: Visitor) -> None:
    add(world)
    visitor.sign_in()
    page = read_page(visitor.press(WAY, WAY, amount="2000", pin="0007"))
    given_back = re.search(r"""["'>\s]0007["'<\s]""", page.html)  # in the middle of an address it may stand by chance
    assert (page.status, 'role="alert"' in page.html, given_back) == (422, True, None)
    assert world.balance(MOUSSA) == 5_000
    for _ in range(5):
        page = read_page(visitor.press(WAY, WAY, amount="2000", pin="0007"))
    locked = read_page(visitor.press(WAY, WAY, amount="2000", pin=PIN))
    assert locked.status == 422, "the right one too, once it is locked"
    assert world.balance(MOUSSA) == 5_000


HOSTILE = [
    {"amount": "5001"}, {"amount": ""}, {"amount": "0"}, {"amount": "-5"}, {"amount": "9" * 400}, {"pin": ""},
    {"pin": "١٢٣٤"}, {"pin": "\x00"}, {"transfer": ""}, {"transfer": "x'; --"}, {"transfer": "\x00"},
    {"transfer": "00000000-0000-4000-8000-000000000000"},
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_what_cannot_be_is_said_and_moves_nothing(world: World, visitor: Visitor, typed: Any) -> None:
    add(world)
    visitor.sign_in()
    page = read_page(visitor.press(WAY, WAY, **{"amount": "2000", "pin": PIN, **typed}))
    assert (page.status, 'role="alert"' in page.html) == (422, True)
    assert world.rows("SELECT 1 FROM payment WHERE direction = 'refund'") == []


def test_another_s_top_up_is_not_theirs_to_give_and_whoever_is_signed_out_gives_nothing(
    world: World, visitor: Visitor
) -> None:
    add(world)
    transfer = world.one("SELECT transfer_id FROM movement")
    assert visitor.browser.get(WAY).status_code == 303
    visitor.phone = AWA
    where = visitor.ask_code("699000002")
    assert visitor.press("/me/code", where, code=visitor.list_codes()[-1]).status_code == 303
    form = re.search(r'name="form" value="(\w+)"', visitor.see().html)
    assert form
    typed = {"form": form[1], "attempt": "a", "amount": "2000", "pin": HERS, "transfer": str(transfer)}
    assert visitor.browser.post(WAY, data=typed).status_code == 422
    assert world.rows("SELECT 1 FROM payment WHERE direction = 'refund'") == []


@pytest.mark.parametrize("width", [1100, 360])
def test_everybody_reads_it(
    world: World, visitor: Visitor, chromium: BrowserContext, url: str, width: int, look: Look
) -> None:
    add(world)
    page = chromium.new_page()
    visitor.sign_in_at(page, url, "fr")
    page.wait_for_selector("#movements")
    page.goto(f"{url}{WAY}?lang=fr")
    look(page, width)
    page.fill("#pin-1", PIN)
    page.click("form.method button")
    page.wait_for_selector("[role=status]")
    look(page, width)
    page.close()
