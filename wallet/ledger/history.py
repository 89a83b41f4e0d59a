"""Reading what was posted: an account's history, a transfer's entries, how much of it was taken back."""

from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, text

from wallet.ledger.transfers import Entry

MAX_BIGINT: Final = 2**63 - 1
HISTORY: Final = text("""
    SELECT seq, transfer_id, kind, posted_at, amount, balance_after FROM entry
    WHERE account_id = :account AND seq < :before_seq ORDER BY seq DESC LIMIT :limit""")
ENTRIES: Final = text("SELECT unnest(accounts) AS account, unnest(amounts) AS amount FROM transfer WHERE id = :id")
UNDONE: Final = text("""
    SELECT coalesce(sum(size), 0)::bigint FROM transfer_link WHERE target = :transfer AND role = 'undoes'""")


class AccountLine(NamedTuple):
    """One entry as its account's owner sees it."""

    seq: int
    transfer: UUID
    kind: str
    posted_at: datetime
    amount: int
    balance_after: int


def history(db: Connection, account: int, before_seq: int | None, limit: int) -> list[AccountLine]:
    """Return the newest entries of an ordinary account, newest first; the next page begins at the last line's seq."""
    before = MAX_BIGINT if before_seq is None else before_seq
    lines = db.execute(HISTORY, {"account": account, "before_seq": before, "limit": limit})
    return [AccountLine(*line) for line in lines]


def entries_of(db: Connection, transfer: UUID) -> list[Entry]:
    """Return the entries of a transfer, in order of account id; none when it was never posted."""
    return [Entry(*row) for row in db.execute(ENTRIES, {"id": transfer})]


def undone(db: Connection, transfer: UUID) -> int:
    """Return how much of a transfer was taken back by others, in francs."""
    francs: int = db.execute(UNDONE, {"transfer": transfer}).scalar_one()
    return francs
