"""A question's code: compared with its own question, on the phone it was texted to, a few times, for five minutes."""

import uuid

import pytest

from tests.world.cast import AWA, MOUSSA
from tests.world.world import World
from wallet.core.errors import Locked, Misread
from wallet.operations import asks


def ask(world: World) -> str:
    """Ask Moussa something by SMS. Returns the question's id."""
    moussa = world.actor(MOUSSA)
    world.do(
        lambda db: asks.ask(
            db, world.wallet.secrets, moussa, str(uuid.uuid4()), "send_money", {}, "sms.question_send_money", {}
        )
    )
    return str(world.one("SELECT id FROM ask ORDER BY asked_at DESC LIMIT 1"))


def answer(world: World, ask_id: str, code: str, typed_on: str = MOUSSA) -> None:
    """Compare a code that was typed on a phone."""
    secrets = world.wallet.secrets
    asks.check(world.engine, secrets, world.actor(MOUSSA), ask_id, asks.digest_code(secrets, typed_on, code))


def code_of(world: World, ask_id: str) -> str:
    """Return a question's code."""
    return asks.compute_code(world.wallet.secrets, ask_id)


def wrong_for(world: World, ask_id: str) -> str:
    """Return a code that is another one."""
    return f"{(int(code_of(world, ask_id)) + 1) % 10_000:04}"


def test_the_code_of_the_question_proves_it(world: World) -> None:
    asked = ask(world)
    answer(world, asked, code_of(world, asked))
    answer(world, asked, code_of(world, asked))  # a repeated OUI hears the same


def test_another_code_proves_nothing_and_counts(world: World) -> None:
    asked = ask(world)
    for left in (2, 1):
        with pytest.raises(Misread) as wrong:
            answer(world, asked, wrong_for(world, asked))
        assert (wrong.value.key, wrong.value.values) == ("wrong_code", {"tries": left})
    with pytest.raises(Misread, match="code_expired"):
        answer(world, asked, wrong_for(world, asked))
    assert world.do(lambda db: asks.find_waiting(db, MOUSSA)) is None


def test_the_code_of_another_question_proves_nothing(world: World) -> None:
    first = ask(world)
    with pytest.raises(Misread):
        answer(world, ask(world), code_of(world, first))


def test_a_code_typed_on_another_phone_proves_nothing(world: World) -> None:
    asked = ask(world)
    with pytest.raises(Misread):
        answer(world, asked, code_of(world, asked), typed_on=AWA)


def test_tries_that_were_counted_and_never_compared_are_tries(world: World) -> None:
    """As of guesses that come at once, or of a crash in between."""
    asked = ask(world)
    world.change("UPDATE ask SET tries = :most", most=asks.TRIES)
    with pytest.raises(Locked, match="code_expired"):
        answer(world, asked, code_of(world, asked))


def test_wrong_codes_of_a_day_that_were_never_compared_are_wrong_codes(world: World) -> None:
    asked = ask(world)
    with pytest.raises(Misread):
        answer(world, asked, wrong_for(world, asked))
    world.change("UPDATE texting SET wrong_codes = :most", most=asks.WRONG_CODES.most)
    with pytest.raises(Locked, match="sms_locked"):
        answer(world, asked, code_of(world, asked))


def test_five_wrong_codes_in_a_day_stop_money_by_sms(world: World) -> None:
    for number in range(asks.WRONG_CODES.most):
        asked = ask(world)
        with pytest.raises(Locked if number == asks.WRONG_CODES.most - 1 else Misread):
            answer(world, asked, wrong_for(world, asked))
    asked = ask(world)
    with pytest.raises(Locked):
        answer(world, asked, code_of(world, asked))


def test_a_question_waits_for_five_minutes(world: World) -> None:
    ask(world)
    world.pass_time(299)
    assert world.do(lambda db: asks.find_waiting(db, MOUSSA))
    world.pass_time(2)
    assert world.do(lambda db: asks.find_waiting(db, MOUSSA)) is None


def test_a_question_whose_operation_is_done_is_done_though_nobody_noted_it(world: World) -> None:
    """To say later that its code is too old, and nothing done, would be a lie."""
    moussa = world.actor(MOUSSA)
    world.do(
        lambda db: asks.ask(db, world.wallet.secrets, moussa, "k1", "send_money", {}, "sms.question_send_money", {})
    )
    assert world.do(lambda db: asks.find_waiting(db, MOUSSA))
    world.credit(MOUSSA, 2_000)
    world.send(MOUSSA, AWA, 500, "k1")  # and its worker dies
    world.pass_time(asks.GOOD_FOR.total_seconds() + 1)
    found = world.do(lambda db: asks.find_newest(db, MOUSSA))
    assert (found.done, found.expired) == (True, False)
    assert world.do(lambda db: asks.find_waiting(db, MOUSSA)) is None
