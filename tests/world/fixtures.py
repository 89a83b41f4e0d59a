"""A wallet on a fresh database, with Moussa and Awa in it; with a shop, scripted operators, an office, books."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from tests.conftest import Database
from tests.world.books import Books
from tests.world.office import ALICE, BRUNO, Office
from tests.world.scripted_rail import Counter, ScriptedRail
from tests.world.shop import BRICE, Street
from tests.world.town import AWA, MOUSSA, PEPPER, Town
from wallet.core.database import connect
from wallet.core.secrets import Secrets
from wallet.core.settings import Settings
from wallet.perform import Wallet
from workers import process
from workers.settings import Known


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


@pytest.fixture
def street(town: Town, database: Database, monkeypatch: pytest.MonkeyPatch) -> Street:
    for name, value in {
        "MBONGO_DATABASE_URL": database.url,
        "MBONGO_MIGRATE_DATABASE_URL": database.owner_url,
        "MBONGO_PIN_PEPPER": PEPPER,
    }.items():
        monkeypatch.setenv(name, value)
    town.register(BRICE, "Brice Kamga")
    made = Street(town)
    made.check_id(BRICE)
    made.open_shop()
    return made


@pytest.fixture
def counter(town: Town, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    """The payments' worker, on the town's wallet, with scripted rails."""
    rails = {"mtn": ScriptedRail(), "orange": ScriptedRail()}
    for name in ("configured", "wallet", "redis", "rails"):
        getattr(process, name).cache_clear()
    monkeypatch.setattr("workers.settings.read", lambda: Known(settings))
    monkeypatch.setattr(process, "wallet", lambda: town.wallet)
    monkeypatch.setattr(process, "rails", lambda: rails)
    yield Counter(town, rails)
    process.configured.cache_clear()
    process.redis.cache_clear()


@pytest.fixture
def office(counter: Counter, database: Database, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("MBONGO_DATABASE_URL", database.url)
    monkeypatch.setenv("MBONGO_MIGRATE_DATABASE_URL", database.owner_url)
    monkeypatch.setenv("MBONGO_PIN_PEPPER", PEPPER)
    made = Office(counter)
    made.hire(ALICE, BRUNO)
    return made


@pytest.fixture
def books(office: Office, tmp_path: Path) -> Books:
    office.counter.town.credit(MOUSSA, 1_000_000)
    return Books(office, tmp_path)
