"""The audit trail of what staff did: only added to, each row's hash covering the row and the hash before it.

The database says who it was, numbers, dates and chains each row (functions.sql); nobody changes or deletes one.
Verifying computes every hash here, so that it trusts no function of a database somebody may have meddled with. A new
kind of act is a row of `staff_act_kind` (migrations/rows.sql), which also says whether it takes two logins.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from psycopg.errors import NotNullViolation
from sqlalchemy import Connection, Row, text
from sqlalchemy.exc import IntegrityError

from wallet.core.errors import Refused

AT_A_TIME: Final = 1_000
GUARDS: Final = {"acts_chain", "acts_stay", "approvals_stay", "ends_stay", "requests_stay"}
BEGIN: Final = text("SELECT begin_staff_act(:session, :kind)")
NOTE: Final = text("SELECT note_staff_act(:session, :kind, :subject, :before, :after, :why, CAST(:request AS uuid))")
NOTE_BY_OWNER: Final = text("""INSERT INTO staff_act (id, kind, subject, before, after, why, asked_by)
    VALUES (gen_random_uuid(), :kind, :login, '{}', :after, 'by the database''s owner', :login)""")
# Why staff did an act `a`, as whoever reads of a person is told: why somebody was seen in clear is in the trail alone,
# for it may say what they are suspected of.
WHY_OF_PERSON: Final = "CASE WHEN a.kind = 'unmask_person' THEN '' ELSE a.why END"
NEWEST: Final = text("""SELECT number, kind, subject, before, after, why, asked_by, approved_by, at FROM staff_act
    WHERE (CAST(:login AS text) IS NULL OR :login IN (asked_by, approved_by))
      AND (CAST(:kind AS text) IS NULL OR kind = :kind)
      AND (CAST(:day AS date) IS NULL OR (at AT TIME ZONE 'Africa/Douala')::date = :day)
      AND (CAST(:subjects AS text[]) IS NULL OR subject = ANY(:subjects))
      AND NOT (kind = ANY(:hidden) OR coalesce(after ->> 'asks', '') = ANY(:hidden)
        OR kind IN ('read_records', 'refused_command') AND split_part(subject, ' ', 1) = ANY(:hidden)
        OR kind = 'unmask_person' AND 'alert' = ANY(:hidden)
          AND EXISTS (SELECT FROM case_file c WHERE c.kind = 'alert' AND 'C' || c.number = after ->> 'for'))
    ORDER BY number DESC LIMIT :count""")


@dataclass(frozen=True)
class AuditedAct:
    """One act of staff: `number` is its place in the chain."""

    number: int
    kind: str
    subject: str
    before: dict[str, Any]
    after: dict[str, Any]
    why: str
    asked_by: str
    approved_by: str | None
    at: datetime


@dataclass(frozen=True)
class Chain:
    """The chain as verified: how many acts hold, the last one's hash, and the first thing wrong.

    `broken` is the key of the sentence that says what is wrong, "" for nothing, and `values` are its values.
    """

    length: int
    hash: str
    broken: str = ""
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def head(self) -> str:
        """Return `number:hash` of the last act: kept elsewhere, it proves later that none up to it was taken away."""
        return f"{self.length}:{self.hash}"


def begin(db: Connection, session: bytes, kind: str) -> None:
    """Begin an act that the login of a session does alone, in this transaction, which ends by noting it."""
    db.execute(BEGIN, {"session": session, "kind": kind})


def note(
    db: Connection,
    session: bytes,
    kind: str,
    subject: str,
    before: dict[str, Any],
    after: dict[str, Any],
    why: str,
    request_id: str | None = None,
) -> None:
    """Keep what the login of a session did, or did as it approved a request, which then says who asked and why.

    Last in its transaction, for the chain is locked until that ends. Raises Refused where the trail's trigger is off.
    """
    row = {"session": session, "kind": kind, "subject": subject, "before": json.dumps(before),
           "after": json.dumps(after), "why": why, "request": request_id}  # fmt: skip
    try:
        db.execute(NOTE, row)
    except IntegrityError as wrong:
        if isinstance(wrong.orig, NotNullViolation) and wrong.orig.diag.table_name == "staff_act":
            raise Refused("staff.triggers_off") from None  # the trigger that is off numbers and chains the row
        raise


def note_by_owner(db: Connection, kind: str, login: str, after: dict[str, Any]) -> None:
    """Keep what the owner of the database did to a login; `db` is the owner's."""
    row = {"kind": kind, "login": login, "after": json.dumps(after)}
    db.execute(NOTE_BY_OWNER, row)


