"""An unchecked wallet stays its owner's: neither a thief's own ID nor an agent who knows only the number takes it.

A wallet locked for its robbed owner is identified by nobody, and a document counts 72 hours after an agent noted it.
"""

from contextlib import suppress

from tests.world.cast import AWA, FATOU, MOUSSA
from tests.world.hashed import hash_pin
from tests.world.office import Office
from tests.world.world import World
from wallet.accounts.lock_wallet import UnlockWallet
from wallet.accounts.reset_pin import ResetPin
from wallet.agents.identify_person import IdentifyPerson
from wallet.agents.lock_customer import LockCustomer, UnlockCustomer
from wallet.agents.start_pin_reset import StartPinReset
from wallet.core.errors import Locked, Misread
from wallet.people import sims
from wallet.people.sims import SimAnswer
from wallet.staff.actions.lock_for_owner import LockForOwner

THIEFS_ID, THIEFS_PIN = "ZX908172", "391746"


def steal(world: World, name: str = "Paul Voleur") -> int:
    """Awa's phone in a thief's hand, who knows no PIN of hers, at Fatou's who is honest; returns what Awa has after."""
    awa = world.actor(AWA).person_id
    world.conclude(FATOU, IdentifyPerson(awa, AWA, "cni", THIEFS_ID, name), "id")
    world.conclude(FATOU, UnlockCustomer(awa, AWA, THIEFS_ID), "unlock")
    world.pass_time(5)
    world.conclude(FATOU, StartPinReset(awa, AWA, THIEFS_ID), "reset")
    world.do(lambda db: sims.hear(db, AWA, SimAnswer()))  # the SIM is Awa's own, in Awa's own phone
    world.conclude(AWA, ResetPin(hash_pin(THIEFS_PIN)), "new pin")
    with suppress(Locked, Misread):  # the PIN is still Awa's
        world.perform(AWA, UnlockWallet(), "own lock", pin=THIEFS_PIN)
        world.send(AWA, MOUSSA, 15_000, "theft", pin=THIEFS_PIN)
    return world.balance(AWA)


def test_an_unchecked_wallet_is_not_taken_by_an_id_its_owner_never_showed(world: World) -> None:
    world.appoint_agent()
    world.credit(AWA, 20_000)
    assert steal(world) == 20_000


def test_nor_one_that_staff_locked_for_its_robbed_owner(world: World, office: Office) -> None:
    world.appoint_agent()
    world.credit(AWA, 20_000)
    assert office.conclude(LockForOwner(AWA, why="robbed, she called")).sentence == "staff.locked_for_owner"
    assert steal(world) == 20_000


def test_nor_by_an_id_under_its_owners_name_that_is_new(world: World) -> None:
    world.appoint_agent()
    world.credit(AWA, 20_000)
    assert steal(world, "Ngono Awa") == 20_000
    assert world.one("SELECT count(*) FROM identity WHERE number = :id", id=THIEFS_ID) == 1
    assert world.conclude(FATOU, LockCustomer(world.actor(AWA).person_id, AWA, THIEFS_ID), "new").refused
    world.pass_time(hours=72)
    locked = world.conclude(FATOU, LockCustomer(world.actor(AWA).person_id, AWA, THIEFS_ID), "old")
    assert locked.sentence == "customer_locked"


def test_while_locked_for_its_owner_not_even_under_their_name(world: World, office: Office) -> None:
    world.appoint_agent()
    assert office.conclude(LockForOwner(AWA, why="robbed, she called")).sentence == "staff.locked_for_owner"
    case = IdentifyPerson(world.actor(AWA).person_id, AWA, "cni", THIEFS_ID, "Awa Ngono")
    assert world.conclude(FATOU, case, "id").sentence == "refusal.lock_to_agent"


def test_a_wallet_is_not_seized_by_an_agent_who_knows_its_number(world: World) -> None:
    world.appoint_agent()
    world.credit(AWA, 20_000)
    awa = world.actor(AWA).person_id
    for turn, name in enumerate(
        ("Jean Personne", "Awa Nga", "Awa Ndi", "Awa Ngono")
    ):  # three wrong: none is right today
        case = IdentifyPerson(awa, AWA, "cni", "ZX908172", name)
        assert world.conclude(FATOU, case, f"id {turn}").sentence == "refusal.lock_to_agent"
    assert world.conclude(FATOU, LockCustomer(awa, AWA, "ZX908172"), "lock").refused
    assert world.one("SELECT name FROM person WHERE id = CAST(:id AS uuid)", id=awa) == "Awa Ngono"
    assert world.send(AWA, MOUSSA, 1_000, "s1").sentence == "money_sent"
