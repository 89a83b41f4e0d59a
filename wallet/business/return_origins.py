"""Origins of a business to which a payer is led back from a checkout's page, and the keys that sign the result.

A checkout names no other. A signature is an HMAC-SHA256, in hexadecimal, of the query that is added, as it is written
there from `checkout=` on to what stands before the first `&signature=`. While a key is replaced there are two, the new
key's first: so whoever still has the old one, and whoever has the new, finds theirs.
"""

import base64
import hashlib
import hmac
import secrets as chance
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from sqlalchemy import Connection, text

from wallet.core import clock
from wallet.core.errors import Refused
from wallet.core.public_ids import write_id
from wallet.core.sealed import BYTES, seal, unseal
from wallet.core.secrets import Secrets

MOST: Final = 10  # of a business
ADDED: Final = ("checkout", "state", "amount", "currency", "reference", "at", "signature")
COLUMNS: Final = "id::text, merchant_id::text, origin, since"
FIND: Final = text("""SELECT id::text, secret FROM return_origin
    WHERE merchant_id = CAST(:merchant AS uuid) AND origin = :origin AND until IS NULL""")
BESIDE: Final = text("""SELECT id::text, secret FROM return_origin
    WHERE merchant_id = CAST(:merchant AS uuid) AND origin = :origin AND signs_until > wallet_now()
    ORDER BY since DESC LIMIT 1""")
BOTH_HOURS: Final = 24  # as long as a replaced key signs beside the new one, unless its business says otherwise


@dataclass(frozen=True)
class ReturnOrigin:
    """An origin as it stands: https://shop.example, without a path."""

    id: str
    merchant_id: str
    origin: str
    since: datetime


def read_origin(url: str) -> str:
    """Return the origin of an address, written one way: in small letters, without the port that is usual."""
    parts = urlsplit(url)
    host, usual = (parts.hostname or "").lower(), {"https": 443, "http": 80}.get(parts.scheme)
    return f"{parts.scheme}://{host}" + ("" if parts.port in (None, usual) else f":{parts.port}")


def register(
    db: Connection, secrets: Secrets, merchant_id: str, origin: str, both_hours: int = BOTH_HOURS
) -> tuple[ReturnOrigin, str]:
    """Register an origin; return it and its key, said this once.

    One that was there has a new key from now on; that of before signs beside it for so many hours, and no third one.
    """
    remove_all(db, merchant_id, origin, both_hours)
    row_id, raw = str(uuid.uuid4()), chance.token_bytes(BYTES)
    made = db.execute(
        text(f"""INSERT INTO return_origin (id, merchant_id, origin, secret, since)
            VALUES (CAST(:id AS uuid), CAST(:merchant AS uuid), :origin, :secret, wallet_now()) RETURNING {COLUMNS}"""),  # noqa: S608 - a constant
        {"id": row_id, "merchant": merchant_id, "origin": origin, "secret": seal(secrets, "return", row_id, raw)},
    ).one()
    return ReturnOrigin(**made._mapping), write_key(raw)


def remove_all(db: Connection, merchant_id: str, origin: str, both_hours: int = 0) -> None:
    """Remove an origin of a business: nobody is led there any more; where it is replaced, its key signs on so long."""
    row = {"merchant": merchant_id, "origin": origin, "hours": both_hours}
    before = "WHERE merchant_id = CAST(:merchant AS uuid) AND origin = :origin"
    db.execute(text(f"UPDATE return_origin SET signs_until = NULL {before} AND signs_until IS NOT NULL"), row)  # noqa: S608 - a constant
    db.execute(
        text(f"""UPDATE return_origin SET until = wallet_now(),
            signs_until = CASE WHEN :hours > 0 THEN wallet_now() + make_interval(hours => :hours) END
            {before} AND until IS NULL"""),  # noqa: S608 - a constant
        row,
    )


def find_both_until(db: Connection, merchant_id: str, origin: str) -> datetime | None:
    """Return until when the key of before signs beside the one of now, None where it does not."""
    until = text("""SELECT max(signs_until) FROM return_origin
        WHERE merchant_id = CAST(:merchant AS uuid) AND origin = :origin AND signs_until > wallet_now()""")
    found: datetime | None = db.execute(until, {"merchant": merchant_id, "origin": origin}).scalar_one()
    return found


def list_of(db: Connection, merchant_id: str) -> list[ReturnOrigin]:
    """Return the origins of a business, the first one first."""
    found = text(f"""SELECT {COLUMNS} FROM return_origin
        WHERE merchant_id = CAST(:merchant AS uuid) AND until IS NULL ORDER BY since, id""")  # noqa: S608 - a constant
    return [ReturnOrigin(**row._mapping) for row in db.execute(found, {"merchant": merchant_id})]


def count(db: Connection, merchant_id: str) -> int:
    """Return how many origins a business has."""
    counted = text("SELECT count(*) FROM return_origin WHERE merchant_id = CAST(:id AS uuid) AND until IS NULL")
    return int(db.execute(counted, {"id": merchant_id}).scalar_one())


def check_return_url(db: Connection, merchant_id: str, url: str) -> None:
    """Raise Refused for an address of no origin that the business registered, or one that says what we add."""
    if not url:
        return
    if db.execute(FIND, {"merchant": merchant_id, "origin": read_origin(url)}).first() is None:
        raise Refused("refusal.unknown_origin")
    if any(name in ADDED for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)):
        raise Refused("refusal.return_url_says_result")


@dataclass(frozen=True)
class Result:
    """The result of a checkout, as its business is told by whoever comes back."""

    checkout_id: str
    state: str
    amount: int
    reference: str


def write_return(db: Connection, secrets: Secrets, merchant_id: str, url: str, result: Result) -> str:
    """Return the address that leads back, the result signed; "" where its origin is registered no more."""
    whose = {"merchant": merchant_id, "origin": read_origin(url)}
    row = db.execute(FIND, whose).one_or_none() if url else None
    if row is None:
        return ""
    said = {
        "checkout": write_id("chk", result.checkout_id), "state": result.state, "amount": result.amount,
        "currency": "XAF", "reference": result.reference, "at": int(clock.now(db).timestamp()),
    }  # fmt: skip
    query = urlencode(said)
    parts = urlsplit(url)
    keys = [unseal(secrets, "return", one.id, one.secret) for one in (row, *db.execute(BESIDE, whose).all())]
    signed = "&".join((query, *(f"signature={sign(key, query)}" for key in keys)))
    return parts._replace(query=f"{parts.query}&{signed}" if parts.query else signed).geturl()


def sign(key: bytes, query: str) -> str:
    """Return the signature of a query."""
    return hmac.new(key, query.encode(), hashlib.sha256).hexdigest()


def write_key(raw: bytes) -> str:
    """Return a key as its business keeps it."""
    return "rsec_" + base64.b64encode(raw).decode()
