"""A fresh ledger for each test, on a worker's role, with the accounts everybody knows."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url

from tests.conftest import Database
from tests.wallet.ledger.accounts import Accounts
from tests.world.wallet_under_test import connect_owner
from wallet.checks import check


def engine_on(url: str, connections: int = 5) -> Engine:
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"), pool_size=connections, max_overflow=0)


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """The app's engine; the ledger is checked when the test is over."""
    made = engine_on(database.url, connections=64)
    yield made
    with connect_owner(database.owner_url).begin() as db:
        assert check(db) == []
    made.dispose()


@pytest.fixture
def accounts(database: Database) -> Accounts:
    with connect_owner(database.owner_url).begin() as db:
        return Accounts.open(db)
