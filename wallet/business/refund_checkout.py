"""Refund a checkout that was paid, whole or in part: to where it came from, else to its payer's wallet or number.

Its business pays what it received of it; its fee comes back in the same part. Never more in sum than was paid.
"""

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final
from uuid import UUID, uuid4

from sqlalchemy import Connection

from wallet import ledger
from wallet.business import checkout_refunds, checkouts, merchants, refunds
from wallet.business.api_keys import KeyProof
from wallet.business.checkout_refunds import NewRefund, Refund, To
from wallet.business.checkouts import Checkout
from wallet.business.create_checkout import refuse_another
from wallet.business.merchants import Merchant
from wallet.business.refunds import Incoming
from wallet.core.errors import Refused
from wallet.ledger import Entry, Posting, Transfer
from wallet.members import sessions
from wallet.members.sessions import MemberProof
from wallet.messages.notices import Message, Number
from wallet.operations import movements
from wallet.operations.actor import ActorKind
from wallet.operations.movements import NewMovement
from wallet.operations.proofs import PinProof
from wallet.operations.refunds import check_part, goes_back, lock_row_source, share_charged, write_refund
from wallet.operations.taken_back import lock_row_movement
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.payments import payments
from wallet.payments.payments import Payment
from wallet.people import numbers, people
from wallet.prices import overfull
from wallet.sending import claims
from wallet.sending.claims import NewClaim

WRITE_REFUNDS: Final = "refunds:write"
FRESH_ABOVE: Final = 50_000  # francs: a member shows the second factor again before more of a payment goes back


@dataclass(frozen=True)
class RefundableCheckout:
    """A paid checkout as whoever refunds it is shown it: how much may go back, and which way it would.

    `person_id` is whose wallet has it, `phone` which number, `operator` by which rail; each "" where there is none.
    """

    checkout_id: str
    owner_id: str
    person_id: str
    name: str
    phone: str
    operator: str
    way: To
    left: int


def find_refundable_checkout(db: Connection, merchant_id: str, checkout_id: str) -> RefundableCheckout:
    """Return what of a business's checkout may go back, and which way. Raises Refused."""
    checkout = checkouts.find(db, checkout_id)
    if checkout is None or checkout.merchant_id != merchant_id or checkout.paid_with is None:
        raise Refused("refusal.not_refundable")
    left = find_left(db, checkout)
    if not left:
        raise Refused("refusal.refunded_already")
    return replace(find_way(db, checkout), left=left)


def find_refundable_sale(db: Connection, person_id: str, transfer: str) -> RefundableCheckout:
    """Return what may go back of the checkout that a transfer to this person's shop paid. Raises Refused."""
    shop, checkout_id = merchants.find_by_owner(db, person_id), checkouts.find_paid_with(db, transfer)
    if shop is None or checkout_id is None:
        raise Refused("refusal.not_refundable")
    return find_refundable_checkout(db, shop.id, checkout_id)


def check_refund_checkout(_: Connection, asked: RefundableCheckout, amount: int) -> RefundableCheckout:
    """Return `asked` as it was. Raises Misread for more than is left of it, or less than anybody may type."""
    check_part(asked.left, amount)
    return asked


def find_left(db: Connection, checkout: Checkout) -> int:
    """Return how much of a paid checkout may still go back, in francs, whoever took some of it back."""
    return min(checkout.amount - checkout.refunded, _incoming(db, checkout).left)


