"""Answer a request without paying: refused by the one asked, cancelled or repeated by the one who asks."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.messages import notices
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import people
from wallet.people.people import Person
from wallet.requests import blocks, payment_requests
from wallet.requests.payment_requests import PaymentRequest


@dataclass(frozen=True)
class RefuseRequest(UseCase):
    """Refuse a request, with or without a wallet; `block`: no more from whoever asks."""

    kind: ClassVar[str] = "refuse_request"
    accepts: ClassVar[Accepts] = (None,)
    when_stopped: ClassVar[bool] = True
    actors: ClassVar[tuple[ActorKind, ...]] = ("person", "stranger", "payer")

    request_id: str
    block: bool = False

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Refuse it and tell who asked; a block is not told. Raises Refused."""
        if self.block:
            blocks.take_turn(db, doing.actor)
        request = payment_requests.lock_row_open(db, self.request_id)
        if not request.is_for(doing.actor):
            raise Refused("refusal.request_of_another")
        payment_requests.end(db, request.id, "refused")
        asker = people.get_person(db, request.asker_id)
        payer = doing.people.get(doing.actor.person_id)
        if self.block and request.email:
            blocks.add_address(db, request.email, asker.id)
        elif self.block and doing.actor.kind != "payer":
            blocks.add(db, doing.actor, asker.id)
        told = {"amount": request.amount, "reason": request.reason, "name": payer.shown if payer else "",
                "phone": doing.actor.phone or request.phone, "reference": request.reference}  # fmt: skip
        if request.email:
            notices.tell(db, asker, "receipt", "mailed_request_refused", **told, email=request.email)
        else:
            notices.tell(db, asker, "receipt", "request_refused", **told)
        said = {"name": asker.shown, "phone": asker.phone, "amount": request.amount}
        return Outcome("person_blocked" if self.block else "request_declined", said)


def find_refusal(db: Connection, code: str) -> RefuseRequest:
    """Return the use case that refuses the request of this code. Raises Misread."""
    return RefuseRequest(payment_requests.get_by_code(db, code).id)


@dataclass(frozen=True)
class CancelRequest(UseCase):
    """Take one's own request back."""

    kind: ClassVar[str] = "cancel_request"
    accepts: ClassVar[Accepts] = (None,)
    when_stopped: ClassVar[bool] = True

    request_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Cancel it and tell the one asked. Raises Refused."""
        request, payer = lock_row_own(db, doing, self.request_id)
        payment_requests.end(db, request.id, "cancelled")
        payment_requests.tell_payer(db, request, doing.person, payer, "request_withdrawn")
        return Outcome("request_cancelled", describe(db, request, payer))


@dataclass(frozen=True)
class RemindRequest(UseCase):
    """Repeat one's own request."""

    kind: ClassVar[str] = "remind_request"
    accepts: ClassVar[Accepts] = (None,)

    request_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Tell the one asked again, unless their number takes no such texts. Raises Refused the second time."""
        request, payer = lock_row_own(db, doing, self.request_id)
        if request.reminded:
            raise Refused("refusal.reminded_before")
        sentence = "payment_asked_again" if payer or request.email else "payment_asked_of_stranger"
        if not payment_requests.tell_payer(db, request, doing.person, payer, sentence):
            code = {"request": request.code, "reference": request.reference}
            return Outcome("request_unheard", {**describe(db, request, payer), **code})
        payment_requests.note_reminded(db, request.id)
        return Outcome("request_reminded", describe(db, request, payer))


def lock_row_own(db: Connection, doing: Doing, request_id: str) -> tuple[PaymentRequest, Person | None]:
    """Return the caller's own open request, locked, and the person asked. Raises Refused."""
    request = payment_requests.lock_row_open(db, request_id)
    if request.asker_id != doing.person.id:
        raise Refused("refusal.request_of_another")
    payer = people.find_by_ids(db, [request.payer_id]).get(request.payer_id) if request.payer_id else None
    return request, payer


def describe(db: Connection, request: PaymentRequest, payer: Person | None) -> dict[str, str | int]:
    """Return what is said of a request to the one who asked."""
    name = people.find_seen_name(db, request.asker_id, payer) if payer else request.email
    return {"amount": request.amount, "name": name, "phone": request.phone}
