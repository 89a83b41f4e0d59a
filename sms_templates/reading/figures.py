"""The groups of digits of a clause as figures: which of them may be read together, and what stands beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from stdnum import luhn

from sms_templates.reading.terms import Term
from sms_templates.reading.tokens import PIN_DIGITS, Token

CARD_DIGITS: Final = range(13, 20)
NOTE: Final = 500  # francs: what is written in as many digits as a code has, and is a multiple of it, is an amount
CODE_DIGITS: Final = 4  # of NO and its code
COIN: Final = 50  # francs: an amount that people write is a multiple of it, and few PINs and codes are
WHOLE_NUMBER_DIGITS: Final = 8  # a figure so long is no piece of the one it is glued to
MARKS_BEFORE: Final = ",/"  # before a number these are no part of it
MARKS_BEFORE_GLUED: Final = ".,-/"  # nor are these behind a word: `montant.500`


@dataclass(frozen=True)
class Figure:
    """One group of digits, or a code's digest, in its clause.

    Figures of one `stretch` are parted by nothing but spaces and marks inside numbers; one that is `bound` belongs to
    the number that the figure before it is of. `after` are the roles of words that stand before it: for, agent, till.
    """

    token: Token
    stretch: int
    bound: bool
    after: frozenset[str]
    term: int  # its place among the clause's terms
    thousands: bool = False  # K is glued behind it
    currency: bool = False  # a currency stands behind it
    dot: bool = False  # a full stop behind it, and another figure: perhaps an amount with a point

    @property
    def digits(self) -> str:
        """Digits, each of another script as 0."""
        return self.token.digits


def list_figures(terms: Sequence[Term]) -> list[Figure]:
    """Return the figures of a clause in order."""
    found, stretch, after = list[Figure](), 0, frozenset[str]()
    for place, term in enumerate(terms):
        token = term.tokens[0]
        if term.is_a("for", "agent", "till") and term.meaning:
            after |= {term.meaning.role}
        if token.kind not in ("number", "code", "hidden"):
            continue
        last = found[-1] if found else None
        stretch += not (last and last.term == place - 1 and last.token.group == token.group)
        bound = bool(last and last.stretch == stretch and is_bound(last.token, token))
        found.append(Figure(token, stretch, bound, after, place, **look_behind(terms, place)))
    return found


def look_behind(terms: Sequence[Term], place: int) -> dict[str, bool]:
    """Return what stands right behind a number: K, a currency, or a full stop before another number."""
    behind = terms[place + 1 : place + 3]
    if not behind:
        return {}
    glued = behind[0].tokens[0].glued
    return {
        "thousands": behind[0].is_a("thousand"),
        "currency": behind[0].is_a("currency"),
        "dot": glued and behind[0].tokens[0].text == "." and len(behind) > 1 and behind[1].kind == "number",
    }


def is_bound(before: Token, token: Token) -> bool:
    """True when this group of digits is a piece of the same number as the one before, as in `699-00` or `5.000`."""
    long = max(len(before.digits), len(token.digits)) >= WHOLE_NUMBER_DIGITS
    return token.glued and token.text[0] in ".,-" and not long


def write(run: Sequence[Figure]) -> str:
    """Return figures as one number, as it was typed: `5 000`, `699-00-00-02`, `2.000`; thousands with their zeros."""
    text = run[0].token.text.lstrip(MARKS_BEFORE_GLUED if run[0].token.glued else MARKS_BEFORE)
    for figure in run[1:]:
        text += ("" if figure.token.glued else " ") + figure.token.text
    return text + "000" * run[-1].thousands + "." * run[-1].dot


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


def pin_like(run: Sequence[Token]) -> bool:
    """True when a series could be a PIN, or hold one: four to six digits."""
    digits = "".join(token.digits for token in run)
    if len(digits) >= PIN_DIGITS.start and not all(token.is_readable for token in run):
        return True  # digits of another script, and letters for digits, mean nothing else here
    parts = [part for token in run for part in digit_parts(token.shape)]
    return len(digits) in PIN_DIGITS or any(len(part) in PIN_DIGITS for part in parts)


def digit_parts(shape: str) -> list[str]:
    """Return the unbroken groups of digits in a number, given by its shape."""
    return "".join(c if c.isdigit() else " " for c in shape).split()


def is_round(digits: str) -> bool:
    """True for what people write as an amount."""
    return int(digits) % COIN == 0


def is_no_code(digits: str) -> bool:
    """True for an amount that nobody would take for the code of a question: 5000, 12550, but not 4850."""
    return int(digits) % (NOTE if len(digits) == CODE_DIGITS else COIN) == 0


def is_card(run: Sequence[Token]) -> bool:
    """True when a series could be the number of a bank card."""
    digits = "".join(token.digits for token in run)
    return len(digits) in CARD_DIGITS and luhn.is_valid(digits)
