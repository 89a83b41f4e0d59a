"""The bytes of a paper: encrypted as they are kept, opened for a member of staff who says why."""

from typing import Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.core.sealed_content import NotOpened, SealedContent, decrypt, encrypt
from wallet.core.secrets import Secrets

KEEP: Final = text("""INSERT INTO document_content (document_id, sealed_key, nonce, content)
    VALUES (CAST(:id AS uuid), :sealed_key, :nonce, :content)""")
OPEN: Final = text("SELECT sealed_key, nonce, content FROM open_document(CAST(:id AS uuid))")


def keep(db: Connection, secrets: Secrets, document_id: str, content: bytes) -> None:
    """Keep a paper's bytes, encrypted under a key of its own that nothing else is."""
    db.execute(KEEP, {"id": document_id, **encrypt(secrets, "document", document_id, content)._asdict()})


def open_for_look(db: Connection, secrets: Secrets, document_id: str) -> bytes:
    """Return a paper's bytes, while a login looks at it, which the database knows. Raises Refused where none open."""
    row = db.execute(OPEN, {"id": document_id}).one_or_none()
    if row is None or row.content is None:
        raise Refused("staff.paper_gone")
    try:
        return decrypt(secrets, "document", document_id, SealedContent(row.sealed_key, row.nonce, row.content))
    except NotOpened:
        raise Refused("staff.paper_unopened") from None
