"""Everything that is counted, tried by many at the same moment: never one more than may be."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.world.asking import asking
from tests.world.cast import AWA, MOUSSA, STRANGER
from tests.world.shop import Shop
from tests.world.world import World
from wallet.accounts import contests
from wallet.accounts.contest_payment import ContestPayment
from wallet.business import merchants
from wallet.business.pay_bill import SEARCHES_A_DAY, FindBill
from wallet.ledger import transfer_id
from wallet.operations.actor import Actor
from wallet.operations.use_case import UseCase
from wallet.payments.prompts import PROMPTS_A_DAY
from wallet.people import favourites, people
from wallet.requests import ask_payment
from wallet.sending.keep_favourite import AddFavourite
from wallet.sending.send_money import SendMoney, find_recipient, quote_sending
from wallet.sending.send_to_stranger import SendToStranger
from wallet.topups import guessed_room
from wallet.topups.add_money import AddMoney, find_beneficiary, quote_recharge

Tried = tuple[list[tuple[Actor, UseCase]], int]  # who asks what at once, and how many of them may
numbers = itertools.count(1)


def newcomers(world: World, count: int, amount: int = 0) -> list[Actor]:
    """People nobody has seen, each with so much."""
    phones = [f"+23767{next(numbers):07d}" for _ in range(count)]
    for phone in phones:
        world.open_wallet(phone, "Ali Bello")
        if amount:
            world.credit(phone, amount, phone)
    return [world.actor(phone) for phone in phones]


def prompts(world: World, _: Shop) -> Tried:
    """Nine people have the same phone pay into their wallets."""

    def case(db: Connection, who: Actor) -> AddMoney:
        return AddMoney(quote_recharge(db, find_beneficiary(db, who.id, who.phone), 500, STRANGER, "mtn"))

    return [(who, world.do(lambda db, who=who: case(db, who))) for who in newcomers(world, 9)], PROMPTS_A_DAY


def asked_of_one_number(world: World, _: Shop) -> Tried:
    callers = newcomers(world, ask_payment.RECEIVED_A_DAY + 4)
    return [(who, asking(world, who.phone, STRANGER, 500)) for who in callers], ask_payment.RECEIVED_A_DAY


def asked_by_one_person(world: World, _: Shop) -> Tried:
    others = newcomers(world, ask_payment.ASKED_A_DAY + 4)
    cases = [asking(world, MOUSSA, other.phone, 500) for other in others]
    return [(world.actor(MOUSSA), case) for case in cases], ask_payment.ASKED_A_DAY


def asked_by_one_of_one(world: World, _: Shop) -> Tried:
    return [(world.actor(MOUSSA), asking(world, MOUSSA, AWA, 500))] * 6, ask_payment.ASKED_OF_ONE_A_DAY


def contested(world: World, _: Shop) -> Tried:
    world.credit(MOUSSA, 10_000)
    moussa, cases = world.actor(MOUSSA), list[ContestPayment]()
    for place in range(contests.MOST_OPEN + 3):
        world.send_proven(MOUSSA, AWA, 200, f"s{place}")
        paid = str(transfer_id(f"s{place}"))
        cases.append(ContestPayment(world.do(lambda db, paid=paid: contests.find_given(db, moussa.id, paid))))
    return [(moussa, case) for case in cases], contests.MOST_OPEN


def searched(world: World, shop: Shop) -> Tried:
    world.do(lambda db: merchants.set_biller(db, shop.merchant.id, "ENEO", "http://127.0.0.1:9/"))
    cases = [FindBill(shop.merchant.id, "Shop", f"FACT{place}") for place in range(SEARCHES_A_DAY + 4)]
    return [(world.actor(AWA), case) for case in cases], SEARCHES_A_DAY


def favoured(world: World, _: Shop) -> Tried:
    others = newcomers(world, favourites.MOST + 4)
    return [(world.actor(AWA), AddFavourite(other.id)) for other in others], favourites.MOST


def sent_in_a_day(world: World, _: Shop) -> Tried:
    """Tier 0: 20 000 a day."""
    world.credit(MOUSSA, 45_000)
    return [(world.actor(MOUSSA), SendMoney(world.quote(MOUSSA, AWA, 5_000)))] * 8, 4


def received(world: World, _: Shop) -> Tried:
    """Tier 0: a balance of 50 000, of which 36 000 are there."""
    world.credit(AWA, 36_000)
    senders = newcomers(world, 8, 6_000)
    return [(who, SendMoney(world.quote(who.phone, AWA, 5_000))) for who in senders], 2


def recharged(world: World, _: Shop) -> Tried:
    """One wallet is recharged by its owner and by others: what is on its way counts."""

    def case(db: Connection, who: Actor) -> AddMoney:
        return AddMoney(quote_recharge(db, find_beneficiary(db, who.id, AWA), 12_000, who.phone, "mtn"))

    callers = [world.actor(AWA), *newcomers(world, 8)]
    return [(who, world.do(lambda db, who=who: case(db, who))) for who in callers], 4


def added_to_one_other(world: World, _: Shop) -> Tried:
    """Whoever asks oftener would learn what the other's wallet has room for."""

    def case(db: Connection) -> AddMoney:
        return AddMoney(quote_recharge(db, find_beneficiary(db, world.actor(MOUSSA).id, AWA), 500, MOUSSA, "mtn"))

    return [(world.actor(MOUSSA), world.do(case))] * (guessed_room.ASKED_A_DAY + 4), guessed_room.ASKED_A_DAY


def sent_to_a_stranger(world: World, _: Shop) -> Tried:
    senders = newcomers(world, 13, 6_000)

    def case(db: Connection, who: Actor) -> SendToStranger:
        return SendToStranger(quote_sending(db, who.id, find_recipient(db, who.id, STRANGER), 5_000))

    return [(who, world.do(lambda db, who=who: case(db, who))) for who in senders], 10


CAPS: list[Callable[[World, Shop], Tried]] = [
    prompts, asked_of_one_number, asked_by_one_person, asked_by_one_of_one, contested, searched, favoured,
    sent_in_a_day, received, recharged, added_to_one_other, sent_to_a_stranger,
]  # fmt: skip


@pytest.mark.parametrize("cap", CAPS, ids=lambda cap: cap.__name__)
def test_no_cap_is_passed_by_many_at_once(world: World, shop: Shop, cap: Callable[[World, Shop], Tried]) -> None:
    asked, most = cap(world, shop)
    ready = Barrier(len(asked))

    def attempt(place: int) -> Any:
        ready.wait()
        return world.conclude(*asked[place], f"at once {place}")

    with ThreadPoolExecutor(len(asked)) as threads:
        outcomes = list(threads.map(attempt, range(len(asked))))
    assert sum(not one.refused for one in outcomes) == most
    world.check()


def test_no_more_names_are_shown_to_many_at_once(world: World) -> None:
    others, viewer = newcomers(world, people.NEW_NAMES_A_DAY + 6), world.actor(MOUSSA).id

    def look(other: Actor) -> str:
        return str(world.do(lambda db: people.show_name(db, viewer, people.get_person(db, other.id))))

    with ThreadPoolExecutor(len(others)) as threads:
        shown = list(threads.map(look, others))
    assert sum(name != "" for name in shown) == people.NEW_NAMES_A_DAY
