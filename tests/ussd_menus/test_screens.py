"""Every reachable question, under every error that can stand above it, in every language, at the widest values."""

import re
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from cli.menus import draw_lines, list_steps
from sms_templates import FILES, LANGUAGES, WIDEST, say_on
from sms_templates.gsm7 import is_gsm7, septets
from ussd_menus.questions import Question
from ussd_menus.screen import LIMIT, cut_pages, show
from ussd_menus.sentences import Sentences
from wallet.core.codes import AgentCode, HandoverCode, PayCode, RequestCode
from wallet.core.errors import Misread
from wallet.core.values import BillReference, Money, MoneyOrPhone, PersonName, Phone, Pin, Reason
from wallet.people.identities import IdNumber

pytestmark = pytest.mark.together("menus")

ROOT = Path(__file__).parents[2]

# What may be wrong with an answer: by how it is read, then by what is looked up with it.
NO_PHONE = {"not_a_phone", "foreign_phone", "fixed_line", "no_such_phone"}
NO_AMOUNT = {"not_an_amount", "amount_dots", "amount_too_long", "amount_is_phone", "amount_doubtful"}
WRONG: dict[Any, set[str]] = {
    None: {"choice"},
    Phone.read: NO_PHONE,
    Money.read: NO_AMOUNT,
    MoneyOrPhone.read: NO_PHONE | NO_AMOUNT,
    PersonName.read: {"name_letters", "name_too_long", "name_reserved"},
    RequestCode.read: {"no_such_code", "bill_paid", "amount_above"},
    Reason.read: {"reason", "reason_lures"},
    BillReference.read: {"not_a_reference", "own_till", "no_such_bill", "bill_paid", "amount_above"},
    PayCode.read: {"no_such_code", "own_till", "own_request", "bill_paid", "amount_above"},
    AgentCode.read: {"no_such_code", "own_agent"},
    HandoverCode.read: {"no_such_code"},
    IdNumber.read: {"id_number"},
    Pin.read: {"pin_form", "pin_form_left", "wrong_pin", "weak_pin", "pins_differ"},
}
WRONG_AFTER = {
    "ussd.send_recipient": {"own_number", "no_wallet"},
    "ussd.send_amount": {"amount_below", "amount_above"},
    "ussd.send_pin": {"price_changed"},
    "ussd.till_amount": {"amount_below", "amount_above"},
    "ussd.till_pin": {"price_changed"},
    "ussd.bill_pin": {"price_changed", "bill_paid", "amount_above"},
    "ussd.takings_amount": {"more_than_left"},
    "ussd.send_to_stranger_pin": {"price_changed"},
    "ussd.refund_amount": {"more_than_left", "amount_below"},
    "ussd.request_payer": {"own_number", "takes_no_requests"},
    "ussd.request_amount": {"amount_below", "amount_above"},
    "ussd.request_code": {"own_request"},
    "ussd.request_pin": {"price_changed"},
    "ussd.recharge_amount": {"no_wallet", "amount_below", "amount_above"},
    "ussd.recharge_amount_for": {"amount_below", "amount_above"},
    "ussd.recharge_payer": {"operator_down"},
    "ussd.recharge_payer_mine": {"operator_down"},
    "ussd.operator.title": {"operator_down"},
    "ussd.language_or_closing.title": {"operator_down"},
    "ussd.withdraw_where": {"operator_down"},
    "ussd.withdraw_amount": {"amount_below", "amount_above", "operator_down"},
    "ussd.withdraw_pin": {"price_changed"},
    "ussd.cash_in_phone": {"own_number", "no_wallet"},
    "ussd.forgotten_phone": {"own_number", "no_wallet"},
    "ussd.cash_in_amount": {"amount_below"},
    "ussd.cash_in_pin": {"price_changed"},
    "ussd.pay_out_pin": {"price_changed"},
    "ussd.identify_phone": {"own_number", "already_checked"},
    "ussd.float_amount": {"amount_below"},
    "ussd.cash_out_amount": {"amount_below", "amount_above"},
    "ussd.cash_out_pin": {"price_changed"},
    "ussd.checkout_amount": {"amount_below", "above_link"},
    "ussd.checkout_pin": {"price_changed"},
}
# A gateway's number, not a person's answer; and what only programs, pages and texts are told.
NOT_ON_SCREENS = {
    "no_such_biller", "malformed", "no_rate", "rate_too_old", "quote_expired", "not_an_email", "page_closed",
}  # fmt: skip


