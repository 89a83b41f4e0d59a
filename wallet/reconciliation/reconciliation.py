"""Reconciliation: every line of an operator's file judged beside our payments, every difference kept until resolved.

Judged again each time: what agrees by now is gone, what was corrected stays so, and importing twice changes nothing.
What only a withdrawn file says does not count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.core.errors import Refused
from wallet.reconciliation import rail_legs, settlement_rows
from wallet.reconciliation.both_sides import ASKED, BESIDES, CAME
from wallet.reconciliation.settlement_file import SettlementFile
from wallet.reconciliation.settlement_lines import SettlementLine

SPAN: Final = text("""SELECT min(at) AS first, max(at) AS last, wallet_now() AS now FROM settlement_line""")
THEIR_CLOCK: Final = timedelta(hours=1)  # may be ahead of ours by less
# Of the lines about payments of ours, how many say another time than the payment's own life.
FAR_OFF: Final = text("""SELECT count(*) AS lines, count(*) FILTER (
        WHERE l.at < least(p.created_at, p.changed_at) - interval '3 days'
        OR l.at > greatest(p.created_at, p.changed_at) + interval '3 days') AS far_off
    FROM settlement_line l JOIN settlement_scope s ON s.line = l.line
    JOIN settlement_row r ON r.id = s.row_id JOIN payment p ON p.id = r.payment_id WHERE l.at IS NOT NULL""")
KEEP_SPAN: Final = text("UPDATE settlement_file SET since = :since, until = :until WHERE id = :file")
# Every row in scope with its class. Of several executions of one payment the first is it, the others are duplicates;
# where we know that more came at its page, the first stands for all of them.
OUR_WAY: Final = "CASE p.direction WHEN 'collect' THEN 'collect' ELSE 'pay' END"  # a refund leaves us as a payout does
JUDGE: Final = text(f"""INSERT INTO settlement_verdict (row_id, payment_id, line, direction, amount, currency, class)
    SELECT id AS row_id, payment_id, line, direction, amount, currency, CASE
        WHEN payment_id IS NULL AND EXISTS (SELECT FROM rail_leg g WHERE g.row_id = ranked.id) THEN 'matched'
        WHEN payment_id IS NULL AND status IN ('succeeded', 'unclear') THEN 'missing_here'
        WHEN payment_id IS NULL THEN 'nothing_moved'
        WHEN status = 'succeeded' AND place > 1 THEN CASE WHEN besides IS NULL THEN 'duplicate' ELSE 'matched' END
        WHEN status = 'succeeded' AND our_state <> 'succeeded' THEN 'status_differs'
        WHEN status = 'succeeded' AND (CASE WHEN besides IS NULL THEN amount ELSE executed END, currency, direction)
            <> (our_amount, our_currency, our_direction) THEN 'amount_differs'
        WHEN status <> 'succeeded' AND our_state = 'succeeded' AND executions = 0 THEN 'status_differs'
        WHEN status = 'failed' AND our_state NOT IN ('failed', 'expired', 'succeeded') THEN 'status_differs'
        WHEN status = 'unclear' AND our_state <> 'succeeded' THEN 'status_differs'
        ELSE 'matched' END AS class
    FROM (
      SELECT r.*, s.line, p.besides, p.currency AS our_currency, {OUR_WAY} AS our_direction,
          CASE WHEN p.besides IS NULL THEN p.state ELSE 'succeeded' END AS our_state,
          CASE WHEN p.besides IS NULL THEN {ASKED} ELSE {CAME} END AS our_amount,
          count(*) FILTER (WHERE r.status = 'succeeded') OVER (PARTITION BY r.payment_id) AS executions,
          sum(CASE r.direction WHEN 'collect' THEN r.amount ELSE -r.amount END)
            FILTER (WHERE r.status = 'succeeded') OVER (PARTITION BY r.payment_id) AS executed,
          row_number() OVER (PARTITION BY r.payment_id, r.status
            ORDER BY r.operator_id = p.operator_id DESC, r.at NULLS LAST, r.identity, r.nth) AS place
      FROM (SELECT row_id, max(line) AS line FROM settlement_scope GROUP BY row_id) s
      JOIN settlement_row r ON r.id = s.row_id AND r.stands
      LEFT JOIN (SELECT p.*, {BESIDES} AS besides FROM payment p) p ON p.id = r.payment_id) ranked
    UNION ALL
    SELECT NULL, id, CASE WHEN changed_at >= :since AND changed_at < :until THEN 0 END, {OUR_WAY}, {ASKED},
        currency, 'missing_there'
    FROM payment p WHERE rail = :rail AND state = 'succeeded'
      AND id IN (SELECT id FROM payment WHERE rail = :rail AND changed_at >= :since AND changed_at < :until
        UNION SELECT known.id FROM discrepancy d JOIN payment known ON known.id = d.payment_id
        JOIN settlement_file f ON f.rail = d.rail AND f.withdrawn_at IS NULL
          AND known.changed_at >= f.since AND known.changed_at < f.until
        WHERE d.rail = :rail AND d.row_id IS NULL AND d.state <> 'gone')
      AND NOT EXISTS (SELECT FROM settlement_row r WHERE r.payment_id = coalesce(p.beside, p.id) AND r.stands)""")  # noqa: S608 - a constant
KEEP_FOUND: Final = text("""INSERT INTO discrepancy AS d (rail, class, row_id, payment_id, found_at)
    SELECT :rail, class, row_id, payment_id, wallet_now() FROM settlement_verdict
    WHERE class NOT IN ('matched', 'nothing_moved') ORDER BY line, row_id, payment_id
    ON CONFLICT (class, row_id, payment_id) DO UPDATE
    SET state = CASE d.state WHEN 'gone' THEN 'open' ELSE 'corrected' END
    WHERE d.state IN ('gone', 'corrected_wrongly')""")
# What no longer differs is gone; if it had been corrected, the correction is what is wrong now.
KEEP_GONE: Final = text("""UPDATE discrepancy d
    SET state = CASE state WHEN 'corrected' THEN 'corrected_wrongly' ELSE 'gone' END
    WHERE id IN (
      SELECT looked.id FROM discrepancy looked JOIN settlement_scope s ON s.row_id = looked.row_id
        WHERE rail = :rail AND state IN ('open', 'corrected')
      UNION SELECT id FROM discrepancy WHERE rail = :rail AND row_id IS NULL AND state IN ('open', 'corrected'))
    AND NOT EXISTS (SELECT FROM settlement_verdict v WHERE v.class = d.class
        AND coalesce(v.row_id, 0) = coalesce(d.row_id, 0)
        AND coalesce(v.payment_id, :nobody) = coalesce(d.payment_id, :nobody))""")
TOTALS: Final = text("""SELECT class AS name, currency, count(*) AS lines,
        coalesce(sum(amount) FILTER (WHERE direction = 'collect'), 0)::bigint AS collected,
        coalesce(sum(amount) FILTER (WHERE direction = 'pay'), 0)::bigint AS paid
    FROM settlement_verdict WHERE line IS NOT NULL GROUP BY class, currency ORDER BY class, currency""")
NOBODY: Final = UUID(int=0)


@dataclass(frozen=True)
class Total:
    """Of one class: how many lines, and what was collected and paid out, currency → minor units of it."""

    name: str
    lines: int = 0
    collected: Mapping[str, int] = field(default_factory=dict)
    paid: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """The findings of a reconciliation. `since` and `until` bound the payments looked for in the file, if any."""

    file: int
    new_lines: int
    seen_before: bool
    since: datetime | None
    until: datetime | None
    totals: dict[str, Total]


def reconcile(
    db: Connection, rail: str, file: SettlementFile, lines: Iterable[SettlementLine], day: date | None
) -> Report:
    """Import a file, once, and judge all it touches again. Raises what `lines` raises; nothing is kept then.

    Payments of `day` (in Douala) must be in it; without, of the days it spans, today up to its last line only.
    Raises Refused also for another operator's file, and for one whose dates contradict its period.
    """
    settlement_rows.begin(db)
    settlement_rows.lay_down(db, rail, file, lines)
    since, until = find_span(db, file, day)
    kept = settlement_rows.keep(db, rail, file)
    refuse_far_off(db, file)
    db.execute(KEEP_SPAN, {"file": kept.file, "since": since, "until": until})
    judge(db, rail, since, until)
    totals = sum_classes(db)
    settlement_rows.empty(db)
    return Report(kept.file, kept.new_lines, kept.seen_before, since, until, totals)


def sum_classes(db: Connection) -> dict[str, Total]:
    """Return the sums of each class that was just judged."""
    totals = dict[str, Total]()
    for row in db.execute(TOTALS):
        known = totals.get(row.name, Total(row.name))
        totals[row.name] = Total(
            row.name,
            known.lines + row.lines,
            {**known.collected, row.currency: row.collected},
            {**known.paid, row.currency: row.paid},
        )
    return totals


def judge(db: Connection, rail: str, since: datetime | None = None, until: datetime | None = None) -> None:
    """Judge every row in settlement_scope, and our payments between these moments that no row is about.

    What tells of a move of ours differs from nothing.
    """
    rail_legs.match(db, rail)
    db.execute(JUDGE, {"rail": rail, "since": since, "until": until})
    db.execute(settlement_rows.COUNT, {"table": "settlement_verdict"})
    db.execute(KEEP_GONE, {"rail": rail, "nobody": NOBODY})
    db.execute(KEEP_FOUND, {"rail": rail})


def withdraw(db: Connection, rail: str, file: int) -> None:
    """Take a file back as if it had never been imported: what only it says does not count, what it opened is gone."""
    settlement_rows.begin(db)
    settlement_rows.withdraw(db, rail, file)
    judge(db, rail)
    settlement_rows.empty(db)


def find_span(db: Connection, file: SettlementFile, day: date | None) -> tuple[datetime | None, datetime | None]:
    """Return from when to when our payments must stand in the file; (None, None) when it does not say.

    Raises Refused for a file whose lines are of the future, or none of them of the day it is said to be of.
    """
    first, last, now = db.execute(SPAN).one()
    if first:
        told = {"file": file.path.name, "first": clock.written(first), "last": clock.written(last)}
        if last > now + THEIR_CLOCK:
            raise Refused("staff.file_of_the_future", **told)
        if day and not _to_douala_day(first) <= day <= _to_douala_day(last):
            raise Refused("staff.file_of_other_days", **told, day=f"{day:%d/%m/%Y}")
    days = (day, day) if day else (_to_douala_day(first), _to_douala_day(last)) if first else None
    if days is None:
        return None, None
    bounds = text("""SELECT CAST(:first AS date)::timestamp AT TIME ZONE 'Africa/Douala' AS since,
        (CAST(:last AS date) + 1)::timestamp AT TIME ZONE 'Africa/Douala' AS until""")
    row = db.execute(bounds, {"first": days[0], "last": days[1]}).one()
    unfinished = day is None and row.until > now
    return row.since, last if unfinished else row.until


def refuse_far_off(db: Connection, file: SettlementFile) -> None:
    """Raise Refused where nothing says which number is the month, and most payments were made on other days."""
    if file.dates.certain:
        return
    found = db.execute(FAR_OFF).one()
    if found.far_off * 2 > found.lines:
        raise Refused("staff.dates_in_doubt", file=file.path.name, lines=found.lines, far_off=found.far_off)


def _to_douala_day(moment: datetime) -> date:
    return moment.astimezone(DOUALA).date()
