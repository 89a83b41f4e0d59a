"""End a migration with what may take long and stops nobody: indexes on tables that were there, and looking over rows.

In the one transaction of the migrations either would hold a table for as long as it takes. So a migration adds a
constraint as NOT VALID, which binds what is written from then on, and every migrate validates whatever is not yet; and
an index on a table of an earlier release is a line of indexes.sql, made here, CONCURRENTLY. Last, entries begin to be
kept by month (wallet/ledger/months.sql), once it was looked over until when those that are there reach.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

INDEXES: Final = Path(__file__).with_name("indexes.sql")
BROKEN: Final = """SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class c ON c.oid = indexrelid
    WHERE NOT indisvalid AND relnamespace = 'public'::regnamespace AND relkind = 'i'"""  # left by one cut short
UNVALIDATED: Final = """SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint
    WHERE NOT convalidated AND connamespace = 'public'::regnamespace AND conrelid <> 0 AND conparentid = 0
    ORDER BY 1, 2"""


def finish(engine: Engine, indexes: Path = INDEXES) -> None:
    """Make the indexes that are not there, and validate every constraint that is not yet."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        for index in db.exec_driver_sql(BROKEN).scalars().all():
            db.exec_driver_sql(f"DROP INDEX CONCURRENTLY {index}")
        for statement in list_statements(indexes):
            db.exec_driver_sql(statement)
        _validate(db)


def begin_months(engine: Engine, bounds: Mapping[str, str]) -> None:
    """Make the table of entries the first partition of its months, where that was not done, within these bounds."""
    with engine.begin() as db:
        for name, value in bounds.items():
            db.exec_driver_sql(f"SET LOCAL {name} = '{value}'")
        db.exec_driver_sql("SELECT begin_months()")


def list_statements(file: Path) -> list[str]:
    """Return the statements of a file that has one to a line, or none."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("--")]


def _validate(db: Connection) -> None:
    """Look over the rows that were there before their constraint was."""
    for table, constraint in db.exec_driver_sql(UNVALIDATED).all():
        db.exec_driver_sql(f"ALTER TABLE {table} VALIDATE CONSTRAINT {constraint}")
