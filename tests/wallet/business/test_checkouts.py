"""Checkouts and links: made by a business, reached by a code and an address, ended once."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, text

from tests.world.program import give_key
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import checkouts, links, methods
from wallet.business.checkouts import Checkout, NewCheckout
from wallet.business.create_checkout import (
    WRITE_CHECKOUTS,
    CreateCheckout,
    ExpireCheckout,
    OpenLink,
)
from wallet.business.create_link import WRITE_LINKS, CloseLink, CreateLink
from wallet.business.links import NewLink
from wallet.core.errors import Misread
from wallet.operations import pay_addresses
from wallet.operations.actor import Actor
from wallet.payments import operators
from workers.deadlines import end_due

MAY = frozenset({WRITE_CHECKOUTS, WRITE_LINKS})


def key_of(merchant_id: str) -> Actor:
    return Actor("api_key", "key-1", "fr", business_id=merchant_id, permissions=MAY)


def make(world: World, shop: Shop, amount: int = 5_000, **more: Any) -> Checkout:
    new = NewCheckout(shop.merchant.id, amount, "Gâteau", **more)
    return world.do(lambda db: checkouts.create(db, new)[0], "web")


def kinds_heard(world: World) -> list[str]:
    return world.column("SELECT kind FROM event ORDER BY at, id")


def test_a_checkout_has_a_code_and_an_address_of_its_own_and_its_business_hears_of_it(world: World, shop: Shop) -> None:
    actor = key_of(shop.merchant.id)
    said = world.perform(actor, CreateCheckout(NewCheckout(shop.merchant.id, 5_000, "Gâteau", "F-12")), "c1", "api")
    token = world.do(lambda db: pay_addresses.find_by_code(db, said.values["pay_code"])).token
    address = world.do(lambda db: pay_addresses.find_by_token(db, token))
    assert address
    assert address.thing == "checkout"
    found = world.do(lambda db: checkouts.find(db, address.id))
    assert found
    assert (found.amount, found.reference, found.state) == (5_000, "F-12", "open")
    by_code = world.do(lambda db: pay_addresses.find_by_code(db, said.values["pay_code"]))
    assert by_code
    assert (by_code.thing, by_code.id) == ("checkout", found.id)
    assert kinds_heard(world) == ["checkout.created"]


def test_what_is_said_of_a_checkout_just_made_is_what_stands(world: World, shop: Shop) -> None:
    """Its row is not read back, and its event is written with it."""
    asked = {"reference": "F-12", "customer_email": "awa@example.com", "language": "en", "waits_seconds": 90}
    made = make(world, shop, **asked)
    assert made == world.do(lambda db: checkouts.get(db, made.id))
    assert world.one("SELECT data FROM event") == checkouts.describe(made)
    assert world.one("SELECT object_id FROM event") == made.id


def test_a_key_of_one_business_makes_and_ends_nothing_of_another(world: World, shop: Shop) -> None:
    other, one = key_of("00000000-0000-4000-8000-000000000001"), make(world, shop)
    assert world.perform(other, CreateCheckout(NewCheckout(shop.merchant.id, 500, "x")), "c1", "api").refused
    assert world.perform(other, ExpireCheckout(one.id), "c2", "api").refused
    assert world.perform(other, CreateLink(NewLink(shop.merchant.id, "x", 500)), "c3", "api").refused
    assert world.one("SELECT state FROM checkout") == "open"


def test_a_checkout_is_taken_back_once(world: World, shop: Shop) -> None:
    one, actor = make(world, shop), key_of(shop.merchant.id)
    assert world.perform(actor, ExpireCheckout(one.id), "c1", "api").sentence == "checkout_cancelled"
    assert world.perform(actor, ExpireCheckout(one.id), "c2", "api").sentence == "refusal.checkout_cancelled"
    assert kinds_heard(world) == ["checkout.created", "checkout.cancelled"]


def test_a_checkout_expires_by_itself_once_its_time_is_past(world: World, shop: Shop) -> None:
    make(world, shop, waits_seconds=600)
    assert end_due() == 0
    world.pass_time(601)
    assert end_due() == 1
    assert world.one("SELECT state FROM checkout") == "expired"
    assert kinds_heard(world) == ["checkout.created", "checkout.expired"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0}, {"amount": 99}, {"amount": links.LARGEST + 1}, {"title": ""}, {"title": "x" * 61},
        {"title": "a\nb"}, {"reference": "r" * 201}, {"reference": "a\x00"}, {"language": "de"}, {"waits_seconds": 0},
        {"return_url": "http://shop.example/"}, {"return_url": "https://a@shop.example/"}, {"return_url": "//x.ex"},
        {"return_url": "javascript:alert(1)"}, {"return_url": "https://[x"}, {"return_url": "https://x.example/ a"},
    ],
)  # fmt: skip
def test_what_no_checkout_can_be(wrong: dict[str, Any]) -> None:
    with pytest.raises(Misread):
        NewCheckout(**{"merchant_id": "m", "amount": 500, "title": "Gâteau", **wrong})


def open_link(world: World, link_id: str, key: str, amount: int = 0) -> str:
    payer = Actor("payer", link_id, "fr")
    return world.perform(payer, OpenLink(link_id, amount), key, "web").sentence


def make_link(world: World, shop: Shop, **more: Any) -> str:
    give_key(world, shop.merchant.id)
    program = replace(key_of(shop.merchant.id), id=str(world.one("SELECT id FROM api_key LIMIT 1")))
    said = world.perform(program, CreateLink(NewLink(shop.merchant.id, "Don", **more)), "l1", "api")
    return str(said.values["link_id"])


def test_a_link_makes_as_many_checkouts_as_it_may(world: World, shop: Shop) -> None:
    link_id = make_link(world, shop, amount=1_000, times=2)
    assert [open_link(world, link_id, key) for key in "abc"] == [*["checkout_created"] * 2, "refusal.link_closed"]
    assert world.column("SELECT amount FROM checkout") == [1_000, 1_000]
    world.pass_time(checkouts.OF_LINK.total_seconds() + 1)
    end_due()
    assert open_link(world, link_id, "d") == "checkout_created", "what nobody paid in time is free again"


def test_a_closed_link_makes_none(world: World, shop: Shop) -> None:
    link_id = make_link(world, shop, amount=1_000)
    world.perform(key_of(shop.merchant.id), CloseLink(link_id), "l2", "api")
    assert open_link(world, link_id, "a") == "refusal.link_closed"


def test_an_open_amount_stays_within_its_bounds(world: World, shop: Shop) -> None:
    link_id = make_link(world, shop, least=500, most=2_000)
    assert open_link(world, link_id, "a", 500) == "checkout_created"
    for wrong in (0, 499, 2_001):
        with pytest.raises(Misread):
            open_link(world, link_id, f"b{wrong}", wrong)


def test_whoever_holds_one_address_opens_no_other_link(world: World, shop: Shop) -> None:
    link_id = make_link(world, shop, amount=1_000)
    stranger = Actor("payer", "00000000-0000-4000-8000-000000000001", "fr")
    assert world.perform(stranger, OpenLink(link_id), "a", "web").sentence == "refusal.not_allowed"


def offered(world: World, amount: int) -> list[tuple[str, str]]:
    return [(one.method.name, one.rail) for one in world.do(lambda db: methods.list_offers(db, amount))]


def test_a_method_is_offered_by_the_first_rail_that_is_open_and_takes_the_amount(world: World) -> None:
    assert offered(world, 501) == [
        ("wallet", ""), ("orange", "orange"), ("mtn", "mtn"), ("card", "flutterwave"), ("paypal", "paypal"),
    ]  # fmt: skip

    def close(db: Connection) -> None:
        for rail in ("flutterwave", "mtn"):
            operators.set_maintenance(db, rail, on=True)

    world.do_as_owner(close)
    assert offered(world, 500) == [("wallet", ""), ("orange", "orange"), ("card", "cinetpay"), ("paypal", "paypal")]
    left = [("wallet", ""), ("orange", "orange"), ("paypal", "paypal")]
    assert offered(world, 501) == left, "CinetPay collects multiples of 5"


def test_crypto_is_a_method_once_staff_switch_it_on(world: World) -> None:
    assert ("crypto", "btcpay") not in offered(world, 500)
    world.do_as_owner(lambda db: operators.set_maintenance(db, "btcpay", on=False))
    assert offered(world, 500)[-1] == ("crypto", "btcpay")


def test_no_outcome_keeps_the_address_of_a_page(world: World, shop: Shop) -> None:
    """Reports read every outcome, and no token: whoever has it reads what is shown to who pays."""
    actor = key_of(shop.merchant.id)
    world.perform(actor, CreateCheckout(NewCheckout(shop.merchant.id, 5_000, "Gâteau")), "c1", "api")
    with world.owner.begin() as db:
        token = db.execute(text("SELECT token FROM pay_address WHERE checkout_id IS NOT NULL")).scalar_one()
    assert not world.column(f"SELECT key FROM operation WHERE operation::text LIKE '%{token}%'")
