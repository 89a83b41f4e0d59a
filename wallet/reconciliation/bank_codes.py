"""Codes of ours that payers give their banks: inside an RF reference, or written among the words.

The RF reference of a checkout is made of its 8-digit code, so that either names it.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final

from wallet.banks.rf_reference import RfReference, find_rf_references
from wallet.banks.statement_lines import StatementLine
from wallet.core.codes import RequestCode
from wallet.core.errors import Misread

# Eight digits, alone or in halves, that are part of nothing longer: a phone or an account is no code.
WRITTEN: Final = re.compile(
    r"(?<![0-9A-Za-z])([0-9]{4})[ .-]?([0-9]{4})(?![0-9A-Za-z])(?![ .-][0-9]{2,4}(?![0-9A-Za-z]))"
)


def write_rf_code(code: str) -> RfReference:
    """Return the RF reference by which a payer's bank names the checkout of a code."""
    return RfReference.write(code)


def list_rf_codes(line: StatementLine) -> list[str]:
    """Return the codes in a line's RF references: of the one told apart, else of those among the words."""
    told = list(find_rf_references(line.rf)) or list(find_rf_references(f"{line.words} {line.end_to_end_id}"))
    return list(dict.fromkeys(_read_codes(one.body for one in told)))


def list_text_codes(line: StatementLine) -> list[str]:
    """Return what reads as a code of ours among a line's words."""
    words = f"{line.words} {line.end_to_end_id}"
    return list(dict.fromkeys(_read_codes("".join(found.groups()) for found in WRITTEN.finditer(words))))


def _read_codes(bodies: Iterable[str]) -> Iterator[str]:
    for body in bodies:
        with suppress(Misread):
            yield RequestCode.read(body)
