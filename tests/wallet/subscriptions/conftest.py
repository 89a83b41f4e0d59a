"""A shop that has plans, on the last morning of a January."""

import pytest

from tests.world.cast import AWA
from tests.world.shop import Shop
from tests.world.subscribers import Subscribers
from tests.world.world import World


@pytest.fixture
def plans(world: World, shop: Shop) -> Subscribers:
    """Give the plans of Brice's shop; Awa's ID was seen."""
    plans = Subscribers(world, shop)
    plans.begin_at(2027, 1, 31, 10)
    world.see_id(AWA)
    return plans
