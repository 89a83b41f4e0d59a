"""Answer a business's request without paying: refused by the one asked, taken back or repeated by the business."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business import checkout_asks, checkouts, merchants
from wallet.business.ask_shop_request import WRITE_REQUESTS
from wallet.business.checkout_asks import CheckoutAsk
from wallet.business.create_checkout import refuse_another
from wallet.core.errors import Refused
from wallet.operations.actor import Actor, ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.requests import blocks

# Outcomes that no phone hears.
CANCELLED: Final = "shop_request_cancelled"
REMINDED: Final = "shop_request_reminded"


@dataclass(frozen=True)
class RefuseShopRequest(UseCase):
    """Refuse what a business asks; `block`: nothing more is to come from its owner."""

    kind: ClassVar[str] = "refuse_shop_request"
    accepts: ClassVar[Accepts] = (None,)
    when_stopped: ClassVar[bool] = True
    actors: ClassVar[tuple[ActorKind, ...]] = ("person", "stranger", "payer")

    checkout_id: str
    block: bool = False

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue that tells the business."""
        return ("webhooks",)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Refuse it; the business hears of that, and of no block. Raises Refused."""
        if self.block:
            blocks.take_turn(db, doing.actor)
        checkout = checkouts.lock_row_open(db, self.checkout_id)
        asked = checkout_asks.find(db, checkout.id)
        if asked is None or not is_for(asked, doing.actor):
            raise Refused("refusal.request_of_another")
        shop = merchants.get_merchant(db, checkout.merchant_id)
        if self.block and asked.email:
            blocks.add_address(db, asked.email, shop.owner_id)
        elif self.block and doing.actor.kind != "payer":
            blocks.add(db, doing.actor, shop.owner_id)
        checkout_asks.note_refused(db, checkout.id)
        checkouts.end(db, checkout.id, "cancelled")
        said = {"shop": shop.name, "amount": checkout.amount}
        return Outcome("shop_blocked" if self.block else "shop_request_declined", said)


def is_for(asked: CheckoutAsk, actor: Actor) -> bool:
    """True when this caller is the one asked, or holds the address of the request's page."""
    if actor.kind == "payer":
        return actor.id == asked.id
    return bool(asked.phone) and asked.phone == actor.phone


def find_shop_request(db: Connection, actor: Actor, code: str) -> str:
    """Return the id of what a business asks this caller by a code, "" where it asks them nothing by it."""
    asked = checkout_asks.find_by_code(db, code)
    return asked.id if asked and is_for(asked, actor) else ""


@dataclass(frozen=True)
class CancelShopRequest(UseCase):
    """Take a request of the business the actor is of back: what is paid for it from now on goes back."""

    kind: ClassVar[str] = "cancel_shop_request"
    accepts: ClassVar[Accepts] = (None,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key",)
    permission: ClassVar[str] = WRITE_REQUESTS

    checkout_id: str

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that text, that mail, and that tell the business."""
        return ("notices", "mail", "webhooks")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Cancel it, and tell the one asked. Raises Refused for another business's, and for one that has ended."""
        lock_row_own(db, doing, self.checkout_id)
        checkouts.end(db, self.checkout_id, "cancelled")
        return Outcome(CANCELLED, {"checkout_id": self.checkout_id})


@dataclass(frozen=True)
class RemindShopRequest(UseCase):
    """Repeat a request of the business the actor is of, once."""

    kind: ClassVar[str] = "remind_shop_request"
    accepts: ClassVar[Accepts] = (None,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key",)
    permission: ClassVar[str] = WRITE_REQUESTS

    checkout_id: str

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that text and mail."""
        return ("notices", "mail")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Tell the one asked again. Raises Refused the second time, and for a number that takes no such texts."""
        asked = lock_row_own(db, doing, self.checkout_id)
        if asked.reminded_at:
            raise Refused("refusal.reminded_before")
        if not checkout_asks.can_be_told(db, asked.phone):
            raise Refused("refusal.request_untold")
        checkout_asks.note_reminded(db, asked.id)
        checkout_asks.tell(db, asked, "shop_request_again", "shop_request_reminder")
        return Outcome(REMINDED, {"checkout_id": asked.id})


def lock_row_own(db: Connection, doing: Doing, checkout_id: str) -> CheckoutAsk:
    """Return an open request of the actor's business, its checkout locked. Raises Refused."""
    checkout = checkouts.lock_row_open(db, checkout_id)
    refuse_another(doing.actor, checkout.merchant_id)
    return checkout_asks.get(db, checkout.id)
