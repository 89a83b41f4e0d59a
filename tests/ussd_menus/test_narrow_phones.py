"""On a screen of 16 columns, what decides (who, how much, the total, a code) stands in the first seven lines."""

import textwrap
from functools import partial
from string import Formatter
from typing import Any

import pytest

from sms_templates import LANGUAGES, WIDEST, get_sentence, say_on, show
from sms_templates.gsm7 import septets
from tests.sms_templates.test_sentences import closing, widest
from tests.ussd_menus.test_screens import errors, questions
from ussd_menus import screen
from ussd_menus.sentences import Sentences
from wallet.core.values import Pin

pytestmark = pytest.mark.together("menus")

DECIDE = {"name", "full_name", "phone", "shop", "amount", "total", "operator", "payer", "cash_code"}


def first_lines(text: str) -> str:
    """Return what a phone of 128 × 160 pixels shows: eight lines, the last one for the keys of the phone itself."""
    lines = [part for line in text.split("\n") for part in textwrap.wrap(line, 16, break_on_hyphens=False)]
    return " ".join(lines[:7])


def lost(language: str, key: str, values: dict[str, Any], text: str) -> set[str]:
    """Return what decides, stands in the sentence, and cannot be seen."""
    said = {name for _, name, _, _ in Formatter().parse(get_sentence(language, key)) if name} & DECIDE
    top = first_lines(text)
    return {name for name in said if values.get(name) and show(name, values[name], language) not in top}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_decides_is_seen_on_every_question_under_every_error(language: str) -> None:
    sentences = Sentences(partial(say_on, "ussd"), septets, language)
    for question in questions():
        for error in errors(question):
            shown = screen.show(question, sentences, error=error).text.removeprefix("CON ")
            assert not lost(language, question.key, question.values, shown), f"{question.key}\n{first_lines(shown)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_a_pin_is_asked_is_seen_on_every_question_for_one_under_every_error(language: str) -> None:
    """By the line of the error, or the question's own, which moves up where it would stand too low."""
    sentences = Sentences(partial(say_on, "ussd"), septets, language)
    for question in (one for one in questions() if one.read == Pin.read):
        for error in errors(question):
            shown = screen.show(question, sentences, error=error).text.removeprefix("CON ")
            assert "PIN" in first_lines(shown), f"{question.key}\n{first_lines(shown)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_done_is_seen_on_every_closing_screen(language: str) -> None:
    for key in closing():
        shown = widest(language, key)
        assert not lost(language, key, WIDEST, shown), f"{key}\n{first_lines(shown)}"
