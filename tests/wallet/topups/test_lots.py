"""A top-up that was not used goes back to its source: every one is a lot, and spending uses lots oldest first."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy.exc import ProgrammingError

from tests.world.cast import AWA, MOUSSA
from tests.world.examples import draw
from tests.world.world import World
from wallet.core.errors import Locked, Misread, Refused
from wallet.operations import movements
from wallet.operations.refunds import ask_refund
from wallet.operations.use_case import Outcome
from wallet.payments import payments
from wallet.topups.give_back_recharge import GiveBackRecharge
from wallet.topups.lots import Lot, check_lot, find_lot

ADDED: Final = 5_000


def add(world: World, amount: int = ADDED, key: str = "r1", rail: str = "mtn") -> str:
    """Have Moussa's wallet topped up; return the transfer it came in by."""
    asked = world.recharge(amount, rail=rail, key=key)
    world.work("succeeded", rail=rail)
    reference = asked.values["reference"]
    return str(world.one("SELECT transfer_id FROM movement WHERE reference = :r", r=reference))


def look(world: World, transfer: str, phone: str = MOUSSA) -> Lot:
    person = world.actor(phone).person_id
    return world.do(lambda db: find_lot(db, person, transfer))


def give_back(world: World, transfer: str, amount: int, key: str = "b1", rail: str = "mtn") -> Outcome:
    return world.conclude(MOUSSA, GiveBackRecharge(transfer, rail, amount), key)


def left(world: World, transfer: str) -> int:
    try:
        return look(world, transfer).left
    except Refused:
        return 0


@pytest.mark.parametrize("rail", ["mtn", "orange"])
def test_a_part_goes_back_to_the_number_it_came_from(world: World, rail: str) -> None:
    lot = add(world, rail=rail)
    assert look(world, lot) == Lot(lot, rail, MOUSSA, ADDED)
    assert give_back(world, lot, 2_000, rail=rail).sentence == "give_back_asked"
    assert (world.balance(MOUSSA), left(world, lot)) == (3_000, 3_000)
    world.work("succeeded", rail=rail)
    assert world.balance_of(f"operator_float:{rail}") == -3_000
    assert world.texts_to(MOUSSA)[-1] == "refund_payment_succeeded"
    assert "refund_payment_received" not in world.texts_to(MOUSSA), "who is given back their own money reads it once"
    assert give_back(world, lot, 3_000, "b2", rail).sentence == "give_back_asked"
    world.work("succeeded", rail=rail)
    assert (world.balance(MOUSSA), left(world, lot)) == (0, 0)
    world.check()


def test_what_its_operator_refuses_is_ones_own_again_and_may_go_back_later(world: World) -> None:
    lot = add(world)
    give_back(world, lot, ADDED)
    world.work("failed")
    assert (world.balance(MOUSSA), left(world, lot)) == (ADDED, ADDED)
    world.check()


def test_the_oldest_lot_is_spent_first(world: World) -> None:
    first, second = add(world, 4_000), add(world, 3_000, "r2")
    assert not world.send(MOUSSA, AWA, 1_000, "s1").refused
    spent = 7_000 - world.balance(MOUSSA)
    assert (left(world, first), left(world, second)) == (4_000 - spent, 3_000)
    give_back(world, second, 3_000)
    assert (left(world, first), left(world, second)) == (4_000 - spent, 0)
    assert world.send(MOUSSA, AWA, 2_900, "s2").sentence == "money_sent"
    assert left(world, first) == world.balance(MOUSSA)
    world.work("succeeded")
    world.check()


def test_what_others_sent_stands_in_the_same_line_and_is_no_lot(world: World) -> None:
    world.credit(AWA, 5_000)
    world.send(AWA, MOUSSA, 2_000, "s1")
    lot = add(world)
    sent = str(world.one("SELECT transfer_id FROM movement WHERE kind = 'send_money'"))
    with pytest.raises(Refused, match="not_refundable"):
        look(world, sent)
    world.send(MOUSSA, AWA, 1_900, "s2")
    assert left(world, lot) == ADDED, "what was sent is older"
    world.check()


def test_a_withdrawal_that_failed_spent_nothing(world: World) -> None:
    world.know_sim(MOUSSA)
    lot = add(world)
    world.withdraw(2_000)
    assert left(world, lot) == world.balance(MOUSSA) < ADDED
    world.work("failed")
    assert (world.balance(MOUSSA), left(world, lot)) == (ADDED, ADDED)
    world.check()


