"""Amounts in Flutterwave's form: major units as JSON numbers; XAF's is the franc, which has no parts."""

import hashlib
from typing import Any

from wallet.core.values import CURRENCY
from workers.rails.answers import read_francs


def write_amount(francs: int) -> int:
    """Return whole francs as Flutterwave takes them."""
    return francs


def read_amount(value: Any) -> int | None:
    """Return whole francs of what Flutterwave says, None where it says nothing. Raises Unreadable for part of one."""
    return read_francs(value)


def hash_payload(amount: int, email: str, tx_ref: str, secret_key: str) -> str:
    """Return the checksum of a checkout, by which nobody on the way changes what is to be paid."""
    key = hashlib.sha256(secret_key.encode()).hexdigest()
    return hashlib.sha256(f"{amount}{CURRENCY}{email}{tx_ref}{key}".encode()).hexdigest()
