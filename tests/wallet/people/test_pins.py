"""The PIN: counted before compared, locked after three, for longer each time; weak and recent ones refused."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest

from faults.polling import wait_for
from tests.world.cast import MOUSSA, PINS, WRONG_PIN
from tests.world.hashed import PEPPER
from tests.world.world import World
from wallet.core import hashes
from wallet.core.errors import Locked, Misread, WrongPin
from wallet.core.secrets import Secrets
from wallet.people import attempts, pins

HOUR = 3_600


def attempt(world: World, pin: str) -> str:
    try:
        pins.check(world.wallet_on("ussd").engine, world.wallet.secrets, world.actor(MOUSSA).person_id, pin)
    except WrongPin as wrong:
        return f"{wrong.values['tries']} left"
    except Locked as locked:
        return f"locked {locked.values.get('hours', 'for good')}"
    return "right"


def test_a_pin_costs_what_owasp_asks() -> None:
    """What tests begin with is hashed for nothing (tests/world/hashed.py); what the wallet hashes is not."""
    pepper, _sealed, how = pins.hash_pin(Secrets.read(PEPPER), "40817").split("$", 2)
    assert (pepper, how.rpartition("$")[0].rpartition("$")[0]) == ("1", "argon2id$v=19$m=19456,t=2,p=1")


def test_the_life_of_a_lock(world: World) -> None:
    steps: list[tuple[str, str] | int] = [
        (WRONG_PIN, "2 left"),
        (PINS[MOUSSA], "right"),
        (WRONG_PIN, "2 left"),
        (WRONG_PIN, "1 left"),
        (WRONG_PIN, "locked 1"),
        (PINS[MOUSSA], "locked 1"),
        HOUR + 1,
        (WRONG_PIN, "2 left"),
        (WRONG_PIN, "1 left"),
        (WRONG_PIN, "locked 24"),
        24 * HOUR,
        (PINS[MOUSSA], "right"),
        *[(WRONG_PIN, said) for said in ("2 left", "1 left", "locked 1")],
        HOUR + 1,
        *[(WRONG_PIN, said) for said in ("2 left", "1 left", "locked 24")],
        24 * HOUR + 1,
        *[(WRONG_PIN, said) for said in ("2 left", "1 left", "locked for good")],
        365 * 24 * HOUR,
        (PINS[MOUSSA], "locked for good"),
    ]
    for step in steps:
        if isinstance(step, int):
            world.pass_time(step)
        else:
            pin, said = step
            assert attempt(world, pin) == said
    told = world.one("SELECT count(*) FROM notice WHERE kind = 'security' AND sentence LIKE 'refusal.pin_locked%'")
    assert told == 5


def test_fifty_guesses_at_once_are_three(world: World) -> None:
    with ThreadPoolExecutor(25) as threads:
        said = list(threads.map(lambda _: attempt(world, WRONG_PIN), range(50)))
    assert sorted(one for one in said if "left" in one) == ["1 left", "2 left"]
    assert said.count("locked 1") == 48
    assert world.one("SELECT tries FROM pin JOIN phone USING (person_id) WHERE number = :phone", phone=MOUSSA) == 3


def test_nobody_with_the_right_pin_is_told_of_a_lock_by_others_at_once(world: World) -> None:
    """Three that are being compared lock until one proves right; a fourth waits for that, and is counted too."""
    with ThreadPoolExecutor(25) as threads:
        said = list(threads.map(lambda _: attempt(world, PINS[MOUSSA]), range(50)))
    assert said == ["right"] * 50
    assert world.one("SELECT max(tries + locks) FROM pin") == 0


def test_who_comes_while_a_lock_may_be_taken_back_is_told_what_came_of_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two wrong ones and one that is still compared: a right one behind them is refused, or taken, as that one ends."""
    compare, held = hashes.match, threading.Event()

    def wait_and_compare(*asked: Any) -> bool:
        held.wait(timeout=60)
        return compare(*asked)

    for third, told in ((WRONG_PIN, "locked 1"), (PINS[MOUSSA], "right")):
        world.pass_time(HOUR + 1)
        assert attempt(world, PINS[MOUSSA]) == "right"
        assert [attempt(world, WRONG_PIN) for _ in range(2)] == ["2 left", "1 left"]
        held.clear()
        with ThreadPoolExecutor(2) as threads, monkeypatch.context() as patched:
            patched.setattr(hashes, "match", wait_and_compare)
            last = threads.submit(attempt, world, third)
            wait_for(lambda: world.one("SELECT bool_or(tries = 3) FROM pin"), "the third try to be counted")
            behind = threads.submit(attempt, world, PINS[MOUSSA])
            assert not wait([behind], timeout=0.2).done, "nobody knows yet"
            held.set()
            assert (last.result(), behind.result()) == (told, told)


def test_a_crash_before_the_comparison_gives_no_free_guess(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> bool:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(hashes, "match", crash)
        for _ in range(3):
            with pytest.raises(SystemExit):
                attempt(world, PINS[MOUSSA])
    monkeypatch.setattr(attempts, "COMPARING_SECONDS", 0.1)
    assert attempt(world, PINS[MOUSSA]) == "locked 1"


@pytest.mark.parametrize(
    "pin", ["0000", "1111", "1234", "4321", "123456", "9876", "1990", "2004", "1212", "123123", "0001", "000001"]
)  # fmt: skip
def test_weak_pins_are_refused(pin: str) -> None:
    with pytest.raises(Misread) as refusal:
        pins.refuse_weak(pin, MOUSSA)
    assert refusal.value.key == "error.weak_pin"


@pytest.mark.parametrize("pin", ["7391", "48260", "739158", "3081"])
def test_other_pins_are_taken(pin: str) -> None:
    pins.refuse_weak(pin, MOUSSA)


def test_the_last_three_are_refused(world: World) -> None:
    person, secrets = world.actor(MOUSSA).person_id, world.wallet.secrets

    def change(pin: str) -> None:
        world.do(lambda db: pins.change(db, person, pins.bind(secrets, person, pins.hash_pin(secrets, pin))), "web")

    def refused(pin: str) -> bool:
        check: Callable[..., None] = lambda db: pins.refuse_past(db, secrets, person, pin)  # noqa: E731 - it is one call
        try:
            world.do(check, "web")
        except Misread:
            return True
        return False

    for pin in ("40817", "50928", "61039"):
        assert not refused(pin)
        change(pin)
    assert [refused(pin) for pin in (PINS[MOUSSA], "40817", "50928", "61039")] == [False, True, True, True]


def test_a_lock_says_how_long_it_still_lasts(world: World) -> None:
    person = world.actor(MOUSSA).person_id

    def hours() -> int:
        with pytest.raises(Locked) as locked:
            pins.check(world.wallet_on("ussd").engine, world.wallet.secrets, person, WRONG_PIN)
        return int(locked.value.values["hours"])

    for _ in range(2):
        with pytest.raises(WrongPin):
            pins.check(world.wallet_on("ussd").engine, world.wallet.secrets, person, WRONG_PIN)
    assert hours() == 1
    world.pass_time(HOUR)
    for _ in range(2):
        with pytest.raises(WrongPin):
            pins.check(world.wallet_on("ussd").engine, world.wallet.secrets, person, WRONG_PIN)
    assert hours() == 24
    world.pass_time(20 * HOUR)
    assert hours() == 4
    world.pass_time(3 * HOUR + 60)
    lock = world.do(lambda db: pins.is_locked(db, person))
    assert lock
    assert lock.values["hours"] == 1
