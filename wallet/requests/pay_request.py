"""Pay a request from a wallet: anyone with its code may, and it is paid once."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Misread, Refused
from wallet.core.values import Priced
from wallet.messages.notices import Message
from wallet.operations.actor import Actor
from wallet.operations.proofs import CodeProof, PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, Quoted
from wallet.people import people
from wallet.people.people import Person
from wallet.prices import limits, tariffs
from wallet.requests import payment_requests
from wallet.requests.payment_requests import Listed, PaymentRequest
from wallet.sending import first_sends
from wallet.sending.wallet_payment import pay_wallet


@dataclass(frozen=True)
class RequestQuote(Priced):
    """The price of paying a request, as shown before the PIN and charged after it; `person_id` is who asks."""

    request_id: str
    person_id: str
    name: str
    phone: str
    amount: int
    reason: str
    fee: int
    tax: int
    unchecked: int = 0


def find_request(db: Connection, actor: Actor, code: str) -> Listed:
    """Return the request of a code, as listed. Raises Misread for none or one's own, Refused for one that has ended."""
    request = payment_requests.get_by_code(db, code)
    if request.asker_id == actor.person_id:
        raise Misread("error.own_request")
    payment_requests.check_open(db, request)
    name, phone = show_asker(db, actor, request, people.get_person(db, request.asker_id))
    mine = int(request.is_for(actor))
    return Listed(request.id, request.code, name, phone, request.amount, request.reason, request.date,
                  mine=mine)  # fmt: skip


def show_asker(db: Connection, actor: Actor, request: PaymentRequest, asker: Person) -> tuple[str, str]:
    """Return the name and number of who asks, as this actor may see them: whole on the phone that was asked.

    Whoever else has a wallet sees twenty new names a day, as everywhere; without one, a letter and part of the number.
    """
    if request.is_for(actor):
        return asker.shown, asker.phone
    if actor.person_id:
        return people.show_name(db, actor.person_id, asker), asker.phone
    return people.mask_name(asker.name), people.mask_phone(asker.phone)


def quote_request(db: Connection, actor: Actor, code: str) -> RequestQuote:
    """Return the price of paying it now. Raises as find_request does, and Refused above the caller's tier."""
    found = find_request(db, actor, code)
    request, payer = payment_requests.get_by_code(db, code), people.get_person(db, actor.person_id)
    most = limits.read_ceilings(db, payer.tier, "out").get("operation")
    if most is not None and found.amount > most:
        raise Refused("refusal.ceiling_operation", maximum=most)
    first_sends.look_ahead(db, payer, request.asker_id, found.amount)
    price = tariffs.read_price(db, "pay_request", found.amount)
    return RequestQuote(request.id, request.asker_id, found.name, found.phone, found.amount, found.reason,
                        price.fee, price.tax, people.get_person(db, request.asker_id).unchecked)  # fmt: skip


@dataclass(frozen=True)
class PayRequest(Quoted):
    """Pay a request, at the price shown."""

    kind: ClassVar[str] = "pay_request"
    accepts: ClassVar[Accepts] = (PinProof, CodeProof)
    moves_money: ClassVar[bool] = True

    quote: RequestQuote

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the one who asks."""
        return (self.quote.person_id,)

    @property
    def shown(self) -> dict[str, Any]:
        """Asker, amount, reason and price."""
        return {**vars(self.quote), "total": self.quote.total}

    def quoted_anew(self, db: Connection, actor: Actor) -> "PayRequest":
        """Return the same at today's price. Raises Refused."""
        return PayRequest(quote_request(db, actor, payment_requests.lock_row(db, self.quote.request_id).code))

    def refuse_ended(self, db: Connection, actor: Actor) -> None:
        """Raise Refused once the request was paid, refused, cancelled, or has expired."""
        payment_requests.lock_row_open(db, self.quote.request_id)

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return the amount paid."""
        return self.quote.amount

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Take amount, fee and tax from the payer; tell both. Raises Refused or QuoteChanged."""
        quote = self.quote
        request = payment_requests.lock_row_open(db, quote.request_id)
        tariffs.check_price(db, "pay_request", quote)
        asker = doing.people.get(quote.person_id)
        if asker is None or asker.state != "open":
            raise Refused("refusal.recipient_refuses")
        payment_requests.end(db, request.id, "paid")  # first: what others are about to pay takes no room any more
        balance, theirs = pay_wallet(db, doing, make_key(request), "pay_request", asker, quote)
        tell_asked(db, request, asker, doing.person.phone)
        return self._tell(db, doing, asker, balance, theirs)

    def _tell(self, db: Connection, doing: Doing, asker: Person, balance: int, theirs: int) -> Outcome:
        quote, payer = self.quote, doing.person
        said = {"amount": quote.amount, "name": quote.name, "phone": asker.phone, "reference": doing.reference,
                "reason": quote.reason}  # fmt: skip
        paid = {**said, "fee": quote.fee, "tax": quote.tax, "total": quote.total, "balance": balance}
        got = {**said, "name": payer.shown, "phone": payer.phone, "balance": theirs}
        return doing.tell(db, "receipt", "request_paid", paid, Message(asker, "request_received", got))


def tell_asked(db: Connection, request: PaymentRequest, asker: Person, paid_by: str) -> None:
    """Tell the one asked that they need do nothing any more, when another number paid; an address is always told."""
    asked = people.find_by_ids(db, [request.payer_id]).get(request.payer_id) if request.payer_id else None
    if request.email or paid_by != (asked.phone if asked else request.phone):
        payment_requests.tell_payer(db, request, asker, asked, "request_paid_by_another")


def make_key(request: PaymentRequest) -> str:
    """Return the key of the one transfer that pays a request, whoever pays."""
    return f"request:{request.id}"
