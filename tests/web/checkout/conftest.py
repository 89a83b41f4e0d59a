"""The web app on this test's database, and a browser without a script in front of it."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.world.doors import doors_on
from wallet.core.settings import Settings
from web.process import NAME


@pytest.fixture
def browser(settings: Settings) -> Iterator[FlaskClient]:
    """Give a client that asks for pages as a browser set to French does."""
    app = doors_on(settings)
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr-FR,fr;q=0.9,en;q=0.5"
    yield client
    app.extensions[NAME].wallet.engine.dispose()
