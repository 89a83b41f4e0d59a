"""Give an agent float from the house, against cash or a bank slip."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.agents import agents
from wallet.agents.agents import Agent
from wallet.core.errors import Refused
from wallet.ledger import Entry, Transfer
from wallet.messages import notices
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.staff.act import ApprovedAct, Done, Preview, post, preview_posting
from wallet.staff.content import Francs


@dataclass(frozen=True)
class GiveFloat(ApprovedAct):
    """Give an agent `amount` francs of float."""

    kind: ClassVar[str] = "give_float"

    agent: str
    amount: Francs

    @property
    def subject(self) -> str:
        """The agent's code."""
        return self.agent

    def lock(self, db: Connection) -> None:
        """Hold the agent."""
        db.execute(text("SELECT 1 FROM agent WHERE code = :code FOR UPDATE"), {"code": self.agent})

    def preview(self, db: Connection) -> Preview:
        """Return what would be posted. Raises Refused for no agent, one who may not serve, or no amount."""
        return preview_posting(db, self.transfer(db, f"preview:{self.agent}"))

    def do(self, db: Connection, doing: Doing) -> Done:
        """Give it, and tell the agent."""
        agent, posting = self._get_agent(db), post(db, self.transfer(db, doing.key))
        person, after = people.get_person(db, agent.person_id), posting.balances[agent.float_id]
        agents.note(db, agent, doing.reference, "give_float", self.amount)
        said = {"amount": self.amount, "float": after, "reference": doing.reference}
        notices.tell(db, person, "receipt", "float_given", **said)
        before = {"float": after - self.amount}
        changed = {"float": after, "transfer": str(posting.transfer)}
        return Done(Outcome("staff.float_given", self.list_values()), self.agent, before, changed)

    def transfer(self, db: Connection, key: str) -> Transfer:
        """Return what it means in the ledger: cash of the house becomes the agent's float."""
        if self.amount <= 0:
            raise Refused("staff.amount_above_zero")
        float_id = self._get_agent(db).float_id
        entries = (Entry(ledger.ours(db, "cash"), -self.amount), Entry(float_id, self.amount))
        return Transfer(key, self.kind, entries)

    def _get_agent(self, db: Connection) -> Agent:
        agent = agents.find_agent(db, self.agent)
        if agent is None:
            raise Refused("staff.no_agent", agent=self.agent)
        if agent.state != "open":
            raise Refused("staff.agent_takes_no_float", agent=agent.code, state=agent.state)
        if agent.stopped:  # who is stopped sends it nowhere, and nobody gives it out at their counter
            raise Refused("staff.agent_takes_no_float", agent=agent.code, state="stopped with their wallet")
        return agent
