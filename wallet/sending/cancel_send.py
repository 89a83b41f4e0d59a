"""Take back what was sent to a number without a wallet, while nobody has claimed it: it returns whole, at once."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.core.values import Priced
from wallet.operations.actor import Actor
from wallet.operations.proofs import CodeProof, PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, Quoted
from wallet.sending import claims

A_DAY: Final = 3  # each texts a number that may belong to nobody who knows us
FIND: Final = text("""SELECT id::text AS claim, phone, amount, fee, tax FROM claim
    WHERE id = CAST(:claim AS uuid) AND sender_id = CAST(:sender AS uuid) AND state = 'waiting'""")


@dataclass(frozen=True)
class WaitingSend(Priced):
    """A send that waits for a wallet on `phone`, under the id of its claim."""

    claim: str
    phone: str
    amount: int
    fee: int
    tax: int


def find_waiting_send(db: Connection, person_id: str, claim: str) -> WaitingSend:
    """Return a send of the caller's that still waits. Raises Refused once it does not."""
    row = db.execute(FIND, {"claim": claim, "sender": person_id}).one_or_none()
    if row is None:
        raise Refused("refusal.send_claimed")
    return WaitingSend(**row._mapping)


@dataclass(frozen=True)
class CancelSend(Quoted):
    """Take back `send`, price included."""

    kind: ClassVar[str] = "cancel_send"
    accepts: ClassVar[Accepts] = (PinProof, CodeProof)
    when_stopped: ClassVar[bool] = True  # it only comes back

    send: WaitingSend

    @property
    def shown(self) -> dict[str, Any]:
        """Number, amount, and all that comes back."""
        return {**vars(self.send), "total": self.send.total}

    def quoted_anew(self, db: Connection, actor: Actor) -> "CancelSend":
        """Return the same: what comes back does not change. Raises Refused."""
        return CancelSend(find_waiting_send(db, actor.person_id, self.send.claim))

    def refuse_ended(self, db: Connection, actor: Actor) -> None:
        """Raise Refused once it was claimed or returned."""
        find_waiting_send(db, actor.person_id, self.send.claim)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Return it, and tell both. Raises Refused once it was claimed or returned, or for too many in a day."""
        sender = doing.person
        claim = claims.lock_row_waiting(db, self.send.claim)
        if claim is None or claim.sender_id != sender.id:
            raise Refused("refusal.send_claimed")
        if claims.count_cancelled(db, sender.id) >= A_DAY:
            raise Refused("refusal.cancelled_enough", most=A_DAY)
        balance = claims.cancel(db, claim, sender)
        said = {**self.shown, "reference": claim.reference, "balance": balance}
        return doing.tell(db, "receipt", "send_cancelled", said)
