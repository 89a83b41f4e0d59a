"""Ids that a program names: what cannot be one names nothing."""

from collections.abc import Mapping
from typing import Final

from wallet.core.public_ids import PublicKind, find_id
from web.api.problems import not_found

# What a path names, by the name it has there.
NAMED: Final[Mapping[str, PublicKind]] = {
    "checkout": "chk", "link": "lnk", "order": "ord", "payment": "pay", "refund": "ref", "event": "evt",
    "endpoint": "end", "delivery": "dlv", "origin": "ret", "customer": "cus",
    "quote": "quo", "invoice": "inv", "draft": "inv", "proforma": "inv",
    "payout": "pto", "request": "req", "plan": "pln", "subscription": "sub", "payroll": "pyr",
}  # fmt: skip


def pattern_of(kind: PublicKind) -> str:
    """Return how ids of a kind are written, as a pattern."""
    return f"^{kind}_[0-9a-f]{{32}}$"


def read_id(kind: PublicKind, written: str) -> str:
    """Return a row's id of how a program writes it. Raises Trouble for what cannot be one."""
    row_id = find_id(kind, written)
    if row_id is None:
        raise not_found()
    return row_id
