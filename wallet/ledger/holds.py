"""Money that waits: moved whole, price included, to an account of ours by one transfer, ended by exactly one other.

Who ends a hold (a code paid out, a claim, a return) posts what becomes of it; the ledger lets one do so (`ends`).
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core.errors import Refused
from wallet.ledger import Entry, Posting, Transfer

WAITING: Final = text("""
    SELECT 1 FROM entry e JOIN transfer t ON t.id = e.transfer_id
    WHERE e.account_id = :account AND e.amount < 0 AND t.amounts[array_position(t.accounts, :held)] > 0
    AND NOT EXISTS (SELECT FROM transfer_link l WHERE l.target = t.id AND l.role = 'ends') LIMIT 1""")


def hold(
    db: Connection, key: str, kind: str, account: int, total: int, at: str = "held", refusal: Exception | None = None
) -> Posting:
    """Take `total` from an account and keep it in one of ours. Raises `refusal`, or Refused when it is not there."""
    entries = (Entry(account, -total), Entry(ledger.ours(db, at), total))
    return ledger.post_one(db, Transfer(key, kind, entries), refusal or Refused("refusal.not_enough", total=total))


def ending(
    db: Connection, key: str, kind: str, held: UUID, entries: Iterable[Entry],
    at: str = "held", undoes: UUID | None = None,
) -> Transfer:  # fmt: skip
    """Return the transfer that pays what is held to whom it now belongs: `entries` sum to the whole of it."""
    given = tuple(entries)
    taken = Entry(ledger.ours(db, at), -sum(entry.amount for entry in given))
    return Transfer(key, kind, (taken, *given), undoes=undoes, ends=held)


def end(
    db: Connection, key: str, kind: str, held: UUID, entries: Iterable[Entry], refusal: Exception | None = None
) -> Posting:
    """Post what becomes of money in held.

    Raises `refusal`, or NotPosted: with the reason `already_ended` when another transfer ended it first.
    """
    return ledger.post_one(db, ending(db, key, kind, held, entries), refusal)


def has_waiting(db: Connection, account: int) -> bool:
    """Return True while money of this account waits in held: for a code, a claim or a decision."""
    row = {"account": account, "held": ledger.ours(db, "held")}
    return db.execute(WAITING, row).first() is not None
