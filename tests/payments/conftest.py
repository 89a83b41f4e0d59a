"""A town with an operator whose answers a test writes down beforehand."""

from collections.abc import Iterator

import pytest

from tests.payments.scripted_rail import Counter, ScriptedRail
from tests.wallet.conftest import town  # noqa: F401 - the fixture
from tests.wallet.town import Town
from wallet.core.settings import Settings
from workers import process
from workers.settings import Known


@pytest.fixture
def counter(town: Town, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:  # noqa: F811 - the fixture
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
