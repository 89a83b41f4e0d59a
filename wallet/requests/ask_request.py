"""Text a wallet the question of `PAYER <code>`, because somebody typed its number at a request's page."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Misread, Refused
from wallet.operations import page_asks
from wallet.operations.actor import Actor, ActorKind
from wallet.operations.page_asks import QUESTION_TEXTED
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import numbers
from wallet.people.people import Person
from wallet.requests import payment_requests
from wallet.requests.pay_request import PayRequest, quote_request
from wallet.requests.payment_requests import PaymentRequest


@dataclass(frozen=True)
class AskRequest(UseCase):
    """Text whoever has the wallet of `phone`, E.164, whether they pay a request: OUI and its code pays."""

    kind: ClassVar[str] = "ask_request"
    accepts: ClassVar[Accepts] = (None,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("payer",)

    request_id: str
    phone: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Ask, where somebody may be asked, which is not told. Raises Refused once it has ended, or at another page."""
        numbers.take_turn(db, self.phone)  # before the request, as whoever opens a wallet does
        request = payment_requests.lock_row_open(db, self.request_id)
        payment_requests.refuse_other_payer(doing.actor, request)
        page_asks.ask(db, doing, self.phone, request.id, lambda person: self.find_case(db, request, person))
        return Outcome(QUESTION_TEXTED)

    def find_case(self, db: Connection, request: PaymentRequest, person: Person) -> PayRequest | None:
        """Return what the number's owner would agree to, None where they may not pay this."""
        payer = Actor("person", person.id, person.language, self.phone)
        try:
            return PayRequest(quote_request(db, payer, request.code))
        except (Misread, Refused):  # their own request, or above their tier: theirs to know
            return None
