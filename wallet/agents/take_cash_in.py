"""Take cash in: an agent takes a customer's cash and credits them from the float.

What stands against it on the customer's side is told to the customer alone: the agent always reads the same refusal,
after the same work, since all of it is posted before it is judged and undone.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection

from wallet import ledger
from wallet.agents import agents
from wallet.agents.agents import Agent
from wallet.core.errors import Misread, Refused
from wallet.ledger import Entry, Posting, Transfer
from wallet.messages.notices import Message
from wallet.operations import movements
from wallet.operations.actor import Actor
from wallet.operations.movements import NewMovement
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, Quoted
from wallet.people import people
from wallet.people.people import Person
from wallet.prices import limits, tariffs
from wallet.sending.send_money import Recipient, find_recipient


@dataclass(frozen=True)
class Credit:
    """A cash-in as shown before the agent's PIN: customer, amount, and the agent's commission."""

    person_id: str
    phone: str
    name: str
    amount: int
    commission: int


def find_customer(db: Connection, person_id: str, phone: str) -> Recipient:
    """Return the wallet a number reaches. Raises Misread: the agent's own, or none; Refused for no agent."""
    agents.get_acting(db, person_id)
    found = find_recipient(db, person_id, phone)
    if not found.person_id:
        raise Misread("error.no_wallet")
    return found


def quote_cash_in(db: Connection, customer: Recipient, amount: int) -> Credit:
    """Return the credit with the agent's commission now. Raises Misread for too little."""
    agents.check_amount(amount)
    price = tariffs.read_price(db, "take_cash_in", amount)
    return Credit(customer.person_id, customer.phone, customer.name, amount, price.commission)


@dataclass(frozen=True)
class TakeCashIn(Quoted):
    """Credit `credit.amount` to a customer from the agent's float."""

    kind: ClassVar[str] = "take_cash_in"
    accepts: ClassVar[Accepts] = (PinProof,)
    moves_money: ClassVar[bool] = True

    credit: Credit

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the customer."""
        return (self.credit.person_id,)

    @property
    def shown(self) -> dict[str, Any]:
        """Customer, amount, and the agent's commission."""
        return vars(self.credit)

    def quoted_anew(self, db: Connection, actor: Actor) -> "TakeCashIn":
        """Return the same at today's commission. Raises Misread or Refused."""
        customer = find_customer(db, actor.person_id, self.credit.phone)
        return TakeCashIn(quote_cash_in(db, customer, self.credit.amount))

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return the float that is given for cash."""
        return self.credit.amount

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Move it from float to wallet, with the commission; tell both. Raises Refused or QuoteChanged."""
        credit, person = self.credit, doing.person
        agent = agents.get_acting(db, person.id)
        tariffs.check_commission(db, "take_cash_in", credit.amount, credit.commission)
        customer = doing.people.get(credit.person_id)
        if customer is None or customer.id == person.id:
            raise Refused("refusal.to_agent")
        posting = self._post(db, doing.key, agent, customer)
        self._judge(db, customer, posting.balances[customer.account_id])
        what = (doing.reference, "take_cash_in", credit.amount)
        movements.note(db, NewMovement(posting.transfer, *what, giver_id=person.id, receiver_id=customer.id))
        agents.note(db, agent, *what, other_id=customer.id, earned=credit.commission)
        people.note_served(db, person.id, customer.id)
        left = posting.balances[agent.float_id]
        agents.watch_float(db, agent, person, left + credit.amount, left)
        return self._tell(db, doing, customer, left, posting.balances[customer.account_id])

    def _post(self, db: Connection, key: str, agent: Agent, customer: Person) -> Posting:
        """Post it. Raises Refused: of the agent's float as it is, of the customer in one text for everything."""
        amount, earned = self.credit.amount, self.credit.commission
        entries = (
            Entry(agent.float_id, -amount),
            Entry(customer.account_id, amount),
            Entry(ledger.ours(db, "commissions"), -earned),
            Entry(agent.commission_id, earned),
        )
        short = {agent.float_id: Refused("refusal.float_short", amount=amount)}
        return ledger.post_one(db, Transfer(key, "take_cash_in", entries), Refused("refusal.to_agent"), short)

    def _judge(self, db: Connection, customer: Person, balance: int) -> None:
        """Raise Refused, in the same words whatever it is about the customer, who then holds `balance`."""
        try:
            limits.check_balance(limits.use(db, customer, "in", self.credit.amount), balance)
        except Refused:
            raise Refused("refusal.to_agent") from None
        if customer.state != "open":
            raise Refused("refusal.to_agent")

    def _tell(self, db: Connection, doing: Doing, customer: Person, left: int, balance: int) -> Outcome:
        said = {**vars(self.credit), "reference": doing.reference, "float": left}
        known = {"amount": self.credit.amount, "reference": doing.reference, "balance": balance}
        received = {**known, "name": doing.person.shown}
        return doing.tell(db, "receipt", "cash_taken_in", said, Message(customer, "cash_in_received", received))
