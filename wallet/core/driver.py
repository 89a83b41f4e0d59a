"""Statements handed straight to the driver, for the few that every program and every menu waits for.

Found by its key, a row costs us three times as much by SQLAlchemy as by the driver (bench checkout_api). They run on
its connection, in its transaction, and what fails is raised as its errors are.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

NAMED: Final = re.compile(r"(?<!:):([a-z]\w*)")


def write_for_driver(statement: str) -> bytes:
    """Return a statement as the driver takes it, whose values are named as in any other of ours (`:key`)."""
    return NAMED.sub(r"%(\1)s", statement.replace("%", "%%")).encode()


def find_row(db: Connection, statement: bytes, values: Mapping[str, Any]) -> Any:
    """Run a statement that returns rows; return its first one, whose columns have names, or None for none.

    Raises DBAPIError, as whatever runs by SQLAlchemy does.
    """
    with run_by_driver(db, statement, values) as ran:
        return ran.fetchone()


def run_statement(db: Connection, statement: bytes, values: Mapping[str, Any]) -> None:
    """Run a statement that returns no rows. Raises DBAPIError."""
    with run_by_driver(db, statement, values):
        pass


def run_by_driver(db: Connection, statement: bytes, values: Mapping[str, Any]) -> psycopg.Cursor[Any]:
    """Return the driver's cursor on which a statement ran. Raises DBAPIError."""
    connection = db.connection.driver_connection
    if not isinstance(connection, psycopg.Connection):
        raise TypeError("no connection of psycopg's")
    try:
        return connection.cursor(row_factory=namedtuple_row).execute(statement, values)
    except psycopg.Error as failed:
        if lost := connection.closed:
            db.invalidate(failed)
        raise DBAPIError.instance(statement.decode(), None, failed, psycopg.Error, True, lost, db.dialect) from failed
