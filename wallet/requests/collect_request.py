"""Collect a request from Orange Money or MTN MoMo, without a wallet: the caller approves on their own phone."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet import ledger
from wallet.core.errors import Refused
from wallet.operations.actor import Actor, ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.payments import operators, payments
from wallet.payments.party import at_phone
from wallet.payments.payments import NewPayment
from wallet.payments.prompts import check_prompts
from wallet.people.people import Person
from wallet.prices import limits
from wallet.requests import payment_requests
from wallet.requests.pay_request import show_asker
from wallet.requests.payment_requests import PaymentRequest


@dataclass(frozen=True)
class RequestCollection:
    """A collection as agreed to: the request, the amount, the operator; `person_id` is who asks."""

    request_id: str
    person_id: str
    name: str
    amount: int
    rail: str
    phone: str = ""  # typed at a page; else it is the caller's own


def find_collection(
    db: Connection, actor: Actor, code: str, rail: str, phone: str = ""
) -> RequestCollection:  # fmt: skip
    """Return what would be asked of the operator. Raises NotNow while it is down, Refused for one that has ended."""
    operators.get_open(db, rail)
    request = payment_requests.get_by_code(db, code)
    payment_requests.check_open(db, request)
    name, _ = show_asker(db, actor, request, payment_requests.get_asker(db, request))
    return RequestCollection(request.id, request.asker_id, name, request.amount, rail, phone)


@dataclass(frozen=True)
class CollectRequest(UseCase):
    """Ask the caller, through the operator, to pay a request. No money moves before the operator says so."""

    kind: ClassVar[str] = "collect_request"
    accepts: ClassVar[Accepts] = (None,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("stranger", "payer")

    collection: RequestCollection

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the one who asks."""
        return (self.collection.person_id,)

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, and that tell the operator."""
        return ("notices", self.collection.rail)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write the payment down, the only one of this phone; others may be about to pay as well. Raises Refused."""
        asked = self.collection
        phone = asked.phone or doing.actor.phone
        if phone != doing.actor.phone:
            check_prompts(db, phone)
        request = payment_requests.lock_row_open(db, asked.request_id)
        payment_requests.refuse_other_payer(doing.actor, request)
        payment_requests.refuse_prompted(db, request, phone)
        if doing.actor.kind == "payer":
            payment_requests.refuse_many(db, request)
        asker = doing.people.get(asked.person_id)
        if asker is None or asker.state != "open":
            raise Refused("refusal.recipient_refuses")
        counted = take_room(db, request, asker)
        payment_requests.set_language(db, request.id, doing.actor.language)
        payments.create(
            db,
            NewPayment(
                purpose="pay_request",
                direction="collect",
                reference=doing.reference,
                rail=asked.rail,
                party=at_phone(phone),
                channel=doing.channel,
                person_id=asker.id,
                asked_by=None,
                amount=asked.amount,
                request_id=request.id,
                counted=counted,
            ),
        )
        said = {"amount": asked.amount, "name": asked.name, "operator": asked.rail, "reference": doing.reference}
        return Outcome("request_prompted", said)


def take_room(db: Connection, request: PaymentRequest, asker: Person) -> bool:
    """Count a locked request against what its locked asker may receive, unless it is counted; True where it is now.

    Raises Refused.
    """
    if payment_requests.is_counted(db, request.id):
        return False
    room = limits.use(db, asker, "in", request.amount)
    limits.check_balance(room, ledger.balance(db, asker.account_id) + request.amount)
    return True
