"""Acts of staff, as use cases: each goes into the audit trail; what takes two is asked by one, done by another."""

import json
import uuid
from abc import abstractmethod
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Final, Self

from psycopg.errors import UniqueViolation
from pydantic_core import to_json
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from wallet import ledger
from wallet.core.errors import Refused
from wallet.ledger import NotPosted, Posting, Transfer
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.staff import audit
from wallet.staff.content import check_content, read_content
from wallet.staff.sessions import SessionProof

WHY_LETTERS: Final = range(3, 501)
ASK: Final = text("SELECT ask_staff_act(:session, CAST(:id AS uuid), :kind, :subject, :content, :why)")
OPEN: Final = text("""SELECT id::text, kind, asked_by FROM staff_request r
    WHERE subject = :subject AND is_open_request(r)""")
NAME_LETTERS: Final = 8


@dataclass(frozen=True)
class Done:
    """An act that is done: the outcome for who did it; its subject, before and after, for the audit trail."""

    outcome: Outcome
    subject: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    """The effect an act would have now: the transfer it would post, if any, and each rule as (old, new).

    `given_back` is the open case (C4) by which what it pays with went back, perhaps; `holds` names accounts, each with
    what stands on it before and after.
    """

    transfer: Transfer | None = None
    rules: dict[str, tuple[str, str]] = field(default_factory=dict)
    given_back: str = ""
    holds: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True)
class StaffAct(UseCase):
    """An act that one member of staff does alone. `why` is kept with it; its permission is called as its kind.

    Making one raises Refused for values that are not of its fields' types.
    """

    accepts: ClassVar[Accepts] = (SessionProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("staff",)
    takes_two: ClassVar[bool] = False
    read_by: ClassVar[str] = ""  # the command whose readers alone see it in the trail; "": all who read that

    why: str = field(default="", kw_only=True)

    def __init_subclass__(cls) -> None:
        cls.permission = getattr(cls, "kind", "")

    def __post_init__(self) -> None:
        """Raise Refused for values that are not of the fields' types."""
        check_content(self)

    @classmethod
    def from_content(cls, stored: dict[str, Any]) -> Self:
        """Return the act from how it was stored. Raises Refused for what another version stored."""
        return cls(**read_content(cls, to_json(stored)))

    @abstractmethod
    def do(self, db: Connection, doing: Doing) -> Done:
        """Do it, in this transaction. Raises Refused."""

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Do it, and add it to the audit trail. Raises Refused, as for an act without a reason."""
        self.refuse_without_why()
        audit.begin(db, get_session(doing), self.kind)
        return self.carry_out(db, doing)

    def refuse_without_why(self) -> None:
        """Raise Refused unless `why` says something; the database (note_staff_act) counts its letters too."""
        if len(self.why.strip()) not in WHY_LETTERS:
            raise Refused("staff.say_why", least=WHY_LETTERS.start, most=WHY_LETTERS.stop - 1)

    def carry_out(self, db: Connection, doing: Doing, request_id: str | None = None) -> Outcome:
        """Do it, and add it to the audit trail: by the actor alone, or approved by the actor. Raises Refused."""
        done = self.do(db, doing)
        audit.note(db, get_session(doing), self.kind, done.subject, done.before, done.after, self.why, request_id)
        return done.outcome


@dataclass(frozen=True)
class ApprovedAct(StaffAct):
    """An act that takes two members of staff: performing it only asks for it; approve_request.py does it."""

    takes_two: ClassVar[bool] = True

    @property
    @abstractmethod
    def subject(self) -> str:
        """Return what it is about; of one subject, one thing is asked at a time."""

    @property
    def called(self) -> str:
        """Return its subject as a person says it."""
        return self.subject

    @abstractmethod
    def lock(self, db: Connection) -> None:
        """Hold its subject, so that nobody else moves it until this transaction ends."""

    @abstractmethod
    def preview(self, db: Connection) -> Preview:
        """Return what it would do now. Raises Refused when that cannot be, or is no longer what was asked."""

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Ask for it, in the place of the same that this login asked before. Raises Refused, as where another waits."""
        self.refuse_without_why()
        self.preview(db)
        before = db.execute(OPEN, {"subject": self.subject}).one_or_none()
        if before and (before.kind, before.asked_by) != (self.kind, doing.actor.id):
            raise Refused("staff.another_waits", request_id=before.id)
        request_id = str(uuid.uuid4())
        row = {
            "session": get_session(doing),
            "id": request_id,
            "kind": self.kind,
            "subject": self.subject,
            "content": json.dumps(asdict(self)),
            "why": self.why,
        }
        try:
            db.execute(ASK, row)
        except IntegrityError as wrong:
            if isinstance(wrong.orig, UniqueViolation):  # another asked since it was looked for
                raise Refused("staff.other_asked_meanwhile", subject=self.called) from None
            raise
        said = {"kind": self.kind, "ask": request_id[:NAME_LETTERS], **self.list_values()}
        return Outcome("staff.asked_anew" if before else "staff.asked", said)

    def list_values(self) -> dict[str, Any]:
        """Return every plain value of what is asked, and of what it carries, by its name."""
        content = asdict(self)
        carried = [one for one in content.values() if isinstance(one, dict)]
        return {name: one for table in (*carried, content) for name, one in table.items() if not isinstance(one, dict)}


def get_session(doing: Doing) -> bytes:
    """Return the secret of the session by which a member of staff does something."""
    assert isinstance(doing.proof, SessionProof)
    return doing.proof.secret


def preview_posting(db: Connection, transfer: Transfer) -> Preview:
    """Return what an act would post, tried and taken back. Raises Refused when the ledger does not take it."""
    try:
        ledger.try_one(db, transfer)
    except NotPosted as refused:
        raise Refused("staff.ledger_refuses", reason=refused.reason) from None
    return Preview(transfer)


def post(db: Connection, transfer: Transfer) -> Posting:
    """Post what an act means in the ledger. Raises Refused when the ledger does not take it."""
    try:
        return ledger.post_one(db, transfer)
    except NotPosted as refused:
        raise Refused("staff.ledger_refuses", reason=refused.reason) from None
