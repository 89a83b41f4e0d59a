"""Checkouts of invoices: one that is open asks for what is left to pay; each that was paid is a payment.

The first one's code and address are those on the paper. Once it is paid in part, or what is owed is less, another takes
its place, and whoever comes by the paper's code is led there. Rows are locked in this order: the checkout's, then the
invoice's.
"""

from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.business import checkouts, customers, events
from wallet.business.checkouts import Checkout, NewCheckout
from wallet.business.invoice_described import describe
from wallet.business.invoice_standing import InvoiceStanding, get_standing
from wallet.business.invoices import Invoice, get
from wallet.operations import pay_addresses
from wallet.operations.pay_addresses import PayAddress

WAITS_SECONDS: Final = 10 * 365 * 86_400  # as long as what is owed can be claimed, and longer
TITLES: Final = {"fr": {"invoice": "Facture", "proforma": "Proforma"},
                 "en": {"invoice": "Invoice", "proforma": "Proforma"}}  # fmt: skip
OPEN: Final = "SELECT id::text FROM checkout WHERE invoice_id = CAST(:id AS uuid) AND state = 'open'"
FIRST: Final = text("SELECT id::text FROM checkout WHERE invoice_id = :id ORDER BY created_at, id LIMIT 1")
# The checkout that is to be paid now in the place of this one: itself, but for one of an invoice that ended.
FOLLOW: Final = text("""SELECT o.id::text FROM checkout c JOIN checkout o ON o.invoice_id = c.invoice_id
    AND o.state = 'open' WHERE c.id = :id AND c.state <> 'open'""")
# The same after a proforma was turned: what the invoice that was made of it asks for.
TURNED: Final = text("""SELECT o.id::text FROM checkout c JOIN invoice i ON i.of_id = c.invoice_id
    AND i.kind = 'invoice' JOIN checkout o ON o.invoice_id = i.id AND o.state = 'open'
    WHERE c.id = :id AND c.state <> 'open'""")


def ask(db: Connection, invoice: Invoice, number: str, amount: int) -> tuple[Checkout, PayAddress]:
    """Make the checkout that asks for so many francs of an invoice, which has no open one."""
    customer = customers.find(db, invoice.merchant_id, invoice.customer_id)
    assert customer is not None
    return checkouts.create(db, NewCheckout(
        invoice.merchant_id, amount, f"{TITLES[customer.language][invoice.kind]} {number}", invoice.reference,
        customer.name, customer.phone, customer.email, language=customer.language, waits_seconds=WAITS_SECONDS,
        invoice_id=invoice.id,
    ))  # fmt: skip


def lock_row_open(db: Connection, invoice_id: str) -> str | None:
    """Lock the open checkout of an invoice, before the invoice; return its id, None where there is none."""
    while True:
        locked: str | None = db.execute(text(f"{OPEN} FOR NO KEY UPDATE"), {"id": invoice_id}).scalar_one_or_none()
        if locked or not db.execute(text(OPEN), {"id": invoice_id}).first():
            return locked  # else it was paid in part while it was waited for, and another is open now


def ask_for_rest(db: Connection, invoice: Invoice, open_id: str | None) -> InvoiceStanding:
    """Have exactly what is left of a locked invoice asked for, its open checkout locked too; return how it stands."""
    standing = get_standing(db, invoice.id)
    if open_id and checkouts.get(db, open_id).amount != standing.left:
        checkouts.end(db, open_id, "cancelled")
        open_id = None
    if standing.left and not open_id:
        ask(db, invoice, str(invoice.number), standing.left)
    return standing


def note_paid(db: Connection, checkout: Checkout) -> None:
    """Go on with the invoice of a locked checkout that was just paid: it is paid, or its rest is asked for."""
    if checkout.invoice_id is None:
        return
    db.execute(text("SELECT FROM invoice WHERE id = :id FOR NO KEY UPDATE"), {"id": checkout.invoice_id})
    invoice = get(db, checkout.invoice_id)
    if ask_for_rest(db, invoice, None).state == "paid":
        note(db, invoice.id, "invoice.paid")


def find_followed(db: Connection, checkout_id: str) -> str:
    """Return the checkout to be paid now by whoever comes for this one: of an invoice, the one that is open."""
    for query in (FOLLOW, TURNED):
        if found := db.execute(query, {"id": checkout_id}).scalar_one_or_none():
            return str(found)
    return checkout_id


def find_address(db: Connection, invoice_id: str) -> PayAddress | None:
    """Return the code and address that stand on an invoice's paper, None where nothing was to be paid."""
    first = db.execute(FIRST, {"id": invoice_id}).scalar_one_or_none()
    return pay_addresses.get_of(db, "checkout", first) if first else None


def note(db: Connection, invoice_id: str, kind: str, **more: Any) -> None:
    """Note that something became of an invoice, which its business hears of; who calls wakes `webhooks`."""
    invoice = get(db, invoice_id)
    events.note(db, invoice.merchant_id, kind, invoice.id, {**describe(db, invoice), **more})


def find_open_address(db: Connection, invoice_id: str) -> PayAddress | None:
    """Return the code and address by which what is left of an invoice is paid now, None where nothing is."""
    open_now = db.execute(text(OPEN), {"id": invoice_id}).scalar_one_or_none()
    return pay_addresses.get_of(db, "checkout", open_now) if open_now else None
