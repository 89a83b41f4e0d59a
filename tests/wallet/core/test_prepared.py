"""Statements prepared on a connection: what a refusal undoes leaves them, what the database refuses does not."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from tests.conftest import Database
from wallet.core.database import connect, connect_briefly, in_one_statement, in_transaction
from wallet.core.errors import Refused

ASKED = text("SELECT 1 AS asked")
PREPARED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%AS asked'")
WRITTEN = text("SELECT count(*) FROM texting")
END = text("SELECT pg_terminate_backend(:pid, 10000)")
OFTEN = 6  # once more than psycopg waits for


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """An engine of one connection, on which a statement is prepared."""
    engine = connect(database.url, pool_size=1)
    in_transaction(engine, lambda db: [db.execute(ASKED) for _ in range(OFTEN)])
    assert count_prepared(engine) == 1
    yield engine
    engine.dispose()


def count_prepared(engine: Engine) -> int:
    return in_transaction(engine, lambda db: int(db.execute(PREPARED).scalar_one()))


def test_a_refusal_undoes_what_was_written_and_leaves_what_is_prepared(engine: Engine) -> None:
    def refuse(db: Connection) -> None:
        db.execute(text("INSERT INTO texting (phone) VALUES ('+237677000001')"))
        raise Refused("refusal.not_allowed")

    before = in_transaction(engine, lambda db: db.execute(WRITTEN).scalar_one())
    with pytest.raises(Refused):
        in_transaction(engine, refuse)
    assert in_transaction(engine, lambda db: db.execute(WRITTEN).scalar_one()) == before
    assert count_prepared(engine) == 1


def test_what_the_database_refuses_is_prepared_anew(engine: Engine) -> None:
    with pytest.raises(DBAPIError):
        in_transaction(engine, lambda db: db.execute(text("SELECT 1 / 0")))
    assert count_prepared(engine) == 0


def test_a_connection_lost_before_it_is_undone_is_replaced_and_the_work_done_again(engine: Engine) -> None:
    tried: list[int] = []

    def work(db: Connection) -> None:
        tried.append(db.execute(text("SELECT pg_backend_pid()")).scalar_one())
        if len(tried) == 1:
            with connect_briefly(engine.url.render_as_string(hide_password=False)) as other:
                in_transaction(other, lambda db: db.execute(END, {"pid": tried[0]}))
        raise Refused("refusal.not_allowed")

    with pytest.raises(Refused):
        in_transaction(engine, work)
    assert len(set(tried)) == 2
    assert count_prepared(engine) == 0


@pytest.mark.parametrize("do", [in_one_statement, in_transaction])
def test_what_a_migration_changed_under_it_is_asked_again_on_a_new_connection(
    engine: Engine, database: Database, do: Callable[..., Any]
) -> None:
    with connect_briefly(database.owner_url) as owner:
        made = "CREATE TABLE trial AS SELECT 1 AS n; GRANT SELECT ON trial TO PUBLIC"
        in_transaction(owner, lambda db: db.exec_driver_sql(made))
        for _ in range(OFTEN):
            assert do(engine, lambda db: db.execute(text("SELECT n FROM trial")).scalar_one()) == 1
        in_transaction(owner, lambda db: db.exec_driver_sql("ALTER TABLE trial ALTER n TYPE bigint"))
        for _ in range(OFTEN):
            assert do(engine, lambda db: db.execute(text("SELECT n FROM trial")).scalar_one()) == 1


def test_a_pipeline_is_undone_as_well(engine: Engine) -> None:
    with engine.connect() as db:
        driver: Any = db.connection.driver_connection
        with driver.pipeline():
            driver.execute("SELECT 1")
            driver.rollback()
        assert driver.pgconn.transaction_status == TransactionStatus.IDLE
