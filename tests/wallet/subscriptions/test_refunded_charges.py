"""A subscription's charge is given back by a member or a program: whole or in part, once, told to both sides."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.world.cast import AWA, BRICE
from tests.world.members import Members
from tests.world.subscribers import Subscribers
from tests.world.world import World
from wallet.business.api_keys import KeyProof
from wallet.business.refund_sale import RefundOwnSale, RefundSale
from wallet.core.errors import Misread, Refused
from wallet.members.sessions import MemberProof
from wallet.operations.use_case import Outcome

PRICE, FEE = 5_000, 50


@pytest.fixture
def charge(world: World, plans: Subscribers) -> str:
    """Charge Awa, who reads English, for a month; return the charge's transfer."""
    world.credit(AWA, 20_000)
    assert plans.agree(AWA, plans.offer(amount=PRICE)) == "subscription_charged"
    world.change("UPDATE person SET language = 'en' WHERE id = :id", id=world.actor(AWA).person_id)
    return str(world.one("SELECT transfer_id FROM movement WHERE kind = 'pay_subscription'"))


def case(world: World, charge: str, amount: int, kind: type[RefundSale] = RefundSale) -> RefundSale:
    return kind(charge, world.actor(BRICE).person_id, world.actor(AWA).person_id, amount, "un jour sans cours")


def test_part_then_the_rest_with_the_fee_and_never_more(world: World, plans: Subscribers, charge: str) -> None:
    owner = Members(world, plans.shop).open_owner()
    with pytest.raises(Misread):
        owner.perform(case(world, charge, PRICE + 1))
    assert not owner.perform(case(world, charge, 2_000)).refused
    assert (world.balance(AWA), plans.shop.takings, world.balance_of("fees")) == (17_000, 2_970, 30)
    with pytest.raises(Misread):
        owner.perform(case(world, charge, 3_001))
    assert not owner.perform(case(world, charge, 3_000)).refused
    assert (world.balance(AWA), plans.shop.takings, world.balance_of("fees")) == (20_000, 0, 0)
    assert owner.perform(case(world, charge, 500)).sentence == "refusal.refunded_already"
    assert world.texts_to(AWA)[-2:] == ["refund_received"] * 2
    assert world.texts_to(BRICE).count("payment_refunded_by_shop") == 2
    said = "SELECT language FROM notice WHERE sentence = 'refund_received' GROUP BY language"
    assert world.column(said) == ["en"], "each side in their own language"
    assert plans.charges() == [(0, "31/01/27", "paid")], "the period stays charged: nothing is charged for it again"
    world.check()


def test_ten_at_once_give_back_no_more_than_came(world: World, plans: Subscribers, charge: str) -> None:
    owner = Members(world, plans.shop).open_owner()
    actor, proof, wallet = owner.actor(), MemberProof(owner.who.digest), world.wallet_on("web")

    def give(number: int) -> Outcome | Misread:
        try:
            return wallet.perform(case(world, charge, 1_500), actor, f"give {number}", "web", proof)
        except Misread as more:
            return more

    with ThreadPoolExecutor(10) as ten:
        said = [*ten.map(give, range(10))]
    assert sum(isinstance(one, Outcome) and not one.refused for one in said) == 3
    assert (world.balance(AWA), world.balance_of("fees")) == (15_000 + 4_500, FEE * 500 // PRICE)
    world.check()


def test_who_may_not_gives_nothing_back(world: World, plans: Subscribers, charge: str) -> None:
    members = Members(world, plans.shop)
    members.open_owner()
    for role in ("viewer", "developer"):
        with pytest.raises(Refused, match="not_allowed"):
            members.hire(role).perform(case(world, charge, 500))
    cashier = members.hire("cashier")
    assert cashier.perform(case(world, charge, 500, RefundOwnSale)).sentence == "refusal.not_allowed", "of no till"
    with pytest.raises(Refused, match="not_allowed"):
        world.wallet_on("api").perform(
            case(world, charge, 500), plans.program, str(uuid.uuid4()), "api", KeyProof()
        )  # a key that does not exist
    assert world.balance(AWA) == 15_000
