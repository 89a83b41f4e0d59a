"""Reconciliation: an operator's file laid beside our payments, line by line, and every difference kept until resolved.

A line is kept once however often it is imported; a payment is matched by our reference, then by the handle it is polled
by, then by the operator's id, and never by amount and number, which only suggest. All in SQL: any number of lines.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.clock import DOUALA
from wallet.settlement_file import Line, SettlementFile

CLASSES: Final = ("matched", "missing_there", "missing_here", "amount_differs", "status_differs", "duplicate")
NOTHING_MOVED: Final = "nothing_moved"  # a line unknown here that the operator says it did not execute

COPY: Final = f"COPY settlement_line ({', '.join(Line._fields)}) FROM STDIN"
KEEP_FILE: Final = text("""INSERT INTO settlement_file (rail, sha256, name, imported_at)
    VALUES (:rail, :sha256, :name, wallet_now()) ON CONFLICT (rail, sha256) DO NOTHING""")
FILE_ID: Final = text("SELECT id FROM settlement_file WHERE rail = :rail AND sha256 = :sha256")
NUMBERED: Final = "SELECT *, row_number() OVER (PARTITION BY hash ORDER BY line) AS nth FROM settlement_line"
KEEP_ROWS: Final = text(f"""INSERT INTO settlement_row (rail, file_id, hash, nth, operator_id, reference, handle,
        direction, amount, phone, status, said, at)
    SELECT :rail, :file, hash, nth, operator_id, reference, handle, direction, amount, phone, status, said, at
    FROM ({NUMBERED}) n ORDER BY line ON CONFLICT (rail, hash, nth) DO NOTHING""")  # noqa: S608 - a constant
# The newly matched join the scope, so that what was said of them before is judged again.
MATCH: Final = text("""WITH found AS (
      SELECT DISTINCT ON (row_id) row_id, payment_id FROM (
        SELECT r.id AS row_id, p.id AS payment_id, 1 AS way FROM settlement_row r JOIN payment p
          ON p.reference = r.reference AND p.rail = r.rail WHERE r.rail = :rail AND r.payment_id IS NULL
        UNION ALL
        SELECT r.id, p.id, 2 FROM settlement_row r JOIN payment p ON p.handle = r.handle AND p.rail = r.rail
          WHERE r.rail = :rail AND r.payment_id IS NULL AND r.handle <> '' AND p.handle <> ''
        UNION ALL
        SELECT r.id, p.id, 3 FROM settlement_row r JOIN payment p ON p.operator_id = r.operator_id AND p.rail = r.rail
          WHERE r.rail = :rail AND r.payment_id IS NULL AND r.operator_id <> '' AND p.operator_id <> '') ways
      ORDER BY row_id, way, payment_id),
    matched AS (UPDATE settlement_row r SET payment_id = f.payment_id FROM found f WHERE r.id = f.row_id RETURNING r.id)
    INSERT INTO settlement_scope (row_id) SELECT id FROM matched""")
SCOPE_OF_FILE: Final = text(f"""INSERT INTO settlement_scope (row_id, line)
    SELECT r.id, n.line FROM ({NUMBERED}) n
    JOIN settlement_row r ON r.rail = :rail AND r.hash = n.hash AND r.nth = n.nth""")  # noqa: S608 - a constant
SCOPE_OF_OTHERS: Final = text("""INSERT INTO settlement_scope (row_id)
    SELECT other.id FROM settlement_row other WHERE other.payment_id IN (
      SELECT r.payment_id FROM settlement_scope s JOIN settlement_row r ON r.id = s.row_id
      UNION SELECT payment_id FROM discrepancy WHERE rail = :rail AND state IN ('open', 'corrected_wrongly'))
    UNION SELECT row_id FROM discrepancy
      WHERE rail = :rail AND state IN ('open', 'corrected_wrongly') AND row_id IS NOT NULL""")
SPAN: Final = text("""SELECT min(at) AS first, max(at) AS last, wallet_now() AS now FROM settlement_line""")

# Every row in scope with its class. Of several executions of one payment the first is it, the others are duplicates.
JUDGED: Final = """
    SELECT id AS row_id, payment_id, line, direction, amount, CASE
        WHEN payment_id IS NULL AND status IN ('succeeded', 'unclear') THEN 'missing_here'
        WHEN payment_id IS NULL THEN 'nothing_moved'
        WHEN status = 'succeeded' AND place > 1 THEN 'duplicate'
        WHEN status = 'succeeded' AND our_state <> 'succeeded' THEN 'status_differs'
        WHEN status = 'succeeded' AND (amount, direction) <> (our_amount, our_direction) THEN 'amount_differs'
        WHEN status <> 'succeeded' AND our_state = 'succeeded' AND executions = 0 THEN 'status_differs'
        WHEN status = 'failed' AND our_state NOT IN ('failed', 'expired', 'succeeded') THEN 'status_differs'
        WHEN status = 'unclear' AND our_state <> 'succeeded' THEN 'status_differs'
        ELSE 'matched' END AS class
    FROM (
      SELECT r.*, s.line, p.state AS our_state, p.amount AS our_amount, p.direction AS our_direction,
          count(*) FILTER (WHERE r.status = 'succeeded') OVER (PARTITION BY r.payment_id) AS executions,
          row_number() OVER (PARTITION BY r.payment_id, r.status
            ORDER BY r.operator_id = p.operator_id DESC, r.at NULLS LAST, r.hash, r.nth) AS place
      FROM (SELECT row_id, max(line) AS line FROM settlement_scope GROUP BY row_id) s
      JOIN settlement_row r ON r.id = s.row_id LEFT JOIN payment p ON p.id = r.payment_id) ranked
    UNION ALL
    SELECT NULL, id, CASE WHEN changed_at >= :since AND changed_at < :until THEN 0 END, direction, amount,
        'missing_there'
    FROM payment p WHERE rail = :rail AND state = 'succeeded'
      AND ((changed_at >= :since AND changed_at < :until) OR EXISTS (
        SELECT FROM discrepancy d WHERE d.payment_id = p.id AND d.row_id IS NULL AND d.state <> 'gone'))
      AND NOT EXISTS (SELECT FROM settlement_row r WHERE r.payment_id = p.id)"""
KEEP_FOUND: Final = text(f"""INSERT INTO discrepancy AS d (rail, class, row_id, payment_id, found_at)
    SELECT :rail, class, row_id, payment_id, wallet_now() FROM ({JUDGED}) j
    WHERE class NOT IN ('matched', 'nothing_moved') ORDER BY line, row_id, payment_id
    ON CONFLICT (class, row_id, payment_id) DO UPDATE
    SET state = CASE d.state WHEN 'gone' THEN 'open' ELSE 'corrected' END
    WHERE d.state IN ('gone', 'corrected_wrongly')""")  # noqa: S608 - a constant
# What no longer differs is gone; if it had been corrected, the correction is what is wrong now.
KEEP_GONE: Final = text(f"""UPDATE discrepancy d
    SET state = CASE state WHEN 'corrected' THEN 'corrected_wrongly' ELSE 'gone' END
    WHERE rail = :rail AND state IN ('open', 'corrected')
    AND (row_id IN (SELECT row_id FROM settlement_scope)
         OR (row_id IS NULL AND (state = 'open' OR EXISTS (
             SELECT FROM settlement_row r WHERE r.payment_id = d.payment_id))))
    AND NOT EXISTS (SELECT FROM ({JUDGED}) j WHERE j.class = d.class
        AND j.row_id IS NOT DISTINCT FROM d.row_id AND j.payment_id IS NOT DISTINCT FROM d.payment_id)""")  # noqa: S608 - a constant
TOTALS: Final = text(f"""SELECT class AS name, count(*) AS lines,
        COALESCE(sum(amount) FILTER (WHERE direction = 'collect'), 0)::bigint AS collected,
        COALESCE(sum(amount) FILTER (WHERE direction = 'pay'), 0)::bigint AS paid
    FROM ({JUDGED}) j WHERE line IS NOT NULL GROUP BY class""")  # noqa: S608 - a constant
SUGGESTED: Final = """SELECT DISTINCT ON (r.id) r.id, p.reference FROM discrepancy d
    JOIN settlement_row r ON r.id = d.row_id
    JOIN payment p ON p.rail = r.rail AND p.phone = r.phone AND p.amount = r.amount AND p.direction = r.direction
      AND p.created_at BETWEEN r.at - interval '1 day' AND r.at + interval '1 day'
    WHERE d.rail = :rail AND d.class = 'missing_here' AND d.state = 'open'
      AND NOT EXISTS (SELECT FROM settlement_row taken WHERE taken.payment_id = p.id)
    ORDER BY r.id, abs(extract(epoch FROM p.created_at - r.at))"""
LISTED: Final = text(f"""SELECT 'D' || d.id AS name, d.class AS kind, d.state, d.rail,
        COALESCE(p.reference, '') AS reference,
        COALESCE(r.operator_id, p.operator_id, '') AS operator_id, COALESCE(r.direction, p.direction) AS direction,
        p.amount AS ours, r.amount AS theirs, COALESCE(r.phone, p.phone, '') AS phone,
        COALESCE(p.state, '') AS our_state,
        COALESCE(r.said, '') AS their_status, COALESCE(r.status, '') AS read_as, COALESCE(r.at, p.changed_at) AS at,
        COALESCE(g.reference, '') AS perhaps
    FROM discrepancy d LEFT JOIN settlement_row r ON r.id = d.row_id LEFT JOIN payment p ON p.id = d.payment_id
    LEFT JOIN ({SUGGESTED}) g ON g.id = d.row_id
    WHERE d.rail = :rail AND d.state <> 'gone' AND (
      d.state <> 'corrected' OR :corrected AND d.row_id IN (SELECT row_id FROM settlement_scope WHERE line IS NOT NULL))
    ORDER BY array_position(CAST(:classes AS text[]), d.class), d.id""")  # noqa: S608 - a constant


@dataclass(frozen=True)
class Total:
    """Of one class: how many lines, and whole francs collected and paid out."""

    name: str
    lines: int
    collected: int
    paid: int


@dataclass(frozen=True)
class Report:
    """What a reconciliation found. `since` and `until` bound the payments looked for in the file; None: none were."""

    new_lines: int
    seen_before: bool
    since: datetime | None
    until: datetime | None
    totals: dict[str, Total]


@dataclass(frozen=True)
class Discrepancy:
    """One difference that is not resolved, or was corrected; amounts in whole francs, `perhaps` a reference."""

    name: str
    kind: str
    state: str
    rail: str
    reference: str
    operator_id: str
    direction: str
    ours: int | None
    theirs: int | None
    phone: str
    our_state: str
    their_status: str
    read_as: str
    at: datetime | None
    perhaps: str


def reconcile(db: Connection, rail: str, file: SettlementFile, lines: Iterable[Line], day: date | None) -> Report:
    """Import a file, once, and judge all it touches again. Raises what `lines` raises; nothing is kept then.

    Payments of `day` (in Douala) must be in it; without, of the days it spans, today up to its last line only.
    """
    db.execute(text("SET LOCAL statement_timeout = 0"))
    db.execute(text("SET LOCAL lock_timeout = 0"))
    db.execute(text("TRUNCATE settlement_line, settlement_scope"))  # waits for another reconciliation to end
    _lay_down(db, lines)
    of = {"rail": rail}
    new_file = db.execute(KEEP_FILE, of | {"sha256": file.sha256, "name": file.path.name[:200]}).rowcount
    file_id = db.execute(FILE_ID, of | {"sha256": file.sha256}).scalar_one()
    new_lines = db.execute(KEEP_ROWS, of | {"file": file_id}).rowcount
    db.execute(text("ANALYZE settlement_line, settlement_row"))  # a million lines nobody counted plan badly
    db.execute(MATCH, of)
    db.execute(SCOPE_OF_FILE, of)
    db.execute(SCOPE_OF_OTHERS, of)
    db.execute(text("ANALYZE settlement_scope, settlement_row"))
    since, until = span(db, day)
    judged = of | {"since": since, "until": until}
    db.execute(KEEP_GONE, judged)
    db.execute(KEEP_FOUND, judged)
    totals = {row.name: Total(**row._mapping) for row in db.execute(TOTALS, judged)}
    return Report(new_lines, not new_file, since, until, totals)


def _lay_down(db: Connection, lines: Iterable[Line]) -> None:
    driver: Any = db.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(COPY) as copy:
        for line in lines:
            copy.write_row(line)


def span(db: Connection, day: date | None) -> tuple[datetime | None, datetime | None]:
    """From when to when our payments must stand in the file; (None, None) when it does not say."""
    first, last, now = db.execute(SPAN).one()
    days = (day, day) if day else (_douala_day(first), _douala_day(last)) if first else None
    if days is None:
        return None, None
    bounds = text("""SELECT CAST(:first AS date)::timestamp AT TIME ZONE 'Africa/Douala' AS since,
        (CAST(:last AS date) + 1)::timestamp AT TIME ZONE 'Africa/Douala' AS until""")
    row = db.execute(bounds, {"first": days[0], "last": days[1]}).one()
    unfinished = day is None and row.until > now
    return row.since, last if unfinished else row.until


def _douala_day(moment: datetime) -> date:
    return moment.astimezone(DOUALA).date()


def listed(db: Connection, rail: str, *, corrected: bool) -> Iterator[Discrepancy]:
    """Every discrepancy of a rail not resolved yet, as a stream; with those corrected in the file just looked at."""
    with db.execution_options(stream_results=True, yield_per=1000).execute(
        LISTED, {"rail": rail, "classes": list(CLASSES), "corrected": corrected}
    ) as rows:
        for row in rows:
            yield Discrepancy(**row._mapping)


def our_float(db: Connection, rail: str) -> int:
    """What our books say the operator holds for us, in whole francs."""
    return -ledger.balance(db, ledger.account_named(db, f"operator_float:{rail}"))


def under_way(db: Connection, rail: str) -> int:
    """How many payments may have moved money there that the books do not show yet."""
    count = text("""SELECT count(*) FROM payment WHERE rail = :rail
        AND state IN ('submitting', 'pending', 'unknown', 'review')""")
    waiting: int = db.execute(count, {"rail": rail}).scalar_one()
    return waiting
