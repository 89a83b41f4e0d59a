"""Whatever happens, what was charged is what was shown, and no ceiling is passed by anything a person asked.

Two people send, withdraw and recharge while prices, ceilings, tiers, days and operators change under them. A model that
knows only what was asked keeps count beside the wallet, so a refusal must be right as well as an acceptance.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from tests.world.examples import draw
from tests.world.world import World
from wallet.core import clock
from wallet.core.errors import Misread, QuoteChanged
from wallet.operations.use_case import Outcome, Quoted
from wallet.payments.orders import Confirmation, News
from wallet.purposes.settle import settle
from wallet.sending.send_money import SendMoney, find_recipient, quote_sending
from wallet.topups.add_money import AddMoney, check_recharge, find_beneficiary, quote_recharge
from wallet.topups.withdraw_money import WithdrawMoney, quote_withdrawing

Limits = dict[tuple[int, str, str], int | None]
SMALL: Limits = {
    (0, "out", "operation"): 5_000, (0, "out", "day"): 8_000, (0, "out", "week"): 12_000, (0, "out", "month"): 15_000,
    (0, "in", "operation"): 6_000, (0, "in", "day"): 9_000, (0, "in", "week"): 14_000, (0, "in", "month"): 20_000,
    (0, "in", "balance"): 25_000,
    (1, "out", "operation"): 9_000, (1, "out", "day"): 9_000, (1, "out", "week"): None, (1, "out", "month"): 30_000,
    (1, "in", "operation"): 9_000, (1, "in", "day"): None, (1, "in", "week"): 20_000, (1, "in", "month"): None,
    (1, "in", "balance"): 30_000,
}  # fmt: skip
PRICES = [(5_000, 0, 500, 2_000, 4), (10_000, 50, None, 2_000, 4), (0, 0, 0, 0, 0), (20_000, 10, 60, 5_000, 0)]
numbers = itertools.count(1)


@dataclass
class CountedAmount:
    """An amount that counts against somebody's ceilings."""

    direction: str
    amount: int
    day: date


@dataclass
class Customer:
    """One of the two, as the model knows them; `expected` may still come: it is asked of an operator, or held."""

    phone: str
    tier: int = 0
    balance: int = 20_000
    expected: int = 0
    asked: list[CountedAmount] = field(default_factory=list)
    same: list["Customer"] = field(default_factory=list)  # whoever one human's document was seen for, too

    @property
    def wallets(self) -> list["Customer"]:
        return [self, *self.same]

    @property
    def taken(self) -> int:
        return sum(one.balance + one.expected for one in self.wallets)

    def used(self, direction: str, span: str, today: date) -> int:
        since = {"day": today, "week": today - timedelta(days=today.weekday()), "month": today.replace(day=1)}
        if span == "operation":
            return 0
        asked = [counted for one in self.wallets for counted in one.asked]
        return sum(one.amount for one in asked if one.direction == direction and one.day >= since[span])


@dataclass
class Pending:
    """A payment the operator has not answered, and what counts until it does."""

    id: str
    who: Customer
    counted: CountedAmount
    total: int


