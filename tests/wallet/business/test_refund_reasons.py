"""Transfers that give a refund of a checkout, or put it aside: as much as its row says, to its payer."""

from collections.abc import Sequence
from typing import Any, Final

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.wallet.business.test_pay_checkout import pay
from tests.wallet.business.test_refund_checkout import by_rail, by_wallet
from tests.world.cashier import Cashier
from tests.world.cast import AWA, FATOU, MOUSSA
from tests.world.shop import Shop
from tests.world.world import World
from wallet import ledger
from wallet.business import merchants
from wallet.business.checkouts import Checkout
from wallet.ledger import Entry, Transfer
from wallet.people import people

Legs = Sequence[tuple[Any, int]]
ID: Final = "00000000-0000-0000-0000-000000000001"
KEY: Final = f"refund:{ID}"
NOT_SO: Final = "may not post"
WRITE: Final = text("""INSERT INTO refund (id, merchant_id, checkout_id, amount, fee, way, method, phone, charged,
        reference, state, payment_id, created_at, ended_at)
    SELECT CAST(:id AS uuid), merchant_id, id, 1000, 10, CAST(:way AS text), paid_by, '', 1000, 'R',
        CASE CAST(:way AS text) WHEN 'source' THEN 'pending' ELSE 'succeeded' END,
        CASE CAST(:way AS text) WHEN 'source' THEN CAST(:id AS uuid) END, wallet_now(),
        CASE CAST(:way AS text) WHEN 'source' THEN NULL ELSE wallet_now() END
    FROM checkout WHERE id = CAST(:checkout AS uuid)""")


@pytest.fixture
def cashier(world: World, shop: Shop) -> Cashier:
    return Cashier.hire(world, shop)


def post(cashier: Cashier, db: Connection, one: Checkout, way: str, kind: str, legs: Legs, key: str = KEY) -> None:
    """Write a refund of 1 000, 10 of them fee, and post these legs for it."""
    cashier.claim_refund(db, one.id, 1_000)
    db.execute(WRITE, {"id": ID, "way": way, "checkout": one.id})

    def account(named: Any) -> int:
        if named == "shop":
            return cashier.shop.merchant.account_id
        if found := people.find_by_phone(db, named):
            theirs = merchants.find_by_owner(db, found.id)
            return theirs.account_id if theirs else found.account_id
        return ledger.ours(db, named)

    entries = tuple(Entry(account(name), amount) for name, amount in legs)
    ledger.post_one(db, Transfer(key, kind, entries, undoes=None))


WALLET: Final = (("shop", -990), ("fees", -10), (AWA, 1_000))
WRONG: Final = {
    "of another size": (("shop", -980), ("fees", -10), (AWA, 990)),
    "more of the fee": (("shop", -980), ("fees", -20), (AWA, 1_000)),
    "to another": (("shop", -990), ("fees", -10), (FATOU, 1_000)),
    "to a number": (("shop", -990), ("fees", -10), ("held", 1_000)),
    "by another shop": ((FATOU, -990), ("fees", -10), (AWA, 1_000)),
    "by the payer": ((AWA, -990), ("fees", -10), ("held", 1_000)),
}


@pytest.mark.parametrize("legs", WRONG.values(), ids=WRONG)
def test_a_refund_is_posted_as_its_row_says(world: World, cashier: Cashier, legs: Legs) -> None:
    world.open_wallet(FATOU)
    if legs[0][0] == FATOU:
        world.see_id(FATOU)
        theirs = Cashier(world, Shop(world, world.open_shop(FATOU, "Chez Fatou", "55228")))
        world.credit(MOUSSA, 2_000)
        assert pay(theirs, theirs.ask(2_000), MOUSSA, "p2") == "checkout_paid"
    one = by_wallet(cashier)
    with pytest.raises(DBAPIError, match=NOT_SO):
        world.do(lambda db: post(cashier, db, one, "wallet", "refund_payment", legs), "web")


def test_a_refund_needs_its_own_key_and_is_posted_once(world: World, cashier: Cashier) -> None:
    one = by_wallet(cashier)
    with pytest.raises(DBAPIError, match=NOT_SO):
        world.do(lambda db: post(cashier, db, one, "wallet", "refund_payment", WALLET, f"{KEY}:again"), "web")
    world.do(lambda db: post(cashier, db, one, "wallet", "refund_payment", WALLET), "web")
    assert world.balance(AWA) == 6_000


