"""Give a top-up that was not used back to where it came from: free, whole or in part, no more than is left of it."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations.proofs import PinProof
from wallet.operations.refunds import ask_refund
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import people
from wallet.topups.lots import read_lot


@dataclass(frozen=True)
class GiveBackRecharge(UseCase):
    """Give `amount` of the top-up that came in by `transfer` back by `operator`, which brought it."""

    kind: ClassVar[str] = "give_back_recharge"
    accepts: ClassVar[Accepts] = (PinProof,)
    moves_money: ClassVar[bool] = True

    transfer: str
    operator: str
    amount: int

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, and that tell the operator."""
        return ("notices", self.operator)

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return what is given back."""
        return self.amount

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Put it aside, and have a worker tell the operator. Raises Refused, Locked, NotNow."""
        owner = doing.person
        people.refuse_locked(owner)
        payment, left = read_lot(db, owner.id, self.transfer)
        if payment.rail != self.operator:
            raise Refused("refusal.not_refundable")
        if self.amount > left:
            raise Refused("refusal.recharge_spent")
        ask_refund(
            db, payment, self.amount, owner.account_id,
            key=doing.key, reference=doing.reference, channel=doing.channel, asked_by=owner.id,
        )  # fmt: skip
        said = {"amount": self.amount, "operator": payment.rail, "phone": payment.phone, "reference": doing.reference}
        return Outcome("give_back_asked", said)
