"""Have a request paid at a page of a processor's: by card, PayPal or crypto, also from abroad."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.payments import open_pages, payments
from wallet.payments.party import Party
from wallet.payments.payments import NewPayment
from wallet.prices import quotes
from wallet.requests import payment_requests
from wallet.requests.collect_request import take_room
from wallet.topups.pay_recharge import check_rail

PAGE_ASKED: Final = "request_page_asked"  # an outcome that no phone hears


@dataclass(frozen=True)
class PayRequestAtPage(UseCase):
    """Have a page of a rail made, at which whoever holds a request's address pays `person_id`, who asks.

    Charged abroad by the quote of `quote_id`, where they agreed to one. No money moves before the rail says so.
    """

    kind: ClassVar[str] = "pay_request_at_page"
    accepts: ClassVar[Accepts] = (None,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("payer",)

    request_id: str
    person_id: str
    amount: int
    rail: str
    quote_id: str = ""

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the one who asks."""
        return (self.person_id,)

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue that has the page made."""
        return (self.rail,)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write the payment down; its asker's ceilings count it once. Raises Refused, NotNow, QuoteChanged.

        What comes too late and cannot go back is kept for the number that was asked, where one was.
        """
        request = payment_requests.lock_row_open(db, self.request_id)
        payment_requests.refuse_other_payer(doing.actor, request)
        if (self.person_id, self.amount) != (request.asker_id, request.amount):
            raise Refused("refusal.not_allowed")
        asker = doing.people[self.person_id]
        if asker.state != "open":
            raise Refused("refusal.recipient_refuses")
        quote = quotes.check_quote(db, self.quote_id, self.amount, request.id) if self.quote_id else None
        charged, currency = quotes.find_charged(quote, self.amount)
        said = {"amount": self.amount, "operator": self.rail}
        if reference := open_pages.find_reference(db, "request_id", request.id, self.rail, charged, currency):
            return Outcome(PAGE_ASKED, {**said, "reference": reference})
        payment_requests.refuse_many(db, request, at_phone=False)
        party = Party("payer", request.phone)
        check_rail(db, self.rail, party, charged, currency)
        counted = take_room(db, request, asker)
        payment_requests.set_language(db, request.id, doing.actor.language)
        payments.create(
            db,
            NewPayment(
                purpose="pay_request",
                direction="collect",
                reference=doing.reference,
                rail=self.rail,
                party=party,
                channel=doing.channel,
                person_id=asker.id,
                asked_by=None,
                amount=request.amount,
                request_id=request.id,
                counted=counted,
                currency=currency,
                charged=quote.charged if quote else None,
                quote_id=quote.id if quote else None,
            ),
        )
        return Outcome(PAGE_ASKED, {**said, "reference": doing.reference})
