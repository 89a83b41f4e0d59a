"""No price is more than what it is taken of: not where tariffs are judged, not where anything is posted."""

from dataclasses import astuple
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.wallet.prices.test_tariff import a_book, in_force, refused, today
from tests.world.asking import ask, paying
from tests.world.cast import AWA, MOUSSA
from tests.world.examples import draw
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import bills, merchants
from wallet.business.bills import Due
from wallet.business.pay_bill import BillQuote, PayBill
from wallet.business.pay_till import PayTill, TillQuote
from wallet.core.errors import Misread, Refused
from wallet.operations.kinds import SALES
from wallet.operations.use_case import UseCase
from wallet.perform import ALL
from wallet.prices import round_trips, sound_prices, tariff_book, tariff_changes
from wallet.prices.sound_prices import CHARGED
from wallet.prices.tariff_book import Book, to_midnight
from wallet.prices.tariffs import MINIMUM, Tariff
from wallet.purposes.purposes import PURPOSES
from wallet.sending.send_money import Quote, SendMoney
from wallet.topups.withdraw_money import WithdrawalPrice, WithdrawMoney

WHOLE = 1_000_000
POSTED = ("send_money", "withdraw_money", "pay_till", "pay_bill")
shares = st.one_of(st.sampled_from([0, 1, 9_999, 10_000, 490_000, 500_000, 999_999, WHOLE]), st.integers(0, WHOLE))
francs = st.one_of(st.sampled_from([0, 1, 49, 50, 99, 100, 200]), st.integers(0, 400))


@st.composite
def shapes(draw: st.DrawFn) -> Tariff:
    """Any tariff the tables can hold."""
    least, above = draw(francs), draw(st.one_of(st.none(), francs))
    most = None if above is None else least + above
    of = draw(st.sampled_from(["amount", "fee"]))
    return Tariff(draw(shares), least, most, draw(shares), draw(francs), draw(shares), of)  # type: ignore[arg-type]


def passes(tariff: Tariff, kind: str = "pay_cash_out") -> bool:
    try:
        sound_prices.refuse_unsound(Book({kind: tariff}, {}), MINIMUM)
    except Refused:
        return False
    return True


@draw(150)
@given(shapes())
@example(Tariff(490_000, 0, None, 500_000, 0))
@example(Tariff(980_000, 0, None, 0, 0))
def test_no_part_of_a_price_is_more_than_its_amount_and_what_is_loaded_is_less(tariff: Tariff) -> None:
    sound = passes(tariff)
    for amount in [*range(1, 301), 999, 1_000, 4_999, 54_321, 99_999_999]:
        price = tariff.price(amount)
        assert 0 <= price.fee <= amount
        assert 0 <= price.tax <= amount
        assert 0 <= price.commission <= amount
        assert not sound or amount < MINIMUM or price.fee + price.tax < amount


@draw(10)
@given(tariff=shapes(), amount=st.integers(1, 300), kind=st.sampled_from(POSTED))
@example(Tariff(0, 200, None, 0, 0), 100, "pay_till")
@example(Tariff(0, 100, 100, 0, 0), 100, "pay_till")
@example(Tariff(10_000, 0, None, 0, 0), 1, "pay_bill")
def test_every_posting_of_a_price_is_bounded_by_what_is_moved(
    world: World, shop: Shop, tariff: Tariff, amount: int, kind: str
) -> None:
    """Whatever stands in the tables, and for any amount that reaches a use case."""
    for one in POSTED:
        row = dict(zip("abcdefg", astuple(tariff), strict=True))
        world.change(
            "INSERT INTO tariff VALUES (:kind, clock_timestamp(), :a, :b, :c, :d, :e, :f, :g)", kind=one, **row
        )
    world.pass_time(days=1)
    key = str(world.one("SELECT count(*) FROM tariff"))
    world.credit(MOUSSA, 3 * amount, key)
    taken, before = shop.takings, world.balance(MOUSSA)
    price = tariff.price(amount)
    cases: dict[str, UseCase] = {
        "send_money": SendMoney(Quote(world.actor(AWA).id, AWA, "Awa", amount, price.fee, price.tax)),
        "withdraw_money": WithdrawMoney(WithdrawalPrice(AWA, "mtn", amount, price.fee, price.tax)),
        "pay_till": PayTill(TillQuote(shop.merchant.id, shop.merchant.owner_id, "Shop", "44115", amount)),
        "pay_bill": bill(world, shop, amount, key),
    }
    case = cases[kind]
    assert not world.conclude(MOUSSA, case, f"k{key}").refused
    on_top = price.fee + price.tax if case.kind in ("send_money", "withdraw_money") else 0
    assert before - world.balance(MOUSSA) == amount + on_top <= 3 * amount
    assert 0 <= shop.takings - taken <= amount
    world.change("UPDATE usage SET amount = 0")
    world.check()


