"""Give a top-up that was not used back to where it came from: free, whole or in part, no more than is left of it."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations.actor import Actor
from wallet.operations.proofs import CodeProof, PinProof
from wallet.operations.refunds import ask_refund
from wallet.operations.use_case import Accepts, Doing, Outcome, Quoted
from wallet.people import people
from wallet.prices import limits
from wallet.topups.lots import read_lot


@dataclass(frozen=True)
class GiveBackRecharge(Quoted):
    """Give `amount` of the top-up that came in by `transfer` back by `operator`, which brought it.

    `phone` is the number it goes to, as it was shown; "" for a card, or where none was.
    """

    kind: ClassVar[str] = "give_back_recharge"
    accepts: ClassVar[Accepts] = (PinProof, CodeProof)
    moves_money: ClassVar[bool] = True

    transfer: str
    operator: str
    amount: int
    phone: str = ""

    @property
    def shown(self) -> dict[str, Any]:
        """Amount, and where it goes; it costs nothing."""
        return {"amount": self.amount, "operator": self.operator, "phone": self.phone}

    def quoted_anew(self, db: Connection, actor: Actor) -> "GiveBackRecharge":
        """Return the same; giving back is free."""
        return self

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
        if payment.rail != self.operator or self.phone not in ("", payment.phone):
            raise Refused("refusal.not_refundable")
        if self.amount > left:
            raise Refused("refusal.recharge_spent")
        for direction in limits.bound_by(doing.channel):
            if direction != "out":  # what goes back to where it came from is nothing given; a channel's own binds it
                limits.use(db, owner, direction, self.amount)
        ask_refund(
            db, payment, self.amount, owner.account_id,
            key=doing.key, reference=doing.reference, channel=doing.channel, asked_by=owner.id,
        )  # fmt: skip
        said = {"amount": self.amount, "operator": payment.rail, "phone": payment.phone, "reference": doing.reference}
        return Outcome("give_back_asked", said)
