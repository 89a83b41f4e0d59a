"""A shop whose owner has its business verified."""

import pytest

from tests.world.office import Office
from tests.world.shop import Shop
from tests.world.verifying import Verifying
from tests.world.world import World


@pytest.fixture
def verifying(world: World, office: Office, shop: Shop) -> Verifying:
    """Give Brice's shop at level 0, where levels bind."""
    return Verifying.begin(world, office, shop)
