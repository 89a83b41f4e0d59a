"""The form that writes a draft: a customer, lines, what is withheld; more lines come by a button, without a script."""

import re
import secrets
from typing import Any, Final

from flask import Response, abort, request
from sqlalchemy import Connection

from documents.invoice_words import name_exemption, name_withheld
from documents.shown import show_percent
from documents.words import speak as speak_on_paper
from wallet.business import customers, invoices, vat_rates
from wallet.business.customers import FIELDS as FIELDS_OF_CUSTOMER
from wallet.business.draft_invoice import ChangeDraft, DraftInvoice
from wallet.business.invoice_sums import LINES_MOST, NewLine
from wallet.business.invoices import Invoice, NewInvoice
from wallet.business.save_customer import SaveCustomer
from wallet.core.errors import Misread
from wallet.core.public_ids import find_id, write_id
from wallet.core.values import Money
from web.business.answers import lead_on
from web.business.cookie import TOKEN
from web.business.customers import read_customer
from web.business.inside import Inside, do_or_say, enter, read_field
from web.business.invoices import find_invoice

LINES_FIRST, LINES_MORE, CUSTOMERS_MOST = 3, 5, 500
LINE_FIELDS: Final = ("title", "quantity", "unit_price", "discount_percent", "vat", "exemption")
FIELDS: Final = ("kind", "customer", "new_customer", "new_email", "due_on", "reference", "notes", "deposit")
TYPED_LETTERS: Final = 1_000
Typed = dict[str, Any]


def show_form(merchant: str, invoice: str = "", problem: str = "", typed: Typed | None = None) -> Response:
    """Return the form: empty, or with what a draft says, or with what was typed."""
    inside = enter(merchant)
    inside.need("invoices:write")
    draft = _find_draft(inside, invoice)
    typed = typed or (read_draft(draft) if draft else _begin())

    def look(db: Connection) -> dict[str, Any]:
        today, language = invoices.today(db), inside.language
        return {
            "customers": customers.list_of(db, merchant, CUSTOMERS_MOST),
            "rates": [(one.code, name_rate(inside, one)) for one in vat_rates.list_vat(db, today).values()],
            "withheld": [
                (one.code, f"{name_withheld(speak_on_paper(language), one.code)} {show_percent(one.ppm, language)}")
                for one in vat_rates.list_withheld(db, today).values()
            ],
        }  # fmt: skip

    return inside.answer(
        "write_invoice.html", "invoices", 422 if problem else 200, problem=problem, typed=typed, named=invoice,
        write_id=write_id, attempt=secrets.token_urlsafe(16), **inside.read(look),
    )  # fmt: skip


def name_rate(inside: Inside, rate: Any) -> str:
    """Return how a rate of tax is called in the list of a line."""
    if rate.reasoned:
        return name_exemption(speak_on_paper(inside.language), rate.code)
    return show_percent(rate.ppm, inside.language)


def _begin() -> Typed:
    typed: Typed = {name: request.args.get(name, "")[:60] for name in FIELDS}
    return typed | {"withholdings": [], "lines": [_empty_line() for _ in range(LINES_FIRST)]}


def _empty_line() -> dict[str, str]:
    return dict.fromkeys(LINE_FIELDS, "") | {"quantity": "1", "vat": "standard"}


def read_draft(draft: Invoice) -> Typed:
    """Return a draft as the form shows it, with room for one line more."""
    lines = [{name: str(getattr(line, name) or "") for name in LINE_FIELDS} for line in draft.lines]
    return {
        "kind": draft.kind, "customer": write_id("cus", draft.customer_id), "due_on": f"{draft.due_on or ''}",
        "new_customer": "", "new_email": "",
        "reference": draft.reference, "notes": draft.notes, "deposit": f"{draft.deposit or ''}",
        "withholdings": list(draft.withholdings), "lines": [*lines, _empty_line()],
    }  # fmt: skip


