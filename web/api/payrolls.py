"""Payrolls as programs make and follow them; approving one is a member's, with their second factor, on its page."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from wallet.business.links import LARGEST
from wallet.prices.tariffs import MINIMUM
from wallet.salaries import payrolls
from wallet.salaries.decide_payroll import AskPayroll
from wallet.salaries.judge_rows import WAYS
from wallet.salaries.make_payroll import LINES_MOST, MAKE_SALARIES, TITLE_LETTERS, DropPayroll, MakePayroll
from wallet.salaries.payrolls import Payroll, PayrollLine
from wallet.salaries.typed_rows import LETTERS_MOST, TypedRow
from web.api.call import ApiRequest
from web.api.ids import read_id
from web.api.listing import Listing, Page, answer_list
from web.api.problems import not_found
from web.api.reading import DIGITS, LINE, Body, Query
from web.api.route import DELETED, Route

READ_SALARIES = "salaries:read"
PAYROLLS = Listing("pyr", payrolls.COLUMNS, "payroll b", "created_at, id")
LINES_A_PAGE = 500
Cell = Annotated[str, Field(max_length=LETTERS_MOST)]
if TYPE_CHECKING:
    WAY = str
else:
    WAY = Literal["", *WAYS]


class LineToPay(Body):
    """A line: a phone number or a RIB, the name that its wallet or account has, and what is paid to it.

    `way` "" is told by the number: its wallet here, else its operator.
    """

    number: Cell
    name: Cell
    amount: Annotated[int, Field(ge=int(MINIMUM), le=LARGEST, description="whole francs that arrive")]
    way: WAY = ""
    label: Cell = ""
    reference: Cell = ""


class PayrollToMake(Body):
    """A payroll as a draft; each line is judged at once."""

    title: Annotated[str, Field(min_length=1, max_length=TITLE_LETTERS, json_schema_extra=LINE)]
    lines: Annotated[list[LineToPay], Field(min_length=1, max_length=LINES_MOST)]


class PayrollShown(BaseModel):
    """A payroll: its sums, and what became of its lines. With `bad_lines`, which cannot be paid, it stays a draft."""

    id: str
    object: Literal["payroll"]
    title: str
    state: Literal["draft", "asked", "paying", "done"]
    currency: str
    lines: int
    bad_lines: int
    amount: int
    fee: int
    tax: int
    waiting: int
    pending: int
    paid: int
    failed: int
    parent: str | None
    reference: str
    created_at: datetime
    decided_at: datetime | None
    ended_at: datetime | None


class PayrollLineShown(BaseModel):
    """A line, by its place: `problem` names why it cannot be paid so, `reason` why it came back, "" for nothing."""

    line: int
    object: Literal["payroll_line"]
    number: str
    name: str
    way: Literal["", "wallet", "phone", "bank"]
    rail: str
    amount: int
    fee: int
    tax: int
    label: str
    state: Literal["waiting", "pending", "paid", "failed", "returned"]
    problem: str
    reason: str
    reference: str


class PayrollsAsked(Page):
    """A page of payrolls, or of those of one state."""

    state: Literal["", "draft", "asked", "paying", "done"] = ""


class LinesAsked(Query):
    """A page of lines: how many, after which, or of those alone that cannot be paid so."""

    limit: Annotated[int, Field(ge=1, le=LINES_A_PAGE, description="at most so many"), DIGITS] = 100
    after: Annotated[int, Field(ge=0, le=LINES_MOST, description="the last line of the page before"), DIGITS] = 0
    bad: Literal["", "true"] = ""


def show(db: Connection, call: ApiRequest, row_id: str) -> dict[str, Any]:
    """Return a payroll of the business that calls, as it is answered. Raises Trouble."""
    found = payrolls.find(db, call.merchant_id, row_id)
    if found is None:
        raise not_found()
    return found.describe(payrolls.count(db, found.id))


def show_line(line: PayrollLine) -> dict[str, Any]:
    """Return a line as it is answered: one that cannot be paid so, as it was said."""
    return {
        "line": line.nth, "object": "payroll_line", "number": line.number or line.typed["number"],
        "name": line.holder or line.typed["name"], "way": line.way, "rail": line.rail, "amount": line.amount,
        "fee": line.fee, "tax": line.tax, "label": line.label, "state": line.state, "problem": line.problem,
        "reason": line.reason, "reference": line.reference,
    }  # fmt: skip


def create_payroll(call: ApiRequest, said: PayrollToMake) -> dict[str, Any]:
    """Make a payroll as a draft; nobody is paid before you submit it and a member approves it."""
    rows = tuple(
        TypedRow(
            nth, one.number, WAYS[one.way][0] if one.way else "", one.name, str(one.amount), one.label, one.reference
        ) for nth, one in enumerate(said.lines, 1)
    )  # fmt: skip
    made = call.perform(MakePayroll(said.title, rows)).values["payroll_id"]
    return call.read(lambda db: show(db, call, made))


def list_payrolls(call: ApiRequest, asked: PayrollsAsked) -> dict[str, Any]:
    """List payrolls, the newest first."""
    filters: dict[str, tuple[str, Any]] = {"state": ("state = :state", asked.state)} if asked.state else {}

    def read(db: Connection) -> dict[str, Any]:
        rows, more = PAYROLLS.read(db, call, asked, filters)
        sums = payrolls.count_each(db, [row.id for row in rows])
        return answer_list(rows, more, lambda row: Payroll(*row).describe(sums[row.id]))

    return call.read(read)


def get_payroll(call: ApiRequest, payroll: str) -> dict[str, Any]:
    """Get one payroll."""
    return call.read(lambda db: show(db, call, read_id("pyr", payroll)))


def list_payroll_lines(call: ApiRequest, payroll: str, asked: LinesAsked) -> dict[str, Any]:
    """List the lines of a payroll, in the order in which they were said."""

    def read(db: Connection) -> dict[str, Any]:
        found = payrolls.find(db, call.merchant_id, read_id("pyr", payroll))
        if found is None:
            raise not_found()
        lines = payrolls.list_lines(db, found.id, asked.limit + 1, after=asked.after, only_bad=bool(asked.bad))
        return answer_list(lines[: asked.limit], len(lines) > asked.limit, show_line)

    return call.read(read)


def submit_payroll(call: ApiRequest, payroll: str) -> dict[str, Any]:
    """Submit a draft that this key made: whoever may approve it is told, and does so on its page."""
    row_id = read_id("pyr", payroll)
    call.read(lambda db: show(db, call, row_id))
    call.perform(AskPayroll(row_id))
    return call.read(lambda db: show(db, call, row_id))


def drop_payroll(call: ApiRequest, payroll: str) -> None:
    """Drop a draft that this key made, with all that it says of people."""
    row_id = read_id("pyr", payroll)
    call.read(lambda db: show(db, call, row_id))
    call.perform(DropPayroll(row_id))


ROUTES = (
    Route("POST", "/payrolls", create_payroll, MAKE_SALARIES, PayrollShown, PayrollToMake, status=201),
    Route("GET", "/payrolls", list_payrolls, READ_SALARIES, PayrollShown, asks=PayrollsAsked, page=True),
    Route("GET", "/payrolls/<payroll>", get_payroll, READ_SALARIES, PayrollShown),
    Route(
        "GET", "/payrolls/<payroll>/lines", list_payroll_lines, READ_SALARIES, PayrollLineShown, asks=LinesAsked,
        page=True,
    ),
    Route("POST", "/payrolls/<payroll>/submit", submit_payroll, MAKE_SALARIES, PayrollShown),
    Route("POST", "/payrolls/<payroll>/drop", drop_payroll, MAKE_SALARIES, status=DELETED),
)  # fmt: skip
