"""Entries by month: where each lies, which are made ahead, and that none is a way round what holds of the whole."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from sqlalchemy import Engine, text

from local.postgres import OWNER, WORKER, Postgres
from tests.conftest import TEMPLATE, Database
from tests.wallet.ledger.accounts import Accounts
from tests.wallet.ledger.conftest import engine_on
from tests.world.wallet_under_test import connect_owner
from wallet.checks import check
from wallet.ledger import history, keep_months, post, transfer_id
from wallet.ledger.history import HISTORY, MAX_BIGINT, NEAR

NAME = "mbongo_test_months"
LATER = "UPDATE clock_shift SET shift = shift + CAST(:time AS interval)"
PARTS = "SELECT part::text, nullif(since, '-infinity'), until FROM list_months() ORDER BY until"
LIES = "SELECT tableoid::regclass::text FROM entry WHERE transfer_id = :id"
MONTHS = 8  # in which Moussa was paid, and once more after years in which nobody ticked


@pytest.fixture(scope="module")
def filled(postgres: Postgres) -> Iterator[Database]:
    """Eight months, a payment in each, made with the clock put on; the tick ran at first, then never."""
    postgres.create_database(NAME, TEMPLATE)
    database = Database.of(postgres, NAME)
    owner, worker = connect_owner(database.owner_url), engine_on(database.urls["worker"])
    with owner.begin() as db:
        accounts = Accounts.open(db)
    for month in range(MONTHS):
        with owner.begin() as db:
            db.execute(text(LATER), {"time": "1 month" if month else "0"})
        with worker.begin() as db:
            if month < MONTHS - 3:
                keep_months(db)
            assert post(db, [accounts.transfer(f"m{month}: cash -10, moussa +10")])[0].outcome == "posted"
    with owner.begin() as db:
        db.execute(text(LATER), {"time": "20 months"})
    with worker.begin() as db:
        assert post(db, [accounts.transfer("late: moussa -5, awa +5")])[0].outcome == "posted"
    worker.dispose()
    yield database
    postgres.drop_database(NAME)


@pytest.fixture
def worker(filled: Database) -> Iterator[Engine]:
    made = engine_on(filled.urls["worker"])
    yield made
    made.dispose()


def find_moussa(filled: Database) -> int:
    with connect_owner(filled.owner_url).begin() as db:
        return int(db.execute(text("SELECT account_named('test:moussa')")).scalar_one())


def test_what_has_no_month_is_posted_all_the_same_and_becomes_one(filled: Database, worker: Engine) -> None:
    with connect_owner(filled.owner_url).begin() as db:
        assert db.execute(text(LIES), {"id": transfer_id("m0")}).scalar_one() == "entry_before"
        assert re.fullmatch(r"entry_\d{4}_\d\d", db.execute(text(LIES), {"id": transfer_id("m4")}).scalar_one())
        assert db.execute(text(LIES), {"id": transfer_id("late")}).scalars().all() == ["entry_rest"] * 2
    with worker.begin() as db:
        assert keep_months(db) == 4, "that of the rest, and the three after this month"
        assert keep_months(db) == 0
    with connect_owner(filled.owner_url).begin() as db:
        parts = [tuple(one) for one in db.execute(text(PARTS))]
        name, since, until = parts[-5]
        assert db.execute(text(LIES), {"id": transfer_id("late")}).scalars().all() == [name] * 2
        assert until - since > timedelta(days=500), "months in which nobody made one are one"
        assert [one[1] for one in parts[1:-1]] == [one[2] for one in parts[:-2]], "without a gap"
        assert parts[-1] == ("entry_rest", None, None)
        assert check(db) == []


def test_an_account_is_read_as_if_it_were_one_table(filled: Database, worker: Engine) -> None:
    moussa = find_moussa(filled)
    with worker.begin() as db:
        whole = history(db, moussa, None, 100)
        assert [one.seq for one in whole] == list(range(MONTHS + 1, 0, -1))
        paged, before = [], None
        while page := history(db, moussa, before, 7):
            paged += page
            before = page[-1].seq
        assert paged == whole
        found = text("SELECT find_entry(:account, :at)")
        for line in whole:
            assert db.execute(found, {"account": moussa, "at": line.posted_at}).scalar_one() == line.seq
            after = line.posted_at + timedelta(microseconds=1)
            assert db.execute(found, {"account": moussa, "at": after}).scalar_one() == line.seq + 1


def test_newest_entries_are_planned_over_their_months_alone(filled: Database, worker: Engine) -> None:
    asked = {"account": find_moussa(filled), "before_seq": MAX_BIGINT, "limit": 5}
    with connect_owner(filled.owner_url).begin() as db:
        now = db.execute(text("SELECT wallet_now()")).scalar_one()
    with worker.begin() as db:
        explained = text(f"EXPLAIN {HISTORY.text}")
        near = db.execute(explained, {**asked, "since": now - NEAR}).scalars().all()
        ever = db.execute(explained, {**asked, "since": datetime(1970, 1, 1, tzinfo=UTC)}).scalars().all()
    assert len([line for line in near if "Index Scan" in line]) <= 5
    assert len([line for line in ever if "Index Scan" in line]) > MONTHS - 3


def test_each_month_is_guarded_and_unique_by_itself(filled: Database) -> None:
    with psycopg.connect(filled.owner_url, autocommit=True) as owner:
        parts = [name for (name,) in owner.execute("SELECT part::text FROM list_months()").fetchall()]
        for part in parts:
            for change in (f"UPDATE {part} SET amount = 0", f"DELETE FROM {part}", f"TRUNCATE {part}"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege, match="is forbidden to everyone"):
                    owner.execute(change.encode())
            for again in ("gen_random_uuid(), seq", "transfer_id, seq + 1000"):
                twice = (
                    f"INSERT INTO {part} SELECT account_id, {again}, kind, amount, balance_after, posted_at FROM {part}"
                )
                if owner.execute(f"SELECT 1 FROM {part} LIMIT 1".encode()).fetchone():
                    with pytest.raises(psycopg.errors.UniqueViolation):
                        owner.execute(twice.encode())


@pytest.mark.parametrize("role", ["worker", "web", "office", "read"])
def test_nobody_reaches_a_month_but_through_the_whole(filled: Database, role: str) -> None:
    with psycopg.connect(filled.urls[role], autocommit=True) as app:  # type: ignore[index]
        for statement in (
            "SELECT FROM entry_before", "INSERT INTO entry_rest SELECT * FROM entry",
            "CREATE TABLE mine PARTITION OF entry FOR VALUES FROM ('2099-01-01') TO ('2099-02-01')",
            "ALTER TABLE entry DETACH PARTITION entry_before", "DROP TABLE entry_rest", "SELECT begin_months()",
            "SELECT make_entry_table('mine')", "SELECT guard_month('entry_before')",
            "SELECT attach_month('account', '2099-01-01', '2099-02-01')",
        ):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement.encode())


DAMAGE = {  # what PostgreSQL cannot refuse across months, and what somebody took off
    "an entry's number again in another month": (
        """INSERT INTO entry SELECT account_id, gen_random_uuid(), seq, kind, amount, balance_after,
             posted_at + interval '1 month' FROM entry WHERE transfer_id = transfer_id('m4')""",
        "entries are numbered without a gap",
    ),
    "a transfer's entry again in another month": (
        """INSERT INTO entry SELECT account_id, transfer_id, seq + 1000, kind, amount, balance_after,
             posted_at + interval '1 month' FROM entry WHERE transfer_id = transfer_id('m4')""",
        "an ordinary account has an entry for each of its legs, and no other",
    ),
    "a month's guard is off": (
        "ALTER TABLE entry_before DISABLE TRIGGER entries_stay", "what is posted is guarded against change",
    ),
    "a month has one unique index": (
        "DROP INDEX entry_history", "what is posted is guarded against change",
    ),
    "a month is taken away": (
        "ALTER TABLE entry DETACH PARTITION entry_before",
        "an ordinary account has an entry for each of its legs, and no other",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("statement", "invariant"), DAMAGE.values(), ids=DAMAGE.keys())
def test_check_names_what_months_could_hide(filled: Database, statement: str, invariant: str) -> None:
    with connect_owner(filled.owner_url).connect() as db:
        db.exec_driver_sql(statement)
        assert invariant in {found.invariant for found in check(db)}
        db.rollback()


def test_a_month_that_cannot_be_made_now_is_made_at_the_next_try(filled: Database, worker: Engine) -> None:
    with connect_owner(filled.owner_url).begin() as db:
        db.execute(text(LATER), {"time": "3 months"})
    with connect_owner(filled.owner_url).connect() as reading, worker.connect() as db:
        reading.execute(text("SELECT count(*) FROM entry"))
        db.execute(text("SET lock_timeout = '60s'"))  # the function has its own
        assert keep_months(db) == 0
        reading.rollback()
        assert keep_months(db) > 0
        db.rollback()


def test_a_database_that_was_not_divided_goes_on_and_is_by_the_next_migrate(postgres: Postgres) -> None:
    """Posting goes on between the migration and its last step, which may be hours later."""
    name = "mbongo_test_undivided"
    postgres.create_database(name, TEMPLATE)
    undo = """CREATE TABLE kept (LIKE entry_before INCLUDING ALL); DROP TABLE entry;
        ALTER TABLE kept RENAME TO entry; SELECT guard_month('entry');
        GRANT SELECT ON entry TO mbongo_web, mbongo_worker, mbongo_office, mbongo_read;
        ALTER TABLE entry ADD CONSTRAINT before_months CHECK (posted_at < '2999-01-01 00:00:00+01')"""
    with connect_owner(postgres.url(name, OWNER)).begin() as db:
        db.exec_driver_sql(undo)
        accounts = Accounts.open(db)
    worker = engine_on(postgres.url(name, WORKER))
    try:
        for key in ("before", "after"):
            with worker.begin() as db:
                assert keep_months(db) == 0
                assert post(db, [accounts.transfer(f"{key}: cash -10, moussa +10")])[0].outcome == "posted"
            with connect_owner(postgres.url(name, OWNER)).begin() as db:
                assert db.execute(text("SELECT begin_months()")).scalar_one() is (key == "before")
        with connect_owner(postgres.url(name, OWNER)).begin() as db:
            assert check(db) == []
    finally:
        worker.dispose()
        postgres.drop_database(name)
