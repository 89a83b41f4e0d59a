"""Settings on /me: the language that is kept, where one is signed in, one's data, and how an account is closed."""

import json
import re

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext
from sqlalchemy import text

from tests.web.conftest import Look
from tests.web.me.conftest import Visitor
from tests.web.me.test_my_page import ask
from tests.world.cast import AWA, MOUSSA, NAMES
from tests.world.world import World
from wallet.accounts import own_data, page_sessions
from wallet.core.database import in_transaction
from web.me.device import name_device
from web.process import process

ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36"
LEFT_OUT = {
    # secrets, and what says nothing more of a person than that it happened
    "pin", "name_shown", "usage", "text_change", "code_look",
    # what staff and agents look into: a robbed owner's lock, a wrong document typed, a PIN's reset, contests
    "robbed_lock", "wrong_document", "pin_reset", "contest",
    # what compliance looks into, which the law has told to nobody it is about
    "alert", "alert_case",
    # that nothing was done for long: operations say so, those too that keep money apart and give it back
    "dormancy", "dormant_line",
    # what a person does as a business, or with a business: their business's pages show it
    "agent", "merchant", "ask", "claim", "payment", "discrepancy", "agent_operation", "bill_search",
    "staff_act", "staff_request", "payout",
}  # fmt: skip


def test_a_language_is_kept_for_the_phone_and_the_pages(world: World, visitor: Visitor) -> None:
    visitor.sign_in()
    answer = visitor.press("/me/language", "/me/account", language="en")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/me/account")
    assert world.one("SELECT language FROM person WHERE name = :name", name=NAMES[MOUSSA]) == "en"
    page = visitor.see("/me")
    assert (page.language, "Latest operations" in page.text) == ("en", True), "the browser's French is not asked"
    assert visitor.see("/me?lang=fr").language == "fr"
    assert "language_changed" in world.column("SELECT sentence FROM notice")
    assert visitor.press("/me/language", "/me/account", language="xx").status_code == 400


def list_digests(world: World) -> list[str]:
    return world.do_as_owner(lambda db: list(db.execute(text("SELECT digest FROM page_session")).scalars()))


def second_browser(visitor: Visitor) -> Visitor:
    """Return somebody at another browser, signed in to the same wallet."""
    client: FlaskClient = visitor.browser.application.test_client()
    client.environ_base |= visitor.browser.environ_base | {"HTTP_USER_AGENT": ANDROID}
    other = Visitor(visitor.world, client)
    other.sign_in()
    return other


def test_each_browser_is_listed_and_ended_alone_or_with_all_others(world: World, visitor: Visitor) -> None:
    visitor.sign_in()
    phone, third = second_browser(visitor), second_browser(visitor)
    page = visitor.see("/me/account")
    assert page.text.count("Chrome, Android") == 4  # where, and on its button
    assert page.text.count("(celui-ci)") == 1
    which = re.findall(r'name="which" value="([0-9a-f]{64})"', page.html)
    assert len(which) == 2
    assert visitor.press("/me/devices", "/me/account", which=which[0]).status_code == 303
    assert [one.see().text.count("Se connecter") > 0 for one in (phone, third)].count(True) == 1
    assert visitor.press("/me/devices", "/me/account", which="others").status_code == 303
    assert all("Se connecter" in one.see().text for one in (phone, third))
    assert "Solde" in visitor.see().text
    fourth = second_browser(visitor)
    assert visitor.press("/me/devices", "/me/account", which="x").status_code == 400
    assert "Solde" in fourth.see().text


def test_nobody_ends_another_s_session(world: World, visitor: Visitor) -> None:
    visitor.sign_in()
    [digest] = list_digests(world)
    awa = world.actor(AWA).id
    with visitor.browser.application.app_context():
        engine = process().wallet.engine
    in_transaction(engine, lambda db: page_sessions.end_one(db, awa, digest))
    assert "Solde" in visitor.see().text


