"""RF references (ISO 11649): what a payer's bank carries to us unchanged, so that a transfer names what it pays."""

import re
from collections.abc import Iterator
from typing import Final

from stdnum import iso11649
from stdnum.iso7064 import mod_97_10

from wallet.core.errors import Misread

BODY: Final = re.compile(r"[0-9A-Z]{1,21}")
BEGINNING: Final = re.compile(r"RF[^0-9A-Z]{0,2}[0-9][^0-9A-Z]?[0-9]", re.IGNORECASE)
LETTERS_MAX: Final = 25  # RF, two check digits and what they check


class RfReference(str):
    """A creditor reference whose check digits are right, without spaces: RF25MB2026000123."""

    __slots__ = ()

    @classmethod
    def read(cls, text: str) -> "RfReference":
        """Read `RF25 MB20 2600 0123`. Raises Misread."""
        typed = re.sub(r"[\s.\-/]", "", text).upper()
        if not re.fullmatch(r"RF[0-9]{2}[0-9A-Z]{1,21}", typed) or not iso11649.is_valid(typed):
            raise Misread("staff.not_an_rf_reference", given=text)
        return cls(typed)

    @classmethod
    def write(cls, name: str) -> "RfReference":
        """Return the reference of a name of ours, up to 21 letters and digits. Raises ValueError for another."""
        body = name.replace("-", "")
        if not BODY.fullmatch(body):
            raise ValueError(f"not a name for an RF reference: {name}")
        return cls(f"RF{mod_97_10.calc_check_digits(f'{body}RF')}{body}")

    @property
    def body(self) -> str:
        """The name that was written, without its hyphens."""
        return self[4:]


def find_rf_references(text: str) -> Iterator[RfReference]:
    """Yield what reads as an RF reference in a payer's words, the longest first where several begin at one place.

    Spaces, hyphens, line ends and small letters, which banks add, are passed over; one ends where a word does.
    """
    for beginning in BEGINNING.finditer(text):
        for end in reversed(_list_ends(text, beginning.start())):
            letters = re.sub(r"[^0-9A-Za-z]", "", text[beginning.start() : end]).upper()
            if len(letters) <= LETTERS_MAX and letters.isascii() and iso11649.is_valid(letters):
                yield RfReference(letters)


def _list_ends(text: str, start: int) -> list[int]:
    """Return where words end behind this place, as far as a reference reaches with a space after each letter."""
    near = text[start : start + 2 * LETTERS_MAX + 1]
    return [start + word.end() for word in re.finditer(r"[0-9A-Za-z]+", near) if word.end() > len("RF00")]
