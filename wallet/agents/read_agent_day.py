"""Read an agent's day, in Douala: credited, paid out and earned; on the screen, which no text repeats."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.agents import agents
from wallet.core import clock
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

TODAY: Final = text(f"""SELECT kind, count(*) AS count, sum(amount)::bigint AS total, sum(commission)::bigint AS earned
    FROM agent_operation WHERE agent_code = :code
    AND at >= {clock.DAY_BEGAN} GROUP BY kind""")  # noqa: S608 - a constant


@dataclass(frozen=True)
class ReadAgentDay(UseCase):
    """Add up today."""

    kind: ClassVar[str] = "read_agent_day"
    accepts: ClassVar[Accepts] = (PinProof,)
    remembered: ClassVar[bool] = False

    @property
    def wakes(self) -> tuple[str, ...]:
        """Nobody: nothing is texted."""
        return ()

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Read it. Raises Refused for a person who is no agent."""
        agent = agents.get_acting(db, doing.person.id)
        found = {row.kind: row for row in db.execute(TODAY, {"code": agent.code})}
        said = {
            "date": clock.shown(clock.now(db))["date"],
            "ins": found["take_cash_in"].count if "take_cash_in" in found else 0,
            "amount": found["take_cash_in"].total if "take_cash_in" in found else 0,
            "outs": found["pay_cash_out"].count if "pay_cash_out" in found else 0,
            "total": found["pay_cash_out"].total if "pay_cash_out" in found else 0,
            "commission": sum(row.earned for row in found.values()),
            "float": ledger.balance(db, agent.float_id),
        }
        return Outcome("agent_day", said)
