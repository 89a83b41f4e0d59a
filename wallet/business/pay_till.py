"""Pay in a shop by the code of its till."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection

from wallet.business import merchants
from wallet.business.merchant_payment import pay_merchant, tell_shop
from wallet.core.errors import Misread
from wallet.operations.actor import Actor
from wallet.operations.proofs import CodeProof, PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, Quoted
from wallet.people import people
from wallet.prices import limits, tariffs


@dataclass(frozen=True)
class Till:
    """A till to pay at: a fact for the screen."""

    merchant_id: str
    owner_id: str
    shop: str
    till: str


@dataclass(frozen=True)
class TillQuote:
    """A payment at a till as shown before the PIN and paid after it; the payer pays no fee and no tax."""

    merchant_id: str
    owner_id: str
    shop: str
    till: str
    amount: int


def find_till(db: Connection, person_id: str, code: str) -> Till:
    """Return the shop of a till. Raises Misread: no such till, or the caller's own."""
    merchant = merchants.find_by_till(db, code)
    if merchant is None:
        raise Misread("error.no_such_code")
    if merchant.owner_id == person_id:
        raise Misread("error.own_till")
    return Till(merchant.id, merchant.owner_id, merchant.name, code)


def quote_till(db: Connection, person_id: str, at: Till, amount: int) -> TillQuote:
    """Return what would be paid there. Raises Misread when the caller's tier may not pay so much at once."""
    limits.check_amount(db, people.get_person(db, person_id).tier, "out", tariffs.MINIMUM, amount)
    return TillQuote(**vars(at), amount=amount)


@dataclass(frozen=True)
class PayTill(Quoted):
    """Pay `quote.amount` at a till."""

    kind: ClassVar[str] = "pay_till"
    accepts: ClassVar[Accepts] = (PinProof, CodeProof)
    moves_money: ClassVar[bool] = True

    quote: TillQuote

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the shop's owner."""
        return (self.quote.owner_id,)

    @property
    def shown(self) -> dict[str, Any]:
        """Shop and amount."""
        return vars(self.quote)

    def quoted_anew(self, db: Connection, actor: Actor) -> "PayTill":
        """Return the same as things are today; it costs the payer nothing. Raises Misread."""
        at = find_till(db, actor.person_id, self.quote.till)
        return PayTill(quote_till(db, actor.person_id, at, self.quote.amount))

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return the amount paid."""
        return self.quote.amount

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Move it from the payer to the shop, less its fee; tell all. Raises Refused."""
        quote = self.quote
        merchant = merchants.get_merchant(db, quote.merchant_id)
        paid = pay_merchant(db, doing, merchant, self.kind, quote.amount, quote.till)
        said = {"amount": quote.amount, "shop": quote.shop, "till": quote.till, "reference": doing.reference}
        mine = {**said, "balance": paid.balance}
        return doing.tell(db, "receipt", "till_paid", mine, *tell_shop(db, doing, merchant, self.kind, said, paid))
