"""Make an invoice of a proforma: what was paid of the one is a deposit of the other."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.business import invoice_checkouts, invoices
from wallet.business.draft_invoice import DRAFTED
from wallet.business.invoice_issuers import WRITE_INVOICES
from wallet.business.invoice_standing import get_standing
from wallet.business.invoices import say_again
from wallet.core.errors import Refused
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase


@dataclass(frozen=True)
class TurnProforma(UseCase):
    """Make the draft of an invoice of a proforma: it says the same, and what was paid of the proforma is a deposit.

    Nothing more is paid by the proforma: whoever comes by its code is led to the invoice once that is issued.
    """

    kind: ClassVar[str] = "turn_proforma"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_INVOICES

    invoice_id: str

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue that tells the business."""
        return ("webhooks",)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write the draft. Raises Refused for what is no proforma that was issued, or was turned already."""
        open_id = invoice_checkouts.lock_row_open(db, self.invoice_id)
        proforma = invoices.lock_row_final(db, doing.actor.business_id, self.invoice_id)
        standing = get_standing(db, proforma.id)
        if proforma.kind != "proforma" or standing.turned_into:
            raise Refused("refusal.proforma_turned")
        due = "" if proforma.due_on and proforma.due_on < invoices.today(db) else f"{proforma.due_on or ''}"
        said = say_again(
            proforma, kind="invoice", of_id=proforma.id, due_on=due, deposit=proforma.deposit + standing.paid
        )
        made = invoices.create(db, said)
        invoice_checkouts.ask_for_rest(db, proforma, open_id)
        return Outcome(DRAFTED, {"invoice_id": made})
