"""A request between people at its page: who asks, how it is paid by a wallet or an operator, refused, and ended."""

import re

import pytest
from flask.testing import FlaskClient

from sms_templates.gsm7 import segments
from tests.documents.reading import read_paper
from tests.web.checkout.test_checkout_page import follow, press
from tests.web.reading import read_page
from tests.world.asking import ask, read_state
from tests.world.cast import AWA, FATOU, MOUSSA, STRANGER
from tests.world.scripted_rail import ScriptedRail
from tests.world.world import World
from wallet.core.settings import Settings
from wallet.messages import notices
from wallet.operations import pay_addresses
from wallet.operations.actor import Actor
from wallet.operations.pay_addresses import PayAddress
from wallet.payments.orders import Confirmation
from wallet.requests.ask_request import AskRequest
from wallet.requests.collect_request import CollectRequest, find_collection
from wallet.requests.payment_requests import EVER_MOST, LIVE_MOST
from workers import notices as outbox
from workers import process
from workers.settings import ProcessSettings

NATIONAL = STRANGER.removeprefix("+237")
PHONES = [f"+2376770001{number:02}" for number in range(20)]


def request_of(world: World, asker: str = MOUSSA, payer: str = STRANGER, key: str = "r") -> PayAddress:
    """Let Moussa ask a number without a wallet for 2 000 francs. Returns the address of its page."""
    id_, _ = ask(world, asker, payer, key=key)
    return world.do(lambda db: pay_addresses.get_of(db, "request", id_))


def prompt(world: World, address: PayAddress, phone: str, key: str, holder: str = "") -> str:
    """Have a phone prompted at a request's page by whoever holds an address. Returns what came of it."""
    actor = Actor("payer", holder or address.id, "fr")
    found = world.do(lambda db: find_collection(db, actor, address.code, "mtn", phone))
    return world.perform(actor, CollectRequest(found), key, "web").sentence


def test_it_says_who_asks_how_much_and_why_and_offers_every_way(world: World, browser: FlaskClient) -> None:
    address = request_of(world)
    page = read_page(browser.get(f"/pay/{address.token}"))
    assert (page.status, page.language) == (200, "fr")
    for said in (
        "Moussa",
        "2 000 FCFA",
        "loyer",
        "Orange Money",
        "MTN MoMo",
        "Compte Mbongo",
        "Carte",
        "PayPal",
        "Refuser",
    ):
        assert said in page.text
    assert "maintenant et toujours" not in page.text, "a number blocks by its phone"
    assert MOUSSA.removeprefix("+237") not in page.html.replace(" ", "")
    assert NATIONAL not in page.html
    english = read_page(browser.get(f"/pay/{address.token}?lang=en"))
    assert "You do not want to pay?" in english.text


def test_an_operators_customer_pays_it_and_its_asker_is_told(world: World, browser: FlaskClient) -> None:
    address = request_of(world)
    where, waiting = follow(browser, address.token, method="mtn", phone=NATIONAL)
    assert "Approuvez sur votre téléphone" in waiting.text
    world.work("succeeded")
    page = read_page(browser.get(where))
    assert "Payé" in page.text
    assert "Payé par MTN MoMo De 6•• •• •• 99" in page.text
    assert "2 000 FCFA" in read_paper(browser.get(f"/pay/{address.token}/receipt.pdf").data)
    assert "<form" not in page.html
    assert (read_state(world), world.balance(MOUSSA)) == ("paid", 2_000)
    assert world.texts_to(MOUSSA) == ["request_received"]
    world.check()


def test_a_wallet_is_asked_by_text_and_nobody_learns_whether_there_is_one(world: World, browser: FlaskClient) -> None:
    world.credit(AWA, 20_000)
    address = request_of(world)
    pages = [follow(browser, address.token, method="wallet", phone=phone)[1].text for phone in (AWA, "677888888")]
    assert pages[0] == pages[1]
    assert world.texts_to(AWA) == ["question_pay_request"]
    assert world.rows("SELECT 1 FROM payment") == []


def test_one_who_refuses_it_at_the_page_pays_nothing_and_its_asker_is_told(world: World, browser: FlaskClient) -> None:
    address = request_of(world)
    _, page = follow(browser, address.token, method="refuse")
    assert "Refusé" in page.text
    assert (read_state(world), world.texts_to(MOUSSA)) == ("refused", ["request_refused"])
    again = read_page(press_ended(browser, address.token))
    assert (again.status, "<form" in again.html) == (200, False)


