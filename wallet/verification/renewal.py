"""Renewal of papers: told 30 and 7 days before one ends; once it has, the level falls to what is still shown."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.business import levels
from wallet.core import clock
from wallet.core.clock import DOUALA, TODAY
from wallet.payouts import owners
from wallet.verification import business_documents

TOLD_BEFORE: Final = (30, 7)  # days
TO_TELL: Final = " OR ".join(f"d.told > {days} AND d.valid_until <= {TODAY} + {days}" for days in TOLD_BEFORE)
DUE: Final = f"""SELECT d.id::text FROM business_document d JOIN merchant m ON m.id = d.merchant_id
    WHERE d.state = 'accepted' AND m.until IS NULL AND d.valid_until <= {TODAY} + {max(TOLD_BEFORE)}
      AND (d.valid_until < {TODAY} OR {TO_TELL})
    ORDER BY d.valid_until"""  # noqa: S608 - constants
LOCK: Final = text("""SELECT m.id::text, m.name, m.level
    FROM business_document d JOIN merchant m ON m.id = d.merchant_id
    WHERE d.id = CAST(:id AS uuid) FOR NO KEY UPDATE OF m""")
STANDING: Final = text("SELECT told FROM business_document WHERE id = CAST(:id AS uuid) FOR NO KEY UPDATE")
# One of its kind that lasts longer is there already: nothing is to be done about this one.
RENEWED: Final = text("""SELECT EXISTS (SELECT FROM business_document d JOIN business_document n
      ON (n.merchant_id, n.kind, n.state) = (d.merchant_id, d.kind, 'accepted') AND n.id <> d.id
      AND coalesce(n.valid_until > d.valid_until, true) WHERE d.id = CAST(:id AS uuid))""")
TELL: Final = text("UPDATE business_document SET told = :days WHERE id = CAST(:id AS uuid)")
END: Final = text("UPDATE business_document SET state = 'ended' WHERE id = CAST(:id AS uuid)")


def end(db: Connection, document_id: str) -> None:
    """Tell a business that a paper of theirs ends soon; end it once it has, and let the level fall."""
    shop = db.execute(LOCK, {"id": document_id}).one()
    told = db.execute(STANDING, {"id": document_id}).scalar_one()
    found, today = business_documents.lock_row(db, document_id), clock.now(db).astimezone(DOUALA).date()
    if found is None or found.state != "accepted" or found.valid_until is None:
        return
    if found.valid_until < today:
        db.execute(END, {"id": document_id})
        fall(db, shop)
        return
    days = next((n for n in sorted(TOLD_BEFORE) if found.valid_until <= today + timedelta(n)), told)
    if days >= told:
        return
    db.execute(TELL, {"id": document_id, "days": days})
    if not db.execute(RENEWED, {"id": document_id}).scalar_one():
        said = {"shop": shop.name, "date": f"{found.valid_until:%d/%m}"}
        owners.tell_owners(db, shop.id, "security", "document_ends", said)
        owners.mail_owners(db, shop.id, "document_ends", document_id)


def fall(db: Connection, shop: Any) -> None:
    """Let a business fall to the level that its papers still show, and tell its owners."""
    shown = business_documents.find_shown_level(db, shop.id)
    if shown >= shop.level:
        return
    levels.set_level(db, shop.id, shown)
    owners.tell_owners(db, shop.id, "security", "level_fell", {"shop": shop.name, "level": shown})
    owners.mail_owners(db, shop.id, "level_changed", shop.id)
