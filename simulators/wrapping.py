"""Lines as a phone breaks them: between words, never inside an amount or a number."""

import re
import textwrap
from typing import Final

HELD: Final = "\u2060"  # stands for the space inside an amount, which is no place to break a line
INSIDE: Final = re.compile(r"(?<=[0-9]) (?=[0-9]{3}\b)")


def wrap(text: str, columns: int) -> str:
    """Return the text in lines of at most so many columns; a word longer than a line is cut."""
    lines = []
    for line in text.split("\n"):
        held = INSIDE.sub(HELD, line)
        lines += textwrap.wrap(held, columns, drop_whitespace=True, break_on_hyphens=False) or [""]
    return "\n".join(lines).replace(HELD, " ")
