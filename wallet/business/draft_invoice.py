"""Write a draft, change it, or throw it away: nothing of it is owed yet, and it has no number."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business import customers, invoices
from wallet.business.create_checkout import refuse_another
from wallet.business.invoice_issuers import WRITE_INVOICES
from wallet.business.invoices import NewInvoice
from wallet.core.errors import Refused
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

# Outcomes that no phone hears: pages and the API say them in their own way.
DRAFTED: Final = "invoice_drafted"
DROPPED: Final = "invoice_dropped"


@dataclass(frozen=True)
class DraftInvoice(UseCase):
    """Write the draft of an invoice or a proforma down for the business the actor is of."""

    kind: ClassVar[str] = "draft_invoice"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_INVOICES

    invoice: NewInvoice

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down. Raises Refused for another business, or a customer of another."""
        check_draft(db, doing, self.invoice)
        return Outcome(DRAFTED, {"invoice_id": invoices.create(db, self.invoice)})


@dataclass(frozen=True)
class ChangeDraft(UseCase):
    """Write a draft anew, whole; of what kind it is stays."""

    kind: ClassVar[str] = "change_draft"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_INVOICES

    invoice_id: str
    invoice: NewInvoice

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down. Raises Refused for what was issued, and for another business's."""
        check_draft(db, doing, self.invoice)
        known = invoices.lock_row_draft(db, doing.actor.business_id, self.invoice_id)
        if known.kind != self.invoice.kind:
            raise Refused("refusal.not_allowed")
        invoices.change(db, known.id, self.invoice)
        return Outcome(DRAFTED, {"invoice_id": known.id})


@dataclass(frozen=True)
class DropDraft(UseCase):
    """Throw a draft away."""

    kind: ClassVar[str] = "drop_draft"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_INVOICES

    invoice_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Drop it. Raises Refused for what was issued, and for another business's."""
        known = invoices.lock_row_draft(db, doing.actor.business_id, self.invoice_id)
        invoices.drop(db, known.id)
        return Outcome(DROPPED, {"invoice_id": known.id})


def check_draft(db: Connection, doing: Doing, asked: NewInvoice) -> None:
    """Raise Refused for a draft of another business, for another's customer, or one that takes something back."""
    refuse_another(doing.actor, asked.merchant_id)
    if asked.kind == "credit_note" or asked.of_id or not customers.find(db, asked.merchant_id, asked.customer_id):
        raise Refused("refusal.not_allowed")
