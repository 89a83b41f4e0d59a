"""Review of agents' work, for a person to look at: operations cut in pieces, and cash that walks in a circle.

Both earn an agent commissions, or hide sums, without serving anybody. One of either proves nothing: people come back
and change their minds. An agent is listed when it is a habit.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, text

SPLIT_WITHIN: Final = timedelta(minutes=60)
SPLIT_PIECES: Final = 3  # of one kind, by one customer at one agent
CIRCLE_WITHIN: Final = timedelta(hours=2)
CIRCLE_LOSES: Final = 0.12  # what fees, tax and a tip may take of the sum on its way round
HABIT: Final = 4  # of either in the time looked at
HABIT_SHARE: Final = 0.012  # and so much of all the agent did
DAYS: Final = 7


@dataclass(frozen=True)
class AgentOperation:
    """A cash_in or cash_out of a customer at an agent, or a send (no agent) to `other`; `at` in order."""

    at: datetime
    kind: str
    customer: str
    amount: int
    agent: str = ""
    other: str = ""


@dataclass
class Finding:
    """Counts of an agent's suspect work, among so many operations."""

    agent: str
    operations: int = 0
    splits: int = 0
    circles: int = 0

    @property
    def is_suspect(self) -> bool:
        """True when it is a habit."""
        return any(seen >= HABIT and seen >= HABIT_SHARE * self.operations for seen in (self.splits, self.circles))


def review(operations: Iterable[AgentOperation]) -> list[Finding]:
    """Return every agent's finding, most suspect first."""
    found: dict[str, Finding] = {}
    pieces: dict[tuple[str, str, str], deque[datetime]] = defaultdict(deque)
    paid_in: dict[str, deque[AgentOperation]] = defaultdict(deque)  # by who holds it now: the cash-in it comes from
    for operation in operations:
        if operation.kind == "send_money":
            _hand_on(paid_in, operation)
            continue
        finding = found.setdefault(operation.agent, Finding(operation.agent))
        finding.operations += 1
        finding.splits += _ends_a_split(pieces[operation.agent, operation.customer, operation.kind], operation)
        if operation.kind == "take_cash_in":
            paid_in[operation.customer].append(operation)
        elif _take(paid_in[operation.customer], operation, operation.agent):
            finding.circles += 1
    return sorted(found.values(), key=lambda one: (one.is_suspect, one.splits + one.circles), reverse=True)


def _ends_a_split(recent: deque[datetime], operation: AgentOperation) -> bool:
    """True for the third piece within 60 minutes; later pieces are not a new split."""
    while recent and operation.at - recent[0] > SPLIT_WITHIN:
        recent.popleft()
    recent.append(operation.at)
    return len(recent) == SPLIT_PIECES


def _hand_on(paid_in: dict[str, deque[AgentOperation]], send: AgentOperation) -> None:
    if source := _take(paid_in[send.customer], send, ""):
        paid_in[send.other].append(AgentOperation(source.at, source.kind, send.other, send.amount, source.agent))


def _take(held: deque[AgentOperation], operation: AgentOperation, agent: str) -> AgentOperation | None:
    """Take from what is held the cash-in (at this agent, if one is said) that this moves on, and return it."""
    while held and operation.at - held[0].at > CIRCLE_WITHIN:
        held.popleft()
    for one in held:
        if agent in ("", one.agent) and one.amount * (1 - CIRCLE_LOSES) <= operation.amount <= one.amount:
            held.remove(one)
            return one
    return None


def review_days(db: Connection, days: int = DAYS) -> list[Finding]:
    """Return the findings of the last days, from what agents did and what their customers sent each other."""
    rows = db.execute(
        text("""SELECT at, kind, other_id::text AS customer, amount, agent_code AS agent, '' AS other
            FROM agent_operation WHERE kind IN ('take_cash_in', 'pay_cash_out') AND at > wallet_now() - :since
            UNION ALL
            SELECT m.at, 'send_money', m.giver_id::text, m.amount, '', m.receiver_id::text
            FROM movement m
            WHERE m.kind = 'send_money' AND m.giver_id IS NOT NULL AND m.receiver_id IS NOT NULL
              AND m.at > wallet_now() - :since
            ORDER BY 1"""),
        {"since": timedelta(days=days)},
    )
    return review(AgentOperation(**row._mapping) for row in rows)
