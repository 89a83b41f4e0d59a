"""A question as a screen: at most 160 septets with `CON ` and the line that says what was wrong; lists are paged.

A phone shows 182 septets of a USSD string (3GPP TS 23.038 §6.1.2.3); 160 is what gateways are known to carry.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ussd_menus.questions import Option, Question
from wallet.core.errors import Misread

LIMIT: Final = 160
WIDEST_ERROR: Final = "error.no_wallet"  # of those that stand above a list where something may be typed
HOME, BACK, MORE, PREVIOUS = "00", "0", "98", "99"


@dataclass(frozen=True)
class Voice:
    """How to say a sentence in one language, and how long a text is on the wire."""

    say: Callable[..., str]
    septets: Callable[[str], int]
    language: str

    def __call__(self, key: str, **values: Any) -> str:
        """The sentence of this key."""
        return self.say(self.language, key, **values)


class Screen(NamedTuple):
    """What the phone shows, and what may be answered on it: options by digit, and the keys printed."""

    text: str
    options: dict[str, str]
    keys: frozenset[str]
    page: int = 0


def show(
    question: Question,
    voice: Voice,
    *,
    page: int = 0,
    first: bool = False,
    error: Misread | None = None,
    title: str = "",
) -> Screen:
    """The screen of a question. `first`: nothing is behind it; `title` stands in for the question's own first line."""
    if question.is_fixed and not (error or title):
        return fixed(question, voice, first)
    return draw(question, voice, page, first, error, title)


@lru_cache(maxsize=256)
def fixed(question: Question, voice: Voice, first: bool) -> Screen:
    """The screen of a menu, drawn once for all who see the same: what most hops show."""
    return draw(question, voice, 0, first, None, "")


def draw(question: Question, voice: Voice, page: int, first: bool, error: Misread | None, title: str) -> Screen:
    """The screen of a question, drawn now."""
    head = title or voice(question.key, **question.values)
    lines, digits, keys = [], {}, []
    pages = paged(question, voice, head)
    page = min(page, len(pages) - 1)
    for number, option in enumerate(pages[page], start=1):
        digit = "" if question.lines else option.digit or str(number)
        lines.append(f"{digit} {voice(option.sentence, **option.values)}".lstrip())
        if digit:
            digits[digit] = option.name
    if page + 1 < len(pages):
        keys.append((MORE, "more"))
    if page:
        keys.append((PREVIOUS, "previous"))
    if not first:
        keys.append((BACK, "back"))
    text = assemble(voice, error, head, lines, keys)
    if not first and fits(voice, with_home := f"{text} {voice('ussd.home')}"):
        text = with_home
    return Screen(text, digits, frozenset(key for key, _ in keys), page)


def assemble(voice: Voice, error: Misread | None, head: str, lines: list[str], keys: list[tuple[str, str]]) -> str:
    """Error line, question, choices, and the keys together on the last line."""
    wrong = [voice(error.key, **error.values)] if error else []
    foot = [" ".join(voice(f"ussd.{word}") for _, word in keys)] if keys else []
    return "CON " + "\n".join([*wrong, head, *lines, *foot])


def fits(voice: Voice, text: str) -> bool:
    """Whether a gateway carries it in one piece."""
    return voice.septets(text) <= LIMIT


def paged(question: Question, voice: Voice, head: str) -> list[list[Option]]:
    """A list cut into pages that fit under every key and the error line; fixed choices are one page."""
    if not (question.is_list or question.lines):
        return [list(question.options)]
    worst_keys = [(MORE, "more"), (PREVIOUS, "previous"), (BACK, "back")]
    wrong = Misread(WIDEST_ERROR if question.read and question.options else "error.choice")
    pages: list[list[Option]] = [[]]
    number = "" if question.lines else "1 "
    for option in question.lines or question.options:
        lines = [f"{number}{voice(one.sentence, **one.values)}" for one in [*pages[-1], option]]
        if pages[-1] and (len(lines) > 7 or not fits(voice, assemble(voice, wrong, head, lines, worst_keys))):
            pages.append([])
        pages[-1].append(option)
    return pages
