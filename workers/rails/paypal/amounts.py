"""Amounts in PayPal's form: a currency and a decimal text, with as many decimals as PayPal gives that currency."""

import re
from decimal import Decimal
from typing import Any, Final

from workers.rails.answers import Unreadable, read_word

DECIMALS: Final = 2
WITHOUT_DECIMALS: Final = frozenset({"HUF", "JPY", "TWD"})  # Odoo's payment_paypal keeps the same
VALUE: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,4})?")


def write_amount(minor: int, currency: str) -> dict[str, str]:
    """Return minor units as PayPal takes them: 1525 in euros is 15.25."""
    decimals = _decimals(currency)
    return {"currency_code": currency, "value": f"{Decimal(minor).scaleb(-decimals):.{decimals}f}"}


def read_amount(said: dict[str, Any]) -> tuple[int | None, str | None]:
    """Return the minor units and the currency PayPal says, None for what it does not say.

    Raises Unreadable for what is no amount, or has part of a minor unit.
    """
    currency, value = read_word(said.get("currency_code")), read_word(said.get("value"))
    if not value:
        return None, currency or None
    minor = Decimal(value).scaleb(_decimals(currency)) if VALUE.fullmatch(value) else Decimal("0.5")
    if minor != minor.to_integral_value() or not currency:
        raise Unreadable("an amount that is not whole minor units of a currency")
    return int(minor), currency


def _decimals(currency: str) -> int:
    return 0 if currency in WITHOUT_DECIMALS else DECIMALS
