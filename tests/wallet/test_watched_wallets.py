"""After a SIM swap or a PIN reset little leaves a wallet a day, whichever way it goes; each way out is tried here."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.wallet.agents.test_cash_outs import AgentsCounter
from tests.wallet.business.test_bills import REFERENCE
from tests.world.asking import ask, paying
from tests.world.cast import AWA, BRICE, FATOU, MOUSSA, STRANGER
from tests.world.world import World
from wallet import ledger
from wallet.agents import agents
from wallet.agents.ask_cash_out import AskCashOut, CancelCashOut, find_counter, quote_cash_out
from wallet.agents.float_moves import SendFloat, TakeCommission
from wallet.agents.pay_cash_out import PayCashOut
from wallet.agents.take_cash_in import TakeCashIn, find_customer, quote_cash_in
from wallet.business import bills, checkouts, merchants
from wallet.business.bills import Due
from wallet.business.checkouts import NewCheckout
from wallet.business.empty_till import EmptyTill
from wallet.business.pay_bill import PayBill, find_bill, find_biller
from wallet.business.pay_checkout import PayCheckout, quote_checkout
from wallet.business.pay_till import PayTill, find_till, quote_till
from wallet.business.payables import find_payable
from wallet.business.refund_checkout import RefundCheckout
from wallet.business.refund_payment import RefundPayment
from wallet.core import clock
from wallet.operations.use_case import Doing, UseCase
from wallet.payments.orders import Confirmation, News
from wallet.people import people, sims
from wallet.people.sims import SimAnswer
from wallet.perform import ALL
from wallet.prices.watches import REFUSALS, find_watch
from wallet.purposes.settle import settle
from wallet.sending.send_money import SendMoney
from wallet.sending.send_to_stranger import SendToStranger
from wallet.staff.act import StaffAct
from wallet.subscriptions import plans
from wallet.subscriptions.plans import NewPlan
from wallet.subscriptions.subscribe import Subscribe, quote_subscription
from wallet.topups.add_money import AddMoney, check_recharge, find_beneficiary, quote_recharge
from wallet.topups.give_back_recharge import GiveBackRecharge
from wallet.topups.withdraw_money import WithdrawMoney, quote_withdrawing

A_DAY = 10_000
HER_TILL, HIS_TILL, HER_CODE, HIS_CODE = "44115", "55228", "123455", "234567"
HOUR = 3_600


class Fatou:
    """Fatou, who is all one can be: a customer with money, an agent with float, the owner of a shop with takings."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.counter = AgentsCounter(world)
        for phone in (BRICE, AWA):
            if world.actor(phone).kind == "stranger":
                world.open_wallet(phone)
        with world.owner.begin() as db:
            agents.appoint(db, world.actor(AWA).id, HIS_CODE)
        world.open_shop(FATOU, "Chez Fatou", HER_TILL)
        self.brices = world.open_shop(BRICE, "Kamga", HIS_TILL)
        for phone in (FATOU, AWA, MOUSSA):
            world.see_id(phone)
            world.credit(phone, 200_000, "more")
        self.id, self.awa = world.actor(FATOU).id, world.actor(AWA).id
        self.keys = 0
        assert self.do_as(AWA, self.paying_till(AWA, HER_TILL, 40_000)) == "till_paid"

    # Each way in which money of hers may be asked to leave, or to move, by the kind of its use case.
    def paying_till(self, phone: str, code: str, amount: int) -> PayTill:
        payer = self.world.actor(phone).id
        return PayTill(self.world.do(lambda db: quote_till(db, payer, find_till(db, payer, code), amount)))

    def make(self, kind: str, amount: int) -> UseCase:
        return getattr(self, kind)(amount)  # type: ignore[no-any-return]

    def send_money(self, amount: int) -> UseCase:
        return SendMoney(self.world.quote(FATOU, AWA, amount))

    def send_to_stranger(self, amount: int) -> UseCase:
        return SendToStranger(self.world.quote(FATOU, STRANGER, amount))

    def pay_request(self, amount: int) -> UseCase:
        self.keys += 1
        _, code = ask(self.world, MOUSSA, FATOU, amount, key=f"asked {self.keys}")
        return paying(self.world, FATOU, code)

    def withdraw_money(self, amount: int) -> UseCase:
        return WithdrawMoney(self.world.do(lambda db: quote_withdrawing(db, self.id, MOUSSA, "mtn", amount)))

    def ask_cash_out(self, amount: int) -> UseCase:
        def quote(db: Connection) -> AskCashOut:
            return AskCashOut(quote_cash_out(db, self.id, find_counter(db, self.id, HIS_CODE), amount))

        return self.world.do(quote)  # type: ignore[no-any-return]

    def send_float(self, amount: int) -> UseCase:
        return SendFloat(HIS_CODE, self.awa, amount)

    def take_cash_in(self, amount: int) -> UseCase:
        return TakeCashIn(self.world.do(lambda db: quote_cash_in(db, find_customer(db, self.id, AWA), amount)))

    def refund_payment(self, amount: int) -> UseCase:
        self.keys += 1
        assert self.world.send(AWA, FATOU, amount, f"to refund {self.keys}").sentence == "money_sent"
        sent = "SELECT transfer_id::text FROM movement WHERE kind = 'send_money' ORDER BY at DESC LIMIT 1"
        return RefundPayment(self.world.one(sent), self.awa, amount)

    def refund_checkout(self, amount: int) -> UseCase:
        self.keys += 1

        def create(db: Connection) -> tuple[str, PayCheckout]:
            shop = merchants.find_by_till(db, HER_TILL)
            assert shop
            made, address = checkouts.create(db, NewCheckout(shop.id, amount, "Pain"))
            return made.id, PayCheckout(quote_checkout(db, self.awa, find_payable(db, self.awa, address.code)))

        checkout, paid = self.world.do(create, "web")
        assert self.do_as(AWA, paid) == "checkout_paid"
        return RefundCheckout(checkout, amount, self.id, self.awa)

    def give_back_recharge(self, amount: int) -> UseCase:
        self.keys += 1

        def quote(db: Connection) -> AddMoney:
            to = check_recharge(db, self.id, find_beneficiary(db, self.id, FATOU), amount)
            return AddMoney(quote_recharge(db, to, amount, FATOU, "mtn"))

        assert self.do_as(FATOU, self.world.do(quote)) == "add_money_asked"
        self.world.work("succeeded")
        added = "SELECT transfer_id::text FROM movement WHERE kind = 'add_money' ORDER BY at DESC LIMIT 1"
        return GiveBackRecharge(self.world.one(added), "mtn", amount)

    def pay_till(self, amount: int) -> UseCase:
        return self.paying_till(FATOU, HIS_TILL, amount)

    def pay_checkout(self, amount: int) -> UseCase:
        def look(db: Connection) -> UseCase:
            shop = merchants.find_by_till(db, HIS_TILL)
            assert shop
            _, address = checkouts.create(db, NewCheckout(shop.id, amount, "Pain"))
            payer = people.find_by_phone(db, FATOU)
            assert payer
            return PayCheckout(quote_checkout(db, payer.id, find_payable(db, payer.id, address.code)))

        return self.world.do(look, "web")

    def subscribe(self, amount: int) -> UseCase:
        def look(db: Connection) -> UseCase:
            shop = merchants.find_by_till(db, HIS_TILL)
            assert shop
            plan = plans.create(db, NewPlan(shop.id, "Salle", "month", amount))
            return Subscribe(quote_subscription(db, self.id, plan.code))

        return self.world.do(look, "web")

    def pay_bill(self, amount: int) -> UseCase:
        number = f"{REFERENCE}{amount}"
        self.world.do(lambda db: merchants.set_biller(db, self.brices.id, "ENEO", ""))

        def quote(db: Connection) -> PayBill:
            bills.learn(db, self.brices.id, [Due(number, number, amount)])
            return PayBill(find_bill(db, self.id, find_biller(db, "ENEO"), number))

        return self.world.do(quote)  # type: ignore[no-any-return]

    def take_commission(self, _: int) -> UseCase:
        assert self.try_out("take_cash_in", 2_000) == "cash_taken_in"
        return TakeCommission(1)

    def empty_till(self, amount: int) -> UseCase:
        [(shop,)] = self.world.rows("SELECT id::text FROM merchant WHERE owner_id = :id", id=self.id)
        return EmptyTill(shop, amount)

    def pay_cash_out(self, amount: int) -> UseCase:
        assert self.counter.ask(amount=amount).sentence == "cash_out_asked"
        return PayCashOut(self.counter.try_code(self.counter.code, amount))

    # What she does, and what it takes.
    def do_as(self, phone: str, case: UseCase) -> str:
        self.keys += 1
        return self.world.conclude(phone, case, f"{phone} {self.keys}").sentence

    def try_out(self, kind: str, amount: int) -> str:
        return self.do_as(FATOU, self.make(kind, amount))

    def hold(self) -> int:
        """Return all that is hers: wallet, float, commission and takings."""

        def look(db: Connection) -> int:
            agent = agents.find_by_person(db, self.id)
            shop = merchants.find_by_owner(db, self.id)
            assert agent
            assert shop
            mine = (people.get_person(db, self.id).account_id, agent.float_id, agent.commission_id, shop.account_id)
            return sum(ledger.balance(db, account) for account in mine)

        return self.world.do(look)  # type: ignore[no-any-return]


