"""A question as a screen: at most 160 septets with `CON ` and the line that says what was wrong; lists are paged.

A phone shows 182 septets of a USSD string (3GPP TS 23.038 §6.1.2.3); 160 is what gateways are known to carry.
"""

import textwrap
from functools import lru_cache
from typing import Final, NamedTuple

from ussd_menus.questions import Option, Question
from ussd_menus.sentences import Sentences
from wallet.core.errors import Misread

LIMIT: Final = 160
WIDEST_ERROR: Final = "error.no_wallet"  # of those that stand above a list where something may be typed
WIDEST_AT_PIN: Final = Misread("error.wrong_pin", tries=2)  # of those that stand above a PIN
COLUMNS, LINES = 16, 7  # what a narrow phone shows of a screen before anybody scrolls
ASKED_LIVE: Final = "PIN"  # the word by which every language asks for one
HOME, BACK, MORE, PREVIOUS = "00", "0", "98", "99"


class Screen(NamedTuple):
    """The text a phone shows, and what may be answered to it: options by digit, and the keys printed."""

    text: str
    options: dict[str, str]
    keys: frozenset[str]
    page: int = 0


def show(
    question: Question,
    sentences: Sentences,
    *,
    page: int = 0,
    first: bool = False,
    error: Misread | None = None,
    title: str = "",
) -> Screen:
    """Return the screen of a question. `first`: nothing is behind it; `title` stands in for its own first line."""
    if question.is_fixed and not (error or title or page):
        return draw_fixed(question, sentences, first)
    return draw(question, sentences, page, first, error, title)


@lru_cache(maxsize=256)
def draw_fixed(question: Question, sentences: Sentences, first: bool) -> Screen:
    """Return the screen of a menu, drawn once for all who see the same: what most hops show."""
    return draw(question, sentences, 0, first, None, "")


def draw(question: Question, sentences: Sentences, page: int, first: bool, error: Misread | None, title: str) -> Screen:
    """Draw the screen of a question."""
    head = title or write_head(question, sentences, error)
    lines, digits, keys = [], {}, []
    pages = cut_pages(question, sentences, head, first=first, has_error_line=not title)
    page = min(page, len(pages) - 1)
    for number, option in enumerate(pages[page], start=1):
        digit = "" if question.lines else option.digit or str(number)
        dot = "." if question.is_list else ""
        lines.append(f"{digit}{dot} {sentences.say(option.sentence, **option.values)}".lstrip())
        if digit:
            digits[digit] = option.name
    if page + 1 < len(pages):
        keys.append((MORE, "more"))
    if page:
        keys.append((PREVIOUS, "previous"))
    if not first:
        keys.append((BACK, "back"))
    text = assemble(sentences, error, head, lines, keys)
    if not first and fits(sentences, with_home := f"{text} {sentences.say('ussd.home')}"):
        text = with_home
    return Screen(text, digits, frozenset(key for key, _ in keys), page)


def write_head(question: Question, sentences: Sentences, error: Misread | None) -> str:
    """Return the question in words; that nobody checked a name is left out where the screen is full.

    The line that asks for a PIN is the last one, or the first where a narrow phone would not show it.
    """
    values = {**question.values, "amount_asked": int(error is not None)}
    head = sentences.say(question.key, **values)
    if values.get("unchecked") and not fits(sentences, assemble(sentences, WIDEST_AT_PIN, head, [], [(BACK, "back")])):
        head = sentences.say(question.key, **{**values, "unchecked": 0})
    if question.live and ASKED_LIVE not in read_top(assemble(sentences, error, head, [], []).removeprefix("CON ")):
        *lines, last = head.split("\n")
        return "\n".join([last, *lines])
    return head


def read_top(text: str) -> str:
    """Return what a narrow phone shows of a text before anybody scrolls."""
    lines = [part for line in text.split("\n") for part in textwrap.wrap(line, COLUMNS, break_on_hyphens=False)]
    return " ".join(lines[:LINES])


def assemble(
    sentences: Sentences, error: Misread | None, head: str, lines: list[str], keys: list[tuple[str, str]]
) -> str:
    """Put together the error line, the question, its lines, and the keys on the last line."""
    wrong = [sentences.say(error.key, **error.values)] if error else []
    foot = [" ".join(sentences.say(f"ussd.{word}") for _, word in keys)] if keys else []
    return "CON " + "\n".join([*wrong, head, *lines, *foot])


def fits(sentences: Sentences, text: str) -> bool:
    """True when a gateway carries the text in one piece."""
    return sentences.septets(text) <= LIMIT


def cut_pages(
    question: Question, sentences: Sentences, head: str, *, first: bool = False, has_error_line: bool = True
) -> list[list[Option]]:
    """Cut a list into pages that fit under every key and the error line; fixed lines are one page where they fit."""
    if not (question.is_list or question.lines):
        lines = [f"{one.digit} {sentences.say(one.sentence, **one.values)}" for one in question.options]
        wrong = Misread("error.choice") if has_error_line and not question.read else None
        if question.read or fits(sentences, assemble(sentences, wrong, head, lines, [] if first else [(BACK, "back")])):
            return [list(question.options)]
    worst_keys = [(MORE, "more"), (PREVIOUS, "previous"), (BACK, "back")]
    wrong = Misread(WIDEST_ERROR if question.read and question.options else "error.choice")
    pages: list[list[Option]] = [[]]
    number = "" if question.lines else "1. "
    said: list[str] = []
    for option in question.lines or question.options:
        said.append(f"{number}{sentences.say(option.sentence, **option.values)}")
        if pages[-1] and (len(said) > 7 or not fits(sentences, assemble(sentences, wrong, head, said, worst_keys))):
            pages.append([])
            said = said[-1:]
        pages[-1].append(option)
    return pages
