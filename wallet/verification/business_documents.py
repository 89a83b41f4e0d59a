"""Papers of businesses: sent, judged, renewed; the rows that tell of them, never their bytes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, text

KINDS: Final = ("identity", "niu", "rccm", "statutes", "owners", "bank")
IN_HAND: Final = ("asked", "accepted")
COLUMNS: Final = """d.id::text, d.merchant_id::text, d.kind, d.type, d.sha256, d.size, d.state, d.reason, d.valid_until,
    d.sent_at, d.judged_at"""
FIND: Final = f"SELECT {COLUMNS}, m.name AS shop FROM business_document d JOIN merchant m ON m.id = d.merchant_id"  # noqa: S608 - a constant
OF: Final = text(f"{FIND} WHERE d.merchant_id = CAST(:merchant AS uuid) ORDER BY d.sent_at DESC, d.id")
ONE: Final = text(f"{FIND} WHERE d.id = CAST(:id AS uuid)")
LOCKED: Final = text(f"{FIND} WHERE d.id = CAST(:id AS uuid) FOR NO KEY UPDATE OF d")
QUEUE: Final = text(f"""SELECT {COLUMNS}, m.name AS shop, coalesce(t.by_login, '') AS taken_by FROM business_document d
    JOIN merchant m ON m.id = d.merchant_id LEFT JOIN taken t ON t.name = 'doc_' || replace(d.id::text, '-', '')
    WHERE d.state = 'asked' AND m.until IS NULL ORDER BY d.sent_at, d.id""")  # noqa: S608 - a constant
WRITE: Final = text("""INSERT INTO business_document (id, merchant_id, kind, type, sha256, size, sent_by, sent_at)
    VALUES (CAST(:id AS uuid), CAST(:merchant AS uuid), :kind, :type, :sha256, :size, CAST(:by AS uuid),
        wallet_now())""")
JUDGE: Final = text("""UPDATE business_document
    SET state = :state, reason = :reason, valid_until = :until, judged_by = :by, judged_at = wallet_now()
    WHERE id = CAST(:id AS uuid)""")
WITHDRAW: Final = text("UPDATE business_document SET state = 'withdrawn' WHERE id = CAST(:id AS uuid)")
LATELY: Final = text("""SELECT count(*) FROM business_document
    WHERE merchant_id = CAST(:merchant AS uuid) AND sent_at > wallet_now() - interval '1 day'""")
SHOWN: Final = text("SELECT documented_level(CAST(:merchant AS uuid))")
NEEDS: Final = text("SELECT level, kind FROM level_need ORDER BY level, kind")


@dataclass(frozen=True)
class BusinessDocument:
    """A paper that a business sent; `reason` is why it was refused, `valid_until` its last day, None for no end."""

    id: str
    merchant_id: str
    kind: str
    type: str
    sha256: str
    size: int
    state: str
    reason: str
    valid_until: date | None
    sent_at: datetime
    judged_at: datetime | None
    shop: str
    taken_by: str = ""  # in the queue


def _one(row: Any) -> BusinessDocument | None:
    return BusinessDocument(**row._mapping) if row else None


def list_of(db: Connection, merchant_id: str) -> list[BusinessDocument]:
    """Return what a business sent, the newest first."""
    return [BusinessDocument(**row._mapping) for row in db.execute(OF, {"merchant": merchant_id})]


def count_lately(db: Connection, merchant_id: str) -> int:
    """Return how many papers a business sent within a day."""
    return int(db.execute(LATELY, {"merchant": merchant_id}).scalar_one())


def list_queue(db: Connection) -> list[BusinessDocument]:
    """Return what waits to be judged, the oldest first."""
    return [BusinessDocument(**row._mapping) for row in db.execute(QUEUE)]


def get(db: Connection, document_id: str) -> BusinessDocument | None:
    """Return the paper of this id, whoever's it is; None for none."""
    return _one(db.execute(ONE, {"id": document_id}).one_or_none())


def find(db: Connection, merchant_id: str, document_id: str) -> BusinessDocument | None:
    """Return a business's own paper, None for another's."""
    found = get(db, document_id)
    return found if found and found.merchant_id == merchant_id else None


def lock_row(db: Connection, document_id: str) -> BusinessDocument | None:
    """Return a paper, locked; None for none."""
    return _one(db.execute(LOCKED, {"id": document_id}).one_or_none())


def write(
    db: Connection, document_id: str, merchant_id: str, kind: str, type_: str, sha256: str, size: int, sent_by: str
) -> None:  # fmt: skip
    """Write down that a paper was sent. Raises IntegrityError where one of its kind waits already."""
    row = {"id": document_id, "merchant": merchant_id, "kind": kind, "type": type_, "sha256": sha256, "size": size}
    db.execute(WRITE, {**row, "by": sent_by})


def judge(db: Connection, document_id: str, state: str, by: str, reason: str = "", until: date | None = None) -> None:
    """Accept or refuse a paper, which is locked."""
    db.execute(JUDGE, {"id": document_id, "state": state, "by": by, "reason": reason, "until": until})


def withdraw(db: Connection, document_id: str) -> None:
    """Take a paper back that waits, which is locked."""
    db.execute(WITHDRAW, {"id": document_id})


def find_shown_level(db: Connection, merchant_id: str) -> int:
    """Return the highest level whose papers a business has, accepted and not over."""
    return int(db.execute(SHOWN, {"merchant": merchant_id}).scalar_one())


def list_needs(db: Connection) -> dict[int, list[str]]:
    """Return the kinds of paper that each level needs besides those of the level below."""
    needs: dict[int, list[str]] = {}
    for row in db.execute(NEEDS):
        needs.setdefault(row.level, []).append(row.kind)
    return needs
