"""One stage for all the bad inputs of a file: they must leave it as they found it."""

from collections.abc import Iterator

import pytest

from tests.service.bad_input.stage import Stage, set_scene, staged
from tests.world.processes import Processes


@pytest.fixture(scope="session")
def scene(service_processes: Processes) -> Processes:
    """The running service, and a database with people to copy."""
    set_scene(service_processes)
    return service_processes


@pytest.fixture(scope="module")
def standing(scene: Processes) -> Iterator[Stage]:
    """The stage, set once a file."""
    with staged(scene) as stage:
        yield stage


@pytest.fixture
def stage(standing: Stage) -> Stage:
    """The stage with nobody in a call and no PIN's try counted."""
    standing.forget_calls()
    standing.db.execute("UPDATE pin SET tries = 0")
    return standing


@pytest.fixture
def own_stage(scene: Processes) -> Iterator[Stage]:
    """A stage for this test alone, where something is meant to happen."""
    with staged(scene) as stage:
        yield stage
