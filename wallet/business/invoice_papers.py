"""The facts of an invoice's paper: what it said when it was issued, and the address by which it is paid."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.business import invoice_checkouts, invoices, logos
from wallet.business.finalise_invoice import write_draft
from wallet.business.invoice_standing import get_standing
from wallet.business.invoices import Invoice
from wallet.operations import pay_addresses


@dataclass(frozen=True)
class InvoicePaper:
    """An invoice as it is printed: `content` is its JSON, `token` its page's, "" where nothing is to be paid.

    A draft's paper changes with it, and says that it is one.
    """

    content: str
    dated: datetime
    is_draft: bool
    token: str = ""
    logo: bytes = b""


def get_paper(db: Connection, invoice: Invoice) -> InvoicePaper:
    """Return what an invoice's paper says. Raises Refused for a draft whose business said nothing of itself."""
    if invoice.canonical is None or invoice.finalised_at is None:
        draft = write_draft(db, invoice)
        return InvoicePaper(draft, invoice.changed_at, is_draft=True, logo=_find_logo(db, draft))
    address = invoice_checkouts.find_address(db, invoice.id)
    return InvoicePaper(
        invoice.canonical, invoice.finalised_at, is_draft=False, token=address.token if address else "",
        logo=_find_logo(db, invoice.canonical),
    )  # fmt: skip


def _find_logo(db: Connection, content: str) -> bytes:
    """Return the logo that its business showed when it was issued, so that its paper never changes."""
    return logos.find(db, json.loads(content)["seller"].get("logo", ""))


@dataclass(frozen=True)
class InvoiceMail:
    """The facts of a mail about an invoice, as things are now: `token` and `code` of the checkout that is open."""

    paper: InvoicePaper
    kind: str
    number: str
    shop: str
    issuer: str
    total: int
    left: int
    due_on: str
    is_reminder: bool
    token: str
    code: str


MAILED: Final = text("""SELECT m.name AS shop, c.id::text AS checkout_id FROM invoice i
    JOIN merchant m ON m.id = i.merchant_id
    LEFT JOIN checkout c ON c.invoice_id = i.id AND c.state = 'open' WHERE i.id = :id""")


def find_mail(db: Connection, invoice_id: str, *, is_reminder: bool) -> InvoiceMail | None:
    """Return what a mail about an invoice says now, None where there is nothing to tell any more."""
    invoice = invoices.get(db, invoice_id)
    standing = get_standing(db, invoice_id)
    if standing.state in ("void", "turned", "draft") or (is_reminder and not standing.left):
        return None
    row = db.execute(MAILED, {"id": invoice_id}).one()
    address = pay_addresses.get_of(db, "checkout", row.checkout_id) if row.checkout_id else None
    return InvoiceMail(
        get_paper(db, invoice), invoice.kind, str(invoice.number), row.shop,
        json.loads(str(invoice.canonical))["seller"]["legal_name"], invoice.total, standing.left,
        f"{invoice.due_on or ''}", is_reminder, address.token if address else "", address.code if address else "",
    )  # fmt: skip
