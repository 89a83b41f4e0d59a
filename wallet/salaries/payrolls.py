"""Payrolls of businesses and their lines: written as a draft, asked, approved, and then paid line by line.

A line that goes to a phone or a bank is a payout of the same id, so that what became of it is what became of that. The
database judges each step (functions.sql).
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, text

from wallet.business import events
from wallet.core import clock
from wallet.core.public_ids import write_id
from wallet.operations.actor import Actor
from wallet.salaries.typed_rows import JudgedRow, TypedRow

PayrollState = Literal["draft", "asked", "paying", "done"]
LineState = Literal["waiting", "pending", "paid", "failed", "returned"]
COLUMNS: Final = """b.id::text, b.merchant_id::text, b.title, b.state, b.parent_id::text, b.made_by::text,
    b.made_by_key::text, b.decided_by::text, b.lines, b.amount, b.fee, b.tax, b.reference, b.created_at, b.asked_at,
    b.refused_at, b.decided_at, b.ended_at"""
# What became of a line: of one that is a payout, what became of that.
LINE_STATE: Final = "CASE WHEN l.state = 'sent' THEN coalesce(p.state, 'pending') ELSE l.state END"
LINES: Final = "FROM payroll_line l LEFT JOIN payout p ON p.id = l.id"
LINE_COLUMNS: Final = f"""l.id::text, l.nth, l.typed, l.problem, l.said, l.vouched, l.way, l.rail, l.number, l.holder,
    l.person_id::text, l.amount, l.fee, l.tax, l.label, l.retries::text, {LINE_STATE} AS state,
    CASE WHEN l.state = 'sent' THEN coalesce(p.reason, '') ELSE l.reason END AS reason,
    coalesce(l.reference, '') AS reference"""
CREATE: Final = text(f"""INSERT INTO payroll AS b (id, merchant_id, title, parent_id, made_by, made_by_key, reference,
        created_at)
    VALUES (CAST(:id AS uuid), CAST(:merchant AS uuid), :title, CAST(:parent AS uuid), CAST(:made_by AS uuid),
        CAST(:made_by_key AS uuid), :reference, wallet_now()) RETURNING {COLUMNS}""")  # noqa: S608 - constants
FIELDS: Final = """nth int, typed jsonb, problem text, said jsonb, vouched text, way text, rail text, number text,
    holder text, person_id uuid, amount bigint, fee bigint, tax bigint, label text"""
JUDGED: Final = "typed, problem, said, vouched, way, rail, number, holder, person_id, amount, fee, tax, label"
WRITE: Final = text(f"""INSERT INTO payroll_line (id, payroll_id, nth, {JUDGED}, retries)
    SELECT gen_random_uuid(), CAST(:payroll AS uuid), nth, {JUDGED}, retries
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r ({FIELDS}, retries uuid)""")  # noqa: S608 - constants
REWRITE: Final = text(f"""UPDATE payroll_line l SET ({JUDGED}) = ({", ".join(f"r.{one}" for one in JUDGED.split(", "))})
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r ({FIELDS})
    WHERE l.payroll_id = CAST(:payroll AS uuid) AND l.nth = r.nth""")  # noqa: S608 - constants
FIND: Final = (
    f"SELECT {COLUMNS} FROM payroll b WHERE b.id = CAST(:id AS uuid) AND b.merchant_id = CAST(:merchant AS uuid)"  # noqa: S608
)
LOOK: Final = text(FIND)
GET: Final = text(f"SELECT {COLUMNS} FROM payroll b WHERE b.id = CAST(:id AS uuid)")  # noqa: S608 - a constant
LOCK: Final = text(f"{FIND} FOR NO KEY UPDATE")
LIST: Final = text(f"""SELECT {COLUMNS}, (SELECT count(*) {LINES}
      WHERE l.payroll_id = b.id AND {LINE_STATE} = 'pending') AS pending
    FROM payroll b WHERE b.merchant_id = CAST(:merchant AS uuid)
      AND (CAST(:before AS uuid) IS NULL OR (b.created_at, b.id) < (
        SELECT c.created_at, c.id FROM payroll c WHERE c.id = CAST(:before AS uuid) AND c.merchant_id = b.merchant_id))
    ORDER BY b.created_at DESC, b.id DESC LIMIT :most""")  # noqa: S608 - constants
LIST_LINES: Final = text(f"""SELECT {LINE_COLUMNS} {LINES} WHERE l.payroll_id = CAST(:payroll AS uuid)
      AND l.nth > :after AND (NOT :bad OR l.problem <> '')
      AND (CAST(:states AS text[]) IS NULL OR {LINE_STATE} = ANY (CAST(:states AS text[])))
    ORDER BY l.nth LIMIT :most""")
COUNT: Final = text(f"""SELECT b.id::text, count(l.id) AS lines, count(*) FILTER (WHERE l.problem <> '') AS bad,
      coalesce(sum(l.amount) FILTER (WHERE l.problem = ''), 0)::bigint AS amount,
      coalesce(sum(l.fee) FILTER (WHERE l.problem = ''), 0)::bigint AS fee,
      coalesce(sum(l.tax) FILTER (WHERE l.problem = ''), 0)::bigint AS tax,
      count(*) FILTER (WHERE {LINE_STATE} = 'waiting') AS waiting,
      count(*) FILTER (WHERE {LINE_STATE} = 'pending') AS pending,
      coalesce(sum(l.amount) FILTER (WHERE {LINE_STATE} = 'pending'), 0)::bigint AS pending_francs,
      count(*) FILTER (WHERE {LINE_STATE} = 'paid') AS paid,
      coalesce(sum(l.amount) FILTER (WHERE {LINE_STATE} = 'paid'), 0)::bigint AS paid_francs,
      count(*) FILTER (WHERE {LINE_STATE} IN ('failed', 'returned')) AS failed,
      coalesce(sum(l.amount + l.fee + l.tax) FILTER (WHERE {LINE_STATE} = 'failed'), 0)::bigint
        + coalesce(sum(l.amount) FILTER (WHERE {LINE_STATE} = 'returned'), 0)::bigint AS failed_francs,
      count(*) FILTER (WHERE {LINE_STATE} IN ('failed', 'returned')
        AND NOT EXISTS (SELECT FROM payroll_line c WHERE c.retries = l.id)) AS to_retry
    FROM unnest(CAST(:ids AS uuid[])) b (id)
      LEFT JOIN (payroll_line l LEFT JOIN payout p ON p.id = l.id) ON l.payroll_id = b.id GROUP BY b.id""")  # noqa: S608 - constants
TO_RETRY: Final = text(f"""SELECT {LINE_COLUMNS} {LINES} WHERE l.payroll_id = CAST(:payroll AS uuid)
      AND {LINE_STATE} IN ('failed', 'returned') AND NOT EXISTS (SELECT FROM payroll_line c WHERE c.retries = l.id)
    ORDER BY l.nth""")  # noqa: S608 - constants
ASK: Final = text("""UPDATE payroll SET state = 'asked', lines = :lines, amount = :amount, fee = :fee, tax = :tax,
    asked_at = wallet_now() WHERE id = CAST(:id AS uuid)""")
SEND_BACK: Final = text("UPDATE payroll SET state = 'draft', refused_at = wallet_now() WHERE id = CAST(:id AS uuid)")
APPROVE: Final = text("""UPDATE payroll SET state = 'paying', decided_by = CAST(:by AS uuid), decided_at = wallet_now(),
    next_at = wallet_now() WHERE id = CAST(:id AS uuid)""")
STRIKE: Final = text("DELETE FROM payroll_line WHERE payroll_id = CAST(:payroll AS uuid) AND nth = :nth")
STRIKE_ALL: Final = text("DELETE FROM payroll_line WHERE payroll_id = CAST(:payroll AS uuid)")
DROP: Final = text("DELETE FROM payroll WHERE id = CAST(:payroll AS uuid)")
IS_PAYING: Final = text(
    "SELECT 1 FROM payroll WHERE merchant_id = CAST(:merchant AS uuid) AND state = 'paying' LIMIT 1"
)
NAMED: Final = text("SELECT name FROM member_login WHERE id = CAST(:id AS uuid)")


@dataclass(frozen=True)
class Payroll:
    """A payroll as it stands; `lines`, `amount`, `fee` and `tax` are as it was asked."""

    id: str
    merchant_id: str
    title: str
    state: PayrollState
    parent_id: str | None
    made_by: str | None
    made_by_key: str | None
    decided_by: str | None
    lines: int
    amount: int
    fee: int
    tax: int
    reference: str
    created_at: datetime
    asked_at: datetime | None
    refused_at: datetime | None
    decided_at: datetime | None
    ended_at: datetime | None

    @property
    def maker_id(self) -> str:
        """Return the login of the member who made it, or the key of the program that did."""
        return str(self.made_by or self.made_by_key)

    @property
    def total(self) -> int:
        """Return what is put aside for it."""
        return self.amount + self.fee + self.tax

    @property
    def key(self) -> str:
        """Return the key of the transfer that puts its money aside."""
        return f"payroll:{self.id}"

    def describe(self, count: "Count") -> dict[str, Any]:
        """Return it as its business sees it, in the API and in events; amounts are whole francs."""
        return {
            "id": write_id("pyr", self.id), "object": "payroll", "title": self.title, "state": self.state,
            "currency": "XAF", "lines": count.lines, "bad_lines": count.bad, "amount": count.amount, "fee": count.fee,
            "tax": count.tax, "waiting": count.waiting, "pending": count.pending, "paid": count.paid,
            "failed": count.failed, "parent": write_id("pyr", self.parent_id) if self.parent_id else None,
            "reference": self.reference, "created_at": clock.write_utc(self.created_at),
            "decided_at": clock.write_utc(self.decided_at) if self.decided_at else None,
            "ended_at": clock.write_utc(self.ended_at) if self.ended_at else None,
        }  # fmt: skip


@dataclass(frozen=True)
class Count:
    """The sums of a payroll's lines: of those that can be paid, and of what became of them."""

    lines: int
    bad: int
    amount: int
    fee: int
    tax: int
    waiting: int
    pending: int
    pending_francs: int
    paid: int
    paid_francs: int
    failed: int
    failed_francs: int
    to_retry: int

    @property
    def total(self) -> int:
        """Return what must be in the account for it."""
        return self.amount + self.fee + self.tax

    @property
    def ended(self) -> int:
        """Return how many lines were paid or came back."""
        return self.paid + self.failed


