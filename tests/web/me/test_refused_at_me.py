"""Each form of /me, sent so that it is refused: its sender reads why and what next, and types nothing again."""

import re

import pytest

from tests.web.me.conftest import Visitor
from tests.web.refused import check_refused
from tests.world.world import World

GIVING = "/me/give-back"
# Way, the page its form stands on, what is typed.
FORMS = (
    ("/me/add", "/me", {"amount": "beaucoup", "phone": "699000002"}),
    ("/me/add", "/me", {"amount": "5 000", "phone": "12"}),
    ("/me/ask", "/me", {"amount": "50", "whom": "nulle@part", "reason": "loyer", "language": "en"}),
    ("/me/ask", "/me", {"amount": "5 000", "whom": "12", "reason": "loyer", "language": "en"}),
    (GIVING, GIVING, {"amount": "999 999", "pin": "9999"}),
    (GIVING, GIVING, {"amount": "2 000", "pin": "12"}),
)
SIGNING_IN = (
    ("/me/number", "/me", {"phone": "12"}),
    ("/me/code", "/me/code?asked=00000000-0000-4000-8000-000000000000", {"code": "000000"}),
)
NEVER = {"/me/out", "/me/devices", "/me/language"}  # only what no form of ours sends is refused
BY_THEMSELVES = {"/me/data.json", "/me/subscriptions"}  # below, and in test_my_subscriptions.py
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


def refuse(visitor: Visitor, way: str, at: str, typed: dict[str, str], language: str) -> None:
    html = visitor.see(f"{at}{'&' if '?' in at else '?'}lang={language}").html
    form = re.search(rf'<form[^>]*action="({re.escape(way)}(?:\?[^"]*)?)"[^>]*>(.*?)</form>', html, re.DOTALL)
    assert form, html
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[2]))
    answer = visitor.browser.post(form[1].replace("&amp;", "&"), data={**hidden, **typed})
    check_refused(answer, typed, language)


@LANGUAGES
def test_whoever_is_refused_reads_why_and_types_nothing_again(world: World, visitor: Visitor, language: str) -> None:
    for way, at, typed in SIGNING_IN:
        refuse(visitor, way, at, typed, language)
    world.recharge(5_000, key="r1")
    world.work("succeeded")
    visitor.sign_in()
    for way, at, typed in FORMS:
        refuse(visitor, way, at, typed, language)
    world.pass_time(700)
    refuse(visitor, "/me/data.json", "/me/account", {}, language)


@LANGUAGES
def test_a_form_that_is_not_of_this_browsers_leads_on(visitor: Visitor, language: str) -> None:
    rules = visitor.browser.application.url_map.iter_rules()
    ways = {one.rule for one in rules if one.rule.startswith("/me") and "POST" in (one.methods or ())}
    assert {way for way, *_ in (*FORMS, *SIGNING_IN)} | NEVER | BY_THEMSELVES == ways
    for way in ways:
        check_refused(visitor.browser.post(f"{way}?lang={language}", data={"form": "of another"}), {}, language)
