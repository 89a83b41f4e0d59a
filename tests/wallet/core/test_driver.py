"""Statements that the driver is handed: their values, their refusals, and connections that are cut meanwhile."""

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import ProgrammingError

from tests.world.world import World
from wallet.core.database import in_transaction
from wallet.core.driver import find_row, run_statement, write_for_driver

CUT = write_for_driver("SELECT pg_terminate_backend(pg_backend_pid())")
MINE = write_for_driver("SELECT pg_backend_pid() AS pid, :said::text AS said, 5 % 2 AS rest")
UNREAD = write_for_driver("SELECT * FROM pin WHERE person_id::text = :secret")


def test_values_are_named_as_in_any_statement(world: World) -> None:
    row = world.do(lambda db: find_row(db, MINE, {"said": "it's :said"}))
    assert (row.said, row.rest) == ("it's :said", 1)


def test_a_statement_without_rows_is_run_in_the_same_transaction(world: World) -> None:
    def work(db: Connection) -> str:
        run_statement(db, write_for_driver("SET LOCAL application_name = 'ran'"), {})
        return str(find_row(db, write_for_driver("SELECT current_setting('application_name') AS name"), {}).name)

    assert world.do(work) == "ran"


def test_what_is_refused_quotes_no_value(world: World) -> None:
    with pytest.raises(ProgrammingError) as refused:
        world.do(lambda db: find_row(db, UNREAD, {"secret": "1234"}), "office")
    assert getattr(refused.value.orig, "sqlstate", "") == "42501"
    assert "1234" not in str(refused.value)


def test_a_connection_that_is_cut_is_replaced_and_the_work_done_again(world: World) -> None:
    tried: list[int] = []

    def work(db: Connection) -> str:
        tried.append(find_row(db, MINE, {"said": ""}).pid)
        if len(tried) == 1:
            find_row(db, CUT, {})
        return str(find_row(db, MINE, {"said": "done"}).said)

    assert in_transaction(world.wallet.engine, work) == "done"
    assert len(set(tried)) == 2
