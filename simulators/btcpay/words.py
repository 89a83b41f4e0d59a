"""BTCPay's words for money and ids."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Final

PARTY: Final = "btcpay"
LETTERS: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"  # base58, as its ids are
WITHOUT_DECIMALS: Final = frozenset({"XAF", "XOF", "JPY", "KRW"})
ONE_SATOSHI: Final = Decimal("0.00000001")


def make_id(number: int) -> str:
    """Return an id of 22 base58 letters, as an invoice's is, another one for every number."""
    mixed = number * 2_862_933_555_777_941_757 % 58**22
    letters = ""
    for _ in range(22):
        mixed, rest = divmod(mixed, 58)
        letters += LETTERS[rest]
    return letters


def places(currency: str) -> int:
    """Return how many decimals an amount of this currency has."""
    return 0 if currency in WITHOUT_DECIMALS else 2


def bitcoin(minor: int, currency: str, rate: int) -> str:
    """Return what an amount costs in bitcoin at a rate, rounded up to a satoshi."""
    exact = Decimal(minor).scaleb(-places(currency)) / Decimal(rate)
    return format(exact.quantize(ONE_SATOSHI, ROUND_UP), "f")


def round_amount(text: str, currency: str) -> str:
    """Return an amount with no more decimals than its currency has, rounded half up."""
    return format(Decimal(text).quantize(Decimal(1).scaleb(-places(currency)), ROUND_HALF_UP), "f")
