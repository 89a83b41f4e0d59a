"""Give a tip: a small amount to somebody who has a wallet, free of charge."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.core.values import Priced
from wallet.messages.notices import Message
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.sending.wallet_payment import pay_wallet


@dataclass(frozen=True)
class Tip(Priced):
    """A tip as it is agreed to; nothing is charged for it."""

    amount: int
    fee: int = 0
    tax: int = 0


@dataclass(frozen=True)
class GiveTip(UseCase):
    """Give `amount` francs to a person."""

    kind: ClassVar[str] = "give_tip"
    accepts: ClassVar[Accepts] = (PinProof,)
    moves_money: ClassVar[bool] = True

    person_id: str
    amount: int

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the receiver."""
        return (self.person_id,)

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return the tip."""
        return self.amount

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Move it, and tell both. Raises Refused."""
        receiver = doing.people.get(self.person_id)
        if receiver is None or receiver.state != "open":
            raise Refused("refusal.recipient_refuses")
        balance, _ = pay_wallet(db, doing, doing.key, self.kind, receiver, Tip(self.amount))
        said = {"amount": self.amount, "reference": doing.reference}
        given = {**said, "name": receiver.shown, "phone": receiver.phone, "balance": balance}
        received = {**said, "name": doing.person.shown, "phone": doing.person.phone}
        return doing.tell(db, "receipt", "tip_given", given, Message(receiver, "tip_received", received))
