"""Refund a payment, whole or in part: free, never more in sum than came in, and not undone again."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Connection

from wallet import ledger
from wallet.business import merchants, refunds
from wallet.business.refunds import Incoming
from wallet.core.errors import Refused
from wallet.ledger import Entry, Transfer
from wallet.messages.notices import Message, Number
from wallet.operations import movements
from wallet.operations.movements import NewMovement
from wallet.operations.proofs import PinProof
from wallet.operations.refunds import check_part
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import people
from wallet.people.people import Person
from wallet.prices import overfull


@dataclass(frozen=True)
class RefundablePayment:
    """An incoming payment that may be given back, and its payer: a fact for the screen."""

    transfer: str
    person_id: str
    phone: str
    name: str
    left: int


def find_refundable(db: Connection, person_id: str, transfer: str) -> RefundablePayment:
    """Return what of this movement the person may give back. Raises Refused."""
    found = refunds.get_incoming(db, person_id, transfer)
    giver = people.find_by_ids(db, [found.giver_id]).get(found.giver_id)
    if giver is None or giver.state == "closed":
        raise Refused("refusal.recipient_refuses")
    return RefundablePayment(transfer, giver.id, giver.phone, giver.shown, found.left)


def check_refund(_: Connection, asked: RefundablePayment, amount: int) -> RefundablePayment:
    """Return `asked` as it was. Raises Misread for more than is left of it, or less than anybody may type."""
    check_part(asked.left, amount)
    return asked


@dataclass(frozen=True)
class RefundPayment(UseCase):
    """Give `amount` of a transfer back to `person_id`, who paid it.

    No ceiling holds it back: it is what is owed, and goes where it came from.
    """

    kind: ClassVar[str] = "refund_payment"
    accepts: ClassVar[Accepts] = (PinProof,)
    moves_money: ClassVar[bool] = True

    transfer: str
    person_id: str
    amount: int

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the payer."""
        return (self.person_id,)

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return what is given back."""
        return self.amount

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Move it back from where it came in, with the merchant's fee on it; tell both. Raises Refused."""
        incoming = refunds.lock_row_incoming(db, doing.person.id, self.transfer)
        return give_back(db, doing, doing.person, incoming, self.person_id, self.amount)


def give_back(db: Connection, doing: Doing, owner: Person, incoming: Incoming, payer_id: str, amount: int) -> Outcome:
    """Move so much of what `owner`, or their shop, was paid back to the payer; tell both. Raises Refused.

    `incoming` is held by this transaction.
    """
    giver = doing.people.get(payer_id)
    if amount > incoming.left:
        raise Refused("refusal.refunded_already")
    if giver is None or giver.state == "closed" or giver.id != incoming.giver_id:
        raise Refused("refusal.recipient_refuses")
    shop = merchants.get_merchant(db, incoming.merchant_id) if incoming.merchant_id else None
    mine = shop.account_id if shop else owner.account_id
    fee = incoming.fee_back(amount)
    entries = (
        Entry(mine, fee - amount),
        Entry(giver.account_id, amount),
        Entry(ledger.ours(db, "fees"), -fee),
    )
    back = Transfer(doing.key, "refund_payment", entries, undoes=UUID(incoming.transfer))
    blamed = {
        mine: Refused("refusal.not_enough_free", total=amount),
        giver.account_id: Refused("refusal.recipient_refuses"),
    }
    posting = ledger.post_one(db, back, Refused("refusal.refunded_already"), blamed)
    movements.note(db, NewMovement(
        posting.transfer, doing.reference, "refund_payment", amount,
        giver_id=owner.id, receiver_id=giver.id, merchant_id=shop.id if shop else None,
    ))  # fmt: skip
    overfull.note_owed(db, giver, posting.balances[giver.account_id])
    left = ledger.balance_after(db, posting, mine)  # the last franc may be all fee: then nothing left here
    said = {"amount": amount, "reference": doing.reference, "undone": incoming.reference}
    ours = {**said, "name": giver.shown, "phone": giver.phone, "balance": left}
    sentence = "payment_refunded_by_shop" if shop else "payment_refunded"
    told = [] if doing.actor.person_id else [Message(owner, sentence, ours)]
    if shop and shop.phone and shop.phone != owner.phone:
        told.append(Message(Number(shop.phone, shop.language), "refund_seen", ours))
    by = {"name": shop.name if shop else owner.shown, "phone": (shop and shop.phone) or owner.phone}
    theirs = {**said, **by, "balance": posting.balances[giver.account_id]}
    told.append(Message(giver, "refund_received", theirs))
    return doing.tell(db, "receipt", sentence, ours, *told)