def find_way(db: Connection, checkout: Checkout) -> RefundableCheckout:
    """Return which way a paid checkout would go back. Raises Refused where its payer cannot be reached."""
    owner_id = merchants.get_merchant(db, checkout.merchant_id).owner_id
    payment = find_payment(db, checkout)
    number = (payment.party.value or checkout.customer_phone) if payment else ""
    if number and numbers.was_passed_on(db, number, checkout.ended_at or checkout.created_at):
        raise Refused("refusal.not_refundable")  # whoever has it now is not who paid
    if payment and goes_back(payment):
        return RefundableCheckout(checkout.id, owner_id, "", "", payment.phone, payment.rail, "source", 0)
    giver_id = _incoming(db, checkout).giver_id
    payer = people.find_by_phone(db, number) if payment else people.find_by_ids(db, [giver_id]).get(giver_id)
    if payer and payer.state != "closed":
        return RefundableCheckout(checkout.id, owner_id, payer.id, payer.shown, payer.phone, "", "wallet", 0)
    if not number:
        raise Refused("refusal.recipient_refuses" if payer else "refusal.not_refundable")
    return RefundableCheckout(checkout.id, owner_id, "", "", number, "", "number", 0)


def find_payment(db: Connection, checkout: Checkout) -> Payment | None:
    """Return the payment by which a checkout was paid, None where a wallet paid it."""
    return payments.find(db, checkout.payment_id) if checkout.payment_id else None


def _incoming(db: Connection, checkout: Checkout) -> Incoming:
    found = refunds.find_incoming(db, str(checkout.paid_with))
    if found is None:
        raise RuntimeError(f"checkout {checkout.id} was paid by no movement")
    return found


