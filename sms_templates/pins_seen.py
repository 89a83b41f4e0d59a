"""Which numbers of a text may be a PIN, or a card: four to six digits, however they are spread or written."""

from collections.abc import Iterable
from typing import Final

from sms_templates.tokens import Token, digit_shape

PIN_DIGITS: Final = range(4, 7)
CARD_DIGITS: Final = range(13, 20)


def series(numbers: Iterable[Token]) -> list[list[Token]]:
    """Numbers that read as one, `1 2 3 4` or `12*34`; one long enough to be a phone stands alone."""
    found: list[list[Token]] = []
    for token in numbers:
        if found and is_short(token) and is_short(found[-1][-1]) and token.group == found[-1][-1].group:
            found[-1].append(token)
        else:
            found.append([token])
    return found


def is_short(token: Token) -> bool:
    """Whether a number has no more digits than a PIN may have."""
    return len(token.digits) < PIN_DIGITS.stop


def pin_like(run: list[Token]) -> bool:
    """Whether a series could be a PIN, or hold one, or be a bank card."""
    digits = "".join(token.digits for token in run)
    if len(digits) >= PIN_DIGITS.start and not all(token.text.isascii() for token in run):
        return True  # digits of another script mean nothing else here
    if len(digits) in PIN_DIGITS or (len(digits) in CARD_DIGITS and luhn(digits)):
        return True
    return any(len(part) in PIN_DIGITS for token in run for part in digit_parts(token.text))


def digit_parts(text: str) -> list[str]:
    """The unbroken groups of digits in a number."""
    return "".join(c if c.isdigit() else " " for c in digit_shape(text)).split()


def luhn(digits: str) -> bool:
    """Whether the last digit is a bank card's check digit (ISO/IEC 7812-1)."""
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