@dataclass(frozen=True)
class AuditFilter:
    """The acts to be listed: those of a login (asked or approved), of a kind, of a day in Douala, about a subject.

    What is None is no matter; `subjects` are the names of one thing: a number, and the ids of those it reached.
    """

    login: str | None = None
    kind: str | None = None
    day: date | None = None
    subjects: list[str] | None = None
    hidden: tuple[str, ...] = ()  # kinds that whoever asks does not read, nor that they were asked; and commands


def list_newest(db: Connection, count: int, wanted: AuditFilter | None = None) -> list[AuditedAct]:
    """Return the last acts of those wanted, oldest first."""
    asked = wanted or AuditFilter()
    rows = db.execute(NEWEST, {"count": count, **vars(asked), "hidden": list(asked.hidden)})
    return [AuditedAct(**row._mapping) for row in rows][::-1]


def list_kinds(db: Connection) -> list[str]:
    """Return every kind of act there is, in order."""
    return list(db.execute(text("SELECT kind FROM staff_act_kind ORDER BY kind")).scalars())


WRITTEN: Final = text("""SELECT number, hash, id::text, request_id::text, kind, subject, before::text, after::text, why,
    asked_by, approved_by, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS at
    FROM staff_act ORDER BY number""")


def verify(db: Connection, known: Mapping[int, str] = MappingProxyType({})) -> Chain:
    """Compute the chain anew, up to the first row that breaks it. Returns it.

    `known` are hashes that acts of these numbers once had, as somebody kept them elsewhere.
    """
    found = _follow(db.execute(WRITTEN, execution_options={"yield_per": AT_A_TIME}), known)
    if found.broken:
        return found
    on = text("""SELECT tgname FROM pg_trigger WHERE tgenabled = 'A' AND tgrelid = ANY(
        '{public.staff_act, public.staff_approval, public.staff_request, public.staff_request_end}'::regclass[])""")
    if missing := GUARDS - set(db.execute(on).scalars()):
        return Chain(found.length, found.hash, "staff.audit_guard_off", {"guard": min(missing)})
    return found


def _follow(rows: Iterable[Row[Any]], known: Mapping[int, str]) -> Chain:
    hash_before, number = "", 0
    for row in rows:
        if row.number != number + 1:
            return Chain(number, hash_before, "staff.audit_act_missing", {"number": number + 1})
        if row.hash.hex() != _hash(row, hash_before or None):
            changed = {"number": row.number, "kind": row.kind, "subject": row.subject}
            return Chain(number, hash_before, "staff.audit_act_changed", changed)
        number, hash_before = row.number, row.hash.hex()
        if known.get(number, hash_before) != hash_before:
            return Chain(number, hash_before, "staff.audit_written_anew", {"number": number})
    if (wanted := max(known, default=0)) > number:
        missing = {"number": number + 1, "known": wanted}
        return Chain(number, hash_before, "staff.audit_shorter", missing)
    return Chain(number, hash_before)


def _hash(row: Row[Any], hash_before: str | None) -> str:
    """Return what act_hash() in the database does: both write JSON alike, control characters included."""
    written = [str(row.number), hash_before, row.id, row.request_id, row.kind, row.subject, row.before, row.after,
               row.why, row.asked_by, row.approved_by, row.at]  # fmt: skip
    return hashlib.sha256(json.dumps(written, ensure_ascii=False).encode()).hexdigest()
