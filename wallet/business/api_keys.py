"""Keys by which programs of a business come: shown once, kept as a keyed digest, named by how they begin."""

import secrets as chance
import string
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Engine, TextClause, text

from wallet.core.database import in_one_statement
from wallet.core.errors import Refused
from wallet.core.secrets import Secrets
from wallet.operations.actor import Actor

ALPHABET: Final = string.ascii_letters + string.digits
NAME_LETTERS, SECRET_LETTERS = 6, 38  # 62^38: 226 bits
VERSION: Final = date(2026, 11, 1)  # of the API, the newest; a key keeps the one it was made with
# What a restricted key may be given; a key without any has all of them.
PERMISSIONS: Final = (
    "checkouts:read", "checkouts:write", "links:read", "links:write", "orders:read", "orders:write",
    "payments:read", "refunds:read", "refunds:write", "tills:read", "balance:read",
    "endpoints:read", "endpoints:write", "events:read",
    "customers:read", "customers:write", "invoices:read", "invoices:write", "quotes:read", "quotes:write",
    "payouts:read", "payouts:write", "requests:read", "requests:write", "plans:read", "plans:write",
    "salaries:read", "salaries:make",
)  # fmt: skip
# What one login gives no key: by it money leaves a shop (let_key_refund.py). lifts.sql says the same.
MOVES_MONEY: Final = ("refunds:write", "payouts:write")


@dataclass(frozen=True)
class ApiKey:
    """A key of a business as it is stored: `hint` is how it begins, `addresses` the networks it may come from."""

    id: str
    merchant_id: str
    shop: str
    hint: str
    live: bool
    permissions: frozenset[str]
    addresses: tuple[str, ...]
    version: date


def draw(*, live: bool) -> str:
    """Return a new key, drawn by chance."""
    letters = "".join(chance.choice(ALPHABET) for _ in range(NAME_LETTERS + SECRET_LETTERS))
    return f"sk_{'live' if live else 'test'}_{letters}"


def name_of(key: str) -> str:
    """Return how a key is called: its beginning, which opens nothing."""
    return key[: len("sk_live_") + NAME_LETTERS]


def digest(secrets: Secrets, key: str, pepper: str | None = None) -> bytes:
    """Return what is stored of a key, under the newest pepper or this one."""
    return secrets.digest("api key", key, pepper)


USE: Final = """SELECT id, merchant_id, shop, hint, live, permissions, addresses, version
    FROM use_api_key(ARRAY[{digests}]::bytea[], :newest)"""


@lru_cache
def use(peppers: int) -> TextClause:
    """Return the statement that finds a key by its digests, made once."""
    return text(write_use(peppers))


def write_use(peppers: int) -> str:
    """Return USE with a value for the digest under each pepper, the newest pepper's first."""
    return USE.format(digests=", ".join(f":digest{number}" for number in range(peppers)))


def find(db: Connection, secrets: Secrets, key: str) -> ApiKey | None:
    """Return the key that was said, if it is one that is good now, and note that it was used; else None.

    One that stands under an older pepper stands under the newest from now on.
    """
    row = db.execute(use(len(secrets.ids)), digest_all(secrets, key)).one_or_none()
    return read(row) if row else None


def digest_all(secrets: Secrets, key: str) -> dict[str, Any]:
    """Return what USE asks of the database: the key's digest under each pepper, and which pepper is the newest."""
    digests = {f"digest{number}": digest(secrets, key, pepper) for number, pepper in enumerate(secrets.ids)}
    return {**digests, "newest": secrets.newest}


def read(row: Any) -> ApiKey:
    """Return the key of a row of USE."""
    return ApiKey(
        row.id, row.merchant_id, row.shop, row.hint, row.live,
        frozenset(row.permissions or PERMISSIONS), tuple(row.addresses), row.version,
    )  # fmt: skip


STANDS: Final = text("""SELECT 1 FROM api_key k JOIN merchant m ON m.id = k.merchant_id
    WHERE k.id = CAST(:id AS uuid) AND m.id = CAST(:merchant AS uuid) AND m.until IS NULL
    AND (k.until IS NULL OR k.until > wallet_now())""")


