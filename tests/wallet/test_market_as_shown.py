"""Whatever happens at agents, at tills and among those who ask: charged is what was shown, no ceiling is passed.

The model of test_charged_as_shown.py, with cash paid in and out, requests, bills, tills and their refunds, and money
for somebody without a wallet, while prices, commissions, ceilings, tiers and days change under them; and people who
close and open again, whose ID is seen (perhaps one for both), and whose recharges expire and are approved late.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from tests.wallet.test_charged_as_shown import (
    SMALL,
    CountedAmount,
    Customer,
    WalletModel,
    amount,
    newcomers,
    numbers,
    who,
)
from tests.world.cast import BRICE, FATOU, TILL
from tests.world.examples import draw
from tests.world.shop import Shop
from tests.world.world import World
from wallet.accounts.closing_payout import ClosingPayout
from wallet.agents import agents, cash_outs
from wallet.agents.agents import Agent
from wallet.agents.ask_cash_out import AskCashOut, find_counter, quote_cash_out
from wallet.agents.identify_person import IdentifyPerson
from wallet.agents.pay_cash_out import PayCashOut, check_handover
from wallet.agents.take_cash_in import TakeCashIn, find_customer, quote_cash_in
from wallet.business import bills, merchants
from wallet.business.bills import Due
from wallet.business.pay_bill import PayBill, find_bill, find_biller
from wallet.business.pay_till import PayTill, find_till, quote_till
from wallet.business.refund_payment import RefundPayment
from wallet.core import clock
from wallet.core.database import in_transaction
from wallet.core.errors import Misread, QuoteChanged, Refused
from wallet.operations import asks
from wallet.operations.use_case import Outcome, Quoted
from wallet.payments.orders import Confirmation, News
from wallet.prices import limits, tariffs
from wallet.purposes.settle import settle
from wallet.requests.ask_payment import AskPayment, check_asking, find_payer
from wallet.requests.pay_request import PayRequest, quote_request
from wallet.sending.send_money import find_recipient, quote_sending
from wallet.sending.send_to_stranger import SendToStranger
from wallet.topups.add_money import AddMoney, Beneficiary, quote_recharge
from workers.deadlines import DEADLINES

BILLER = "ENEO"
HOUR, HALF_AN_HOUR, A_DAY, THREE_DAYS, A_WEEK = 1, 0.5, 24, 72, 168
FREE_CLOSING = 5_000
FATES = ("succeeded", "failed")
TOO_MUCH = ("error.amount_above", "refusal.ceiling_operation")
COMMISSIONS = [(2_000, "amount"), (400_000, "fee"), (0, "amount"), (3_333, "amount")]


@dataclass
class Held:
    """Money that waits for a code or a wallet, until an hour of the model's clock."""

    id: str
    who: Customer
    amount: int
    total: int
    counted: CountedAmount
    until: float
    commission: int = 0


@dataclass
class Recharge:
    """A recharge nobody has approved yet; it expires, and then it comes all the same, or never."""

    id: str
    who: Customer
    amount: int
    counted: CountedAmount
    expired: bool = False
    closed: bool = False  # its wallet closed meanwhile


@dataclass
class Sale:
    """A payment at the till."""

    transfer: str
    who: Customer
    amount: int
    fee: int
    undone: int = 0


