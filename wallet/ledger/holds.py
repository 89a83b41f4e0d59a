"""Money that waits: moved whole, price included, to the held account by one transfer, and ended by exactly one other.

Who ends a hold (a code paid out, a claim, a return) posts what becomes of it; the ledger lets one do so (`ends`).
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection

from wallet import ledger
from wallet.core.errors import Refused
from wallet.ledger import Entry, Posting, Transfer


def hold(db: Connection, key: str, kind: str, account_id: int, total: int) -> Posting:
    """Take `total` from an account and keep it. Raises Refused when it is not there."""
    held = ledger.account_named(db, "held")
    [posting] = ledger.post(db, [Transfer(key, kind, (Entry(account_id, -total), Entry(held, total)))])
    if posting.outcome == "refused":
        raise Refused("refusal.not_enough", total=total)
    return posting


def end(db: Connection, key: str, kind: str, held: UUID, entries: Iterable[Entry]) -> Posting:
    """Pay what a hold holds to whom it now belongs: `entries` sum to the whole of it; zero amounts are left out.

    The outcome is `refused` with `already_ended` when another transfer ended it first.
    """
    given = tuple(entry for entry in entries if entry.amount)
    taken = Entry(ledger.account_named(db, "held"), -sum(entry.amount for entry in given))
    [posting] = ledger.post(db, [Transfer(key, kind, (taken, *given), ends=held)])
    return posting
