"""A link to /me that somebody asks for on their phone: texted, opened by a button, once, for ten minutes."""

import re

import pytest
from playwright.sync_api import BrowserContext
from sqlalchemy import text

from tests.web.conftest import Look
from tests.web.me.conftest import Visitor
from tests.web.texted import list_texts
from tests.world.cast import MOUSSA, WRONG_PIN
from tests.world.world import World
from wallet.accounts import page_codes
from wallet.accounts.send_page_link import SendPageLink
from wallet.core.errors import WrongPin

LINK = re.compile(r"^https?://[^/]+(/me/l/[0-9a-f]{32}[0-9]{6})\n")
pytestmark = pytest.mark.usefixtures("public_url")


def ask(world: World, key: str = "l1") -> str:
    """Ask for a link as at the phone; return what was texted."""
    assert world.perform(MOUSSA, SendPageLink(), key).sentence == "page_link_sent"
    return list_texts(world, MOUSSA)[-1]


def open_link(visitor: Visitor, told: str) -> str:
    found = LINK.match(told)
    assert found, told
    return found[1]


def test_a_link_opens_once_by_its_button(world: World, visitor: Visitor) -> None:
    world.credit(MOUSSA, 12_500)
    way = open_link(visitor, ask(world))
    for _ in range(2):
        page = visitor.see(way)
        assert "Ouvrir mon compte" in page.text
        assert "12 500" not in page.text, "what only looks is shown nothing, and uses nothing up"
    assert visitor.press("/me/code", way).status_code == 303
    assert "Solde 12 500 FCFA" in visitor.see().text
    visitor.press("/me/out")
    assert visitor.press("/me/code", way).status_code == 422


def test_a_link_is_too_old_after_ten_minutes(world: World, visitor: Visitor) -> None:
    way = open_link(visitor, ask(world))
    world.pass_time(page_codes.GOOD_FOR.total_seconds() + 1)
    assert visitor.press("/me/code", way).status_code == 422


def test_no_link_stands_anywhere(world: World, visitor: Visitor) -> None:
    way = open_link(visitor, ask(world))
    tables = ("page_code", "notice", "operation")
    rows = text(" UNION ALL ".join(f"SELECT t::text FROM {table} t" for table in tables))
    everything = world.do_as_owner(lambda db: [str(row) for row in db.execute(rows).scalars()])
    assert not any(way[-6:] in row for row in everything)


def test_the_pin_is_asked_and_few_are_texted(world: World) -> None:
    with pytest.raises(WrongPin):
        world.perform(MOUSSA, SendPageLink(), "w1", pin=WRONG_PIN)
    most = page_codes.ASKED_MOST[0][1]
    told = [world.perform(MOUSSA, SendPageLink(), f"l{number}").sentence for number in range(most + 1)]
    assert told == ["page_link_sent"] * most + ["refusal.no_page_link"]


@pytest.mark.parametrize("typed", ["x", "0" * 38, "../history"])
def test_what_is_no_link_leads_to_where_one_signs_in(visitor: Visitor, typed: str) -> None:
    assert visitor.browser.get(f"/me/l/{typed}").status_code in (200, 303, 404)


@pytest.mark.parametrize(("width", "language"), [(360, "fr"), (1100, "en")])
def test_its_page_is_read_by_everybody(
    world: World, chromium: BrowserContext, url: str, visitor: Visitor, width: int, language: str, look: Look
) -> None:
    world.credit(MOUSSA, 12_500)
    page = chromium.new_page()
    page.goto(f"{url}{open_link(visitor, ask(world))}?lang={language}")
    look(page, width)
    page.click("main button")
    assert "12 500" in page.inner_text("header").replace("\u202f", " ").replace("\xa0", " ")
    page.goto(f"{url}/me/close?lang={language}")
    look(page, width)
    page.close()
