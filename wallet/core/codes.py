"""Numbers people type to name something of ours; the last digit is Luhn's check digit, the length tells the kind.

They are names, not secrets: what opens money (a question's four digits, a handover's seven) is never one of these.
"""

import re
import secrets
from typing import ClassVar, Self

from stdnum import luhn

from wallet.core.errors import Misread


class CheckedCode(str):
    """A code of digits whose last one finds any one wrong digit and nearly every swap of two neighbours."""

    __slots__ = ()
    digits: ClassVar[int]

    @classmethod
    def read(cls, text: str) -> Self:
        """Return `48 217 365` as `48217368`. Raises Misread unless it has the length and the check digit."""
        typed = re.sub(r"[ .\-]", "", text)
        if not re.fullmatch(rf"[0-9]{{{cls.digits}}}", typed) or not luhn.is_valid(typed):
            raise Misread("error.no_such_code")
        return cls(typed)

    @classmethod
    def draw(cls) -> Self:
        """Return a new code drawn by chance; the caller finds out if it is taken."""
        least = 10 ** (cls.digits - 2)  # it begins with no zero
        body = str(least + secrets.randbelow(9 * least))
        return cls(body + luhn.calc_check_digit(body))


class TillCode(CheckedCode):
    """A merchant's till: five digits."""

    digits = 5


class AgentCode(CheckedCode):
    """An agent: six digits."""

    digits = 6


class HandoverCode(str):
    """The code a customer reads out to an agent to be handed cash: seven digits, a secret, without a check digit."""

    __slots__ = ()

    @classmethod
    def read(cls, text: str) -> Self:
        """Return `482 1735` as `4821735`. Raises Misread."""
        typed = re.sub(r"[ .\-]", "", text)
        if not re.fullmatch(r"[0-9]{7}", typed):
            raise Misread("error.no_such_code")
        return cls(typed)


class RequestCode(CheckedCode):
    """A payment request, a link, an invoice or a bill found: eight digits."""

    digits = 8


class PayCode:
    """A code typed to pay: a till's five digits, or the eight of a request, a link, an invoice or a bill."""

    @classmethod
    def read(cls, text: str) -> TillCode | RequestCode:
        """Read the one that its length tells. Raises Misread."""
        short = len(re.sub(r"[ .\-]", "", text)) <= TillCode.digits
        return TillCode.read(text) if short else RequestCode.read(text)
