"""Room of the balance's ceiling is taken by whatever is certain to come back or an operator may still honour."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from tests.wallet.agents.test_cash_outs import AgentsCounter
from tests.world.asking import ask, collect
from tests.world.cast import ALICE, AWA, BRICE, BRUNO, FATOU, MOUSSA, STRANGER
from tests.world.office import Office
from tests.world.shop import Shop
from tests.world.world import World
from wallet import ledger
from wallet.accounts import contests
from wallet.accounts.contest_payment import ContestPayment
from wallet.agents.ask_cash_out import CancelCashOut
from wallet.business.refund_payment import RefundPayment
from wallet.payments.orders import Confirmation
from wallet.people import people
from wallet.prices import limits
from wallet.sending.send_to_stranger import SendToStranger

MOST = 50_000  # tier 0
MINUTE, HOUR, DAY = 60, 3_600, 86_400


def room_left(world: World, phone: str = MOUSSA) -> int:
    """Return how much the owner of a phone may still receive under the ceiling of their balance."""

    def look(db: Connection) -> int:
        person = people.find_by_phone(db, phone)
        assert person
        return limits.read_room(db, person, "in").left("balance", ledger.balance(db, person.account_id))

    return int(world.do(look))


def hold_in_codes(world: World) -> None:
    AgentsCounter(world).ask()


def send_to_nobody(world: World) -> None:
    world.credit(MOUSSA, 40_000)
    case = SendToStranger(world.quote(MOUSSA, STRANGER, 5_000))
    assert world.conclude(MOUSSA, case, "stranger").sentence == "money_sent_to_stranger"


def withdraw(world: World) -> None:
    world.credit(MOUSSA, 40_000)
    assert world.withdraw().sentence == "withdraw_money_asked"


def contest(world: World) -> None:
    world.credit(MOUSSA, 40_000)
    world.send_proven(MOUSSA, AWA, 5_000, "sent")
    moussa, paid = world.actor(MOUSSA), str(ledger.transfer_id("sent"))
    given = world.do(lambda db: contests.find_given(db, moussa.id, paid))
    assert world.conclude(moussa, ContestPayment(given), "contests").sentence == "contested"


def be_contested(world: World) -> None:
    world.credit(AWA, 40_000)
    world.credit(MOUSSA, 35_000)
    world.send_proven(AWA, MOUSSA, 5_000, "sent")
    awa, paid = world.actor(AWA), str(ledger.transfer_id("sent"))
    given = world.do(lambda db: contests.find_given(db, awa.id, paid))
    assert world.conclude(awa, ContestPayment(given), "contests").sentence == "contested"


def recharge(world: World) -> None:
    world.credit(MOUSSA, 35_000)
    world.recharge()
    world.work("pending")


def recharge_too_late(world: World) -> None:
    """A recharge that expired at ours, and that the operator may still honour."""
    recharge(world)
    world.pass_time(16 * MINUTE)
    world.work("pending")
    assert world.payment_state == "expired"


def be_paid_a_request(world: World) -> None:
    world.credit(MOUSSA, 35_000)
    _, code = ask(world, payer=FATOU, amount=5_000)
    collect(world, code)


@pytest.mark.parametrize(
    ("wait", "taken"),
    [
        (hold_in_codes, 40_000), (send_to_nobody, 40_000), (withdraw, 40_000), (contest, 39_961),
        (be_contested, 40_000), (recharge, 40_000), (recharge_too_late, 40_000), (be_paid_a_request, 40_000),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)  # fmt: skip
def test_what_waits_counts_as_if_it_were_there(world: World, wait: Callable[[World], None], taken: int) -> None:
    """Whatever it waits for, a credit that comes meanwhile leaves room for it, so its return passes no ceiling."""
    wait(world)
    assert room_left(world) == MOST - taken
    world.credit(AWA, 40_000, "more")
    world.see_id(AWA)
    assert world.send(AWA, MOUSSA, MOST - taken + 1, "over").sentence == "refusal.recipient_refuses"
    assert world.send(AWA, MOUSSA, MOST - taken, "fits").sentence == "money_sent"
    world.check()


def test_codes_cancelled_after_cash_in_pass_no_ceiling(world: World) -> None:
    """As many codes as may be open at once, cash in, cancel: 70 000 of 50 000 where what they hold took no room."""
    counter = AgentsCounter(world)
    for _ in range(3):
        assert counter.ask(amount=2_000).sentence == "cash_out_asked"
    assert room_left(world) == 10_000
    for one in world.column("SELECT id::text FROM cash_out"):
        world.conclude(MOUSSA, CancelCashOut(one), f"cancels {one}")
    assert world.balance(MOUSSA) == 40_000
    assert room_left(world) == 10_000


def test_recharges_that_expire_again_and_again_fit_the_ceiling_when_all_are_honoured(world: World) -> None:
    """100 000 of 50 000, every fifteen minutes."""
    asked = 0
    for turn in range(4):
        outcome = world.recharge(20_000, key=f"r{turn}")
        asked += not outcome.refused
        world.work(*["pending"] * (not outcome.refused))
        world.pass_time(16 * MINUTE)
        world.work(*["pending"] * (not outcome.refused))
    assert asked == 2
    world.pass_time(HOUR)
    world.work(*[Confirmation("succeeded", 20_000, MOUSSA, "XAF")] * asked)
    assert world.balance(MOUSSA) == 40_000
    world.check()


def test_room_is_given_back_once_nobody_can_honour_it_and_counted_again_if_it_comes_all_the_same(world: World) -> None:
    used = "SELECT amount FROM usage WHERE direction = 'in' ORDER BY day DESC LIMIT 1"
    recharge_too_late(world)
    assert (world.one(used), room_left(world)) == (5_000, 10_000)
    world.pass_time(3 * DAY)
    world.work("pending")
    assert (world.one(used), room_left(world)) == (0, 15_000), "after 72 hours nobody asks any more"
    world.call_back(world.payment_reference)
    world.work(Confirmation("succeeded", 5_000, MOUSSA, "XAF"))
    assert (world.balance(MOUSSA), world.one(used)) == (40_000, 5_000)
    world.check()


def test_what_is_owed_goes_through_and_doing_it_again_is_put_before_a_person(world: World, shop: Shop) -> None:
    """Pay, fill up, be refunded: only ways out stay open above the ceiling; the second time somebody looks."""
    for turn in range(2):
        rest = MOST - world.balance(MOUSSA)
        world.credit(MOUSSA, rest, f"fills {turn}")
        assert not shop.pay(MOUSSA, 5_000, f"pays {turn}").refused
        world.credit(MOUSSA, 5_000, f"fills again {turn}")
        paid = str(ledger.transfer_id(f"pays {turn}"))
        back = RefundPayment(paid, world.actor(MOUSSA).id, 5_000)
        assert not world.conclude(BRICE, back, f"back {turn}").refused
        assert world.balance(MOUSSA) == MOST + 5_000
        world.credit(AWA, 1_000, f"awa {turn}")
        assert world.send(AWA, MOUSSA, 100, f"in {turn}").sentence == "refusal.recipient_refuses"
        assert world.cases() == ["above_ceiling"] * turn
        assert world.send(MOUSSA, AWA, 5_000, f"out {turn}").sentence == "money_sent"
    world.check()


def test_staff_close_such_a_case(world: World, shop: Shop, office: Office) -> None:
    test_what_is_owed_goes_through_and_doing_it_again_is_put_before_a_person(world, shop)
    office.done("case", "decide", "C1", "--close", "--why", "he was called", login=ALICE)
    office.done("case", "decide", "C1", "--approve", login=BRUNO)
    assert world.one("SELECT state FROM case_file") == "closed"
