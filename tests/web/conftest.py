"""The web app on this test's database, a browser without a script in front of it, and Chromium to see pages in."""

from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from tests.world.chromium import CHROMIUM, PATIENCE_MS
from tests.world.doors import doors_on
from wallet.core.settings import Settings

QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
Look = Callable[[Page, int], None]


@pytest.fixture
def browser(settings: Settings) -> FlaskClient:
    """Give a client that asks for pages as a browser set to French does."""
    app = doors_on(settings)
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr-FR,fr;q=0.9,en;q=0.5"
    return client


@pytest.fixture(scope="module")
def chromium_process() -> Iterator[Browser]:
    """Give Debian's Chromium, which takes longer to start than most pages to be seen."""
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}: the page is not seen in a browser")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def chromium(chromium_process: Browser) -> Iterator[BrowserContext]:
    """Give Chromium as whoever opens it for the first time has it: no cookie, nothing kept."""
    context = chromium_process.new_context()
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def url(browser: FlaskClient) -> Iterator[str]:
    """Give the address of the web app on a port of its own."""
    server = make_server("127.0.0.1", 0, browser.application, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def look() -> Look:
    """Give what looks at an open page: nothing a screen reader stumbles over, nothing wider than the screen."""

    def look_at(page: Page, width: int) -> None:
        page.wait_for_load_state()  # a click waits until its page answers, not until it has come
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).response["violations"] == []

    return look_at
