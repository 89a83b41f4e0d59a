"""Words with one letter wrong: a command is meant where only one is that near."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from sms_templates.reading.words import MEANINGS, Meaning

SHORTEST: Final = 4  # letters; of a shorter word one letter is too much of it
SHORTEST_DONE_AT_ONCE: Final = 6
DONE_AT_ONCE: Final = frozenset(
    {"lock", "stop", "end_subscription", "start", "language", "decline", "yes", "no"}
)  # asked back by nobody
LONGEST: Final = max(len(word) for word, *more in MEANINGS if not more)
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@lru_cache(4_096)
def find_near(word: str) -> Meaning | None:
    """Return the command or topic that one letter wrong, missing, too many or out of place has made this word of."""
    if len(word) > LONGEST + 1:
        return None
    meanings = ((one, meant) for one in slips(word) if (meant := MEANINGS.get((one,))))
    found = {meant._replace(past=False) for one, meant in meanings if is_long_enough(one, meant)}
    found = {meant for meant in found if meant.role == "command"} or found
    return found.pop() if len(found) == 1 and (word,) not in MEANINGS else None


def is_long_enough(word: str, meant: Meaning) -> bool:
    """True for a command's word in which one wrong letter leaves no doubt."""
    shortest = SHORTEST_DONE_AT_ONCE if meant.name in DONE_AT_ONCE else SHORTEST
    return meant.role in ("command", "topic") and not meant.weak and len(word) >= shortest


def slips(word: str) -> Iterator[str]:
    """Yield every word that differs from this one by one slip of a finger."""
    for place in range(len(word) + 1):
        left, right = word[:place], word[place:]
        yield from (left + letter + right for letter in LETTERS)
        if right:
            yield left + right[1:]
            yield from (left + letter + right[1:] for letter in LETTERS)
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
