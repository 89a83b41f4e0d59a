"""Invoices of a business: listed, written, issued, sent, taken back; and what it says of itself on them."""

import secrets
from collections.abc import Callable
from typing import Any, Final

from flask import Response, abort, request
from sqlalchemy import Connection

from documents.invoice import print_invoice
from documents.invoice_words import name_kind
from documents.words import speak as speak_on_paper
from wallet.business import customers, invoices
from wallet.business.draft_invoice import DropDraft
from wallet.business.finalise_invoice import FinaliseInvoice
from wallet.business.invoice_checkouts import find_open_address
from wallet.business.invoice_issuers import find_issuer
from wallet.business.invoice_papers import get_paper
from wallet.business.invoice_standing import get_standing, list_standings
from wallet.business.invoices import NOTE_LETTERS, Invoice
from wallet.business.send_invoice import SendInvoice
from wallet.business.turn_proforma import TurnProforma
from wallet.business.void_invoice import VoidInvoice
from wallet.core.errors import Refused
from wallet.core.public_ids import find_id, write_id
from wallet.operations.pay_addresses import write_url
from web.business.answers import lead_on, write_address
from web.business.inside import Inside, do_or_say, enter, read_field
from web.pages.printing import answer_paper, print_paper
from web.process import process

A_PAGE: Final = 20


def show_invoices(merchant: str) -> Response:
    """Return a page of invoices, proformas and credit notes, each as it stands."""
    inside = enter(merchant)
    inside.need("invoices:read")
    kind, before = request.args.get("kind", ""), find_id("inv", request.args.get("before", ""))
    if kind not in ("", *invoices.KINDS):
        abort(404)

    def look(db: Connection) -> tuple[Any, Any, bool]:
        rows = invoices.list_of(db, merchant, kind, A_PAGE + 1, before)
        return rows, list_standings(db, [row.id for row in rows]), find_issuer(db, merchant) is not None

    rows, standings, has_issuer = inside.read(look)
    last = rows[A_PAGE - 1].id if len(rows) > A_PAGE else ""
    say = speak_on_paper(inside.language)
    return inside.answer(
        "invoices.html", "invoices", invoices=rows[:A_PAGE], standings=standings, kind=kind, write_id=write_id,
        older=write_address(f"{inside.way}/invoices", kind=kind, before=write_id("inv", last)) if last else "",
        kinds=[("", inside.say("All")), *((one, name_kind(say, one)) for one in invoices.KINDS)],
        name_kind=lambda one: name_kind(say, one), name_state=lambda state: name_state(inside, state),
        may_write=inside.may("invoices:write"), has_issuer=has_issuer,
    )  # fmt: skip


def name_state(inside: Inside, state: str) -> str:
    """Return how an invoice stands, in a word or two."""
    say = inside.say
    return {
        "draft": say("Draft"), "open": say("To pay"), "partly_paid": say("Partly paid"), "overdue": say("Overdue"),
        "paid": say("Paid"), "void": say("Taken back"), "turned": say("Invoice made of it"), "issued": say("Issued"),
    }[state]  # fmt: skip


def find_invoice(inside: Inside, written: str) -> Invoice:
    """Return the invoice of an address. Aborts with 404 for none of theirs."""
    row_id = find_id("inv", written)
    found = inside.read(lambda db: invoices.find(db, row_id)) if row_id else None
    if found is None or found.merchant_id != inside.merchant_id:
        abort(404)
    return found


def show_invoice(merchant: str, invoice: str, problem: str = "", reason: str = "") -> Response:
    """Return one invoice, and what may be done with it; `reason` is why it was to be taken back."""
    inside = enter(merchant)
    inside.need("invoices:read")
    one = find_invoice(inside, invoice)

    def look(db: Connection) -> dict[str, Any]:
        address = find_open_address(db, one.id)
        return {
            "standing": get_standing(db, one.id), "customer": customers.find(db, merchant, one.customer_id),
            "notes": invoices.list_credit_notes(db, one.id), "code": address.code if address else "",
            "url": write_url(process().public_url or request.host_url, address.token) if address else "",
            "has_issuer": find_issuer(db, merchant) is not None,
        }  # fmt: skip

    say = speak_on_paper(inside.language)
    shown = inside.read(look)
    return inside.answer(
        "invoice.html", "invoices", 422 if problem else 200, problem=problem, invoice=one, named=invoice,
        title=" ".join(filter(None, (name_kind(say, one.kind), one.number))), write_id=write_id,
        state=name_state(inside, shown["standing"].state), may_write=inside.may("invoices:write"),
        attempt=secrets.token_urlsafe(16), note_letters=NOTE_LETTERS, reason=reason, **shown,
    )  # fmt: skip


def change_invoice(merchant: str, invoice: str) -> Response:
    """Do with an invoice what the form says."""
    inside = enter(merchant)
    inside.need("invoices:write")
    one, what = find_invoice(inside, invoice), request.form.get("what", "")
    if what not in DO:
        abort(400)

    def change() -> Response:
        return lead_on(f"{inside.way}/invoices{DO[what](inside, one)}")

    back, reason = f"{inside.way}/invoices/{invoice}", read_field("reason", NOTE_LETTERS)
    return do_or_say(inside, change, lambda problem: show_invoice(merchant, invoice, problem, reason), back)


def _issue(inside: Inside, one: Invoice) -> str:
    inside.perform(FinaliseInvoice(one.id))
    return f"/{write_id('inv', one.id)}"


def _drop(inside: Inside, one: Invoice) -> str:
    inside.perform(DropDraft(one.id))
    return ""


def _send(inside: Inside, one: Invoice) -> str:
    inside.perform(SendInvoice(one.id))
    return f"/{write_id('inv', one.id)}"


def _void(inside: Inside, one: Invoice) -> str:
    reason = read_field("reason", NOTE_LETTERS)
    done = inside.perform(VoidInvoice(one.id, reason))
    return f"/{write_id('inv', done.values['credit_note_id'])}"


def _turn(inside: Inside, one: Invoice) -> str:
    done = inside.perform(TurnProforma(one.id))
    return f"/{write_id('inv', done.values['invoice_id'])}"


DO: Final[dict[str, Callable[[Inside, Invoice], str]]] = {
    "issue": _issue, "drop": _drop, "send": _send, "void": _void, "turn": _turn,
}  # fmt: skip


def print_paper_of(merchant: str, invoice: str) -> Response:
    """Print an invoice: the same bytes each time once it was issued; a draft says that it is one."""
    inside = enter(merchant)
    inside.need("invoices:read")
    one, held = find_invoice(inside, invoice), process()
    try:
        paper = inside.read(lambda db: get_paper(db, one))
    except Refused as refused:
        return show_invoice(merchant, invoice, inside.say_problem(refused))
    printed = print_paper(lambda: print_invoice(paper, held.public_url, held.service_code))
    return answer_paper(printed, one.number or "draft")
