"""A database migrated from anything older equals one made today: pg_dump says the same of both.

`released/` holds a dump of each released database, kept on the day of its release, never written again, by
    ./mbongo test tests/wallet/migrations --release NAME
Each is restored and migrated here: what a later change forgets in its migration, or writes into a released file, shows.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from click import ClickException

from local.migrate import migrate
from local.postgres import OWNER, Postgres
from tests.conftest import Database
from tests.wallet.core.test_turned_pepper import write_as_released
from tests.wallet.migrations.dump import RELEASED, dump, level, restore
from tests.world.cast import ALICE, PASSWORDS
from tests.world.claimed import claim_said, say
from tests.world.hashed import PEPPER
from tests.world.slices import todays
from wallet.checks import check
from wallet.core.database import connect
from wallet.core.errors import Misread
from wallet.core.hashes import make
from wallet.core.operation_keys import prove
from wallet.core.secrets import Secrets
from wallet.staff import sessions

FRESH = "mbongo_test_fresh"
numbers = count(1)
PERSON_OF_OLD = """WITH opened AS (INSERT INTO account (code, kind, accrued, floor, opened_at)
        VALUES ('customer:x', 'customer', false, 0, now()) RETURNING id),
    person AS (INSERT INTO person (id, name, language, account_id, joined_at)
        SELECT gen_random_uuid(), 'Moussa Bello', 'fr', id, now() FROM opened RETURNING id)
    INSERT INTO pin (person_id, hash, past) SELECT id, %(hash)s, ARRAY[%(hash)s] FROM person"""
ROLE_OF_OLD = "mbongo_app"  # of the release of 2026-11-28, for every process
# What an older version, a hurried hand or a restore may have left.
DISORDER = {
    "functions are gone": """
        DROP FUNCTION post_transfers, post_transfer, roll_up, open_account, act_hash, transfer_id""",
    "functions are older": """
        CREATE OR REPLACE FUNCTION roll_up() RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
        CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE OR REPLACE FUNCTION keep_rules() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'""",
    "functions answered otherwise": """
        DROP FUNCTION post_transfer, transfer_id;
        CREATE FUNCTION post_transfer(key text) RETURNS text LANGUAGE sql AS $$SELECT 'posted'$$;
        CREATE FUNCTION transfer_id(key text) RETURNS text LANGUAGE sql AS $$SELECT key$$;
        CREATE PROCEDURE post_at_night() LANGUAGE sql AS 'SELECT 1'""",
    "guards are off": """
        ALTER TABLE entry DISABLE TRIGGER ALL; ALTER TABLE staff_act DISABLE TRIGGER acts_chain;
        DROP TRIGGER transfers_stay ON transfer; DROP TRIGGER rules_stay ON tariff""",
    "grants are others": """
        GRANT ALL ON account, entry TO mbongo_web; GRANT UPDATE (verifier) ON staff TO PUBLIC;
        GRANT EXECUTE ON FUNCTION act_hash TO PUBLIC; GRANT USAGE ON SEQUENCE account_id_seq TO mbongo_read;
        REVOKE ALL ON person FROM mbongo_worker; REVOKE EXECUTE ON FUNCTION roll_up FROM mbongo_worker""",
}


@pytest.fixture(scope="module")
def fresh(postgres: Postgres) -> Iterator[str]:
    """The dump of a database made today, without what tests may post for nothing."""
    postgres.create_database(FRESH)
    migrate(postgres.url(FRESH, OWNER))
    yield dump(postgres, FRESH)
    postgres.drop_database(FRESH)


@pytest.fixture
def database(postgres: Postgres, fresh: str) -> Iterator[Database]:
    """A copy of it."""
    name = f"mbongo_test_upgrade_{next(numbers)}"
    postgres.create_database(name, FRESH)
    yield Database.of(postgres, name)
    postgres.drop_database(name)


@pytest.fixture(scope="module", autouse=True)
def role_of_old(postgres: Postgres) -> None:
    """The role that dumps of old name."""
    postgres.execute("CREATE ROLE {}", ROLE_OF_OLD)


@pytest.fixture
def empty(postgres: Postgres) -> Iterator[Database]:
    """A database that nobody has migrated."""
    name = f"mbongo_test_upgrade_{next(numbers)}"
    postgres.create_database(name)
    yield Database.of(postgres, name)
    postgres.drop_database(name)


@pytest.mark.parametrize("disorder", DISORDER.values(), ids=DISORDER.keys())
def test_migrate_puts_functions_guards_and_grants_in_order(
    postgres: Postgres, database: Database, fresh: str, disorder: str
) -> None:
    with psycopg.connect(database.owner_url) as owner:
        owner.execute(disorder.encode())
    assert dump(postgres, database.name) != fresh
    migrate(database.owner_url)
    assert dump(postgres, database.name) == fresh


def test_a_table_that_differs_is_seen(postgres: Postgres, database: Database, fresh: str) -> None:
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("ALTER TABLE person ADD COLUMN nickname text")
    migrate(database.owner_url)
    assert dump(postgres, database.name) != fresh


