"""Migrations wait for nobody for long, and end with what holds nobody up."""

import time
from pathlib import Path

import psycopg
import pytest
from click import ClickException

from local import migrate as migrating
from local.migrate import migrate, try_again
from tests.conftest import Database
from wallet.core.database import connect_unbounded
from wallet.migrations.afterwards import INDEXES, finish, list_statements

HELD = "LOCK TABLE entry IN ROW EXCLUSIVE MODE"  # as whoever posts holds it


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock is waited for a moment, a few times."""
    monkeypatch.setattr(migrating, "TRIES", 3)
    monkeypatch.setattr(migrating, "BOUNDS", migrating.BOUNDS | {"lock_timeout": "50ms"})
    monkeypatch.setattr(migrating, "PAUSE_SECONDS", (0.0, 0.0))


def test_whoever_holds_a_table_for_long_is_not_waited_for(database: Database) -> None:
    with psycopg.connect(database.owner_url) as holder:
        holder.execute(HELD)
        with pytest.raises(ClickException, match=r"Nothing was changed: .* migrate --stopped"):
            migrate(database.owner_url)


def test_what_a_short_lock_stopped_is_done_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = []
    with psycopg.connect(database.owner_url) as holder:
        holder.execute(HELD)

        def let_go(seconds: float) -> None:
            pauses.append(seconds)
            holder.rollback()

        monkeypatch.setattr(time, "sleep", let_go)
        assert migrate(database.owner_url) == ""
    assert len(pauses) == 1


def test_a_statement_that_takes_too_long_is_told(database: Database) -> None:
    def sleep() -> None:
        with psycopg.connect(database.owner_url) as owner:
            owner.execute("SET statement_timeout = '10ms'")
            owner.execute("SELECT pg_sleep(600)")

    with pytest.raises(ClickException, match=r"longer than a minute"):
        try_again(sleep)


def test_any_other_failure_is_not_tried_again(database: Database) -> None:
    def fail() -> None:
        with psycopg.connect(database.owner_url) as owner:
            owner.execute("SELECT 1 / 0")

    with pytest.raises(psycopg.errors.DivisionByZero):
        try_again(fail)


def test_indexes_and_constraints_come_last(database: Database, tmp_path: Path) -> None:
    statement = "CREATE INDEX CONCURRENTLY IF NOT EXISTS by_name_and_tier ON person (name, tier);"
    (tmp_path / "indexes.sql").write_text(f"-- why\n\n{statement}\n")
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("ALTER TABLE person ADD CONSTRAINT short CHECK (length(name) < 1000) NOT VALID")
        owner.execute("CREATE INDEX by_name_and_tier ON person (name, tier)")
    with psycopg.connect(database.superuser_url) as superuser:  # as CONCURRENTLY leaves it where it is cut short
        superuser.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'by_name_and_tier'::regclass")
    engine = connect_unbounded(database.owner_url)
    for _ in range(2):  # the second finds nothing to do
        finish(engine, tmp_path / "indexes.sql")
    engine.dispose()
    with psycopg.connect(database.owner_url) as owner:
        valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_name_and_tier'::regclass"
        assert owner.execute(valid).fetchall() == [(True,)]
        assert owner.execute("SELECT convalidated FROM pg_constraint WHERE conname = 'short'").fetchall() == [(True,)]


def test_listed_indexes_may_be_made_beside_others() -> None:
    """A line without IF NOT EXISTS would fail the second time; one without CONCURRENTLY would hold the table."""
    for statement in list_statements(INDEXES):
        assert statement.startswith(("CREATE INDEX CONCURRENTLY IF NOT EXISTS ", "CREATE UNIQUE INDEX CONCURRENTLY IF"))
        assert statement.endswith(";")
