"""Programs at the API."""

import pytest

from tests.world.cast import FATOU
from tests.world.program import Program, give_key
from tests.world.shop import Shop
from tests.world.world import World
from wallet.core.settings import Settings


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
