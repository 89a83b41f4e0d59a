"""Names that staff type: a letter for the kind of thing, and its number, as D17 or F12."""

from typing import Final

DIGITS_MAX: Final = 18


def read_number(name: str, letter: str) -> int | None:
    """Return the number of a name with this letter; None for what is no such name."""
    digits = name[1:]
    known = name[:1] == letter and digits.isascii() and digits.isdecimal() and len(digits) <= DIGITS_MAX
    return int(digits) if known else None
