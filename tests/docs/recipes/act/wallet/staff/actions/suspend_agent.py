"""Suspend an agent: they serve nobody until somebody lifts it."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection, text

from wallet.agents import agents
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class SuspendAgent(StaffAct):
    """Suspend the agent of a code."""

    kind: ClassVar[str] = "suspend_agent"

    agent: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Suspend them. Raises Refused for no such agent."""
        found = agents.find_agent(db, self.agent)
        if found is None:
            raise Refused("staff.no_agent", agent=self.agent)
        db.execute(text("UPDATE agent SET state = 'suspended' WHERE code = :code"), {"code": self.agent})
        outcome = Outcome("staff.agent_suspended", {"agent": self.agent})
        return Done(outcome, self.agent, {"state": found.state}, {"state": "suspended"})