def read_typed() -> Typed:
    """Return what was typed, as the form shows it again."""
    form = request.form
    count = min(int(form["lines"]) if re.fullmatch("[0-9]{1,3}", form.get("lines", "")) else 0, LINES_MOST)
    lines = [
        {name: form.get(f"{name}-{place}", "").strip()[:TYPED_LETTERS] for name in LINE_FIELDS}
        for place in range(count)
    ]  # fmt: skip
    typed: Typed = {name: read_field(name, TYPED_LETTERS) for name in FIELDS}
    return typed | {"withholdings": form.getlist("withholdings")[:5], "lines": lines}


def save_form(merchant: str, invoice: str = "") -> Response:
    """Write the draft, or show the form again with more lines."""
    inside, typed = enter(merchant), read_typed()
    inside.need("invoices:write")
    draft = _find_draft(inside, invoice)
    if request.form.get("what") == "more":
        TOKEN.check_form()
        room = min(LINES_MORE, LINES_MOST - len(typed["lines"]))
        return show_form(merchant, invoice, typed=typed | {"lines": typed["lines"] + [_empty_line()] * room})

    def save() -> Response:
        typed["customer"] = typed["customer"] or _add_customer(inside, typed)
        said = read_invoice(inside, typed, draft)
        try:
            done = inside.perform(ChangeDraft(draft.id, said) if draft else DraftInvoice(said))
        except Misread as wrong:
            raise Misread("member.invoice_unfit") from wrong
        return lead_on(f"{inside.way}/invoices/{write_id('inv', done.values['invoice_id'])}")

    back = f"{inside.way}/invoices/{invoice}/change" if draft else f"{inside.way}/invoices/new"
    return do_or_say(inside, save, lambda problem: show_form(merchant, invoice, problem, typed), back)


def _add_customer(inside: Inside, typed: Typed) -> str:
    """Return the customer that the form itself names, noted now; "" where it names none. Raises Misread, Refused."""
    if not typed["new_customer"] or not inside.may("customers:write"):
        return ""
    said = dict.fromkeys(FIELDS_OF_CUSTOMER, "") | {"name": typed["new_customer"], "email": typed["new_email"]}
    done = inside.perform(SaveCustomer(read_customer(inside, said | {"language": inside.language})), "-customer")
    typed["new_customer"] = typed["new_email"] = ""
    return write_id("cus", done.values["customer_id"])


def _find_draft(inside: Inside, written: str) -> Invoice | None:
    """Return the draft of an address, None for the form of a new one. Aborts with 404 for what is no draft."""
    if not written:
        return None
    found = find_invoice(inside, written)
    if found.state != "draft":
        abort(404)
    return found


def read_invoice(inside: Inside, typed: Typed, draft: Invoice | None) -> NewInvoice:
    """Return an invoice as typed; lines without a title are left out. Raises Misread, by what is wrong."""
    customer = find_id("cus", typed["customer"])
    if customer is None:
        raise Misread("member.customer_needed")
    lines = [line for line in typed["lines"] if any(line[name] for name in ("title", "unit_price"))]
    if not lines:
        raise Misread("member.line_needed")
    try:
        return NewInvoice(
            inside.merchant_id, customer, tuple(_read_line(place, line) for place, line in enumerate(lines, 1)),
            draft.kind if draft else typed["kind"] or "invoice", typed["due_on"], typed["reference"], typed["notes"],
            tuple(dict.fromkeys(typed["withholdings"])), int(Money.read(typed["deposit"])) if typed["deposit"] else 0,
            draft.of_id or "" if draft else "",
        )  # fmt: skip
    except Misread as wrong:
        if wrong.key == "member.line_unfit":
            raise
        raise Misread("member.invoice_unfit") from wrong


def _read_line(place: int, line: dict[str, str]) -> NewLine:
    try:
        return NewLine(
            line["title"], line["quantity"].replace(",", "."), int(Money.read(line["unit_price"])), "", 0,
            line["discount_percent"].replace(",", "."), line["vat"], line["exemption"],
        )  # fmt: skip
    except Misread as wrong:
        raise Misread("member.line_unfit", place=place) from wrong
