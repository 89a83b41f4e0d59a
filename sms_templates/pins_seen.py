"""Numbers of a text that may be a PIN (four to six digits, however spread or written) or a bank card."""

from collections.abc import Iterable
from typing import Final

from stdnum import luhn

from sms_templates.tokens import Token, digit_shape

PIN_DIGITS: Final = range(4, 7)
CARD_DIGITS: Final = range(13, 20)


def series(numbers: Iterable[Token]) -> list[list[Token]]:
    """Return numbers that read as one, `1 2 3 4` or `12*34`; one long enough to be a phone stands alone."""
    found: list[list[Token]] = []
    for token in numbers:
        if found and is_short(token) and is_short(found[-1][-1]) and token.group == found[-1][-1].group:
            found[-1].append(token)
        else:
            found.append([token])
    return found


def is_short(token: Token) -> bool:
    """True for a number with no more digits than a PIN may have."""
    return len(token.digits) < PIN_DIGITS.stop


def pin_like(run: list[Token]) -> bool:
    """True when a series could be a PIN, or hold one, or be a bank card."""
    digits = "".join(token.digits for token in run)
    if len(digits) >= PIN_DIGITS.start and not all(token.text.isascii() for token in run):
        return True  # digits of another script mean nothing else here
    if len(digits) in PIN_DIGITS or (len(digits) in CARD_DIGITS and luhn.is_valid(digits)):
        return True
    return any(len(part) in PIN_DIGITS for token in run for part in digit_parts(token.text))


def digit_parts(text: str) -> list[str]:
    """Return the unbroken groups of digits in a number."""
    return "".join(c if c.isdigit() else " " for c in digit_shape(text)).split()
