"""Reading what was posted: an account's history, a transfer's entries, how much of it was taken back."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Row, TextClause, text

from wallet.ledger.transfers import Entry

MAX_BIGINT: Final = 2**63 - 1
HISTORY: Final = text("""
    SELECT seq, transfer_id, kind, posted_at, amount, balance_after FROM entry
    WHERE account_id = :account AND seq < :before_seq AND posted_at >= :since ORDER BY seq DESC LIMIT :limit""")
OPENED: Final = text("SELECT opened_at FROM account WHERE id = :account")
# How far back newest entries are looked for at first: each month that lies further is one more table to look into.
NEAR: Final = timedelta(days=62)
CLOCKS_DIFFER: Final = timedelta(days=2)  # at most: between what opened an account and what posted there first
EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
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
    asked = {"account": account, "before_seq": before, "limit": limit}
    return [AccountLine._make(line) for line in look_back(db, HISTORY, asked, limit, OPENED)]


def look_back(
    db: Connection, asked: TextClause, values: Mapping[str, Any], most: int, opened: TextClause
) -> Sequence[Row[Any]]:
    """Return the rows of a question for the `most` newest entries of an account, of those posted `:since`.

    Those of two months are nearly always enough. If not, all months are looked through, unless the account was `opened`
    (the question for its moment) within the two.
    """
    near = datetime.now(UTC) - NEAR  # whatever a clock says: what is before it is found too
    found = db.execute(asked, {**values, "since": near}).all()
    if len(found) >= most:
        return found
    since = db.execute(opened, values).scalar_one_or_none()
    if since is None or since > near + CLOCKS_DIFFER:
        return found
    return db.execute(asked, {**values, "since": EVER}).all()


def entries_of(db: Connection, transfer: UUID) -> list[Entry]:
    """Return the entries of a transfer, in order of account id; none when it was never posted."""
    return [Entry(*row) for row in db.execute(ENTRIES, {"id": transfer})]


def undone(db: Connection, transfer: UUID) -> int:
    """Return how much of a transfer was taken back by others, in francs."""
    francs: int = db.execute(UNDONE, {"transfer": transfer}).scalar_one()
    return francs
