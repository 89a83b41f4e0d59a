"""Amounts in a provider's form: exact decimals on the wire, whole minor units of the currency inside."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

AMOUNT: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")


class WrongAmount(ValueError):
    """An amount that is none, or not above zero."""


class WrongDecimals(WrongAmount):
    """An amount with more decimals than its currency has."""


def read_minor(value: Any, places: int) -> int:
    """Return the minor units of a number, or a text like "15.25". Raises WrongAmount, WrongDecimals."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise WrongAmount(repr(value))
    text = value if isinstance(value, str) else format(Decimal(value), "f")
    if AMOUNT.fullmatch(text) is None:
        raise WrongAmount(repr(value))
    scaled = Decimal(text).scaleb(places)
    if scaled != int(scaled):
        raise WrongDecimals(text)
    if scaled <= 0:
        raise WrongAmount(text)
    return int(scaled)


def write_decimal(minor: int, places: int) -> str:
    """Return an amount as a decimal text: 1525 with two places is "15.25"."""
    return format(Decimal(minor).scaleb(-places), "f")


def write_number(minor: int, places: int) -> int | float:
    """Return an amount as a JSON number; the float is only how JSON writes 15.25, nothing is reckoned with it."""
    exact = Decimal(minor).scaleb(-places)
    return int(exact) if exact == int(exact) else float(exact)


def share(minor: int, permille: int) -> int:
    """Return a provider's fee of so many thousandths, rounded half up to a minor unit."""
    return (minor * permille + 500) // 1000
