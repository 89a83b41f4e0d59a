"""Keep in the trail what staff read, were refused, or said no to, as all else they do: who, when, by which words.

None of it changes anything, so that a login needs no permission to have it noted.
"""

from typing import Any, Final

from sqlalchemy import Connection

from wallet.staff import audit
from wallet.staff.approvals import ApprovalRequest

LETTERS_MAX: Final = 500


def note(db: Connection, session: bytes, words: str) -> None:
    """Keep that the login of a session read what a command of these words shows."""
    audit.note(db, session, "read_records", _cut(words), {}, {}, "")


def note_refused(db: Connection, session: bytes, words: str, refused: str) -> None:
    """Keep that a command of these words did nothing, and the sentence that said why."""
    audit.note(db, session, "refused_command", _cut(words), {}, {"refused": _cut(refused)}, "")


def note_refused_approval(db: Connection, session: bytes, request: ApprovalRequest, refused: str) -> None:
    """Keep that the login of a session was refused to approve a request, and the sentence that said why."""
    audit.note(
        db, session, "refused_approval", request.act.subject, {}, _name(request) | {"refused": _cut(refused)}, ""
    )


def note_declined(db: Connection, session: bytes, request: ApprovalRequest) -> None:
    """Keep that the login of a session was shown a request and said no to it."""
    audit.note(db, session, "declined_approval", request.act.subject, {}, _name(request), "")


def _name(request: ApprovalRequest) -> dict[str, Any]:
    return {"ask": request.id, "asks": request.act.kind, "asked_by": request.asked_by}


def _cut(words: str) -> str:
    return words.replace("\0", "")[:LETTERS_MAX]
