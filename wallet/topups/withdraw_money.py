"""Withdraw money to Orange Money or MTN MoMo: held at once, paid by a worker, returned whole on a definite failure."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection

from wallet.core.values import Priced
from wallet.ledger import holds
from wallet.operations.actor import Actor
from wallet.operations.proofs import CodeProof, PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, Quoted
from wallet.payments import operators, payments
from wallet.payments.party import at_phone
from wallet.payments.payments import NewPayment
from wallet.people import people
from wallet.prices import limits, sim_looks, tariffs


@dataclass(frozen=True)
class WithdrawalPrice(Priced):
    """The price of a withdrawal, as shown before the PIN and charged after it."""

    phone: str
    rail: str
    amount: int
    fee: int
    tax: int
    own: int = 1  # 0 for a number that is not the caller's, said before anything is asked


def quote_withdrawing(db: Connection, person_id: str, phone: str, rail: str, amount: int) -> WithdrawalPrice:
    """Return the price of withdrawing `amount` now. Raises Misread: above the tier, or the operator is down."""
    operators.get_open(db, rail)
    owner = people.get_person(db, person_id)
    limits.check_amount(db, owner.tier, "out", tariffs.MINIMUM, amount)
    price = tariffs.read_price(db, "withdraw_money", amount)
    return WithdrawalPrice(phone, rail, amount, price.fee, price.tax, int(phone == owner.phone))


@dataclass(frozen=True)
class WithdrawMoney(Quoted):
    """Pay `payout.amount` out to a number at an operator, at the price shown."""

    kind: ClassVar[str] = "withdraw_money"
    accepts: ClassVar[Accepts] = (PinProof, CodeProof)
    moves_money: ClassVar[bool] = True

    payout: WithdrawalPrice

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people, and that tell the operator."""
        return ("notices", self.payout.rail)

    @property
    def shown(self) -> dict[str, Any]:
        """Destination, amount and price."""
        return {**vars(self.payout), "operator": self.payout.rail, "total": self.payout.total}

    def quoted_anew(self, db: Connection, actor: Actor) -> "WithdrawMoney":
        """Return the same at today's price. Raises Misread."""
        payout = self.payout
        return WithdrawMoney(quote_withdrawing(db, actor.person_id, payout.phone, payout.rail, payout.amount))

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return the amount withdrawn."""
        return self.payout.amount

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Hold the money, price included, and write the payment down. Raises Refused, Locked or QuoteChanged."""
        payout, owner = self.payout, doing.person
        people.refuse_locked(owner)
        tariffs.check_price(db, "withdraw_money", payout)
        room = limits.spend(db, owner, payout.amount, doing.channel)
        sim = sim_looks.find_number_to_check(db, owner, room, payout.amount)
        in_transit = f"in_transit:{payout.rail}"
        held = holds.hold(db, doing.key, "hold_withdrawal", owner.account_id, payout.total, in_transit)
        payments.create(
            db,
            NewPayment(
                purpose=self.kind,
                direction="pay",
                reference=doing.reference,
                rail=payout.rail,
                party=at_phone(payout.phone),
                channel=doing.channel,
                person_id=owner.id,
                asked_by=owner.id,
                amount=payout.amount,
                fee=payout.fee,
                tax=payout.tax,
                reservation=held.transfer,
                sim=sim,
            ),
        )
        said = {
            "amount": payout.amount,
            "phone": payout.phone,
            "operator": payout.rail,
            "reference": doing.reference,
        }
        return Outcome("withdraw_money_asked", said)
