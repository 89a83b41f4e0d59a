"""Closing: nothing under way, nothing lost, nothing left of it for the next owner of the number."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.world.cast import ALICE, AWA, BRUNO, MOUSSA, WRONG_PIN
from tests.world.office import Office
from tests.world.world import World
from wallet import ledger
from wallet.accounts.close_wallet import CloseWallet
from wallet.accounts.lock_wallet import LockWallet
from wallet.core.errors import Locked, WrongPin
from wallet.ledger import holds
from wallet.operations import asks, movements
from wallet.operations.use_case import Outcome
from wallet.payments.orders import Confirmation
from wallet.people import people

LEFT = 20_000


def close(world: World, key: str = "c1", pin: str = "") -> Outcome:
    return world.perform(MOUSSA, CloseWallet("mtn"), key, pin=pin)


def test_all_that_is_left_is_paid_out_whatever_the_ceilings(world: World) -> None:
    world.credit(MOUSSA, LEFT)
    with pytest.raises(WrongPin):
        close(world, pin=WRONG_PIN)
    assert close(world).values["amount"] == LEFT
    assert world.actor(MOUSSA).kind == "stranger"
    assert close(world, "c1").sentence == "account_closed", "the same hop again"
    world.work("succeeded")
    assert (world.balance_of("operator_float:mtn"), world.balance_of("fees")) == (LEFT, 0)
    assert world.one("SELECT count(*) FROM usage") == 0
    told = "SELECT sentence FROM notice WHERE phone = :phone ORDER BY written_at DESC LIMIT 1"
    assert world.one(told, phone=MOUSSA) == "close_paid"
    world.check()


@pytest.mark.parametrize("taken", [True, False])
def test_what_the_operator_does_not_take_is_kept(world: World, taken: bool) -> None:
    """And whoever has the number by then hears nothing of it."""
    world.credit(MOUSSA, LEFT)
    close(world)
    if taken:
        world.open_wallet(MOUSSA, "Fatima Sali")
    world.work("failed")
    assert (world.balance_of("unclaimed"), world.cases()) == (LEFT, ["unclaimed"])
    assert world.one("SELECT count(*) FROM notice WHERE sentence = 'kept_for_closed'") == int(not taken)
    world.check()


def test_a_recharge_that_comes_late_is_kept_for_its_owner(world: World) -> None:
    world.recharge()
    world.work("pending")
    assert close(world).sentence == "refusal.close_under_way"
    world.pass_time(16 * 60)
    world.work("pending")
    assert world.payment_state == "expired"
    assert close(world, "c2").sentence == "account_closed_empty"
    world.pass_time(3_600)
    world.work(Confirmation("succeeded", 5_000, MOUSSA, "XAF"))
    assert world.balance_of("unclaimed") == 5_000
    world.check()


def test_an_empty_account_just_closes(world: World) -> None:
    assert close(world).sentence == "account_closed_empty"
    assert world.one("SELECT count(*) FROM payment") == 0


def test_nothing_may_be_under_way(world: World) -> None:
    world.credit(MOUSSA, LEFT)
    world.withdraw(1_000)
    assert close(world).sentence == "refusal.close_under_way"
    world.work("succeeded")
    moussa = world.actor(MOUSSA).person_id
    account = world.do(lambda db: people.get_person(db, moussa).account_id)
    held = world.do(lambda db: holds.hold(db, "one", "cash_code_held", account, 500).transfer)
    assert close(world, "c2").sentence == "refusal.close_under_way"
    world.do(lambda db: holds.end(db, "one:back", "cash_code_returned", held, [ledger.Entry(account, 500)]))
    world.perform(MOUSSA, LockWallet(), "l", "sms")
    with pytest.raises(Locked):
        close(world, "c3")
    world.change("UPDATE person SET locked_by_owner = false, state = 'frozen' WHERE name = 'Moussa Bello'")
    assert close(world, "c4").sentence == "refusal.account_frozen"
    world.change("UPDATE person SET state = 'open' WHERE name = 'Moussa Bello'")
    assert close(world, "c5").sentence == "account_closed"


def test_the_next_owner_of_the_number_finds_nothing(world: World) -> None:
    world.credit(MOUSSA, LEFT)
    world.send(MOUSSA, AWA, 1_000, "s1")
    old = world.actor(MOUSSA)
    world.do(lambda db: asks.ask(db, old, "sms:1", "send_money", {}, "sms.question_send_money", {}))
    close(world)
    new = world.open_wallet(MOUSSA, "Fatima Sali")
    assert new.person_id != old.person_id
    found = world.do(lambda db: movements.list_latest(db, new.person_id))
    assert found == []
    assert world.do(lambda db: asks.find_newest(db, MOUSSA)) is None
    [seen, *_] = world.do(lambda db: movements.list_latest(db, world.actor(AWA).person_id))
    assert (seen.name, seen.phone) == ("Moussa B.", ""), "who received still sees who gave, and no number of another"
    assert world.send(AWA, MOUSSA, 200, "s2").sentence == "money_sent"
    assert world.balance(MOUSSA) == 200
    stale = world.perform(old, CloseWallet("mtn"), "old call")
    assert stale.sentence == "refusal.account_closed"
    world.check()


def test_closing_and_being_paid_at_once_lose_nothing(world: World) -> None:
    world.credit(MOUSSA, LEFT)
    world.credit(AWA, LEFT)
    case, moussa = CloseWallet("mtn"), world.actor(MOUSSA)
    works = [
        lambda: world.send_proven(AWA, MOUSSA, 1_000, "a"),
        lambda: world.conclude(moussa, case, "c1"),
        lambda: world.conclude(moussa, case, "c2"),
    ]
    with ThreadPoolExecutor(3) as threads:
        outcomes = list(threads.map(lambda work: work(), works))
    closed = [one for one in outcomes if one.sentence == "account_closed"]
    assert len(closed) == 1
    sent = outcomes[0].sentence == "money_sent"
    assert closed[0].values["amount"] == LEFT + 1_000 * sent
    world.check()


# -------------------------------------------------------------------------------- a number that moved on
def person(office: Office, *arguments: str, login: str = ALICE) -> str:
    return office.done("person", *arguments, login=login)


def test_staff_detach_a_number_and_keep_what_is_left(world: World, office: Office) -> None:
    world.credit(MOUSSA, LEFT)
    assert "Asked" in person(office, "detach", MOUSSA, "--why", "given to another by MTN")
    told = person(office, "detach", MOUSSA, "--approve", login=BRUNO)
    assert "-20000" in told
    assert world.actor(MOUSSA).kind == "stranger"
    assert (world.balance_of("unclaimed"), world.cases()) == (LEFT, ["unclaimed"])
    shown = person(office, "show", MOUSSA)
    assert "closed" in shown
    assert "detach_number by alice, approved by bruno" in shown
    world.check()


def test_staff_detach_nothing_that_is_under_way(world: World, office: Office) -> None:
    world.credit(MOUSSA, LEFT)
    world.withdraw(1_000)
    command = ("person", "detach", MOUSSA, "--why", "given to another")
    assert "under way" in office.refused(*command, login=ALICE)
