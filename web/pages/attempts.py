"""The name of one rendering of a form: what is sent twice under it is done once."""

from typing import Final

LETTERS_MOST: Final = 32


def is_attempt(written: str) -> bool:
    """True for what a form of ours may send as the name of its rendering: no U+0000, which no database keeps."""
    return 0 < len(written) <= LETTERS_MOST and written.isascii() and written.isprintable()