def press_ended(browser: FlaskClient, token: str) -> object:
    """Press a button of a page that was open before the request ended."""
    return browser.post(f"/pay/{token}", data={"attempt": "late", "method": "mtn", "phone": "677000001"})


@pytest.mark.parametrize("state", ["cancelled", "expired", "refused", "paid"])
def test_one_that_has_ended_offers_nothing(world: World, browser: FlaskClient, state: str) -> None:
    address = request_of(world)
    world.change("UPDATE request SET state = :state, ended_at = wallet_now()", state=state)
    page = read_page(browser.get(f"/pay/{address.token}"))
    assert (page.status, "<form" in page.html) == (200, False)
    again = read_page(press_ended(browser, address.token))
    assert (again.status, "<form" in again.html) == (200, False)
    assert world.rows("SELECT 1 FROM payment") == []


def test_the_page_of_a_request_whose_asker_is_blocked_is_gone(world: World, browser: FlaskClient) -> None:
    address = request_of(world)
    world.change("UPDATE request SET dropped = true")
    assert browser.get(f"/pay/{address.token}").status_code == 404


def test_who_pays_after_another_did_has_it_back(world: World, browser: FlaskClient) -> None:
    address = request_of(world)
    for phone in ("677000101", "677000102"):
        press(browser, address.token, method="mtn", phone=phone)
    world.work("succeeded", "succeeded")
    assert (read_state(world), world.balance(MOUSSA)) == ("paid", 2_000)
    world.check()


def page_of(world: World, browser: FlaskClient, address: PayAddress, times: int = 1) -> str:
    """Let the payer choose card in euros, so many times. Returns where the last one is followed."""
    where = ""
    for _ in range(times):
        quoted = read_page(press(browser, address.token, method="card", currency="EUR"))
        assert "Vous payez 3,05 EUR" in quoted.text
        assert "1 EUR = 655,957 FCFA" in quoted.text
        quote = re.search(r'name="quote" value="([^"]+)"', quoted.html)
        assert quote
        where, _ = follow(browser, address.token, method="card", quote=quote[1])
    world.work(*["pending"] * times, rail="flutterwave")
    world.pass_time(60)
    return where


PAID = Confirmation("succeeded", 305, None, "EUR")


def test_a_relative_abroad_pays_it_by_card_in_euros(world: World, browser: FlaskClient, public_url: str) -> None:
    rail = ScriptedRail()
    world.rails |= {"flutterwave": rail}
    address = request_of(world)
    where = page_of(world, browser, address)
    assert f"{public_url}/pay/{address.token}?p=" in rail.comes_back_to
    assert world.one("SELECT sum(amount) FROM usage WHERE direction = 'in'") == 2_000, "its room is kept"
    world.work(PAID, rail="flutterwave")
    page = read_page(browser.get(where))
    for said in ("Payé", "2 000 FCFA", "3,05 EUR", "Carte"):
        assert said in page.text
    assert (read_state(world), world.balance(MOUSSA)) == ("paid", 2_000)
    assert (world.texts_to(MOUSSA), world.texts_to(STRANGER)) == (
        ["request_received_by_page"], ["payment_asked_of_stranger", "request_paid_by_another"],
    )  # fmt: skip
    world.check()


def test_a_second_card_goes_back_to_the_cent_and_both_are_told(world: World, browser: FlaskClient) -> None:
    world.rails |= {"flutterwave": ScriptedRail()}
    address = request_of(world)
    page_of(world, browser, address, times=2)
    world.work(PAID, PAID, rail="flutterwave")
    assert (read_state(world), world.balance(MOUSSA)) == ("paid", 2_000)
    world.work("pending", rail="flutterwave")
    world.pass_time(60)
    world.work(PAID, rail="flutterwave")
    assert world.balance_of("operator_float:flutterwave:EUR") == -305
    assert world.texts_to(MOUSSA) == ["request_received_by_page", "request_paid_twice"]
    assert world.texts_to(STRANGER)[-2:] == ["request_goes_back", "request_given_back"]
    assert world.one("SELECT sum(amount) FROM usage WHERE direction = 'in'") == 2_000, "counted once"
    world.check("hold_late_payment")


def test_a_card_after_it_was_over_goes_back(world: World, browser: FlaskClient) -> None:
    world.rails |= {"flutterwave": ScriptedRail()}
    address = request_of(world)
    page_of(world, browser, address)
    world.change("UPDATE request SET state = 'cancelled', ended_at = wallet_now()")
    world.work(PAID, rail="flutterwave")
    assert (read_state(world), world.balance(MOUSSA)) == ("cancelled", 0)
    assert world.texts_to(STRANGER)[-1] == "request_goes_back"
    world.check("hold_late_payment")


