"""A fresh ledger for each test, its clock the test's to shift."""

import pytest
from sqlalchemy import Engine

from tests.conftest import Database
from tests.wallet.ledger.conftest import accounts, engine
from tests.world.wallet_under_test import connect_owner

__all__ = ["accounts", "engine"]


@pytest.fixture
def owner(database: Database) -> Engine:
    """Whoever may shift the clock of this test's database."""
    return connect_owner(database.owner_url)