LEAVING = (
    "send_money", "send_to_stranger", "pay_request", "withdraw_money", "ask_cash_out", "send_float", "take_cash_in",
    "refund_payment", "pay_till", "pay_bill", "pay_checkout", "subscribe",
    "refund_checkout", "give_back_recharge",
)  # fmt: skip
STAYING = ("take_commission", "empty_till", "pay_cash_out")  # hers before and after
COMING_BACK = {"contest_payment"}  # of what another has: it goes to whoever gave it, once staff decide


@pytest.fixture
def fatou(world: World) -> Fatou:
    return Fatou(world)


def swap(world: World, phone: str = FATOU, hours_ago: float = 1) -> None:
    def hear(db: Connection) -> None:
        sims.ask_about(db, phone)
        sims.hear(db, phone, SimAnswer(clock.now(db) - timedelta(hours=hours_ago)))

    world.do(hear)


def reset(world: World, *, blind: bool, hours_ago: float = 1) -> None:
    world.change(
        """INSERT INTO pin_reset (id, person_id, started_by, state, started_at, ended_at, blind)
        SELECT gen_random_uuid(), person_id, 'alice', 'done', wallet_now() - make_interval(hours => 48),
            wallet_now() - make_interval(secs => 3600 * :hours), :blind FROM phone WHERE number = :phone""",
        hours=hours_ago, blind=blind, phone=FATOU,
    )  # fmt: skip


