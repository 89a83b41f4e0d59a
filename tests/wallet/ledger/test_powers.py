"""A worker may post and read. Everything else that could touch a balance is refused by the database itself."""

from collections.abc import Iterator

import psycopg
import pytest

from local.postgres import OWNER, WORKER, Postgres
from tests.conftest import TEMPLATE, Database
from tests.wallet.ledger.accounts import Accounts
from tests.wallet.ledger.conftest import engine_on
from tests.world.wallet_under_test import connect_owner
from wallet.checks import check
from wallet.ledger import post

FORBIDDEN_TO_THE_APP = """
UPDATE account SET balance = balance + 1
UPDATE account SET floor = NULL
UPDATE account SET closed_at = NULL
INSERT INTO account (code, kind, accrued, balance) VALUES ('mine', 'cash', true, 1000)
DELETE FROM account
TRUNCATE account CASCADE
INSERT INTO entry SELECT * FROM entry
UPDATE entry SET amount = amount + 1
DELETE FROM entry
TRUNCATE entry
INSERT INTO transfer SELECT * FROM transfer
UPDATE transfer SET kind = 'other'
DELETE FROM transfer
TRUNCATE transfer CASCADE
INSERT INTO transfer_link VALUES (gen_random_uuid(), gen_random_uuid(), 'ends', 1)
UPDATE transfer_link SET size = 0
DELETE FROM transfer_link
TRUNCATE transfer_link
INSERT INTO accrual_due VALUES (1, gen_random_uuid(), 1000)
UPDATE accrual_due SET amount = 0
DELETE FROM accrual_due
TRUNCATE accrual_due
UPDATE account_kind SET floor = NULL
INSERT INTO account_kind VALUES ('free', false, NULL, 'free money')
UPDATE clock_shift SET shift = '1 day'
SELECT * FROM account FOR UPDATE
SELECT * FROM entry FOR SHARE
LOCK TABLE account IN EXCLUSIVE MODE
ALTER TABLE account DROP CONSTRAINT balance_not_below_floor
ALTER TABLE entry DISABLE TRIGGER entries_stay
ALTER TABLE entry DISABLE TRIGGER ALL
ALTER TABLE account OWNER TO CURRENT_USER
DROP TABLE entry CASCADE
DROP TRIGGER entries_stay ON entry
DROP FUNCTION roll_up()
CREATE TRIGGER mine BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE OR REPLACE FUNCTION roll_up() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'
ALTER FUNCTION roll_up() SECURITY INVOKER
CREATE FUNCTION mine() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'
CREATE TABLE mine (x int)
CREATE TEMPORARY TABLE account (id bigint, balance bigint)
CREATE SCHEMA mine
CREATE RULE mine AS ON INSERT TO entry DO INSTEAD NOTHING
GRANT mbongo_owner TO mbongo_worker
SET ROLE mbongo_owner
SET ROLE postgres
SET SESSION AUTHORIZATION mbongo_owner
SET session_replication_role = replica
ALTER ROLE CURRENT_USER SUPERUSER
ALTER DATABASE postgres OWNER TO CURRENT_USER
SELECT refuse_link(NULL, NULL, 1)
SELECT refuse_race()
COPY entry FROM PROGRAM 'true'
"""


@pytest.fixture(scope="module")
def database_of_all(postgres: Postgres) -> Iterator[str]:
    """One database for everything that is refused, where Moussa has 10 and nothing changes."""
    name = "mbongo_test_powers"
    postgres.create_database(name, TEMPLATE)
    engine, owner = engine_on(postgres.url(name, WORKER)), connect_owner(postgres.url(name, OWNER))
    with owner.begin() as db:
        accounts = Accounts.open(db)
    with engine.begin() as db:
        post(db, [accounts.transfer("in: cash -10, moussa +10")])
    yield name
    with owner.begin() as db:
        assert check(db) == []
    engine.dispose()
    postgres.drop_database(name)


