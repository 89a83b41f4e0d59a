"""A small sound ledger to damage: as superuser with the guards off, each statement in a transaction of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url

from local.postgres import OWNER, SUPERUSER, WORKER, Postgres
from tests.conftest import TEMPLATE
from tests.wallet.ledger.accounts import Accounts
from tests.wallet.ledger.conftest import engine_on
from tests.world.wallet_under_test import connect_owner
from wallet.checks import check
from wallet.ledger import post, roll_up

SOUND = """
in: cash -1000, moussa +1000
s: moussa -510, awa +500, fees +10
r: awa -100, moussa +100 undoes s
h: moussa -200, held +200
e: held -200, awa +200 ends h
w: moussa -50, held +50
"""
MOUSSA = "(SELECT id FROM account WHERE code = 'test:moussa')"
FEES = "(SELECT id FROM account WHERE code = 'test:fees')"
FATOU = "(SELECT id FROM account WHERE code = 'test:fatou')"
HELD = "(SELECT id FROM account WHERE code = 'test:held')"

WITHOUT_GUARDS = """
SET LOCAL session_replication_role = replica;  -- no foreign keys
ALTER TABLE transfer DISABLE TRIGGER transfers_stay, DROP CONSTRAINT legs_sum_to_zero;
ALTER TABLE transfer_link DISABLE TRIGGER links_stay;
ALTER TABLE entry DISABLE TRIGGER entries_stay;
ALTER TABLE account DROP CONSTRAINT balance_not_below_floor_accrued_never_numbered_closed_is_empty;
"""


@contextmanager
def sound_ledger(postgres: Postgres) -> Iterator[Engine]:
    """A sound ledger, part of it rolled up; superuser, so that the guards can be taken off."""
    name = "mbongo_test_check"
    postgres.create_database(name, TEMPLATE)
    app = engine_on(postgres.url(name, WORKER))
    with connect_owner(postgres.url(name, OWNER)).begin() as db:
        accounts = Accounts.open(db)
    for half in (SOUND.strip().splitlines()[:3], SOUND.strip().splitlines()[3:]):
        with app.begin() as db:
            roll_up(db)
            for line in half:
                assert post(db, [accounts.transfer(line)])[0].outcome == "posted", line
    app.dispose()
    engine = create_engine(make_url(postgres.url(name, SUPERUSER)).set(drivername="postgresql+psycopg"))
    try:
        yield engine
    finally:
        engine.dispose()
        postgres.drop_database(name)


def found_after(sound: Engine, statement: str) -> set[tuple[str, str | None]]:
    """Damage the ledger; the invariants that are found broken, with the account named; it is sound again after."""
    with sound.connect() as db:
        raw = db.connection.driver_connection
        assert isinstance(raw, psycopg.Connection)
        raw.execute(WITHOUT_GUARDS)
        raw.execute(statement.encode())
        found = {(found.invariant, found.account) for found in check(db)}
        db.rollback()
    with sound.begin() as db:
        assert check(db) == []
    return found
