"""Reinstate an agent who was suspended, once two members of staff say so."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.agents import agents
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff.act import ApprovedAct, Done, Preview
from wallet.staff.actions.suspend_agent import lock_row_agent


@dataclass(frozen=True)
class ReinstateAgent(ApprovedAct):
    """Let the agent of this code serve people again."""

    kind: ClassVar[str] = "reinstate_agent"

    agent: str

    @property
    def subject(self) -> str:
        """The agent's code."""
        return self.agent

    def lock(self, db: Connection) -> None:
        """Hold the agent."""
        lock_row_agent(db, self.agent)

    def preview(self, db: Connection) -> Preview:
        """Return that nothing is posted. Raises Refused for no agent, or one who is not suspended."""
        agent = agents.find_agent(db, self.agent)
        if agent is None:
            raise Refused("staff.no_agent", agent=self.agent)
        if agent.state != "suspended":
            raise Refused("staff.agent_not_suspended", agent=agent.code, state=agent.state)
        return Preview()

    def do(self, db: Connection, doing: Doing) -> Done:
        """Let them serve, and tell them; they are locked."""
        agents.set_state(db, lock_row_agent(db, self.agent), "open", "agent_reinstated")
        outcome = Outcome("staff.agent_reinstated", self.list_values())
        return Done(outcome, self.agent, {"state": "suspended"}, {"state": "open"})
