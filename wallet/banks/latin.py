"""The letters that banks' files hold: plain Latin ones, digits and the few signs every bank takes (SWIFT's set X)."""

import re
from typing import Final

from anyascii import anyascii

TAKEN: Final = re.compile(r"[^0-9A-Za-z/\-?:().,'+ ]+")


def write_latin(text: str, letters_max: int) -> str:
    """Return a name or a sentence in a bank's letters, cut to a length; "" where none of it can be written.

    Neither ends with a slash nor holds two in a row, which SWIFT reads as the beginning of something else.
    """
    plain = TAKEN.sub(" ", anyascii(text.replace("&", "+")))
    single = re.sub(r"/{2,}", "/", re.sub(r" {2,}", " ", plain))
    return single[:letters_max].strip(" /")
