"""Close an agent: one whose float and commission are empty serves nobody any more; their own wallet stays."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.accounts import closing
from wallet.core.errors import Refused
from wallet.messages import notices
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.staff.act import Done, StaffAct
from wallet.staff.actions.suspend_agent import lock_row_agent


@dataclass(frozen=True)
class CloseAgent(StaffAct):
    """Close the agent of this code; their person may be appointed again, under another code."""

    kind: ClassVar[str] = "close_agent"

    agent: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Close them, and tell them. Raises Refused for nobody, or while they hold something or owe a code."""
        agent = lock_row_agent(db, self.agent)
        if agent.state == "closed":
            raise Refused("staff.agent_closed_already", agent=agent.code)
        closing.refuse_open_agent(db, agent)
        closing.close_agent(db, agent)
        notices.tell(db, people.get_person(db, agent.person_id), "security", "agent_closed", agent=agent.code)
        outcome = Outcome("staff.agent_closed", {"agent": agent.code})
        return Done(outcome, agent.code, {"state": agent.state}, {"state": "closed"})
