"""Two of the staff identify and rename a wallet, part what a wrong document joined, and take over an agent's lock."""

from tests.wallet.agents.test_robbed_locks import ID, see
from tests.world.cast import ALICE, AWA, FATOU, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.agents.identify_person import IdentifyPerson
from wallet.agents.lock_customer import LockCustomer, UnlockCustomer
from wallet.people import people
from wallet.people.people import Person
from wallet.staff.actions.lock_for_owner import LockForOwner

SEEN = ("--name", "Moussa Bello Ali", "--id", "cni", "ab 908 172", "--why", "seen at the office")


def person(world: World, phone: str) -> Person:
    found: Person | None = world.do(lambda db: people.find_by_phone(db, phone))
    assert found
    return found


def test_a_wallet_takes_the_name_of_a_document_once_a_second_login_says_so(world: World, office: Office) -> None:
    ask = ("person", "identify", MOUSSA[4:], *SEEN, "--tier", "2")
    assert "within 24 h" in office.done(*ask, login=ALICE)
    assert (person(world, MOUSSA).name, person(world, MOUSSA).tier) == ("Moussa Bello", 0)
    approve = ("person", "identify", MOUSSA[4:], "--approve")
    office.refused(*approve, login=ALICE)
    office.done(*approve, login="bruno")
    assert (person(world, MOUSSA).name, person(world, MOUSSA).tier) == ("Moussa Bello Ali", 2)
    assert world.texts_to(MOUSSA)[-1] == "id_seen_by_staff"
    assert world.rows("SELECT kind, number, seen_by FROM identity") == [("cni", "AB908172", "bruno")]


def test_what_no_document_says_is_not_asked(world: World, office: Office) -> None:
    bad = ("person", "identify", MOUSSA[4:], "--id", "cni", "12345678", "--why", "seen", "--name")
    office.refused(*bad, "Moussa Bello", login=ALICE)
    assert world.rows("SELECT 1 FROM staff_request") == []


def test_wallets_joined_by_a_wrong_document_are_parted_by_two(world: World, office: Office) -> None:
    world.appoint_agent()
    see(world, AWA)
    joining = IdentifyPerson(world.actor(MOUSSA).person_id, MOUSSA, "cni", ID, "Moussa Bello")
    assert world.conclude(FATOU, joining, "i").sentence == "person_identified"
    assert person(world, AWA).human_id == person(world, MOUSSA).human_id
    office.done("person", "part", MOUSSA[4:], "--why", "her ID, not his", login=ALICE)
    office.done("person", "part", MOUSSA[4:], "--approve", login="bruno")
    awa, moussa = person(world, AWA), person(world, MOUSSA)
    assert awa.human_id != moussa.human_id
    assert (awa.tier, moussa.tier) == (1, 0)
    assert world.texts_to(MOUSSA)[-1] == "id_disowned"
    again = IdentifyPerson(moussa.id, MOUSSA, "cni", ID, "Moussa Bello")
    assert world.conclude(FATOU, again, "again").sentence == "refusal.lock_to_agent"
    assert person(world, MOUSSA).human_id == moussa.human_id
    office.refused("person", "part", MOUSSA[4:], "--why", "once more", login=ALICE)


def test_staff_take_over_a_lock_that_an_agent_set(world: World, office: Office) -> None:
    world.appoint_agent()
    see(world, AWA)
    world.pass_time(hours=73)
    awa = world.actor(AWA).person_id
    assert world.conclude(FATOU, LockCustomer(awa, AWA, ID), "l").sentence == "customer_locked"
    assert office.conclude(LockForOwner(AWA, why="she called too")).sentence == "staff.locked_for_owner"
    assert world.conclude(FATOU, UnlockCustomer(awa, AWA, ID), "u").refused
    assert person(world, AWA).robbed
    assert world.rows("SELECT locked_by FROM robbed_lock WHERE lifted_at IS NULL") == [("bruno",)]