ASIDE: Final = (("shop", -990), ("fees", -10), ("in_transit:mtn", 1_000))


@pytest.mark.parametrize(
    "legs",
    [
        (("shop", -990), ("fees", -10), ("in_transit:orange", 1_000)),
        (("shop", -1_000), ("in_transit:mtn", 1_000)),
        (("shop", -890), ("fees", -10), ("in_transit:mtn", 900)),
    ],
)
def test_what_is_put_aside_is_so_much_for_the_rail_that_paid(world: World, cashier: Cashier, legs: Legs) -> None:
    one = by_rail(cashier, "mtn")
    with pytest.raises(DBAPIError, match=NOT_SO):
        world.do(lambda db: post(cashier, db, one, "source", "hold_refund", legs), "web")


def test_what_failed_is_returned_to_whom_it_was_taken_from(world: World, cashier: Cashier) -> None:
    one, payer = by_rail(cashier, "mtn", MOUSSA), world.actor(MOUSSA).person_id
    pay_back = text("""INSERT INTO payment (id, purpose, direction, reference, rail, party_kind, party, channel,
            person_id, amount, reservation, checkout_id, refunds, due_at, created_at, changed_at)
        SELECT CAST(:id AS uuid), 'refund_checkout', 'refund', 'R', rail, party_kind, party, channel, person_id, 1000,
            transfer_id(:key), checkout_id, id, wallet_now(), wallet_now(), wallet_now() FROM payment""")

    def ask(db: Connection) -> None:
        post(cashier, db, one, "source", "hold_refund", ASIDE)
        db.execute(pay_back, {"id": ID, "key": KEY})

    world.do(ask, "web")
    world.change("UPDATE payment SET state = 'failed' WHERE direction = 'refund'")

    def give_back(db: Connection, shops: int, to_payer: bool = False) -> None:
        shop, transit = cashier.shop.merchant.account_id, ledger.ours(db, "in_transit:mtn")
        shop = people.get_person(db, payer).account_id if to_payer else shop
        held = db.execute(text("SELECT transfer_id(:key)"), {"key": KEY}).scalar_one()
        entries = (Entry(transit, -1_000), Entry(shop, shops), Entry(ledger.ours(db, "fees"), 1_000 - shops))
        ledger.post_one(db, Transfer(f"payment:{ID}:returned", "return_refund", entries, ends=held))

    for shops in (1_000, 980):
        with pytest.raises(DBAPIError, match=NOT_SO):
            world.do(lambda db, shops=shops: give_back(db, shops), "worker")
    with pytest.raises(DBAPIError, match=NOT_SO):
        world.do(lambda db: give_back(db, 990, to_payer=True), "worker")
    world.do(lambda db: give_back(db, 990), "worker")
    assert cashier.shop.takings == 4_950


PAYS_BACK: Final = """INSERT INTO payment (id, purpose, direction, reference, rail, party_kind, party, channel,
        person_id, amount, reservation, checkout_id, refunds, due_at, created_at, changed_at)
    SELECT CAST(:id AS uuid), 'refund_checkout', 'refund', 'R', rail, party_kind, {party}, channel, person_id, 1000,
        transfer_id(:key), checkout_id, {refunds}, wallet_now(), wallet_now(), wallet_now() FROM payment"""


@pytest.mark.parametrize(
    "wrong", [{"party": f"'{FATOU}'"}, {"refunds": "NULL"}, {"party": f"'{FATOU}'", "refunds": "NULL"}], ids=str
)
def test_an_operator_is_told_to_give_back_to_who_paid_alone(
    world: World, cashier: Cashier, wrong: dict[str, str]
) -> None:
    one = by_rail(cashier, "mtn")

    def ask(db: Connection) -> None:
        post(cashier, db, one, "source", "hold_refund", ASIDE)
        db.execute(text(PAYS_BACK.format(**{"party": "party", "refunds": "id"} | wrong)), {"id": ID, "key": KEY})

    with pytest.raises(DBAPIError, match=r"not what was quoted|was put aside|violates"):
        world.do(ask, "web")
