"""Fixtures that tests of money that must stay share."""

import pytest

from tests.world.house_banks import open_banks
from tests.world.world import World


@pytest.fixture
def banks(world: World) -> World:
    return open_banks(world)
