"""Contest what one gave: what is still there of it is held, both sides are told, and staff decide."""

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.accounts import contests
from wallet.accounts.contests import ContestablePayment
from wallet.business import refunds
from wallet.cases import cases
from wallet.core.errors import Refused
from wallet.core.values import space
from wallet.ledger import Posting, holds
from wallet.messages.notices import Message
from wallet.operations import movements
from wallet.operations.actor import Actor
from wallet.operations.movements import NewMovement
from wallet.operations.proofs import CodeProof, PinProof
from wallet.operations.taken_back import lock_row_movement
from wallet.operations.use_case import Accepts, Doing, Outcome, Quoted

TRIES: Final = 3


@dataclass(frozen=True)
class ContestPayment(Quoted):
    """Contest `given`, an outgoing operation of the caller's; no more of it than is still with who received it."""

    kind: ClassVar[str] = "contest_payment"
    accepts: ClassVar[Accepts] = (PinProof, CodeProof)
    when_stopped: ClassVar[bool] = True  # by a robbed owner, of what the thief sent

    given: ContestablePayment

    @property
    def others(self) -> tuple[str, ...]:
        """Person who received it: whatever they do with the money waits until it is held."""
        return (self.given.person_id,)

    @property
    def shown(self) -> dict[str, Any]:
        """Receiver, amount, what of it is still there, and within how many hours it is decided."""
        return vars(self.given)

    def quoted_anew(self, db: Connection, actor: Actor) -> "ContestPayment":
        """Return the same with what is there now. Raises Refused."""
        return ContestPayment(contests.find_given(db, actor.person_id, self.given.transfer))

    def refuse_ended(self, db: Connection, actor: Actor) -> None:
        """Raise Refused once it can be contested no more, or was."""
        contests.find_given(db, actor.person_id, self.given.transfer)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Hold what is left, open a case, tell both. Raises Refused once it is too late, or for too many at once."""
        lock_row_movement(db, UUID(self.given.transfer))
        given = contests.find_given(db, doing.person.id, self.given.transfer)
        held, fee, hold = hold_what_is_left(db, doing.key, given)
        if hold:
            sides = (given.person_id, doing.person.id)
            movements.note(db, NewMovement(hold.transfer, doing.reference, "hold_contested", held - fee, *sides))
        contested = f"{space(given.amount)} FCFA, {given.reference}: {doing.person.shown} contests"
        detail = f"{contested}, {space(held)} held, {doing.reference}"
        number = cases.open_case(db, "contest", detail)
        db.execute(
            text("""INSERT INTO contest (id, transfer_id, case_number, reference, giver_id, receiver_id, account_id,
                    amount, held, fee, hold_id, opened_at, due_at)
                VALUES (:id, :transfer, :case, :reference, :giver, :receiver, :account, :amount, :held, :fee, :hold,
                    wallet_now(), wallet_now() + :within)"""),
            {
                "id": str(uuid.uuid4()),
                "transfer": given.transfer,
                "case": number,
                "reference": doing.reference,
                "giver": doing.person.id,
                "receiver": given.person_id,
                "account": given.account_id,
                "amount": given.amount,
                "held": held,
                "fee": fee,
                "hold": hold.transfer if hold else None,
                "within": timedelta(hours=given.hours),
            },
        )
        return self._tell(db, doing, given, held, fee)

    def _tell(self, db: Connection, doing: Doing, given: ContestablePayment, held: int, fee: int) -> Outcome:
        giver = doing.person
        said = {"amount": given.amount, "held": held, "hours": given.hours, "reference": doing.reference}
        about = {**said, "name": given.name, "phone": given.phone}
        others = []
        if held and (receiver := doing.people.get(given.person_id)):
            against = {**said, "held": held - fee, "name": giver.shown, "phone": giver.phone}
            others.append(Message(receiver, "contested_against", against))
        known = {given.amount: "contested", 0: "contested_late"}
        return doing.tell(db, "receipt", known.get(held, "contested_in_part"), about, *others)


def hold_what_is_left(db: Connection, key: str, given: ContestablePayment) -> tuple[int, int, Posting | None]:
    """Take what is still there of it, at most what nobody took back yet.

    Returns how much its giver would have back, the part of it that is a merchant's fee of ours, and the posting, which
    takes the rest from the receiver; None when nothing is there.

    The receiver is locked, but their money may still go by other ways (a till, staff): then less is there.
    """
    paid = refunds.find_incoming(db, given.transfer)
    for _ in range(TRIES):
        held = paid.find_most(ledger.available(db, given.account_id)) if paid else 0
        if not held or paid is None:
            break
        with suppress(Refused):
            hold = holds.hold(db, key, "hold_contested", given.account_id, paid.net_of(held))
            return held, paid.fee_back(held), hold
    return 0, 0, None
