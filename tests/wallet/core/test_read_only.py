"""PostgreSQL that takes no writes for a while, as a failover by address leaves it; and connections that it cuts."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from local.postgres import Postgres
from tests.conftest import Database
from tests.world.cast import AWA, MOUSSA
from tests.world.read_only import read_only
from tests.world.world import World
from wallet import ledger
from wallet.core.database import connect, in_one_statement, in_transaction
from wallet.ledger import Entry, Transfer

CONNECTIONS = 6  # more than there are tries
WRITE = text("UPDATE texting SET stopped = true")


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """An engine whose pool holds open connections."""
    engine = connect(database.url, pool_size=CONNECTIONS)
    held = [engine.connect() for _ in range(CONNECTIONS)]
    for one in held:
        one.close()
    assert engine.pool.checkedin() == CONNECTIONS  # type: ignore[attr-defined]  # of the pool that engines have
    yield engine
    engine.dispose()


@pytest.mark.parametrize("way", [in_transaction, in_one_statement])
def test_what_takes_no_writes_is_lost_with_all_that_the_pool_holds(
    engine: Engine, postgres: Postgres, way: Callable[..., Any]
) -> None:
    with read_only(postgres), pytest.raises(DBAPIError):
        way(engine, lambda db: db.execute(WRITE))
    assert engine.pool.checkedin() == 0  # type: ignore[attr-defined]
    way(engine, lambda db: db.execute(WRITE))


def test_a_session_left_read_only_where_another_is_not_is_replaced_and_the_work_is_done(engine: Engine) -> None:
    """As after a failover by address: what was open leads to the replica, what is opened now to the new master."""
    held = [engine.connect() for _ in range(CONNECTIONS)]
    for one in held:
        one.execute(text("SET default_transaction_read_only = on"))
        one.commit()
    for one in held:
        one.close()
    in_transaction(engine, lambda db: db.execute(WRITE))
    in_one_statement(engine, lambda db: db.execute(WRITE))


def test_a_send_is_done_once_it_takes_writes_again(world: World, postgres: Postgres) -> None:
    world.credit(MOUSSA, 20_000)
    with read_only(postgres), pytest.raises(DBAPIError):
        world.send_proven(MOUSSA, AWA, 5_000, "k1")
    assert world.send_proven(MOUSSA, AWA, 5_000, "k1").sentence == "money_sent"
    assert world.balance(AWA) == 5_000


def test_a_posting_whose_connection_is_lost_is_posted_by_the_next(world: World, database: Database) -> None:
    """The posting goes past SQLAlchemy, straight to the driver: what is lost there is lost all the same."""
    tried = []

    def post(db: Connection) -> str:
        entries = (Entry(ledger.ours(db, "cash"), -5), Entry(ledger.ours(db, "fees"), 5))
        if not tried:
            with psycopg.connect(database.superuser_url, autocommit=True) as other:
                other.execute(f"SELECT pg_terminate_backend({db.connection.driver_connection.info.backend_pid})")  # type: ignore[union-attr]
        tried.append(1)
        return ledger.post_one(db, Transfer("lost once", "test", entries)).outcome

    assert world.do(post) == "posted"
    assert len(tried) == 2