@pytest.fixture(scope="module")
def app(postgres: Postgres, database_of_all: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres.url(database_of_all, WORKER), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def owner(postgres: Postgres, database_of_all: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres.url(database_of_all, OWNER), autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("statement", FORBIDDEN_TO_THE_APP.strip().splitlines())
def test_the_app_is_refused(app: psycopg.Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
        app.execute(statement)


def test_the_app_executes_nothing_but_what_it_was_given(app: psycopg.Connection) -> None:
    mine = app.execute(
        """SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace
           WHERE nspname = 'public' AND has_function_privilege(pg_proc.oid, 'EXECUTE') ORDER BY 1"""
    )
    assert {name for (name,) in mine} >= {"post_transfer", "post_transfers", "roll_up"}
    definers = app.execute(
        """SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace
           WHERE nspname = 'public' AND prosecdef
           AND NOT coalesce(proconfig::text, '') ~ 'search_path=public, pg_temp'"""
    )
    assert definers.fetchall() == []


FORBIDDEN_TO_EVERYONE = """
UPDATE entry SET amount = amount + 1
UPDATE entry SET amount = amount
DELETE FROM entry
TRUNCATE entry
UPDATE transfer SET kind = 'other'
DELETE FROM transfer
TRUNCATE transfer CASCADE
UPDATE transfer_link SET size = 1
DELETE FROM transfer_link
TRUNCATE transfer_link
"""


@pytest.mark.parametrize("statement", FORBIDDEN_TO_EVERYONE.strip().splitlines())
def test_even_the_owner_cannot_change_what_is_posted(owner: psycopg.Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="forbidden to everyone"):
        owner.execute(statement)


LAST_LINES = {
    "UPDATE account SET balance = -1 WHERE code = 'test:moussa'": "balance_not_below_floor",
    "UPDATE account SET seq = 1 WHERE code = 'test:fees'": "accrued_never_numbered",
    "UPDATE account SET closed_at = now() WHERE code = 'test:fees'": "accrued_never_numbered",
    "UPDATE account SET closed_at = now() WHERE code = 'test:moussa'": "closed_is_empty",
    "UPDATE account SET currency = 'euro'": "currency",
    **{
        f"INSERT INTO transfer SELECT gen_random_uuid(), 'k', 'k', '', {legs}, false, now()": "legs_sum_to_zero"
        for legs in (
            "'{}', '{}', '{}'",
            "'{1}', '{0}', '{5}'",
            "'{1, 2}', '{5, -4}', '{5, NULL}'",
            "'{1, 2}', '{0, 0}', '{5, NULL}'",
            "'{2, 1}', '{5, -5}', '{5, NULL}'",
            "'{1, 1}', '{5, -5}', '{5, NULL}'",
            "'{1, NULL}', '{5, -5}', '{5, NULL}'",
            "'{1, 2}', '{5, NULL}', '{5, NULL}'",
            "'{1, 2}', '{5, -5}', '{5}'",
            "'{1, 2, 3}', '{5, -5}', '{5, NULL}'",
        )
    },
    "INSERT INTO transfer_link VALUES (gen_random_uuid(), gen_random_uuid(), 'likes', 1)": "role",
    "INSERT INTO transfer_link VALUES (gen_random_uuid(), gen_random_uuid(), 'ends', 0)": "size",
}


@pytest.mark.parametrize(("statement", "why"), LAST_LINES.items())
def test_the_tables_themselves_refuse_nonsense(owner: psycopg.Connection, statement: str, why: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match=why):
        owner.execute(statement)


def test_only_a_test_database_has_another_time(postgres: Postgres, database: Database) -> None:
    shift = "UPDATE clock_shift SET shift = '3 days'"
    ahead = "SELECT wallet_now() > clock_timestamp() + interval '2 days'"
    with psycopg.connect(database.owner_url) as owner:
        owner.execute(shift)
        assert owner.execute(ahead).fetchone() == (True,)
    postgres.create_database("mbongo_real", database.name)  # a copy brings its shifted clock along
    try:
        with psycopg.connect(postgres.url("mbongo_real", OWNER)) as owner:
            assert owner.execute(ahead).fetchone() == (False,)
            with pytest.raises(psycopg.errors.CheckViolation, match="only_a_test_shifts_time"):
                owner.execute(shift)
    finally:
        postgres.drop_database("mbongo_real")