def bill(world: World, shop: Shop, amount: int, number: str) -> PayBill:
    """A bill as it may stand in the table, however it came there."""
    world.do(lambda db: bills.learn(db, shop.merchant.id, [Due("FACT1", number, 300)]))
    world.change("UPDATE bill SET amount = :amount WHERE number = :number", amount=amount, number=number)
    found = str(world.one("SELECT id FROM bill WHERE number = :number", number=number))
    return PayBill(BillQuote(found, shop.merchant.id, shop.merchant.owner_id, "Shop", "FACT1", amount))


def test_a_request_is_paid_at_a_bounded_price(world: World) -> None:
    world.change("INSERT INTO tariff VALUES ('pay_request', clock_timestamp(), 0, 400, 400, 0, 300)")
    world.pass_time(1)
    _, code = ask(world, amount=150)
    world.credit(AWA, 450)
    assert world.conclude(AWA, paying(world, AWA, code), "p").sentence == "request_paid"
    assert (world.balance(AWA), world.balance(MOUSSA)) == (0, 150)


@pytest.mark.parametrize("amount", [1, 99])
def test_a_bill_that_nobody_may_pay_is_not_learnt(world: World, shop: Shop, amount: int) -> None:
    world.do(lambda db: merchants.set_biller(db, shop.merchant.id, "ENEO", ""))
    with pytest.raises(Misread, match="amount_below"):
        world.do(lambda db: bills.learn(db, shop.merchant.id, [Due("FACT1", "FACT1", amount)]))


def test_a_circle_over_midnight_earns_nothing_either(world: World) -> None:
    """In by the commissions of today and out by the fees of tomorrow, or the other way."""
    cheap = a_book(Tariff(0, 0, 0, 0, 0, 0), Tariff(1_000, 0, None, 0, 0), 1_000_000)
    dear = a_book(Tariff(0, 0, 0, 0, 0, 2_000), Tariff(15_000, 50, None, 0, 0), 1_000_000)
    assert not refused(cheap)
    assert not refused(dear)
    with pytest.raises(Refused, match="round_trip_gains"):
        round_trips.refuse_gain(dear, cheap, MINIMUM)
    known = in_force(world)
    day = today(world) + timedelta(days=2)
    lower = Book(known.prices | {"pay_cash_out": Tariff(1_000, 0, None, 0, 0)}, known.ceilings)
    nothing_in = Book(lower.prices | {"take_cash_in": Tariff(0, 0, 0, 0, 0)}, known.ceilings)
    assert to_midnight(day) not in world.do(tariff_book.list_beginnings)
    for book in (lower, nothing_in):
        with pytest.raises(Refused, match="round_trip_gains"):
            world.do(lambda db, book=book: tariff_changes.refuse_unsound(db, day, book))


def test_every_kind_with_a_price_says_what_is_charged_of_it_and_every_way_out_is_judged(world: World) -> None:
    """A way out is a payment to somebody, or cash: what has neither is no way out."""
    priced = in_force(world).prices
    assert set(CHARGED) <= set(priced)
    assert [kind for kind in SALES if kind in priced and CHARGED.get(kind) != {"fee"}] == []
    paid_out = {name for name, purpose in PURPOSES.items() if purpose.transfer.__module__.endswith("payouts")}
    assert paid_out | {"pay_cash_out"} == set(round_trips.WAYS_OUT)
    assert set(round_trips.WAYS_OUT) <= set(ALL)


@pytest.mark.parametrize(
    ("amount", "price"), [(100, (1, 1, 1)), (101, (2, 1, 1)), (199, (2, 1, 1)), (200, (2, 1, 2)), (501, (6, 2, 5))]
)
def test_fee_and_tax_round_up_and_a_commission_down(amount: int, price: tuple[int, int, int]) -> None:
    found = Tariff(10_000, 0, None, 2_000, 0, 10_000).price(amount)
    assert (found.fee, found.tax, found.commission) == price
