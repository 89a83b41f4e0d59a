"""Mails and texts about an invoice to whom it bills: it came, or is still to be paid."""

from typing import Final

from sqlalchemy import Connection, text

from wallet.business import merchants
from wallet.business.customers import Customer
from wallet.business.invoice_standing import get_standing
from wallet.business.invoices import Invoice
from wallet.messages import mails, notices
from wallet.messages.notices import Number
from wallet.operations import pay_addresses

NOTE: Final = text("""INSERT INTO invoice_sending (invoice_id, way, address, at)
    VALUES (CAST(:id AS uuid), :way, :address, wallet_now())""")
OPEN: Final = text("SELECT id::text FROM checkout WHERE invoice_id = :id AND state = 'open'")


def send(db: Connection, invoice: Invoice, customer: Customer) -> bool:
    """Have an invoice mailed and texted to its customer, and note to where; False where nothing reaches them."""
    reached = _tell(db, invoice, customer, "invoice_sent")
    for way, address in reached:
        db.execute(NOTE, {"id": invoice.id, "way": way, "address": address})
    return bool(reached)


def remind(db: Connection, invoice: Invoice, customer: Customer) -> bool:
    """Remind its customer of an invoice; False where nothing reaches them."""
    return bool(_tell(db, invoice, customer, "invoice_reminder"))


def _tell(db: Connection, invoice: Invoice, customer: Customer, what: mails.MailKind) -> list[tuple[str, str]]:
    reached = []
    if customer.email:
        mails.write(db, customer.email, customer.language, what, invoice.id)
        reached.append(("email", customer.email))
    checkout = db.execute(OPEN, {"id": invoice.id}).scalar_one_or_none()
    if customer.phone and checkout:
        said = {
            "shop": merchants.get_merchant(db, invoice.merchant_id).name, "bill": invoice.number,
            "amount": get_standing(db, invoice.id).left, "page_of": f"checkout:{checkout}",
            "pay_code": pay_addresses.get_of(db, "checkout", checkout).code,
        }  # fmt: skip
        notices.tell(db, Number(customer.phone, customer.language), "receipt", what, **said)
        reached.append(("sms", customer.phone))
    return reached


def count_sent_lately(db: Connection, invoice_id: str) -> int:
    """Return how many mails and texts brought an invoice in the last 24 hours."""
    lately = text("""SELECT count(*) FROM invoice_sending
        WHERE invoice_id = :id AND at > wallet_now() - interval '24 hours'""")
    return int(db.execute(lately, {"id": invoice_id}).scalar_one())
