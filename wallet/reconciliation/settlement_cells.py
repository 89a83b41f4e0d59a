"""One cell of an operator's file as spreadsheets and hostile hands write it: its text, a name, an amount, a phone.

What a spreadsheet did to a cell is undone where nothing was lost, and refused where something was.
"""

import re
from typing import Final

from wallet.banks.amounts import DIGITS
from wallet.core.errors import Misread
from wallet.core.workbooks import Cell

LITERAL: Final = re.compile(r'=\s*"((?:[^"]|"")*)"')  # ="0012": how a sheet is told to leave a number alone
EXPONENT: Final = re.compile(r"([0-9])(?:[.,]([0-9]+))?[eE]\+?([0-9]{1,3})")
GROUPED: Final = re.compile(r"[0-9]{1,3}(?:([ ,'])[0-9]{3})(?:\1[0-9]{3})*")
NOTHING_AFTER: Final = re.compile(r"([0-9]+)[.,]0{1,2}")  # 237677110201.0
SPACES: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
CURRENCY: Final = r"(?:FCFA|F CFA|XAF|CFA|F)"
WHOLE: Final = r"([0-9]{1,3}(?:([ .,'])[0-9]{3})(?:\2[0-9]{3})*|[0-9]+)"
AMOUNT: Final = re.compile(rf"{WHOLE}(?:[.,]0{{1,2}})?")
# Of a currency with cents; a sheet drops the zero of 15.50. Nobody can tell what 15.255 is.
WITH_CENTS: Final = re.compile(rf"(?![0-9]{{1,3}}[.,][0-9]{{3}}$){WHOLE}(?:[.,]([0-9]{{1,2}}))?")
AMOUNT_DIGITS_MAX: Final = 15
TEXT_LETTERS_MAX: Final = 100


def read_text(cell: Cell) -> str:
    """Return a cell's text without what a spreadsheet or a hostile hand puts round it. Raises Misread."""
    if isinstance(cell, Misread):
        raise cell
    bare = cell.strip()
    if literal := bare[:1] == "=" and LITERAL.fullmatch(bare):
        bare = literal[1].replace('""', '"')
    bare = bare.lstrip("'").strip()[:TEXT_LETTERS_MAX]
    return bare if bare.isprintable() else "".join(letter for letter in bare if letter.isprintable())


def read_name(text: str, column: str) -> str:
    """Return what names a transaction; a number as its digits. Raises Misread for one that a spreadsheet cut short."""
    if text.isalnum():
        return text
    if exponent := EXPONENT.fullmatch(text):
        return _expand(exponent, column, text)
    if whole := NOTHING_AFTER.fullmatch(text):
        return whole[1]
    spaced = SPACES.sub(" ", text)
    return re.sub(r"[^0-9]", "", spaced) if GROUPED.fullmatch(spaced) else text


def _expand(exponent: re.Match[str], column: str, text: str) -> str:
    """Return the digits of 2.37677110201E+11, which holds them all. Raises Misread for 2.37677E+11, which does not."""
    first, decimals, places = exponent[1], exponent[2] or "", int(exponent[3])
    if len(decimals) != places:
        raise Misread("staff.cut_short", column=column, given=text)
    return first + decimals


def read_phone(text: str) -> str:
    """Return E.164 for a mobile number of Cameroon, else the text as it stands. Raises Misread for one cut short."""
    digits = re.sub(r"[^0-9]", "", read_name(text, "phone"))
    return f"+237{digits[-9:]}" if re.fullmatch(r"(00)?(237)?6[0-9]{8}", digits) else text[:20]


def read_amount(text: str, currency: str = "XAF") -> int:
    """Return minor units (of XAF, whole francs), below zero as written so: -5 000, 5000-, (5 000). Raises Misread."""
    cents = DIGITS[currency]
    if text.isascii() and text.isdecimal():
        minor, below = int(text) * 10**cents if len(text) <= AMOUNT_DIGITS_MAX else 0, False
    else:
        bare, below = _strip_sign(SPACES.sub(" ", text).replace("\u2212", "-").replace("\u2019", "'"), currency)
        matched = (WITH_CENTS if cents else AMOUNT).fullmatch(bare)
        digits = re.sub(r"[^0-9]", "", matched[1]) if matched and bare.isascii() else ""
        parts = (matched[3] or "").ljust(cents, "0") if matched and cents else ""
        minor = int(digits + parts) if 0 < len(digits) <= AMOUNT_DIGITS_MAX else 0
    if minor <= 0:
        raise Misread("staff.amount_not_whole" if not cents else "staff.not_an_amount", given=text)
    return -minor if below else minor


def _strip_sign(bare: str, currency: str) -> tuple[str, bool]:
    """Return an amount without its currency and its sign, and True if that says below zero."""
    named = CURRENCY if currency == "XAF" else currency
    bare = re.sub(rf"^{named} ?(?=[-+(0-9])| ?{named}$", "", bare, flags=re.IGNORECASE)
    if bracketed := re.fullmatch(r"\((.*)\)", bare):
        return re.sub(rf" ?{named}$", "", bracketed[1].strip(), flags=re.IGNORECASE), True
    if bare.endswith("-"):
        return bare[:-1].rstrip(), True
    return bare.lstrip("+-").lstrip() if re.match(r"[+-] ?[0-9]", bare) else bare, bare.startswith("-")
