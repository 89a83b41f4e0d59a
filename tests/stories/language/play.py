"""Stories: conversations in tests/stories/*.txt, played on the real service and told again as they happened.

A story passes when the telling equals the file, line by line; `…` stands for lines of a screen that it does not look
at (gaps.py). `VERBS` is what can be done; what is indented, each `sms to`, `mail to`, `mtn asks` and `brice's program
hears`, is what came of the line before. Placeholders are simulators/recording.py's: a recorded call is a story.
"""

import difflib
import re
from pathlib import Path
from typing import Final

from faults.visitor import NotThere
from simulators.handset import NoCall
from simulators.recording import INDENT, NotRead
from tests.stories.language import (
    banks,
    calls,
    operators,
    passing_time,
    people,
    programs,
    shop_pages,
    staff,
    webs,
)
from tests.stories.language.cast import CAST
from tests.stories.language.gaps import fold
from tests.stories.language.telling import Telling, Verbs
from wallet.payments.rails import RAILS

FOLDER: Final = Path(__file__).parents[1]
VERBS: Final[Verbs] = {
    **calls.VERBS, **people.VERBS, **operators.VERBS, **staff.VERBS, **passing_time.VERBS, **programs.VERBS,
    **webs.VERBS, **shop_pages.VERBS, **banks.VERBS,
}  # fmt: skip
# What came of the line before is told anew.
TOLD: Final = (
    INDENT,
    "sms to ",
    "mail to ",
    *(f"{rail} asks " for rail in RAILS),
    *(f"{one}'s program hears " for one in CAST),
)


def play(text: str, telling: Telling) -> str:
    """Return the story as it happened. Raises ValueError for a line nobody understands."""
    lines = text.splitlines()
    steps = [number for number, line in enumerate(lines) if not line.startswith(TOLD)]
    for number, following in zip(steps, [*steps[1:], len(lines)], strict=True):
        said = len(telling.lines) + 1
        tell(telling, lines[number], number + 1)
        telling.lines[said:] = fold(lines[number + 1 : following], telling.lines[said:])
    return "\n".join(telling.lines) + "\n"


def tell(telling: Telling, line: str, number: int) -> None:
    """Do what a line says, and tell it and what came of it. Raises ValueError for one nobody understands."""
    telling.say(line)
    if not line.strip() or line.startswith("#"):
        return
    for pattern, verb in VERBS.items():
        if found := re.fullmatch(pattern, line):
            try:
                verb(telling, **found.groupdict())
            except (NoCall, NotRead, NotThere) as impossible:
                telling.say(f"{INDENT}({impossible})")
            telling.tell_what_came()
            return
    raise ValueError(f"line {number}: {line!r} is not in the language of stories (VERBS, play.py)")


def difference(expected: str, told: str, name: str) -> str:
    """Return how it happened otherwise, as a unified diff."""
    lines = difflib.unified_diff(expected.splitlines(), told.splitlines(), name, "what happened", lineterm="", n=12)
    return "\n".join(lines)
