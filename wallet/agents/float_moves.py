"""An agent's own money: float sent to another agent, and commission moved to float."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet import ledger
from wallet.agents import agents
from wallet.agents.ask_cash_out import Counter
from wallet.core.errors import Refused
from wallet.ledger import Entry, Transfer
from wallet.messages.notices import Message
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase


@dataclass(frozen=True)
class FloatNow:
    """An agent's float, and commission earned and not taken; shown after the PIN."""

    agent: str
    float: int
    commission: int


@dataclass(frozen=True)
class FloatGift:
    """Float for another agent: a fact for the PIN's screen."""

    agent: str
    person_id: str
    name: str
    amount: int


def read_float(db: Connection, person_id: str) -> FloatNow:
    """Return a person's float and commission now. Raises Refused when they are no agent."""
    agent = agents.get_acting(db, person_id)
    return FloatNow(agent.code, ledger.balance(db, agent.float_id), ledger.balance(db, agent.commission_id))


def quote_float(db: Connection, person_id: str, counter: Counter, amount: int) -> FloatGift:
    """Return what would be sent, free of charge. Raises Misread for too little."""
    agents.get_acting(db, person_id)
    agents.check_amount(amount)
    return FloatGift(counter.agent, counter.person_id, counter.name, amount)


@dataclass(frozen=True)
class SendFloat(UseCase):
    """Move float to another agent."""

    kind: ClassVar[str] = "send_float"
    accepts: ClassVar[Accepts] = (PinProof,)
    moves_money: ClassVar[bool] = True

    agent: str
    person_id: str
    amount: int

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the other agent."""
        return (self.person_id,)

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return the float sent."""
        return self.amount

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Move it from float to float, and tell both. Raises Refused."""
        giver, taker = agents.get_acting(db, doing.person.id), agents.find_agent(db, self.agent)
        other = doing.people[self.person_id]
        if taker is None or not taker.works or taker.code == giver.code:
            raise Refused("refusal.agent_away")
        entries = (Entry(giver.float_id, -self.amount), Entry(taker.float_id, self.amount))
        short = Refused("refusal.float_short", amount=self.amount)
        posting = ledger.post_one(db, Transfer(doing.key, "send_float", entries), short)
        left = posting.balances[giver.float_id]
        agents.note(db, giver, doing.reference, "send_float", self.amount, other_id=other.id)
        agents.note(db, taker, doing.reference, "receive_float", self.amount, other_id=doing.person.id)
        agents.watch_float(db, giver, doing.person, left + self.amount, left)
        said = {"amount": self.amount, "name": other.shown, "float": left, "reference": doing.reference}
        got = {**said, "name": doing.person.shown, "float": posting.balances[taker.float_id]}
        return doing.tell(db, "receipt", "float_sent", said, Message(other, "float_received", got))


@dataclass(frozen=True)
class TakeCommission(UseCase):
    """Move all that was shown as earned to the float."""

    kind: ClassVar[str] = "take_commission"
    accepts: ClassVar[Accepts] = (PinProof,)
    moves_money: ClassVar[bool] = True

    amount: int

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return nothing: it stays with the agent."""
        return 0

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Move it from commission to float. Raises Refused when there is none, or less by now."""
        agent = agents.get_acting(db, doing.person.id)
        if self.amount <= 0:
            raise Refused("refusal.nothing_earned")
        entries = (Entry(agent.commission_id, -self.amount), Entry(agent.float_id, self.amount))
        less = Refused("refusal.nothing_earned")
        posting = ledger.post_one(db, Transfer(doing.key, "take_commission", entries), less)
        agents.note(db, agent, doing.reference, "take_commission", self.amount)
        said = {"amount": self.amount, "float": posting.balances[agent.float_id], "reference": doing.reference}
        return doing.tell(db, "receipt", "commission_taken", said)
