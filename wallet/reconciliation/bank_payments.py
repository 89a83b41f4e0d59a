"""Payments of checkouts by lines of banks' statements: of an invoice a part, of others whole.

The money is in our account at the bank already, and the books show it there; what is above what is due stays there,
for a person to give back, under a case.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.business import checkouts, invoice_checkouts, invoices, merchants
from wallet.business.checkouts import Checkout
from wallet.core.errors import Refused
from wallet.ledger import Entry, Transfer
from wallet.prices import tariffs
from wallet.reconciliation.bank_lines import BankLine

METHOD: Final = "bank"
KEEP: Final = text("""INSERT INTO bank_line_paid (line_id, checkout_id, at)
    VALUES (:line, CAST(:checkout AS uuid), wallet_now())""")
MATCHED: Final = text("""SELECT b.checkout_id::text, p.checkout_id::text AS paid, b.booked_at FROM bank_line b
    LEFT JOIN bank_line_paid p ON p.line_id = b.id WHERE b.id = :line""")


@dataclass(frozen=True)
class LineDue:
    """A checkout that a line pays: so many francs of it, and so many above it."""

    checkout: Checkout
    paid: int
    over: int


def is_paid(db: Connection, line: BankLine) -> bool:
    """True for a line that paid what it pays, or ended the payout that it tells of."""
    row = db.execute(MATCHED, {"line": line.id}).one()
    return row.paid is not None or row.booked_at is not None


def find_due(db: Connection, line: BankLine) -> LineDue:
    """Return what a line pays now, its checkout locked. Raises Refused for a line that pays nothing, or did already."""
    row = db.execute(MATCHED, {"line": line.id}).one()
    if row.paid:
        raise Refused("staff.line_paid", line=line.line)
    if line.state != "matched" or row.checkout_id is None or line.currency != "XAF" or line.reverses or line.returned:
        raise Refused("staff.line_not_matched", line=line.line)
    checkout = checkouts.lock_row(db, invoice_checkouts.find_followed(db, row.checkout_id))
    if checkout.state != "open":
        raise Refused("staff.line_pays_nothing", line=line.line, pay_code=line.code)
    paid = min(line.amount, checkout.amount)
    if paid < checkout.amount and checkout.invoice_id is None:
        raise Refused("staff.line_too_little", line=line.line, amount=line.amount, due=checkout.amount)
    return LineDue(checkout, paid, line.amount - paid)


def write_transfer(db: Connection, line: BankLine, checkout: Checkout, amount: int, key: str) -> Transfer:
    """Return what it means in the ledger: what came to our account at the bank is its business's, less the fee."""
    fee = tariffs.read_price(db, "pay_checkout", amount).fee
    shop = merchants.get_merchant(db, checkout.merchant_id)
    entries = [Entry(ledger.get_named(db, f"bank:{line.rib}"), -amount), Entry(shop.account_id, amount - fee)]
    return Transfer(key, "pay_checkout", tuple(entries + ([Entry(ledger.ours(db, "fees"), fee)] if fee else [])))


def mark_paid(db: Connection, line: BankLine, due: LineDue) -> Checkout:
    """Mark what a line pays as paid: the checkout, or one of its own for a part, and ask for an invoice's rest."""
    checkout = due.checkout
    if due.paid < checkout.amount:
        checkouts.end(db, checkout.id, "cancelled")
        invoice = invoices.get(db, str(checkout.invoice_id))
        checkout, _ = invoice_checkouts.ask(db, invoice, str(invoice.number), due.paid)
    fee = tariffs.read_price(db, "pay_checkout", due.paid).fee
    checkouts.mark_paid(db, checkout, METHOD, fee)
    db.execute(KEEP, {"line": line.id, "checkout": checkout.id})
    invoice_checkouts.note_paid(db, checkout)
    return checkout
