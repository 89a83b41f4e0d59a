"""One stage for all the bad inputs of a file: they must leave it as they found it."""

from collections.abc import Iterator

import pytest

from tests.bad_input.stage import Stage, staged
from tests.service import Processes, Service


@pytest.fixture(scope="module")
def standing(service_processes: Processes) -> Iterator[Stage]:
    """The stage, set once a file."""
    with staged(service_processes.fresh()) as stage:
        yield stage


@pytest.fixture
def stage(standing: Stage) -> Stage:
    """The stage with nobody in a call and no PIN's try counted."""
    standing.forget_calls()
    standing.db.execute("UPDATE pin SET tries = 0")
    return standing


@pytest.fixture
def own_stage(service: Service) -> Iterator[Stage]:
    """A stage for this test alone, where something is meant to happen."""
    with staged(service) as stage:
        yield stage
