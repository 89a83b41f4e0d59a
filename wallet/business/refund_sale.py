"""Members and programs give back what was paid at a till, by a bill or a subscription: never more than came in.

A cashier gives back what came in today at a till of their own, up to a limit. The database judges both anew
(may_refund_sale).
"""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business import refunds
from wallet.business.api_keys import KeyProof
from wallet.business.create_checkout import refuse_another
from wallet.business.refund_checkout import FRESH_ABOVE, WRITE_REFUNDS
from wallet.business.refund_payment import give_back
from wallet.business.refunds import Incoming
from wallet.business.sales import Sale
from wallet.core import clock, thresholds
from wallet.core.clock import DOUALA
from wallet.core.errors import Refused
from wallet.members import memberships, sessions
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.kinds import SALES
from wallet.operations.refunds import check_part
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import people

OWN: Final = f"{WRITE_REFUNDS}:own"
LIMIT: Final = "cashier_refund"  # the threshold: francs of one payment that a cashier may give back
# What is paid in a checkout goes back by refund_checkout.
KINDS: Final = [kind for kind in SALES if kind != "pay_checkout"]


def find_refundable_sale_of(db: Connection, merchant_id: str, sale: Sale) -> Incoming | None:
    """Return what of a payment of one of KINDS may still go back, None for nothing."""
    found = refunds.find_incoming(db, sale.id) if sale.kind in KINDS else None
    return found if found and found.merchant_id == merchant_id and found.left and found.giver_id else None


def find_most_of_cashier(db: Connection, sale: Sale, incoming: Incoming) -> int:
    """Return how much more of a payment at their till a cashier may give back now, in francs."""
    if sale.at.astimezone(DOUALA).date() != clock.now(db).astimezone(DOUALA).date():
        return 0
    return max(min(incoming.left, thresholds.get_threshold(db, LIMIT) - incoming.taken_back), 0)


@dataclass(frozen=True)
class RefundSale(UseCase):
    """Give `amount` of a transfer to the shop of `owner_id` back to `person_id`, who paid it."""

    kind: ClassVar[str] = "refund_sale"
    accepts: ClassVar[Accepts] = (KeyProof, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_REFUNDS
    moves_money: ClassVar[bool] = True

    transfer: str
    owner_id: str
    person_id: str
    amount: int
    reason: str = ""

    @property
    def others(self) -> tuple[str, ...]:
        """Person ids of the shop's owner and of the payer."""
        return (self.owner_id, self.person_id)

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue that tells people."""
        return ("notices",)

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return what is given back."""
        return self.amount

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Give it back. Raises Refused, Locked, Misread."""
        owner = doing.people.get(self.owner_id)
        if owner is None:
            raise Refused("refusal.not_allowed")
        incoming = refunds.lock_row_incoming(db, owner.id, self.transfer)
        refuse_another(doing.actor, incoming.merchant_id)
        people.refuse_stopped(owner)
        if incoming.kind not in KINDS:
            raise Refused("refusal.not_refundable")
        if incoming.taken_back + self.amount > FRESH_ABOVE:
            sessions.check_fresh(db, doing.proof)
        check_part(incoming.left, self.amount)
        self.refuse_narrowed(db, doing, incoming)
        return give_back(db, doing, owner, incoming, self.person_id, self.amount)

    def refuse_narrowed(self, db: Connection, doing: Doing, incoming: Incoming) -> None:
        """Raise Refused where the member may give back only some payments, and not this one; here none is so bound."""


@dataclass(frozen=True)
class RefundOwnSale(RefundSale):
    """Give back what came in today at a till of the cashier who asks."""

    kind: ClassVar[str] = "refund_own_sale"
    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = OWN

    def refuse_narrowed(self, db: Connection, doing: Doing, incoming: Incoming) -> None:
        """Raise Refused for another till, another day, or more than a cashier may."""
        own = memberships.list_own_tills(db, doing.actor.business_id, doing.actor.id)
        if not refunds.is_of_today(db, self.transfer, own):
            raise Refused("refusal.not_allowed")
        if incoming.taken_back + self.amount > thresholds.get_threshold(db, LIMIT):
            raise Refused("member.above_cashiers_limit", most=thresholds.get_threshold(db, LIMIT))
