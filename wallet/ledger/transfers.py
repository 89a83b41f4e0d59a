"""What is asked of the ledger: a transfer and its entries. Amounts are whole francs (XAF), signed."""

import hashlib
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID


class Entry(NamedTuple):
    """What a transfer does to one account; a credit to a person is positive. One of zero is left out when posted."""

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
