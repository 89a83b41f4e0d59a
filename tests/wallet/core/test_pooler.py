"""The wallet behind PgBouncer in transaction mode: its time-outs hold, nothing is prepared, nothing is left behind."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from tests.conftest import Database
from tests.world.cast import AWA, MOUSSA
from tests.world.pgbouncer import SERVER_CONNECTIONS, pgbouncer
from tests.world.world import World
from wallet.core import pooler
from wallet.core.database import BOUNDS, connect, in_one_statement, in_transaction
from wallet.perform import Wallet

THREADS = 8
BOUNDED = text("SELECT " + ", ".join(f"current_setting('{name}')" for name in BOUNDS))
HELD_TO = ("5s", "4s", "UTC")


@pytest.fixture(params=["", "ignore_startup_parameters = options"], ids=["refuses options", "drops options"])
def behind(database: Database, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine whose every connection leads through PgBouncer."""
    with pgbouncer(database.url, request.param) as url:
        engine = connect(url, pool_size=THREADS)
        yield engine
        engine.dispose()


def test_time_outs_hold_in_each_transaction(behind: Engine) -> None:
    def look(db: Connection) -> tuple[str, ...]:
        assert pooler.is_pooled(db)
        return tuple(db.execute(BOUNDED).one())

    for way in (in_transaction, in_one_statement):
        assert way(behind, look) == HELD_TO
    with pytest.raises(DBAPIError, match="statement timeout"):
        in_transaction(
            behind,
            lambda db: (
                db.execute(text("SELECT set_config('statement_timeout', '50', true)"))
                and db.execute(text("SELECT pg_sleep(5)"))
            ),
        )
    assert in_transaction(behind, look) == HELD_TO


def test_nothing_of_ours_is_left_on_a_connection_that_others_get(behind: Engine) -> None:
    in_one_statement(behind, lambda db: db.execute(BOUNDED))
    with behind.connect() as db, psycopg.connect(behind.url.render_as_string(False).replace("+psycopg", "")) as other:
        db.rollback()
        for _ in range(SERVER_CONNECTIONS):
            assert other.execute("SHOW statement_timeout").fetchone() == ("0",)
            assert other.execute("SELECT count(*) FROM pg_prepared_statements").fetchone() == (0,)


def test_a_connection_straight_to_the_server_keeps_what_it_is_given(database: Database) -> None:
    engine = connect(database.url, 1)

    def look(db: Connection) -> tuple[str, ...]:
        assert not pooler.is_pooled(db)
        return tuple(db.execute(BOUNDED).one())

    assert in_transaction(engine, look) == HELD_TO
    engine.dispose()


def test_money_is_sent_by_many_at_once(world: World, behind: Engine) -> None:
    """Statements are sent more often than psycopg waits before it prepares one, over fewer connections than threads."""
    world.credit(MOUSSA, 20_000)
    world.wallets = {**world.wallets, "web": Wallet(behind, world.wallet.secrets)}
    with ThreadPoolExecutor(THREADS) as people:
        sent = list(people.map(lambda n: world.send_proven(MOUSSA, AWA, 100, f"k{n}").sentence, range(40)))
    assert sent == ["money_sent"] * 40
    assert world.balance(AWA) == 4_000
    world.check()
