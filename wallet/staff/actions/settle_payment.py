"""Settle a payment that only a person can end: as succeeded or failed, or, where it has ended, close its cases.

A payment in review may become either; one that expired may only have succeeded late; one that ended stays as it is, and
saying so closes its cases. One that waits while its operator is held, after a failover that may have forgotten that it
was told, may have succeeded: then it is never told again.
"""

from dataclasses import asdict, dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.core.payment_states import State
from wallet.operations.use_case import Doing, Outcome
from wallet.payments import operators, payments
from wallet.payments.payments import Payment
from wallet.purposes import settle
from wallet.staff.act import ApprovedAct, Done, Preview

MAY_BECOME: Final[dict[str, tuple[State, ...]]] = {
    "created": ("succeeded",),
    "review": ("succeeded", "failed"),
    "expired": ("succeeded",),
    "succeeded": ("succeeded",),
    "failed": ("failed",),
}
CHANGED_AT: Final = text("SELECT changed_at::text FROM payment WHERE id = :id")
ABOUT_IT: Final = "payment_id = :id AND state = 'open' AND transfer_id IS NULL"
OPEN_CASES: Final = text(f"SELECT kind || ': ' || detail FROM case_file WHERE {ABOUT_IT} ORDER BY opened_at, id")  # noqa: S608 - a constant
CLOSE_CASES: Final = text(f"UPDATE case_file SET state = 'closed' WHERE {ABOUT_IT}")  # noqa: S608 - a constant


@dataclass(frozen=True)
class PaymentNow:
    """The payment a decision rests on: when any of it changes, the decision is about something else."""

    reference: str
    state: str
    changed_at: str
    cases: str  # those open, one a line


def find_payment(db: Connection, reference: str) -> PaymentNow:
    """Return a payment as it is now. Raises Refused for a reference of none."""
    payment = get_payment(db, reference)
    lines = db.execute(OPEN_CASES, {"id": payment.id}).scalars()
    changed_at = db.execute(CHANGED_AT, {"id": payment.id}).scalar_one()
    return PaymentNow(payment.reference, payment.state, changed_at, "\n".join(lines))


def get_payment(db: Connection, reference: str) -> Payment:
    """Return the payment of this reference. Raises Refused."""
    payment = payments.find_by_reference(db, reference)
    if payment is None:
        raise Refused("staff.no_payment", reference=reference)
    return payment


@dataclass(frozen=True)
class SettlePayment(ApprovedAct):
    """Settle a payment as `state`."""

    kind: ClassVar[str] = "settle_payment"

    payment: PaymentNow
    state: State

    @property
    def subject(self) -> str:
        """The payment's reference."""
        return self.payment.reference

    def lock(self, db: Connection) -> None:
        """Hold the payment."""
        payments.lock_rows(db, [get_payment(db, self.subject).id])

    def preview(self, db: Connection) -> Preview:
        """Return the transfer that ends the payment, none where it has ended. Raises Refused when it has moved."""
        if find_payment(db, self.subject) != self.payment:
            state = get_payment(db, self.subject).state
            raise Refused("staff.payment_moved", reference=self.subject, state=state)
        self._refuse_what_is_not_ours(db)
        if self.state == self.payment.state:
            return Preview()
        return Preview(settle.preview(db, get_payment(db, self.subject), self.state))

    def do(self, db: Connection, doing: Doing) -> Done:
        """End it and close its cases; it is locked."""
        payment = get_payment(db, self.subject)
        if self.state != payment.state:
            settle.settle_by_hand(db, payment, self.state, f"by hand: {self.why}")
        db.execute(CLOSE_CASES, {"id": payment.id})
        before, after = asdict(self.payment), asdict(find_payment(db, self.subject))
        return Done(Outcome("staff.payment_settled", self.list_values()), self.subject, before, after)

    def _refuse_what_is_not_ours(self, db: Connection) -> None:
        """Raise Refused when this is not for a person to decide."""
        payment = get_payment(db, self.subject)
        told_now = payment.state == "created" and operators.is_open(db, payment.rail)
        allowed = () if told_now else MAY_BECOME.get(payment.state, ())
        said = {"reference": payment.reference, "state": payment.state}
        if not allowed:
            raise Refused("staff.workers_still_ask", **said)
        if self.state not in allowed:
            raise Refused("staff.payment_may_only_be", **said, allowed=allowed)
        if payment.state == self.state and not self.payment.cases:
            raise Refused("staff.nothing_open_about_payment", **said)
