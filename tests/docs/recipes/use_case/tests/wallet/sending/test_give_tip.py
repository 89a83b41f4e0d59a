"""A use case of the recipe's: a tip is given once per key."""

from tests.world.cast import AWA, MOUSSA
from tests.world.world import World
from wallet.sending.give_tip import GiveTip


def test_a_tip_is_given_once_per_key(world: World) -> None:
    world.credit(MOUSSA, 5_000)
    tip = GiveTip(world.actor(AWA).id, 500)
    first = world.perform(MOUSSA, tip, "k1")
    assert world.perform(MOUSSA, tip, "k1") == first
    assert (world.balance(MOUSSA), world.balance(AWA)) == (4_500, 500)
