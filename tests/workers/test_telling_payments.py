"""Payments are told once: each guard between a lease and an operator's socket, with a scripted rail."""

import time
from dataclasses import replace

import pytest

from tests.world.cast import AWA, MOUSSA
from tests.world.scripted_rail import ScriptedRail
from tests.world.world import World
from wallet.core.payment_states import State
from wallet.payments import callbacks, payments
from wallet.payments.changes import Change, become
from wallet.payments.payments import Payment
from workers import payments as worker

LONG_AGO = 3_600.0


def leased(world: World) -> Payment:
    """Ask for a withdrawal, and lease it as a worker does."""
    world.credit(MOUSSA, 20_000)
    world.withdraw()
    [payment] = worker.lease("mtn", 10)
    return payment


def test_what_another_worker_tells_is_not_told_again(world: World) -> None:
    """Both leased it: the first one's lease ran out while it worked."""
    payment, rail = leased(world), ScriptedRail(["pending", "pending"])
    assert worker.tell(rail, payment) is not None
    assert worker.tell(rail, payment) is None
    assert rail.calls == ["prepare", "submit", "prepare"], "a handle moves nothing"


def test_what_a_worker_has_is_leased_to_no_other(world: World) -> None:
    leased(world)
    assert worker.lease("mtn", 10) == []
    world.pass_time(payments.LEASE_SECONDS + 1)
    assert len(worker.lease("mtn", 10)) == 1


def test_nothing_new_is_leased_while_an_operator_is_closed(world: World) -> None:
    world.credit(MOUSSA, 20_000)
    world.withdraw()
    assert world.do(lambda db: payments.lease(db, "mtn", 10, submit=False)) == []


def test_a_question_that_failed_says_nothing_of_the_payment(world: World) -> None:
    payment = replace(leased(world), state="pending", handle="a handle")
    news = worker.ask(ScriptedRail(["refused connection"]), payment)
    assert news
    assert (news.said, news.failed) == (None, "unknown")


def test_our_own_fault_says_nothing_of_the_payment(world: World) -> None:
    news = worker.look_at(
        ScriptedRail(), leased(world), time.monotonic() + LONG_AGO
    )  # it has nothing to say, which is our fault
    assert news
    assert (news.said, news.failed) == (None, "unknown")


def told_and_lost(world: World, state: State = "unknown") -> Payment:
    """Ask for a withdrawal that was told, is in this state since, and was leased again."""
    payment = leased(world)
    worker.tell(ScriptedRail(["lost"]), payment)
    [told] = world.do(lambda db: list(payments.lock_rows(db, [payment.id]).values()))
    world.do(lambda db: become(db, [Change(told, state, "lost", 0)]))
    [again] = worker.lease("mtn", 10)
    return again


def test_an_order_sent_again_keeps_its_handle(world: World) -> None:
    payment, rail = told_and_lost(world), ScriptedRail(["pending"])
    assert worker.tell(rail, payment)
    assert rail.calls == ["submit"]


@pytest.mark.parametrize("state", ["unknown", "pending"])
def test_what_ran_perhaps_is_not_known_to_have_done_nothing(world: World, state: State) -> None:
    news = worker.tell(ScriptedRail(["refused connection"]), told_and_lost(world, state))
    assert news
    assert news.failed == "unknown"


TELLS_AGAIN = [
    ("pay", "mtn", "unknown", 61.0, 70.0, True),
    ("pay", "mtn", "pending", 61.0, 70.0, True),
    ("refund", "mtn", "pending", 61.0, 70.0, True),
    ("collect", "mtn", "unknown", 61.0, 70.0, True),
    ("pay", "mtn", "unknown", 60.0, 70.0, False),  # it may still be on its way
    ("pay", "mtn", "unknown", None, 70.0, False),
    ("pay", "orange", "unknown", LONG_AGO, LONG_AGO, False),  # where that would be two payments
    ("pay", "mtn", "review", LONG_AGO, LONG_AGO, False),  # people decide
    ("pay", "mtn", "submitting", LONG_AGO, LONG_AGO, False),
    ("collect", "mtn", "pending", 61.0, 70.0, False),  # its payer was prompted
    ("collect", "mtn", "expired", LONG_AGO, LONG_AGO, False),  # its owner was told
    ("collect", "mtn", "unknown", 61.0, 901.0, False),  # nobody is prompted so late
]


@pytest.mark.parametrize(("direction", "rail", "state", "submitted", "age", "again"), TELLS_AGAIN)
def test_what_an_operator_does_not_know_is_told_again(
    world: World, direction: str, rail: str, state: str, submitted: float | None, age: float, again: bool
) -> None:
    payment = replace(
        leased(world), direction=direction, rail=rail, state=state, submitted_seconds=submitted, age_seconds=age
    )  # type: ignore[arg-type]  # all are of their kinds
    assert worker.may_tell_again(payment) is again


def test_no_payment_takes_a_step_that_nobody_wrote_down(world: World) -> None:
    payment = leased(world)
    with pytest.raises(ValueError, match="from created to pending"):
        world.do(lambda db: become(db, [Change(payment, "pending", "", 0)]))


def test_a_payment_becomes_one_thing_at_a_time(world: World) -> None:
    payment = leased(world)
    both = [Change(payment, "failed", "", None), Change(payment, "submitting", "", None)]
    with pytest.raises(ValueError, match="one thing at a time"):
        world.do(lambda db: become(db, both))


def test_what_was_seen_in_another_state_is_left_alone(world: World) -> None:
    payment = leased(world)
    assert world.do(lambda db: become(db, [Change(payment, "submitting", "", 0)])).keys() == {payment.id}
    assert world.do(lambda db: become(db, [Change(payment, "failed", "", None)])) == {}
    assert world.payment_state == "submitting"


def test_a_callback_tells_nothing_that_was_never_told(world: World) -> None:
    """A payout that waits until its SIM was looked at: whoever knows its reference must not let it go."""
    world.see_id(MOUSSA)
    world.credit(MOUSSA, 200_000)
    world.withdraw(150_000, phone=AWA)
    assert world.one("SELECT due_at FROM payment") is None
    world.call_back(world.payment_reference)
    world.do(lambda db: callbacks.read_waiting(db, "mtn", world.rails["mtn"].read_callback, ()))
    assert world.one("SELECT due_at FROM payment") is None
