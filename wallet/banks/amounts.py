"""Amounts in banks' files: decimals as they write them, ints of the currency's minor unit here."""

import re
from decimal import Decimal
from typing import Final

from wallet.core.errors import Misread

# How many digits of a currency stand behind its point (ISO 4217); money in another one is nothing we hold.
DIGITS: Final = {"XAF": 0, "EUR": 2, "USD": 2, "GBP": 2, "CHF": 2, "PLN": 2}
WRITTEN: Final = re.compile(r"[0-9]{1,15}([.][0-9]{1,5})?")


def read_minor(written: str, currency: str) -> int:
    """Return `1500.00` XAF as 1500 and `15.25` EUR as 1525. Raises Misread, as for a part of a minor unit."""
    if currency not in DIGITS:
        raise Misread("staff.currency_not_ours", given=currency)
    if not written.isascii() or not WRITTEN.fullmatch(written):
        raise Misread("staff.not_an_amount", given=written)
    minor = Decimal(written).scaleb(DIGITS[currency])
    if minor != int(minor):
        raise Misread("staff.part_of_a_unit", given=written, currency=currency)
    return int(minor)


def write_decimal(amount: int, currency: str) -> str:
    """Return an amount as a bank's file holds it: 1500 XAF as `1500`, 1525 EUR as `15.25`."""
    return f"{Decimal(amount).scaleb(-DIGITS[currency]):f}"
