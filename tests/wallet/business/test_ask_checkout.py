"""A number typed at a checkout's page is asked by text, seldom; its wallet pays by the code, and nobody else learns."""

from typing import Any

import pytest

from tests.world.cashier import Cashier
from tests.world.cast import AWA, BRICE, MOUSSA, STRANGER
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business.ask_checkout import QUESTION_TEXTED, AskCheckout
from wallet.operations import asks
from wallet.operations.actor import Actor
from wallet.operations.proofs import CodeProof
from wallet.operations.use_case import Outcome
from wallet.perform import ALL

QUESTION = "question_pay_checkout"


@pytest.fixture
def cashier(world: World, shop: Shop) -> Cashier:
    return Cashier.hire(world, shop)


def ask(cashier: Cashier, one: Any, phone: str, key: str = "a1", payer: str = "") -> str:
    """Type a number at the page of a checkout."""
    actor = Actor("payer", payer or one.id, "fr")
    return str(cashier.world.perform(actor, AskCheckout(one.id, phone), key, "web").sentence)


def agree(world: World, phone: str) -> Outcome:
    """Answer the question that waits with OUI and its code, as the inbox does."""
    question = world.do(lambda db: asks.find_waiting(db, phone))
    code = asks.compute_code(world.wallet.secrets, question.id)
    proof = CodeProof(question.id, asks.digest_code(world.wallet.secrets, phone, code))
    case = ALL[question.kind].from_content(question.content)
    return world.wallet.perform(case, world.actor(phone), question.key, "sms", proof)


def test_whoever_is_asked_pays_by_the_code(world: World, cashier: Cashier) -> None:
    world.credit(AWA, 10_000)
    one = cashier.ask()
    assert ask(cashier, one, AWA) == QUESTION_TEXTED
    assert world.texts_to(AWA) == [QUESTION]
    assert cashier.read(one).state == "open"
    assert agree(world, AWA).sentence == "checkout_paid"
    assert (cashier.read(one).state, world.balance(AWA)) == ("paid", 5_000)
    assert ask(cashier, one, AWA, "a2") == "refusal.checkout_paid"
    world.check()


@pytest.mark.parametrize("phone", [STRANGER, BRICE])
def test_who_has_no_wallet_or_owns_the_shop_is_not_asked_and_nobody_learns_it(
    world: World, cashier: Cashier, phone: str
) -> None:
    assert ask(cashier, cashier.ask(), phone) == QUESTION_TEXTED
    assert QUESTION not in world.texts_to(phone)


def test_a_question_of_ones_own_is_not_dropped_by_a_page(world: World, cashier: Cashier) -> None:
    first, other = cashier.ask(), cashier.ask()
    ask(cashier, first, AWA)
    waits = world.do(lambda db: asks.find_waiting(db, AWA))
    assert ask(cashier, other, AWA, "a2") == QUESTION_TEXTED
    assert world.do(lambda db: asks.find_waiting(db, AWA)) == waits
    assert world.texts_to(AWA) == [QUESTION]


def test_a_number_is_asked_three_times_a_day_by_however_many_pages(world: World, cashier: Cashier) -> None:
    for number in range(5):
        ask(cashier, cashier.ask(), AWA, f"a{number}")
        world.pass_time(400)
    assert world.texts_to(AWA) == [QUESTION] * 3
    world.pass_time(86_400)
    ask(cashier, cashier.ask(), AWA, "tomorrow")
    assert world.texts_to(AWA) == [QUESTION] * 4


def test_a_checkout_asks_ten_times_at_most(world: World, cashier: Cashier) -> None:
    one = cashier.ask(waits_seconds=30 * 86_400)
    for number in range(12):
        ask(cashier, one, (AWA, MOUSSA)[number % 2], f"a{number}")
        world.pass_time(43_300)
    assert len(world.texts_to(AWA) + world.texts_to(MOUSSA)) == 10


def test_the_page_of_another_checkout_asks_nobody(world: World, cashier: Cashier) -> None:
    one, other = cashier.ask(), cashier.ask()
    assert ask(cashier, one, AWA, payer=other.id) == "refusal.not_allowed"
    assert world.texts_to(AWA) == []