# By members, with a second factor, and by keys: no SIM opens them, and a stopped owner pays nothing out all the same.
BY_NO_PHONE = ("make_payout", "decide_payout", "decide_payroll", "refund_sale", "refund_own_sale")


def test_every_use_case_that_moves_money_is_tried_here() -> None:
    assert {*LEAVING, *STAYING, *BY_NO_PHONE, "close_wallet"} == {
        kind for kind, case in ALL.items() if case.moves_money
    }


def test_none_moves_money_without_saying_so() -> None:
    """Whatever posts or holds where it is done: only what brings back does not say that it moves money."""
    moving = {"post", "post_one", "hold", "pay_wallet", "pay_merchant"}

    def names(case: type[UseCase]) -> Iterable[str]:
        codes = [one.__code__ for one in vars(case).values() if hasattr(one, "__code__")]
        return (name for code in codes for name in code.co_names)

    silent = {
        kind
        for kind, case in ALL.items()
        if not case.moves_money and not issubclass(case, StaffAct) and moving & {*names(case), *called(case)}
    }
    assert silent == COMING_BACK


def called(case: type[UseCase]) -> set[str]:
    """Return what the functions of its own file call that it calls."""
    home = __import__(case.__module__, fromlist=["_"])
    mine = {name: one for name, one in vars(home).items() if getattr(one, "__module__", "") == case.__module__}
    found: set[str] = set()
    for one in vars(case).values():
        for name in getattr(getattr(one, "__code__", None), "co_names", ()):
            found.update(getattr(getattr(mine.get(name), "__code__", None), "co_names", ()))
    return found


