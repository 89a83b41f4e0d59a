"""Review of agents' work of some days, as the rules of cuts and circles count it: all of them, and whose is a habit.

One of either proves nothing: people come back and change their minds. What is a habit is what the rules say now.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

MOST_DAYS: Final = 92
# The rules themselves, asked of every agent: from one on, whatever its share.
REVIEW: Final = text("""WITH rule AS (
      SELECT r AS name, alert_numbers(r, (wallet_now() AT TIME ZONE 'Africa/Douala')::date) AS numbers
      FROM unnest(ARRAY['agent_splits', 'agent_circles']) r),
    asked AS (SELECT name,
      numbers || jsonb_build_object('times', 1, 'share', 0, 'days', CAST(:days AS int)) AS all_of FROM rule),
    did AS (SELECT agent_code, count(*) AS operations FROM agent_operation
      WHERE kind IN ('take_cash_in', 'pay_cash_out') AND at >= wallet_now() - make_interval(days => :days) GROUP BY 1),
    found AS (
      SELECT a.name, f.about, f.times FROM asked a, find_agent_splits(a.all_of, '-infinity', wallet_now()) f
      WHERE a.name = 'agent_splits'
      UNION ALL
      SELECT a.name, f.about, f.times FROM asked a, find_agent_circles(a.all_of, '-infinity', wallet_now()) f
      WHERE a.name = 'agent_circles')
    SELECT d.agent_code AS agent, d.operations,
      coalesce(sum(f.times) FILTER (WHERE f.name = 'agent_splits'), 0)::int AS splits,
      coalesce(sum(f.times) FILTER (WHERE f.name = 'agent_circles'), 0)::int AS circles,
      coalesce(bool_or(f.times >= (r.numbers ->> 'times')::int
        AND f.times * 1000 >= d.operations * (r.numbers ->> 'share')::int), false) AS is_suspect
    FROM did d LEFT JOIN found f ON f.about = d.agent_code LEFT JOIN rule r ON r.name = f.name
    GROUP BY d.agent_code, d.operations
    ORDER BY is_suspect DESC, coalesce(sum(f.times), 0) DESC, d.agent_code""")


@dataclass(frozen=True)
class AgentReview:
    """Counts of an agent's cuts and circles, among so many operations; `is_suspect` where either is a habit."""

    agent: str
    operations: int
    splits: int
    circles: int
    is_suspect: bool


def review_days(db: Connection, days: int) -> list[AgentReview]:
    """Return the review of every agent who worked in the last days, most suspect first."""
    return [AgentReview(**row._mapping) for row in db.execute(REVIEW, {"days": days})]
