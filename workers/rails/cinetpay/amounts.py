"""Amounts in CinetPay's form: whole francs in steps of five, as JSON integers; its checks tell them as text."""

from typing import Any

from wallet.payments.rails import RAILS
from workers.rails import RailError
from workers.rails.answers import read_francs


def write_amount(francs: int) -> int:
    """Return whole francs as CinetPay takes them. Raises RailError(ran="no") for an amount it does not collect."""
    if not RAILS["cinetpay"].takes(francs):
        raise RailError("bad request: not in steps of five francs", ran="no")
    return francs


def read_amount(value: Any) -> int | None:
    """Return whole francs of what CinetPay says, None where it says nothing. Raises Unreadable for part of one."""
    return read_francs(value)
