"""A wallet opened again is under the blocks and the cap on names of its owner, and keeps the blocks they made."""

from tests.world.cast import AWA, MOUSSA, NAMES
from tests.world.world import World
from wallet.operations.actor import Actor
from wallet.people import people
from wallet.requests import blocks
from wallet.requests.ask_payment import AskPayment, check_asking, find_payer
from wallet.requests.block_person import BlockPerson, UnblockPerson, find_person


def reopen(world: World, phone: str, nth: int = 0) -> None:
    assert world.conclude(phone, world.closing(phone), f"close {phone} {nth}").sentence == "account_closed_empty"
    world.open_wallet(phone, f"{NAMES[phone]}{'abcd'[nth]}")


def ask(world: World, key: str) -> None:
    moussa = world.actor(MOUSSA).person_id
    asking = world.do(lambda db: check_asking(db, moussa, find_payer(db, moussa, AWA), 1_000))
    assert world.conclude(MOUSSA, AskPayment(asking), key).sentence == "request_sent"


def test_who_was_blocked_stays_blocked(world: World) -> None:
    awa = world.actor(AWA)
    world.conclude(AWA, BlockPerson(world.do(lambda db: find_person(db, awa, MOUSSA))), "b1")
    heard = len(world.texts_to(AWA))
    ask(world, "a1")
    assert world.texts_to(AWA)[heard:] == []
    reopen(world, MOUSSA)
    ask(world, "a2")
    assert world.texts_to(AWA)[heard:] == []


def test_and_can_be_unblocked_by_the_number_of_the_new_wallet_or_from_the_list(world: World) -> None:
    awa = world.actor(AWA)
    for turn in range(2):
        old = world.do(lambda db: find_person(db, awa, MOUSSA))
        world.conclude(AWA, BlockPerson(old), f"b{turn}")
        reopen(world, MOUSSA, turn)
        [blocked] = world.do(lambda db: blocks.find_blocked(db, awa.id))
        assert (blocked.person_id, blocked.phone) == (old, MOUSSA)
        again = (old, world.do(lambda db: find_person(db, awa, MOUSSA)))[turn]
        assert world.conclude(AWA, UnblockPerson(again), f"u{turn}").values["phone"] == MOUSSA
        assert world.do(lambda db: blocks.find_blocked(db, awa.id)) == []


def test_who_blocked_and_opens_a_wallet_again_still_blocks(world: World) -> None:
    awa = world.actor(AWA)
    world.conclude(AWA, BlockPerson(world.do(lambda db: find_person(db, awa, MOUSSA))), "b1")
    assert world.conclude(AWA, world.closing(AWA, "orange"), "close").sentence == "account_closed_empty"
    stranger = Actor("stranger", AWA, "fr", AWA)
    world.conclude(stranger, BlockPerson(world.actor(MOUSSA).id), "b2")  # twice: once in the wallet that was closed
    world.open_wallet(AWA, f"{NAMES[AWA]}b")
    awa = world.actor(AWA)
    heard = len(world.texts_to(AWA))
    ask(world, "a1")
    assert world.texts_to(AWA)[heard:] == []
    assert len(world.do(lambda db: blocks.find_blocked(db, awa.id))) == 1
    assert not world.conclude(AWA, UnblockPerson(world.actor(MOUSSA).id), "u").refused
    assert not world.do(lambda db: blocks.is_blocked(db, AWA, people.get_person(db, awa.id), world.actor(MOUSSA).id))


def test_no_more_names_are_shown_in_a_day(world: World) -> None:
    phones = [f"+2376770013{n:02}" for n in range(people.NEW_NAMES_A_DAY + 1)]
    for n, phone in enumerate(phones):
        world.open_wallet(phone, f"Nom{'abcdefghijklmnopqrstuvwxyz'[n]} Bih")

    def look(phone: str) -> str:
        seen = world.do(lambda db: people.find_by_phone(db, phone))
        viewer = world.actor(MOUSSA).person_id
        return str(world.do(lambda db: people.show_name(db, viewer, seen)))

    assert all(map(look, phones[:-1]))
    assert look(phones[-1]) == ""
    reopen(world, MOUSSA)
    assert look(phones[-1]) == ""
