"""A taken-over process tries to pay a checkout with less, with another's money or fee, or for another; it cannot."""

import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.wallet.business.test_refund_checkout import by_rail, by_wallet
from tests.world.accountant import Accountant
from tests.world.cashier import Cashier
from tests.world.cast import AWA, MOUSSA, STRANGER
from tests.world.claimed import claim
from tests.world.shop import Shop
from tests.world.world import World
from wallet import ledger
from wallet.business.checkouts import Checkout
from wallet.business.merchants import Merchant
from wallet.core.roles import ProcessKind
from wallet.ledger import Entry, Transfer
from wallet.people import people

PAY = """UPDATE checkout SET state = 'paid', paid_with = transfer_id('checkout:' || id), paid_by = 'wallet', fee = :fee,
    payment_id = CAST(:payment AS uuid), ended_at = wallet_now() WHERE id = :id"""
SUCCEED = "UPDATE payment SET state = :state WHERE id = :id"
REFUND = """INSERT INTO refund (id, merchant_id, checkout_id, amount, fee, way, method, phone, charged, reference,
        state, payment_id, created_at, ended_at)
    VALUES (:id, :merchant, :checkout, :amount, :fee, :way, 'wallet', '', :amount, 'R1', :state,
        CAST(:payment AS uuid), wallet_now(), CASE :state WHEN 'pending' THEN NULL ELSE wallet_now() END)"""
GIVE_BACK = """INSERT INTO payment (id, purpose, direction, reference, rail, party_kind, party, channel, person_id,
        amount, reservation, refunds, checkout_id, created_at, changed_at)
    SELECT CAST(:id AS uuid), 'refund_checkout', 'refund', 'R9', p.rail, p.party_kind, p.party, p.channel, p.person_id,
        :amount, transfer_id(:held), p.id, p.checkout_id, wallet_now(), wallet_now()
    FROM payment p WHERE p.checkout_id = :checkout"""
ASK = """INSERT INTO payment (id, purpose, direction, reference, rail, party_kind, party, channel, person_id, amount,
        checkout_id, created_at, changed_at)
    VALUES (:id, 'pay_checkout', 'collect', 'R1', 'mtn', 'phone', '+237677000098', 'web', :owner, :amount, :checkout,
        wallet_now(), wallet_now())"""
MAKE = """INSERT INTO checkout (id, merchant_id, link_id, invoice_id, amount, title, created_at, due_at)
    VALUES (gen_random_uuid(), :merchant, CAST(:link AS uuid), CAST(:invoice AS uuid), :amount, 'X', wallet_now(),
        wallet_now() + interval '1 day')"""
ASKED_BY_NOBODY = "is asked by nobody of its shop"
REFUSED = "may not post|may not change|more than may go back|not what was quoted|was put aside|does not pay"


@pytest.fixture
def cashier(world: World, shop: Shop) -> Cashier:
    return Cashier.hire(world, shop)


@pytest.fixture
def robbers(world: World) -> Merchant:
    """Another shop, of whoever took the process over."""
    world.open_wallet(MOUSSA)
    world.see_id(MOUSSA)
    return world.open_shop(MOUSSA, "Zita", "20002")


def run(db: Connection, statement: str, **values: Any) -> None:
    db.execute(text(statement), values)


def post(db: Connection, key: str, kind: str, legs: Sequence[tuple[int | str, int]], **more: Any) -> None:
    entries = tuple(Entry(ledger.ours(db, who) if isinstance(who, str) else who, francs) for who, francs in legs)
    ledger.post_one(db, Transfer(key, kind, entries, **more))


def wallet_of(db: Connection, phone: str) -> int:
    found = people.find_by_phone(db, phone)
    assert found
    return found.account_id


def expect_refused(world: World, process: ProcessKind, attack: Any) -> None:
    with pytest.raises(DBAPIError, match=REFUSED):
        world.do(attack, process)
    world.check()


@pytest.mark.parametrize("process", ["web", "worker"])
def test_the_fee_of_a_checkout_goes_to_no_other_shop(
    world: World, cashier: Cashier, robbers: Merchant, process: ProcessKind
) -> None:
    """A fee that the house never had would come out of the house with the refund."""
    world.credit(AWA, 10_000)
    one = cashier.ask(5_000)

    def attack(db: Connection) -> None:
        claim(db, "mine", "pay_checkout", ("person", world.actor(AWA).person_id))
        run(db, PAY, id=one.id, fee=4_000, payment=None)
        shop = cashier.shop.merchant.account_id
        legs = [(wallet_of(db, AWA), -5_000), (shop, 1_000), (robbers.account_id, 4_000)]
        post(db, f"checkout:{one.id}", "pay_checkout", legs)

    expect_refused(world, process, attack)


