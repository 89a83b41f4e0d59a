"""A pooler between us and PostgreSQL (PgBouncer in transaction mode), found by itself when we connect.

There each transaction may run on another of the server's connections, so nothing can be left on one: time-outs are set
in each transaction, and statements are not prepared. PgBouncer refuses `options` at connecting, or is told to drop them
(ignore_startup_parameters); either way the process that answers is another than the one it told us of.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import psycopg
from sqlalchemy import Connection, Engine, event

POOLED: Final = "behind a pooler"  # where SQLAlchemy keeps it of each connection
REFUSES_OPTIONS: Final = "unsupported startup parameter"


def live_with_pooler(
    engine: Engine, bounds: Mapping[str, str], connect: Callable[..., psycopg.Connection] = psycopg.connect
) -> None:
    """Make the engine's connections find out whether a pooler answers, and set these settings in each transaction.

    They are opened by `connect`, a psycopg.connect.
    """
    names = ", ".join(f"set_config('{name}', '{value}', true)" for name, value in bounds.items())

    def open_connection(_: Any, __: Any, arguments: Any, given: dict[str, Any]) -> psycopg.Connection:
        try:
            return connect(*arguments, **given)
        except psycopg.OperationalError as refused:
            if REFUSES_OPTIONS not in str(refused):
                raise
        return connect(*arguments, **{name: value for name, value in given.items() if name != "options"})

    def look_at(connection: psycopg.Connection, record: Any) -> None:
        answering = connection.execute("SELECT pg_backend_pid()").fetchone()
        connection.rollback()
        if answering != (connection.info.backend_pid,):
            record.info[POOLED] = True
            connection.prepare_threshold = None

    def set_bounds(db: Connection) -> None:
        if is_pooled(db):
            db.exec_driver_sql(f"SELECT {names}")

    event.listen(engine, "do_connect", open_connection)
    event.listen(engine, "connect", look_at)
    event.listen(engine, "begin", set_bounds)


def is_pooled(db: Connection) -> bool:
    """True when a pooler stands between this connection and PostgreSQL."""
    return POOLED in db.info
