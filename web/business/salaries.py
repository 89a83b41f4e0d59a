"""Payrolls of a business: the list, a file taken in, one payroll mended, submitted, decided, followed to its end."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any, Final

from flask import Response, abort, request
from sqlalchemy import Connection, Engine

from documents.sheet import SHEETS, Row, write_sheet
from documents.words import Say
from wallet.business import merchants
from wallet.business.sales import read_holdings
from wallet.core.database import in_transaction
from wallet.core.public_ids import find_id, write_id
from wallet.operations.use_case import UseCase
from wallet.payments.rails import RAILS
from wallet.payouts.settlement_accounts import hide
from wallet.salaries import payrolls
from wallet.salaries.decide_payroll import APPROVE_SALARIES, AskPayroll, DecidePayroll
from wallet.salaries.judge_rows import VOUCHABLE, WAYS
from wallet.salaries.make_payroll import (
    MAKE_SALARIES,
    TITLE_LETTERS,
    DropPayroll,
    MakePayroll,
    MendLine,
    RetryPayroll,
    StrikeLine,
)
from wallet.salaries.payrolls import Payroll, PayrollLine
from wallet.salaries.read_sheet import BYTES_MOST, EXAMPLES, list_columns, read_sheet
from wallet.salaries.typed_rows import FIELDS, LETTERS_MOST
from web.business.answers import lead_on, write_address
from web.business.cookie import TOKEN
from web.business.inside import Inside, do_or_say, enter
from web.pages.printing import answer_paper, print_paper
from web.pages.row_problems import say_row_problem
from web.process import process

A_PAGE: Final = 20
LINES_A_PAGE: Final = 100
BAD_AT_ONCE: Final = 15
SENT_MOST: Final = BYTES_MOST + 64 * 1024  # with what a file's form has besides it
AT_A_TIME: Final = 500
BACK: Final = ("failed", "returned")


def come_in(merchant: str) -> Inside:
    """Return the member inside. Aborts with 404 for who neither makes payrolls nor approves them."""
    inside = enter(merchant)
    if not (inside.may(MAKE_SALARIES) or inside.may(APPROVE_SALARIES)):
        abort(404)
    return inside


def show_payrolls(merchant: str, problem: str = "", title: str = "") -> Response:
    """Return the payrolls of a business, and the form that takes a file in."""
    inside = come_in(merchant)
    before = find_id("pyr", request.args.get("before", ""))
    found = inside.read(lambda db: payrolls.list_of(db, merchant, A_PAGE + 1, before))
    last = found[A_PAGE - 1][0].id if len(found) > A_PAGE else ""
    return inside.answer(
        "salaries.html", "salaries", 422 if problem else 200, problem=problem, payrolls=found[:A_PAGE], title=title,
        name_state=lambda one, pending: name_state(inside.say, one, pending), write_id=write_id,
        attempt=secrets.token_urlsafe(16),
        may_make=inside.may(MAKE_SALARIES), letters=TITLE_LETTERS, sheets=SHEETS,
        older=write_address(f"{inside.way}/salaries", before=write_id("pyr", last)) if last else "",
    )  # fmt: skip


def name_state(say: Say, one: Payroll, pending: int = 0) -> str:
    """Return how a payroll stands, in the reader's words; with lines whose end nobody knows, it is not done."""
    if one.state == "done" and pending:
        return say("Being paid")
    if one.state == "draft" and one.refused_at:
        return say("Sent back: to be mended")
    return {
        "draft": say("Draft"), "asked": say("Waits for an approver"), "paying": say("Being paid"), "done": say("Done"),
    }[one.state]  # fmt: skip


def take_file(merchant: str) -> Response:
    """Write a payroll of a file that was sent."""
    inside = come_in(merchant)
    TOKEN.check_form()
    inside.need(MAKE_SALARIES)
    title = request.form.get("title", "").strip()[:LETTERS_MOST]
    way = f"{inside.way}/salaries"

    def take() -> Response:
        sent = request.files.get("file")
        made = inside.perform(MakePayroll(title, read_sheet(sent.read() if sent else b"")))
        return lead_on(f"{way}/{write_id('pyr', str(made.values['payroll_id']))}")

    return do_or_say(inside, take, lambda problem: show_payrolls(merchant, problem, title), way)


def give_template(merchant: str, kind: str) -> Response:
    """Return an empty file to be filled in, with one row that shows how."""
    inside = come_in(merchant)
    if kind not in SHEETS:
        abort(404)
    say = inside.say
    language, title = inside.language, say("Salaries")
    return answer_paper(
        print_paper(lambda: write_sheet(kind, title, list_columns(language), [EXAMPLES[language]], language)),
        "mbongo-salaries", kind,
    )  # fmt: skip