def test_a_card_that_was_declined_gives_its_room_back_and_the_page_offers_the_rest(
    world: World, browser: FlaskClient
) -> None:
    world.rails |= {"flutterwave": ScriptedRail()}
    where = page_of(world, browser, request_of(world))
    world.work("failed", rail="flutterwave")
    page = read_page(browser.get(where))
    assert "Rien n'a été prélevé" in page.text
    assert "<form" in page.html
    assert world.one("SELECT sum(amount) FROM usage WHERE direction = 'in'") == 0


def test_what_its_asker_may_not_receive_is_paid_by_nothing(world: World, browser: FlaskClient) -> None:
    world.rails |= {"flutterwave": ScriptedRail()}
    address = request_of(world)
    world.credit(MOUSSA, 199_000)
    page = read_page(press(browser, address.token, method="card"))
    assert page.status == 422
    assert world.rows("SELECT 1 FROM payment") == []


def test_whoever_holds_another_address_pays_and_asks_nothing_of_this_one(world: World) -> None:
    mine, other = request_of(world), request_of(world, payer="+237699000009", key="r2")
    assert prompt(world, mine, PHONES[0], "k", holder=other.id) == "refusal.not_allowed"
    asked = world.perform(Actor("payer", other.id, "fr"), AskRequest(mine.id, AWA), "a", "web")
    assert asked.sentence == "refusal.not_allowed"
    assert world.rows("SELECT 1 FROM payment") == []


def test_prompts_of_one_page_are_few_at_a_time_and_ever(world: World) -> None:
    address = request_of(world)
    said = [prompt(world, address, phone, f"k{phone}") for phone in PHONES[: LIVE_MOST + 1]]
    assert said == ["request_prompted"] * LIVE_MOST + ["refusal.request_under_way"]
    world.change("UPDATE payment SET state = 'failed', reason = 'unavailable'")
    for phone in PHONES[LIVE_MOST + 1 : EVER_MOST + 1]:
        assert prompt(world, address, phone, f"k{phone}") == "request_prompted"
        world.change("UPDATE payment SET state = 'failed', reason = 'unavailable'")
    assert prompt(world, address, PHONES[15], "last") == "refusal.prompts"


def test_a_number_is_prompted_three_times_a_day_by_all_pages(world: World) -> None:
    for number in range(3):
        address = request_of(world, payer=f"+23769900000{number}", key=f"r{number}")
        assert prompt(world, address, FATOU, f"k{number}") == "request_prompted"
    last = request_of(world, payer="+237699000008", key="last")
    assert prompt(world, last, FATOU, "k") == "refusal.prompts"


def test_a_number_without_a_wallet_is_texted_the_address_where_browsers_find_us(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = request_of(world)
    [notice] = [one for one in world.do(notices.lease) if one.phone == STRANGER]
    assert address.token not in str(notice), "who reads the outbox opens no page"
    assert address.token not in outbox.written(notice)
    known = settings.model_copy(update={"public_url": "https://mbongo.example"})
    monkeypatch.setattr("workers.settings.read", lambda _: ProcessSettings(known))
    process.configured.cache_clear()
    text = outbox.written(notice)
    process.configured.cache_clear()
    assert f"https://mbongo.example/pay/{address.token}" in text
    assert address.code in text
    assert segments(text) == 1


HOSTILE = [
    {"method": "card", "currency": "USD'; --"},
    {"method": "paypal", "currency": "XAF"},
    {"method": "crypto"},
    {"method": "refuse\r\nX: y"},
    {"method": "mtn", "phone": "12"},
    {"method": "wallet", "phone": "<script>alert(1)</script>"},
    {"method": "wallet", "phone": "\x00"},
    {"method": "card", "quote": "00000000-0000-4000-8000-000000000000"},
    {"method": "PayRequest", "phone": "677000001"},
]


@pytest.mark.parametrize("form", HOSTILE, ids=range(len(HOSTILE)))
def test_a_form_of_anything_moves_nothing(world: World, browser: FlaskClient, form: dict[str, str]) -> None:
    address = request_of(world)
    page = read_page(browser.post(f"/pay/{address.token}", data={"attempt": "a", **form}))
    assert page.status == 422
    assert "<script>alert" not in page.html
    assert (read_state(world), world.rows("SELECT 1 FROM payment")) == ("open", [])
