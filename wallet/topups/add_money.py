"""Add money from Orange Money or MTN MoMo: the payer approves on their phone, the operator's word credits."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core import security_events, thresholds
from wallet.core.errors import Misread, Refused
from wallet.operations.actor import Actor
from wallet.operations.proofs import CodeProof
from wallet.operations.use_case import Accepts, Doing, Outcome, Quoted
from wallet.payments import operators, payments
from wallet.payments.party import at_phone
from wallet.payments.payments import NewPayment
from wallet.payments.prompts import check_prompts
from wallet.people import people
from wallet.prices import limits, tariffs
from wallet.topups.guessed_room import refuse_guessing

PROMPTED_BY: Final = text("""SELECT count(DISTINCT party) FROM payment p WHERE asked_by = :person
    AND direction = 'collect' AND purpose = 'add_money' AND created_at > wallet_now() - :day
    AND NOT EXISTS (SELECT FROM phone WHERE number = p.party AND person_id = :person AND until IS NULL)""")


@dataclass(frozen=True)
class Beneficiary:
    """The wallet to be recharged: a fact for the screen."""

    person_id: str
    phone: str
    name: str


@dataclass(frozen=True)
class Collection:
    """A recharge as shown before it is asked: whose wallet, how much, who pays by which operator."""

    person_id: str
    phone: str
    name: str
    amount: int
    payer: str
    rail: str


def find_beneficiary(db: Connection, person_id: str, phone: str) -> Beneficiary:
    """Return the wallet a number reaches. Raises Misread when there is none."""
    person = people.find_by_phone(db, phone)
    if person is None or person.state != "open":
        raise Misread("error.no_wallet")
    shown = person.shown if person.id == person_id else people.show_name(db, person_id, person)
    return Beneficiary(person.id, person.phone, shown)


def check_recharge(db: Connection, person_id: str, to: Beneficiary, amount: int) -> Beneficiary:
    """Return the beneficiary. Raises Misread for an amount the caller's own tier may not receive at once.

    Somebody else's tier is nobody's business: what their ceilings do not take is refused in the end, saying no more.
    """
    if to.person_id == person_id:
        limits.check_amount(db, people.get_person(db, to.person_id).tier, "in", tariffs.MINIMUM, amount)
    elif amount < tariffs.MINIMUM:
        raise Misread("error.amount_below", minimum=tariffs.MINIMUM)
    return to


def quote_recharge(db: Connection, to: Beneficiary, amount: int, payer: str, rail: str) -> Collection:
    """Return what would be asked of the operator. Raises NotNow while it is down."""
    operators.get_open(db, rail)
    return Collection(to.person_id, to.phone, to.name, amount, payer, rail)


@dataclass(frozen=True)
class AddMoney(Quoted):
    """Ask the payer, through the operator, to pay into a wallet. No money moves before the operator says so."""

    kind: ClassVar[str] = "add_money"
    accepts: ClassVar[Accepts] = (None, CodeProof)

    collection: Collection

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the beneficiary."""
        return (self.collection.person_id,)

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, and that tell the operator."""
        return ("notices", self.collection.rail)

    @property
    def shown(self) -> dict[str, Any]:
        """Beneficiary, amount and payer."""
        return {**vars(self.collection), "operator": self.collection.rail}

    def quoted_anew(self, db: Connection, actor: Actor) -> "AddMoney":
        """Return the same as things are today; recharging is free. Raises Misread."""
        asked = self.collection
        to = check_recharge(db, actor.person_id, find_beneficiary(db, actor.person_id, asked.phone), asked.amount)
        return AddMoney(quote_recharge(db, to, asked.amount, asked.payer, asked.rail))

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write the payment down; a worker tells the operator. Raises Refused."""
        asked = self.collection
        owner = doing.people.get(asked.person_id)
        if owner is None or owner.state != "open":
            raise Refused("refusal.recipient_refuses")
        refuse_guessing(db, doing, owner)
        if asked.payer != doing.actor.phone:
            check_prompts(db, asked.payer)
        mine = owner.id == doing.actor.person_id
        room = limits.use(db, owner, "in", asked.amount, owner_asks=mine)
        after = ledger.balance(db, owner.account_id) + asked.amount
        limits.check_balance(room, after, asked.amount if mine else 0)
        payments.create(
            db,
            NewPayment(
                purpose=self.kind,
                direction="collect",
                reference=doing.reference,
                rail=asked.rail,
                party=at_phone(asked.payer),
                channel=doing.channel,
                person_id=owner.id,
                asked_by=doing.person.id,
                amount=asked.amount,
            ),
        )
        if asked.payer != doing.actor.phone:
            note_prompting(db, doing.actor)
        said = {"amount": asked.amount, "phone": asked.payer, "operator": asked.rail, "reference": doing.reference}
        return Outcome("add_money_asked", said)


def note_prompting(db: Connection, actor: Actor) -> None:
    """Note a person who has operators ask more others' phones in a day than usual: each of them may give in."""
    prompted = db.execute(PROMPTED_BY, {"person": actor.person_id, "day": timedelta(days=1)}).scalar_one()
    if prompted >= thresholds.get_threshold(db, "prompting"):
        security_events.note_once_a_day(db, "operator prompts to many", actor.phone)
