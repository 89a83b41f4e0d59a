"""The world, and what not every test of it needs: an office, a shop, operators' files."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from faults.quick_hash import QUICK
from tests.conftest import Database
from tests.world.cast import ALICE, BRUNO, MOUSSA
from tests.world.doors import make_locks
from tests.world.kept_database import KeptDatabase
from tests.world.office import Office, open_office
from tests.world.settlements import Settlements
from tests.world.shop import Shop
from tests.world.world import World
from wallet.core import hashes
from wallet.core.settings import Settings
from workers import process
from workers.settings import ProcessSettings


@pytest.fixture
def world(
    database: Database, kept_database: KeptDatabase, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """A wallet with Moussa and Awa in it (`peopled`); workers of this process work on it, with scripted rails.

    What people choose meanwhile is hashed at no cost: tests of what hashing costs take no world.
    """
    assert database.name == kept_database.name
    wallets = dict(kept_database.wallets)  # a test that gives a process other secrets gives them to no other test
    made = World(wallets["worker"], kept_database.owner, wallets)
    for name in ("configured", "wallet", "redis", "rails"):
        getattr(process, name).cache_clear()
    monkeypatch.setattr("workers.settings.read", lambda _: ProcessSettings(settings, locks=make_locks()))
    monkeypatch.setattr(process, "wallet", lambda: made.wallet)
    monkeypatch.setattr(hashes, "ARGON2", QUICK)
    monkeypatch.setattr(process, "rails", lambda: made.rails)
    yield made
    process.configured.cache_clear()
    process.redis.cache_clear()


@pytest.fixture
def public_url(world: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have browsers find this world's pages at an address, which is given."""
    assert world.wallet
    known, url = process.configured(), "https://mbongo.example"
    process.configured.cache_clear()
    ours = replace(known, wallet=known.wallet.model_copy(update={"public_url": url}))
    monkeypatch.setattr("workers.settings.read", lambda _: ours)
    return url


@pytest.fixture
def office(world: World) -> Iterator[Office]:
    """Alice and Bruno at work on this world."""
    with open_office(world.wallet_on("office")) as url:
        made = Office(world, url)
        made.hire(ALICE, BRUNO)
        yield made


@pytest.fixture
def shop(world: World) -> Shop:
    """Brice's shop in this world."""
    return Shop.open(world)


@pytest.fixture
def settlements(world: World, office: Office, tmp_path: Path) -> Settlements:
    """Payments of ours and operators' files; Moussa is rich."""
    world.credit(MOUSSA, 1_000_000)
    return Settlements(world, office, tmp_path)
