"""Codes of others' requests are not tried without end, and what they name is shown to whom it was asked of."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.world.asking import ask, collect
from tests.world.cast import AWA, FATOU, MOUSSA, STRANGER
from tests.world.world import World
from wallet.core.clock import TODAY
from wallet.core.codes import RequestCode
from wallet.core.errors import Misread
from wallet.operations.actor import Actor
from wallet.requests.code_looks import SEEN_A_DAY, WRONG_A_DAY, CodeLook, count_look
from wallet.requests.collect_request import find_collection
from wallet.requests.pay_request import find_request

ENOUGH = "refusal.codes_enough"


def stranger(phone: str = STRANGER) -> Actor:
    return Actor("stranger", phone, "fr", phone)


def look(world: World, actor: Actor, code: str) -> str:
    found: CodeLook = world.do(lambda db: count_look(db, actor, code))
    return found.refusal


def events(world: World) -> list[str]:
    return world.column("SELECT kind FROM security_event")


def test_a_phone_tries_few_codes_of_nothing_a_day(world: World) -> None:
    said = [look(world, stranger(), str(RequestCode.draw())) for _ in range(WRONG_A_DAY + 3)]
    assert said == [""] * WRONG_A_DAY + [ENOUGH] * 3
    assert events(world) == ["request codes tried"], "once a day"
    _, code = ask(world)
    assert look(world, stranger(), code) == ENOUGH, "a code that is somebody's reads the same"
    assert look(world, stranger(FATOU), code) == "", "each phone has its own"
    world.pass_time(hours=24)
    assert look(world, stranger(), code) == ""


def test_a_phone_looks_at_few_requests_of_others_a_day_and_at_its_own_for_ever(world: World) -> None:
    _, code = ask(world, MOUSSA, AWA)
    said = [look(world, stranger(), code) for _ in range(SEEN_A_DAY + 1)]
    assert said == [""] * SEEN_A_DAY + [ENOUGH]
    for phone in (AWA, MOUSSA):
        assert [look(world, world.actor(phone), code) for _ in range(SEEN_A_DAY + 1)] == [""] * (SEEN_A_DAY + 1)


def test_at_once_they_are_no_more(world: World) -> None:
    codes = [str(RequestCode.draw()) for _ in range(WRONG_A_DAY * 2)]
    with ThreadPoolExecutor(8) as threads:
        said = list(threads.map(lambda code: look(world, stranger(), code), codes))
    assert said.count("") == WRONG_A_DAY


def test_who_was_not_asked_reads_a_letter_and_a_part_of_the_number(world: World) -> None:
    _, code = ask(world, MOUSSA, STRANGER)
    asked, other = (world.do(lambda db, who=who: find_request(db, who, code)) for who in (stranger(), stranger(FATOU)))
    assert (asked.name, asked.phone) == ("Moussa B.", MOUSSA)
    assert (other.name, other.phone, other.amount) == ("M***", "+237677***001", asked.amount)
    prompted = collect(world, code)
    assert prompted.values["name"] == "M***"
    assert world.do(lambda db: find_collection(db, stranger(), code, "mtn")).name == "Moussa B."


def test_who_has_a_wallet_sees_as_many_names_by_codes_as_elsewhere(world: World) -> None:
    _, code = ask(world, MOUSSA, STRANGER)
    awa = world.actor(AWA)
    world.change(
        f"INSERT INTO name_shown SELECT :awa, gen_random_uuid(), {TODAY} FROM generate_series(1, 20)", awa=awa.id
    )
    found = world.do(lambda db: find_request(db, awa, code))
    assert (found.name, found.phone) == ("", MOUSSA)
    assert events(world) == ["names looked up"]


def test_a_code_of_nothing_is_still_asked_for_again(world: World) -> None:
    with pytest.raises(Misread, match="no_such_code"):
        world.do(lambda db: find_request(db, stranger(), str(RequestCode.draw())))