def show_payroll(merchant: str, payroll: str, problem: str = "", typed: dict[str, str] | None = None) -> Response:
    """Return one payroll: its sums, the rows to be mended, its lines, and what may be done with it."""
    inside = come_in(merchant)
    one = find_payroll(inside, payroll)
    after = request.args.get("after", "")
    begin = int(after) if after.isascii() and after.isdigit() and len(after) < len(f"{2**31}") else 0
    say = inside.say

    def look(db: Connection) -> dict[str, Any]:
        return {
            "count": payrolls.count(db, one.id),
            "bad": payrolls.list_lines(db, one.id, BAD_AT_ONCE, only_bad=True) if one.state == "draft" else [],
            "back": payrolls.list_lines(db, one.id, BAD_AT_ONCE, states=BACK) if one.decided_by else [],
            "lines": payrolls.list_lines(db, one.id, LINES_A_PAGE + 1, after=begin),
            "available": read_holdings(db, merchant).available,
            "maker": payrolls.name_member(db, one.made_by) or say("a program"),
            "decider": payrolls.name_member(db, one.decided_by),
        }  # fmt: skip

    read = inside.read(look)
    lines = read.pop("lines")
    here = f"{inside.way}/salaries/{payroll}"
    more = write_address(here, after=str(lines[LINES_A_PAGE - 1].nth)) if len(lines) > LINES_A_PAGE else ""
    goes_on = one.state == "paying" or read["count"].pending > 0
    return inside.answer(
        "payroll.html", "salaries", 422 if problem else 200, problem=problem, payroll=one, lines=lines[:LINES_A_PAGE],
        more=more, goes_on=goes_on, is_mine=one.made_by == inside.who.login_id, may_make=inside.may(MAKE_SALARIES),
        may_approve=inside.may(APPROVE_SALARIES) and one.made_by != inside.who.login_id,
        attempt=secrets.token_urlsafe(16), write_id=write_id,
        name_state=lambda it: name_state(inside.say, it, read["count"].pending),
        name_line=lambda it: name_line_state(inside.say, it), name_way=lambda it: name_way(inside.say, it), hide=hide,
        say_problem=lambda it: say_row_problem(inside.say, it.problem, it.said),
        why_back=lambda it: say_back(inside.say, it),
        vouchable=VOUCHABLE, ways=list_ways(inside), typed=typed or {"nth": ""}, fields=FIELDS, sheets=SHEETS,
        script="progress.js", progress=100 * read["count"].ended // max(read["count"].lines, 1), **read,
    )  # fmt: skip


def find_payroll(inside: Inside, written: str) -> Payroll:
    """Return a payroll of the business. Aborts with 404 for none of theirs."""
    row_id = find_id("pyr", written)
    found = inside.read(lambda db: payrolls.find(db, inside.merchant_id, row_id)) if row_id else None
    if found is None:
        abort(404)
    return found


def name_line_state(say: Say, line: PayrollLine) -> str:
    """Return what became of a line, in the reader's words."""
    if line.state == "waiting" and line.reason:
        return say("Delayed by us: it is tried again every few minutes, and comes back after a day")
    return {
        "waiting": say("Waits"), "pending": say("Under way"), "paid": say("Paid"), "failed": say("Failed: it is back"),
        "returned": say("Came back from the bank"),
    }[line.state]  # fmt: skip


def name_way(say: Say, line: PayrollLine) -> str:
    """Return how a line is paid, in a few words."""
    named = {"wallet": "Mbongo", "bank": say("Bank")}
    return RAILS[line.rail].title if line.rail in RAILS else named.get(line.way, "")


def list_ways(inside: Inside) -> list[tuple[str, str]]:
    """Return the ways that a row may say, and their names."""
    say = inside.say
    names = {"wallet": "Mbongo", "bank": say("Bank"), **{name: rail.title for name, rail in RAILS.items()}}
    return [("", say("By the number"))] + [(words[0], names[way]) for way, words in WAYS.items()]


def say_back(say: Say, line: PayrollLine) -> str:
    """Return why a line came back, and what to do."""
    if line.way == "wallet":
        return say_row_problem(say, line.reason, line.said)
    if line.state == "returned":
        return say("The bank gave it back: look at the RIB and the name, then try it again.")
    return say("It could not be paid there: look at the number, then try it again.")


