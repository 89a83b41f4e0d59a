"""Favourites, and the question asked once more before much money goes to somebody new."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from tests.world.cast import AWA, FATOU, MOUSSA
from tests.world.world import World
from wallet.core.errors import Misread, Refused
from wallet.people import favourites
from wallet.sending.keep_favourite import AddFavourite, RemoveFavourite, get_favourites
from wallet.sending.new_beneficiary import check_beneficiary
from wallet.sending.send_money import find_recipient


def add(world: World, owner: str, other: str) -> str:
    case = AddFavourite(world.actor(other).person_id)
    return world.perform(owner, case, f"add {other}").sentence


def listed(world: World, owner: str) -> list[tuple[str, str]]:
    with world.engine.begin() as db:
        return [(one.name, one.phone) for one in favourites.list_favourites(db, world.actor(owner).person_id)]


def test_a_list_is_of_people_by_name_and_each_once(world: World) -> None:
    world.open_wallet(FATOU)
    assert [add(world, MOUSSA, other) for other in (FATOU, AWA, AWA)] == ["favourite_added"] * 3
    assert listed(world, MOUSSA) == [("Awa N.", AWA), ("Fatou B.", FATOU)]
    awa = world.actor(AWA)
    assert add(world, MOUSSA, MOUSSA) == "refusal.recipient_refuses", "oneself"
    for _ in range(2):
        case = RemoveFavourite(awa.person_id, AWA, "Awa N.")
        assert world.perform(MOUSSA, case, "remove").sentence == "favourite_removed"
    assert listed(world, MOUSSA) == [("Fatou B.", FATOU)]
    with pytest.raises(Refused), world.engine.begin() as db:
        get_favourites(db, awa.person_id)


def test_a_number_that_changed_hands_leaves_the_list(world: World) -> None:
    add(world, MOUSSA, AWA)
    with world.owner.begin() as db:
        db.execute(text("UPDATE phone SET until = wallet_now() WHERE number = :phone"), {"phone": AWA})
    assert listed(world, MOUSSA) == []


def test_a_list_is_never_longer_than_it_may_be(world: World) -> None:
    others = [f"+2376770001{number:02}" for number in range(favourites.MOST + 4)]
    for number, phone in enumerate(others):
        world.open_wallet(phone, f"Client {'abcdefghijklmnopqrstuvwxyz'[number]}")
    with ThreadPoolExecutor(8) as hands:
        said = list(hands.map(lambda phone: add(world, MOUSSA, phone), others))
    assert said.count("favourite_added") == favourites.MOST == len(listed(world, MOUSSA))


@pytest.mark.parametrize(("amount", "sent_before", "needed"), [(50_000, 0, 0), (50_001, 0, 1), (50_001, 1, 0)])
def test_much_to_somebody_new_is_asked_once_more(world: World, amount: int, sent_before: int, needed: int) -> None:
    world.credit(MOUSSA, 5_000)
    if sent_before:
        world.send(MOUSSA, AWA, 100, "s1")
    world.change("UPDATE person SET tier = 1")
    assert world.do(lambda db: ask(db, world, amount)) == needed


def test_what_may_not_be_sent_is_not_confirmed_first(world: World) -> None:
    with pytest.raises(Misread) as wrong:
        world.do(lambda db: ask(db, world, 60_000))
    assert wrong.value.key == "error.amount_above"


def ask(db: object, world: World, amount: int) -> int:
    actor = world.actor(MOUSSA)
    return check_beneficiary(db, actor.person_id, find_recipient(db, actor.person_id, AWA), amount).needed  # type: ignore[arg-type]
