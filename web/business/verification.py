"""Verification of a business: its level and what that binds, the papers it sent, and the form that sends one."""

import secrets
import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Response, abort, request
from sqlalchemy import Connection

from documents.methods import name_method
from documents.sent.redraw import BYTES_MOST, redraw
from documents.words import Say
from documents.words import speak as speak_on_paper
from wallet.business import levels
from wallet.core.public_ids import find_id, write_id
from wallet.verification import business_documents
from wallet.verification.business_documents import KINDS, BusinessDocument
from wallet.verification.send_document import WRITE_VERIFICATION, SendDocument, WithdrawDocument
from web.business.answers import lead_on
from web.business.inside import Inside, do_or_say, enter

Drawn = TypeVar("Drawn")
AT_ONCE: Final = threading.BoundedSemaphore(2)  # of a process: its threads are for hops, the machine's memory too
SENT_MOST: Final = BYTES_MOST + 64 * 1024  # with what a file's form has besides it


def show_verification(merchant: str, problem: str = "") -> Response:
    """Return the level of a business, what it lacks for the next one, and its papers."""
    inside = enter(merchant)
    inside.need(WRITE_VERIFICATION)

    def look(db: Connection) -> dict[str, Any]:
        bound, needs = levels.read_level(db, merchant), business_documents.list_needs(db)
        return {
            "bound": bound, "papers": business_documents.list_of(db, merchant),
            "shown": business_documents.find_shown_level(db, merchant),
            "needs": needs.get(bound.level + 1, []),
        }  # fmt: skip

    say, read = inside.say, inside.read(look)
    have = {one.kind: one.state for one in reversed(read["papers"]) if one.state in business_documents.IN_HAND}
    return inside.answer(
        "verification.html", "verification", 422 if problem else 200, problem=problem,
        attempt=secrets.token_urlsafe(16), kinds=[(kind, name_kind(say, kind)) for kind in KINDS],
        chosen=request.form.get("paper", ""), have=have, write_id=write_id,
        name_kind=lambda kind: name_kind(say, kind), name_state=lambda one: name_state(say, one),
        name_reason=lambda one: name_reason(say, one.reason),
        methods=[name_method(speak_on_paper(inside.language), one) for one in read["bound"].methods],
        name_level=lambda level: name_level(say, level),
        **read,
    )  # fmt: skip


def take_paper(merchant: str) -> Response:
    """Take in a paper: what it shows is drawn anew, and kept for staff to look at."""
    inside = enter(merchant)
    inside.need(WRITE_VERIFICATION)
    paper = request.form.get("paper", "")
    if paper not in KINDS:
        abort(400)
    way = f"{inside.way}/verification"

    def take() -> Response:
        sent = request.files.get("file")
        content = sent.read() if sent else b""
        drawn = draw_in_turn(lambda: redraw(content))
        inside.perform(SendDocument(paper, drawn.type, drawn.content))
        return lead_on(way)

    return do_or_say(inside, take, lambda problem: show_verification(merchant, problem), way)


def draw_in_turn(draw: Callable[[], Drawn]) -> Drawn:
    """Return what is drawn anew of a file. Aborts with 503 while enough are; raises Misread for what is none."""
    if not AT_ONCE.acquire(blocking=False):
        abort(503)
    try:
        return draw()
    finally:
        AT_ONCE.release()


def withdraw_paper(merchant: str, document: str) -> Response:
    """Take a paper back that nobody has judged."""
    inside = enter(merchant)
    inside.need(WRITE_VERIFICATION)
    found = find_paper(inside, document)
    way = f"{inside.way}/verification"

    def withdraw() -> Response:
        inside.perform(WithdrawDocument(found.id))
        return lead_on(way)

    return do_or_say(inside, withdraw, lambda problem: show_verification(merchant, problem), way)


def find_paper(inside: Inside, written: str) -> BusinessDocument:
    """Return a paper of the business. Aborts with 404 for none of theirs."""
    row_id = find_id("doc", written)
    found = inside.read(lambda db: business_documents.find(db, inside.merchant_id, row_id)) if row_id else None
    if found is None:
        abort(404)
    return found


def name_kind(say: Say, kind: str) -> str:
    """Return what a kind of paper is called."""
    return {
        "identity": say("Identity document of whoever directs the business"),
        "niu": say("Certificate of the taxpayer number (NIU)"),
        "rccm": say("Extract of the trade register (RCCM)"),
        "statutes": say("Statutes of the company"),
        "owners": say("Identity documents of the owners"),
        "bank": say("Certificate of the bank account"),
    }[kind]


def name_state(say: Say, one: BusinessDocument) -> str:
    """Return what became of a paper."""
    return {
        "asked": say("Waits to be looked at"), "accepted": say("Accepted"), "refused": say("Refused"),
        "withdrawn": say("Withdrawn by you"), "ended": say("Expired"),
    }[one.state]  # fmt: skip


def name_reason(say: Say, reason: str) -> str:
    """Return why a paper was refused, and what to do."""
    return {
        "": "",
        "unreadable": say("It cannot be read: take the photo again, in daylight, with all four corners."),
        "over": say("It has expired: send the one that is valid now."),
        "other_name": say("It bears another name than the business, or than whoever directs it: send theirs."),
        "other_paper": say("It is another document than was chosen: choose its kind, and send it again."),
        "incomplete": say("A page or a side is missing: send all of it in one file."),
        "doubted": say("It could not be confirmed: call Mbongo's service, with the original at hand."),
    }.get(reason, reason)


def name_level(say: Say, level: int) -> str:
    """Return what a level is called."""
    return {
        0: say("Level 0: trying out"), 1: say("Level 1: a person who sells"), 2: say("Level 2: a company"),
    }[level]  # fmt: skip
