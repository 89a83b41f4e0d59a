"""Make a checkout, or take one back, for a business; and make the one that a link's payer pays."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from sqlalchemy import Connection

from wallet.business import checkouts, links
from wallet.business.checkouts import Checkout, NewCheckout
from wallet.business.own_tills import refuse_elsewhere
from wallet.business.return_origins import check_return_url
from wallet.core.errors import Refused
from wallet.members.sessions import MemberProof
from wallet.operations.actor import Actor, ActorKind
from wallet.operations.pay_addresses import PayAddress
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

WRITE_CHECKOUTS: Final = "checkouts:write"
# Outcomes that no phone hears: pages and the API say them in their own way.
CREATED: Final = "checkout_created"
CANCELLED: Final = "checkout_cancelled"


@dataclass(frozen=True)
class CreateCheckout(UseCase):
    """Make a checkout of the business the actor is of."""

    kind: ClassVar[str] = "create_checkout"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_CHECKOUTS

    checkout: NewCheckout

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue that tells the business."""
        return ("webhooks",)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down. Raises Refused for another business, and for another's till."""
        refuse_another(doing.actor, self.checkout.merchant_id)
        refuse_elsewhere(db, doing.actor, self.permission, self.checkout.till)
        check_return_url(db, self.checkout.merchant_id, self.checkout.return_url)
        made = checkouts.create(db, self.checkout)
        return Outcome(CREATED, name_made(*made), made=made)


@dataclass(frozen=True)
class ExpireCheckout(UseCase):
    """Take a checkout back: whatever is paid for it from now on goes back."""

    kind: ClassVar[str] = "expire_checkout"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_CHECKOUTS

    checkout_id: str

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue that tells the business."""
        return ("webhooks",)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Cancel it. Raises Refused for another business's, and for one that has ended."""
        checkout = checkouts.lock_row(db, self.checkout_id)
        refuse_another(doing.actor, checkout.merchant_id)
        checkouts.check_open(checkout)
        if checkout.invoice_id:
            raise Refused("refusal.invoice_asks")
        checkouts.end(db, checkout.id, "cancelled")
        return Outcome(CANCELLED, {"checkout_id": checkout.id})


@dataclass(frozen=True)
class OpenLink(UseCase):
    """Make the checkout that whoever holds a link's address is about to pay; `amount` is theirs where it is open."""

    kind: ClassVar[str] = "open_link"
    accepts: ClassVar[Accepts] = (None,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("payer",)

    link_id: str
    amount: int = 0
    customer_name: str = ""
    customer_phone: str = ""
    customer_email: str = ""
    reference: str = ""
    language: str = ""

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue that tells the business."""
        return ("webhooks",)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down. Raises Refused for a link by which nothing more is paid, Misread for a wrong amount."""
        if doing.actor.id != self.link_id:
            raise Refused("refusal.not_allowed")
        link = links.lock_row(db, self.link_id)
        links.check_open(db, link)
        customer = {name: value for name, value in vars(self).items() if name not in ("link_id", "amount")}
        made = checkouts.create_by_link(db, link, links.choose_amount(link, self.amount), **customer)
        return Outcome(CREATED, name_made(*made))


def refuse_another(actor: Actor, merchant_id: str) -> None:
    """Raise Refused for what is another business's than the actor's."""
    if actor.business_id != merchant_id:
        raise Refused("refusal.not_allowed")


def name_made(checkout: Checkout, address: PayAddress) -> dict[str, Any]:
    """Return what is said of a checkout just made: its id, its code; not its page's token."""
    return {"checkout_id": checkout.id, "pay_code": address.code, "amount": checkout.amount}
