"""Payments from asking to the end: what the operator said, step by step, and what became of money and words."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.world.cast import AWA, MOUSSA
from tests.world.world import World
from wallet import ledger
from wallet.core.errors import NotNow
from wallet.payments import callbacks, payments
from wallet.payments.callbacks import AT_ONCE
from wallet.payments.orders import Confirmation, News
from wallet.purposes.purposes import PURPOSES
from wallet.purposes.settle import settle, settle_by_hand
from workers import payments as worker

MINUTE, HOUR, DAY = 60, 3_600, 86_400

# What happens, as (seconds that pass, what the operator says to what is then due); then state, Moussa's balance.
RECHARGES: dict[str, tuple[list[tuple[int, Any]], str, int]] = {
    "approved": ([(0, "pending"), (6, "succeeded")], "succeeded", 5_000),
    "approved at once": ([(0, "succeeded")], "succeeded", 5_000),
    "refused": ([(0, "pending"), (6, "failed")], "failed", 0),
    "never approved": ([(0, "pending"), (16 * MINUTE, "pending")], "expired", 0),
    "expired there": ([(0, "pending"), (6 * MINUTE, "expired")], "expired", 0),
    "expired, then refused": ([(0, "pending"), (16 * MINUTE, "pending"), (HOUR, "failed")], "expired", 0),
    "late success": ([(0, "pending"), (16 * MINUTE, "pending"), (HOUR, "succeeded")], "succeeded", 5_000),
    "late success there": ([(0, "pending"), (6 * MINUTE, "expired"), (HOUR, "succeeded")], "succeeded", 5_000),
    "lost, then found": ([(0, "lost"), (6, "pending"), (11, "succeeded")], "succeeded", 5_000),
    "lost, questions lost too": ([(0, "lost"), (6, "lost"), (11, "lost"), (21, "succeeded")], "succeeded", 5_000),
    "nobody listens, then it does": ([(0, "refused connection"), (3, "pending"), (6, "succeeded")], "succeeded", 5_000),
    "nobody ever listens": ([(0, "refused connection"), (11 * MINUTE, "refused connection")], "failed", 0),
    "less than asked": (
        [(0, "pending"), (6, Confirmation("succeeded", 4_999, MOUSSA, "XAF"))], "review", 0),
    "in review, and then said as it was asked": (
        [(0, "pending"), (6, Confirmation("succeeded", 4_999, MOUSSA, "XAF")), (HOUR + 1, "succeeded")], "review", 0),
    "another number": (
        [(0, "pending"), (6, Confirmation("succeeded", 5_000, AWA, "XAF"))], "review", 0),
    "no amount said": ([(0, "pending"), (6, Confirmation("succeeded", None, MOUSSA))], "review", 0),
    "another currency": (
        [(0, "pending"), (6, Confirmation("succeeded", 5_000, MOUSSA, "USD"))], "review", 0),
    "unknown for three days": ([(0, "lost"), (3 * DAY + 1, "lost")], "review", 0),
    "taken, then not known there": ([(0, "pending"), (70, "never_ran"), (16 * MINUTE, "never_ran")], "expired", 0),
    "taken, not known there, done late": (
        [(0, "pending"), (16 * MINUTE, "never_ran"), (HOUR, "never_ran"), (HOUR, "succeeded")], "succeeded", 5_000),
    "lost, and not known there": ([(0, "lost"), (16 * MINUTE, "never_ran")], "expired", 0),
}  # fmt: skip

START, HELD = 20_000, 20_000 - 5_000 - 50 - 14
WITHDRAWALS: dict[str, tuple[list[tuple[int, Any]], str, int]] = {
    "paid": ([(0, "pending"), (6, "succeeded")], "succeeded", HELD),
    "refused": ([(0, "pending"), (6, "failed")], "failed", START),
    "refused at once": ([(0, "failed")], "failed", START),
    "lost, then paid": ([(0, "lost"), (6, "lost"), (11, "succeeded")], "succeeded", HELD),
    "lost, then refused": ([(0, "lost"), (6, "failed")], "failed", START),
    "lost, never known": ([(0, "lost"), (6, "never_ran")], "unknown", HELD),
    "lost, sent again after a minute": (
        [(0, "lost"), (6, "never_ran"), (70, "never_ran"), (0, "pending"), (41, "succeeded")], "succeeded", HELD),
    "sent again, and that is refused a connection": (
        [(0, "lost"), (70, "never_ran"), (0, "refused connection")], "unknown", HELD),
    "taken, then not known there, and sent again": (
        [(0, "pending"), (6, "never_ran"), (70, "never_ran"), (0, "pending"), (41, "succeeded")], "succeeded", HELD),
    "taken, sent again, and that is refused a connection": (
        [(0, "pending"), (70, "never_ran"), (0, "refused connection")], "unknown", HELD),
    "nobody listens for half an hour": (
        [(0, "refused connection"), (31 * MINUTE, "refused connection")], "failed", START),
    "unknown for three days": ([(0, "lost"), (3 * DAY + 1, "lost")], "review", HELD),
    "more than asked": ([(0, "pending"), (6, Confirmation("succeeded", 6_000, AWA))], "review", HELD),
    "amount not said": ([(0, "pending"), (6, Confirmation("succeeded"))], "succeeded", HELD),
}  # fmt: skip


def play(world: World, steps: list[tuple[int, Any]]) -> None:
    """Let time pass and the worker work; a step of 0 seconds after the first is said within the same round."""
    rounds: list[tuple[int, list[Any]]] = []
    for number, (seconds, said) in enumerate(steps):
        if seconds == 0 and number:
            rounds[-1][1].append(said)
        else:
            rounds.append((seconds, [said]))
    for seconds, said in rounds:
        world.pass_time(seconds)
        world.work(*said)


@pytest.mark.parametrize("name", RECHARGES)
def test_a_recharge(world: World, name: str) -> None:
    steps, state, balance = RECHARGES[name]
    assert world.recharge().sentence == "add_money_asked"
    play(world, steps)
    assert (world.payment_state, world.balance(MOUSSA)) == (state, balance)
    assert world.receipts()[-1:] == ([f"add_money_{state}"] if state != "review" else [])
    calls = world.rails["mtn"].calls
    assert calls.count("prepare") == calls.count("submit"), "a handle is got anew only for what certainly did nothing"
    world.check()


@pytest.mark.parametrize("name", WITHDRAWALS)
def test_a_withdrawal(world: World, name: str) -> None:
    steps, state, balance = WITHDRAWALS[name]
    world.credit(MOUSSA, START)
    assert world.withdraw().sentence == "withdraw_money_asked"
    assert world.balance(MOUSSA) == HELD, "held at once, price included"
    play(world, steps)
    assert (world.payment_state, world.balance(MOUSSA)) == (state, balance)
    assert world.receipts()[-1:] == ([f"withdraw_money_{state}"] if state in ("succeeded", "failed") else [])
    world.check()


def test_orange_is_never_told_twice(world: World) -> None:
    """Its papers promise nothing of a payToken paid twice: what it does not know is asked about, and ends in review."""
    world.credit(MOUSSA, START)
    world.withdraw(rail="orange")
    world.work("lost", rail="orange")
    for seconds in (70, HOUR, DAY):
        world.pass_time(seconds)
        world.work("never_ran", rail="orange")
    assert world.rails["orange"].calls.count("submit") == 1
    assert world.payment_state == "unknown"
    world.pass_time(3 * DAY)
    world.work("never_ran", rail="orange")
    assert (world.payment_state, world.balance(MOUSSA)) == ("review", HELD)


def test_orange_gives_the_money_back_once_its_token_can_no_longer_be_paid(world: World) -> None:
    world.credit(MOUSSA, START)
    world.withdraw(rail="orange")
    world.work("lost", rail="orange")
    world.pass_time(HOUR)
    world.work("expired", rail="orange")
    assert (world.payment_state, world.balance(MOUSSA)) == ("failed", START)
    world.check()


def test_found_submitting_it_is_asked_about_first(world: World) -> None:
    """Its worker died around the socket."""
    world.credit(MOUSSA, START)
    world.withdraw()
    with world.engine.begin() as db:
        db.exec_driver_sql("UPDATE payment SET state = 'submitting', handle = 'h', submitted_at = wallet_now()")
    world.rails["mtn"].calls.clear()
    world.work("succeeded")
    assert world.rails["mtn"].calls == ["ask"]
    assert world.payment_state == "succeeded"


@pytest.mark.parametrize(("first", "then"), [("succeeded", "failed"), ("failed", "succeeded")])
@pytest.mark.parametrize("direction", ["collect", "pay"])
def test_a_final_state_never_flips(world: World, direction: str, first: str, then: str) -> None:
    world.credit(MOUSSA, START)
    asked = world.recharge() if direction == "collect" else world.withdraw()
    world.work("pending")
    world.pass_time(6)
    world.work(first)
    balance, receipts = world.balance(MOUSSA), world.receipts()
    world.call_back(asked.values["reference"])
    world.work(then)
    assert (world.payment_state, world.balance(MOUSSA), world.receipts()) == (first, balance, receipts)
    assert world.cases() == ["contradiction"]
    world.check()


def test_the_same_news_twice_does_nothing(world: World) -> None:
    asked = world.recharge()
    world.work("pending")
    for _ in range(3):
        world.call_back(asked.values["reference"])
        world.work("succeeded")
    assert world.balance(MOUSSA) == 5_000
    assert world.receipts() == ["add_money_succeeded"]
    assert world.cases() == []


@pytest.mark.parametrize("order", [("pending", "succeeded"), ("succeeded", "pending")])
def test_news_of_one_payment_from_two_workers_is_heard_one_after_the_other(
    world: World, order: tuple[Any, Any]
) -> None:
    """The seeded campaign's seed 732: the clock ran past a lease while the submit's answer was under way."""
    world.recharge()
    world.work("pending")
    payment = world.do(lambda db: payments.find_by_reference(db, world.payment_reference))
    assert payment
    said = [Confirmation(state, 5_000, MOUSSA, "XAF", "op-1", "", "raw") for state in order]
    news = [News(payment.id, one, attempt=payment.attempt) for one in said]
    with world.engine.begin() as db:
        settle(db, news)
    assert (world.payment_state, world.balance(MOUSSA)) == ("succeeded", 5_000)
    with world.engine.begin() as db:
        settle(db, news)
    assert (world.payment_state, world.balance(MOUSSA), world.receipts()) == (
        "succeeded", 5_000, ["add_money_succeeded"],
    )  # fmt: skip


def test_one_looked_at_in_an_hour_and_one_in_seconds_are_settled_in_one_batch(world: World) -> None:
    world.credit(MOUSSA, START)
    world.recharge()
    world.work("pending")
    world.pass_time(16 * MINUTE)
    world.withdraw()
    world.work("pending", "pending")
    assert sorted(world.column("SELECT state FROM payment")) == ["expired", "pending"]


def test_what_cannot_be_settled_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.credit(MOUSSA, START)
    world.withdraw(1_000, key="a")
    world.recharge()
    broken = replace(PURPOSES["withdraw_money"], transfer=fail)
    with monkeypatch.context() as patched:
        patched.setitem(PURPOSES, "withdraw_money", broken)
        world.work("succeeded", "succeeded")
    assert world.column("SELECT state FROM payment ORDER BY purpose") == ["succeeded", "submitting"]
    world.pass_time(121)
    world.work("succeeded")
    assert world.column("SELECT state FROM payment ORDER BY purpose") == ["succeeded", "succeeded"]
    world.check()


def fail(*_: Any) -> Any:
    raise ZeroDivisionError


def test_an_expired_one_that_was_refused_is_asked_about_no_more(world: World) -> None:
    world.recharge()
    world.work("pending")
    world.pass_time(16 * MINUTE)
    world.work("pending")
    world.pass_time(HOUR)
    world.work("failed")
    assert (world.payment_state, world.one("SELECT due_at FROM payment")) == ("expired", None)


def test_room_of_one_given_up_is_given_back_once_however_often_it_is_asked_about(world: World) -> None:
    world.recharge(3_000)
    world.work("succeeded")
    asked = world.recharge(5_000, key="r2")
    world.work("pending")
    world.pass_time(16 * MINUTE)
    world.work("pending")
    world.pass_time(3 * DAY)
    world.work("pending")
    for _ in range(2):
        assert world.one("SELECT sum(amount) FROM usage WHERE direction = 'in'") == 3_000
        world.call_back(asked.values["reference"])
        world.work("failed")


def test_room_of_one_given_up_is_not_given_back_again_by_hand(world: World) -> None:
    """Two people settle as failed what its operator says was paid late, and otherwise than asked."""
    world.recharge(3_000)
    world.work("succeeded")
    reference = world.recharge(5_000, key="r2").values["reference"]
    world.work("pending")
    world.pass_time(16 * MINUTE)
    world.work("pending")
    world.pass_time(3 * DAY)
    world.work("pending")
    given_up = str(world.one("SELECT id FROM payment WHERE reference = :named", named=reference))
    other = Confirmation("succeeded", 4_999, MOUSSA, "XAF")
    world.do(lambda db: settle(db, [News(given_up, other)]))
    world.do(lambda db: settle_by_hand(db, payments.lock_rows(db, [given_up])[given_up], "failed", "given back"))
    assert world.one("SELECT sum(amount) FROM usage WHERE direction = 'in'") == 3_000


@pytest.mark.parametrize("told", ["pending", "lost"])
def test_a_call_that_did_nothing_changes_nothing_of_what_was_told(world: World, told: str) -> None:
    world.credit(MOUSSA, START)
    world.withdraw()
    world.work(told)
    before, payment = world.payment_state, str(world.one("SELECT id FROM payment"))

    def say_no(db: Connection) -> None:
        told = payments.lock_rows(db, [payment])[payment]
        settle(db, [News(payment, None, "no", "no connection", attempt=told.attempt)])

    world.do(say_no)
    assert (world.payment_state, world.balance(MOUSSA)) == (before, HELD)


def test_a_callback_only_makes_the_question_immediate(world: World) -> None:
    asked = world.recharge()
    world.work("pending")
    world.call_back(asked.values["reference"])
    world.work("pending")
    assert world.balance(MOUSSA) == 0


def test_a_callback_that_names_nobody_waits_aside_for_ten_minutes(world: World) -> None:
    world.call_back("a reference of nobody")
    world.work()
    assert callbacks_by_state(world) == {"parked": 1}
    asked = world.recharge()
    world.work("pending")
    world.change("UPDATE callback_in SET hint = :reference", reference=asked.values["reference"])  # it came too early
    world.work("pending")
    assert callbacks_by_state(world) == {"matched": 1}
    world.call_back("a reference of nobody")
    world.work()
    world.pass_time(11 * MINUTE)
    world.work("succeeded")
    assert callbacks_by_state(world) == {"matched": 1, "unmatched": 1}


@pytest.mark.parametrize("first", [True, False])
def test_callbacks_that_name_nobody_hold_up_no_other(world: World, first: bool) -> None:
    asked = world.recharge()
    world.work("pending")
    if first:
        world.call_back(asked.values["reference"])
    for number in range(AT_ONCE + 20):
        world.call_back(f"nobody {number}")
    if not first:
        world.call_back(asked.values["reference"])
    world.work("succeeded")
    assert world.balance(MOUSSA) == 5_000
    assert callbacks_by_state(world) == {"parked": AT_ONCE + 20, "matched": 1}


def test_the_newest_callbacks_are_read_first(world: World) -> None:
    asked = world.recharge()
    world.work("pending")
    for number in range(AT_ONCE):
        world.call_back(f"nobody {number}")
    world.call_back(asked.values["reference"])
    world.do(lambda db: callbacks.read_waiting(db, "mtn", world.rails["mtn"].read_callback, ()))
    assert callbacks_by_state(world) == {"parked": AT_ONCE - 1, "matched": 1, "waiting": 1}


def callbacks_by_state(world: World) -> dict[str, int]:
    """Count callbacks in each state."""
    return {row.state: row.count for row in world.rows("SELECT state, count(*) FROM callback_in GROUP BY 1")}


def test_five_silences_close_the_operator_before_a_pin_is_typed(world: World) -> None:
    world.credit(MOUSSA, START)
    for key in "abcde":
        world.recharge(500, key=key)
    world.work(*["lost"] * 5)
    with pytest.raises(NotNow):
        world.withdraw(1_000)
    assert world.recharge(500, rail="orange", key="o").sentence == "add_money_asked"
    world.pass_time(31)
    world.work(*["pending"] * 5)
    assert world.withdraw(1_000).sentence == "withdraw_money_asked"


def test_what_is_under_way_is_asked_about_while_an_operator_is_closed(world: World) -> None:
    world.recharge()
    world.work("pending")
    world.change("UPDATE operator SET maintenance = true WHERE rail = 'mtn'")
    world.pass_time(6)
    world.work("succeeded")
    assert world.balance(MOUSSA) == 5_000


def test_a_stranger_s_phone_rings_three_times_a_day(world: World) -> None:
    said = [world.recharge(500, payer=AWA, key=f"k{number}").sentence for number in range(4)]
    assert said == ["add_money_asked"] * 3 + ["refusal.prompts"]
    world.pass_time(DAY)
    assert world.recharge(500, payer=AWA, key="tomorrow").sentence == "add_money_asked"


def test_having_no_money_is_not_refusing(world: World) -> None:
    poor = Confirmation("failed", reason="NOT_ENOUGH_FUNDS", raw="raw")
    for key in ("a", "b"):
        world.recharge(500, payer=AWA, key=key)
    world.work(poor, poor)
    assert world.recharge(500, payer=AWA, key="c").sentence == "add_money_asked"


def test_two_refusals_and_it_rings_no_more_for_a_month(world: World) -> None:
    for key in ("a", "b"):
        world.recharge(500, payer=AWA, key=key)
    world.work("failed", "failed")
    assert world.recharge(500, payer=AWA, key="c").sentence == "refusal.prompts"
    assert world.recharge(500, payer=MOUSSA, key="own").sentence == "add_money_asked"
    world.pass_time(31 * DAY)
    assert world.recharge(500, payer=AWA, key="d").sentence == "add_money_asked"


def test_a_failed_withdrawal_counts_against_no_ceiling(world: World) -> None:
    world.credit(MOUSSA, START)
    world.withdraw()
    assert world.one("SELECT sum(amount) FROM usage WHERE direction = 'out'") == 5_000
    world.work("failed")
    assert world.one("SELECT sum(amount) FROM usage WHERE direction = 'out'") == 0


def test_a_credit_that_finds_its_account_closed_is_kept(world: World) -> None:
    world.recharge()
    world.work("pending")
    with world.owner.begin() as db:
        account = db.exec_driver_sql("SELECT account_id FROM person WHERE name = 'Moussa Bello'").scalar_one()
        db.exec_driver_sql("SELECT close_account(%s)", (account,))
        db.exec_driver_sql("UPDATE person SET state = 'closed' WHERE name = 'Moussa Bello'")
    world.pass_time(6)
    world.work("succeeded")
    assert world.cases() == ["unclaimed"]
    with world.engine.begin() as db:
        assert ledger.balance(db, ledger.ours(db, "unclaimed")) == 5_000
    world.check("a wallet is closed by its owner or an act")  # the test closed it


def test_two_workers_tell_an_operator_once(world: World) -> None:
    world.credit(MOUSSA, START)
    world.withdraw()
    world.rails["mtn"].says = ["pending"] * 8
    with ThreadPoolExecutor(8) as workers:
        list(workers.map(worker.work, ["mtn"] * 8))
    assert world.rails["mtn"].calls.count("submit") == 1


def test_more_money_told_of_what_was_settled_is_a_case_and_credited_once(world: World) -> None:
    asked = world.recharge()
    world.work("succeeded")
    for _ in range(2):  # as a page that was paid twice, whose callback comes twice
        world.call_back(asked.values["reference"])
        world.work(Confirmation("succeeded", 10_000, MOUSSA, "XAF", "op-2"))
    assert (world.payment_state, world.balance(MOUSSA), world.cases()) == ("succeeded", 5_000, ["mismatch"])
    assert world.one("SELECT detail FROM case_file") == "after it succeeded: amount 10000, not 5000"
    world.check()
