"""Ask for a payment, of a number with a wallet or without. No money moves; it can be answered for 72 hours."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar, Final, Literal

from sqlalchemy import Connection, text

from wallet.core.errors import Misread, Refused
from wallet.operations.actor import Actor
from wallet.operations.proofs import CodeProof
from wallet.operations.use_case import Accepts, Doing, Outcome, Quoted
from wallet.people import numbers, people
from wallet.prices import limits, tariffs
from wallet.requests import blocks, payment_requests
from wallet.requests.payment_requests import NewRequest

# What one may do to others' phones in a day. Requests that were dropped count too: a caller learns of no block.
ASKED_A_DAY: Final = 10  # by one human
ASKED_OF_ONE_A_DAY: Final = 3  # by one human of one number
RECEIVED_A_DAY: Final = 10  # by one number, from everybody
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Asking:
    """A request as shown before it is sent: payer, amount, reason. Without `person_id` the number has no wallet."""

    person_id: str
    phone: str
    name: str
    amount: int = 0
    reason: str = ""


def find_payer(db: Connection, person_id: str, phone: str) -> Asking:
    """Return the payer of a number. Raises Misread: own number, or one that takes no requests."""
    person = people.find_by_phone(db, phone)
    if person and person.id == person_id:
        raise Misread("error.own_number")
    if person is None:
        return Asking("", phone, "")
    if person.state == "closed":
        raise Misread("error.takes_no_requests")
    return Asking(person.id, person.phone, people.show_name(db, person_id, person))


def check_asking(db: Connection, person_id: str, payer: Asking, amount: int) -> Asking:
    """Return the request with its amount. Raises Misread for one the caller could not be paid at once."""
    limits.check_amount(db, people.get_person(db, person_id).tier, "in", tariffs.MINIMUM, amount)
    return replace(payer, amount=amount)


@dataclass(frozen=True)
class AskPayment(Quoted):
    """Ask a number for `asking.amount`."""

    kind: ClassVar[str] = "ask_payment"
    accepts: ClassVar[Accepts] = (None, CodeProof)

    asking: Asking

    @property
    def shown(self) -> dict[str, Any]:
        """Payer, amount and reason."""
        return vars(self.asking)

    def quoted_anew(self, db: Connection, actor: Actor) -> "AskPayment":
        """Return the same; asking is free."""
        return self

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down under a code and text it, or say that the number takes no such texts. Raises Refused."""
        asking, asker = self.asking, doing.person
        numbers.take_turn(db, asking.phone)  # its owner may be opening a wallet, and requests of it are counted in turn
        payer = people.find_by_phone(db, asking.phone)
        if payer and (payer.id == asker.id or payer.state == "closed"):
            raise Refused("refusal.takes_no_requests")
        check_caps(db, asker.human_id, "phone", asking.phone)
        asked = NewRequest(
            asker.id, asker.language, asking.phone, payer.id if payer else None,
            asking.amount, asking.reason, doing.reference,
            dropped=blocks.is_blocked(db, asking.phone, payer, asker.id),
        )  # fmt: skip
        request = payment_requests.create(db, asked)
        sentence = "payment_asked" if payer else "payment_asked_of_stranger"
        is_heard = payment_requests.tell_payer(db, request, asker, payer, sentence)
        said = {"amount": asking.amount, "name": asking.name, "phone": asking.phone, "reference": doing.reference}
        if not is_heard:
            return Outcome("request_unheard", {**said, "request": request.code})
        return Outcome("request_sent", said)


COUNT: Final = """WITH h AS MATERIALIZED (SELECT id FROM person WHERE human_id = CAST(:human AS uuid))
    SELECT count(*) FILTER (WHERE mine) AS by_asker, count(*) FILTER (WHERE mine AND {by} = :whom) AS of_one,
        count(*) FILTER (WHERE {by} = :whom) + (SELECT count(*) FROM checkout_ask
            WHERE {by} = :whom AND {by} <> '' AND asked_at > wallet_now() - :day) AS received
    FROM (SELECT {by}, asker_id IN (SELECT id FROM h) AS mine FROM request
      WHERE (asker_id = ANY(ARRAY(SELECT id FROM h)) OR ({by} = :whom AND {by} <> ''))
      AND asked_at > wallet_now() - :day) asked"""
LATELY: Final = {by: text(COUNT.format(by=by)) for by in ("phone", "email")}


def check_caps(db: Connection, human_id: str, by: Literal["phone", "email"], whom: str) -> None:
    """Keep a phone, or a mailbox, from being made a nuisance of by a human with all their wallets. Raises Refused.

    The address's turn is taken, and the asker locked.
    """
    lately = db.execute(LATELY[by], {"human": human_id, "whom": whom, "day": DAY}).one()
    if lately.by_asker >= ASKED_A_DAY:
        raise Refused("refusal.asked_enough", maximum=ASKED_A_DAY)
    if lately.of_one >= ASKED_OF_ONE_A_DAY or lately.received >= RECEIVED_A_DAY:
        raise Refused("refusal.asked_of_enough")
