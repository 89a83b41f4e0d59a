"""Withdraw cash at an agent: the money is held, a code of seven digits opens it there, for thirty minutes."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection

from wallet.agents import agents, cash_outs
from wallet.agents.cash_outs import NewCashOut, make_placeholder
from wallet.core.clock import shown
from wallet.core.errors import Misread, Refused
from wallet.core.values import Priced
from wallet.ledger import holds
from wallet.messages import notices
from wallet.operations.actor import Actor
from wallet.operations.proofs import CodeProof, PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, Quoted, UseCase
from wallet.people import people
from wallet.people.people import Person
from wallet.prices import limits, sim_looks, tariffs


@dataclass(frozen=True)
class Counter:
    """An agent to withdraw at: a fact for the screen."""

    agent: str
    person_id: str
    name: str


@dataclass(frozen=True)
class CashQuote(Priced):
    """The price of a withdrawal at an agent, as shown before the PIN and charged after it."""

    agent: str
    person_id: str
    name: str
    amount: int
    fee: int
    tax: int


@dataclass(frozen=True)
class WaitingCashOut:
    """The customer's newest withdrawal that waits at an agent; `id` is "" when none does."""

    id: str
    name: str
    amount: int


def find_counter(db: Connection, person_id: str, code: str) -> Counter:
    """Return the agent of a code. Raises Misread: nobody's, or the caller's own; Refused for one who serves nobody."""
    agent = agents.get_working(db, code)
    if agent.person_id == person_id:
        raise Misread("error.own_agent")
    return Counter(agent.code, agent.person_id, cash_outs.get_agents_name(db, agent.code))


def quote_cash_out(db: Connection, person_id: str, counter: Counter, amount: int) -> CashQuote:
    """Return the price of withdrawing `amount` there now. Raises Misread: too much for the caller's tier."""
    owner = people.get_person(db, person_id)
    limits.check_amount(db, owner.tier, "out", tariffs.MINIMUM, amount)
    sim_looks.look_ahead(db, owner, amount)
    price = tariffs.read_price(db, "pay_cash_out", amount)
    return CashQuote(counter.agent, counter.person_id, counter.name, amount, price.fee, price.tax)


def find_waiting_cash_out(db: Connection, person_id: str) -> WaitingCashOut:
    """Return the person's newest withdrawal that waits at an agent."""
    one = cash_outs.find_newest_open(db, person_id)
    if one is None:
        return WaitingCashOut("", "", 0)
    return WaitingCashOut(one.id, cash_outs.get_agents_name(db, one.agent_code), one.amount)


@dataclass(frozen=True)
class AskCashOut(Quoted):
    """Hold `quote.total`, and give the code that pays `quote.amount` in cash at one agent."""

    kind: ClassVar[str] = "ask_cash_out"
    accepts: ClassVar[Accepts] = (PinProof, CodeProof)
    moves_money: ClassVar[bool] = True

    quote: CashQuote

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the agent."""
        return (self.quote.person_id,)

    @property
    def shown(self) -> dict[str, Any]:
        """Agent, amount and price."""
        return {**vars(self.quote), "total": self.quote.total}

    def quoted_anew(self, db: Connection, actor: Actor) -> "AskCashOut":
        """Return the same at today's price. Raises Misread."""
        counter = find_counter(db, actor.person_id, self.quote.agent)
        return AskCashOut(quote_cash_out(db, actor.person_id, counter, self.quote.amount))

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return the amount to be handed out."""
        return self.quote.amount

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Hold the money and text the code. Raises Refused, Locked or QuoteChanged."""
        quote, owner = self.quote, doing.person
        people.refuse_locked(owner)
        cash_outs.refuse_many(db, owner.human_id)
        price = tariffs.check_price(db, "pay_cash_out", quote)
        agents_phone = self._agents_phone(db, doing)
        room = limits.spend(db, owner, quote.amount, doing.channel)
        sim_looks.refuse_unknown(db, owner, room, quote.amount)
        cash_out_id = cash_outs.choose_id(db, doing.secrets, quote.agent)
        held = holds.hold(db, doing.key, "hold_cash_out", owner.account_id, quote.total).transfer
        asked = NewCashOut(
            cash_out_id, doing.reference, quote.agent, owner.id, doing.channel,
            quote.amount, quote.fee, quote.tax, price.commission, held,
        )  # fmt: skip
        cash_outs.write(db, doing.secrets, asked, agents_phone)
        return tell(db, doing, owner, asked.id, {**self.shown, "reference": doing.reference})

    def _agents_phone(self, db: Connection, doing: Doing) -> str:
        """Return the agent's phone. Raises Refused when the agent no longer serves."""
        agent, person = agents.find_agent(db, self.quote.agent), doing.people.get(self.quote.person_id)
        if agent is None or not agent.works or person is None:
            raise Refused("refusal.agent_away")
        return person.phone


def tell(db: Connection, doing: Doing, owner: Person, cash_out_id: str, said: dict[str, Any]) -> Outcome:
    """Text the code, once; it is on the last screen as well, and computed for both only as they leave."""
    one = cash_outs.lock_row_open(db, cash_out_id)
    assert one, "it was written in this transaction"
    code = {**said, "cash_code": make_placeholder(one), "time": shown(one.until)["time"]}
    notices.tell(db, owner, "code", "cash_code", **code)
    return Outcome("cash_out_asked", code, told=True)


@dataclass(frozen=True)
class ShowCashCode(UseCase):
    """Show the code of a waiting withdrawal again, with the PIN."""

    kind: ClassVar[str] = "show_cash_code"
    accepts: ClassVar[Accepts] = (PinProof,)
    remembered: ClassVar[bool] = False

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Show it. Raises Refused when nothing waits any more."""
        one = cash_outs.find_newest_open(db, doing.person.id)
        if one is None:
            raise Refused("refusal.nothing_waits")
        said = {"amount": one.amount, "name": cash_outs.get_agents_name(db, one.agent_code), "reference": one.reference}
        return Outcome("cash_code_shown", {**said, **shown(one.until), "cash_code": make_placeholder(one)})


@dataclass(frozen=True)
class CancelCashOut(UseCase):
    """Take back a withdrawal that waits; it is what gives its owner's money back, so it needs no proof."""

    kind: ClassVar[str] = "cancel_cash_out"
    accepts: ClassVar[Accepts] = (None,)
    when_stopped: ClassVar[bool] = True

    id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Return the money whole. Raises Refused when it was paid or returned meanwhile."""
        one = cash_outs.lock_row_open(db, self.id)
        if one is None or one.customer_id != doing.person.id:
            raise Refused("refusal.nothing_waits")
        cash_outs.give_back(db, one, "cash_out_cancelled")
        said = {"amount": one.amount, "total": one.total, "name": cash_outs.get_agents_name(db, one.agent_code)}
        return Outcome("cash_out_cancelled", said, told=True)