def change_payroll(merchant: str, payroll: str) -> Response:
    """Mend or strike a row, submit, decide, drop or try again, as the form says."""
    inside = come_in(merchant)
    TOKEN.check_form()
    one = find_payroll(inside, payroll)
    what = request.form.get("what", "")
    if what not in DO:
        abort(400)
    make, permission, leads = DO[what]
    inside.need(permission)
    here = f"{inside.way}/salaries/{payroll}"

    def change() -> Response:
        made = inside.perform(make(inside, one)).values.get("payroll_id", "")
        way = f"{inside.way}/salaries"
        return lead_on(f"{way}/{write_id('pyr', str(made))}" if made and leads else way)

    typed = {name: request.form.get(name, "")[:LETTERS_MOST] for name in ("nth", *FIELDS)}
    return do_or_say(inside, change, lambda problem: show_payroll(merchant, payroll, problem, typed), here)


def read_number(name: str) -> int:
    """Return a whole number that a form carries. Aborts with 400 for none."""
    written = request.form.get(name, "")
    if not (written.isascii() and written.isdigit() and len(written) <= len(f"{10**15}")):
        abort(400)
    return int(written)


def _mend(_: Inside, one: Payroll) -> UseCase:
    cells = {name: request.form.get(name, "")[:LETTERS_MOST] for name in FIELDS}
    vouched = " ".join(word for word in request.form.getlist("vouched") if word in VOUCHABLE)
    return MendLine(one.id, read_number("nth"), **cells, vouched=vouched)


def _decide(inside: Inside, one: Payroll) -> UseCase:
    owner = inside.read(lambda db: merchants.get_merchant(db, inside.merchant_id).owner_id)
    if request.form.get("what") == "refuse":
        return DecidePayroll(owner, one.id, 0)
    return DecidePayroll(owner, one.id, 1, *(read_number(name) for name in ("lines", "amount", "fee", "tax")))


Make = Callable[[Inside, Payroll], UseCase]
# What a form may say: the use case, who may, and whether the payroll is there afterwards.
DO: Final[dict[str, tuple[Make, str, bool]]] = {
    "mend": (_mend, MAKE_SALARIES, True),
    "strike": (lambda _, one: StrikeLine(one.id, read_number("nth")), MAKE_SALARIES, True),
    "ask": (lambda _, one: AskPayroll(one.id), MAKE_SALARIES, True),
    "drop": (lambda _, one: DropPayroll(one.id), MAKE_SALARIES, False),
    "retry": (lambda _, one: RetryPayroll(one.id), MAKE_SALARIES, True),
    "agree": (_decide, APPROVE_SALARIES, True),
    "refuse": (_decide, APPROVE_SALARIES, True),
}


def export_lines(merchant: str, payroll: str, kind: str) -> Response:
    """Return all lines of a payroll, and what became of each, as CSV or a workbook."""
    inside = come_in(merchant)
    one = find_payroll(inside, payroll)
    if kind not in SHEETS:
        abort(404)
    say, language, engine = inside.say, inside.language, process().wallet.engine
    head: Row = (
        say("Row"), say("Number"), say("Way"), say("Name"), say("Amount in FCFA"), say("Fee in FCFA"),
        say("Tax in FCFA"), say("Label"), say("Their reference"), say("State"), say("To be mended"), say("Reference"),
    )  # fmt: skip

    def write(line: PayrollLine) -> Row:
        is_bad = bool(line.problem)
        return (
            line.nth, line.number or line.typed["number"], name_way(say, line) or line.typed["way"],
            line.holder or line.typed["name"], line.typed["amount"] if is_bad else line.amount, line.fee, line.tax,
            line.label, line.typed["reference"], "" if is_bad else name_line_state(say, line),
            say_row_problem(say, line.problem, line.said) if is_bad
            else say_back(say, line) if line.state in BACK else "", line.reference,
        )  # fmt: skip

    rows = (write(line) for line in _list_all(engine, one.id))
    title = say("Salaries")
    return answer_paper(print_paper(lambda: write_sheet(kind, title, head, rows, language)), "mbongo-salaries", kind)


def _list_all(engine: Engine, payroll_id: str) -> Iterator[PayrollLine]:
    """Yield a payroll's lines, some at a time."""
    after = 0

    def some(db: Connection) -> list[PayrollLine]:
        return payrolls.list_lines(db, payroll_id, AT_A_TIME, after=after)

    while found := in_transaction(engine, some):
        yield from found
        after = found[-1].nth
