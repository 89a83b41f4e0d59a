"""The lines of operators' files, each kept once however often it is imported, and the payment each is about.

Matched by our reference, then by the handle the payment is polled by, then by the operator's id; never by amount and
number, which only suggest. All in SQL over a laid-down file: any number of lines.
"""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, text

from wallet.reconciliation.settlement_file import SettlementFile, SettlementLine

COPY: Final = f"COPY settlement_line ({', '.join(SettlementLine._fields)}) FROM STDIN"
KEEP_FILE: Final = text("""INSERT INTO settlement_file (rail, sha256, name, imported_at)
    VALUES (:rail, :sha256, :name, wallet_now()) ON CONFLICT (rail, sha256) DO NOTHING""")
FILE_ID: Final = text("SELECT id FROM settlement_file WHERE rail = :rail AND sha256 = :sha256")
# Of what names a payment, as {key} from {source}: the payment it is.
FOUND: Final = """SELECT DISTINCT ON (key) key, payment_id FROM (
      SELECT r.{key} AS key, p.id AS payment_id, 1 AS way FROM {source} r JOIN payment p ON p.reference = r.reference
        WHERE p.rail = :rail
      UNION ALL
      SELECT r.{key}, p.id, 2 FROM {source} r JOIN payment p ON p.handle = r.handle
        WHERE p.rail = :rail AND r.handle <> '' AND p.handle <> ''
      UNION ALL
      SELECT r.{key}, p.id, 3 FROM {source} r JOIN payment p ON p.operator_id = r.operator_id
        WHERE p.rail = :rail AND r.operator_id <> '' AND p.operator_id <> '') ways
    ORDER BY key, way, payment_id"""
NUMBERED: Final = "SELECT *, row_number() OVER (PARTITION BY hash ORDER BY line) AS nth FROM settlement_line"
KEEP_ROWS: Final = text(f"""INSERT INTO settlement_row (rail, file_id, hash, nth, operator_id, reference, handle,
        direction, amount, phone, status, said, at, payment_id)
    SELECT :rail, :file, hash, nth, operator_id, reference, handle, direction, amount, phone, status, said, at,
        payment_id
    FROM ({NUMBERED}) n LEFT JOIN ({FOUND.format(key="line", source="settlement_line")}) f ON f.key = n.line
    ORDER BY line ON CONFLICT (rail, hash, nth) DO NOTHING""")  # noqa: S608 - constants
UNMATCHED: Final = "(SELECT * FROM settlement_row WHERE rail = :rail AND payment_id IS NULL)"
# Rows matched only now (a payment may learn its handle late) join the scope: what was said of them is judged again.
MATCH_LATE: Final = text(f"""WITH found AS ({FOUND.format(key="id", source=UNMATCHED)}),
    matched AS (UPDATE settlement_row r SET payment_id = f.payment_id FROM found f WHERE r.id = f.key RETURNING r.id)
    INSERT INTO settlement_scope (row_id) SELECT id FROM matched""")  # noqa: S608 - constants
SCOPE_OF_FILE: Final = text(f"""INSERT INTO settlement_scope (row_id, line)
    SELECT r.id, n.line FROM ({NUMBERED}) n
    JOIN settlement_row r ON r.rail = :rail AND r.hash = n.hash AND r.nth = n.nth""")  # noqa: S608 - a constant
SCOPE_OF_OTHERS: Final = text("""INSERT INTO settlement_scope (row_id)
    SELECT other.id FROM settlement_row other WHERE other.payment_id IN (
      SELECT r.payment_id FROM settlement_scope s JOIN settlement_row r ON r.id = s.row_id
      UNION SELECT payment_id FROM discrepancy WHERE rail = :rail AND state IN ('open', 'corrected_wrongly'))
    UNION SELECT row_id FROM discrepancy
      WHERE rail = :rail AND state IN ('open', 'corrected_wrongly') AND row_id IS NOT NULL""")


class KeptLines(NamedTuple):
    """The count of lines that were new, and whether this very file was imported before."""

    new_lines: int
    seen_before: bool


def keep(db: Connection, rail: str, file: SettlementFile, lines: Iterable[SettlementLine]) -> KeptLines:
    """Keep the file's lines, match them, and leave in settlement_scope every row that must be judged (again)."""
    db.execute(text("SET LOCAL statement_timeout = 0"))
    db.execute(text("SET LOCAL lock_timeout = 0"))
    db.execute(text("SET LOCAL work_mem = '64MB'"))  # joins and sorts of a million lines stay off the disk
    # Waits for another reconciliation to end: they take turns.
    db.execute(text("TRUNCATE settlement_line, settlement_scope, settlement_verdict"))
    _lay_down(db, lines)
    db.execute(text("ANALYZE settlement_line"))  # a million lines nobody counted plan badly
    of = {"rail": rail}
    new_file = db.execute(KEEP_FILE, of | {"sha256": file.sha256, "name": file.path.name[:200]}).rowcount
    file_id = db.execute(FILE_ID, of | {"sha256": file.sha256}).scalar_one()
    new_lines = db.execute(KEEP_ROWS, of | {"file": file_id}).rowcount
    db.execute(text("ANALYZE settlement_row"))
    for statement in (MATCH_LATE, SCOPE_OF_FILE, SCOPE_OF_OTHERS):
        db.execute(statement, of)
    db.execute(text("ANALYZE settlement_scope"))
    return KeptLines(new_lines, not new_file)


def _lay_down(db: Connection, lines: Iterable[SettlementLine]) -> None:
    driver: Any = db.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(COPY) as copy:
        for line in lines:
            copy.write_row(line)
