"""A town, and an office whose commands work on it."""

from tests.payments.conftest import counter  # noqa: F401 - the fixture
from tests.staff.conftest import office  # noqa: F401 - the fixture
from tests.wallet.conftest import town  # noqa: F401 - the fixture
