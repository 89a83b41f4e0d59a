"""Addresses that are sent to a member and good once: drawn by the worker that sends them, kept as a hash.

Whoever has one sent knows nothing of it, and the database judges to whom it goes. Each send draws another, and all that
were sent for one thing are good until one of them was used: whichever arrives.
"""

import hashlib
import re
import secrets as chance
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final, Literal

from sqlalchemy import Connection, text

For = Literal["invitation", "new password"]
TOKEN_BYTES: Final = 16
TOKEN: Final = re.compile("[A-Za-z0-9_-]{22}")
WAYS: Final[dict[For, str]] = {"invitation": "i", "new password": "p"}  # below /business
KEEP: Final = {
    "invitation": text("SELECT keep_sent_invitation(CAST(:id AS uuid), :reached, :digest)"),
    "new password": text("SELECT keep_sent_reset(CAST(:id AS uuid), :reached, :digest)"),
}


def draw_token(db: Connection, sent_for: For, id_: str, reached: str) -> bytes | None:
    """Draw what an address holds that is sent now, to this e-mail address or number; commit it before it is sent.

    None where what it is for is over, or is another reader's.
    """
    token = chance.token_bytes(TOKEN_BYTES)
    row = {"id": id_, "reached": reached, "digest": hashlib.sha256(token).digest()}
    return token if db.execute(KEEP[sent_for], row).scalar_one() else None


def write_url(public_url: str, sent_for: For, token: bytes) -> str:
    """Return the address that is sent."""
    return f"{public_url.rstrip('/')}/business/{WAYS[sent_for]}/{urlsafe_b64encode(token).decode().rstrip('=')}"


def read_token(typed: str) -> bytes:
    """Return the token of an address; one that opens nothing for what is none."""
    if not TOKEN.fullmatch(typed):
        return b""
    return urlsafe_b64decode(typed + "==")
