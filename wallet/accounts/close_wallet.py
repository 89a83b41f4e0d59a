"""Close one's account: all that is left goes to one's own Orange Money or MTN MoMo, at the price of a withdrawal."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet import ledger
from wallet.accounts import closing, closing_payout
from wallet.accounts.closing_payout import ClosingPayout
from wallet.core.errors import Locked, Refused
from wallet.ledger import holds
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.payments import payments
from wallet.payments.party import at_phone
from wallet.payments.payments import NewPayment
from wallet.prices import limits, sim_looks


@dataclass(frozen=True)
class CloseWallet(UseCase):
    """Close the caller's account; what is left is paid to their own number at the operator `rail`.

    It is a way out like any other (closing_payout.py). What the operator does not take waits in unclaimed.
    """

    kind: ClassVar[str] = "close_wallet"
    accepts: ClassVar[Accepts] = (PinProof,)
    moves_money: ClassVar[bool] = True

    rail: str

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, and that tell the operator."""
        return ("notices", self.rail)

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return all that is left."""
        return ledger.balance(db, doing.person.account_id)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Close it. Raises Refused while something is under way, after cash in or a SIM swap, and above the ceilings.

        Locked by the owner's lock.
        """
        owner = doing.person
        if owner.locked_by_owner:
            raise Locked("refusal.locked_by_owner")
        closing.refuse_open(db, owner)
        left = ledger.balance(db, owner.account_id)
        payout = self._pay(db, doing, left) if left else ClosingPayout(0)
        said = {"phone": owner.phone, "operator": self.rail, "reference": doing.reference, **payout._asdict()}
        outcome = doing.tell(db, "security", "account_closed" if left else "account_closed_empty", said)
        closing.close(db, owner)
        return outcome

    def _pay(self, db: Connection, doing: Doing, left: int) -> ClosingPayout:
        owner = doing.person
        sim = sim_looks.find_number_to_check(db, owner, limits.read_room(db, owner, "out"), left)
        payout = closing_payout.allow(db, owner, left, doing.channel)
        in_transit, less = f"in_transit:{self.rail}", Refused("refusal.close_under_way")
        held = holds.hold(db, doing.key, "hold_withdrawal", owner.account_id, left, in_transit, less)
        payments.create(
            db,
            NewPayment(
                purpose=self.kind,
                direction="pay",
                reference=doing.reference,
                rail=self.rail,
                party=at_phone(owner.phone),
                channel=doing.channel,
                person_id=owner.id,
                asked_by=owner.id,
                reservation=held.transfer,
                sim=sim,
                **payout._asdict(),
            ),
        )
        return payout
