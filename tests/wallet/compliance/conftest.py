"""Fixtures of tests of alerts."""

from datetime import date

import pytest

from tests.cli.test_books_command import to_noon
from tests.wallet.compliance.found import pass_days, send_pieces
from tests.world.cast import AWA, MOUSSA
from tests.world.world import World


@pytest.fixture
def day(world: World) -> date:
    """A day on which Moussa sent Awa four pieces, not judged yet."""
    found = to_noon(world)
    for phone in (MOUSSA, AWA):
        world.see_id(phone)
    send_pieces(world)
    world.change("UPDATE alert_judged SET until = :day", day=found)
    return found


@pytest.fixture
def judged(world: World, day: date) -> date:
    """The same day, judged by every rule."""
    pass_days(world, day)
    return day
