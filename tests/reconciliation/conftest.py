"""Books to reconcile."""

from pathlib import Path

import pytest

from tests.payments.conftest import counter  # noqa: F401 - the fixture
from tests.reconciliation.books import Books
from tests.staff.conftest import office  # noqa: F401 - the fixture
from tests.staff.office import Office
from tests.wallet.conftest import town  # noqa: F401 - the fixture
from tests.wallet.town import MOUSSA


@pytest.fixture
def books(office: Office, tmp_path: Path) -> Books:  # noqa: F811 - the fixture
    office.counter.town.credit(MOUSSA, 1_000_000)
    return Books(office, tmp_path)
