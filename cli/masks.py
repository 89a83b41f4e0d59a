"""Masks on all that a command shows: numbers of phones and e-mail addresses, wherever they stand in it.

What a login typed itself it may read again, and those of whom it said why it sees them (wallet/staff/unmasking.sql). A
mask is as long as what it stands for, so that tables stand.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from cli.shown import Shown, ShownTable

# Neither within a longer number nor within digits of an id or a hash.
PHONE: Final = re.compile(r"(?<![0-9a-fA-F])(\+?237)?(6[0-9]{8})(?![0-9a-fA-F])")
EMAIL: Final = re.compile(r"[\w.+%-]+(?=@[\w-]+(?:\.[\w-]+)+)")
TAIL: Final = 2  # digits that are left, for a person to recognise


def mask(words: str, clear: Collection[str]) -> str:
    """Return words without a number or an address in clear, but those of `clear`: nine digits, and whole addresses."""

    def hide_phone(found: re.Match[str]) -> str:
        digits = found[2]
        return found[0] if digits in clear else f"{found[1] or ''}6{'*' * (8 - TAIL)}{digits[-TAIL:]}"

    def hide_email(found: re.Match[str]) -> str:
        whole = re.match(r"@[\w.-]*\w", words[found.end() :])
        said = f"{found[0]}{whole[0] if whole else ''}".lower()
        return found[0] if said in clear else f"{found[0][0]}{'*' * (len(found[0]) - 1)}"

    return EMAIL.sub(hide_email, PHONE.sub(hide_phone, words))


def list_typed(words: Sequence[str]) -> set[str]:
    """Return the numbers and addresses that stand in these words, however a number is typed."""
    told = " ".join(words)
    apart = (re.sub(r"[\s.\-]", "", one) for one in (*words, told))
    phones = {found[2] for one in apart for found in PHONE.finditer(one)}
    return phones | {found.lower() for found in re.findall(r"[\w.+%-]+@[\w.-]*\w", told)}


def mask_shown(one: Shown, clear: Collection[str]) -> Shown:
    """Return a table, or lines, as they are shown masked."""
    if isinstance(one, ShownTable):
        return replace(one, rows=tuple(tuple(mask(cell, clear) for cell in row) for row in one.rows))
    return replace(one, lines=tuple((title, mask(value, clear)) for title, value in one.lines))
