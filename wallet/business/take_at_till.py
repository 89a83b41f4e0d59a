"""Take a payment at a till by its page: a checkout that stands there; of a cashier, at a till of their own alone."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business import checkouts
from wallet.business.checkouts import NewCheckout
from wallet.business.create_checkout import CANCELLED, CREATED, WRITE_CHECKOUTS, name_made, refuse_another
from wallet.business.own_tills import NARROWED, refuse_other_till
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

TAKE_OWN: Final = f"{WRITE_CHECKOUTS}{NARROWED}"
WAITS_SECONDS: Final = 15 * 60  # whoever stands there pays now


class AtTill(UseCase):
    """A use case of whoever takes money at any till of the business."""

    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_CHECKOUTS

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue that tells the business."""
        return ("webhooks",)


@dataclass(frozen=True)
class TakeAtTill(AtTill):
    """Ask for `amount` at a till: whoever is there pays it by any method, within a quarter of an hour."""

    kind: ClassVar[str] = "take_at_till"

    till: str
    amount: int
    title: str
    language: str = ""

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write the checkout down. Raises Refused for a till that is not theirs to take at, Misread."""
        refuse_other_till(db, doing.actor, self.permission, self.till)
        made = checkouts.create(db, NewCheckout(
            doing.actor.business_id, self.amount, self.title, language=self.language, waits_seconds=WAITS_SECONDS,
            till=self.till,
        ))  # fmt: skip
        return Outcome(CREATED, name_made(*made))


@dataclass(frozen=True)
class TakeAtOwnTill(TakeAtTill):
    """Ask for `amount` at a till of one's own."""

    kind: ClassVar[str] = "take_at_own_till"
    permission: ClassVar[str] = TAKE_OWN


@dataclass(frozen=True)
class CancelAtTill(AtTill):
    """Take back what was asked for at a till: whatever is paid for it from now on goes back."""

    kind: ClassVar[str] = "cancel_at_till"

    checkout_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Cancel it. Raises Refused for what is not of their till, and for what has ended."""
        checkout = checkouts.lock_row(db, self.checkout_id)
        refuse_another(doing.actor, checkout.merchant_id)
        refuse_other_till(db, doing.actor, self.permission, checkout.till)
        checkouts.check_open(checkout)
        checkouts.end(db, checkout.id, "cancelled")
        return Outcome(CANCELLED, {"checkout_id": checkout.id})


@dataclass(frozen=True)
class CancelAtOwnTill(CancelAtTill):
    """Take back what was asked for at a till of one's own."""

    kind: ClassVar[str] = "cancel_at_own_till"
    permission: ClassVar[str] = TAKE_OWN
