"""A standby from which reports are read, so that they leave the leader to people who pay.

Never older than the question: it is read once it has all that was committed when somebody asked, so that whoever just
wrote something finds it there. One that has not within half a second, or is away, is left alone for some seconds, and
the leader is read, which is said. Nothing is decided by what is read here: whoever decides holds rows, at the leader.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from wallet.core import pooler
from wallet.core.database import BOUNDS, in_one_statement, in_transaction
from wallet.core.logs import log
from wallet.core.passwords import read_url, try_each

Found = TypeVar("Found")
WAIT_SECONDS: Final = 0.5  # for what is on its way to it; usually milliseconds
LOOK_SECONDS: Final = 0.01
AWAY_SECONDS: Final = 5.0  # how long one that failed is not asked again: whoever reads waits for it once
AT_ONCE: Final = 8
# What was committed is written; where commits are not waited for, as in tests, it is on its way there.
COMMITTED: Final = text("""SELECT CASE current_setting('synchronous_commit') WHEN 'off' THEN pg_current_wal_insert_lsn()
    ELSE pg_current_wal_lsn() END::text""")
HAS: Final = text("SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= CAST(:wanted AS pg_lsn)")


class BehindError(Exception):
    """The replica has not all that was committed; or what answers there is no replica."""


@dataclass
class Replica:
    """A standby of an engine's database, and until when it is left alone."""

    engine: Engine
    away_until: float = float("-inf")


REPLICAS: Final[WeakKeyDictionary[Engine, Replica]] = WeakKeyDictionary()  # of each leader's engine


def lead_to(url: str, place: str) -> str:
    """Return a database's address as it is at another place: `host:port`, or the folder of a socket."""
    made = make_url(url)
    asked = {name: value for name, value in made.query.items() if name not in ("host", "port", "hostaddr")}
    host, _, port = place.rpartition(":")
    there = (None, None, asked | {"host": place}) if place.startswith("/") else (host, int(port), asked)
    made = URL.create(made.drivername, made.username, made.password, there[0], there[1], made.database, there[2])
    return made.render_as_string(hide_password=False)


def follow(engine: Engine, url: str, place: str) -> None:
    """Have reports of this engine, on `url`, read at a standby at `place`; "" for none."""
    if not place:
        return
    address, passwords = read_url(lead_to(url, place))
    bounds = {**BOUNDS, "default_transaction_read_only": "on"}
    options = " ".join(f"-c {name}={value}" for name, value in bounds.items())
    replica = create_engine(
        address, pool_size=AT_ONCE, max_overflow=0, pool_timeout=1, hide_parameters=True,
        connect_args={"options": options, "connect_timeout": 2},
    )  # fmt: skip
    pooler.live_with_pooler(replica, bounds, try_each(passwords))
    REPLICAS[engine] = Replica(replica)


def read_report(
    engine: Engine,
    look: Callable[[Connection], Found],
    at_leader: Callable[[Engine, Callable[[Connection], Found]], Found] = in_transaction,
) -> Found:
    """Return what `look` finds, which only reads, and may be asked twice; at the replica where there is one."""
    replica = REPLICAS.get(engine)
    if replica is None or time.monotonic() < replica.away_until:
        return at_leader(engine, look)
    wanted = in_one_statement(engine, lambda db: str(db.execute(COMMITTED).scalar_one()))
    try:
        with replica.engine.begin() as db:
            wait_for(db, wanted)
            return look(db)
    except (BehindError, SQLAlchemyError) as failed:
        replica.away_until = time.monotonic() + AWAY_SECONDS
        why = type(failed.orig if isinstance(failed, DBAPIError) else failed).__name__
        log.warning("reports are read at the leader: the replica is behind or away", why=why, seconds=AWAY_SECONDS)
    return at_leader(engine, look)


def wait_for(db: Connection, wanted: str) -> None:
    """Wait until the replica has the log up to there. Raises BehindError."""
    until = time.monotonic() + WAIT_SECONDS
    while not db.execute(HAS, {"wanted": wanted}).scalar_one():
        if time.monotonic() > until:
            raise BehindError
        time.sleep(LOOK_SECONDS)
