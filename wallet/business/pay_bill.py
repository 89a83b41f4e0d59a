"""Pay a bill that is known, or have its biller asked for it."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from sqlalchemy import Connection

from wallet.business import bills, merchants
from wallet.business.bills import Bill
from wallet.business.merchant_payment import pay_merchant, tell_shop
from wallet.business.merchants import Biller
from wallet.core.errors import Misread, QuoteChanged, Refused
from wallet.operations.actor import Actor
from wallet.operations.proofs import CodeProof, PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, Quoted, UseCase
from wallet.people import people
from wallet.prices import limits, tariffs

SEARCHES_A_DAY: Final = 20


@dataclass(frozen=True)
class BillQuote:
    """A bill as it is shown before it is paid, free to its payer; `bill_id` is "" while its biller must be asked."""

    bill_id: str
    merchant_id: str
    owner_id: str
    shop: str
    bill: str
    amount: int


def list_billers(db: Connection) -> list[Biller]:
    """Return every biller whose bills can be paid. Raises Refused when there is none yet."""
    found = merchants.list_billers(db)
    if not found:
        raise Refused("refusal.no_billers")
    return found


def find_biller(db: Connection, word: str) -> Biller:
    """Return the biller of the word after PAYER. Raises Misread."""
    found = merchants.find_biller(db, word)
    if found is None:
        raise Misread("error.no_such_biller")
    return found


def find_bill(db: Connection, person_id: str, biller: Biller, reference: str) -> BillQuote:
    """Return the bill of a reference. Raises Misread: unknown and nobody to ask, paid, or above the caller's tier."""
    if biller.owner_id == person_id:
        raise Misread("error.own_till")
    known = bills.find_due(db, biller.merchant_id, reference)
    if known:
        return quote_bill(db, person_id, biller, known)
    if not biller.asked:
        paid = bills.is_paid(db, biller.merchant_id, reference)
        raise Misread("error.bill_paid" if paid else "error.no_such_bill")
    return BillQuote("", biller.merchant_id, biller.owner_id, biller.shop, reference, 0)


def find_bill_by_code(db: Connection, person_id: str, code: str) -> BillQuote:
    """Return the bill whose code the caller was told, `bill_id` "" for none. Raises Misread."""
    known = bills.find_by_code(db, person_id, code)
    if known is None:
        return BillQuote("", "", "", "", "", 0)
    if known.paid:
        raise Misread("error.bill_paid")
    return quote_bill(db, person_id, merchants.get_biller(db, known.merchant_id), known)


def quote_bill(db: Connection, person_id: str, biller: Biller, known: Bill) -> BillQuote:
    """Return what would be paid. Raises Misread when the caller's tier may not pay so much at once."""
    limits.check_amount(db, people.get_person(db, person_id).tier, "out", tariffs.MINIMUM, known.amount)
    return BillQuote(known.id, biller.merchant_id, biller.owner_id, biller.shop, known.reference, known.amount)


@dataclass(frozen=True)
class PayBill(Quoted):
    """Pay a bill, once whoever pays it."""

    kind: ClassVar[str] = "pay_bill"
    accepts: ClassVar[Accepts] = (PinProof, CodeProof)
    moves_money: ClassVar[bool] = True

    quote: BillQuote

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the biller's owner."""
        return (self.quote.owner_id,)

    @property
    def shown(self) -> dict[str, Any]:
        """Biller, bill and amount."""
        return vars(self.quote)

    def quoted_anew(self, db: Connection, actor: Actor) -> "PayBill":
        """Return the same as it is today. Raises Misread."""
        known = bills.lock_row(db, self.quote.bill_id)
        if known.paid:
            raise Misread("error.bill_paid")
        return PayBill(quote_bill(db, actor.person_id, merchants.get_biller(db, known.merchant_id), known))

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return the amount of the bill."""
        return self.quote.amount

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Move it from the payer to the biller, less its fee; tell all. Raises Refused or QuoteChanged."""
        known, merchant = bills.lock_row(db, self.quote.bill_id), merchants.get_merchant(db, self.quote.merchant_id)
        if known.paid:
            raise Refused("refusal.bill_paid", shop=merchant.name, bill=known.reference)
        if known.amount != self.quote.amount:
            raise QuoteChanged("error.price_changed")
        paid = pay_merchant(db, doing, merchant, self.kind, known.amount)
        bills.mark_paid(db, known.id, paid.transfer)
        said = {"amount": known.amount, "shop": merchant.name, "bill": known.reference, "reference": doing.reference}
        mine = {**said, "balance": paid.balance}
        return doing.tell(db, "receipt", "bill_paid", mine, *tell_shop(db, doing, merchant, self.kind, said, paid))


@dataclass(frozen=True)
class FindBill(UseCase):
    """Have a worker ask the biller: a text brings the amount and a code that pays it."""

    kind: ClassVar[str] = "find_bill"
    accepts: ClassVar[Accepts] = (None,)

    merchant_id: str
    shop: str
    bill: str

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue of the worker that asks billers."""
        return ("billers",)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write the search down; nothing is paid. Raises Refused for one too many today."""
        if bills.count_searches(db, doing.person.id) >= SEARCHES_A_DAY:
            raise Refused("refusal.searches", most=SEARCHES_A_DAY)
        bills.search(db, self.merchant_id, self.bill, doing.person.id)
        return Outcome("bill_sought", {"shop": self.shop, "bill": self.bill})
