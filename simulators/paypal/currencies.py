"""The currencies PayPal charges in, and how many decimals each takes; XAF is not one of them."""

from __future__ import annotations

from typing import Final

# Odoo's payment_paypal keeps the same list.
SUPPORTED: Final = frozenset(
    [
        *("AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "JPY", "MXN", "MYR"),
        *("NOK", "NZD", "PHP", "PLN", "RUB", "SEK", "SGD", "THB", "TWD", "USD"),
    ]
)
WITHOUT_DECIMALS: Final = frozenset({"HUF", "JPY", "TWD"})


def places(currency: str) -> int:
    """Return how many decimals an amount of this currency has."""
    return 0 if currency in WITHOUT_DECIMALS else 2
