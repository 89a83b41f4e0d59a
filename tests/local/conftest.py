"""A folder for servers that a test starts itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.nursery import Nursery
from local.places import ShortLivedFolder, choose_throwaway_place


@pytest.fixture
def folder() -> Iterator[Path]:
    short = ShortLivedFolder(choose_throwaway_place())
    yield short.path
    short.remove()


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """One that has read the code, for all tests of a file."""
    started = Nursery(tmp_path_factory.mktemp("nursery") / "logs")
    yield started
    started.stop()
