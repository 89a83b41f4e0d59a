"""Requests of staff that another may approve: the newest one of a subject, within a day, once."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from wallet.core import clock
from wallet.core.errors import Refused
from wallet.staff import logins, permissions
from wallet.staff.act import ApprovedAct, Preview
from wallet.staff.acts import APPROVED_ACTS

GOOD_FOR: Final = timedelta(hours=24)
ASKED: Final = "id::text, kind, subject, content::text, why, asked_by, asked_at"
REQUESTS: Final = f"SELECT {ASKED} FROM staff_request"  # noqa: S608 - a constant
WAITING: Final = text(f"""SELECT {ASKED} FROM (
      SELECT DISTINCT ON (subject) * FROM staff_request
      WHERE asked_at > wallet_now() - CAST(:good_for AS interval) ORDER BY subject, asked_at DESC, id) newest
    WHERE NOT EXISTS (SELECT FROM staff_act a WHERE a.request_id = newest.id)
    AND EXISTS (SELECT FROM staff s WHERE s.login = newest.asked_by AND s.until IS NULL) ORDER BY asked_at""")  # noqa: S608 - a constant
KEEP: Final = text("SELECT approve_staff_request(:session, CAST(:id AS uuid), :content_hash)")


@dataclass(frozen=True)
class ApprovalRequest:
    """An act that a member of staff asked for; an approval names its `content_hash`, of all that was asked."""

    id: str
    act: ApprovedAct
    asked_by: str
    asked_at: datetime
    content_hash: str


@dataclass(frozen=True)
class Approval:
    """The approval that did what was asked: by whom, and when."""

    approved_by: str
    at: datetime


def _request(row: Any) -> ApprovalRequest:
    act = APPROVED_ACTS[row.kind].from_content(json.loads(row.content))
    return ApprovalRequest(row.id, act, row.asked_by, row.asked_at, _hash(row))


def _hash(row: Any) -> str:
    """Return what request_hash() in the database does, of the very row that is read here."""
    written = [row.id, row.kind, row.subject, row.content, row.why, row.asked_by]
    return hashlib.sha256(json.dumps(written, ensure_ascii=False).encode()).hexdigest()


def get_request(db: Connection, request_id: str) -> ApprovalRequest:
    """Return the request of this id. Raises Refused for none."""
    row = db.execute(text(f"{REQUESTS} WHERE id::text = :id"), {"id": request_id}).one_or_none()
    if row is None:
        raise Refused("staff.no_request")
    return _request(row)


def get_newest(db: Connection, subject: str, *kinds: str) -> ApprovalRequest:
    """Return what was last asked of this subject, done or not. Raises Refused for nothing, or none of `kinds`."""
    newest = text(f"{REQUESTS} WHERE subject = :subject ORDER BY asked_at DESC, id LIMIT 1")
    row = db.execute(newest, {"subject": subject}).one_or_none()
    if row is None:
        raise Refused("staff.nothing_asked", subject=subject)
    if kinds and row.kind not in kinds:
        raise Refused("staff.other_asked", subject=subject, act_kind=row.kind)
    return _request(row)


def list_waiting(db: Connection) -> list[ApprovalRequest]:
    """Return what can still be approved, oldest first: the newest of each subject, not done, its asker still here."""
    return [_request(row) for row in db.execute(WAITING, {"good_for": GOOD_FOR})]


def find_approval(db: Connection, request_id: str) -> Approval | None:
    """Return by whom and when a request was approved, None when it was not."""
    found = text("SELECT approved_by, at FROM staff_act WHERE request_id = :id")
    row = db.execute(found, {"id": request_id}).one_or_none()
    return Approval(**row._mapping) if row else None


def keep(db: Connection, session: bytes, request: ApprovalRequest) -> None:
    """Keep that the login of a session approved a request, whose act is done in this transaction.

    Raises Refused where the database sees what came meanwhile: a newer request, or another role of either login.
    """
    row = {"session": session, "id": request.id, "content_hash": bytes.fromhex(request.content_hash)}
    try:
        db.execute(KEEP, row)
    except ProgrammingError as wrong:
        if isinstance(wrong.orig, InsufficientPrivilege):
            raise Refused("staff.other_asked_meanwhile", subject=request.act.subject) from None
        raise


def refuse_own(request: ApprovalRequest, login: str) -> None:
    """Raise Refused for a login that would approve what it asked itself."""
    if login == request.asked_by:
        raise Refused("staff.own_request", login=login)


def preview(db: Connection, request: ApprovalRequest) -> Preview:
    """Return what approving would do now. Raises Refused when it can no longer be approved, nor asked by its asker."""
    if clock.now(db) - request.asked_at > GOOD_FOR:
        raise Refused("staff.asked_too_long_ago", hours=int(GOOD_FOR / timedelta(hours=1)))
    if not logins.is_active(db, request.asked_by):
        raise Refused("staff.asker_has_left", login=request.asked_by)
    permissions.refuse(db, request.asked_by, "ask", request.act.kind)
    return request.act.preview(db)