@dataclass(frozen=True)
class PayrollLine:
    """A line as it stands: as typed, as judged, and what became of it."""

    id: str
    nth: int
    typed: dict[str, str]
    problem: str
    said: dict[str, Any]
    vouched: str
    way: str
    rail: str
    number: str
    holder: str
    person_id: str | None
    amount: int
    fee: int
    tax: int
    label: str
    retries: str | None
    state: LineState
    reason: str
    reference: str

    @property
    def as_typed(self) -> TypedRow:
        """Return it as it is judged anew."""
        return TypedRow(self.nth, **self.typed, vouched=self.vouched)

    @property
    def as_judged(self) -> JudgedRow:
        """Return how it was judged last."""
        return JudgedRow(
            self.as_typed, self.problem, self.said, self.way, self.rail, self.number, self.holder, self.person_id,
            self.amount, self.fee, self.tax, self.label,
        )  # fmt: skip


def create(db: Connection, maker: Actor, title: str, reference: str, parent_id: str | None = None) -> Payroll:
    """Write a draft down, of the business of who makes it."""
    column = "made_by_key" if maker.kind == "api_key" else "made_by"
    row = {
        "id": str(uuid.uuid4()), "merchant": maker.business_id, "title": title, "parent": parent_id,
        "made_by": None, "made_by_key": None, column: maker.id,
        "reference": reference,
    }  # fmt: skip
    return Payroll(**db.execute(CREATE, row).one()._mapping)


