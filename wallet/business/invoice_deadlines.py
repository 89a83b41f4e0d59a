"""Days on which something is done about an invoice that is not paid: reminders by its business's rule, and overdue.

Each is done once, in the transaction that writes what is mailed and texted: whatever dies, it is done whole or not yet.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, text

from wallet.business import customers, invoice_checkouts, invoice_letters, invoices
from wallet.business.invoice_standing import get_standing
from wallet.business.invoices import Invoice

AT_HOUR: Final = 9  # in Douala, when people are reminded
WAITS: Final = ("open", "partly_paid", "overdue")
DUE: Final = "SELECT id::text FROM invoice_deadline WHERE done_at IS NULL AND due_at <= wallet_now() ORDER BY due_at"
SET: Final = text("""INSERT INTO invoice_deadline (id, invoice_id, what, days, due_at)
    SELECT gen_random_uuid(), CAST(:id AS uuid), what, days, due_at FROM (
      SELECT 'reminder' AS what, days, (CAST(:due_on AS date) + days + make_interval(hours => :hour))
        AT TIME ZONE 'Africa/Douala' AS due_at FROM unnest(CAST(:days AS smallint[])) days
      UNION ALL SELECT 'overdue', 1, (CAST(:due_on AS date) + 1)::timestamp AT TIME ZONE 'Africa/Douala') told
    WHERE due_at > wallet_now()""")
LOCK: Final = text("""SELECT d.invoice_id::text, d.what, i.merchant_id::text FROM invoice_deadline d
    JOIN invoice i ON i.id = d.invoice_id WHERE d.id = :id AND d.done_at IS NULL FOR NO KEY UPDATE OF d""")
DONE: Final = text("UPDATE invoice_deadline SET done_at = wallet_now(), told = :told WHERE id = :id")


def set_all(db: Connection, invoice: Invoice, days: Sequence[int]) -> None:
    """Write down the days of an invoice that are to come: to be reminded on, and from which it is overdue."""
    db.execute(SET, {"id": invoice.id, "due_on": invoice.due_on, "days": [*days], "hour": AT_HOUR})


def end(db: Connection, deadline_id: str) -> None:
    """Do what is due about an invoice, once, while it is not paid; a reminder only to who was sent it."""
    row = db.execute(LOCK, {"id": deadline_id}).one_or_none()
    if row is None:
        return
    open_id = invoice_checkouts.lock_row_open(db, row.invoice_id)
    invoice = invoices.lock_row(db, row.merchant_id, row.invoice_id)
    standing = get_standing(db, invoice.id)
    told = standing.state in WAITS
    if told and row.what == "overdue":
        invoice_checkouts.note(db, invoice.id, "invoice.overdue")
    elif told:
        customer = customers.find(db, invoice.merchant_id, invoice.customer_id)
        assert customer is not None
        invoice_checkouts.ask_for_rest(db, invoice, open_id)
        told = standing.sent and invoice_letters.remind(db, invoice, customer)
    db.execute(DONE, {"id": deadline_id, "told": told})
