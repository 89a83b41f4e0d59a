"""Subscriptions on /me: what was agreed to and how it stands; paused and ended there, and nobody's but one's own."""

import pytest
from playwright.sync_api import BrowserContext

from tests.web.conftest import Look
from tests.web.me.conftest import Visitor
from tests.web.reading import read_page
from tests.world.cast import AWA, MOUSSA
from tests.world.shop import Shop
from tests.world.subscribers import Subscribers
from tests.world.world import World
from wallet.subscriptions.write_plans import ChangePlanPrice
from workers.deadlines import end_due

WAY = "/me/subscriptions"


@pytest.fixture
def plans(world: World, shop: Shop) -> Subscribers:
    return Subscribers(world, shop)


def state(world: World) -> list[str]:
    return world.column("SELECT state FROM subscription ORDER BY created_at")


def test_each_is_listed_with_what_was_agreed_to_and_how_it_stands(
    world: World, visitor: Visitor, plans: Subscribers
) -> None:
    world.credit(MOUSSA, 6_000)
    visitor.sign_in()
    assert "Vous n'en avez pas" in visitor.see(WAY).text.replace("’", "'")
    code = plans.offer(amount=5_000, most=7_000, every="week", times=4)
    plans.agree(MOUSSA, code)
    plans.do(ChangePlanPrice(plans.plan_id(code), 8_000))
    page = visitor.see(WAY)
    for said in ("Salle", "Boulangerie Kamga", "5 000 FCFA par semaine", "actif", "7 000 FCFA", "8 000 FCFA", "3 fois"):
        assert said in page.text, said
    world.pass_time(days=7, hours=10)
    end_due()
    visitor.sign_in()
    assert "n'a pas pu être débité" in visitor.see(WAY).text


def test_it_is_paused_then_ended_and_a_text_says_so(world: World, visitor: Visitor, plans: Subscribers) -> None:
    world.credit(MOUSSA, 20_000)
    plans.agree(MOUSSA, plans.offer(amount=5_000))
    assert 'href="/me/subscriptions"' in visitor.sign_in().html
    answer = visitor.press(WAY, WAY)  # the first form of the page
    assert (answer.status_code, state(world)) == (303, ["paused"])
    assert "Plus rien n'est débité" in visitor.see(answer.headers["Location"]).text
    answer = visitor.press(WAY, WAY)  # the one that is left
    assert (answer.status_code, state(world)) == (303, ["ended"])
    assert "Vous n'en avez pas" in visitor.see(answer.headers["Location"]).text
    assert world.texts_to(MOUSSA)[-2:] == ["subscription_paused_asked", "subscription_ended_asked"]
    world.check()


def test_one_that_ended_meanwhile_and_another_s_are_refused(world: World, visitor: Visitor, plans: Subscribers) -> None:
    world.credit(MOUSSA, 20_000)
    world.see_id(AWA)
    world.credit(AWA, 20_000, "awa")
    code, hers = plans.offer(amount=5_000), plans.offer(amount=4_000)
    plans.agree(MOUSSA, code)
    plans.agree(AWA, hers)
    visitor.sign_in()
    page = read_page(visitor.press(WAY, WAY, how="end", code=hers))
    assert (page.status, 'role="alert"' in page.html) == (422, True)
    assert state(world) == ["active", "active"]
    for typed in (
        {"how": "x"},
        {"code": ""},
        {"code": "١٢٣٤٥٦٧٨"},
        {"code": "1' OR 1"},
        {"attempt": ""},
        {"attempt": "\x00"},
    ):
        assert visitor.press(WAY, WAY, **typed).status_code == 400
    sent = {"code": code, "how": "end", "attempt": "a", "form": "0" * 64}
    assert visitor.browser.post(WAY, data=sent).status_code == 400, "another page's form"
    assert state(world) == ["active", "active"]


def test_whoever_is_signed_out_sees_none(visitor: Visitor) -> None:
    assert visitor.browser.get(WAY).headers["Location"] == "/me"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_reader_stumbles_over_subscriptions(
    world: World, visitor: Visitor, plans: Subscribers, chromium: BrowserContext, url: str, language: str, look: Look
) -> None:
    world.credit(MOUSSA, 20_000)
    plans.agree(MOUSSA, plans.offer(amount=5_000, most=7_000))
    plans.agree(MOUSSA, plans.offer(amount=500, every="week", times=6))
    page = chromium.new_page()
    visitor.sign_in_at(page, url, language)
    page.goto(f"{url}{WAY}?lang={language}")
    look(page, 360)
    page.close()
