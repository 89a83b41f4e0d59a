"""Discrepancies between an operator's files and our payments: what is not resolved, as a person reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.reconciliation.both_sides import ASKED, BESIDES, CAME, EXECUTED

CLASSES: Final = ("matched", "missing_there", "missing_here", "amount_differs", "status_differs", "duplicate")
UNRESOLVED: Final = "('open', 'corrected_wrongly')"  # states in which one waits for a person
NOTHING_MOVED: Final = "nothing_moved"  # a line unknown here that the operator says it did not execute

SUGGESTED: Final = f"""SELECT DISTINCT ON (r.id) r.id, p.reference FROM discrepancy d
    JOIN settlement_row r ON r.id = d.row_id
    JOIN payment p ON p.rail = r.rail AND p.party = r.phone AND {ASKED} = r.amount
      AND (p.direction = 'collect') = (r.direction = 'collect') AND p.currency = r.currency
      AND p.created_at BETWEEN r.at - interval '1 day' AND r.at + interval '1 day'
    WHERE d.rail = :rail AND d.class = 'missing_here' AND d.state = 'open'
      AND NOT EXISTS (SELECT FROM settlement_row taken WHERE taken.payment_id = p.id AND taken.stands)
    ORDER BY r.id, abs(extract(epoch FROM p.created_at - r.at))"""  # noqa: S608 - a constant
LISTED: Final = text(f"""SELECT 'D' || d.id AS name, d.class AS kind, d.state, d.rail,
        COALESCE(p.reference, '') AS reference,
        COALESCE(r.operator_id, p.operator_id, '') AS operator_id, COALESCE(r.direction, p.direction) AS direction,
        CASE WHEN r.id IS NULL OR {BESIDES} IS NULL THEN {ASKED} ELSE {CAME} END AS ours,
        CASE WHEN d.class = 'amount_differs' AND {BESIDES} IS NOT NULL THEN {EXECUTED} ELSE r.amount END AS theirs,
        COALESCE(p.currency, r.currency) AS currency, COALESCE(r.currency, p.currency) AS their_currency,
        COALESCE(r.phone, p.party, '') AS phone,
        COALESCE(p.state, '') AS our_state,
        COALESCE(r.said, '') AS their_status, COALESCE(r.status, '') AS read_as, COALESCE(r.at, p.changed_at) AS at,
        COALESCE(g.reference, '') AS perhaps, COALESCE(n.by_login, '') AS taken_by
    FROM discrepancy d LEFT JOIN settlement_row r ON r.id = d.row_id LEFT JOIN payment p ON p.id = d.payment_id
    LEFT JOIN ({SUGGESTED}) g ON g.id = d.row_id LEFT JOIN taken n ON n.name = 'D' || d.id
    WHERE d.rail = :rail AND d.state <> 'gone' AND (
      d.state <> 'corrected' OR :corrected AND d.row_id IN (SELECT row_id FROM settlement_scope WHERE line IS NOT NULL))
    ORDER BY array_position(CAST(:classes AS text[]), d.class), d.id""")  # noqa: S608 - a constant


@dataclass(frozen=True)
class Discrepancy:
    """One difference that is not resolved, or was corrected; `perhaps` is a reference.

    `ours` is in minor units of `currency`, `theirs` of `their_currency`.
    """

    name: str
    kind: str
    state: str
    rail: str
    reference: str
    operator_id: str
    direction: str
    ours: int | None
    theirs: int | None
    currency: str
    their_currency: str
    phone: str
    our_state: str
    their_status: str
    read_as: str
    at: datetime | None
    perhaps: str
    taken_by: str


def list_discrepancies(db: Connection, rail: str, *, corrected: bool) -> Iterator[Discrepancy]:
    """Yield every discrepancy of a rail not resolved yet, with those corrected in the file just looked at."""
    with db.execution_options(stream_results=True, yield_per=1000).execute(
        LISTED, {"rail": rail, "classes": list(CLASSES), "corrected": corrected}
    ) as rows:
        for row in rows:
            yield Discrepancy(**row._mapping)


def count_open(db: Connection, rail: str) -> int:
    """Return how many discrepancies of a rail wait for a person."""
    count = text(f"SELECT count(*) FROM discrepancy WHERE rail = :rail AND state IN {UNRESOLVED}")  # noqa: S608 - a constant
    waiting: int = db.execute(count, {"rail": rail}).scalar_one()
    return waiting
