"""Close one's account: all that is left goes to one's own Orange Money or MTN MoMo, at the price of a withdrawal."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet import ledger
from wallet.accounts import closing, closing_payout
from wallet.accounts.closing_payout import ClosingPayout
from wallet.core.errors import QuoteChanged, Refused
from wallet.dormancy import batches
from wallet.ledger import holds
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.payments import payments
from wallet.payments.party import at_phone
from wallet.payments.payments import NewPayment
from wallet.people import people
from wallet.people.people import Person
from wallet.prices import limits, sim_looks


@dataclass(frozen=True)
class Closable:
    """A wallet whose owner may ask to close it: a fact for the screen."""

    phone: str


@dataclass(frozen=True)
class ClosingQuote:
    """The payout that closing a wallet would make now, all it holds, for the screen: `amount` after `fee` and `tax`."""

    operator: str
    phone: str
    amount: int
    fee: int
    tax: int


def find_closable(db: Connection, person_id: str) -> Closable:
    """Return the wallet to be closed. Raises Refused before any PIN where it is stopped, Locked where it is locked."""
    owner = people.get_person(db, person_id)
    people.refuse_stopped(owner)
    people.refuse_locked(owner)
    return Closable(owner.phone)


def quote_closing(db: Connection, person_id: str, rail: str) -> ClosingQuote:
    """Return what closing would pay out now; it tells the balance. Raises Refused where it may not be closed now."""
    owner = people.get_person(db, person_id)
    refuse_unclosable(db, owner)
    left = ledger.balance(db, owner.account_id)
    if left:
        closing_payout.refuse_after_cash_in(db, owner)
    payout = closing_payout.price(db, owner, left)
    return ClosingQuote(rail, owner.phone, payout.amount, payout.fee, payout.tax)


def refuse_unclosable(db: Connection, owner: Person) -> None:
    """Raise Refused where something is under way, must stay, or is kept apart, to come back to an open wallet."""
    closing.refuse_open(db, owner)
    if batches.has_kept(db, owner.id):
        raise Refused("refusal.kept_apart")


@dataclass(frozen=True)
class CloseWallet(UseCase):
    """Close the caller's account; what is left is paid to their own number at an operator, as `quote` showed.

    It is a way out like any other (closing_payout.py). What the operator does not take waits in unclaimed.
    """

    kind: ClassVar[str] = "close_wallet"
    accepts: ClassVar[Accepts] = (PinProof,)
    moves_money: ClassVar[bool] = True

    quote: ClosingQuote

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, and that tell the operator."""
        return ("notices", self.quote.operator)

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return all that is left."""
        return ledger.balance(db, doing.person.account_id)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Close it. Raises Refused while something is under way, after cash in or a SIM swap, and above the ceilings.

        Locked by the owner's lock; QuoteChanged when the figures are not those shown any more.
        """
        owner = doing.person
        people.refuse_locked(owner)
        refuse_unclosable(db, owner)
        left = ledger.balance(db, owner.account_id)
        payout = self._pay(db, doing, left) if left else ClosingPayout(0)
        if (self.quote.amount, self.quote.fee, self.quote.tax) != payout[:3]:
            raise QuoteChanged("error.price_changed")
        said = {"phone": owner.phone, "operator": self.quote.operator, "reference": doing.reference, **payout._asdict()}
        outcome = doing.tell(db, "security", "account_closed" if left else "account_closed_empty", said)
        closing.close(db, owner)
        return outcome

    def _pay(self, db: Connection, doing: Doing, left: int) -> ClosingPayout:
        owner = doing.person
        sim = sim_looks.find_number_to_check(db, owner, limits.read_room(db, owner, "out"), left)
        payout = closing_payout.allow(db, owner, left, doing.channel)
        in_transit, less = f"in_transit:{self.quote.operator}", Refused("refusal.close_under_way")
        held = holds.hold(db, doing.key, "hold_withdrawal", owner.account_id, left, in_transit, less)
        payments.create(
            db,
            NewPayment(
                purpose=self.kind,
                direction="pay",
                reference=doing.reference,
                rail=self.quote.operator,
                party=at_phone(owner.phone),
                channel=doing.channel,
                person_id=owner.id,
                asked_by=owner.id,
                reservation=held.transfer,
                sim=sim,
                **payout._asdict(),
            ),
        )
        return payout
