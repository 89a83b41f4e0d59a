"""One gateway for all the bad inputs of a file: they must leave the service as they found it."""

from collections.abc import Iterator

import pytest

from tests.service.bad_input.gateway import Gateway
from tests.service.bad_input.scene import gateway_to, set_scene
from tests.world.processes import Processes


@pytest.fixture(scope="session")
def scene(service_processes: Processes) -> Processes:
    """The running service, and a database with people to copy."""
    set_scene(service_processes)
    return service_processes


@pytest.fixture(scope="module")
def files_gateway(scene: Processes) -> Iterator[Gateway]:
    """A gateway for a whole file."""
    with gateway_to(scene) as gateway:
        yield gateway


@pytest.fixture
def gateway(files_gateway: Gateway) -> Gateway:
    """The file's gateway, with nobody in a call and no PIN's try counted."""
    files_gateway.forget_calls()
    files_gateway.db.execute("UPDATE pin SET tries = 0")
    return files_gateway


@pytest.fixture
def own_gateway(scene: Processes) -> Iterator[Gateway]:
    """A gateway for this test alone, where something is meant to happen."""
    with gateway_to(scene) as gateway:
        yield gateway