@cache
def questions(language: str = LANGUAGES[0]) -> list[Question]:
    """Return every question anybody can reach: menus hold no words, so they are the same in every language."""
    found: dict[tuple[str, str], Question] = {}
    for step in list_steps(language):
        for question in (step.question, step.leads_to):
            if question:
                found[question.key, str(question.options)] = question
    return list(found.values())


def errors(question: Question) -> list[Misread | None]:
    """Return the errors that may stand above it."""
    wrong = WRONG.get(question.read, {"choice"}) | WRONG_AFTER.get(question.key, set())
    return [None, *(Misread(f"error.{name}", **WIDEST) for name in sorted(wrong))]


def widest_done(sentences: Sentences) -> str:
    """The widest first line after a call that dropped."""
    lines = FILES[sentences.language]["ussd"]["done_before"]
    return max((sentences.say(f"ussd.done_before.{state}", **WIDEST) for state in lines), key=septets)


@pytest.mark.campaign
@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_same_is_asked_in_every_language(language: str) -> None:
    assert sorted(map(repr, questions(language))) == sorted(map(repr, questions()))


@pytest.mark.campaign
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_fits(language: str) -> None:
    sentences = Sentences(partial(say_on, "ussd"), septets, language)
    found = questions()
    assert len(found) >= 29
    for question in found:
        pages = len(cut_pages(question, sentences, sentences.say(question.key, **question.values)))
        for error in errors(question):
            for page in range(pages):
                for first in (True, False):
                    begins = first and question.key.endswith("main.title") and error is None  # it is said once
                    title = widest_done(sentences) if begins else ""
                    screen = show(question, sentences, page=page, first=first, error=error, title=title)
                    assert septets(screen.text) <= LIMIT, f"{septets(screen.text)} septets:\n{screen.text}"
                    assert is_gsm7(screen.text), screen.text
                    assert len(screen.options) <= 7
                    assert first or "0 " in screen.text.split("\n")[-1]


def test_every_error_of_the_code_is_known_here() -> None:
    """A new error line cannot be forgotten: the code, the sentences and this table name the same ones."""
    folders = ("wallet", "ussd_menus", "web", "workers")
    code = "\n".join(path.read_text("utf-8") for folder in folders for path in (ROOT / folder).rglob("*.py"))
    raised = set(re.findall(r'"error\.([a-z_]+)"', code))
    listed = set().union(*WRONG.values(), *WRONG_AFTER.values(), NOT_ON_SCREENS)
    assert raised == listed == set(FILES["fr"]["error"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_shows_three_lines_or_more_a_page(language: str) -> None:
    sentences = Sentences(partial(say_on, "ussd"), septets, language)
    lists = [question for question in questions() if question.is_list]
    assert lists
    for question in lists:
        pages = cut_pages(question, sentences, sentences.say(question.key, **question.values))
        assert all(len(page) >= 3 for page in pages[:-1])
        assert [option for page in pages for option in page] == list(question.options)


def test_every_menu_is_drawn() -> None:
    lines = list(draw_lines())
    assert lines[0] == "flowchart LR"
    assert any("send_pin" in line and "do_send" in line for line in lines)
    named = {line.split("[")[0].split("((")[0].strip() for line in lines[1:] if "-->" not in line}
    linked = {name.strip() for line in lines if "-->" in line for name in re.split(r' -->\|".*?"\| ', line)}
    assert linked == named