def write_lines(db: Connection, payroll: Payroll, rows: Sequence[JudgedRow], retries: dict[int, str]) -> None:
    """Write a draft's lines down; `retries` names the line that a row tries again, by its number."""
    told = json.dumps([{**row.to_row(), "retries": retries.get(row.typed.nth)} for row in rows])
    db.execute(WRITE, {"payroll": payroll.id, "rows": told})


def rewrite_lines(db: Connection, payroll: Payroll, rows: Sequence[JudgedRow]) -> None:
    """Write down how lines of a draft are judged now."""
    if rows:
        db.execute(REWRITE, {"payroll": payroll.id, "rows": json.dumps([row.to_row() for row in rows])})


def find(db: Connection, merchant_id: str, payroll_id: str) -> Payroll | None:
    """Return a payroll of a business, None where it has no such one."""
    row = db.execute(LOOK, {"merchant": merchant_id, "id": payroll_id}).one_or_none()
    return Payroll(**row._mapping) if row else None


def get(db: Connection, payroll_id: str) -> Payroll | None:
    """Return a payroll of any business, as who mails of it reads it; None for one that was dropped."""
    row = db.execute(GET, {"id": payroll_id}).one_or_none()
    return Payroll(**row._mapping) if row else None


def lock_row(db: Connection, merchant_id: str, payroll_id: str) -> Payroll | None:
    """Return a payroll of a business, locked; None where it has no such one."""
    row = db.execute(LOCK, {"merchant": merchant_id, "id": payroll_id}).one_or_none()
    return Payroll(**row._mapping) if row else None


