"""Send an invoice that was issued to whom it bills: by mail with its paper, by text with the address of its page."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business import customers, invoice_checkouts, invoice_letters, invoices
from wallet.business.invoice_issuers import WRITE_INVOICES
from wallet.core.errors import Refused
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

SENT: Final = "invoice_sent"  # an outcome that no phone hears
SENT_A_DAY: Final = 5  # of one invoice: whoever is billed is not to be made a nuisance of


@dataclass(frozen=True)
class SendInvoice(UseCase):
    """Send an invoice of the business the actor is of, or send it again."""

    kind: ClassVar[str] = "send_invoice"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_INVOICES

    invoice_id: str

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that mail and text the customer, and tell the business."""
        return ("notices", "mail", "webhooks")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Have it sent. Raises Refused for a draft, for a customer whom nothing reaches, and for one too often sent."""
        open_id = invoice_checkouts.lock_row_open(db, self.invoice_id)
        invoice = invoices.lock_row_final(db, doing.actor.business_id, self.invoice_id)
        customer = customers.find(db, invoice.merchant_id, invoice.customer_id)
        assert customer is not None
        if invoice_letters.count_sent_lately(db, invoice.id) >= 2 * SENT_A_DAY:
            raise Refused("refusal.invoice_sent_enough", most=SENT_A_DAY)
        invoice_checkouts.ask_for_rest(db, invoice, open_id)
        if not invoice_letters.send(db, invoice, customer):
            raise Refused("refusal.customer_unreached")
        invoice_checkouts.note(db, invoice.id, "invoice.sent")
        return Outcome(SENT, {"invoice_id": invoice.id})
