"""Programs at the API."""

import threading
from collections.abc import Iterator
from typing import Final

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.world.cast import FATOU
from tests.world.program import Program, give_key
from tests.world.shop import Shop
from tests.world.world import World
from wallet.core.settings import Settings

UNLIMITED: Final = (
    "limits.A_MINUTE", "limits.WRONG_A_MINUTE", "endpoints.endpoints.MOST", "returns.return_origins.MOST"
)  # fmt: skip


@pytest.fixture
def program(world: World, settings: Settings, shop: Shop) -> Program:
    """A program of Brice's shop that may do all."""
    return Program.of(world, settings, shop)


@pytest.fixture
def other(world: World, program: Program) -> Program:
    """A program of Fatou's shop."""
    world.open_wallet(FATOU)
    world.see_id(FATOU)
    theirs = world.open_shop(FATOU, "Chez Fatou", "55228")
    return Program(world, program.app, Shop(world, theirs), give_key(world, theirs.id))


class Silent(WSGIRequestHandler):
    """Says nothing of each request."""

    def log(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def url(program: Program, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give the address of the API on a port of its own, without limits of how much and how many."""
    for name in UNLIMITED:
        monkeypatch.setattr(f"web.api.{name}", 1_000_000)
    server = make_server("127.0.0.1", 0, program.app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/v1"
    server.shutdown()
    thread.join()