def list_of(db: Connection, merchant_id: str, most: int, before: str | None = None) -> list[tuple[Payroll, int]]:
    """Return payrolls of a business, the newest first, each with how many of its lines are under way."""
    rows = db.execute(LIST, {"merchant": merchant_id, "most": most, "before": before})
    return [(Payroll(*columns), pending) for *columns, pending in rows]


def list_lines(
    db: Connection, payroll_id: str, most: int, *, after: int = 0, only_bad: bool = False, states: Sequence[str] = ()
) -> list[PayrollLine]:
    """Return lines of a payroll in the order of its file, those behind the row `after`."""
    asked = {"payroll": payroll_id, "most": most, "after": after, "bad": only_bad, "states": [*states] or None}
    return [PayrollLine(**row._mapping) for row in db.execute(LIST_LINES, asked)]


def list_to_retry(db: Connection, payroll_id: str) -> list[PayrollLine]:
    """Return the lines that came back and that no other payroll tries again."""
    return [PayrollLine(**row._mapping) for row in db.execute(TO_RETRY, {"payroll": payroll_id})]


def count(db: Connection, payroll_id: str) -> Count:
    """Return the sums of a payroll's lines."""
    return count_each(db, [payroll_id])[payroll_id]


def count_each(db: Connection, payroll_ids: Sequence[str]) -> dict[str, Count]:
    """Return the sums of each payroll's lines, by its id."""
    return {payroll_id: Count(*sums) for payroll_id, *sums in db.execute(COUNT, {"ids": [*payroll_ids]})}


def ask(db: Connection, payroll: Payroll, found: Count) -> None:
    """Note that a draft waits for an approver, and for how much."""
    row = {"id": payroll.id, "lines": found.lines, "amount": found.amount, "fee": found.fee, "tax": found.tax}
    db.execute(ASK, row)
    note(db, payroll, "payroll.asked")


def send_back(db: Connection, payroll: Payroll) -> None:
    """Note that a payroll that was asked is a draft again."""
    db.execute(SEND_BACK, {"id": payroll.id})
    note(db, payroll, "payroll.refused")


def approve(db: Connection, payroll: Payroll, login_id: str) -> None:
    """Note that a payroll is to be paid."""
    db.execute(APPROVE, {"id": payroll.id, "by": login_id})
    note(db, payroll, "payroll.approved")


def strike(db: Connection, payroll: Payroll, nth: int) -> bool:
    """Take a line out of a draft; False where it has no such one."""
    return bool(db.execute(STRIKE, {"payroll": payroll.id, "nth": nth}).rowcount)


def drop(db: Connection, payroll: Payroll) -> None:
    """Take a draft away, with its lines."""
    db.execute(STRIKE_ALL, {"payroll": payroll.id})
    db.execute(DROP, {"payroll": payroll.id})


def note(db: Connection, payroll: Payroll, kind: str) -> None:
    """Note an event about a payroll."""
    now = find(db, payroll.merchant_id, payroll.id)
    assert now
    events.note(db, now.merchant_id, kind, now.id, now.describe(count(db, now.id)))


def is_paying(db: Connection, merchant_id: str) -> bool:
    """True while lines of a business wait to be paid."""
    return db.execute(IS_PAYING, {"merchant": merchant_id}).first() is not None


def name_member(db: Connection, login_id: str | None) -> str:
    """Return the name of a member, "" for nobody."""
    return str(db.execute(NAMED, {"id": login_id}).scalar_one_or_none() or "") if login_id else ""