@dataclass
class WalletModel:
    """The two customers' money as it should be, beside the wallet that is."""

    world: World
    people: list[Customer]
    limits: Limits = field(default_factory=lambda: dict(SMALL))
    shown: list[tuple[Quoted, Customer]] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)
    refused: int = 0

    # ------------------------------------------------------------------------------------------------ what people do
    def quote(self, kind: str, who: int, amount: int) -> None:
        """A price is shown; whether, and when, it is agreed to comes later."""
        person = self.people[who]
        actor, other = self.world.actor(person.phone), self.people[1 - who].phone
        quotes: dict[str, Callable[[Connection], Quoted]] = {
            "send_money": lambda db: SendMoney(
                quote_sending(db, actor.id, find_recipient(db, actor.id, other), amount)
            ),
            "withdraw_money": lambda db: WithdrawMoney(quote_withdrawing(db, actor.id, person.phone, "mtn", amount)),
            "add_money": lambda db: AddMoney(
                quote_recharge(db, check_recharge(db, actor.id, find_beneficiary(db, actor.id, person.phone), amount),
                               amount, person.phone, "mtn")
            ),
        }  # fmt: skip
        direction = "in" if kind == "add_money" else "out"
        highest = self.limits[person.tier, direction, "operation"]
        try:
            self.shown.append((self.world.do(quotes[kind]), person))
            assert highest is None or amount <= highest
        except Misread as wrong:
            if (wrong.key, wrong.values) != ("error.amount_above", {"maximum": highest}) or amount <= (highest or 0):
                raise

    def agree(self, which: int) -> None:
        """One of the prices shown is agreed to, however old; a price that changed is shown anew, and agreed to."""
        if not self.shown:
            return
        case, who = self.shown.pop(which % len(self.shown))
        actor, key = self.world.actor(who.phone), f"key {next(numbers)}"
        try:
            self.judge(case, who, self.world.conclude(actor, case, key))
        except QuoteChanged:
            self.look()
            try:
                anew = self.world.do(lambda db: case.quoted_anew(db, actor))
            except Misread as wrong:
                if wrong.key != "error.amount_above":
                    raise
                return
            assert (anew.shown["fee"], anew.shown["tax"]) != (case.shown["fee"], case.shown["tax"])
            self.judge(anew, who, self.world.conclude(actor, anew, key))

    def judge(self, case: Quoted, who: Customer, outcome: Outcome) -> None:
        """Assert that it was done or refused as it should be, and count what it must have done."""
        amount, total = case.shown["amount"], case.shown.get("total", 0)
        today = self.world.do(clock.now).astimezone(clock.DOUALA).date()
        other = next(one for one in self.people if one is not who)
        receiver = {"send_money": other, "add_money": who}.get(case.kind)
        bites = self.bitten(who, "out", amount, today) if case.kind != "add_money" else None
        no_room = receiver and (
            self.bitten(receiver, "in", amount, today)
            or self.over(receiver, amount)
        )  # fmt: skip
        if outcome.refused:
            self.refused += 1
            self.judge_refusal(case, who, outcome, bites, no_room, total)
            return
        assert not bites
        assert not no_room
        assert total <= who.balance
        if receiver:
            receiver.asked.append(CountedAmount("in", amount, today))
        if case.kind != "add_money":
            who.asked.append(CountedAmount("out", amount, today))
            who.balance -= total
        if case.kind == "send_money":
            other.balance += amount
            return
        newest = str(self.world.one("SELECT id::text FROM payment ORDER BY created_at DESC LIMIT 1"))
        who.expected += amount if case.kind == "add_money" else total
        self.pending.append(Pending(newest, who, who.asked[-1], total))

    def judge_refusal(
        self, case: Quoted, who: Customer, outcome: Outcome, bites: tuple[str, int] | None, no_room: Any, total: int
    ) -> None:
        if bites:
            span, left = bites
            assert (outcome.sentence, outcome.values["left"]) == (f"refusal.ceiling_{span}", left)
        elif no_room and case.kind == "add_money":
            span, left = no_room
            key = "refusal.ceiling_balance" if span == "balance" else f"refusal.ceiling_in_{span}"
            assert (outcome.sentence, outcome.values["left"]) == (key, left)
        elif total > who.balance:
            assert outcome.sentence == "refusal.not_enough"
        else:
            assert no_room
            assert (outcome.sentence, outcome.values) == ("refusal.recipient_refuses", {})

    def bitten(self, who: Customer, direction: str, amount: int, today: date) -> tuple[str, int] | None:
        """The first ceiling that an amount would pass, and what is left of it."""
        for span in ("operation", "day", "week", "month"):
            ceiling = self.limits[who.tier, direction, span]
            left = None if ceiling is None else ceiling - who.used(direction, span, today)
            if left is not None and amount > left:
                return span, max(left, 0)
        return None

    def over(self, who: Customer, amount: int) -> tuple[str, int] | None:
        ceiling = self.limits[who.tier, "in", "balance"]
        assert ceiling is not None
        left = ceiling - who.taken
        return ("balance", max(left, 0)) if amount > left else None

    # ------------------------------------------------------------------------------------------------ what happens
    def answer(self, which: int, state: str) -> None:
        """The operator answers: what is owed is posted whatever the ceilings say by now."""
        if not self.pending:
            return
        ended = self.pending.pop(which % len(self.pending))
        amount, phone, who = ended.counted.amount, ended.who.phone, ended.who
        said = Confirmation(state, amount, phone, "XAF")  # type: ignore[arg-type]  # one of its states
        self.world.change("UPDATE payment SET state = 'pending' WHERE id = :id", id=ended.id)  # a worker submitted it
        self.world.do(lambda db: settle(db, [News(ended.id, said)]))
        incoming = ended.counted.direction == "in"
        who.expected -= amount if incoming else ended.total
        who.balance += amount * (state == "succeeded") if incoming else ended.total * (state == "failed")
        if state == "failed":
            who.asked.remove(ended.counted)

    def reprice(self, kind: str, which: int) -> None:
        """Other prices from now on."""
        price = dict(zip("abcde", PRICES[which], strict=True))
        self.world.change("INSERT INTO tariff VALUES (:kind, wallet_now(), :a, :b, :c, :d, :e)", kind=kind, **price)

    def limit(self, which: int, share: int) -> None:
        """Another ceiling from now on."""
        place = sorted(SMALL)[which % len(SMALL)]
        self.set_limit(place, None if (amount := SMALL[place]) is None else amount * share // 2)

    def set_limit(self, place: tuple[int, str, str], amount: int | None) -> None:
        tier, direction, span = place
        self.limits[place] = amount
        row = {"tier": tier, "direction": direction, "span": span, "amount": amount}
        self.world.change("INSERT INTO ceiling VALUES (:tier, :direction, :span, wallet_now(), :amount)", **row)

    def raise_tier(self, who: int, tier: int) -> None:
        """Somebody's papers were seen, or turned out to be no good."""
        person = self.people[who]
        person.tier = tier
        self.world.see_id(person.phone, tier)

    def wait(self, hours: int) -> None:
        """Days, weeks and months begin."""
        self.world.pass_time(hours * 3_600)

    def look(self) -> None:
        """Both balances are what the model says: every charge was the price shown."""
        for person in self.people:
            assert self.world.balance(person.phone) == person.balance


who, amount = st.integers(0, 1), st.sampled_from([100, 777, 2_000, 4_000, 5_000, 6_000, 9_000])
happenings = st.one_of(
    st.tuples(st.just("quote"), st.sampled_from(["send_money", "withdraw_money", "add_money"]), who, amount),
    st.tuples(st.just("quote"), st.sampled_from(["send_money", "withdraw_money", "add_money"]), who, amount),
    st.tuples(st.just("agree"), st.integers(0, 5)),
    st.tuples(st.just("agree"), st.integers(0, 5)),
    st.tuples(st.just("agree"), st.integers(0, 5)),
    st.tuples(st.just("answer"), st.integers(0, 3), st.sampled_from(["succeeded", "failed"])),
    st.tuples(st.just("reprice"), st.sampled_from(["send_money", "withdraw_money"]), st.integers(0, len(PRICES) - 1)),
    st.tuples(st.just("limit"), st.integers(0, 99), st.integers(1, 3)),
    st.tuples(st.just("raise_tier"), who, st.integers(0, 1)),
    st.tuples(st.just("wait"), st.sampled_from([3, 24, 7 * 24, 31 * 24])),
)


def newcomers(world: World) -> list[Customer]:
    """Two people nobody knows yet, credited without asking."""
    made = [Customer(f"+23767{next(numbers):07d}") for _ in range(2)]
    for person in made:
        world.open_wallet(person.phone, "Moussa Bello")
        world.credit(person.phone, person.balance)
    return made


@draw(15)
@given(st.lists(happenings, min_size=8, max_size=24))
def test_what_is_charged_was_shown_and_no_ceiling_is_passed(world: World, happening: list[tuple[Any, ...]]) -> None:
    model = WalletModel(world, newcomers(world))
    for place, ceiling in SMALL.items():
        model.set_limit(place, ceiling)
    for name, *values in happening:
        getattr(model, name)(*values)
        model.look()
    world.check()
    assert world.balance_of("in_transit:mtn") >= sum(one.total for one in model.pending)