def test_a_worker_says_no_fee_that_its_payment_did_not_pay(world: World, cashier: Cashier) -> None:
    one = cashier.ask(5_000)
    cashier.prompt(one, STRANGER, "c1")
    payment = world.one("SELECT id::text FROM payment")

    def attack(db: Connection) -> None:
        for state in ("submitting", "succeeded"):
            run(db, SUCCEED, state=state, id=payment)
        run(db, PAY, id=one.id, fee=5_000, payment=payment)
        legs = [("operator_float:mtn", -5_000), (cashier.shop.merchant.account_id, 5_000)]
        post(db, f"checkout:{one.id}", "pay_checkout", legs)

    expect_refused(world, "worker", attack)


def test_a_checkout_is_not_paid_by_a_payment_of_another(world: World, cashier: Cashier) -> None:
    dear, cheap = cashier.ask(50_000), cashier.ask(500)
    cashier.prompt(cheap, STRANGER, "c1")
    payment = world.one("SELECT id::text FROM payment")

    def attack(db: Connection) -> None:
        for state in ("submitting", "succeeded"):
            run(db, SUCCEED, state=state, id=payment)
        run(db, PAY, id=dear.id, fee=0, payment=payment)
        legs = [("operator_float:mtn", -500), (cashier.shop.merchant.account_id, 500)]
        post(db, f"checkout:{dear.id}", "pay_checkout", legs)

    expect_refused(world, "worker", attack)
    assert cashier.read(dear).state == "open"


@pytest.mark.parametrize("process", ["web", "worker"])
def test_nobody_is_asked_to_pay_a_checkout_with_less(world: World, cashier: Cashier, process: ProcessKind) -> None:
    """An honest worker would settle it, and its shop would hear that it is paid."""
    one = cashier.ask(50_000)
    owner = cashier.shop.merchant.owner_id

    def attack(db: Connection) -> None:
        run(db, ASK, id=str(uuid.uuid4()), owner=owner, amount=1, checkout=one.id)

    expect_refused(world, process, attack)
    assert world.one("SELECT count(*) FROM payment") == 0


@pytest.mark.parametrize("process", ["web", "worker"])
@pytest.mark.parametrize("wrong", ["less", "another's"])
def test_nobody_is_asked_to_pay_a_request_with_less_or_for_another(
    world: World, cashier: Cashier, process: ProcessKind, wrong: str
) -> None:
    world.open_wallet(AWA)
    asker, request = world.actor(AWA).person_id, str(uuid.uuid4())
    world.change(
        """INSERT INTO request (id, code, asker_id, phone, amount, reference, language, asked_at, due_at)
        VALUES (:id, '48217365', :asker, '+237677000098', 5000, 'R2', 'fr', wallet_now(), wallet_now())""",
        id=request, asker=asker,
    )  # fmt: skip
    whose = cashier.shop.merchant.owner_id if wrong == "another's" else asker

    def attack(db: Connection) -> None:
        asked = ASK.replace("checkout_id", "request_id")
        run(db, asked, id=str(uuid.uuid4()), owner=whose, amount=1 if wrong == "less" else 5_000, checkout=request)

    expect_refused(world, process, attack)


@pytest.mark.parametrize("process", ["web", "worker"])
@pytest.mark.parametrize("of", ["invoice", "link"])
def test_nobody_is_paid_for_another_shops_invoice_or_link(
    world: World, cashier: Cashier, robbers: Merchant, process: ProcessKind, of: str
) -> None:
    accountant = Accountant.hire(world, cashier.shop)
    theirs = {"invoice": accountant.issue() if of == "invoice" else None}
    theirs["link"] = cashier.make_link(amount=500).id if of == "link" else None

    def attack(db: Connection) -> None:
        run(db, "UPDATE checkout SET state = 'cancelled', ended_at = wallet_now() WHERE state = 'open'")
        run(db, MAKE, merchant=robbers.id, amount=500, **theirs)

    expect_refused(world, process, attack)


