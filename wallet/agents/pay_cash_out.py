"""Pay out a customer's withdrawal: an agent hands over the cash.

Whatever stands against it that is not the agent's own, the agent reads one refusal, after the same work.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from sqlalchemy import Connection

from wallet import ledger
from wallet.agents import agents, cash_outs
from wallet.agents.agents import Agent
from wallet.agents.cash_outs import WRONG_CODES, CashOut
from wallet.core import security_events
from wallet.core.clock import now
from wallet.core.errors import Refused
from wallet.ledger import Entry, Posting
from wallet.messages.notices import Message
from wallet.operations import movements
from wallet.operations.actor import Actor
from wallet.operations.movements import NewMovement
from wallet.operations.proofs import CodeProof, PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, Quoted
from wallet.people import people
from wallet.people.people import Person
from wallet.prices import watches

TO_AGENT, DIFFERS, TOO_MANY = "refusal.to_agent", "refusal.cash_out_differs", "refusal.agent_codes"
NOT_HANDED: Final = (DIFFERS, TOO_MANY)


@dataclass(frozen=True)
class Handover:
    """The withdrawal a right code and amount lead to, shown before the agent's PIN; `refusal` says why not, or ""."""

    id: str
    person_id: str
    name: str
    amount: int
    commission: int
    refusal: str = ""


def check_handover(db: Connection, person_id: str, digest: str, amount: int) -> Handover:
    """Try a code and an amount, counted and committed whatever comes; so return a refusal, raising none.

    Raises Refused only for who is no agent.
    """
    agent = agents.get_acting(db, person_id)
    tried = cash_outs.try_code(db, agent, digest, amount)
    if tried.one is None:
        if tried.left == 1:
            phone, detail = people.get_person(db, person_id).phone, f"agent {agent.code}: {WRONG_CODES.most} today"
            security_events.note(db, "wrong withdrawal codes", phone, detail)
        return Handover("", "", "", amount, 0, DIFFERS if tried.left > 0 else TOO_MANY)
    customer = people.get_person(db, tried.one.customer_id)
    return Handover(tried.one.id, customer.id, customer.shown, amount, tried.one.commission)


@dataclass(frozen=True)
class PayCashOut(Quoted):
    """Pay a withdrawal out: the agent's float takes what was held, for the cash that is handed over."""

    kind: ClassVar[str] = "pay_cash_out"
    accepts: ClassVar[Accepts] = (PinProof, CodeProof)
    moves_money: ClassVar[bool] = True
    spends: ClassVar[bool] = False

    handover: Handover

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the customer."""
        return (self.handover.person_id,)

    @property
    def shown(self) -> dict[str, Any]:
        """Customer, amount, and the agent's commission."""
        return vars(self.handover)

    def quoted_anew(self, db: Connection, _: Actor) -> "PayCashOut":
        """Return the same: its price and commission were agreed when its customer asked."""
        return self

    def refuse_ended(self, db: Connection, actor: Actor) -> None:
        """Raise Refused, as paying it would, once its code opens nothing any more."""
        agent, customer = agents.get_acting(db, actor.person_id), self.handover.person_id
        self._lock_payable(db, agent, people.find_by_ids(db, [customer]).get(customer))

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return nothing: what is paid out was held of the customer's."""
        return 0

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Pay the held money to float, fee, tax and commission; tell both. Raises Refused."""
        agent, customer = agents.get_acting(db, doing.person.id), doing.people.get(self.handover.person_id)
        one, customer = self._lock_payable(db, agent, customer)
        posting = self._post(db, one, agent)
        movements.note(db, NewMovement(
            one.held, one.reference, "pay_cash_out", one.amount, customer.id, agent.person_id, one.fee, one.tax,
        ))  # fmt: skip
        what = (one.reference, "pay_cash_out", one.amount)
        agents.note(db, agent, *what, other_id=customer.id, earned=one.commission)
        return self._tell(db, doing, one, customer, posting.balances[agent.float_id])

    def _lock_payable(self, db: Connection, agent: Agent, customer: Person | None) -> tuple[CashOut, Person]:
        """Return it, locked, and its customer, while this agent may pay it. Raises Refused."""
        one = cash_outs.lock_row_open(db, self.handover.id)
        if one is None or customer is None or not self._may(db, one, agent, customer):
            raise Refused(TO_AGENT)
        return one, customer

    def _may(self, db: Connection, one: CashOut, agent: Agent, customer: Person) -> bool:
        """True while it is this agent's to pay, in time, and its customer's money may move."""
        in_time = one.agent_code == agent.code and one.until > now(db) and one.amount == self.handover.amount
        if not in_time or customer.state != "open" or customer.locked_by_owner:
            return False
        watch = watches.find_watch(db, customer)  # it may have begun since the code was asked for
        return watch is None or one.amount <= watch.maximum

    def _post(self, db: Connection, one: CashOut, agent: Agent) -> Posting:
        entries = (
            Entry(agent.float_id, one.amount),
            Entry(ledger.ours(db, "fees"), one.fee),
            Entry(ledger.ours(db, "tax"), one.tax),
            Entry(ledger.ours(db, "commissions"), -one.commission),
            Entry(agent.commission_id, one.commission),
        )
        return cash_outs.pay(db, one, entries, Refused(TO_AGENT))

    def _tell(self, db: Connection, doing: Doing, one: CashOut, customer: Person, left: int) -> Outcome:
        said = {
            "amount": one.amount,
            "name": customer.shown,
            "commission": one.commission,
            "float": left,
            "reference": one.reference,
        }
        paid = {
            "amount": one.amount,
            "name": doing.person.shown,
            "fee": one.fee,
            "tax": one.tax,
            "total": one.total,
            "balance": ledger.balance(db, customer.account_id),
            "reference": one.reference,
        }
        return doing.tell(db, "receipt", "cash_handed_out", said, Message(customer, "cash_out_paid", paid))
