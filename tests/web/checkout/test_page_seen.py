"""The page of a checkout in Chromium: nothing a screen reader stumbles over, nothing wider than a small phone."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from tests.web.checkout.test_checkout_page import make
from tests.world.shop import Shop
from tests.world.world import World

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """Give Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}: the page is not seen in a browser")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def url(browser: FlaskClient) -> Iterator[str]:
    """Give the address of the web app on a port of its own."""
    server = make_server("127.0.0.1", 0, browser.application, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [1100, 360])
def test_no_reader_stumbles_and_nothing_is_wider_than_the_screen(
    world: World, shop: Shop, chromium: Browser, url: str, width: int, language: str, tmp_path: Path
) -> None:
    _, address = make(world, shop, reference="F-2026-000123")
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{url}/pay/{address.token}?lang={language}")
    page.screenshot(path=tmp_path / "page.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page).response["violations"] == []
    page.close()
