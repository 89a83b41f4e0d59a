"""Favourites, and the question asked once more before much money goes to somebody new."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from tests.world.town import AWA, FATOU, MOUSSA, Town
from wallet.core.database import in_transaction
from wallet.core.errors import Misread, Refused
from wallet.people import favourites
from wallet.sending.keep_favourite import AddFavourite, RemoveFavourite, get_favourites
from wallet.sending.new_beneficiary import check_beneficiary
from wallet.sending.send_money import find_recipient


def add(town: Town, owner: str, other: str) -> str:
    case = AddFavourite(town.actor(other).person_id)
    return town.wallet.perform(case, town.actor(owner), f"add {other}", "ussd").sentence


def listed(town: Town, owner: str) -> list[tuple[str, str]]:
    with town.engine.begin() as db:
        return [(one.name, one.phone) for one in favourites.list_favourites(db, town.actor(owner).person_id)]


def test_a_list_is_of_people_by_name_and_each_once(town: Town) -> None:
    town.register(FATOU, "Fatou Bello")
    assert [add(town, MOUSSA, other) for other in (FATOU, AWA, AWA)] == ["favourite_added"] * 3
    assert listed(town, MOUSSA) == [("Awa N.?", AWA), ("Fatou B.?", FATOU)]
    awa = town.actor(AWA)
    assert add(town, MOUSSA, MOUSSA) == "refusal.recipient_refuses", "oneself"
    for _ in range(2):
        case = RemoveFavourite(awa.person_id, AWA, "Awa N.?")
        assert town.wallet.perform(case, town.actor(MOUSSA), "remove", "ussd").sentence == "favourite_removed"
    assert listed(town, MOUSSA) == [("Fatou B.?", FATOU)]
    with pytest.raises(Refused), town.engine.begin() as db:
        get_favourites(db, awa.person_id)


def test_a_number_that_changed_hands_leaves_the_list(town: Town) -> None:
    add(town, MOUSSA, AWA)
    with town.engine.begin() as db:
        db.execute(text("UPDATE phone SET until = wallet_now() WHERE number = :phone"), {"phone": AWA})
    assert listed(town, MOUSSA) == []


def test_a_list_is_never_longer_than_it_may_be(town: Town) -> None:
    others = [f"+2376770001{number:02}" for number in range(favourites.MOST + 4)]
    for number, phone in enumerate(others):
        town.register(phone, f"Client {'abcdefghijklmnopqrstuvwxyz'[number]}")
    with ThreadPoolExecutor(8) as hands:
        said = list(hands.map(lambda phone: add(town, MOUSSA, phone), others))
    assert said.count("favourite_added") == favourites.MOST == len(listed(town, MOUSSA))


@pytest.mark.parametrize(("amount", "sent_before", "needed"), [(50_000, 0, 0), (50_001, 0, 1), (50_001, 1, 0)])
def test_much_to_somebody_new_is_asked_once_more(town: Town, amount: int, sent_before: int, needed: int) -> None:
    town.credit(MOUSSA, 5_000)
    if sent_before:
        town.send(MOUSSA, AWA, 100, "s1")
    with town.owner.begin() as db:
        db.execute(text("UPDATE person SET tier = 1"))
    assert in_transaction(town.engine, lambda db: ask(db, town, amount)) == needed


def test_what_may_not_be_sent_is_not_confirmed_first(town: Town) -> None:
    with pytest.raises(Misread) as wrong:
        in_transaction(town.engine, lambda db: ask(db, town, 60_000))
    assert wrong.value.key == "error.amount_above"


def ask(db: object, town: Town, amount: int) -> int:
    actor = town.actor(MOUSSA)
    return check_beneficiary(db, actor.person_id, find_recipient(db, actor.person_id, AWA), amount).needed  # type: ignore[arg-type]
