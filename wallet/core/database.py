"""The way to PostgreSQL: one engine a process, and short transactions that are done again when they lose a race."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

Result = TypeVar("Result")
DEADLOCK, NOT_SERIALISABLE = "40P01", "40001"
TRIES = 5
STATEMENT_TIMEOUT_MS = 5_000  # a hop has 10 s in all (Africa's Talking)
LOCK_TIMEOUT_MS = 4_000


def connect(url: str, pool_size: int = 16) -> Engine:
    """Return an engine on `url` (the app's role), ready for many threads; psycopg 3, READ COMMITTED."""
    options = f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS} -c timezone=UTC"
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=4,
        pool_use_lifo=True,  # the connection used last has its statements prepared and its plans at hand
        hide_parameters=True,  # an error must not quote what was typed
        connect_args={"options": options, "connect_timeout": 3},
    )


def in_transaction(engine: Engine, work: Callable[[Connection], Result]) -> Result:
    """Do `work` in one transaction; all of it again after a deadlock or a lost connection.

    A connection lost at COMMIT leaves the outcome unknown, so `work` must be safe to repeat: it claims a key, or
    changes nothing that a second time would change again.
    """
    return _again(engine.begin, work)


def in_one_statement(engine: Engine, work: Callable[[Connection], Result]) -> Result:
    """Do the one statement of `work`, which commits by itself: one round trip where a transaction takes three."""
    return _again(_alone(engine).connect, work)


@lru_cache
def _alone(engine: Engine) -> Engine:
    """Return the same connections, each statement a transaction of its own; made once, for it is felt in every hop."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _again(connect: Callable[[], AbstractContextManager[Connection]], work: Callable[[Connection], Result]) -> Result:
    for tried in range(1, TRIES + 1):
        try:
            with connect() as db:
                return work(db)
        except DBAPIError as failed:
            lost_race = getattr(failed.orig, "sqlstate", None) in (DEADLOCK, NOT_SERIALISABLE)
            if not (lost_race or failed.connection_invalidated) or tried == TRIES:
                raise
    raise AssertionError("unreachable: the last try returns or raises")
