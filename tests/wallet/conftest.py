"""A wallet on a fresh database, with Moussa and Awa in it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine

from tests.conftest import Database
from tests.wallet.town import AWA, MOUSSA, PEPPER, Town
from wallet.core.database import connect
from wallet.core.secrets import Secrets
from wallet.perform import Wallet


@pytest.fixture
def town(database: Database) -> Iterator[Town]:
    wallet = Wallet(connect(database.url, pool_size=32), Secrets.read(PEPPER))
    owner = create_engine(database.owner_url.replace("postgresql://", "postgresql+psycopg://"))
    town = Town(wallet, owner)
    town.register(MOUSSA, "Moussa Bello")
    town.register(AWA, "Awa Ngono")
    yield town
    wallet.engine.dispose()
    owner.dispose()
