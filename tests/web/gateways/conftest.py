"""The web app that the tests of the ways in knock at."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.world.doors import doors_on
from wallet.core.settings import Settings
from web.process import NAME


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """Give the app on this test's servers."""
    app = doors_on(settings)
    yield app
    app.extensions[NAME].wallet.engine.dispose()