@pytest.mark.parametrize("kind", [*LEAVING, *STAYING])
def test_what_it_says_leaves_is_what_leaves(fatou: Fatou, kind: str) -> None:
    case = fatou.make(kind, 2_000)
    before, actor = fatou.hold(), fatou.world.actor(FATOU)

    def leaving(db: Connection) -> int:
        doing = Doing("k", "", "ussd", actor, {actor.id: people.get_person(db, actor.id)}, fatou.world.wallet.secrets)
        return case.find_leaving(db, doing)

    said = fatou.world.do(leaving)
    assert not fatou.do_as(FATOU, case).startswith("refusal.")
    price = getattr(getattr(case, "quote", None) or getattr(case, "payout", None), "total", said) - said
    earned = {"take_cash_in": 4, "pay_cash_out": 2_000 + 20, "refund_checkout": 20}.get(kind, 0)
    assert said == (2_000 if kind in LEAVING else 0)
    assert before - fatou.hold() == said + max(price, 0) - earned


@pytest.mark.parametrize("kind", LEAVING)
def test_no_way_out_lets_more_than_little_leave_after_a_swap(fatou: Fatou, kind: str) -> None:
    more, all_of_it, one_more = (fatou.make(kind, amount) for amount in (A_DAY + 1, A_DAY, 100))
    swap(fatou.world)
    before = fatou.hold()
    assert fatou.do_as(FATOU, more) == "refusal.held_after_swap"
    assert fatou.hold() == before
    assert not fatou.do_as(FATOU, all_of_it).startswith("refusal."), "so little may"
    assert fatou.do_as(FATOU, one_more) == "refusal.held_after_swap", "the day's sum counts, not each"


@pytest.mark.parametrize("kind", LEAVING)
def test_what_left_by_one_way_counts_on_every_other(fatou: Fatou, kind: str) -> None:
    case, other = fatou.make(kind, 5_001), "send_float" if kind == "pay_till" else "pay_till"
    swap(fatou.world)
    assert not fatou.try_out(other, 5_000).startswith("refusal.")
    assert fatou.do_as(FATOU, case) == "refusal.held_after_swap"


@pytest.mark.parametrize("kind", STAYING)
def test_what_stays_hers_is_not_held(fatou: Fatou, kind: str) -> None:
    case = fatou.make(kind, 20_000)
    swap(fatou.world)
    assert not fatou.do_as(FATOU, case).startswith("refusal.")


def test_a_wallet_is_not_emptied_by_closing_it(world: World) -> None:
    world.see_id(MOUSSA)
    world.credit(MOUSSA, A_DAY + 1)
    swap(world, MOUSSA)
    refused = world.perform(MOUSSA, world.closing(MOUSSA), "c1")
    assert (refused.sentence, world.balance(MOUSSA)) == ("refusal.held_after_swap", A_DAY + 1)
    assert world.send(MOUSSA, AWA, 1_000, "s1").sentence == "money_sent"
    assert world.perform(MOUSSA, world.closing(MOUSSA), "c2").sentence == "account_closed"


WATCHES: dict[str, tuple[Callable[[World, float], Any], str, int]] = {
    "after_swap": (lambda world, hours: swap(world, FATOU, hours), "refusal.held_after_swap", 10_000),
    "after_reset": (lambda world, hours: reset(world, blind=False, hours_ago=hours), "refusal.held_after_reset",
                    50_000),
    "after_blind_reset": (lambda world, hours: reset(world, blind=True, hours_ago=hours), "refusal.held_after_reset",
                          10_000),
}  # fmt: skip


