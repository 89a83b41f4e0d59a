"""The lines of operators' files, each kept once however often it is imported, and the payment each is about.

Matched by our reference, then by the handle the payment is polled by, then by the operator's id; never by amount and
number, which only suggest. All in SQL over a laid-down file: any number of lines.
"""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.reconciliation.discrepancies import UNRESOLVED
from wallet.reconciliation.settlement_file import SettlementFile
from wallet.reconciliation.settlement_lines import SettlementLine

COUNT: Final = text("SELECT count_settlement(CAST(:table AS regclass))")
COPY: Final = f"COPY settlement_line ({', '.join(SettlementLine._fields)}) FROM STDIN"
STANDING_FILE: Final = text("""SELECT id FROM settlement_file
    WHERE rail = :rail AND sha256 = :sha256 AND withdrawn_at IS NULL""")
KEEP_FILE: Final = text("""INSERT INTO settlement_file (rail, sha256, name, imported_at)
    VALUES (:rail, :sha256, :name, wallet_now()) RETURNING id""")
# Whose payments its lines name, by our reference or the operator's handle; of a large file the first lines tell.
RAILS_NAMED: Final = text("""WITH first_lines AS (SELECT * FROM settlement_line ORDER BY line LIMIT 10000)
    SELECT rail, count(*) AS lines FROM (
      SELECT p.rail, l.line FROM first_lines l JOIN payment p ON p.reference = l.reference
      UNION SELECT p.rail, l.line FROM first_lines l JOIN payment p ON p.handle = l.handle AND p.handle <> '') named
    GROUP BY rail ORDER BY lines DESC, rail = :rail DESC""")
# Of what names a payment, as {key} from {source}: the payment it is; of what came beside one, the one that asked.
FOUND: Final = """SELECT DISTINCT ON (key) key, payment_id FROM (
      SELECT r.{key} AS key, coalesce(p.beside, p.id) AS payment_id, 1 AS way
        FROM {source} r JOIN payment p ON p.reference = r.reference
        WHERE p.rail = :rail
      UNION ALL
      SELECT r.{key}, coalesce(p.beside, p.id), 2 FROM {source} r JOIN payment p ON p.handle = r.handle
        WHERE p.rail = :rail AND r.handle <> '' AND p.handle <> ''
      UNION ALL
      SELECT r.{key}, coalesce(p.beside, p.id), 3 FROM {source} r JOIN payment p ON p.operator_id = r.operator_id
        WHERE p.rail = :rail AND r.operator_id <> '' AND p.operator_id <> '') ways
    ORDER BY key, way, payment_id"""
NUMBERED: Final = """SELECT *, row_number() OVER (PARTITION BY identity ORDER BY
    array_position(ARRAY['succeeded', 'failed', 'pending', 'unclear'], status), direction, amount, currency,
    reference, line) AS nth FROM settlement_line"""
KEEP_ROWS: Final = text(f"""INSERT INTO settlement_row (rail, identity, nth, operator_id, reference, handle,
        direction, amount, currency, phone, status, said, at, payment_id)
    SELECT :rail, identity, nth, operator_id, reference, handle, direction, amount, currency, phone, status, said, at,
        payment_id
    FROM ({NUMBERED}) n LEFT JOIN ({FOUND.format(key="line", source="settlement_line")}) f ON f.key = n.line
    ORDER BY line ON CONFLICT (rail, identity, nth, direction, amount, currency, status, reference) DO NOTHING""")  # noqa: S608 - constants
UNMATCHED: Final = "(SELECT * FROM settlement_row WHERE rail = :rail AND payment_id IS NULL)"
# Rows matched only now (a payment may learn its handle late) join the scope: what was said of them is judged again.
MATCH_LATE: Final = text(f"""WITH found AS ({FOUND.format(key="id", source=UNMATCHED)}),
    matched AS (UPDATE settlement_row r SET payment_id = f.payment_id FROM found f WHERE r.id = f.key RETURNING r.id)
    INSERT INTO settlement_scope (row_id) SELECT id FROM matched""")  # noqa: S608 - constants
# All that any file says of the file's transactions; only what this one says has a line.
SCOPE_OF_FILE: Final = text(f"""INSERT INTO settlement_scope (row_id, line)
    SELECT r.id, CASE WHEN (r.direction, r.amount, r.currency, r.status, r.reference)
        = (n.direction, n.amount, n.currency, n.status, n.reference) THEN n.line END
    FROM ({NUMBERED}) n JOIN settlement_row r ON r.rail = :rail AND r.identity = n.identity AND r.nth = n.nth""")  # noqa: S608 - a constant
KEEP_SAID: Final = text("""INSERT INTO settlement_said (file_id, row_id)
    SELECT :file, row_id FROM settlement_scope WHERE line IS NOT NULL ORDER BY row_id ON CONFLICT DO NOTHING""")
SCOPE_OF_WITHDRAWN: Final = text("""INSERT INTO settlement_scope (row_id)
    SELECT DISTINCT other.id FROM settlement_said s JOIN settlement_row r ON r.id = s.row_id
    JOIN settlement_row other ON other.rail = r.rail AND other.identity = r.identity AND other.nth = r.nth
    WHERE s.file_id = :file""")