def test_all_that_is_kept_of_a_person_is_one_file(
    world: World, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_data, "AT_A_TIME", 1)
    world.credit(MOUSSA, 20_000)
    world.send(MOUSSA, AWA, 5_000, "s1")
    world.send(MOUSSA, AWA, 1_000, "s2")
    ask(world, AWA, MOUSSA, 700)
    ask(world, MOUSSA, AWA, 800)
    visitor.sign_in()
    answer = visitor.press("/me/data.json", "/me/account")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mbongo-data.json"'
    kept = json.loads(answer.data)
    assert kept.keys() == {"made_at", "not_here", *own_data.SECTIONS}
    assert kept["person"][0]["name"] == NAMES[MOUSSA]
    assert [(one["amount"], one["price"]) for one in kept["operations"]][1:] == [(-5_039, 39), (-1_011, 11)]
    assert sorted((one["amount"], one["mine"]) for one in kept["requests"]) == [(700, False), (800, True)]
    assert NAMES[AWA] not in answer.get_data(as_text=True), "of others no more than was seen"
    assert not any(one in answer.get_data(as_text=True) for one in list_digests(world))


def test_one_s_data_are_for_who_typed_the_code_a_moment_ago(world: World, visitor: Visitor) -> None:
    visitor.sign_in()
    world.pass_time(page_sessions.FRESH.total_seconds() + 1)
    answer = visitor.press("/me/data.json", "/me/account")
    assert answer.status_code == 422
    assert "reconnectez-vous" in answer.get_data(as_text=True)


def test_every_table_that_names_a_person_is_in_their_data_or_left_out_for_a_reason(world: World) -> None:
    named = world.do_as_owner(lambda db: set(db.execute(text("""SELECT table_name FROM information_schema.columns
        WHERE table_schema = 'public' AND column_name IN ('person_id', 'owner_id', 'asker_id', 'payer_id', 'asked_by')
        AND table_name IN (SELECT relname FROM pg_class WHERE relkind = 'r')""")).scalars()))  # fmt: skip
    told = {one for one in named if any(re.search(rf"\b{one}\b", rows) for rows in own_data.SECTIONS.values())}
    assert named - told - LEFT_OUT == set()


def test_closing_is_explained_with_what_it_pays_and_done_on_the_phone(world: World, visitor: Visitor) -> None:
    world.credit(MOUSSA, 12_000)
    visitor.sign_in()
    page = visitor.see("/me/close")
    for said in ("MTN MoMo", "*384*237#", "Mon compte", "Fermer mon compte", "La loi nous fait garder"):
        assert said in page.text
    assert "PIN" in page.text
    assert 'type="password"' not in page.html
    stop = text("UPDATE person SET state = 'frozen' WHERE name = :name")
    world.do_as_owner(lambda db: db.execute(stop, {"name": NAMES[MOUSSA]}))
    assert "MTN MoMo 6••" not in visitor.see("/me/close").text


@pytest.mark.parametrize("way", ["/me/language", "/me/devices", "/me/data.json"])
def test_a_form_of_another_s_page_changes_nothing(world: World, visitor: Visitor, way: str) -> None:
    visitor.sign_in()
    sent = {"language": "en", "which": "others", "form": "0" * 64}
    assert visitor.browser.post(way, data=sent).status_code == 400


@pytest.mark.parametrize("way", ["/me/account", "/me/close"])
def test_whoever_is_signed_out_sees_no_settings(visitor: Visitor, way: str) -> None:
    assert visitor.browser.get(way).headers["Location"] == "/me"


@pytest.mark.parametrize(
    ("said", "named"),
    [(ANDROID, "Chrome, Android"), ("curl/8", ""), ("", ""), ("<b>" * 999, ""), ("KAIOS Firefox", "Firefox, KaiOS")],
)
def test_a_browser_is_named_in_words_of_ours(visitor: Visitor, said: str, named: str) -> None:
    with visitor.browser.application.test_request_context(headers={"User-Agent": said}):
        assert name_device() == named


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_reader_stumbles_over_settings(
    world: World, visitor: Visitor, chromium: BrowserContext, url: str, language: str, look: Look
) -> None:
    second_browser(visitor)
    page = chromium.new_page()
    visitor.sign_in_at(page, url, language)
    for way in ("account", "close"):
        page.goto(f"{url}/me/{way}?lang={language}")
        look(page, 360)
    page.close()
