"""Requests of staff that another may approve: one of a subject at a time, within a day, once."""

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
from wallet.staff.act import NAME_LETTERS, ApprovedAct, Preview
from wallet.staff.acts import APPROVED_ACTS

GOOD_FOR: Final = timedelta(hours=24)
ASKED: Final = "id::text, kind, subject, content::text, why, asked_by, asked_at"
REQUESTS: Final = f"SELECT {ASKED} FROM staff_request"  # noqa: S608 - a constant
WAITING: Final = text(f"""SELECT {ASKED} FROM staff_request r
    WHERE asked_at > wallet_now() - CAST(:good_for AS interval) AND is_open_request(r) ORDER BY asked_at, id""")  # noqa: S608 - a constant
NEWEST: Final = text(f"""{REQUESTS} r WHERE subject = :subject
    ORDER BY asked_at DESC, EXISTS (SELECT FROM staff_request_end e WHERE e.request_id = r.id), id LIMIT 1""")
END: Final = text("""SELECT a.asked_by, a.at FROM staff_request_end e JOIN staff_act a ON a.id = e.act_id
    WHERE e.request_id::text = :id""")
TAKE_BACK: Final = text("SELECT take_back_request(:session, CAST(:id AS uuid))")
KEEP: Final = text("SELECT approve_staff_request(:session, CAST(:id AS uuid), :content_hash)")


@dataclass(frozen=True)
class ApprovalRequest:
    """An act that a member of staff asked for; an approval names its `content_hash`, of all that was asked."""

    id: str
    act: ApprovedAct
    asked_by: str
    asked_at: datetime
    content_hash: str

    @property
    def name(self) -> str:
        """Return what it is called in lists and commands: how its id begins."""
        return self.id[:NAME_LETTERS]


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


def get_newest(db: Connection, subject: str, called: str = "") -> ApprovalRequest:
    """Return what was last asked of this subject, which people call so, done or not. Raises Refused for nothing."""
    row = db.execute(NEWEST, {"subject": subject}).one_or_none()
    if row is None:
        raise Refused("staff.nothing_asked", subject=called or subject)
    return _request(row)


def get_open(db: Connection, name: str) -> ApprovalRequest:
    """Return what is open and called so. Raises Refused for nothing."""
    found = [one for one in _list_open(db) if one.name == name.lower()]
    if not found:
        raise Refused("staff.no_such_ask", ask=name)
    return found[0]


def list_waiting(db: Connection) -> list[ApprovalRequest]:
    """Return what can still be approved, oldest first, and would do something: not of what has ended meanwhile."""
    return [one for one in _list_open(db) if _can_be_done(db, one)]


def _list_open(db: Connection) -> list[ApprovalRequest]:
    return [_request(row) for row in db.execute(WAITING, {"good_for": GOOD_FOR}).all()]


def _can_be_done(db: Connection, request: ApprovalRequest) -> bool:
    try:
        request.act.preview(db)
    except Refused:
        return False
    return True


def take_back(db: Connection, session: bytes, request: ApprovalRequest) -> None:
    """End a request that nobody approved yet, as the login of a session. Raises Refused for one that may not."""
    try:
        db.execute(TAKE_BACK, {"session": session, "id": request.id})
    except ProgrammingError as wrong:
        if isinstance(wrong.orig, InsufficientPrivilege):
            raise Refused("staff.not_to_take_back", ask=request.name, login=request.asked_by) from None
        raise


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
            raise Refused("staff.other_asked_meanwhile", subject=request.act.called) from None
        raise


def refuse_own(request: ApprovalRequest, login: str) -> None:
    """Raise Refused for a login that would approve what it asked itself."""
    if login == request.asked_by:
        raise Refused("staff.own_request", login=login)


def preview(db: Connection, request: ApprovalRequest) -> Preview:
    """Return what approving would do now. Raises Refused when it can no longer be approved, nor asked by its asker."""
    if clock.now(db) - request.asked_at > GOOD_FOR:
        raise Refused("staff.asked_too_long_ago", hours=int(GOOD_FOR / timedelta(hours=1)))
    if ended := db.execute(END, {"id": request.id}).one_or_none():
        raise Refused("staff.taken_back", login=ended.asked_by, at=clock.written(ended.at))
    if not logins.is_active(db, request.asked_by):
        raise Refused("staff.asker_has_left", login=request.asked_by)
    permissions.refuse(db, request.asked_by, "ask", request.act.kind)
    return request.act.preview(db)
