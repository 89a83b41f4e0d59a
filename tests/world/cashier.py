"""A cashier of Brice's shop: makes checkouts and links, and has people pay them by every way there is."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from tests.world.claimed import claim
from tests.world.scripted_rail import ScriptedRail
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import checkouts, links
from wallet.business.checkouts import Checkout, NewCheckout
from wallet.business.collect_checkout import CheckoutCollection, CollectCheckout, PayAtPage
from wallet.business.links import Link, NewLink
from wallet.business.pay_checkout import PayCheckout, quote_checkout
from wallet.business.payables import find_payable
from wallet.operations import pay_addresses
from wallet.operations.actor import Actor
from wallet.operations.use_case import Outcome

CARD_RAILS = ("flutterwave", "cinetpay", "paypal")


@dataclass
class Cashier:
    """Whoever asks for money in the shop."""

    world: World
    shop: Shop

    @classmethod
    def hire(cls, world: World, shop: Shop) -> "Cashier":
        """Return the cashier; cards are taken too."""
        world.rails |= {rail: ScriptedRail() for rail in CARD_RAILS}
        return cls(world, shop)

    def ask(self, amount: int = 5_000, **more: Any) -> Checkout:
        """Make a checkout."""
        new = NewCheckout(self.shop.merchant.id, amount, "Gâteau", **more)
        return self.world.do(lambda db: checkouts.create(db, new)[0], "web")

    def make_link(self, **more: Any) -> Link:
        """Make a link."""
        return self.world.do(lambda db: links.create(db, NewLink(self.shop.merchant.id, "Don", **more))[0], "web")

    def code_of(self, one: Checkout | Link) -> str:
        """Return the 8 digits that pay this."""
        thing: Any = "checkout" if isinstance(one, Checkout) else "link"
        return str(self.world.do(lambda db: pay_addresses.get_of(db, thing, one.id)).code)

    def quote(self, phone: str, one: Checkout | Link, amount: int = 0) -> PayCheckout:
        """Return what somebody who pays from their wallet is shown."""
        payer, code = self.world.actor(phone).person_id, self.code_of(one)

        def look(db: Connection) -> PayCheckout:
            return PayCheckout(quote_checkout(db, payer, find_payable(db, payer, code), amount))

        return self.world.do(look)

    def prompt(
        self, one: Checkout, phone: str, key: str, rail: str = "mtn", actor: Actor | None = None
    ) -> Outcome:  # fmt: skip
        """Let whoever is at the page have a phone prompted."""
        merchant = self.shop.merchant
        asked = CheckoutCollection(one.id, "", merchant.owner_id, merchant.name, one.amount, rail, phone)
        return self.world.perform(actor or Actor("payer", one.id, "fr"), CollectCheckout(asked), key, "web")

    def go_to_page(
        self, one: Checkout, key: str, rail: str = "flutterwave", phone: str = "", quote_id: str = ""
    ) -> Outcome:  # fmt: skip
        """Let whoever is at the page choose a card."""
        case = PayAtPage(one.id, self.shop.merchant.owner_id, one.amount, rail, phone, quote_id)
        return self.world.perform(Actor("payer", one.id, "fr"), case, key, "web")

    def claim_refund(self, db: Connection, checkout: str, amount: int) -> None:
        """Claim, as a process with the pepper can, that the shop's owner gives so much of a checkout back."""
        owner = ("person", self.shop.merchant.owner_id)
        assert claim(db, "gives back", "refund_checkout", owner, checkout_id=checkout, amount=amount)

    def read(self, one: Checkout) -> Checkout:
        """Return the checkout as it is now."""
        return self.world.do(lambda db: checkouts.get(db, one.id))

    def heard(self) -> list[str]:
        """Return what the business has heard of, oldest first, but that something was made."""
        kinds = self.world.column("SELECT kind FROM event ORDER BY at, id")
        return [kind for kind in kinds if kind != "checkout.created"]
