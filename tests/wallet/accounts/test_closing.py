"""Closing: nothing under way, nothing lost, nothing left of it for the next owner of the number."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from tests.world.office import ALICE, BRUNO, PASSWORD, Office
from tests.world.scripted_rail import Counter
from tests.world.town import AWA, MOUSSA, PIN, Town
from wallet import ledger
from wallet.accounts.close_wallet import CloseWallet
from wallet.accounts.lock_wallet import LockWallet
from wallet.checks import check
from wallet.core.database import in_transaction
from wallet.core.errors import Locked, WrongPin
from wallet.core.values import Pin
from wallet.ledger import holds
from wallet.operations import asks, movements
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome
from wallet.payments.orders import Confirmation
from wallet.people import people

LEFT = 20_000


def close(town: Town, key: str = "c1", pin: str = PIN) -> Outcome:
    return town.wallet.perform(CloseWallet("mtn"), town.actor(MOUSSA), key, "ussd", PinProof(Pin(pin)))


def sound(town: Town) -> None:
    assert in_transaction(town.engine, check) == []


def in_account(town: Town, code: str) -> int:
    return in_transaction(town.engine, lambda db: ledger.balance(db, ledger.ours(db, code)))


def test_all_that_is_left_is_paid_out_whatever_the_ceilings(counter: Counter) -> None:
    town = counter.town
    town.credit(MOUSSA, LEFT)
    with pytest.raises(WrongPin):
        close(town, pin="111199")
    assert close(town).values["amount"] == LEFT
    assert town.actor(MOUSSA).kind == "stranger"
    assert close(town, "c1").sentence == "account_closed", "the same hop again"
    counter.work("succeeded")
    assert (in_account(town, "operator_float:mtn"), in_account(town, "fees")) == (LEFT, 0)
    assert town.one("SELECT count(*) FROM usage") == 0
    told = "SELECT sentence FROM notice WHERE phone = :phone ORDER BY written_at DESC LIMIT 1"
    assert town.one(told, phone=MOUSSA) == "close_paid"
    sound(town)


@pytest.mark.parametrize("taken", [True, False])
def test_what_the_operator_does_not_take_is_kept(counter: Counter, taken: bool) -> None:
    """And whoever has the number by then hears nothing of it."""
    town = counter.town
    town.credit(MOUSSA, LEFT)
    close(town)
    if taken:
        town.register(MOUSSA, "Fatima Sali")
    counter.work("failed")
    assert (in_account(town, "unclaimed"), counter.cases()) == (LEFT, ["unclaimed"])
    assert town.one("SELECT count(*) FROM notice WHERE sentence = 'kept_for_closed'") == int(not taken)
    sound(town)


def test_a_recharge_that_comes_late_is_kept_for_its_owner(counter: Counter) -> None:
    town = counter.town
    counter.recharge()
    counter.work("pending")
    assert close(town).sentence == "refusal.close_under_way"
    counter.pass_time(16 * 60)
    counter.work("pending")
    assert counter.state == "expired"
    assert close(town, "c2").sentence == "account_closed_empty"
    counter.pass_time(3_600)
    counter.work(Confirmation("succeeded", 5_000, MOUSSA, "XAF"))
    assert in_account(town, "unclaimed") == 5_000
    sound(town)


def test_an_empty_account_just_closes(town: Town) -> None:
    assert close(town).sentence == "account_closed_empty"
    assert town.one("SELECT count(*) FROM payment") == 0


def test_nothing_may_be_under_way(counter: Counter) -> None:
    town = counter.town
    town.credit(MOUSSA, LEFT)
    counter.withdraw(1_000)
    assert close(town).sentence == "refusal.close_under_way"
    counter.work("succeeded")
    with town.engine.begin() as db:
        account = people.find_by_phone(db, MOUSSA).account_id  # type: ignore[union-attr]  # he has a wallet
        held = holds.hold(db, "one", "cash_code_held", account, 500).transfer
    assert close(town, "c2").sentence == "refusal.close_under_way"
    with town.engine.begin() as db:
        holds.end(db, "one:back", "cash_code_returned", held, [ledger.Entry(account, 500)])
    town.wallet.perform(LockWallet(), town.actor(MOUSSA), "l", "sms")
    with pytest.raises(Locked):
        close(town, "c3")
    with town.owner.begin() as db:
        db.execute(text("UPDATE person SET locked_by_owner = false, state = 'frozen' WHERE name = 'Moussa Bello'"))
    assert close(town, "c4").sentence == "refusal.account_frozen"
    with town.owner.begin() as db:
        db.execute(text("UPDATE person SET state = 'open' WHERE name = 'Moussa Bello'"))
    assert close(town, "c5").sentence == "account_closed"


def test_the_next_owner_of_the_number_finds_nothing(town: Town) -> None:
    town.credit(MOUSSA, LEFT)
    town.send(MOUSSA, AWA, 1_000, "s1")
    old = town.actor(MOUSSA)
    in_transaction(town.engine, lambda db: asks.ask(db, old, "sms:1", "send_money", {}, "sms.question_send_money", {}))
    close(town)
    new = town.register(MOUSSA, "Fatima Sali")
    assert new.person_id != old.person_id
    found = in_transaction(town.engine, lambda db: movements.list_latest(db, new.person_id))
    assert found == []
    assert in_transaction(town.engine, lambda db: asks.find_newest(db, MOUSSA)) is None
    [seen, *_] = in_transaction(town.engine, lambda db: movements.list_latest(db, town.actor(AWA).person_id))
    assert (seen.name, seen.phone) == ("Moussa B.?", ""), "who received still sees who gave, and no number of another"
    assert town.send(AWA, MOUSSA, 200, "s2").sentence == "money_sent"
    assert town.balance(MOUSSA) == 200
    stale = town.wallet.perform(CloseWallet("mtn"), old, "old call", "ussd", PinProof(PIN))
    assert stale.sentence == "refusal.account_closed"
    sound(town)


def test_closing_and_being_paid_at_once_lose_nothing(town: Town) -> None:
    town.credit(MOUSSA, LEFT)
    town.credit(AWA, LEFT)
    case, moussa = CloseWallet("mtn"), town.actor(MOUSSA)
    works = [
        lambda: town.send_proven(AWA, MOUSSA, 1_000, "a"),
        lambda: town.wallet.conclude(case, moussa, "c1", "ussd"),
        lambda: town.wallet.conclude(case, moussa, "c2", "ussd"),
    ]
    with ThreadPoolExecutor(3) as threads:
        outcomes = list(threads.map(lambda work: work(), works))
    closed = [one for one in outcomes if one.sentence == "account_closed"]
    assert len(closed) == 1
    sent = outcomes[0].sentence == "money_sent"
    assert closed[0].values["amount"] == LEFT + 1_000 * sent
    sound(town)


# -------------------------------------------------------------------------------- a number that moved on
def person(office: Office, *arguments: str, login: str = ALICE) -> str:
    return office.done("person", *arguments, "--login", login, typed=f"{PASSWORD[login]}\ny\n")


def test_staff_detach_a_number_and_keep_what_is_left(office: Office) -> None:
    town = office.counter.town
    town.credit(MOUSSA, LEFT)
    assert "Asked" in person(office, "detach", MOUSSA, "--why", "given to another by MTN")
    told = person(office, "detach", MOUSSA, "--approve", login=BRUNO)
    assert "-20000" in told
    assert town.actor(MOUSSA).kind == "stranger"
    assert (in_account(town, "unclaimed"), office.counter.cases()) == (LEFT, ["unclaimed"])
    shown = person(office, "show", MOUSSA)
    assert "closed" in shown
    assert "detach_number by alice, approved by bruno" in shown
    sound(town)


def test_staff_detach_nothing_that_is_under_way(office: Office) -> None:
    town = office.counter.town
    town.credit(MOUSSA, LEFT)
    office.counter.withdraw(1_000)
    command = ("person", "detach", MOUSSA, "--why", "given to another", "--login", ALICE)
    assert "under way" in office.refused(*command, typed=f"{PASSWORD[ALICE]}\n")
