"""Amounts in Flutterwave's form: major units as JSON numbers, or as texts where there are parts; XAF's has none."""

import hashlib
from decimal import Decimal
from typing import Any, Final

from workers.rails.answers import Unreadable, read_word

PLACES: Final = {"XAF": 0, "EUR": 2, "USD": 2, "PLN": 2}  # decimals of what we are paid in there
DIGITS_MAX: Final = 12


def write_amount(minor: int, currency: str) -> int | str:
    """Return minor units as Flutterwave takes them: 10000 XAF is 10000, 1525 EUR is "15.25"; a float is never made."""
    places = PLACES[currency]
    return f"{Decimal(minor).scaleb(-places):f}" if places else minor


def read_amount(value: Any, currency: str) -> int | None:
    """Return the minor units of what Flutterwave says, None where it says nothing. Raises Unreadable for part of one.

    Of a currency that we are not paid in, whole units: they only show that it is another.
    """
    if value is None or value == "":
        return None
    whole, _, parts = read_word(value).partition(".")
    places, parts = PLACES.get(currency, 0), parts.rstrip("0")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= DIGITS_MAX and len(parts) <= places):
        raise Unreadable(f"an amount that is not whole units of {currency or 'what it is in'}")
    if parts and not (parts.isascii() and parts.isdigit()):
        raise Unreadable("an amount that is no number")
    return int(whole + parts.ljust(places, "0"))


def hash_payload(amount: int | str, currency: str, email: str, tx_ref: str, secret_key: str) -> str:
    """Return the checksum of a checkout, by which nobody on the way changes what is to be paid."""
    key = hashlib.sha256(secret_key.encode()).hexdigest()
    return hashlib.sha256(f"{amount}{currency}{email}{tx_ref}{key}".encode()).hexdigest()
