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

COLUMNS, LINES = 16, 7  # of 128 × 160 pixels: eight lines, the last one for the keys of the phone itself
DECIDE = {"name", "full_name", "phone", "shop", "amount", "total", "operator", "payer", "cash_code"}


def first_lines(text: str) -> str:
    """Return what a narrow phone shows before anybody scrolls."""
    lines = [part for line in text.split("\n") for part in textwrap.wrap(line, COLUMNS, break_on_hyphens=False)]
    return " ".join(lines[:LINES])


def lost(language: str, key: str, values: dict[str, Any], text: str) -> set[str]:
    """Return what decides, stands in the sentence, and cannot be seen."""
    said = {name for _, name, _, _ in Formatter().parse(get_sentence(language, key)) if name} & DECIDE
    top = first_lines(text)
    return {name for name in said if values.get(name) and show(name, values[name], language) not in top}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_decides_is_seen_on_every_question_under_every_error(language: str) -> None:
    sentences = Sentences(partial(say_on, "ussd"), septets, language)
    for question in questions(language):
        for error in errors(question):
            shown = screen.show(question, sentences, error=error).text.removeprefix("CON ")
            assert not lost(language, question.key, question.values, shown), f"{question.key}\n{first_lines(shown)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_a_pin_is_asked_is_seen_wherever_money_moves_after_a_wrong_one(language: str) -> None:
    """Also where the question's own word for it has moved down: the line of the error names it then."""
    sentences = Sentences(partial(say_on, "ussd"), septets, language)
    for question in (one for one in questions(language) if one.read == Pin.read and "amount" in one.values):
        for error in (one for one in errors(question) if one and one.key == "error.wrong_pin"):
            shown = screen.show(question, sentences, error=error).text.removeprefix("CON ")
            assert "PIN" in first_lines(shown), f"{question.key}\n{first_lines(shown)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_done_is_seen_on_every_closing_screen(language: str) -> None:
    for key in closing():
        shown = widest(language, key)
        assert not lost(language, key, WIDEST, shown), f"{key}\n{first_lines(shown)}"