@dataclass(frozen=True)
class KeyProof:
    """A key of a business, which the API's door has compared: it must still be good when money moves by it."""

    def verify(self, engine: Engine, _: Secrets, actor: Actor) -> None:
        """Look whether the actor is a key that is good now. Raises Refused."""
        in_one_statement(engine, lambda db: self.check(db, actor))

    def check(self, db: Connection, actor: Actor) -> None:
        """Look the same, in the transaction in which it is used. Raises Refused."""
        asked = {"id": actor.id, "merchant": actor.business_id}
        if actor.kind != "api_key" or not db.execute(STANDS, asked).first():
            raise Refused("refusal.not_allowed")


ADD: Final = text("""INSERT INTO api_key
        (id, merchant_id, hint, digest, pepper, live, permissions, addresses, version, since)
    VALUES (CAST(:id AS uuid), CAST(:merchant AS uuid), :hint, :digest, :pepper, :live, :permissions, :addresses,
        :version, wallet_now())""")


def add(
    db: Connection,
    merchant_id: str,
    hint: str,
    digest: bytes,
    pepper: str,
    permissions: Sequence[str] = (),
    addresses: Sequence[str] = (),
) -> str:
    """Add a key that was drawn elsewhere and is known here by its digest; return its id."""
    row = {
        "id": str(uuid.uuid4()),
        "merchant": merchant_id,
        "hint": hint,
        "digest": digest,
        "pepper": pepper,
        "live": hint.startswith("sk_live_"),
        "permissions": [*permissions],
        "addresses": [*addresses],
        "version": VERSION,
    }
    db.execute(ADD, row)
    return str(row["id"])


def find_permissions(db: Connection, merchant_id: str, hint: str) -> tuple[str, ...] | None:
    """Return what the key of this name may, of those of a business that are good; None where it has none."""
    found = text("""SELECT permissions FROM api_key
        WHERE merchant_id = :merchant AND hint = :hint AND (until IS NULL OR until > wallet_now())""")
    row = db.execute(found, {"merchant": merchant_id, "hint": hint}).one_or_none()
    return tuple(row.permissions or PERMISSIONS) if row else None


def find_id(db: Connection, merchant_id: str, hint: str) -> str:
    """Return the id of the key of this name. Raises NoResultFound."""
    found = text("SELECT id::text FROM api_key WHERE merchant_id = :merchant AND hint = :hint")
    return str(db.execute(found, {"merchant": merchant_id, "hint": hint}).scalar_one())


def find_named(db: Connection, key_id: str) -> Any:
    """Return the shop and the hint of a key, None where there is none."""
    found = text("""SELECT m.name AS shop, k.hint FROM api_key k JOIN merchant m ON m.id = k.merchant_id
        WHERE k.id = CAST(:id AS uuid)""")
    return db.execute(found, {"id": key_id}).one_or_none()


def set_permissions(db: Connection, merchant_id: str, hint: str, permissions: Sequence[str]) -> None:
    """Let the key of this name do what these permissions allow."""
    changed = text("UPDATE api_key SET permissions = :permissions WHERE merchant_id = :merchant AND hint = :hint")
    db.execute(changed, {"merchant": merchant_id, "hint": hint, "permissions": [*permissions]})


def end(db: Connection, merchant_id: str, hint: str, overlap: timedelta) -> bool:
    """End a key of a business after a while, at the latest; False where it has none of this name that is good."""
    ended = text("""UPDATE api_key SET until = least(until, wallet_now() + :overlap)
        WHERE merchant_id = :merchant AND hint = :hint AND (until IS NULL OR until > wallet_now())""")
    return bool(db.execute(ended, {"merchant": merchant_id, "hint": hint, "overlap": overlap}).rowcount)


def list_of(db: Connection, merchant_id: str) -> list[Any]:
    """Return the keys of a business as staff see them, the newest first: hint, permissions, addresses, dates."""
    found = text("""SELECT hint, permissions, addresses, version, since, until, used_at FROM api_key
        WHERE merchant_id = :merchant ORDER BY since DESC, id""")
    return list(db.execute(found, {"merchant": merchant_id}))