@dataclass(frozen=True)
class RefundCheckout(UseCase):
    """Give `amount` of a checkout back: to `person_id`, its payer, where it is shown to go to a wallet."""

    kind: ClassVar[str] = "refund_checkout"
    accepts: ClassVar[Accepts] = (PinProof, KeyProof, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("person", "api_key", "member")
    permission: ClassVar[str] = WRITE_REFUNDS
    moves_money: ClassVar[bool] = True

    checkout_id: str
    amount: int
    owner_id: str
    person_id: str = ""
    operator: str = ""
    reason: str = ""

    @property
    def others(self) -> tuple[str, ...]:
        """Person ids of the shop's owner and of the payer."""
        return (self.owner_id, self.person_id)

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, that tell the business, and that tell the operator."""
        return ("notices", "webhooks", *filter(None, [self.operator]))

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return what is given back."""
        return self.amount

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Give it back, or put it aside for an operator that is told to. Raises Refused, Locked, Misread, NotNow."""
        checkout = checkouts.lock_row(db, self.checkout_id)
        shop = merchants.get_merchant(db, checkout.merchant_id)
        self._refuse_stranger(doing, shop)
        if checkout.refunded + self.amount > FRESH_ABOVE:
            sessions.check_fresh(db, doing.proof)
        found = find_refundable_checkout(db, shop.id, checkout.id)
        if self.amount > found.left:
            raise Refused("refusal.refunded_already")
        check_refund_checkout(db, found, self.amount)
        if (found.person_id, found.operator) != (self.person_id, self.operator):
            raise Refused("refusal.recipient_refuses")
        if found.way == "source":
            return self._ask_operator(db, doing, checkout, shop)
        return self._give(db, doing, checkout, shop, found)

    def _refuse_stranger(self, doing: Doing, shop: Merchant) -> None:
        """Raise Refused for whoever is not of the shop, and while its owner is stopped."""
        if doing.actor.person_id:
            if shop.owner_id != doing.actor.person_id:
                raise Refused("refusal.not_allowed")
            return
        refuse_another(doing.actor, shop.id)
        people.refuse_stopped(doing.people[shop.owner_id])

    def _ask_operator(self, db: Connection, doing: Doing, checkout: Checkout, shop: Merchant) -> Outcome:
        """Put it aside, and have a worker tell the rail by which it came."""
        payment = find_payment(db, checkout)
        assert payment
        lock_row_source(db, payment, self.amount)
        charged, asked_id = share_charged(db, payment, self.amount), str(uuid4())
        refund = self._write(
            db, doing, checkout, _incoming(db, checkout), "source", payment.phone,
            charged=charged, currency=payment.currency, payment_id=asked_id,
        )  # fmt: skip
        held = self._post(db, refund, shop, "hold_refund", ledger.ours(db, f"in_transit:{payment.rail}"))
        write_refund(
            db, payment, self.amount, held.transfer, charged, payment_id=asked_id, purpose=self.kind,
            reference=doing.reference, channel=doing.channel, asked_by=doing.actor.person_id or None,
            checkout_id=checkout.id,
        )  # fmt: skip
        said = {"amount": self.amount, "operator": payment.rail, "title": checkout.title}
        return Outcome("checkout_refund_asked", {**said, "reference": doing.reference, "refund_id": refund.id})

    def _give(
        self, db: Connection, doing: Doing, checkout: Checkout, shop: Merchant, found: RefundableCheckout
    ) -> Outcome:
        """Move it to the payer's wallet, or keep it for their number; tell all."""
        payer = doing.people.get(found.person_id)
        if payer is None:
            numbers.take_turn(db, found.phone)
            if people.find_by_phone(db, found.phone):
                raise Refused("refusal.recipient_refuses")  # they opened one just now: asked anew, it goes there
        lock_row_movement(db, UUID(str(checkout.paid_with)))
        incoming = _incoming(db, checkout)
        refund = self._write(db, doing, checkout, incoming, found.way, found.phone)
        to = payer.account_id if payer else ledger.ours(db, "held")
        posting = self._post(db, refund, shop, "refund_payment", to, UUID(str(checkout.paid_with)))
        movements.note(db, NewMovement(
            posting.transfer, doing.reference, "refund_payment", self.amount,
            giver_id=shop.owner_id, receiver_id=payer.id if payer else None, merchant_id=shop.id,
        ))  # fmt: skip
        said = {
            "amount": self.amount,
            "reference": doing.reference,
            "undone": incoming.reference,
            "title": checkout.title,
        }
        by = {"shop": shop.name, "name": shop.name, "phone": shop.phone or doing.people[shop.owner_id].phone}
        if payer:
            balance = posting.balances[payer.account_id]
            overfull.note_owed(db, payer, balance)
            theirs = Message(payer, "refund_received", {**said, **by, "balance": balance})
        else:
            language = checkout.language or doing.people[shop.owner_id].language
            claims.keep(db, NewClaim(
                found.phone, posting.transfer, doing.channel, language, doing.reference, self.amount,
            ))  # fmt: skip
            theirs = Message(Number(found.phone, language), "checkout_refund_waits", {**said, **by})
        mine = {**said, "balance": ledger.balance_after(db, posting, shop.account_id)}
        owner = [] if doing.actor.person_id else [Message(doing.people[shop.owner_id], "checkout_refunded", mine)]
        told = doing.tell(db, "receipt", "checkout_refunded", mine, theirs, *owner)
        return replace(told, values={**told.values, "refund_id": refund.id})

    def _write(
        self, db: Connection, doing: Doing, checkout: Checkout, incoming: Incoming, way: To, phone: str, **abroad: Any
    ) -> Refund:
        fee = incoming.fee_back(self.amount)
        new = NewRefund(self.amount, fee, way, checkout.paid_by, phone, self.reason, doing.reference, **abroad)
        return checkout_refunds.create(db, checkout, new)

    def _post(
        self, db: Connection, refund: Refund, shop: Merchant, kind: str, to: int, undoes: UUID | None = None
    ) -> Posting:
        """Post what takes a refund from its shop and from the fee it paid. Raises Refused."""
        entries = (
            Entry(shop.account_id, refund.fee - refund.amount),
            Entry(ledger.ours(db, "fees"), -refund.fee),
            Entry(to, refund.amount),
        )
        short = {
            shop.account_id: Refused("refusal.not_enough_free", total=refund.amount - refund.fee),
            to: Refused("refusal.recipient_refuses"),
        }
        transfer = Transfer(f"refund:{refund.id}", kind, entries, undoes=undoes)
        return ledger.post_one(db, transfer, Refused("refusal.refunded_already"), short)
