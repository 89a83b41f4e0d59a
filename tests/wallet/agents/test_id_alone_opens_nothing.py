"""The ID and the phone of one bag open no robbed wallet: no PIN is reset under the lock, nor for 72 hours after it.

What staff locked, no agent lets go.
"""

from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.wallet.agents.test_robbed_locks import ID, lock, see, unlock
from tests.world.cast import AWA, FATOU, MOUSSA
from tests.world.hashed import hash_pin
from tests.world.world import World
from wallet.accounts.lock_wallet import UnlockWallet
from wallet.accounts.reset_pin import ResetPin
from wallet.agents.start_pin_reset import StartPinReset
from wallet.core.errors import Locked, Misread
from wallet.operations.use_case import Outcome
from wallet.people import sims
from wallet.people.sims import SimAnswer

THIEFS_PIN = "391746"


def steal(world: World, *steps: Callable[[], object]) -> None:
    """Do the steps with Awa's phone and ID in hand, reset her PIN on her own SIM and try to send with it."""
    for step in steps:
        step()
    world.do(lambda db: sims.hear(db, AWA, SimAnswer()))  # the same SIM in the same phone
    world.conclude(AWA, ResetPin(hash_pin(THIEFS_PIN)), "new pin")
    unlock(world, key="last")
    with suppress(Locked, Misread):  # the PIN is still Awa's
        world.perform(AWA, UnlockWallet(), "own lock", pin=THIEFS_PIN)
        world.send(AWA, MOUSSA, 15_000, "theft", pin=THIEFS_PIN)


def start_reset(world: World, key: str = "reset") -> Outcome:
    return world.conclude(FATOU, StartPinReset(world.actor(AWA).person_id, AWA, ID), key)


@pytest.mark.parametrize("order", ["lock reset", "reset lock", "lock unlock reset", "reset lock unlock"])
def test_phone_and_id_without_the_pin_open_nothing(world: World, order: str) -> None:
    world.appoint_agent()
    world.credit(AWA, 20_000)
    see(world, AWA)
    does = {"lock": lambda: lock(world), "unlock": lambda: unlock(world), "reset": lambda: start_reset(world)}
    steal(world, *(does[word] for word in order.split()))
    assert world.balance(AWA) == 20_000


def test_72_hours_after_it_was_let_go_an_agent_resets_the_pin(world: World) -> None:
    world.appoint_agent()
    see(world, AWA)
    lock(world)
    unlock(world)
    assert start_reset(world).sentence == "refusal.lock_to_agent"
    world.pass_time(hours=72)
    assert start_reset(world, "later").sentence == "pin_reset_started"
