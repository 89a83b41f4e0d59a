"""The paper of the invoice that a checkout asks for, for whoever holds the checkout's address."""

from flask import Response

from documents.invoice import print_invoice
from wallet.business import invoices
from wallet.business.invoice_papers import get_paper
from wallet.core.database import in_transaction
from web.checkout.answers import answer_unknown
from web.checkout.bill import BillShown
from web.checkout.found import find_shown
from web.pages.printing import answer_paper, print_paper
from web.process import process


def give_invoice(token: str) -> Response:
    """Return the invoice of a checkout as PDF."""
    found = find_shown(token)
    if not isinstance(found, BillShown) or found.invoice_id is None:
        return answer_unknown()
    held = process()
    invoice = in_transaction(held.wallet.engine, lambda db: invoices.get(db, str(found.invoice_id)))
    paper = in_transaction(held.wallet.engine, lambda db: get_paper(db, invoice))
    printed = print_paper(lambda: print_invoice(paper, held.public_url, held.service_code))
    return answer_paper(printed, str(invoice.number))
