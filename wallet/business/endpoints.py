"""Endpoints: where a business hears of events, and the secrets that sign what it is told."""

import base64
import secrets as chance
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import Connection, text

from wallet.core.encrypted import may_be_asked
from wallet.core.sealed import BYTES, seal, unseal
from wallet.core.secrets import Secrets

MOST: Final = 10  # of a business
URL_LETTERS: Final = 500
BOTH_SIGN: Final = timedelta(hours=24)  # after a secret was turned

SEEN: Final = """SELECT id::text, merchant_id::text, url, kinds, state, failing_since, secret, secret_before,
    before_until > wallet_now() AS both, since FROM endpoint"""


@dataclass(frozen=True)
class Endpoint:
    """One endpoint; `kinds` it hears of, none for all; secrets are sealed."""

    id: str
    merchant_id: str
    url: str
    kinds: list[str]
    state: str
    failing_since: datetime | None
    secret: str
    secret_before: str | None
    both: bool | None
    since: datetime

    def read_secrets(self, secrets: Secrets) -> list[str]:
        """Return the secrets that sign now, the newest first, as `whsec_…`. Raises KeyError for a pepper gone."""
        sealed = [self.secret, *([self.secret_before] if self.both and self.secret_before else [])]
        return [_written(unseal(secrets, "endpoint", self.id, one)) for one in sealed]


def _written(raw: bytes) -> str:
    return "whsec_" + base64.b64encode(raw).decode()


def may_be_told(url: str, private_hosts: frozenset[str] = frozenset()) -> bool:
    """True for an address that may hear of events: https:// on the open internet, or a host that a setting names."""
    try:
        parts = urlsplit(url)
        allowed = may_be_asked(url) and parts.hostname not in ("localhost", "127.0.0.1", "::1")
        allowed = allowed or (parts.scheme in ("http", "https") and parts.hostname in private_hosts)
        plain = url.isascii() and url.isprintable() and " " not in url and not parts.username and not parts.fragment
        _ = parts.port
    except ValueError:
        return False
    return allowed and plain


def list_of(db: Connection, merchant_id: str) -> list[Endpoint]:
    """Return the endpoints of a business, the newest first."""
    found = text(f"{SEEN} WHERE merchant_id = :merchant AND state <> 'removed' ORDER BY since DESC, id")
    return [Endpoint(**row._mapping) for row in db.execute(found, {"merchant": merchant_id})]


def create(db: Connection, secrets: Secrets, merchant_id: str, url: str, kinds: Sequence[str]) -> tuple[Endpoint, str]:
    """Add an endpoint; return it, and its secret, which is said this once."""
    endpoint_id, raw = str(uuid.uuid4()), chance.token_bytes(BYTES)
    db.execute(
        text("""INSERT INTO endpoint (id, merchant_id, url, kinds, secret, since)
            VALUES (CAST(:id AS uuid), CAST(:merchant AS uuid), :url, :kinds, :secret, wallet_now())"""),
        {
            "id": endpoint_id,
            "merchant": merchant_id,
            "url": url,
            "kinds": [*kinds],
            "secret": seal(secrets, "endpoint", endpoint_id, raw),
        },
    )
    return get(db, endpoint_id), _written(raw)


def get(db: Connection, endpoint_id: str) -> Endpoint:
    """Return the endpoint of this id. Raises NoResultFound."""
    return Endpoint(**db.execute(text(f"{SEEN} WHERE id = :id"), {"id": endpoint_id}).one()._mapping)


def find(db: Connection, merchant_id: str, endpoint_id: str) -> Endpoint | None:
    """Return this endpoint of a business, locked until the transaction ends; None where it has no such one."""
    found = text(f"{SEEN} WHERE id = :id AND merchant_id = :merchant AND state <> 'removed' FOR UPDATE")
    row = db.execute(found, {"id": endpoint_id, "merchant": merchant_id}).one_or_none()
    return Endpoint(**row._mapping) if row else None


def count(db: Connection, merchant_id: str) -> int:
    """Return how many endpoints a business has."""
    counted = text("SELECT count(*) FROM endpoint WHERE merchant_id = :merchant AND state <> 'removed'")
    return int(db.execute(counted, {"merchant": merchant_id}).scalar_one())


def change(db: Connection, endpoint_id: str, url: str, kinds: Sequence[str], state: str) -> None:
    """Change where it is, what it hears of, and whether it is "on", "off" or "removed"; what failed is forgotten."""
    db.execute(
        text("""UPDATE endpoint SET url = :url, kinds = :kinds, state = :state, failing_since = NULL WHERE id = :id"""),
        {"id": endpoint_id, "url": url, "kinds": [*kinds], "state": state},
    )
    if state != "on":
        give_up(db, endpoint_id)


def give_up(db: Connection, endpoint_id: str) -> None:
    """End what waits for an endpoint: it can be delivered again, one or a range, once it is on."""
    db.execute(
        text("""UPDATE event_delivery SET state = 'failed', ended_at = wallet_now()
            WHERE endpoint_id = :id AND state = 'waiting'"""),
        {"id": endpoint_id},
    )


def turn_secret(db: Connection, secrets: Secrets, endpoint_id: str) -> str:
    """Give an endpoint a new secret, and return it; the one before it signs too for a day."""
    raw = chance.token_bytes(BYTES)
    db.execute(
        text("""UPDATE endpoint SET secret_before = secret, before_until = wallet_now() + :both, secret = :secret
            WHERE id = :id"""),
        {"id": endpoint_id, "both": BOTH_SIGN, "secret": seal(secrets, "endpoint", endpoint_id, raw)},
    )
    return _written(raw)
