"""Answers under the key that a program gave with its request: the same request again is answered the same."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, text

UNDER_WAY: Final = timedelta(seconds=60)  # longer than any request lasts: whoever began it is no more
# Its commit waits for no disk: what is done next does, and takes what was written before it along.
CLAIM: Final = text("""INSERT INTO idempotent_answer AS known (merchant_id, key, request_hash, at)
    SELECT CAST(:merchant AS uuid), :key, :hash, wallet_now() FROM set_config('synchronous_commit', 'off', true)
    ON CONFLICT (merchant_id, key) DO UPDATE SET at = wallet_now()
    WHERE known.status IS NULL AND known.request_hash = :hash AND known.at < wallet_now() - CAST(:under_way AS interval)
    RETURNING 1""")
FIND: Final = text("""SELECT request_hash, status, body FROM idempotent_answer
    WHERE merchant_id = :merchant AND key = :key""")
KEEP: Final = text("""UPDATE idempotent_answer SET status = :status, body = :body
    WHERE merchant_id = :merchant AND key = :key""")
FORGET: Final = text("""DELETE FROM idempotent_answer
    WHERE merchant_id = :merchant AND key = :key AND status IS NULL""")


@dataclass(frozen=True)
class KnownAnswer:
    """A request that came before under a key: whether this is the same, and its answer (`status` 0: not yet)."""

    same: bool
    status: int
    body: str


def claim(db: Connection, merchant_id: str, key: str, request_hash: bytes) -> KnownAnswer | None:
    """Take a key for a request; None: do it now. Else what came before under it.

    Whoever began it and never ended it, a minute ago, is done again: what it does has a key of its own.
    """
    row = {"merchant": merchant_id, "key": key, "hash": request_hash, "under_way": UNDER_WAY}
    if db.execute(CLAIM, row).first():
        return None
    known = db.execute(FIND, row).one_or_none()
    if known is None:  # given up this moment: whoever asks once more does it
        return KnownAnswer(True, 0, "")
    return KnownAnswer(known.request_hash == request_hash, known.status or 0, known.body or "")


def keep(db: Connection, merchant_id: str, key: str, status: int, body: str) -> None:
    """Keep the whole answer."""
    db.execute(KEEP, {"merchant": merchant_id, "key": key, "status": status, "body": body})


def forget(db: Connection, merchant_id: str, key: str) -> None:
    """Give a key up whose request was not done: it may be tried again at once."""
    db.execute(FORGET, {"merchant": merchant_id, "key": key})
