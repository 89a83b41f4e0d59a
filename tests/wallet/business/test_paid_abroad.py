"""A checkout paid in euros: by a quote that holds, once, the shop credited in francs; what comes late goes back."""

import pytest

from tests.world.cashier import Cashier
from tests.world.cast import AWA
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import methods
from wallet.business.checkouts import Checkout
from wallet.core.errors import NotNow, QuoteChanged
from wallet.payments.orders import Confirmation
from wallet.prices import quotes

CENTS, FRANCS, FEE = 763, 5_000, 50  # by the parity
PAID = Confirmation("succeeded", CENTS, None, "EUR")
EACH = pytest.mark.parametrize("rail", ["flutterwave", "paypal"])


@pytest.fixture
def cashier(world: World, shop: Shop) -> Cashier:
    return Cashier.hire(world, shop)


def quote(cashier: Cashier, one: Checkout) -> str:
    return cashier.world.do(lambda db: quotes.make_quote(db, "EUR", one.amount, one.id), "web").id


def go(cashier: Cashier, rail: str) -> Checkout:
    """Return a checkout whose payer is at the page of a rail, to be charged in euros."""
    one = cashier.ask()
    assert not cashier.go_to_page(one, "c1", rail, quote_id=quote(cashier, one)).refused
    cashier.world.work("pending", rail=rail)
    cashier.world.pass_time(60)
    return one


@EACH
def test_euros_pay_it_and_the_shop_has_its_francs(world: World, cashier: Cashier, rail: str) -> None:
    one = go(cashier, rail)
    world.work(PAID, rail=rail)
    paid_by = methods.BY_RAIL[rail]
    assert (cashier.read(one).paid_by, cashier.shop.takings) == (paid_by, FRANCS - FEE)
    assert world.balance_of(f"operator_float:{rail}:EUR") == -CENTS
    world.check()


@EACH
def test_euros_that_come_late_go_back_to_the_cent(world: World, cashier: Cashier, rail: str) -> None:
    one = go(cashier, rail)
    world.credit(AWA, 10_000)
    assert world.perform(AWA, cashier.quote(AWA, one), "p1").sentence == "checkout_paid"
    world.work(PAID, "pending", rail=rail)
    assert world.balance_of(f"operator_float:{rail}:EUR") == -CENTS
    world.check()
    world.pass_time(60)
    world.work(PAID, rail=rail)
    assert cashier.shop.takings == FRANCS - FEE
    codes = (f"operator_float:{rail}:EUR", "position:EUR", "position:XAF", "rounding", f"in_transit:{rail}")
    assert {code: world.balance_of(code) for code in codes} == dict.fromkeys(codes, 0)
    world.check()


def test_a_quote_of_another_checkout_or_one_that_ran_out_charges_nothing(world: World, cashier: Cashier) -> None:
    one, other = cashier.ask(), cashier.ask()
    with pytest.raises(QuoteChanged):
        cashier.go_to_page(one, "c1", quote_id=quote(cashier, other))
    late = quote(cashier, one)
    world.pass_time(15 * 60)
    with pytest.raises(QuoteChanged):
        cashier.go_to_page(one, "c2", quote_id=late)
    assert world.one("SELECT count(*) FROM payment") == 0


def test_paypal_charges_no_francs_and_a_wallet_no_euros(world: World, cashier: Cashier) -> None:
    with pytest.raises(NotNow):
        cashier.go_to_page(cashier.ask(), "c1", "paypal")
    offered = {one.method.name: one.currencies for one in world.do(lambda db: methods.list_offers(db, FRANCS))}
    assert (offered["wallet"], offered["card"], offered["paypal"]) == (("XAF",), ("XAF", "EUR"), ("EUR",))
