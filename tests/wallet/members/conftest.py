"""Members under test."""

import pytest

from tests.world.members import Members
from tests.world.shop import Shop
from tests.world.world import World


@pytest.fixture
def members(world: World, shop: Shop) -> Members:
    """Give Brice's shop, whose members are hired as tests need them."""
    return Members(world, shop)
