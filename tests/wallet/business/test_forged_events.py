"""A taken-over process tells a shop's programs that something was paid or given back which was not; it cannot."""

import json
import uuid
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from tests.wallet.business.test_refund_checkout import by_rail, by_wallet
from tests.world.accountant import Accountant
from tests.world.cashier import Cashier
from tests.world.cast import STRANGER
from tests.world.shop import Shop
from tests.world.world import World
from wallet.business import events
from wallet.core.roles import ProcessKind


@pytest.fixture
def cashier(world: World, shop: Shop) -> Cashier:
    return Cashier.hire(world, shop)


def tell(db: Connection, shop: str, kind: str, about: str, **data: Any) -> None:
    row = {"id": events.new_id(), "merchant": shop, "kind": kind, "object": about, "data": json.dumps(data)}
    db.execute(events.NOTE, row)


@pytest.mark.parametrize("process", ["web", "worker"])
@pytest.mark.parametrize(("kind", "what", "state"), [
    ("checkout.paid", "checkout", "paid"),
    ("checkout.paid", "order", "open"),
    ("checkout.created", "checkout", "paid"),
    ("request.paid", "request", "paid"),
    ("request.created", "request", "paid"),
    ("payment.succeeded", "payment", "succeeded"),
    ("payment.pending", "payment", "succeeded"),
    ("refund.succeeded", "refund", "succeeded"),
    ("invoice.paid", "invoice", "paid"),
    ("invoice.sent", "invoice", "paid"),
])  # fmt: skip
def test_nothing_is_said_to_be_done_that_is_not(
    world: World, cashier: Cashier, process: ProcessKind, kind: str, what: str, state: str
) -> None:
    one = cashier.ask(5_000)
    cashier.prompt(one, STRANGER, "c1")
    ids = {
        "checkout": one.id, "order": one.id, "request": one.id, "payment": world.one("SELECT id::text FROM payment"),
        "refund": str(uuid.uuid4()), "invoice": Accountant.hire(world, cashier.shop).issue(),
    }  # fmt: skip

    def attack(db: Connection) -> None:
        tell(db, one.merchant_id, kind, ids[what], object=what, state=state, amount=5_000)

    with pytest.raises(DBAPIError, match="may not change what a business hears of"):
        world.do(attack, process)


def test_what_was_paid_is_told_of_that_amount_to_that_shop(world: World, cashier: Cashier) -> None:
    one = by_wallet(cashier)
    told = {"object": "checkout", "state": "paid", "amount": 5_000}
    world.do(lambda db: tell(db, one.merchant_id, "checkout.paid", one.id, **told), "web")
    with pytest.raises(DBAPIError, match="may not change"):
        world.do(lambda db: tell(db, one.merchant_id, "checkout.paid", one.id, **{**told, "amount": 50_000}), "web")
    world.open_wallet(STRANGER)
    world.see_id(STRANGER)
    other = world.open_shop(STRANGER, "Zita", "20002")
    with pytest.raises(DBAPIError, match="may not change"):
        world.do(lambda db: tell(db, other.id, "checkout.paid", one.id, **told), "web")


def test_a_collection_is_no_refund(world: World, cashier: Cashier) -> None:
    one = by_rail(cashier, "mtn")
    said = {"object": "refund", "state": "succeeded"}
    with pytest.raises(DBAPIError, match="may not change"):
        world.do(lambda db: tell(db, one.merchant_id, "refund.succeeded", str(one.payment_id), **said), "worker")
