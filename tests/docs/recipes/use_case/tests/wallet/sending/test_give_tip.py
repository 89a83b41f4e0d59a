"""A use case of the recipe's: a tip is given once per key."""

from tests.world.town import AWA, MOUSSA, PIN, Town
from wallet.operations.proofs import PinProof
from wallet.sending.give_tip import GiveTip


def test_a_tip_is_given_once_per_key(town: Town) -> None:
    town.credit(MOUSSA, 5_000)
    moussa, tip = town.actor(MOUSSA), GiveTip(town.actor(AWA).id, 500)
    first = town.wallet.perform(tip, moussa, "k1", "ussd", PinProof(PIN))
    assert town.wallet.perform(tip, moussa, "k1", "ussd", PinProof(PIN)) == first
    assert (town.balance(MOUSSA), town.balance(AWA)) == (4_500, 500)
