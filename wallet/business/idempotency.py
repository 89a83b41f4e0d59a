"""Answers under the key that a program gave with its request: the same request again is answered the same.

The key is taken, the request done and its answer kept in one transaction: whatever was done has its answer. Each
statement saved here is felt by every program.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from psycopg import errors
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from wallet.business import api_keys
from wallet.business.api_keys import ApiKey
from wallet.core.database import LOCK_TIMEOUT_MS, in_transaction
from wallet.core.driver import find_row, run_statement, write_for_driver
from wallet.core.secrets import Secrets
from wallet.operations import operations

WAIT_MS: Final = 100  # for whoever does the same request now; most have ended by then
UNDER_WAY_SECONDS: Final = 60
# Whoever does the same request holds the key's row until it is answered. A row without an answer is one that a release
# before ours began and never ended: what it does has a key of its own, so it is done again.
CLAIM: Final = f"""WITH used AS ({{use}}),
    claimed AS (INSERT INTO idempotent_answer AS known (merchant_id, key, request_hash, at)
        SELECT CAST(merchant_id AS uuid), :key, :hash, wallet_now()
        FROM used, set_config('lock_timeout', '{WAIT_MS}', true)
        ON CONFLICT (merchant_id, key) DO UPDATE SET at = wallet_now()
        WHERE known.status IS NULL AND known.request_hash = :hash
            AND known.at < wallet_now() - interval '{UNDER_WAY_SECONDS} seconds'
        RETURNING key)
    SELECT used.*, claimed.key IS NOT NULL AS is_new, set_config('lock_timeout', '{LOCK_TIMEOUT_MS}', true)
    FROM used LEFT JOIN claimed ON true"""  # noqa: S608 - constants
FIND: Final = text("""SELECT request_hash, status, body FROM idempotent_answer
    WHERE merchant_id = :merchant AND key = :key""")
# Nothing is changed: the table is held as by whoever claims a key, or is not to be had at once.
SOON: Final = text("SET LOCAL lock_timeout = '10ms'")
HOLD: Final = text("UPDATE idempotent_answer SET at = at WHERE false")
# What the operation came to is remembered beside it, where one was done.
KEEP: Final = write_for_driver(f"""WITH remembered AS ({operations.REMEMBER})
    UPDATE idempotent_answer SET status = :status, body = :body WHERE merchant_id = :merchant AND key = :answered""")  # noqa: S608 - a constant
# A row that no operation has, where none was done.
NOTHING_DONE: Final = {"key": "", "sentence": None, "values": None, "refused": False, "told": False}


class KeyInUseError(Exception):
    """The request of a key is being done this moment, or nobody can claim one (is_table_held)."""


@dataclass(frozen=True)
class KnownAnswer:
    """A request that came before under a key: whether this is the same, and its answer (`status` 0: not yet)."""

    same: bool
    status: int
    body: str


@lru_cache
def write_claim(peppers: int) -> bytes:
    """Return the statement that takes a key for a program known by its key's digests, made once."""
    return write_for_driver(CLAIM.format(use=api_keys.write_use(peppers)))


def claim(
    db: Connection, secrets: Secrets, program: str, key: str, request_hash: bytes
) -> tuple[ApiKey | None, KnownAnswer | None]:
    """Take a key for a request of the program that says its own; return who it is, and what came before under the key.

    Nobody: nothing is taken. Nothing came before: do it now. Raises KeyInUseError.
    """
    row = {**api_keys.digest_all(secrets, program), "key": key, "hash": request_hash}
    try:
        found = find_row(db, write_claim(len(secrets.ids)), row)
    except OperationalError as failed:
        if is_waited_for(failed.orig):
            raise KeyInUseError from None
        raise
    if found is None:
        return None, None
    who = api_keys.read(found)
    if found.is_new:
        return who, None
    known = db.execute(FIND, {"merchant": who.merchant_id, "key": key}).one()
    return who, KnownAnswer(known.request_hash == request_hash, known.status or 0, known.body or "")


def is_waited_for(failed: BaseException | None) -> bool:
    """True when it was for a key, or its table, that a claim waited in vain, and not for whose key of the API it is."""
    return isinstance(failed, errors.LockNotAvailable) and "use_api_key" not in (failed.diag.context or "")


def is_table_held(engine: Engine) -> bool:
    """True when somebody holds the whole table of keys, as `migrate` does: then nobody is doing this request.

    Asked where a claim waited in vain: PostgreSQL does not tell a table's lock from that of a row that is being made.
    """
    try:
        in_transaction(engine, lambda db: (db.execute(SOON), db.execute(HOLD)))
    except OperationalError as failed:
        if isinstance(failed.orig, errors.LockNotAvailable):
            return True
        raise
    return False


def keep(db: Connection, merchant_id: str, key: str, status: int, body: str, done: dict[str, Any] | None) -> None:
    """Keep the whole answer, and what the operation came to that was done for it, as its row says it."""
    answer = {"merchant": merchant_id, "answered": key, "status": status, "body": body}
    run_statement(db, KEEP, {**(done or NOTHING_DONE), **answer})