# What stands changes only where several things were said of one transaction, or where what was said had not stood.
STAND: Final = text("""WITH looked AS (SELECT r.id, r.identity, r.nth, r.status, r.stands, s.line
      FROM settlement_scope s JOIN settlement_row r ON r.id = s.row_id),
    changing AS (SELECT identity, nth FROM looked GROUP BY identity, nth HAVING bool_or(line IS NULL OR NOT stands)),
    dated AS (SELECT looked.*, (SELECT max(s.file_id) FROM settlement_said s JOIN settlement_file f ON f.id = s.file_id
        WHERE s.row_id = looked.id AND f.withdrawn_at IS NULL) AS newest
      FROM looked JOIN changing USING (identity, nth)),
    ranked AS (SELECT id, newest IS NOT NULL AND 1 = row_number() OVER (PARTITION BY identity, nth
        ORDER BY newest IS NULL, status IN ('succeeded', 'failed') DESC, newest DESC, id DESC) AS stands FROM dated)
    UPDATE settlement_row r SET stands = k.stands FROM ranked k WHERE r.id = k.id AND r.stands <> k.stands
    RETURNING r.id, r.stands""")
SCOPE_OF_OTHERS: Final = text(f"""INSERT INTO settlement_scope (row_id)
    SELECT other.id FROM settlement_row other WHERE other.payment_id IN (
      SELECT r.payment_id FROM settlement_scope s JOIN settlement_row r ON r.id = s.row_id
      UNION SELECT payment_id FROM discrepancy WHERE rail = :rail AND state IN {UNRESOLVED})
    UNION SELECT row_id FROM discrepancy
      WHERE rail = :rail AND state IN {UNRESOLVED} AND row_id IS NOT NULL""")  # noqa: S608 - constants


class KeptLines(NamedTuple):
    """Which file it is, how many of its lines say what did not stand before, and whether it stands already."""

    file: int
    new_lines: int
    seen_before: bool


def begin(db: Connection) -> None:
    """Empty the tables where files are looked at, having waited for another reconciliation to end."""
    db.execute(text("SET LOCAL statement_timeout = 0"))
    db.execute(text("SET LOCAL lock_timeout = 0"))
    db.execute(text("SET LOCAL work_mem = '64MB'"))  # joins and sorts of a million lines stay off the disk
    empty(db)


def empty(db: Connection) -> None:
    """Empty the tables where a file was looked at: what it says of people stands in its rows alone."""
    db.execute(text("TRUNCATE settlement_line, settlement_scope, settlement_verdict"))


def lay_down(db: Connection, rail: str, file: SettlementFile, lines: Iterable[SettlementLine]) -> None:
    """Lay a file down, to be looked at. Raises Refused for another operator's file."""
    driver: Any = db.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(COPY) as copy:
        for line in lines:
            copy.write_row(line)
    db.execute(COUNT, {"table": "settlement_line"})
    named = {row.rail: row.lines for row in db.execute(RAILS_NAMED, {"rail": rail})}
    theirs = next(iter(named), rail)
    if theirs != rail:
        raise Refused("staff.file_of_another", file=file.path.name, rail=rail, theirs=theirs,
                      lines=named[theirs], ours=named.get(rail, 0))  # fmt: skip


def keep(db: Connection, rail: str, file: SettlementFile) -> KeptLines:
    """Keep the lines laid down, match them, and leave in settlement_scope every row that must be judged (again)."""
    of = {"rail": rail, "sha256": file.sha256, "name": file.path.name[:200]}
    stands_as = db.execute(STANDING_FILE, of).scalar()
    file_id = stands_as or db.execute(KEEP_FILE, of).scalar_one()
    new_lines = db.execute(KEEP_ROWS, of).rowcount
    db.execute(COUNT, {"table": "settlement_row"})
    db.execute(SCOPE_OF_FILE, of)
    db.execute(COUNT, {"table": "settlement_scope"})
    db.execute(KEEP_SAID, {"file": file_id})
    new_lines += _stand(db)
    db.execute(MATCH_LATE, of)
    _widen_scope(db, rail)
    return KeptLines(file_id, new_lines, stands_as is not None)


def withdraw(db: Connection, rail: str, file: int) -> None:
    """Let nothing stand that only this file says, and leave in settlement_scope every row that must be judged again."""
    db.execute(text("UPDATE settlement_file SET withdrawn_at = wallet_now() WHERE id = :file"), {"file": file})
    db.execute(SCOPE_OF_WITHDRAWN, {"file": file})
    db.execute(COUNT, {"table": "settlement_scope"})
    _stand(db)
    _widen_scope(db, rail)


def _stand(db: Connection) -> int:
    """Decide what stands of all that is said of the scope's transactions; return how many rows stand again."""
    return sum(row.stands for row in db.execute(STAND))


def _widen_scope(db: Connection, rail: str) -> None:
    """Add to the scope what other lines say of the same payments, and what is not resolved."""
    db.execute(SCOPE_OF_OTHERS, {"rail": rail})
    db.execute(COUNT, {"table": "settlement_scope"})
