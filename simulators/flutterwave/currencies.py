"""The currencies Flutterwave charges in, and how many decimals each takes."""

from __future__ import annotations

from typing import Final

# Odoo's payment_flutterwave keeps the same list.
SUPPORTED: Final = frozenset(
    [
        *("AED", "ARS", "AUD", "CAD", "CHF", "CZK", "ETB", "EUR", "GBP", "GHS", "ILS", "INR", "JPY", "KES", "MAD"),
        *("MUR", "MWK", "MYR", "NGN", "NOK", "NZD", "PEN", "PLN", "RUB", "RWF", "SAR", "SEK", "SGD", "SLL", "TZS"),
        *("UGX", "USD", "XAF", "XOF", "ZAR", "ZMK", "ZMW"),
    ]
)
WITHOUT_DECIMALS: Final = frozenset({"JPY", "RWF", "UGX", "XAF", "XOF"})


def places(currency: str) -> int:
    """Return how many decimals an amount of this currency has."""
    return 0 if currency in WITHOUT_DECIMALS else 2
