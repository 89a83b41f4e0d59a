"""The page of a plan says what is agreed to on a phone, how, and how it is ended; it takes nothing itself."""

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext

from tests.web.conftest import Look
from tests.web.reading import read_page
from tests.world.shop import Shop
from tests.world.subscribers import Subscribers
from tests.world.world import World
from wallet.operations import pay_addresses
from wallet.operations.pay_addresses import PayAddress
from wallet.subscriptions.write_plans import ClosePlan


@pytest.fixture
def plans(world: World, shop: Shop) -> Subscribers:
    return Subscribers(world, shop)


def address_of(plans: Subscribers, code: str) -> PayAddress:
    found = plans.world.do(lambda db: pay_addresses.find_by_code(db, code))
    assert found
    return found


def test_it_says_what_is_agreed_to_and_how(plans: Subscribers, browser: FlaskClient) -> None:
    code = plans.offer(amount=5_000, most=6_000, trial_days=14, times=12)
    page = read_page(browser.get(f"/pay/{address_of(plans, code).token}"))
    for said in (
        "Boulangerie Kamga", "Salle", "5 000 FCFA par mois", "14 jours", "12 fois", "6 000 FCFA",
        f"PAYER {code}", f"STOP ABO {code}", "votre PIN",
    ):  # fmt: skip
        assert said in page.text, said
    assert "<form" not in page.html.partition("<main")[2].partition("</main>")[0]


def test_it_takes_nothing_and_a_closed_one_says_so(plans: Subscribers, browser: FlaskClient) -> None:
    code = plans.offer()
    where = f"/pay/{address_of(plans, code).token}"
    answer = browser.post(where, data={"attempt": "a", "method": "mtn", "phone": "677000001"})
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, where)
    assert browser.get(f"{where}/state").status_code == 404
    assert browser.get(f"{where}/receipt.pdf").status_code == 404
    plans.do(ClosePlan(plans.plan_id(code)))
    page = read_page(browser.get(f"{where}?lang=en"))
    assert "Nobody can subscribe to this any more" in page.text
    assert "How to subscribe" not in page.text


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [1100, 360])
def test_no_reader_stumbles(
    plans: Subscribers, chromium: BrowserContext, url: str, width: int, language: str, look: Look
) -> None:
    page = chromium.new_page()
    page.goto(f"{url}/pay/{address_of(plans, plans.offer(trial_days=7)).token}?lang={language}")
    look(page, width)
    page.close()
