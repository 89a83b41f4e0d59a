"""A history as a file: CSV, a workbook, or a statement as PDF, of what the filter lets through and no more than fits.

All three are made as papers are (web/pages/printing.py): one at a time, behind whoever dials. Lines are read some at a
time, each time in a short transaction of its own, so that neither the database nor a process holds all of a history.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from flask import Response, abort
from sqlalchemy import Connection, Engine

from documents.own_receipt import name_state
from documents.sheet import SHEETS, Row, write_sheet
from documents.shown import DOUALA
from documents.statement import PrintedLine, PrintedStatement, print_statement
from documents.words import speak as speak_on_paper
from wallet import ledger
from wallet.accounts.read_movements import NEWEST, read_balance_before
from wallet.core import clock
from wallet.core.replica import read_report
from wallet.operations import movements
from wallet.operations.movements import HistoryLine, MovementFilter
from wallet.payments.rails import RAILS
from wallet.people.people import Person
from web.me import filter as filters
from web.me.answers import choose_own_language, write_address
from web.me.cookie import find_signed_in
from web.me.filter import WrongFilter
from web.me.history import show_lines
from web.me.lines import describe_line
from web.pages.headers import lead_to
from web.pages.printing import answer_paper, print_paper
from web.pages.rendering import speak
from web.process import process

LINES_MOST: Final = {"csv": 10_000, "xlsx": 10_000, "pdf": 1_000}
AT_A_TIME: Final = 500


@dataclass(frozen=True)
class Chosen:
    """The part of somebody's history that is made into a file, and in which language."""

    engine: Engine
    person: Person
    wanted: MovementFilter
    language: str


def give_file(kind: str) -> Response:
    """Return a signed-in person's history as a file, or its page saying that the filter lets too many through."""
    if kind not in LINES_MOST:
        abort(404)
    person = find_signed_in()
    if person is None:
        return lead_to(write_address())
    language = choose_own_language(person)
    say = speak(language)
    try:
        wanted = filters.read_filter(say)
    except WrongFilter as wrong:
        return show_lines(person, str(wrong))
    engine = process().wallet.engine
    count = read_report(engine, lambda db: movements.sum_filtered(db, person.id, wanted)).count
    if count > LINES_MOST[kind]:
        most = LINES_MOST[kind]
        many = say("A file holds %(most)s operations, and these are more. Choose fewer days.", most=most)
        return show_lines(person, many)
    chosen = Chosen(engine, person, wanted, language)
    made = print_paper(lambda: make_sheet(kind, chosen) if kind in SHEETS else make_statement(chosen))
    name = "-".join(["mbongo", *(f"{day:%Y%m%d}" for day in (wanted.since, wanted.until) if day)])
    return answer_paper(made, name, kind)


def _read_lines(chosen: Chosen) -> Iterator[HistoryLine]:
    """Yield lines, newest first, as many as at first: what is done meanwhile is newer than all of them."""
    before = NEWEST

    def read(db: Connection) -> list[HistoryLine]:
        return movements.list_filtered(db, chosen.person.id, chosen.wanted, AT_A_TIME, before)

    while found := read_report(chosen.engine, read):
        yield from found
        before = found[-1].movement.seq


def _list_head(language: str) -> Row:
    say = speak(language)
    return (
        say("Day"), say("Time"), say("Reference"), say("Operation"), say("With"), say("Received in FCFA"),
        say("Given in FCFA"), say("Fee in FCFA"), say("Tax in FCFA"), say("State"), say("Balance in FCFA"),
    )  # fmt: skip


def list_rows(chosen: Chosen) -> Iterator[Row]:
    """Yield the balance after, each line, newest first, what is set aside, the balance before; of a part, lines."""
    stated = read_report(chosen.engine, lambda db: _read_statement(db, chosen))
    name = speak_on_paper(chosen.language)
    if stated.after is not None:
        yield _write_balance(name("Balance after"), stated.after)
    yield from _list_lines(chosen)
    if stated.before is not None:
        if stated.set_aside:
            yield _write_balance(name("Set aside, or on its way"), stated.set_aside)
        yield _write_balance(name("Balance before"), stated.before)


def _write_balance(what: str, amount: int) -> Row:
    return ("", "", "", what, "", "", "", "", "", "", amount)


def _list_lines(chosen: Chosen) -> Iterator[Row]:
    say = speak_on_paper(chosen.language)
    for line in _read_lines(chosen):
        one, at = line.movement, line.at.astimezone(DOUALA)
        yield (
            f"{at:%Y-%m-%d}", f"{at:%H:%M:%S}", one.reference, describe_line(chosen.language, line).what,
            one.other or _name_rail(one.operator),
            max(one.amount, 0), max(-one.amount, 0), one.fee, one.tax, name_state(say, line.state), "",
        )  # fmt: skip


def _name_rail(rail: str) -> str:
    return RAILS[rail].title if rail in RAILS else ""


def make_sheet(kind: str, chosen: Chosen) -> bytes:
    title, head = speak(chosen.language)("Operations"), _list_head(chosen.language)
    return write_sheet(kind, title, head, list_rows(chosen), chosen.language)


def _read_statement(db: Connection, chosen: Chosen) -> PrintedStatement:
    """Return what stands above a statement's lines, which are not read yet."""
    person, wanted = chosen.person, chosen.wanted
    before = after = None
    if wanted.is_of_days:
        before = read_balance_before(db, person, wanted.since) if wanted.since else 0
        last = wanted.until + timedelta(days=1) if wanted.until else None
        after = read_balance_before(db, person, last) if last else ledger.balance(db, person.account_id)
    return PrintedStatement(
        person.name, person.phone.removeprefix("+237"), wanted.since, wanted.until,
        movements.sum_filtered(db, person.id, wanted), (), clock.now(db),
        filters.describe_filter(speak(chosen.language), wanted), before, after,
    )  # fmt: skip


def make_statement(chosen: Chosen) -> bytes:
    stated = read_report(chosen.engine, lambda db: _read_statement(db, chosen))
    lines = [
        PrintedLine(one.at, one.what, one.reference, one.amount, one.price)
        for one in (describe_line(chosen.language, line) for line in _read_lines(chosen))
    ]
    return print_statement(replace(stated, lines=lines), chosen.language)
