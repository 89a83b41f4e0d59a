"""The one parser of texts: every way to read the figures of a clause as the parts of a form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sms_templates.reading.figures import Figure, write
from sms_templates.reading.forms import Form
from sms_templates.reading.parts import PARTS, SECRETS, refusal
from sms_templates.reading.tokens import Token
from wallet.core.errors import Misread

FIGURES_MOST: Final = 16  # three for an amount, thirteen for a phone written digit by digit


@dataclass(frozen=True)
class Assignment:
    """Figures given to the parts of a form, by name; those of no part are left over."""

    form: Form
    runs: dict[str, tuple[Figure, ...]]

    @property
    def errors(self) -> list[Misread]:
        """Return what the types say of the parts they cannot read."""
        found = [refusal(PARTS[name].read, write(run)) for name, run in self.runs.items()]
        return [error for error in found if error]

    @property
    def tokens(self) -> list[Token]:
        """Every token that has a place."""
        return [figure.token for run in self.runs.values() for figure in run]

    def read(self) -> dict[str, Any]:
        """Return the value of each part. Raises Misread."""
        return {name: PARTS[name].read(write(run)) for name, run in self.runs.items()}


def list_assignments(figures: Sequence[Figure], form: Form) -> Iterator[Assignment]:
    """Yield every way to give all the figures to parts of the form that they look like."""
    if len(figures) <= FIGURES_MOST:
        yield from (Assignment(form, runs) for runs in assign(figures, form, 0, {}) if runs.keys() >= {*form.needs})


def assign(
    figures: Sequence[Figure], form: Form, start: int, given: dict[str, tuple[Figure, ...]]
) -> Iterator[dict[str, tuple[Figure, ...]]]:
    """Yield every way to give the figures from `start` on to the parts not given yet."""
    if start == len(figures):
        yield given
        return
    for name in parts_next(form, given, figures[start]):
        for end in ends(figures, start):
            run = tuple(figures[start:end])
            if PARTS[name].looks(run):
                yield from assign(figures, form, end, {**given, name: run})


def parts_next(form: Form, given: dict[str, tuple[Figure, ...]], figure: Figure) -> list[str]:
    """Return the parts that may come now; behind POUR a phone is whose wallet it is for."""
    left = [name for name in form.parts if name not in given]
    if form.ordered:
        return left[:1]
    if "whose" in form.parts:
        left = [name for name in left if name != ("phone" if "for" in figure.after else "whose")]
    return left


def ends(figures: Sequence[Figure], start: int) -> Iterator[int]:
    """Yield the places where a number that begins at `start` may end."""
    for end in range(start + 1, len(figures) + 1):
        if figures[end - 1].stretch != figures[start].stretch:
            return
        if end == len(figures) or not figures[end].bound:
            yield end


def find_widest(figures: Sequence[Figure], form: Form) -> Assignment:
    """Return the assignment that gives a place to most figures, where some must be left over."""
    best: dict[tuple[int, frozenset[str]], tuple[int, dict[str, tuple[Figure, ...]]]] = {}

    def widest(start: int, given: frozenset[str]) -> tuple[int, dict[str, tuple[Figure, ...]]]:
        if start >= len(figures):
            return 0, {}
        if (start, given) not in best:
            found = list[tuple[int, dict[str, tuple[Figure, ...]]]]()
            may_come = [] if figures[start].bound else parts_next(form, dict.fromkeys(given, ()), figures[start])
            for name in may_come:
                for end in ends(figures, start):
                    run = tuple(figures[start:end])
                    if PARTS[name].looks(run) and not (name in SECRETS and len(run) > 1):  # pieces of another number
                        count, runs = widest(end, given | {name})
                        found.append((count + len(run), {name: run, **runs}))
            found.append(widest(start + 1, given))
            best[start, given] = max(found, key=lambda one: one[0])
        return best[start, given]

    return Assignment(form, widest(0, frozenset())[1] if len(figures) <= FIGURES_MOST else {})
