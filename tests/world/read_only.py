"""A PostgreSQL that takes no writes for a while, as one that a failover made a replica: every open session feels it."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from faults.polling import wait_for
from local.postgres import SUPERUSER, Postgres


@contextmanager
def read_only(postgres: Postgres) -> Iterator[None]:
    """Let the server refuse writes while the block lasts, in sessions that are open and in new ones."""
    _turn(postgres, "on")
    try:
        yield
    finally:
        _turn(postgres, "off")


def _turn(postgres: Postgres, setting: str) -> None:
    with psycopg.connect(postgres.url("postgres", SUPERUSER), autocommit=True) as db:
        db.execute(f"ALTER SYSTEM SET default_transaction_read_only = {setting}")
        db.execute("SELECT pg_reload_conf()")
        wait_for(lambda: _felt(db) == setting, f"read only to be {setting}")
    # Sessions are told one after another: once a new one is let in, all of them have been.
    psycopg.connect(postgres.url("postgres", SUPERUSER)).close()


def _felt(db: psycopg.Connection) -> str:
    [felt] = db.execute("SHOW default_transaction_read_only").fetchone() or [""]
    return str(felt)
