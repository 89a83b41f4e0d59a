"""`./mbongo menus --cost`: the cost of each journey: answers, screens, keys to press and septets to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

from cli.menus import list_samples, list_steps
from cli.tables import print_table
from sms_templates import LANGUAGES, say_on
from sms_templates.gsm7 import septets
from ussd_menus.questions import Option, Question
from ussd_menus.screen import show
from ussd_menus.sentences import Sentences
from ussd_menus.walk import Answer, WalkStep, answers

HEADING: Final = "What each journey costs: shortest, longest where it differs; septets at the widest values"
FRENCH: Final = Sentences(partial(say_on, "ussd"), septets, LANGUAGES[0])


@dataclass(frozen=True)
class Journey:
    """One way from the first screen to its end: a use case, or something to read."""

    lines: tuple[str, ...]  # of menus, chosen first: their count is how deep it lies
    end: str
    answers: int  # before the PIN, or before the last answer where no PIN is asked
    hops: int  # the dialling and every answer: as many screens, the closing one included
    keys: int  # digits and letters pressed, but for the call key after each
    septets: int  # of all screens but the closing one, at their widest


@cache
def list_journeys() -> dict[tuple[tuple[str, ...], str], list[Journey]]:
    """Return every journey anybody can make, by the menus it goes through and what it ends in; the shortest first."""
    found: dict[tuple[tuple[str, ...], str], set[Journey]] = {}
    for step in list_steps(LANGUAGES[0]):
        for one in list_ended(step):
            found.setdefault((one.lines, one.end), set()).add(one)
    shortest = {key: sorted(ways, key=lambda one: (one.answers, one.hops, one.keys)) for key, ways in found.items()}
    return dict(sorted(shortest.items()))


def list_ended(step: WalkStep) -> Iterator[Journey]:
    """Return the journey that ends with this answer, or None."""
    path = step.path
    if step.leads_to is None:
        yield compute_cost(path, step.asks_for, [question for question, _ in path])
    elif not answers(step.leads_to, list_samples):  # nothing to answer there: it is read
        yield compute_cost(path, step.leads_to.key, [*(question for question, _ in path), step.leads_to])


def compute_cost(path: tuple[Answer, ...], end: str, screens: list[Question]) -> Journey:
    """Return the cost of a path; `screens` are those shown on the way."""
    live = [place for place, (question, _) in enumerate(path) if question.live]
    lines = []
    for question, typed in path:
        chosen = find_option(question, typed)
        if chosen is None or not chosen.digit or question.read is not None:
            break
        lines.append(FRENCH.say(chosen.sentence, **{**chosen.values, "down": "", "closed": 0}).strip())
    shown = [show(question, FRENCH, first=not place).text for place, question in enumerate(screens)]
    pressed = sum(len(find_pressed(question, typed)) for question, typed in path)
    before = live[0] if live else len(path) - 1
    return Journey(tuple(lines), end, before, len(path) + 1, pressed, sum(map(septets, shown)))


def find_option(question: Question, typed: str) -> Option | None:
    """Return the option an answer chose."""
    return next((option for option in question.options if option.name == typed), None)


def find_pressed(question: Question, typed: str) -> str:
    """Return the keys of an answer: its digit, the first of a list, or what is typed."""
    chosen = find_option(question, typed)
    return typed if chosen is None else chosen.digit or "1"


def show_costs() -> None:
    """Print a table with a row for each journey at its shortest, and its longest where that differs."""
    rows = []
    for (lines, end), ways in list_journeys().items():
        figures = ("answers", "hops", "keys", "septets")
        spans = (sorted({getattr(one, name) for one in ways}) for name in figures)
        told = (str(one[0]) if len(one) == 1 else f"{one[0]} to {one[-1]}" for one in spans)
        rows.append((" > ".join(lines), end.removeprefix("ussd."), *told))
    print_table(("menus", "ends in", "answers before the PIN", "screens", "keys", "septets"), rows, "", HEADING)
