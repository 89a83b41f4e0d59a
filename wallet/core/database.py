"""The way to PostgreSQL: one engine a process, and short transactions that are done again when they lose a race.

After a failover by address, an open connection may lead to what is a replica now: it answers, and refuses what is
written (SQLSTATE 25006). It is lost like one that was cut, and the others of its pool with it. So is one on which a
statement was prepared before a migration changed what it returns: in autocommit psycopg would send it so for ever.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from wallet.core import pooler
from wallet.core.passwords import read_url, try_each

Result = TypeVar("Result")
DEADLOCK, NOT_SERIALISABLE = "40P01", "40001"
READ_ONLY = "25006"
STALE_PLAN = "0A000"  # "cached plan must not change result type": a migration changed what a prepared statement returns
TRIES = 5
STATEMENT_TIMEOUT_MS = 5_000  # a hop has 10 s in all (Africa's Talking)
LOCK_TIMEOUT_MS = 4_000
BOUNDS = {"statement_timeout": str(STATEMENT_TIMEOUT_MS), "lock_timeout": str(LOCK_TIMEOUT_MS), "timezone": "UTC"}


def connect(url: str, pool_size: int = 16) -> Engine:
    """Return an engine on `url` (a process's role, two passwords while one is turned), ready for many threads.

    psycopg 3, READ COMMITTED.
    """
    options = " ".join(f"-c {name}={value}" for name, value in BOUNDS.items())
    address, passwords = read_url(url)
    engine = create_engine(
        address,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=4,
        pool_use_lifo=True,  # the connection used last has its statements prepared and its plans at hand
        hide_parameters=True,  # an error must not quote what was typed
        connect_args={"options": options, "connect_timeout": 3, "target_session_attrs": "read-write"},
    )
    pooler.live_with_pooler(engine, BOUNDS, try_each(passwords))
    return engine


@contextmanager
def connect_briefly(url: str) -> Iterator[Engine]:
    """Give an engine of one connection while the block lasts, as to do one thing as the database's owner."""
    engine = connect(url, pool_size=1)
    try:
        yield engine
    finally:
        engine.dispose()


def connect_unbounded(url: str, seconds: int = 0) -> Engine:
    """Return an engine without time-outs, for a command that may take long; what it runs is not prepared (a pooler).

    `seconds` bounds how long a connection is waited for; 0 does not.
    """
    address, passwords = read_url(url)
    given = {"prepare_threshold": None, "connect_timeout": seconds}
    engine, connect_by = create_engine(address, connect_args=given), try_each(passwords)
    event.listen(engine, "do_connect", lambda _, __, arguments, given: connect_by(*arguments, **given))
    return engine


def in_transaction(engine: Engine, work: Callable[[Connection], Result]) -> Result:
    """Do `work` in one transaction; all of it again after a deadlock or a lost connection.

    A connection lost at COMMIT leaves the outcome unknown, so `work` must be safe to repeat: it claims a key, or
    changes nothing that a second time would change again.
    """
    return _again(engine, engine.begin, work)


def in_one_statement(engine: Engine, work: Callable[[Connection], Result]) -> Result:
    """Do the one statement of `work`, which commits by itself: one round trip where a transaction takes three.

    Several that only read may stand in it, where none needs to see what the others saw.
    """
    return _again(engine, lambda: _alone(engine), work)


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Open a connection whose statements are transactions of their own; behind a pooler, one that is a transaction."""
    with _committing(engine).connect() as db:
        if not pooler.is_pooled(db):
            yield db
            return
        db.execution_options(isolation_level="READ COMMITTED")
        with db.begin():
            yield db


@lru_cache
def _committing(engine: Engine) -> Engine:
    """Return the same connections, each statement a transaction of its own; made once, for it is felt in every hop."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _again(
    engine: Engine, connect: Callable[[], AbstractContextManager[Connection]], work: Callable[[Connection], Result]
) -> Result:
    for tried in range(1, TRIES + 1):
        try:
            with connect() as db:
                return work(db)
        except DBAPIError as failed:
            state = getattr(failed.orig, "sqlstate", None)
            is_stale = state in (READ_ONLY, STALE_PLAN)
            if is_stale:
                engine.dispose()
            lost = failed.connection_invalidated or is_stale
            if not (lost or state in (DEADLOCK, NOT_SERIALISABLE)) or tried == TRIES:
                raise
    raise AssertionError("unreachable: the last try returns or raises")
