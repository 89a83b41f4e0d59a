"""Pay a checkout, or what a link asks, from a wallet: by the menu with the PIN, by a text with its code."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection

from wallet.business import checkouts, invoice_checkouts, merchants
from wallet.business.merchant_payment import pay_merchant, tell_shop
from wallet.business.payables import Payable, choose_amount, find_payable, lock_row_payable
from wallet.operations.actor import Actor
from wallet.operations.proofs import CodeProof, PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, Quoted
from wallet.people import people
from wallet.prices import limits, tariffs


@dataclass(frozen=True)
class CheckoutQuote:
    """A payment to a business as shown before the PIN and paid after it, free to its payer; see Payable."""

    pay_code: str
    checkout_id: str
    link_id: str
    merchant_id: str
    owner_id: str
    shop: str
    title: str
    amount: int


def quote_checkout(db: Connection, person_id: str, payable: Payable, amount: int = 0) -> CheckoutQuote:
    """Return what would be paid; `amount` counts where it is open. Raises Misread outside its bounds or one's tier."""
    francs = choose_amount(db, payable, amount)
    limits.check_amount(db, people.get_person(db, person_id).tier, "out", tariffs.MINIMUM, francs)
    return CheckoutQuote(
        payable.pay_code, payable.checkout_id, payable.link_id, payable.merchant_id, payable.owner_id, payable.shop,
        payable.title, francs,
    )  # fmt: skip


@dataclass(frozen=True)
class PayCheckout(Quoted):
    """Pay `quote.amount` to a business, once: whoever else pays the same checkout has theirs back."""

    kind: ClassVar[str] = "pay_checkout"
    accepts: ClassVar[Accepts] = (PinProof, CodeProof)
    moves_money: ClassVar[bool] = True

    quote: CheckoutQuote

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the shop's owner."""
        return (self.quote.owner_id,)

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, and that tell the business."""
        return ("notices", "webhooks")

    @property
    def shown(self) -> dict[str, Any]:
        """Shop, title and amount."""
        return vars(self.quote)

    def quoted_anew(self, db: Connection, actor: Actor) -> "PayCheckout":
        """Return the same as things are today; it costs the payer nothing. Raises Misread or Refused."""
        payable = find_payable(db, actor.person_id, self.quote.pay_code)
        return PayCheckout(quote_checkout(db, actor.person_id, payable, self.quote.amount))

    def refuse_ended(self, db: Connection, actor: Actor) -> None:
        """Raise Refused once it is paid, cancelled, or has expired."""
        find_payable(db, actor.person_id, self.quote.pay_code)

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return the amount paid."""
        return self.quote.amount

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Move it from the payer to the shop, less its fee; tell all. Raises Refused or QuoteChanged."""
        quote, payer = self.quote, doing.person
        customer = {"customer_name": payer.shown, "customer_phone": payer.phone}
        checkout = lock_row_payable(db, quote.checkout_id, quote.link_id, quote.amount, **customer)
        merchant = merchants.get_merchant(db, checkout.merchant_id)
        fee = tariffs.read_price(db, self.kind, quote.amount).fee
        checkouts.mark_paid(db, checkout, "wallet", fee, paid_by=payer.phone)  # first: its row is the transfer's reason
        invoice_checkouts.note_paid(db, checkout)
        key = checkouts.make_key(checkout)
        paid = pay_merchant(db, doing, merchant, self.kind, quote.amount, checkout.till, key)
        said = {"amount": quote.amount, "shop": merchant.name, "title": quote.title, "reference": doing.reference}
        mine = {**said, "balance": paid.balance}
        return doing.tell(db, "receipt", "checkout_paid", mine, *tell_shop(db, doing, merchant, self.kind, said, paid))
