"""Signing in to /me: by a number and its code; nothing told of a number, nothing guessed, and all of it ends."""

import re

import pytest
from sqlalchemy import text

from tests.web.me.conftest import Visitor
from tests.world.cast import MOUSSA
from tests.world.world import World
from wallet.accounts import page_codes, page_sessions
from web.me import sign_in
from web.process import process

NOBODY = "655000009"


def test_a_number_and_its_code_sign_in_and_a_button_signs_out(world: World, visitor: Visitor) -> None:
    world.credit(MOUSSA, 12_500)
    page = visitor.sign_in()
    assert "Solde 12 500 FCFA" in page.text
    assert "Moussa B." in page.text
    assert MOUSSA[4:] not in page.html
    kept = world.do_as_owner(lambda db: str(db.execute(text("SELECT digest FROM page_session")).scalar_one()))
    cookie = visitor.browser.get_cookie("mbongo-me")
    assert cookie
    assert (cookie.http_only, cookie.same_site, cookie.value not in kept) == (True, "Lax", True)
    assert visitor.press("/me/out").status_code == 303
    assert "Se connecter" in visitor.see().text
    visitor.browser.set_cookie("mbongo-me", cookie.value)
    assert "Se connecter" in visitor.see().text, "what the cookie held opens nothing any more"


def test_no_code_stands_anywhere(world: World, visitor: Visitor) -> None:
    visitor.ask_code()
    [code] = visitor.list_codes()
    rows = text("SELECT t::text FROM page_code t UNION ALL SELECT n::text FROM notice n")
    everything = world.do_as_owner(lambda db: [str(row) for row in db.execute(rows).scalars()])
    assert not any(code in row for row in everything)


def test_a_number_without_a_wallet_leads_to_the_same_page_and_no_text(world: World, visitor: Visitor) -> None:
    here, there = visitor.ask_code(), visitor.ask_code(NOBODY)
    assert hide(visitor.see(here).html) == hide(visitor.see(there).html)
    assert world.column("SELECT phone FROM notice WHERE kind = 'code'") == [MOUSSA]


