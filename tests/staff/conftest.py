"""An office whose commands work on this test's database."""

import pytest

from tests.conftest import Database
from tests.payments.conftest import counter  # noqa: F401 - the fixture
from tests.payments.scripted_rail import Counter
from tests.staff.office import ALICE, BRUNO, Office
from tests.wallet.conftest import town  # noqa: F401 - the fixture
from tests.wallet.town import PEPPER


@pytest.fixture
def office(counter: Counter, database: Database, monkeypatch: pytest.MonkeyPatch) -> Office:  # noqa: F811 - the fixture
    monkeypatch.setenv("MBONGO_DATABASE_URL", database.url)
    monkeypatch.setenv("MBONGO_MIGRATE_DATABASE_URL", database.owner_url)
    monkeypatch.setenv("MBONGO_PIN_PEPPER", PEPPER)
    made = Office(counter)
    made.hire(ALICE, BRUNO)
    return made
