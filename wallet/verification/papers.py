"""The bytes of a paper: encrypted as they are kept, opened for a member of staff who says why."""

import secrets as chance
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.core.sealed import BYTES, seal, unseal
from wallet.core.secrets import Secrets

NONCE_BYTES: Final = 12
KEEP: Final = text("""INSERT INTO document_content (document_id, sealed_key, nonce, content)
    VALUES (CAST(:id AS uuid), :key, :nonce, :content)""")
OPEN: Final = text("SELECT sealed_key, nonce, content FROM open_document(CAST(:id AS uuid))")


def keep(db: Connection, secrets: Secrets, document_id: str, content: bytes) -> None:
    """Keep a paper's bytes, encrypted under a key of its own that nothing else is."""
    key, nonce = chance.token_bytes(BYTES), chance.token_bytes(NONCE_BYTES)
    db.execute(KEEP, {
        "id": document_id, "key": seal(secrets, "document", document_id, key), "nonce": nonce,
        "content": AESGCM(key).encrypt(nonce, content, document_id.encode()),
    })  # fmt: skip


def open_for_look(db: Connection, secrets: Secrets, document_id: str) -> bytes:
    """Return a paper's bytes, while a login looks at it, which the database knows. Raises Refused where none open."""
    row = db.execute(OPEN, {"id": document_id}).one_or_none()
    if row is None or row.content is None:
        raise Refused("staff.paper_gone")
    try:
        key = unseal(secrets, "document", document_id, row.sealed_key)
        return AESGCM(key).decrypt(row.nonce, row.content, document_id.encode())
    except (InvalidTag, KeyError, ValueError):
        raise Refused("staff.paper_unopened") from None
