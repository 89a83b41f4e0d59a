"""Amounts in BTCPay's form: decimal texts in the invoice's currency, and the signature of what it calls back with."""

import hashlib
import hmac
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from workers.rails.answers import Unreadable, read_word

DECIMALS: Final = 2  # of every currency that is charged there
VALUE: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,18})?")


def write_amount(minor: int) -> str:
    """Return minor units as BTCPay takes them: 1525 is 15.25."""
    return f"{Decimal(minor).scaleb(-DECIMALS):.{DECIMALS}f}"


def read_amount(value: Any) -> int | None:
    """Return the minor units nearest to what BTCPay says, None where it says nothing. Raises Unreadable.

    What is paid in bitcoin has more decimals than its currency: less than half a cent is the satoshi's rounding.
    """
    written = read_word(value)
    if not written:
        return None
    if not VALUE.fullmatch(written):
        raise Unreadable("no amount")
    return int(Decimal(written).scaleb(DECIMALS).to_integral_value(ROUND_HALF_UP))


def sign(secret: str, body: bytes) -> str:
    """Return the signature that BTCPay sends with a body, over its exact bytes."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