@pytest.mark.parametrize("process", ["web", "worker"])
@pytest.mark.parametrize("paid", [by_wallet, lambda cashier: by_rail(cashier, "mtn")], ids=["wallet", "rail"])
def test_a_refund_that_gives_nothing_is_none(world: World, cashier: Cashier, process: ProcessKind, paid: Any) -> None:
    one: Checkout = paid(cashier)

    def attack(db: Connection) -> None:
        said = {"merchant": one.merchant_id, "checkout": one.id, "amount": 5_000, "fee": 0, "way": "wallet"}
        cashier.claim_refund(db, one.id, 5_000)
        run(db, REFUND, id=str(uuid.uuid4()), payment=None, state="succeeded", **said)

    expect_refused(world, process, attack)
    assert cashier.read(one).refunded == 0


def test_a_part_of_the_fee_comes_back_with_a_part_of_the_payment(world: World, cashier: Cashier) -> None:
    one, made = cashier.read(by_wallet(cashier)), str(uuid.uuid4())

    def attack(db: Connection) -> None:
        said = {"merchant": one.merchant_id, "checkout": one.id, "amount": 60, "fee": 50, "way": "wallet"}
        cashier.claim_refund(db, one.id, 60)
        run(db, REFUND, id=made, payment=None, state="succeeded", **said)
        legs = [(cashier.shop.merchant.account_id, -10), ("fees", -50), (wallet_of(db, AWA), 60)]
        post(db, f"refund:{made}", "refund_payment", legs, undoes=uuid.UUID(str(one.paid_with)))

    expect_refused(world, "web", attack)


@pytest.mark.parametrize("process", ["web", "worker"])
@pytest.mark.parametrize("asked", ["by nobody", "of another checkout", "of less", "by another shop's owner"])
def test_a_login_alone_gives_nothing_back(
    world: World, cashier: Cashier, robbers: Merchant, process: ProcessKind, asked: str
) -> None:
    """All is as a refund should be, save that no owner, member or program of the shop gives this much of this back."""
    one, made = cashier.read(by_wallet(cashier)), str(uuid.uuid4())

    def give(db: Connection, *, as_it_should: bool) -> None:
        if as_it_should or asked != "by nobody":
            owner = robbers.owner_id if asked == "by another shop's owner" and not as_it_should else one_owner
            what = {
                "checkout_id": str(uuid.uuid4()) if asked == "of another checkout" and not as_it_should else one.id,
                "amount": 4_999 if asked == "of less" and not as_it_should else 5_000,
            }
            assert claim(db, "gives back", "refund_checkout", ("person", owner), **what)
        said = {"merchant": one.merchant_id, "checkout": one.id, "amount": 5_000, "fee": 50, "way": "wallet"}
        run(db, REFUND, id=made, payment=None, state="succeeded", **said)
        legs = [(cashier.shop.merchant.account_id, -4_950), ("fees", -50), (wallet_of(db, AWA), 5_000)]
        post(db, f"refund:{made}", "refund_payment", legs, undoes=uuid.UUID(str(one.paid_with)))

    one_owner = cashier.shop.merchant.owner_id
    with pytest.raises(DBAPIError, match=ASKED_BY_NOBODY):
        world.do(lambda db: give(db, as_it_should=False), process)
    assert cashier.read(one).refunded == 0
    world.do(lambda db: give(db, as_it_should=True), process)
    assert cashier.read(one).refunded == 5_000


@pytest.mark.parametrize("process", ["web", "worker"])
def test_what_was_put_aside_for_one_payer_goes_to_no_other(
    world: World, cashier: Cashier, process: ProcessKind
) -> None:
    """The money of one refund is named by a payment that gives another checkout's payer theirs."""
    victims = by_rail(cashier, "mtn", STRANGER)
    mine = by_rail(cashier, "orange", "+237699000098")
    assert (victims.state, mine.state) == ("paid", "paid")
    world.change("UPDATE payment SET rail = 'mtn' WHERE checkout_id = :id", id=mine.id)
    refund, payment = str(uuid.uuid4()), str(uuid.uuid4())

    def attack(db: Connection) -> None:
        said = {"merchant": victims.merchant_id, "checkout": victims.id, "amount": 5_000, "fee": 50, "way": "source"}
        cashier.claim_refund(db, victims.id, 5_000)
        run(db, REFUND, id=refund, payment=payment, state="pending", **said)
        legs = [(cashier.shop.merchant.account_id, -4_950), ("fees", -50), ("in_transit:mtn", 5_000)]
        post(db, f"refund:{refund}", "hold_refund", legs)
        run(db, GIVE_BACK, id=payment, amount=5_000, held=f"refund:{refund}", checkout=mine.id)

    with pytest.raises(DBAPIError, match=REFUSED):
        world.do(attack, process)
    assert world.one("SELECT count(*) FROM refund") == 0
