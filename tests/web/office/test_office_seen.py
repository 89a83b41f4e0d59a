"""The office's pages as they are seen: no reader stumbles, nothing is wider than the screen, in both languages."""

from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext
from werkzeug.serving import make_server

from tests.web.conftest import Look
from tests.world.apps import show_code
from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA, password_of
from tests.world.office import Office
from wallet.perform import Wallet
from web.office.routes import create_pages

NUMBER = MOUSSA[1:]
WAYS = (
    "/of/person", f"/do/person/show?person={NUMBER}", "/do/books/trial-balance", "/do/books/month",
    "/do/books/close-month", "/do/books/return?tax=vat&month=2026-11", "/do/bank/add", "/do/reconcile",
    "/do/audit/show", "/do/tariff/show", "/do/find?words=mous", "/do/staff/role", "/do/nothing",
    f"/do/person/timeline?person={NUMBER}", "/do/alert/rules", "/do/alert/decide", "/do/regulator",
)  # fmt: skip


@pytest.fixture
def address(wallet: Wallet) -> Iterator[str]:
    """Give the address of the office's pages on a port of their own."""
    server = make_server("127.0.0.1", 0, create_pages(wallet), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/office"
    server.shutdown()
    thread.join()


@pytest.mark.parametrize(("width", "language"), [(360, "fr"), (1100, "en"), (360, "en")])
def test_no_reader_stumbles_and_nothing_is_wider_than_the_screen(
    office: Office, chromium: BrowserContext, address: str, look: Look, width: int, language: str
) -> None:
    office.world.credit(MOUSSA, 500_000)
    assert not office.world.send(MOUSSA, AWA, 2_000, "for the figures").refused
    office.done("person", "freeze", MOUSSA, "--why", "he called: the phone is stolen", login=BRUNO)
    office.done("person", "unfreeze", MOUSSA, "--why", "it was found", login=BRUNO)
    page = chromium.new_page()
    page.goto(f"{address}?lang={language}")
    look(page, width)
    page.fill("#login", ALICE)
    page.fill("#password", password_of(ALICE))
    page.click("form.method button")
    look(page, width)
    page.click("section button")
    look(page, width)
    page.fill("#code", show_code(office.world, page.inner_text(".secret").replace(" ", "")))
    page.click("section button")
    look(page, width)
    for way in WAYS:
        page.goto(f"{address}{way}{'&' if '?' in way else '?'}lang={language}")
        look(page, width)
        sizes = page.eval_on_selector_all("thead th", "all => all.map(one => getComputedStyle(one).fontSize)")
        assert len(set(sizes)) <= 1, way
    page.goto(f"{address}/do/person/unfreeze?person={NUMBER}&lang={language}")
    page.fill("#approve-person", MOUSSA)
    page.click("form:has(#approve-person) button")
    look(page, width)
    page.click(".acts form.method button")
    look(page, width)
    page.close()
    state = "SELECT p.state FROM person p JOIN phone h ON h.person_id = p.id WHERE h.number = :phone"
    assert office.world.one(state, phone=MOUSSA) == "open"
