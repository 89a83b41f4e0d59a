"""The page of a checkout in Chromium: nothing a screen reader stumbles over, nothing wider than a small phone."""

import pytest
from playwright.sync_api import BrowserContext

from tests.web.checkout.test_checkout_page import make
from tests.web.checkout.test_request_page import request_of
from tests.web.conftest import Look
from tests.world.shop import Shop
from tests.world.world import World


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [1100, 360])
def test_no_reader_stumbles_and_nothing_is_wider_than_the_screen(
    world: World, shop: Shop, chromium: BrowserContext, url: str, width: int, language: str, look: Look
) -> None:
    _, address = make(world, shop, reference="F-2026-000123")
    page = chromium.new_page()
    page.goto(f"{url}/pay/{address.token}?lang={language}")
    look(page, width)
    page.close()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("state", ["open", "paid", "refused"])
def test_no_reader_stumbles_over_a_request_nor_over_what_has_ended(
    world: World, chromium: BrowserContext, url: str, state: str, language: str, look: Look
) -> None:
    address = request_of(world)
    if state != "open":
        world.change("UPDATE request SET state = :state, ended_at = wallet_now()", state=state)
    page = chromium.new_page()
    page.goto(f"{url}/pay/{address.token}?lang={language}")
    look(page, 360)
    page.close()
