"""Rows that a test changed are put back; a test that changed more costs a new copy."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import text

from local.postgres import OWNER, SUPERUSER, Postgres
from tests.world.cast import AWA, MOUSSA
from tests.world.kept_database import SEQUENCES, TABLES, KeptDatabase
from tests.world.world import World

MORE_THAN_ROWS = {
    "a guard is off": "ALTER TABLE payment DISABLE TRIGGER steps_stay",
    "a right is granted": "GRANT DELETE ON person TO mbongo_web",
    "a right on a column is granted": "GRANT UPDATE (tier) ON ceiling TO mbongo_worker",
    "a function is another": "ALTER FUNCTION transfer_id(text) SECURITY DEFINER",
    "a constraint is gone": "ALTER TABLE transfer DROP CONSTRAINT legs_sum_to_zero",
    "an index is gone": "DROP INDEX ended_once",
    "a table is more": "CREATE TABLE mine (x int)",
    "a column is more": "ALTER TABLE person ADD COLUMN nickname text",
    "a setting is of this database": "ALTER ROLE mbongo_read IN DATABASE {} SET work_mem = '8MB'",
}


@pytest.fixture
def kept(postgres: Postgres, peopled: str) -> Iterator[KeptDatabase]:
    """Give one of this test's own."""
    made = KeptDatabase(postgres, peopled, called="mbongo_test_kept_trial")
    yield made.open()
    made.close()


def test_rows_are_put_back(kept: KeptDatabase) -> None:
    """All of them, whoever guards them, and what numbers the next; those of our connections that are open stay so."""
    before, name = read_all(kept), kept.name
    for _ in range(3):
        use(kept)
        changed = read_all(kept)
        assert {one for one in before if before[one] != changed[one]} >= {
            *("account", "entry_before", "transfer", "operation", "notice", "person", "clock_shift", "operator"),
            "account_id_seq",
        }
        pid = backend(kept)
        kept.put_back()
        assert kept.open().name == name
        assert read_all(kept) == before
        assert backend(kept) == pid


def test_a_table_that_is_emptied_for_each_use_costs_no_copy(kept: KeptDatabase) -> None:
    """Keep a copy although TRUNCATE gives the tables of operators' files and statements another file each time."""
    name = kept.name
    with kept.owner.begin() as db:
        db.execute(text("TRUNCATE bank_line_read, settlement_line, settlement_scope, settlement_verdict"))
    kept.put_back()
    assert kept.open().name == name


def test_a_table_that_grew_begins_at_its_first_block_again(kept: KeptDatabase) -> None:
    """Rows that are read in no order come as they were written, as on a new copy."""
    world = made_on(kept)
    for number in range(200):
        world.credit(MOUSSA, 1, key=str(number))
    kept.put_back()
    blocks = "SELECT pg_relation_size('transfer') + pg_relation_size('entry_before')"
    assert made_on(kept).one(blocks) == 0


@pytest.mark.parametrize("statement", MORE_THAN_ROWS.values(), ids=MORE_THAN_ROWS.keys())
def test_more_than_rows_costs_a_new_copy(kept: KeptDatabase, postgres: Postgres, statement: str) -> None:
    before, name = read_all(kept), kept.name
    with psycopg.connect(postgres.url(name, SUPERUSER), autocommit=True) as db:
        db.execute(statement.replace("{}", name).encode())
    kept.put_back()
    assert kept.open().name != name
    assert read_all(kept) == before
    assert not postgres.has_database(name)


def test_who_is_still_connected_is_cut_off(kept: KeptDatabase, postgres: Postgres) -> None:
    """A connection that is not ours, and ours where a test left it in a transaction, with its locks."""
    before, name = read_all(kept), kept.name
    stranger = psycopg.connect(postgres.url(name, OWNER))
    stranger.execute("LOCK TABLE person")
    ours = made_on(kept).engine.connect()
    ours.execute(text("SELECT 1 FROM account"))
    kept.put_back()
    with pytest.raises(psycopg.OperationalError):
        stranger.execute("SELECT 1")
    assert kept.open().name == name
    assert read_all(kept) == before
    ours.invalidate()
    ours.close()
    assert made_on(kept).balance(MOUSSA) == 0


def test_a_connection_that_a_test_cut_is_not_lent_to_the_next(kept: KeptDatabase, postgres: Postgres) -> None:
    name = kept.name
    made_on(kept).see_id(AWA)  # as the owner, whose transactions nobody tries again
    with psycopg.connect(postgres.url(name, SUPERUSER), autocommit=True) as db:
        db.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'mbongo_owner'")
    kept.put_back()
    made_on(kept).see_id(AWA)
    kept.put_back()
    assert kept.open().name == name


def test_a_server_that_stopped_meanwhile_costs_a_new_copy(kept: KeptDatabase, postgres: Postgres) -> None:
    """Its connections are gone, also those that wait in the pools."""
    before, name = read_all(kept), kept.name
    made_on(kept).see_id(AWA)
    kept.put_back()
    with psycopg.connect(postgres.url("postgres", SUPERUSER)) as db:
        db.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [name])
    made_on(kept).see_id(AWA)
    kept.put_back()
    assert kept.open().name != name
    assert read_all(kept) == before


def made_on(kept: KeptDatabase) -> World:
    kept.open()
    return World(kept.wallets["worker"], kept.owner, kept.wallets)


def use(kept: KeptDatabase) -> None:
    world = made_on(kept)
    world.credit(MOUSSA, 10_000)
    world.send(MOUSSA, AWA, 500, "a")
    world.appoint_agent()
    world.pay_in(AWA, 5_000)
    world.see_id(AWA)
    world.pass_time(days=1)
    world.change("UPDATE operator SET maintenance = true")
    world.open_shop(MOUSSA)
    world.check()


def backend(kept: KeptDatabase) -> int:
    return int(made_on(kept).do(lambda db: db.execute(text("SELECT pg_backend_pid()")).scalar_one()))


def read_all(kept: KeptDatabase) -> dict[str, list[str]]:
    """Return all rows of every table, and the state of every sequence, by its name."""
    with psycopg.connect(kept.postgres.url(kept.name, SUPERUSER)) as db:
        found = {}
        for asked, row in ((TABLES, "t::text"), (SEQUENCES, "(last_value, is_called)::text")):
            for (name,) in db.execute(asked).fetchall():
                rows = SQL(f"SELECT {row} FROM {{}} t").format(Identifier(name))  # type: ignore[arg-type]
                found[name] = sorted(one for (one,) in db.execute(rows))
        return found
