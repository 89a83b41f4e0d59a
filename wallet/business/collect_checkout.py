"""Have a checkout paid from outside: by a prompt on a phone, or at a page of a card's processor.

Whoever holds a checkout's address may ask, of any number: so prompts are few a number and few a checkout.
"""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection, text

from wallet.business import levels, merchants, methods
from wallet.business.checkouts import LIVE, Checkout
from wallet.business.payables import Payable, choose_amount, lock_row_payable
from wallet.core.errors import NotNow, Refused
from wallet.operations.actor import Actor, ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.payments import open_pages, operators, payments
from wallet.payments.party import Party, at_phone
from wallet.payments.payments import NewPayment
from wallet.payments.prompts import check_prompts
from wallet.payments.rails import RAILS
from wallet.prices import quotes
from wallet.prices.quotes import CurrencyQuote

PAGE_ASKED: Final = "checkout_page_asked"  # an outcome that no phone hears
LIVE_MOST: Final = 3  # prompts of one checkout at a time; whoever left a page holds up nobody
EVER_MOST: Final = 10  # payments of one checkout
COUNT: Final = text(f"""SELECT count(*) AS ever,
        count(*) FILTER (WHERE state IN {LIVE} AND party_kind = 'phone') AS live,
        count(*) FILTER (WHERE state IN {LIVE} AND party_kind = 'phone' AND party = :party) AS same
    FROM payment WHERE checkout_id = :id AND direction = 'collect'""")  # noqa: S608 - constants


@dataclass(frozen=True)
class CheckoutCollection:
    """A collection as agreed to: what it pays (see Payable), how much, by which rail and from which number, E.164."""

    checkout_id: str
    link_id: str
    owner_id: str
    shop: str
    amount: int
    rail: str
    phone: str


def find_checkout_collection(
    db: Connection, payable: Payable, amount: int, rail: str, phone: str
) -> CheckoutCollection:  # fmt: skip
    """Return what would be asked of the operator. Raises NotNow while it is down, Misread outside an open amount."""
    operators.get_open(db, rail)
    francs = choose_amount(db, payable, amount)
    return CheckoutCollection(
        payable.checkout_id, payable.link_id, payable.owner_id, payable.shop, francs, rail, phone
    )  # fmt: skip


@dataclass(frozen=True)
class CollectCheckout(UseCase):
    """Ask a phone, through its operator, to pay. No money moves before the operator says so."""

    kind: ClassVar[str] = "collect_checkout"
    accepts: ClassVar[Accepts] = (None,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("payer", "stranger")

    collection: CheckoutCollection

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the shop's owner."""
        return (self.collection.owner_id,)

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, and that tell the operator."""
        return ("notices", self.collection.rail)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write the payment down; others may be about to pay as well. Raises Refused."""
        asked = self.collection
        refuse_closed_shop(doing, asked.owner_id, asked.shop)
        if doing.actor.phone != asked.phone:
            check_prompts(db, asked.phone)
        customer = {"customer_phone": asked.phone, "language": page_language(doing.actor)}
        checkout = lock_row_payable(db, asked.checkout_id, asked.link_id, asked.amount, **customer)
        refuse_other_payer(doing.actor, checkout)
        create_payment(db, doing, checkout, asked.rail, at_phone(asked.phone))
        said = {"amount": asked.amount, "shop": asked.shop, "operator": asked.rail, "reference": doing.reference}
        return Outcome("checkout_prompted", said)


@dataclass(frozen=True)
class PayAtPage(UseCase):
    """Have a page of a processor made, at which whoever is led there pays; `phone` is theirs where they gave it.

    Charged abroad by the quote of `quote_id`, where they agreed to one.
    """

    kind: ClassVar[str] = "pay_at_page"
    accepts: ClassVar[Accepts] = (None,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("payer",)

    checkout_id: str
    owner_id: str
    amount: int
    rail: str
    phone: str = ""
    quote_id: str = ""

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the shop's owner."""
        return (self.owner_id,)

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue that has the page made."""
        return (self.rail,)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write the payment down, unless a page is open: `redirect_url` leads to it once it is there.

        Raises Refused, and QuoteChanged where the quote holds no longer.
        """
        checkout = lock_row_payable(db, self.checkout_id, "", self.amount)
        merchant = merchants.get_merchant(db, checkout.merchant_id)
        refuse_closed_shop(doing, merchant.owner_id, merchant.name)
        refuse_other_payer(doing.actor, checkout)
        quote = quotes.check_quote(db, self.quote_id, self.amount, checkout.id) if self.quote_id else None
        charged, currency = quotes.find_charged(quote, self.amount)
        reference = open_pages.find_reference(db, "checkout_id", checkout.id, self.rail, charged, currency)
        if not reference:
            create_payment(db, doing, checkout, self.rail, Party("payer", self.phone), quote)
        said = {"amount": self.amount, "shop": merchant.name, "reference": reference or doing.reference}
        return Outcome(PAGE_ASKED, said)


def create_payment(
    db: Connection, doing: Doing, checkout: Checkout, rail: str, party: Party, quote: CurrencyQuote | None = None
) -> None:
    """Write down a payment of a locked, open checkout, charged by a quote if there is one.

    Raises NotNow while the rail is down, Refused where it does not collect so, or one more is one too many.
    """
    operators.get_open(db, rail)
    method = methods.BY_NAME[methods.BY_RAIL[rail]]
    charged, currency = quotes.find_charged(quote, checkout.amount)
    if not methods.can_collect(RAILS[rail], method, charged, currency):
        raise NotNow("error.operator_down", operator=rail)
    count = db.execute(COUNT, {"id": checkout.id, "party": party.value}).one()
    if party.kind == "phone" and (count.same or count.live >= LIVE_MOST):
        raise Refused("refusal.checkout_under_way")
    if count.ever >= EVER_MOST:
        raise Refused("refusal.prompts")
    levels.check_asked(db, checkout.merchant_id, method.name, checkout.amount)
    new = NewPayment(
        purpose="pay_checkout",
        direction="collect",
        reference=doing.reference,
        rail=rail,
        party=party,
        channel=doing.channel,
        person_id=merchants.get_merchant(db, checkout.merchant_id).owner_id,
        asked_by=None,
        amount=checkout.amount,
        checkout_id=checkout.id,
        counted=False,
        currency=currency,
        charged=quote.charged if quote else None,
        quote_id=quote.id if quote else None,
    )
    payments.create(db, new)


def refuse_closed_shop(doing: Doing, owner_id: str, shop: str) -> None:
    """Raise Refused where the shop's owner, who is locked, may be paid nothing now."""
    owner = doing.people.get(owner_id)
    if owner is None or owner.state != "open":
        raise Refused("refusal.shop_closed", shop=shop)


def refuse_other_payer(actor: Actor, checkout: Checkout) -> None:
    """Raise Refused for whoever holds the address of another checkout."""
    if actor.kind == "payer" and actor.id != checkout.id:
        raise Refused("refusal.not_allowed")


def page_language(actor: Actor) -> str:
    """Return the language of the page for whoever pays by phone: French for Pidgin, which it has not."""
    return actor.language if actor.language in ("fr", "en") else "fr"
