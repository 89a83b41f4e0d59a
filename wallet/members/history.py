"""The business's own history: what its members did and were refused, written with it; nobody changes a line."""

import json
import uuid
from typing import Any, Final

from sqlalchemy import Connection, text

NOTE: Final = text("""INSERT INTO business_act (id, merchant_id, login_id, kind, content, refused, at)
    VALUES (CAST(:id AS uuid), CAST(:merchant AS uuid), CAST(:login AS uuid), :kind, CAST(:content AS jsonb), :refused,
        wallet_now())""")
LATEST: Final = text("""SELECT a.id::text, a.kind, a.content, a.refused, a.at, coalesce(l.name, '') AS who
    FROM business_act a LEFT JOIN member_login l ON l.id = a.login_id
    WHERE a.merchant_id = :merchant
      AND (CAST(:before AS uuid) IS NULL
        OR (a.at, a.id) < (SELECT b.at, b.id FROM business_act b WHERE b.id = CAST(:before AS uuid)))
    ORDER BY a.at DESC, a.id DESC LIMIT :most""")


def note(
    db: Connection, merchant_id: str, login_id: str | None, kind: str, content: dict[str, Any], refused: str = ""
) -> None:  # fmt: skip
    """Note an act of a member, or of the shop's owner at their phone (None)."""
    row = {"id": str(uuid.uuid4()), "merchant": merchant_id, "login": login_id, "kind": kind, "refused": refused}
    db.execute(NOTE, {**row, "content": json.dumps(content)})


def list_latest(db: Connection, merchant_id: str, most: int, before: str | None = None) -> list[Any]:
    """Return the newest acts of a business, those before one where it is named."""
    return list(db.execute(LATEST, {"merchant": merchant_id, "before": before, "most": most}))
