"""Answers under the key that a program gave with its request: the same request again is answered the same.

The key is taken, the request done and its answer kept in one transaction: whatever was done has its answer.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from wallet.core.database import LOCK_TIMEOUT_MS

WAIT_MS: Final = 100  # for whoever does the same request now; most have ended by then
LOCKED: Final = "55P03"
UNDER_WAY_SECONDS: Final = 60
# Whoever does the same request holds the key's row until it is answered. A row without an answer is one that a release
# before ours began and never ended: what it does has a key of its own, so it is done again.
CLAIM: Final = text(f"""INSERT INTO idempotent_answer AS known (merchant_id, key, request_hash, at)
    SELECT CAST(:merchant AS uuid), :key, :hash, wallet_now() FROM set_config('lock_timeout', '{WAIT_MS}', true)
    ON CONFLICT (merchant_id, key) DO UPDATE SET at = wallet_now()
    WHERE known.status IS NULL AND known.request_hash = :hash
        AND known.at < wallet_now() - interval '{UNDER_WAY_SECONDS} seconds'
    RETURNING set_config('lock_timeout', '{LOCK_TIMEOUT_MS}', true)""")  # noqa: S608 - constants
FIND: Final = text("""SELECT request_hash, status, body FROM idempotent_answer
    WHERE merchant_id = :merchant AND key = :key""")
KEEP: Final = text("""UPDATE idempotent_answer SET status = :status, body = :body
    WHERE merchant_id = :merchant AND key = :key""")


class KeyInUseError(Exception):
    """The request of a key is being done this moment."""


@dataclass(frozen=True)
class KnownAnswer:
    """A request that came before under a key: whether this is the same, and its answer (`status` 0: not yet)."""

    same: bool
    status: int
    body: str


def claim(db: Connection, merchant_id: str, key: str, request_hash: bytes) -> KnownAnswer | None:
    """Take a key for a request; None: do it now. Else what came before under it. Raises KeyInUseError."""
    row = {"merchant": merchant_id, "key": key, "hash": request_hash}
    try:
        if db.execute(CLAIM, row).first():
            return None
    except OperationalError as failed:
        if getattr(failed.orig, "sqlstate", None) == LOCKED:
            raise KeyInUseError from None
        raise
    known = db.execute(FIND, row).one()
    return KnownAnswer(known.request_hash == request_hash, known.status or 0, known.body or "")


def keep(db: Connection, merchant_id: str, key: str, status: int, body: str) -> None:
    """Keep the whole answer."""
    db.execute(KEEP, {"merchant": merchant_id, "key": key, "status": status, "body": body})
