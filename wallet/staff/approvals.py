"""One asks, another approves, and it is done once; what both did goes into the trail (wallet/staff/audit.py)."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, text

from wallet.accounts import closing, contests
from wallet.cases import cases
from wallet.core import clock
from wallet.core.errors import DeniedError
from wallet.ledger import Transfer
from wallet.staff import audit, logins
from wallet.staff.actions import change_tariff, correct_books, freeze_wallet, give_float, pay_unclaimed, settle_payment

GOOD_FOR: Final = timedelta(hours=24)


class Way(NamedTuple):
    """How one kind of request is locked, looked at and done; each is given its subject and the request's content."""

    lock: Callable[[Connection, str], None]
    preview: Callable[[Connection, str, dict[str, Any]], Transfer | None]
    do: Callable[[Connection, str, dict[str, Any], str], tuple[dict[str, Any], dict[str, Any]]]


WAYS: Final = {
    "settle": Way(settle_payment.lock, settle_payment.preview, settle_payment.do),
    "correct": Way(correct_books.lock, correct_books.preview, correct_books.do),
    "decide": Way(contests.lock, contests.preview, contests.do),
    "close": Way(cases.lock, cases.preview, cases.do),
    "pay": Way(cases.lock, pay_unclaimed.preview, pay_unclaimed.do),
    "detach": Way(closing.lock, closing.preview, closing.do),
    "unfreeze": Way(freeze_wallet.lock, freeze_wallet.preview, freeze_wallet.do),
    "tariff": Way(change_tariff.lock, change_tariff.preview, change_tariff.do),
    "float": Way(give_float.lock, give_float.preview, give_float.do),
}


@dataclass(frozen=True)
class Request:
    """What one member of staff asks."""

    id: str
    what: str
    subject: str
    content: dict[str, Any]
    why: str
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True)
class Act:
    """What was done; `again`: it had been, and nothing was done now."""

    subject: str
    asked_by: str
    approved_by: str
    at: datetime
    again: bool = False


def ask(db: Connection, what: str, subject: str, content: dict[str, Any], why: str, login: str) -> None:
    """Write a request down; it replaces an earlier one of the same subject. Raises DeniedError."""
    if not 3 <= len(why.strip()) <= 500:
        raise DeniedError("Say why, in 3 to 500 letters: --why TEXT")
    db.execute(
        text("""INSERT INTO staff_request (id, what, subject, content, why, asked_by, asked_at)
            VALUES (:id, :what, :subject, :content, :why, :login, wallet_now())"""),
        {
            "id": str(uuid.uuid4()),
            "what": what,
            "subject": subject,
            "content": json.dumps(content),
            "why": why.strip(),
            "login": login,
        },
    )


def newest(db: Connection, subject: str, what: str = "") -> Request:
    """What was last asked of this subject, done or not. Raises DeniedError when nothing was, or something else."""
    row = db.execute(
        text("""SELECT id::text, what, subject, content, why, asked_by, asked_at FROM staff_request
            WHERE subject = :subject ORDER BY asked_at DESC, id LIMIT 1"""),
        {"subject": subject},
    ).one_or_none()
    if row is None:
        raise DeniedError(f"Nobody has asked anything of {subject}.")
    if what and row.what != what:
        raise DeniedError(f"What was last asked of {subject} is to {row.what}, not to {what}.")
    return Request(**row._mapping)


def done(db: Connection, request: Request) -> Act | None:
    """How this request was performed, if it was."""
    row = db.execute(
        text("SELECT subject, asked_by, approved_by, at FROM staff_act WHERE request_id = :id"), {"id": request.id}
    ).one_or_none()
    return Act(**row._mapping, again=True) if row else None


def refuse_self(request: Request, login: str) -> None:
    """Raises DeniedError: nobody approves what they asked."""
    if login == request.asked_by:
        raise DeniedError(f"{login} asked this, so somebody else must approve it.")


def look(db: Connection, request: Request) -> Transfer | None:
    """What approving would post; None: nothing. Raises DeniedError when it can no longer be approved."""
    if clock.now(db) - request.asked_at > GOOD_FOR:
        raise DeniedError(f"This was asked more than {GOOD_FOR.total_seconds() / 3600:.0f} h ago. Ask again.")
    if not logins.is_active(db, request.asked_by):
        raise DeniedError(f"{request.asked_by}, who asked this, has left. Ask again.")
    return WAYS[request.what].preview(db, request.subject, request.content)


def approve(db: Connection, request: Request, login: str) -> Act:
    """Perform what was asked, once, with all it means, in this transaction. Raises DeniedError.

    The login's password has been checked.
    """
    refuse_self(request, login)
    way = WAYS[request.what]
    way.lock(db, request.subject)
    if act := done(db, request):
        return act
    if newest(db, request.subject).id != request.id:
        raise DeniedError(f"Something else was asked of {request.subject} meanwhile. Look again.")
    look(db, request)
    before, after = way.do(db, request.subject, request.content, request.why)
    audit.note(db, request.what, request.subject, before, after, request.why, request.asked_by, request.id, login)
    return Act(request.subject, request.asked_by, login, clock.now(db))
