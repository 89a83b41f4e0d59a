"""The web handset, its endpoints by HTTP and its page driven once as a person would in Debian's Chromium."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect, sync_playwright

from tests.simulators.operator_clients import MtnClient, OrangeClient
from tests.simulators.tiny_service import HeardRequests, Simulators
from tests.world.cast import AWA, MOUSSA
from tests.world.chromium import CHROMIUM, PATIENCE_MS

pytestmark = pytest.mark.campaign(of="handsets")

CANARY = "7351"
QUIET_CHROMIUM = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SCREENS = {
    "": "CON Mbongo\n1 Envoyer\n2 Recharger",
    "1": "CON Votre nom?",
    "1*Awa": "CON Envoyer 5 000 FCFA\nPIN?",
    f"1*Awa*{CANARY}": "END Envoyé 5 000 FCFA. Ref K7Q2-93FD",
}


def press(outside: Simulators, phone: str, key: str, typed: str = "") -> requests.Response:
    return requests.post(f"{outside.url}/phone/{phone}/{key}", json={"typed": typed}, timeout=60)


def test_a_call_is_made_key_by_key(outside: Simulators, heard: HeardRequests) -> None:
    heard.echo = lambda text: (SCREENS[text], 200)
    assert press(outside, MOUSSA, "dial", "*384*237#").json() == {
        "text": "Mbongo\n1 Envoyer\n2 Recharger", "open": True, "problem": None, "secret": False
    }  # fmt: skip
    press(outside, MOUSSA, "answer", "1")
    press(outside, MOUSSA, "answer", "Awa")
    assert press(outside, MOUSSA, "answer", CANARY).json()["open"] is False
    assert press(outside, MOUSSA, "answer", "1").json()["problem"] == "the call is over"
    assert [event["status"] for event in heard.events] == ["Success"]


def test_the_red_key_ends_the_call(outside: Simulators, heard: HeardRequests) -> None:
    press(outside, MOUSSA, "dial", "*384*237#")
    assert press(outside, MOUSSA, "hang-up").json() == {"text": "", "open": False, "problem": None, "secret": False}
    assert [event["status"] for event in heard.events] == ["Incomplete"]


def test_a_text_says_when_it_was_not_taken(outside: Simulators, heard: HeardRequests) -> None:
    assert press(outside, AWA, "text", "SOLDE").json() == {"problem": None}
    heard.sms_refusals = 100
    assert press(outside, AWA, "text", "SOLDE").json() == {"problem": "HTTP 500"}


def test_only_json_from_a_real_number_presses_keys(outside: Simulators, heard: HeardRequests) -> None:
    assert press(outside, "677", "dial", "*384*237#").status_code == 400
    assert press(outside, MOUSSA, "dial", "1" * 501).status_code == 400
    form = requests.post(f"{outside.url}/phone/{MOUSSA}/dial", data={"typed": "*384*237#"}, timeout=60)
    assert form.status_code == 415
    assert heard.ussd == []


def test_no_pin_is_logged(outside: Simulators, heard: HeardRequests, caplog: pytest.LogCaptureFixture) -> None:
    heard.echo = lambda text: ("CON PIN?", 500 if text else 200)
    with caplog.at_level(logging.DEBUG):
        press(outside, MOUSSA, "dial", "*384*237#")
        press(outside, MOUSSA, "answer", CANARY)
    assert heard.ussd[1]["text"] == CANARY
    assert caplog.records, "the HTTP client's own lines at least"
    assert CANARY not in caplog.text


@pytest.fixture
def page(outside: Simulators, tmp_path: Path) -> Iterator[Page]:
    if not CHROMIUM.exists():
        pytest.skip("the web handset was not driven: no Chromium here (apt-get install -y chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=CHROMIUM,
            args=QUIET_CHROMIUM,
            viewport={"width": 900, "height": 860},
        )
        problems: list[str] = []
        page = browser.pages[0]
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: line.type == "error" and problems.append(line.text))
        page.goto(f"{outside.url}/phone/")
        yield page
        assert problems == []
        browser.close()


def test_two_people_use_the_page(page: Page, outside: Simulators, heard: HeardRequests) -> None:
    heard.echo = lambda text: (SCREENS[text], 200)
    moussa, awa = page.get_by_label("Moussa's phone"), page.get_by_label("Awa's phone")
    view = moussa.locator(".view")

    for key in ("Star", "3", "8", "4", "Star", "2", "3", "7", "Hash"):
        moussa.get_by_role("button", name=key, exact=True).click()
    moussa.get_by_role("button", name="Green key").click()
    expect(view).to_contain_text("1 Envoyer")
    moussa.get_by_role("button", name="1", exact=True).click()
    moussa.get_by_role("button", name="Green key").click()
    expect(view).to_contain_text("Votre nom?")
    page.keyboard.type("Awa")  # the answer has the focus: a keyboard goes on where the keys left off
    page.keyboard.press("Enter")
    expect(view).to_contain_text("PIN?")
    expect(moussa.get_by_label("Your answer")).to_have_attribute("type", "password")
    page.keyboard.type(CANARY)
    page.keyboard.press("Enter")
    expect(view).to_contain_text("Envoyé 5 000 FCFA. Ref K7Q2-93FD")
    assert [hop["text"] for hop in heard.ussd] == ["", "1", "1*Awa", f"1*Awa*{CANARY}"]
    assert CANARY not in page.content()
    assert page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage }) + location") == "{}" + page.url

    outside.sdk().send("Recu 5 000 FCFA de Moussa. Solde 5 000 FCFA.", [AWA], sender_id="MBONGO")
    expect(awa.get_by_role("status")).to_have_text("✉ 1 new")
    expect(moussa.get_by_role("status")).to_have_text("")
    awa.get_by_role("button", name="Read").click()
    awa.get_by_role("button", name=re.compile("New message 1: Recu 5 000")).click()
    expect(awa.locator(".view")).to_contain_text("Solde 5 000 FCFA.")
    expect(awa.get_by_role("status")).to_have_text("")
    awa.get_by_role("button", name="Reply").click()
    awa.get_by_label("Your message").fill("SOLDE")
    awa.get_by_role("button", name="Green key").click()
    expect(awa.locator(".view")).to_contain_text("Message sent.")
    assert [(sms["from"], sms["text"]) for sms in heard.sms] == [(AWA, "SOLDE")]


def test_the_page_says_kindly_what_the_wire_did(page: Page, heard: HeardRequests) -> None:
    heard.echo = lambda text: ("", 503)
    moussa = page.get_by_label("Moussa's phone")
    moussa.get_by_label("Moussa's number").fill("677 00")
    moussa.get_by_label("Moussa's number").press("Tab")
    nobody = page.get_by_label("67700's phone")
    expect(nobody.locator(".view")).to_contain_text("No SIM card.")
    nobody.get_by_label("67700's number").fill("677 000 009")
    nobody.get_by_label("67700's number").press("Tab")
    moussa = page.get_by_label("+237677000009's phone")
    expect(moussa).not_to_contain_text("Moussa")
    moussa.get_by_role("button", name="Green key").click()
    moussa.get_by_role("button", name="Green key").click()
    expect(moussa.locator(".view")).to_contain_text("Connection problem")
    expect(moussa.locator(".view")).to_contain_text("(HTTP 503)")
    assert heard.ussd[0]["phoneNumber"] == "+237677000009"


def test_names_are_tapped_on_the_keypad(page: Page, heard: HeardRequests) -> None:
    heard.echo = lambda text: (SCREENS[text], 200)
    moussa = page.get_by_label("Moussa's phone")
    moussa.get_by_role("button", name="Green key").click()
    moussa.get_by_role("button", name="Green key").click()
    expect(moussa.locator(".view")).to_contain_text("1 Envoyer")  # keys pressed before the screen came are nobody's
    for key in ("1", "Green key: call, send", "Hash", "2", "9", "2"):
        moussa.get_by_role("button", name=key, exact=True).click()
        if key.startswith("Green"):
            expect(moussa.locator(".view")).to_contain_text("Votre nom?")
    expect(moussa.get_by_label("Your answer")).to_have_value("Awa")
    moussa.get_by_role("button", name="Red key").click()
    expect(moussa.locator(".view")).to_contain_text("*384*237#")
    assert [event["status"] for event in heard.events] == ["Incomplete"]


def test_a_person_approves_and_refuses_what_an_operator_asks(page: Page, outside: Simulators) -> None:
    mtn, orange = MtnClient(outside.url), OrangeClient(outside.url)
    mtn.habit("ignore")
    moussa, awa = page.get_by_label("Moussa's phone"), page.get_by_label("Awa's phone")
    reference, token = mtn.collect(amount="5000")[0], orange.begin()
    orange.pay(token, amount="700")

    expect(moussa.locator(".view")).to_contain_text("MTN MoMo: approuver 5 000 FCFA pour MBONGO?")
    moussa.get_by_label("The operator's PIN").fill(CANARY)
    moussa.get_by_role("button", name="Green key").click()
    expect(moussa.locator(".view")).to_contain_text("Approved.")
    assert mtn.status(reference).json()["status"] == "SUCCESSFUL"
    assert CANARY not in page.content()

    expect(awa.locator(".view")).to_contain_text("Orange Money: approuver 700 FCFA pour MBONGO?")
    awa.get_by_role("button", name="Refuse", exact=True).click()
    expect(awa.locator(".view")).to_contain_text("Refused.")
    assert orange.status(token)["status"] == "FAILED"


def test_a_screen_can_be_as_small_as_the_smallest_phones(page: Page, heard: HeardRequests) -> None:
    """16 columns hold sixteen characters of a line and no more; 8 lines are seen before anybody scrolls."""
    heard.echo = lambda _: ("CON " + "1234567890 23456\n" * 9 + "1234567890 234567\n0 Back", 200)
    page.get_by_label("Screens of 16 columns and 8 lines").check()
    moussa = page.get_by_label("Moussa's phone")
    moussa.get_by_role("button", name="Green key").click()
    moussa.get_by_role("button", name="Green key").click()
    view = moussa.locator(".view")
    expect(view).to_contain_text("0 Back")
    expect(view).to_have_attribute("lang", "en")
    line = "parseFloat(getComputedStyle(one).lineHeight)"
    assert view.evaluate(f"one => Math.round(one.clientHeight / {line})") == 8
    assert view.locator("p").evaluate(f"one => Math.round(one.clientHeight / {line})") == 12
