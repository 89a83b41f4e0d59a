"""Take an invoice back, whole or in part, by a credit note: an invoice itself never changes, and never goes."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business import invoice_checkouts, invoices
from wallet.business.finalise_invoice import issue
from wallet.business.invoice_issuers import WRITE_INVOICES
from wallet.business.invoice_sums import NewLine
from wallet.business.invoices import Invoice, say_again
from wallet.core.errors import Refused
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

VOIDED: Final = "invoice_voided"  # an outcome that no phone hears


@dataclass(frozen=True)
class VoidInvoice(UseCase):
    """Issue a credit note for an invoice: of these lines, or, without any, of all that it says.

    What was paid stays paid: its business gives it back by refunds.
    """

    kind: ClassVar[str] = "void_invoice"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_INVOICES

    invoice_id: str
    reason: str = ""
    lines: tuple[NewLine, ...] = ()

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue that tells the business."""
        return ("webhooks",)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Issue it. Raises Refused for what is no invoice that was issued, and for more than is left of one."""
        open_id = invoice_checkouts.lock_row_open(db, self.invoice_id)
        invoice = invoices.lock_row_final(db, doing.actor.business_id, self.invoice_id)
        made = self._write_note(db, invoice)
        number = issue(db, made, str(invoice.number))
        standing = invoice_checkouts.ask_for_rest(db, invoice, open_id)
        kind = "invoice.voided" if standing.state == "void" else "invoice.credited"
        invoice_checkouts.note(db, invoice.id, kind)
        return Outcome(VOIDED, {"invoice_id": invoice.id, "credit_note_id": made.id, "number": number})

    def _write_note(self, db: Connection, invoice: Invoice) -> Invoice:
        """Write the draft of the note and return it, locked. Raises Refused."""
        before = invoices.list_credit_notes(db, invoice.id)
        if invoice.kind != "invoice":
            raise Refused("refusal.not_an_invoice")
        if not self.lines and before:
            raise Refused("refusal.credited_already", bill=before[0].number)
        said = say_again(
            invoice, kind="credit_note", of_id=invoice.id, due_on="", deposit=0, notes=self.reason,
            lines=self.lines or invoice.lines,
        )  # fmt: skip
        note = invoices.lock_row_draft(db, invoice.merchant_id, invoices.create(db, said))
        if note.total + sum(one.total for one in before) > invoice.total:
            raise Refused("refusal.credited_above")
        return note