@dataclass
class MarketModel(WalletModel):
    """The market's money as it should be; Fatou's counter and Brice's shop stay from one example to the next."""

    agent: Agent = field(kw_only=True)
    shop: Shop = field(kw_only=True)
    hours: float = 0
    stranger: str = ""
    open: list[Held] = field(default_factory=list)
    waiting: list[Held] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)
    asked_until: dict[str, float] = field(default_factory=dict)
    recharges: list[Recharge] = field(default_factory=list)
    paid_in: dict[str, float] = field(default_factory=dict)  # when cash last came in, by phone
    closed_free: set[str] = field(default_factory=set)
    documents: dict[str, Customer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.wait(31 * 24)  # what an example before this one left is over
        self.float, self.earned, self.takings, self.held, self.unclaimed = self.money()
        self.stranger = f"+23769{next(numbers):07d}"

    def money(self) -> tuple[int, int, int, int, int]:
        """Fatou's float, what she earned, what is in the till, what the house holds, and what is nobody's."""
        accounts = (self.agent.float_id, self.agent.commission_id, self.shop.merchant.account_id, "held", "unclaimed")
        float_, earned, takings, held, unclaimed = map(self.world.balance_of, accounts)
        return float_, earned, takings, held, unclaimed

    # ------------------------------------------------------------------------------------------------ what people do
    def quote(self, kind: str, who: int, amount: int) -> None:
        """A price is shown; whether, and when, it is agreed to comes later. Only what is too much at once is not."""
        person = self.people[who]
        highest = {"take_cash_in": None, "pay_request": None}.get(kind, self.limits[person.tier, "out", "operation"])
        try:
            case = self.case(kind, person, amount)
        except (Misread, Refused) as wrong:
            too_much = wrong.key in TOO_MUCH and amount > wrong.values["maximum"]
            if not (too_much or wrong.key in ("refusal.asked_of_enough", "refusal.asked_enough")):
                raise
            return
        assert highest is None or amount <= highest
        self.shown.append((case, person))

    def case(self, kind: str, person: Customer, amount: int) -> Quoted:
        """Return what would be agreed to. Raises Misread or Refused."""
        actor = self.world.actor(FATOU if kind == "take_cash_in" else person.phone)
        quotes: dict[str, Callable[[Connection], Quoted]] = {
            "take_cash_in": lambda db: TakeCashIn(quote_cash_in(db, find_customer(db, actor.id, person.phone), amount)),
            "pay_cash_out": lambda db: AskCashOut(
                quote_cash_out(db, actor.id, find_counter(db, actor.id, self.agent.code), amount)
            ),
            "pay_till": lambda db: PayTill(quote_till(db, actor.id, find_till(db, actor.id, TILL), amount)),
            "pay_bill": lambda db: PayBill(find_bill(db, actor.id, find_biller(db, BILLER), self.owe(db, amount))),
            "pay_request": lambda db: PayRequest(quote_request(db, actor, self.ask(person, amount))),
            "stranger": lambda db: SendToStranger(
                quote_sending(db, actor.id, find_recipient(db, actor.id, self.stranger), amount)
            ),
        }
        return self.world.do(quotes[kind])

    def owe(self, db: Connection, amount: int) -> str:
        """A bill comes."""
        reference = f"FACT{next(numbers)}"
        bills.learn(db, self.shop.merchant.id, [Due(reference, reference, amount)])
        return reference

    def ask(self, payer: Customer, amount: int) -> str:
        """The other one asks; the code. Raises Misread for what the asker could not be paid at once, or Refused."""
        asker = self.world.actor(self.other(payer).phone)
        case = in_transaction(
            self.world.engine,
            lambda db: AskPayment(check_asking(db, asker.id, find_payer(db, asker.id, payer.phone), amount)),
        )
        outcome = self.world.conclude(asker, case, f"asks {next(numbers)}")
        if outcome.refused:
            raise Refused(outcome.sentence)
        newest = "SELECT id::text FROM request ORDER BY asked_at DESC LIMIT 1"
        self.asked_until[str(self.world.one(newest))] = self.hours + THREE_DAYS
        return str(self.world.one("SELECT code FROM request ORDER BY asked_at DESC LIMIT 1"))

    def other(self, person: Customer) -> Customer:
        return next(one for one in self.people if one is not person)

    def bring_code(self, which: int) -> None:
        """Somebody stands before Fatou with a code, the right one for the right amount; she is shown what she earns."""
        if not self.open:
            return
        one = self.open[which % len(self.open)]
        secrets = self.world.wallet.secrets
        digest = asks.digest_code(secrets, FATOU, cash_outs.compute_code(secrets, one.id))
        fatou = self.world.actor(FATOU)
        handover = self.world.do(lambda db: check_handover(db, fatou.person_id, digest, one.amount))
        assert handover.refusal == ""
        self.shown.append((PayCashOut(handover), one.who))

    def agree(self, which: int) -> None:
        """One of what was shown is agreed to, however old; a price that changed is shown anew, and agreed to."""
        if not self.shown:
            return
        case, person = self.shown.pop(which % len(self.shown))
        actor = self.world.actor(FATOU if isinstance(case, (TakeCashIn, PayCashOut)) else person.phone)
        key = f"key {next(numbers)}"
        try:
            self.judge(case, person, self.world.conclude(actor, case, key))
        except QuoteChanged:
            self.look()
            try:
                anew = self.world.do(lambda db: case.quoted_anew(db, actor))
            except (Misread, Refused) as wrong:
                if wrong.key not in (*TOO_MUCH, "refusal.request_expired"):
                    raise
                return
            assert anew != case
            self.judge(anew, person, self.world.conclude(actor, anew, key))

    def do(self, kind: str, who: int, amount: int) -> None:
        """A price is shown and agreed to at once, as most are."""
        self.quote(kind, who, amount)
        self.agree(-1)

    def hand_out(self, which: int) -> None:
        """Somebody's code is paid at once."""
        self.bring_code(which)
        self.agree(-1)

    def judge(self, case: Quoted, who: Customer, outcome: Outcome) -> None:
        """Assert that it was done or refused as it should be, and count what it must have done."""
        today = self.world.do(clock.now).astimezone(clock.DOUALA).date()
        if outcome.refused:
            self.refused += 1
            assert outcome.sentence == self.refusal(case, who, today), case
            return
        assert self.refusal(case, who, today) == ""
        amount, total = case.shown["amount"], case.shown.get("total", case.shown["amount"])
        if not isinstance(case, (TakeCashIn, PayCashOut)):
            who.asked.append(CountedAmount("out", amount, today))
            who.balance -= total
        if isinstance(case, TakeCashIn):
            who.asked.append(CountedAmount("in", amount, today))
            who.balance += amount
            self.float -= amount
            self.earned += case.credit.commission
            self.paid_in[who.phone] = self.hours
        elif isinstance(case, PayCashOut):
            [paid] = [one for one in self.open if one.id == case.handover.id]
            self.open.remove(paid)
            who.expected -= paid.total
            assert case.handover.commission == paid.commission, "of the tariff that was agreed to"
            self.held -= int(
                str(self.world.one("SELECT amount + fee + tax FROM cash_out WHERE id = :id", id=case.handover.id))
            )
            self.float += amount
            self.earned += case.handover.commission
        elif isinstance(case, AskCashOut):
            newest = str(self.world.one("SELECT id::text FROM cash_out ORDER BY asked_at DESC LIMIT 1"))
            earns = self.world.do(lambda db: tariffs.read_price(db, "pay_cash_out", amount)).commission
            self.open.append(Held(newest, who, amount, total, who.asked[-1], self.hours + HALF_AN_HOUR, earns))
            who.expected += total
            self.held += total
        elif isinstance(case, SendToStranger):
            newest = str(self.world.one("SELECT id::text FROM claim ORDER BY held_at DESC LIMIT 1"))
            self.waiting.append(Held(newest, who, amount, total, who.asked[-1], self.hours + A_WEEK))
            who.expected += total
            self.held += total
        elif isinstance(case, PayRequest):
            self.other(who).asked.append(CountedAmount("in", amount, today))
            self.other(who).balance += amount
        else:
            self.sell(case, who, amount, str(outcome.values["reference"]))

    def sell(self, case: Quoted, who: Customer, amount: int, reference: str) -> None:
        """The shop has what it was paid, less the fee it was told."""
        told = """SELECT ("values"->>:what)::int FROM notice WHERE sentence = :sentence
            AND "values"->>'reference' = :reference"""
        asked = {"sentence": f"{case.kind}_received", "reference": reference}
        fee = int(str(self.world.one(told, what="fee", **asked)))
        self.takings += amount - fee
        assert self.world.one(told, what="balance", **asked) == self.takings
        if isinstance(case, PayTill):
            transfer = str(self.world.one("SELECT transfer_id::text FROM movement WHERE reference = :r", r=reference))
            self.sales.append(Sale(transfer, who, amount, fee))

    def refusal(self, case: Quoted, who: Customer, today: Any) -> str:
        """Why it must be refused, "" if it must be done."""
        amount = case.shown["amount"]
        if isinstance(case, PayCashOut):
            return "" if any(one.id == case.handover.id for one in self.open) else "refusal.to_agent"
        if isinstance(case, TakeCashIn):
            return "refusal.to_agent" if self.no_room(who, amount, today) else ""
        return self.spending_refusal(case, who, amount, today)

    def spending_refusal(self, case: Quoted, who: Customer, amount: int, today: Any) -> str:
        """The first of what may stand against it, in the order in which the wallet looks."""
        other = self.other(who) if isinstance(case, PayRequest) else None
        free = isinstance(case, (PayTill, PayBill))
        expired = isinstance(case, PayRequest) and self.asked_until[case.quote.request_id] <= self.hours
        bites = self.bitten(who, "out", amount, today)
        full = isinstance(case, SendToStranger) and self.stranger_is_full(amount)
        against = (
            ("refusal.request_expired", expired),
            (f"refusal.ceiling_{bites[0] if bites else ''}", bites),
            ("refusal.recipient_refuses", full or (other and self.bitten(other, "in", amount, today))),
            (f"refusal.not_enough{'_free' * free}", case.shown.get("total", amount) > who.balance),
            ("refusal.recipient_refuses", other and self.over(other, amount)),
        )
        return next((sentence for sentence, stands in against if stands), "")

    def no_room(self, who: Customer, amount: int, today: Any) -> bool:
        return bool(self.bitten(who, "in", amount, today) or self.over(who, amount))

    def stranger_is_full(self, amount: int) -> bool:
        spans = [self.limits[0, "in", span] for span in limits.SPANS]
        waits = sum(one.amount for one in self.waiting)
        balance = self.limits[0, "in", "balance"]
        assert balance is not None
        return any(span is not None and amount > span for span in spans) or waits + amount > balance

    # ------------------------------------------------------------------------------------------ who comes and goes
    def recharge(self, who: int, amount: int) -> None:
        """Somebody asks for a recharge of their own wallet."""
        person, today = self.people[who], self.world.do(clock.now).astimezone(clock.DOUALA).date()
        actor = self.world.actor(person.phone)
        to = Beneficiary(actor.id, person.phone, "Moussa")
        case = AddMoney(self.world.do(lambda db: quote_recharge(db, to, amount, person.phone, "mtn")))
        outcome = self.world.conclude(actor, case, f"key {next(numbers)}")
        assert outcome.refused == bool(self.no_room(person, amount, today)), outcome
        if outcome.refused:
            return
        person.expected += amount
        person.asked.append(CountedAmount("in", amount, today))
        newest = str(self.world.one("SELECT id::text FROM payment ORDER BY created_at DESC, id DESC LIMIT 1"))
        self.world.change("UPDATE payment SET state = 'pending' WHERE id = :id", id=newest)
        self.recharges.append(Recharge(newest, person, amount, person.asked[-1]))

    def hear(self, which: int, state: str) -> None:
        """The operator says that one expired, again that it did and never comes, or that it was approved after all."""
        if not self.recharges:
            return
        one = self.recharges[which % len(self.recharges)]
        said = Confirmation(state, one.amount, one.who.phone, "XAF")  # type: ignore[arg-type]  # one of its states
        self.world.do(lambda db: settle(db, [News(one.id, said)]))
        if state == "expired" and not one.expired:
            one.expired = True
            return
        self.recharges.remove(one)
        if not one.closed:
            one.who.expected -= one.amount
        if state == "expired":
            one.who.asked.remove(one.counted)
        elif one.closed:
            self.unclaimed += one.amount
        else:
            one.who.balance += one.amount

    def close(self, who: int, left: int, fate: str) -> None:
        """Somebody, with at most so much left, closes their wallet, is paid or not, and opens it again."""
        person = self.people[who]
        if person.balance > left:
            self.world.credit(person.phone, left - person.balance, f"spends {next(numbers)}")
            person.balance = left
        actor, key = self.world.actor(person.phone), f"key {next(numbers)}"
        refusal, payout = self.closing_of(person)
        outcome = self.world.conclude(actor, self.world.closing(actor), key)
        assert (outcome.sentence if outcome.refused else "") == refusal
        if refusal:
            return
        said = {part: outcome.values[part] for part in ("amount", "fee", "tax")}
        assert (sum(said.values()), said["fee"], said["tax"]) == (person.balance, payout.fee, payout.tax)
        today = self.world.do(clock.now).astimezone(clock.DOUALA).date()
        if person.balance:
            newest = str(self.world.one("SELECT id::text FROM payment WHERE state = 'created' LIMIT 1"))
            self.world.change("UPDATE payment SET state = 'pending' WHERE id = :id", id=newest)
            confirmed = Confirmation(fate, said["amount"], person.phone, "XAF")  # type: ignore[arg-type]
            self.world.do(lambda db: settle(db, [News(newest, confirmed)]))
            if fate == "failed":
                self.unclaimed += person.balance
            elif payout.counted:
                person.asked.append(CountedAmount("out", said["amount"], today))
            else:
                self.closed_free |= {one.phone for one in person.wallets}
        for one in self.recharges:
            if one.who is person and not one.closed:
                one.closed = True
                person.expected -= one.amount
        person.balance, person.tier = 0, 0
        self.world.open_wallet(person.phone, f"Moussa Bello {next(numbers)}")
        self.shown = []
        self.sales = [sale for sale in self.sales if sale.who is not person]

    def closing_of(self, person: Customer) -> tuple[str, ClosingPayout]:
        """Why a wallet may not close, "" when it may, and how it is paid out."""
        waits = [*self.open, *self.waiting, *(one for one in self.recharges if not one.expired)]
        if any(one.who is person for one in waits):
            return "refusal.close_under_way", ClosingPayout(0)
        if not person.balance:
            return "", ClosingPayout(0)
        if any(self.hours - self.paid_in.get(one.phone, -99) < A_DAY for one in person.wallets):
            return "refusal.close_after_cash_in", ClosingPayout(0)
        was_free = person.phone in self.closed_free
        if person.balance <= FREE_CLOSING and not was_free:
            return "", ClosingPayout(person.balance)
        tariff = self.world.do(lambda db: tariffs.read_tariff(db, "withdraw_money"))
        most = max((one for one in range(person.balance) if tariff.total(one) <= person.balance), default=0)
        if most < tariffs.MINIMUM:
            return "", ClosingPayout(person.balance)
        price = tariff.price(most)
        amount = person.balance - price.fee - price.tax
        today = self.world.do(clock.now).astimezone(clock.DOUALA).date()
        too_much = self.bitten(person, "out", amount, today)
        return "refusal.close_too_much" if too_much else "", ClosingPayout(amount, price.fee, price.tax, counted=True)

    def identify(self, who: int, whose: int) -> None:
        """Fatou sees somebody's ID, or what they say is theirs: one document is one human."""
        person, number = self.people[who], f"11{self.people[whose].phone[-7:]}"
        actor = self.world.actor(person.phone)
        name = self.world.one("SELECT name FROM person WHERE id = CAST(:id AS uuid)", id=actor.person_id)
        case = IdentifyPerson(actor.id, person.phone, "cni", number, name)
        outcome = self.world.conclude(FATOU, case, f"key {next(numbers)}")
        assert outcome.refused == (person.tier > 0)
        if outcome.refused:
            return
        person.tier = 1
        before = self.documents.setdefault(number, person)
        if before is not person and not person.same:
            person.same, before.same = [before], [person]
            if {person.phone, before.phone} & self.closed_free:
                self.closed_free |= {person.phone, before.phone}

    # ------------------------------------------------------------------------------------------------ what is put right
    def refund(self, which: int, thirds: int) -> None:
        """Brice gives some of a sale back, or more than is left of it."""
        if not self.sales:
            return
        sale = self.sales[which % len(self.sales)]
        amount, left = sale.amount * thirds // 3, sale.amount - sale.undone
        back = sale.fee * (sale.undone + amount) // sale.amount - sale.fee * sale.undone // sale.amount
        giver = self.world.actor(sale.who.phone).person_id
        case = RefundPayment(sale.transfer, giver, amount)
        outcome = self.world.conclude(BRICE, case, f"key {next(numbers)}")
        if amount > left:
            assert outcome.sentence == "refusal.refunded_already"
        elif self.takings < amount - back:
            assert outcome.sentence == "refusal.not_enough_free"
        else:
            assert not outcome.refused
            sale.undone += amount
            sale.who.balance += amount  # what is owed is held back by no ceiling
            self.takings -= amount - back

    def open_wallet(self) -> None:
        """The stranger opens a wallet: what waits is theirs, whatever the ceilings say, and nobody else is charged."""
        self.world.open_wallet(self.stranger, "Zita Bih")
        assert self.world.balance(self.stranger) == sum(one.amount for one in self.waiting)
        self.held -= sum(one.total for one in self.waiting)
        for one in self.waiting:
            one.who.expected -= one.total
        self.waiting = []
        self.shown = [(case, person) for case, person in self.shown if not isinstance(case, SendToStranger)]
        self.stranger = f"+23769{next(numbers):07d}"

    def wait(self, hours: int) -> None:
        """Days, weeks and months begin; what has waited too long goes back whole, and counts no more."""
        super().wait(hours)
        self.hours += hours
        for deadline in DEADLINES.values():
            for one in self.world.column(deadline.due):
                self.world.do(lambda db, one=one, end=deadline.end: end(db, str(one)))
        for held in [*self.open, *self.waiting]:
            if held.until <= self.hours:
                held.who.balance += held.total
                held.who.expected -= held.total
                held.who.asked.remove(held.counted)
                self.held -= held.total
        self.open = [held for held in self.open if held.until > self.hours]
        self.waiting = [held for held in self.waiting if held.until > self.hours]

    def commission(self, kind: str, which: int) -> None:
        """Agents earn something else from now on, for the same fee."""
        ppm, of = COMMISSIONS[which]
        self.world.change(
            """INSERT INTO tariff SELECT kind, wallet_now(), fee_ppm, fee_min, fee_max, tax_ppm, tax_fixed, :ppm, :of
            FROM tariff WHERE kind = :kind AND since <= wallet_now() ORDER BY since DESC LIMIT 1""",
            kind=kind, ppm=ppm, of=of,
        )  # fmt: skip

    def look(self) -> None:
        """Everybody has what the model says."""
        super().look()
        assert self.money() == (self.float, self.earned, self.takings, self.held, self.unclaimed)


KINDS = st.sampled_from(["take_cash_in", "pay_cash_out", "pay_till", "pay_bill", "pay_request", "stranger"])
PRICED = st.sampled_from(["pay_cash_out", "pay_till", "pay_bill", "pay_request", "send_money"])
which = st.integers(0, 5)
daily = st.one_of(
    st.tuples(st.just("do"), KINDS, who, amount),
    st.tuples(st.just("do"), st.sampled_from(["pay_cash_out", "pay_request", "pay_till", "stranger"]), who, amount),
    st.tuples(st.just("quote"), KINDS, who, amount),
    st.tuples(st.just("agree"), which),
    st.tuples(st.just("bring_code"), which),
    st.tuples(st.just("hand_out"), which),
    st.tuples(st.just("refund"), which, st.integers(1, 4)),
    st.tuples(st.just("recharge"), who, amount),
    st.tuples(st.just("hear"), which, st.sampled_from(["expired", "expired", "succeeded"])),
)
rare = st.one_of(
    st.tuples(st.just("close"), who, st.sampled_from([0, 150, 4_000, 5_000, 99_000]), st.sampled_from(FATES)),
    st.tuples(st.just("close"), who, st.sampled_from([0, 150, 4_000, 5_000, 99_000]), st.sampled_from(FATES)),
    st.tuples(st.just("identify"), who, st.integers(0, 1)),
    st.tuples(st.just("open_wallet")),
    st.tuples(st.just("reprice"), PRICED, st.integers(0, 3)),
    st.tuples(st.just("commission"), st.sampled_from(["take_cash_in", "pay_cash_out"]), st.integers(0, 3)),
    st.tuples(st.just("limit"), st.integers(0, 99), st.integers(1, 3)),
    st.tuples(st.just("raise_tier"), who, st.integers(0, 1)),
    st.tuples(st.just("wait"), st.sampled_from([HOUR, 3, 24, 7 * 24, 31 * 24])),
)
happenings = st.one_of(daily, daily, daily, rare)


@draw(8)
@given(st.lists(happenings, min_size=16, max_size=30))
def test_what_is_charged_at_the_market_was_shown_and_no_ceiling_is_passed(
    world: World, shop: Shop, happening: list[tuple[Any, ...]]
) -> None:
    world.do(lambda db: merchants.set_biller(db, shop.merchant.id, BILLER, ""))
    model = MarketModel(world, newcomers(world), agent=world.appoint_agent(), shop=shop)
    for place, ceiling in SMALL.items():
        model.set_limit(place, ceiling)
    for name, *values in happening:
        getattr(model, name)(*values)
        model.look()
    world.check()
    assert model.float > agents.LOW_FLOAT, "the agent's float is never what refuses here"
