"""Suspend an agent: at once, by one login; what waits for a code there goes back to its owners.

Serving people again takes two (reinstate_agent.py).
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.agents import agents, cash_outs
from wallet.agents.agents import Agent
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.staff.act import Done, StaffAct


def lock_row_agent(db: Connection, code: str) -> Agent:
    """Return the agent of this code, their person held until the transaction ends. Raises Refused for none."""
    agent = agents.find_agent(db, code)
    if agent is None:
        raise Refused("staff.no_agent", agent=code)
    people.lock_rows(db, agent.person_id)
    return agents.find_agent(db, code) or agent


@dataclass(frozen=True)
class SuspendAgent(StaffAct):
    """Suspend the agent of this code: their own wallet stays as it is."""

    kind: ClassVar[str] = "suspend_agent"

    agent: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Suspend them, tell them, and return what waits there. Raises Refused for nobody, or one suspended already."""
        agent = lock_row_agent(db, self.agent)
        if agent.state != "open":
            raise Refused("staff.agent_not_open", agent=agent.code, state=agent.state)
        agents.set_state(db, agent, "suspended", "agent_suspended")
        cash_outs.return_all_at(db, agent.code)
        outcome = Outcome("staff.agent_suspended", {"agent": agent.code})
        return Done(outcome, agent.code, {"state": "open"}, {"state": "suspended"})
