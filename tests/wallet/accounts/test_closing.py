"""Closing: nothing under way, nothing lost, nothing left of it for the next owner of the number."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.world.cast import ALICE, AWA, BRICE, BRUNO, FATOU, MOUSSA, TILL, WRONG_PIN
from tests.world.office import Office
from tests.world.shop import Shop
from tests.world.world import World
from wallet import ledger
from wallet.accounts import contests
from wallet.accounts.contest_payment import ContestPayment
from wallet.accounts.lock_wallet import LockWallet
from wallet.agents import agents
from wallet.agents.float_moves import SendFloat, TakeCommission
from wallet.business import merchants
from wallet.business.empty_till import EmptyTill
from wallet.core.errors import Locked, Misread, QuoteChanged, WrongPin
from wallet.ledger import holds
from wallet.operations import asks, movements
from wallet.operations.use_case import Outcome
from wallet.payments.orders import Confirmation
from wallet.people import people
from wallet.prices import tariffs

LEFT = 20_000


def close(world: World, key: str = "c1", pin: str = "") -> Outcome:
    return world.perform(MOUSSA, world.closing(MOUSSA), key, pin=pin)


def test_all_that_is_left_is_paid_out_at_the_price_of_a_withdrawal(world: World) -> None:
    world.see_id(MOUSSA)
    world.credit(MOUSSA, LEFT)
    with pytest.raises(WrongPin):
        close(world, pin=WRONG_PIN)
    asked = world.closing(MOUSSA)
    outcome = world.perform(MOUSSA, asked, "c1")
    paid, fee, tax = (outcome.values[part] for part in ("amount", "fee", "tax"))
    assert (paid, fee, tax) == (19_758, 198, 44)
    assert world.actor(MOUSSA).kind == "stranger"
    assert world.perform(MOUSSA, asked, "c1").sentence == "account_closed", "the same hop again"
    world.work("succeeded")
    assert [world.balance_of(account) for account in ("operator_float:mtn", "fees", "tax")] == [paid, fee, tax]
    assert world.one("SELECT amount FROM usage") == paid
    told = "SELECT sentence FROM notice WHERE phone = :phone ORDER BY written_at DESC LIMIT 1"
    assert world.one(told, phone=MOUSSA) == "close_paid"
    world.check()


@pytest.mark.parametrize("left", [1, 99, 100, 153, 154, 155, 156, 200, 399, 5_001, 12_345, 499_999])
def test_no_closing_costs_more_than_a_withdrawal_and_none_leaves_a_franc(world: World, left: int) -> None:
    world.see_id(MOUSSA)
    world.change("UPDATE threshold SET amount = 0 WHERE name = 'free_closing'")
    world.credit(MOUSSA, left)
    said = close(world).values
    assert said["amount"] + said["fee"] + said["tax"] == left
    price = world.do(lambda db: tariffs.read_tariff(db, "withdraw_money")).price(said["amount"])
    assert 0 <= price.fee - said["fee"] + price.tax - said["tax"] <= 2 or said["fee"] == 0
    assert said["fee"] or left < 100 + 50 + 5
    world.check()


def test_one_small_sum_goes_free_once(world: World) -> None:
    world.credit(MOUSSA, 5_000)
    assert close(world).values["fee"] == 0
    world.work("succeeded")
    assert world.one("SELECT count(*) FROM usage") == 0
    world.open_wallet(MOUSSA, "Moussa Ali")
    world.credit(MOUSSA, 5_000, "again")
    assert (close(world, "c2").values["amount"], world.one("SELECT sum(amount) FROM usage")) == (4_936, 4_936)
    world.check()


def test_a_closing_keeps_the_ceilings(world: World) -> None:
    """Five times the ceiling of an operation went in one payout, without fee or tax."""
    world.credit(MOUSSA, LEFT)
    outcome = close(world)
    assert (outcome.sentence, outcome.values) == ("refusal.close_too_much", {"amount": LEFT})
    assert world.one("SELECT count(*) FROM usage") == 0
    world.see_id(MOUSSA)
    assert close(world, "c2").sentence == "account_closed"


def test_what_was_paid_in_at_an_agent_stays_a_day(world: World) -> None:
    """Else a closing, free once, pays the agent who took it in."""
    world.pay_in(MOUSSA, 4_000)
    assert close(world).sentence == "refusal.close_after_cash_in"
    world.pass_time(days=1, seconds=1)
    assert close(world, "c2").sentence == "account_closed"


def test_what_fails_is_given_back_to_the_ceilings_and_kept_whole(world: World) -> None:
    world.see_id(MOUSSA)
    world.credit(MOUSSA, LEFT)
    close(world)
    world.work("failed")
    assert world.one("SELECT amount FROM usage") == 0
    assert world.balance_of("unclaimed") == LEFT
    told = """SELECT "values"->>:what FROM notice WHERE sentence = :said"""
    assert world.one(told, what="amount", said="kept_for_closed") == str(LEFT)
    world.check()


@pytest.mark.parametrize("taken", [True, False])
def test_what_the_operator_does_not_take_is_kept(world: World, taken: bool) -> None:
    """And whoever has the number by then hears nothing of it."""
    world.see_id(MOUSSA)
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
    world.see_id(MOUSSA)
    world.credit(MOUSSA, LEFT)
    world.withdraw(1_000)
    assert close(world).sentence == "refusal.close_under_way"
    world.work("succeeded")
    moussa = world.actor(MOUSSA).person_id
    account = world.do(lambda db: people.get_person(db, moussa).account_id)
    held = world.do(lambda db: holds.hold(db, "one", "hold", account, 500).transfer)
    assert close(world, "c2").sentence == "refusal.close_under_way"
    world.do(lambda db: holds.end(db, "one:back", "end", held, [ledger.Entry(account, 500)]))
    world.perform(MOUSSA, LockWallet(), "l", "sms")
    with pytest.raises(Locked):
        close(world, "c3")
    world.change("UPDATE person SET locked_by_owner = false, state = 'frozen' WHERE name = 'Moussa Bello'")
    assert close(world, "c4").sentence == "refusal.account_frozen"
    world.change("UPDATE person SET state = 'open' WHERE name = 'Moussa Bello'")
    assert close(world, "c5").sentence == "account_closed"


def test_the_next_owner_of_the_number_finds_nothing(world: World) -> None:
    world.credit(MOUSSA, 5_000)
    world.send(MOUSSA, AWA, 1_000, "s1")
    old = world.actor(MOUSSA)
    world.do(
        lambda db: asks.ask(db, world.wallet.secrets, old, "sms:1", "send_money", {}, "sms.question_send_money", {})
    )
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
    with pytest.raises(Locked, match="account_closed"):
        world.perform(old, world.closing(old), "old call")
    world.check()


def test_closing_and_being_paid_at_once_lose_nothing(world: World) -> None:
    world.see_id(MOUSSA)
    world.credit(MOUSSA, LEFT)
    world.credit(AWA, LEFT)
    moussa = world.actor(MOUSSA)

    def close_as_shown(key: str) -> Outcome:
        while True:
            try:
                return world.conclude(moussa, world.closing(moussa), key)
            except QuoteChanged:  # Awa's money came in between
                continue

    works: list[Callable[[], Outcome]] = [
        lambda: world.send_proven(AWA, MOUSSA, 1_000, "a"),
        lambda: close_as_shown("c1"),
        lambda: close_as_shown("c2"),
    ]
    with ThreadPoolExecutor(3) as threads:
        outcomes = list(threads.map(lambda work: work(), works))
    closed = [one for one in outcomes if one.sentence == "account_closed"]
    assert len(closed) == 1
    sent = outcomes[0].sentence == "money_sent"
    assert sum(closed[0].values[part] for part in ("amount", "fee", "tax")) == LEFT + 1_000 * sent
    world.check()


# -------------------------------------------------------------------------------- a number that moved on
def person(office: Office, *arguments: str, login: str = ALICE) -> str:
    return office.done("person", *arguments, login=login)


def test_staff_detach_a_number_and_keep_what_is_left(world: World, office: Office) -> None:
    world.credit(MOUSSA, LEFT)
    assert "Asked" in person(office, "detach", MOUSSA, "--why", "given to another by MTN")
    told = person(office, "detach", MOUSSA, "--approve", login=BRUNO)
    assert "-20 000" in told
    assert world.actor(MOUSSA).kind == "stranger"
    assert (world.balance_of("unclaimed"), world.cases()) == (LEFT, ["unclaimed"])
    shown = person(office, "show", MOUSSA)
    assert "closed" in shown
    assert "alice, approved by bruno: detach a number (given to another by MTN)" in shown
    world.check()


def test_staff_detach_nothing_that_is_under_way(world: World, office: Office) -> None:
    world.credit(MOUSSA, LEFT)
    world.withdraw(1_000)
    command = ("person", "detach", MOUSSA, "--why", "given to another")
    assert "under way" in office.refused(*command, login=ALICE)


# -------------------------------------------------------------------------------- those who serve others
def test_an_agent_closes_once_empty_and_is_appointed_again(world: World, office: Office) -> None:
    agent = world.appoint_agent()
    assert world.perform(FATOU, world.closing(FATOU), "c1").sentence == "refusal.close_serves_others"
    assert "not empty" in office.refused("person", "detach", FATOU, "--why", "gone", login=ALICE)
    other = world.appoint_agent(BRICE, "123463")
    held = world.balance_of(agent.float_id)
    assert world.conclude(FATOU, SendFloat(other.code, other.person_id, held), "all").sentence == "float_sent"
    assert world.perform(FATOU, world.closing(FATOU), "c2").sentence == "account_closed_empty"
    assert world.one("SELECT state FROM agent WHERE code = :code", code=agent.code) == "closed"
    assert world.do(lambda db: agents.find_by_person(db, agent.person_id)) is None
    world.check()
    seen = ("--name", "Fatou Bello", "--id", "cni", "AB 475 301", "--why", "serves again")
    again = office.done("agent", "add", FATOU[4:], *seen, login=ALICE)
    assert agent.code not in again
    world.check()


def test_staff_end_an_agent_s_work_and_a_shop(world: World, office: Office) -> None:
    """Once empty; the wallets of both stay open, and what is nobody's any more cannot be paid."""
    agent, shop = world.appoint_agent(), Shop.open(world)
    world.do(lambda db: merchants.set_biller(db, shop.merchant.id, "ENEO", ""))
    world.credit(MOUSSA, 5_000)
    shop.pay(MOUSSA, 2_000, "p1")
    shown = shop.quote(MOUSSA, 1_000)
    close_shop, close_agent = (
        ("merchant", "close", TILL, "--why", "sold"),
        ("agent", "close", agent.code, "--why", "old"),
    )
    for command in (close_shop, close_agent):
        assert "not empty" in office.refused(*command, login=ALICE)
    assert world.conclude(BRICE, EmptyTill(shop.merchant.id, 1_980), "e").sentence == "takings_moved"
    assert "is closed" in office.done(*close_shop, login=ALICE)
    assert "till" in office.refused(*close_shop, login=ALICE)
    assert world.conclude(MOUSSA, shown, "p2").sentence == "refusal.shop_closed"
    with pytest.raises(Misread, match="no_such_code"):
        shop.quote(MOUSSA, 1_000)
    assert world.do(merchants.list_billers) == []
    other = world.appoint_agent(AWA, "123463")
    world.conclude(FATOU, SendFloat(other.code, other.person_id, world.balance_of(agent.float_id)), "all")
    assert "is closed" in office.done(*close_agent, login=ALICE)
    assert "nothing left" in office.refused(*close_agent, login=ALICE)
    assert world.conclude(FATOU, TakeCommission(1), "t").sentence == "refusal.not_agent"
    assert (world.texts_to(BRICE)[-1], world.texts_to(FATOU)[-1]) == ("shop_closed_down", "agent_closed")
    assert world.send(MOUSSA, FATOU, 500, "s").sentence == "money_sent"
    world.open_shop(BRICE, "Chez Brice", "44123")
    world.check()


def test_a_merchant_closes_once_empty_unless_a_sale_is_contested(world: World) -> None:
    shop = Shop.open(world)
    world.credit(MOUSSA, 5_000)
    shop.pay(MOUSSA, 2_000, "p1")
    assert world.perform(BRICE, world.closing(BRICE), "c1").sentence == "refusal.close_serves_others"
    moussa, paid = world.actor(MOUSSA), str(ledger.transfer_id("p1"))
    given = world.do(lambda db: contests.find_given(db, moussa.id, paid))
    assert world.conclude(moussa, ContestPayment(given), "k").values["held"] == 2_000
    assert (shop.takings, world.perform(BRICE, world.closing(BRICE), "c2").sentence) == (0, "refusal.close_under_way")
    world.check()
