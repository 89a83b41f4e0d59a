"""Set below which float an agent is warned."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection, text

from wallet.agents import agents
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class SetLowFloat(StaffAct):
    """Warn the agent of a code when their float falls below `amount` francs."""

    kind: ClassVar[str] = "set_low_float"

    agent: str
    amount: int

    def do(self, db: Connection, doing: Doing) -> Done:
        """Set it. Raises Refused for no such agent."""
        found = agents.find_agent(db, self.agent)
        if found is None:
            raise Refused("staff.no_agent", agent=self.agent)
        row = {"code": self.agent, "low": self.amount}
        db.execute(text("UPDATE agent SET low_float = :low WHERE code = :code"), row)
        outcome = Outcome("staff.low_float_set", {"agent": self.agent, "amount": self.amount})
        return Done(outcome, self.agent, {"low_float": found.low_float}, {"low_float": self.amount})