@pytest.mark.parametrize("why", REFUSALS)
def test_it_says_what_is_held_until_when_and_what_is_left(fatou: Fatou, why: str) -> None:
    watch, sentence, a_day = WATCHES[why]
    watch(fatou.world, 1)
    assert not fatou.try_out("pay_till", a_day - 1_000).startswith("refusal.")
    fatou.keys += 1
    refused = fatou.world.conclude(FATOU, fatou.make("send_money", 1_001), "last")
    assert (refused.sentence, refused.values["maximum"], refused.values["left"]) == (sentence, a_day, 1_000)
    until = fatou.world.do(lambda db: find_watch(db, people.get_person(db, fatou.id)).until)
    assert {**clock.shown(until)}.items() <= refused.values.items()


@pytest.mark.parametrize("why", REFUSALS)
@pytest.mark.parametrize(("hours", "held"), [(71.9, True), (72.1, False)])
def test_it_lasts_three_days(fatou: Fatou, why: str, hours: float, held: bool) -> None:
    watch, sentence, a_day = WATCHES[why]
    watch(fatou.world, hours)
    said = fatou.try_out("pay_till", a_day + 1)
    assert said == (sentence if held else "till_paid")


def test_the_strictest_of_several_binds(fatou: Fatou) -> None:
    reset(fatou.world, blind=False)
    swap(fatou.world)
    assert fatou.try_out("pay_till", A_DAY + 1) == "refusal.held_after_swap"


def test_each_day_has_its_own(fatou: Fatou) -> None:
    swap(fatou.world)
    assert fatou.try_out("pay_till", A_DAY) == "till_paid"
    fatou.world.pass_time(24 * HOUR)
    assert fatou.try_out("pay_till", A_DAY) == "till_paid"


def test_what_came_back_may_leave_again(fatou: Fatou) -> None:
    swap(fatou.world)
    assert fatou.try_out("withdraw_money", A_DAY) == "withdraw_money_asked"
    fatou.world.do(lambda db: fail_newest(fatou.world, db))
    assert fatou.try_out("ask_cash_out", A_DAY) == "cash_out_asked"
    assert fatou.try_out("pay_till", 100) == "refusal.held_after_swap"
    assert fatou.do_as(FATOU, CancelCashOut(fatou.counter.newest)) == "cash_out_cancelled"
    assert fatou.try_out("pay_till", A_DAY) == "till_paid"
    fatou.world.check()


def fail_newest(world: World, db: Connection) -> None:
    """Let the operator say of the one payment that it definitely failed."""
    settle(db, [News(world.one("SELECT id::text FROM payment"), Confirmation("failed", reason="refused"))])


def test_her_other_wallet_has_no_sum_of_its_own(fatou: Fatou) -> None:
    """Wallets of one human share what may leave."""
    fatou.world.change("UPDATE person SET human_id = (SELECT human_id FROM person WHERE name = 'Fatou Bello')"
                       " WHERE name = 'Moussa Bello'")  # fmt: skip
    swap(fatou.world)
    swap(fatou.world, MOUSSA)
    assert fatou.try_out("pay_till", A_DAY) == "till_paid"
    assert fatou.world.send(MOUSSA, AWA, 100, "his").sentence == "refusal.held_after_swap"


def test_a_kind_without_a_row_lets_nothing_out(fatou: Fatou) -> None:
    fatou.world.change("DELETE FROM caution WHERE kind = 'after_swap'")
    swap(fatou.world)
    assert fatou.try_out("pay_till", 100) == "refusal.held_after_swap"


@pytest.mark.parametrize(("amount", "paid"), [(A_DAY, True), (A_DAY + 1, False)])
def test_a_code_asked_for_before_the_swap_hands_out_little_too(fatou: Fatou, amount: int, paid: bool) -> None:
    """Its owner's money comes back when its time is over."""
    case = fatou.make("pay_cash_out", amount)
    swap(fatou.world, MOUSSA)
    assert fatou.do_as(FATOU, case) == ("cash_handed_out" if paid else "refusal.to_agent")
    fatou.world.check()
