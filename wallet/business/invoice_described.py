"""An invoice as its business sees it, in the API and in events."""

from typing import Any

from sqlalchemy import Connection

from wallet.business import invoices
from wallet.business.invoice_standing import InvoiceStanding, get_standing
from wallet.business.invoice_sums import NewLine
from wallet.business.invoices import SUMS, Invoice
from wallet.core import clock
from wallet.core.public_ids import write_id


def describe(db: Connection, invoice: Invoice, standing: InvoiceStanding | None = None) -> dict[str, Any]:
    """Return an invoice whole; amounts are whole francs, quantities and per cents digits."""
    now = standing or get_standing(db, invoice.id)
    sums = {name: getattr(invoice, name) for name in SUMS}
    said = {
        "id": write_id("inv", invoice.id), "object": invoice.kind, "kind": invoice.kind, "state": now.state,
        "number": invoice.number, "customer": write_id("cus", invoice.customer_id),
        "of": write_id("inv", invoice.of_id) if invoice.of_id else None,
        "currency": "XAF", "reference": invoice.reference, "notes": invoice.notes,
        "lines": [describe_line(line) for line in invoice.lines],
        "withholdings": list(invoice.withholdings), "deposit": invoice.deposit,
        "paid": now.paid, "credited": now.credited, "left": now.left, "over": now.over, "sent": now.sent,
        "turned_into": write_id("inv", now.turned_into) if now.turned_into else None,
        "credit_notes": [write_id("inv", one.id) for one in invoices.list_credit_notes(db, invoice.id)],
        "due_on": invoice.due_on.isoformat() if invoice.due_on else None,
        "issued_on": invoice.issued_on.isoformat() if invoice.issued_on else None,
    } | sums  # fmt: skip
    times = ("created_at", "changed_at", "finalised_at")
    return said | {name: clock.write_utc(getattr(invoice, name)) if getattr(invoice, name) else None for name in times}


def describe_line(line: NewLine) -> dict[str, Any]:
    """Return a line; `net` is what it costs before tax."""
    names = ("title", "quantity", "unit", "unit_price", "discount", "discount_percent", "vat", "exemption", "net")
    return {name: getattr(line, name) for name in names}