def hide(html: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", html)


def test_a_code_is_good_once_for_ten_minutes_and_three_tries(world: World, visitor: Visitor) -> None:
    where = visitor.ask_code()
    wrong = {"code": "000000" if visitor.list_codes()[-1] != "000000" else "111111"}
    answers = [visitor.press("/me/code", where, **wrong).status_code for _ in range(page_codes.TRIES)]
    assert answers == [422] * 3
    assert visitor.press("/me/code", where, code=visitor.list_codes()[-1]).status_code == 422, "tried too often"
    where, late = visitor.ask_code(), visitor.list_codes()[-1]
    world.pass_time(page_codes.GOOD_FOR.total_seconds() + 1)
    assert visitor.press("/me/code", where, code=late).status_code == 422, "too old"
    where = visitor.ask_code()
    code = visitor.list_codes()[-1]
    assert visitor.press("/me/code", where, code=code).status_code == 303
    assert visitor.press("/me/code", where, code=code).status_code == 422, "used"


def test_few_codes_go_to_one_number_whatever_is_typed(world: World, visitor: Visitor) -> None:
    most = page_codes.ASKED_MOST[0][1]
    for _ in range(most + 2):
        visitor.ask_code()
    assert len(visitor.list_codes()) == most
    world.pass_time(3_601)
    visitor.ask_code()
    assert len(visitor.list_codes()) == most + 1


def test_an_address_that_asks_without_end_is_told_to_wait(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "WRONG_MAX", 2)
    answers = [visitor.press("/me/number", phone=NOBODY).status_code for _ in range(3)]
    assert answers == [303, 303, 429]


def test_a_session_ends_by_itself_and_with_its_number(world: World, visitor: Visitor) -> None:
    visitor.sign_in()
    world.pass_time(page_sessions.IDLE.total_seconds() - 5)
    assert "Solde" in visitor.see().text
    world.pass_time(page_sessions.IDLE.total_seconds() + 1)
    assert "Se connecter" in visitor.see().text
    visitor.sign_in()
    gone = text("UPDATE phone SET until = wallet_now() WHERE number = :number")
    world.do_as_owner(lambda db: db.execute(gone, {"number": MOUSSA}))
    assert "Se connecter" in visitor.see().text


def test_a_swapped_sim_and_a_robbed_wallet_get_no_code(world: World, visitor: Visitor) -> None:
    robbed = text("UPDATE person SET robbed = true, locked_by_owner = true WHERE name LIKE 'Moussa%'")
    visitor.sign_in()
    world.do_as_owner(lambda db: db.execute(robbed))
    assert "Se connecter" in visitor.see().text
    visitor.ask_code()
    assert len(visitor.list_codes()) == 1


@pytest.mark.parametrize("way", ["/me/number", "/me/code", "/me/add", "/me/out"])
def test_a_form_of_another_s_page_does_nothing(world: World, visitor: Visitor, way: str) -> None:
    visitor.sign_in()
    sent = {"phone": "677000001", "amount": "5000", "attempt": "a", "asked": "x", "code": "123456"}
    for form in ("", "0" * 32, "é"):
        assert visitor.browser.post(way, data={**sent, "form": form}).status_code == 400
    assert world.one("SELECT count(*) FROM recharge") == 0
    assert "Solde" in visitor.see().text, "still signed in"


def test_a_form_of_another_browser_does_nothing(visitor: Visitor) -> None:
    html = visitor.see().html
    form = re.search(r'name="form" value="(\w+)"', html)
    visitor.browser.delete_cookie("mbongo-me")
    assert form
    assert visitor.browser.post("/me/number", data={"form": form[1], "phone": "677000001"}).status_code == 400


def test_over_tls_no_other_host_can_set_the_cookie(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    with visitor.browser.application.app_context():
        held = process()
    monkeypatch.setitem(held.__dict__, "public_url", "https://mbongo.example")
    set_cookie = visitor.browser.get("/me").headers["Set-Cookie"]
    assert set_cookie.startswith("__Host-mbongo-me=")
    for said in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert said in set_cookie
    assert "Domain" not in set_cookie


@pytest.mark.parametrize("typed", ["", "12", "677", "++", "é" * 500, "677000001\x00", "<script>"])
def test_what_is_no_number_is_said(world: World, visitor: Visitor, typed: str) -> None:
    assert visitor.press("/me/number", phone=typed).status_code == 422
    assert world.do_as_owner(lambda db: db.execute(text("SELECT count(*) FROM page_code")).scalar_one()) == 0


@pytest.mark.parametrize("asked", ["", "x", "'; --", "0" * 36, "../me", "%00"])
def test_what_was_never_asked_signs_nobody_in(visitor: Visitor, asked: str) -> None:
    html = visitor.see().html
    form = str(re.search(r'name="form" value="(\w+)"', html)[1])  # type: ignore[index]
    answer = visitor.browser.post("/me/code", data={"form": form, "asked": asked, "code": "123456"})
    assert answer.status_code in (303, 422)
    assert "Se connecter" in visitor.see().text


def test_who_reads_or_empties_redis_signs_nobody_in_or_out(visitor: Visitor) -> None:
    """Redis signs nobody in or out: it holds what wakes workers and counts requests, sessions stand in the database."""
    assert "Moussa B." in visitor.sign_in().text
    cookie = visitor.browser.get_cookie("mbongo-me")
    assert cookie
    with visitor.browser.application.app_context():
        redis = process().redis
    named = [name.decode() if isinstance(name, bytes) else name for name in redis.scan_iter()]
    assert {name.partition(":")[0] for name in named} <= {"rq", "waking", "api", "mbongo"}
    assert not any(cookie.value in name for name in named)
    redis.flushdb()
    assert "Moussa B." in visitor.see().text