def test_more_than_is_left_is_refused(world: World) -> None:
    lot = add(world)
    world.send(MOUSSA, AWA, 1_000, "s1")
    found = look(world, lot)
    for amount in (found.left + 1, 99):
        with pytest.raises(Misread):
            check_lot(None, found, amount)  # type: ignore[arg-type]  # it looks nothing up
    assert give_back(world, lot, found.left + 1).sentence == "refusal.recharge_spent"
    assert give_back(world, lot, 100, "b2", "orange").sentence == "refusal.not_refundable"
    assert world.one("SELECT count(*) FROM payment WHERE direction = 'refund'") == 0


def test_nobody_elses_is_given_back_nor_under_the_owners_lock(world: World) -> None:
    lot = add(world)
    with pytest.raises(Refused, match="not_refundable"):
        look(world, lot, AWA)
    world.change("UPDATE person SET locked_by_owner = true")
    with pytest.raises(Locked):
        give_back(world, lot, 1_000)


def test_many_at_once_give_back_no_more_than_is_left(world: World) -> None:
    lot = add(world)
    add(world, ADDED, "r2")
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda n: give_back(world, lot, 2_000, f"at once {n}").sentence, range(4)))
    assert sorted(said) == ["give_back_asked"] * 2 + ["refusal.recharge_spent"] * 2
    assert left(world, lot) == 1_000


def test_the_database_lets_no_more_go_back_than_is_left(world: World) -> None:
    lot = add(world, 4_000)
    add(world, 3_000, "r2")
    world.send(MOUSSA, AWA, 1_000, "s1")
    most = left(world, lot)
    world.allow("hold_refund")
    actor = world.actor(MOUSSA)

    def ask(db: Connection, amount: int) -> None:
        reference = db.exec_driver_sql(f"SELECT reference FROM movement WHERE transfer_id = '{lot}'").scalar_one()
        payment, account = payments.find_by_reference(db, reference), account_of(db, actor.person_id)
        assert payment
        ask_refund(db, payment, amount, account, key="k", reference="R", channel="ussd", asked_by=actor.person_id)

    with pytest.raises(ProgrammingError, match="more than is left"):
        world.do(lambda db: ask(db, most + 1), "web")
    world.do(lambda db: ask(db, most), "web")


def account_of(db: Connection, person_id: str) -> int:
    return int(db.exec_driver_sql(f"SELECT account_id FROM person WHERE id = '{person_id}'").scalar_one())


ACTS = st.lists(st.tuples(st.sampled_from(["add", "send", "back", "fail"]), st.integers(100, 3_000)), max_size=8)


@draw(10)
@given(acts=ACTS)
def test_lots_together_are_what_the_wallet_holds_whatever_was_done(world: World, acts: list[tuple[str, int]]) -> None:
    nth, person = int(world.one("SELECT count(*) FROM operation")), world.actor(MOUSSA).person_id
    if not list_own(world, person):
        add(world, 2_000, "first")
    for number, (act, amount) in enumerate(acts):
        key, lots = f"{nth} {number}", list_own(world, person)
        if act == "add":
            world.credit(MOUSSA, amount, key)
        elif act == "send" and world.balance(MOUSSA) > amount + 100:
            world.send_proven(MOUSSA, AWA, amount, key)
        elif lots and act in ("back", "fail"):
            give_back(world, lots[-1], min(amount, max(left(world, lots[-1]), 1)), key)
            waits = world.one("SELECT count(*) FROM payment WHERE direction = 'refund' AND state = 'created'")
            world.work(*["succeeded" if act == "back" else "failed"] * waits)
        rows = world.rows(
            "SELECT l.amount, l.room FROM person o, list_lots(o.account_id) l WHERE o.id = :id", id=person
        )
        assert sum(max(min(row.amount, row.room), 0) for row in rows) == world.balance(MOUSSA)
    world.check()


def list_own(world: World, person: str) -> list[Any]:
    """Return the transfers of what the person topped up, oldest first."""
    found = world.do(lambda db: movements.list_latest(db, person, 50))
    return [one.transfer for one in reversed(found) if one.kind == "add_money"]