def test_a_dump_of_today_is_restored_as_it_was(postgres: Postgres, empty: Database, fresh: str, tmp_path: Path) -> None:
    (tmp_path / "today.sql").write_text(fresh.replace("'then'", "now()"), "utf-8")
    restore(postgres, empty.name, tmp_path / "today.sql")
    migrate(empty.owner_url)
    assert dump(postgres, empty.name) == fresh


def test_every_released_database_becomes_one_made_today(
    postgres: Postgres, fresh: str, request: pytest.FixtureRequest
) -> None:
    if release := request.config.getoption("--release"):
        with (RELEASED / f"{release}.sql").open("x", encoding="utf-8") as file:
            file.write(fresh.replace("'then'", "now()"))
    for released in todays(sorted(RELEASED.glob("*.sql"))):  # each goes through the newest migration
        name = f"mbongo_test_upgrade_{next(numbers)}"
        postgres.create_database(name)
        restore(postgres, name, released)
        migrate(postgres.url(name, OWNER))
        assert level(dump(postgres, name)) == level(fresh), released.name
        postgres.drop_database(name)


def test_what_was_kept_of_cards_goes(postgres: Postgres, empty: Database) -> None:
    restore(postgres, empty.name, RELEASED / "2026-11-29.sql")
    kept = "INSERT INTO callback_in (id, rail, body, heard_at) VALUES (gen_random_uuid(), %s, %s, now())"
    bodies = {"flutterwave": b'{"card": {"token": "flw-t1"}}', "mtn": b'{"status": "SUCCESSFUL"}'}
    with psycopg.connect(empty.owner_url) as owner:
        for body in bodies.items():
            owner.execute(kept.encode(), body)
    migrate(empty.owner_url)
    with psycopg.connect(empty.owner_url) as owner:
        found = dict(owner.execute("SELECT rail, body FROM callback_in").fetchall())
    assert found == {**bodies, "flutterwave": b""}


def test_people_of_a_released_database_need_the_pepper_once(postgres: Postgres, empty: Database) -> None:
    """Without it no operation of theirs could be claimed; so nothing is changed, and what ran before goes on."""
    restore(postgres, empty.name, RELEASED / "2026-11-29.sql")
    with psycopg.connect(empty.owner_url) as owner:
        owner.execute(PERSON_OF_OLD.encode(), {"hash": write_as_released("pin", "40817")})
    before = dump(postgres, empty.name)
    with pytest.raises(ClickException, match=r"Nothing was changed\..*give MBONGO_PIN_PEPPER to migrate too"):
        migrate(empty.owner_url)
    assert dump(postgres, empty.name) == before
    assert migrate(empty.owner_url, PEPPER) == ""
    assert find_wrong(empty) == []
    with psycopg.connect(empty.owner_url) as owner:
        (moussa,) = owner.execute("SELECT person_id::text FROM pin").fetchone() or ("",)
    said = say("k1", "read_balance", ("person", moussa))
    engine = connect(empty.urls["web"], pool_size=1)
    with engine.begin() as db:
        assert claim_said(db, said, prove(Secrets.read(PEPPER), said)) == "R-1"
    engine.dispose()
    assert migrate(empty.owner_url) == ""  # from then on it is not needed


def test_pins_of_a_released_database_are_bound_by_migrate_or_it_says_how(postgres: Postgres, empty: Database) -> None:
    migrate(empty.owner_url, PEPPER)
    with psycopg.connect(empty.owner_url) as owner:
        owner.execute(PERSON_OF_OLD.encode(), {"hash": write_as_released("pin", "40817")})
    said = migrate(empty.owner_url)
    assert said.endswith("Bind them: ./mbongo keys --move, where MBONGO_PIN_PEPPER is at hand.")
    assert find_wrong(empty) == ["1 PINs, bound to nobody", "1 PINs of before, bound to nobody"]
    assert migrate(empty.owner_url, PEPPER) == ""
    assert find_wrong(empty) == []


def find_wrong(database: Database) -> list[str]:
    engine = connect(database.urls["read"], pool_size=1)
    with engine.connect() as db:
        found = [one.detail for one in check(db)]
    engine.dispose()
    return found


def test_a_login_of_an_older_version_keeps_its_password(postgres: Postgres, empty: Database) -> None:
    restore(postgres, empty.name, RELEASED / "2026-11-28.sql")
    secrets = Secrets.read(PEPPER)
    with psycopg.connect(empty.owner_url) as owner:
        row = (ALICE, make(secrets, "password", ALICE, PASSWORDS[ALICE]))
        owner.execute("INSERT INTO staff (login, hash, since) VALUES (%s, %s, now())", row)
    migrate(empty.owner_url)
    engine = connect(empty.urls["office"], pool_size=1)
    with pytest.raises(Misread, match="wrong_password"):
        sessions.open_session(engine, secrets, ALICE, "not hers at all")
    assert sessions.find_login(engine, sessions.open_session(engine, secrets, ALICE, PASSWORDS[ALICE])) == ALICE
    engine.dispose()
