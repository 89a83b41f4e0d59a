"""Transfers and their entries, as they are asked of the ledger. Amounts are whole francs (XAF), signed."""

import hashlib
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID


class Entry(NamedTuple):
    """One account's part of a transfer; a credit to a person is positive. One of zero is left out when posted."""

    account: int
    amount: int


@dataclass(frozen=True)
class Transfer:
    """One balanced posting to ask for: entries on different accounts, summing to zero.

    `key` makes it happen once. `undoes` names the transfer it takes back, in whole or in part; `ends` the one whose
    waiting money it pays on or returns, which only one transfer may do.
    """

    key: str
    kind: str
    entries: tuple[Entry, ...]
    undoes: UUID | None = None
    ends: UUID | None = None


def transfer_id(key: str) -> UUID:
    """Return the id of the transfer of this key: the first half of its SHA-256, as functions.sql computes it."""
    return UUID(bytes=hashlib.sha256(key.encode()).digest()[:16])
