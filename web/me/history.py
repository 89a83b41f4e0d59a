"""The history of whoever is signed in, a page at a time, by a filter, with what all of it comes to."""

from typing import Final

from flask import Response, request

from documents.own_receipt import name_request_state
from documents.words import speak as speak_on_paper
from wallet.accounts.own_receipts import list_ended_requests
from wallet.accounts.read_movements import NEWEST, MovementPage, read_movements
from wallet.core.database import in_transaction
from wallet.operations.movements import SUMMED_MOST, MovementFilter
from wallet.people.people import Person
from wallet.retentions import retentions
from web.me import filter as filters
from web.me.answers import answer_page, choose_own_language, write_address
from web.me.cookie import find_signed_in
from web.me.filter import WrongFilter
from web.me.lines import describe_line
from web.pages.headers import lead_to
from web.pages.rendering import speak
from web.process import process

ENDED: Final = ("paid", "refused", "cancelled", "expired")  # how a request may
FILES: Final = {"csv": "CSV", "xlsx": "Excel", "pdf": "PDF"}  # that a history is had as


def show_history() -> Response:
    """Return the history of whoever is signed in, else the way to sign in."""
    person = find_signed_in()
    return show_lines(person) if person else lead_to(write_address())


def show_lines(person: Person, problem: str = "") -> Response:
    """Return a page of somebody's history, with what is wrong above it."""
    language = choose_own_language(person)
    say = speak(language)
    try:
        wanted, before = filters.read_filter(say), filters.read_before(say)
    except WrongFilter as wrong:
        problem, wanted, before = str(wrong), MovementFilter(), NEWEST
    kept = filters.keep_filter()
    balance, found, ended = in_transaction(process().wallet.engine, lambda db: (
        retentions.read_free(db, person.account_id), read_movements(db, person.id, wanted, before),
        list_ended_requests(db, person.id)))  # fmt: skip
    return answer_page(
        "history.html", 422 if problem else 200, person,
        balance=balance, problem=problem, summed=SUMMED_MOST, totals=found.totals, kept=kept, ended=ended,
        lines=[describe_line(language, one) for one in found.lines], older=_write_older(found, kept),
        newest=write_address("/history", **kept) if "before" in request.args else "",
        ways=filters.list_ways(say), groups=filters.list_groups(say), states=filters.list_states(say),
        exports=[(name, write_address(f"/history.{kind}", **kept)) for kind, name in FILES.items()],
        stands={one: name_request_state(speak_on_paper(language), one) for one in ENDED},
        narrowed=any(kept[name] for name in filters.FIELDS[2:]),
    )  # fmt: skip


def _write_older(found: MovementPage, kept: dict[str, str]) -> str:
    return write_address("/history", **kept, before=str(found.older)) if found.older else ""
