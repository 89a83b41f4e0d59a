"""The parts a command may take: amount, phone and codes; what each looks like, and its strict reading.

What looks like a part stands in its place, so it is no PIN; whether it is one is its type's to say.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sms_templates.reading.clauses import HANDOVER_DIGITS
from sms_templates.reading.figures import CODE_DIGITS, Figure, write
from sms_templates.reading.tokens import PIN_DIGITS, digit_shape
from wallet.core.codes import AgentCode, RequestCode, TillCode
from wallet.core.errors import Misread
from wallet.core.values import Money, Phone

AMOUNT: Final = re.compile(
    r"[+\-.]?[0-9]+[.,]?|[+\-.]?[0-9]+[.,][0-9]{1,3}([.,][0-9]{1,3})*|[0-9]{1,3}([ .,][0-9]{1,3})+"
)
AMOUNT_FIGURES: Final = 4
SHORT_PHONE: Final = re.compile(r"\+?[0-9]{7,15}|[0-9]{1,3}([ .\-][0-9]{1,3})+")  # one with a digit too few or too many
SHORT_PHONE_DIGITS: Final = range(7, 10)
SECRETS: Final = frozenset({"code", "cash_code"})  # parts of which only a digest is kept


@dataclass(frozen=True)
class Part:
    """One part: True of `looks` for figures that may stand for it, and `read`, which raises Misread."""

    looks: Callable[[Sequence[Figure]], bool]
    read: Callable[[str], Any]


def looks_like_amount(run: Sequence[Figure]) -> bool:
    """True for `5000`, `5 000`, `5000F`, and for what is meant as an amount and is none, such as `5.000`."""
    text = write(run).removesuffix("000" * run[-1].thousands)
    if (
        not all(figure.token.is_readable for figure in run)
        and sum(len(figure.digits) for figure in run) >= PIN_DIGITS.start
    ):
        return False
    return len(run) <= AMOUNT_FIGURES and bool(AMOUNT.fullmatch(digit_shape(text)))


def looks_like_phone(run: Sequence[Figure]) -> bool:
    """True for a number, however spaced, and for one with a digit too few or too many."""
    if run[-1].currency or run[-1].thousands:
        return False
    text = write(run)
    if not refusal(Phone.read, text):
        return True
    digits = sum(len(figure.digits) for figure in run)
    return bool(SHORT_PHONE.fullmatch(text)) and (len(run) == 1 or digits in SHORT_PHONE_DIGITS)


def looks_like_code(digits: int, *, near: str = "") -> Callable[[Sequence[Figure]], bool]:
    """Return the test for a code of so many digits in one piece; in several, or without its check digit, it is no code.

    `near`: the word before it that makes any figure of this length one.
    """

    def looks(run: Sequence[Figure]) -> bool:
        if [figure.token.kind for figure in run] == ["code"]:
            return digits in (CODE_DIGITS, HANDOVER_DIGITS)
        if sum(len(figure.digits) for figure in run) != digits or run[-1].currency or run[-1].thousands:
            return False
        return all(figure.token.is_readable for figure in run) and may_be(run)

    def may_be(run: Sequence[Figure]) -> bool:
        read = CHECKED.get(digits)
        if read is None or not refusal(read, write(run)):
            return True
        return len(run) == 1 and (not near or near in run[0].after)

    return looks


CHECKED: Final[dict[int, Callable[[str], Any]]] = {5: TillCode.read, 6: AgentCode.read, 8: RequestCode.read}


def read_secret(text: str) -> str:
    """Return a code's digits, or its digest in a shielded text."""
    return text.strip("~") if "~" in text else re.sub(r"[^0-9]", "", text)


def refusal(read: Callable[[str], Any], text: str) -> Misread | None:
    """Return what a type says of a text it cannot read, or None when it can."""
    try:
        read(text)
    except Misread as misread:
        return misread
    return None


PARTS: Final = {
    "amount": Part(looks_like_amount, Money.read),
    "phone": Part(looks_like_phone, Phone.read),
    "whose": Part(looks_like_phone, Phone.read),
    "agent": Part(looks_like_code(AgentCode.digits, near="agent"), AgentCode.read),
    "till": Part(looks_like_code(TillCode.digits), TillCode.read),
    "request": Part(looks_like_code(RequestCode.digits), RequestCode.read),
    "code": Part(looks_like_code(CODE_DIGITS), read_secret),
    "cash_code": Part(looks_like_code(HANDOVER_DIGITS), read_secret),
}
