"""Make a payroll: its file's rows are judged and written as a draft, mended or struck row by row, or dropped."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final

from sqlalchemy import Connection, text

from wallet.core.errors import Misread, Refused
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.salaries import payrolls
from wallet.salaries.facts import read_facts
from wallet.salaries.judge_rows import judge
from wallet.salaries.payrolls import Payroll
from wallet.salaries.typed_rows import FIELDS, LETTERS_MOST, JudgedRow, TypedRow
from wallet.salaries.wrong_names import keep_wrong_names

MAKE_SALARIES: Final = "salaries:make"
LINES_MOST: Final = 5_000
DRAFTS_MOST: Final = 20
TITLE_LETTERS: Final = 60
MADE, MENDED, STRUCK, DROPPED = "payroll_made", "payroll_line_mended", "payroll_line_struck", "payroll_dropped"
DRAFTS: Final = text("SELECT count(*) FROM payroll WHERE merchant_id = CAST(:merchant AS uuid) AND state = 'draft'")


class OfMaker(UseCase):
    """A use case of whoever makes payrolls."""

    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = MAKE_SALARIES

    @property
    def wakes(self) -> tuple[str, ...]:
        """No queue: nobody hears of a draft."""
        return ()


class OfMakerOrProgram(OfMaker):
    """The same, which a program does too."""

    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")


@dataclass(frozen=True)
class MakePayroll(OfMakerOrProgram):
    """Write a payroll as a draft: `title`, and the rows of its file. The operation keeps what they hash to alone."""

    kind: ClassVar[str] = "make_payroll"

    title: str
    rows: tuple[TypedRow, ...]

    def to_content(self) -> dict[str, Any]:
        """Return what is kept of it: nobody's name, number or pay."""
        return {"title": self.title, "lines": len(self.rows), "sha256": hash_rows(self.rows)}

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Judge each row, and write all down. Raises Refused, Misread."""
        if not self.rows:
            raise Misread("member.payroll_empty")
        if len(self.rows) > LINES_MOST:
            raise Misread("member.payroll_long", most=LINES_MOST)
        made = _begin(db, doing, read_title(self.title))
        payrolls.write_lines(db, made, _judge(db, made, self.rows), {})
        return Outcome(MADE, {"payroll_id": made.id})


@dataclass(frozen=True)
class MendLine(OfMaker):
    """Write another row in the place of the `nth` of a draft; `vouched` names what is meant so."""

    kind: ClassVar[str] = "mend_line"

    payroll_id: str
    nth: int
    number: str
    way: str
    name: str
    amount: str
    label: str
    reference: str
    vouched: str = ""

    def to_content(self) -> dict[str, Any]:
        """Return what is kept of it: nobody's name, number or pay."""
        return {"payroll_id": self.payroll_id, "nth": self.nth, "sha256": hash_rows([self._typed])}

    @property
    def _typed(self) -> TypedRow:
        cells = {name: getattr(self, name)[:LETTERS_MOST] for name in FIELDS}
        return TypedRow(self.nth, **cells, vouched=self.vouched[:LETTERS_MOST])

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Judge all anew: what one row says of another may hold no more. Raises Refused."""
        draft = lock_row_own_draft(db, doing, self.payroll_id)
        rejudge(db, draft, self._typed)
        return Outcome(MENDED, {"payroll_id": draft.id, "nth": self.nth})


@dataclass(frozen=True)
class StrikeLine(OfMaker):
    """Take the `nth` row out of a draft."""

    kind: ClassVar[str] = "strike_line"

    payroll_id: str
    nth: int

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Take it out, and judge the others anew. Raises Refused."""
        draft = lock_row_own_draft(db, doing, self.payroll_id)
        if not payrolls.strike(db, draft, self.nth):
            raise Refused("member.no_such_line")
        rejudge(db, draft)
        return Outcome(STRUCK, {"payroll_id": draft.id, "nth": self.nth})


@dataclass(frozen=True)
class DropPayroll(OfMakerOrProgram):
    """Take a draft away, with all that it says of people."""

    kind: ClassVar[str] = "drop_payroll"

    payroll_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Take it away. Raises Refused."""
        payrolls.drop(db, lock_row_own_draft(db, doing, self.payroll_id))
        return Outcome(DROPPED)


@dataclass(frozen=True)
class RetryPayroll(OfMaker):
    """Write what came back of a payroll as a draft of its own, each line once."""

    kind: ClassVar[str] = "retry_payroll"

    payroll_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Copy the lines that came back, judged anew. Raises Refused."""
        parent = payrolls.lock_row(db, doing.actor.business_id, self.payroll_id)
        if parent is None:
            raise Refused("member.no_such_payroll")
        back = payrolls.list_to_retry(db, parent.id) if parent.state == "done" else []
        if not back:
            raise Refused("member.nothing_to_retry")
        child = _begin(db, doing, parent.title, parent.id)
        rows = [replace(line.as_typed, nth=nth) for nth, line in enumerate(back, 1)]
        retries = {nth: line.id for nth, line in enumerate(back, 1)}
        payrolls.write_lines(db, child, _judge(db, child, rows), retries)
        return Outcome(MADE, {"payroll_id": child.id})


def hash_rows(rows: Sequence[TypedRow]) -> str:
    """Return what rows are known by: the same ones again are the same request."""
    return hashlib.sha256(json.dumps([[row.typed, row.vouched] for row in rows]).encode()).hexdigest()


def read_title(typed: str) -> str:
    """Return a payroll's title. Raises Misread."""
    title = " ".join(typed.split())
    if not title or len(title) > TITLE_LETTERS or not title.isprintable():
        raise Misread("member.payroll_title")
    return title


def _begin(db: Connection, doing: Doing, title: str, parent_id: str | None = None) -> Payroll:
    merchant = doing.actor.business_id
    if db.execute(DRAFTS, {"merchant": merchant}).scalar_one() >= DRAFTS_MOST:
        raise Refused("member.payrolls_most", most=DRAFTS_MOST)
    return payrolls.create(db, doing.actor, title, doing.reference, parent_id)


def _judge(db: Connection, payroll: Payroll, rows: Sequence[TypedRow]) -> list[JudgedRow]:
    facts = read_facts(db, payroll.merchant_id, rows)
    judged = judge(rows, facts)
    keep_wrong_names(db, payroll.merchant_id, facts.wrong_names)
    return judged


def lock_row_own_draft(db: Connection, doing: Doing, payroll_id: str) -> Payroll:
    """Return a draft of the actor's own making, locked. Raises Refused."""
    found = payrolls.lock_row(db, doing.actor.business_id, payroll_id)
    if found is None:
        raise Refused("member.no_such_payroll")
    if found.state != "draft":
        raise Refused("member.payroll_no_draft")
    if found.maker_id != doing.actor.id:
        raise Refused("member.payroll_of_another")
    return found


def rejudge(db: Connection, draft: Payroll, mended: TypedRow | None = None) -> None:
    """Judge all rows of a draft by what is known now, one of them mended; write down those that are judged otherwise.

    Raises Refused where it has no such row.
    """
    before = payrolls.list_lines(db, draft.id, LINES_MOST)
    if mended and mended.nth not in {line.nth for line in before}:
        raise Refused("member.no_such_line")
    rows = [mended if mended and line.nth == mended.nth else line.as_typed for line in before]
    judged = _judge(db, draft, rows)
    changed = [new for new, line in zip(judged, before, strict=True) if new != line.as_judged]
    payrolls.rewrite_lines(db, draft, changed)
