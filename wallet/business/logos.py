"""Logos of businesses: pictures that we drew anew, each by its digest, so that a paper shows again what it did."""

import hashlib
from typing import Final

from sqlalchemy import Connection, text

KEEP: Final = text("""INSERT INTO logo (sha256, merchant_id, content, since)
    VALUES (:sha256, CAST(:merchant AS uuid), :content, wallet_now()) ON CONFLICT DO NOTHING""")
SHOW: Final = text("UPDATE merchant SET logo = nullif(:sha256, '') WHERE id = CAST(:merchant AS uuid)")
FIND: Final = text("SELECT content FROM logo WHERE sha256 = :sha256 LIMIT 1")
LATELY: Final = text("""SELECT count(*) FROM logo
    WHERE merchant_id = CAST(:merchant AS uuid) AND since > wallet_now() - interval '1 day'""")


def digest(content: bytes) -> str:
    """Return the digest that a logo is known by; "" for none."""
    return hashlib.sha256(content).hexdigest() if content else ""


def set_logo(db: Connection, merchant_id: str, content: bytes) -> None:
    """Show a logo of a business from now on, b"" for none."""
    row = {"merchant": merchant_id, "sha256": digest(content), "content": content}
    if content:
        db.execute(KEEP, row)
    db.execute(SHOW, row)


def count_lately(db: Connection, merchant_id: str) -> int:
    """Return how many logos a business was given within a day."""
    return int(db.execute(LATELY, {"merchant": merchant_id}).scalar_one())


def find(db: Connection, sha256: str) -> bytes:
    """Return a logo by its digest, b"" for none."""
    found: bytes | None = db.execute(FIND, {"sha256": sha256}).scalar() if sha256 else None
    return bytes(found or b"")
