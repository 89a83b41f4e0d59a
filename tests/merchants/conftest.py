"""A town with a shop in it."""

import pytest

from tests.conftest import Database
from tests.merchants.shop import BRICE, Street
from tests.wallet.conftest import town  # noqa: F401 - the fixture
from tests.wallet.town import PEPPER, Town


@pytest.fixture
def street(town: Town, database: Database, monkeypatch: pytest.MonkeyPatch) -> Street:  # noqa: F811 - the fixture
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
