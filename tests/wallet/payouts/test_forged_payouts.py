"""A taken-over web or worker writes payouts by hand: to whom, how much and when is what an owner ordered."""

from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.wallet.payouts.forging import PAY, Forged, as_process, claim, run
from tests.world import claimed
from tests.world.cast import AWA, BRICE, MOUSSA
from tests.world.shop import Shop
from tests.world.treasury import Treasury
from tests.world.world import World
from wallet import ledger
from wallet.ledger import Entry, Transfer
from wallet.members.sessions import digest
from wallet.operations.actor import Actor
from wallet.payouts.make_payout import AskPayout, DecidePayout, MakePayout
from wallet.payouts.save_schedule import SaveSchedule
from wallet.people import people

REFUSED: Final = "may not|permission denied|no pay of"
Step = Callable[[Connection], Any]


@pytest.fixture
def treasury(world: World, shop: Shop) -> Treasury:
    return Treasury.open(world, shop)


def order(treasury: Treasury, account: str, amount: int = 10_000, fee: int = 50) -> MakePayout:
    """Return what an owner would ask."""
    return MakePayout(treasury.shop.merchant.owner_id, account, amount, fee)


def forge(treasury: Treasury, account: str, **said: Any) -> Forged:
    """Return a payout that an owner ordered, which is written by hand."""
    return Forged(treasury, account, ordered=said.pop("ordered", order(treasury, account)), **said)


def pay(one: Forged, **said: Any) -> Step:
    """Return the step that has a rail told of a payout, whose row names this payment."""
    row = {
        "payment": one.said.get("payment"), "reference": "FORG-ED02", "owner": one.treasury.shop.merchant.owner_id,
        "number": BRICE, "amount": one.amount, "fee": one.fee, "id": one.id, **said,
    }  # fmt: skip
    return run(PAY, **row)


def refused(treasury: Treasury, process: Any, *steps: Step, match: str = REFUSED) -> None:
    """Check that the steps are refused, and that nothing of them was kept."""
    with pytest.raises(DBAPIError, match=match):
        as_process(treasury, process, *steps)
    treasury.world.check()


def test_what_an_owner_ordered_can_be_written_by_hand_too(treasury: Treasury) -> None:
    """So it is what differs below that is refused."""
    bank, phone = treasury.add_bank(), treasury.add_phone()
    one = forge(treasury, bank)
    as_process(treasury, "web", one.write, one.hold)
    two = forge(treasury, phone, way="phone", said={"payment": "00000000-0000-4000-8000-000000000001"})
    as_process(treasury, "web", two.write, two.hold, pay(two))
    treasury.world.check()


@pytest.mark.parametrize("said", [{"amount": 9_000}, {"amount": 20_000, "fee": 100}, {"fee": 0}, {"fee": 51}])
def test_no_other_sum_and_no_other_price(treasury: Treasury, said: dict[str, int]) -> None:
    one = forge(treasury, treasury.add_bank(), **said)
    refused(treasury, "web", one.write, one.hold)


def test_a_price_is_what_the_tariff_says_though_it_was_ordered_so(treasury: Treasury) -> None:
    bank, wallet = treasury.add_bank(), treasury.add("wallet")
    for account, fee in ((bank, 0), (bank, 51), (wallet, 50)):
        one = forge(treasury, account, fee=fee, ordered=order(treasury, account, fee=fee))
        refused(treasury, "web", one.write, one.hold)


def test_nothing_is_paid_out_that_nobody_ordered(treasury: Treasury) -> None:
    bank, phone = treasury.add_bank(), treasury.add_phone()
    for process in ("web", "worker"):
        for said in ({}, {"by_schedule": True}, {"asked_by": None}):
            one = Forged(treasury, bank, said=said)
            refused(treasury, process, one.write, one.hold)
    other = forge(treasury, phone, ordered=order(treasury, bank))
    refused(treasury, "web", other.write, other.hold)
    asked = forge(treasury, bank, ordered=AskPayout(bank, 10_000, 50))
    refused(treasury, "web", asked.write, asked.hold)
    nobodys = forge(treasury, bank, said={"asked_by": None})
    refused(treasury, "web", nobodys.write, nobodys.hold)


def test_who_may_only_ask_orders_nothing(treasury: Treasury) -> None:
    bank = treasury.add_bank()
    one = forge(treasury, bank, by=treasury.members.hire("manager").actor())
    refused(treasury, "web", one.write, one.hold)


KEY: Final = """INSERT INTO api_key (id, merchant_id, hint, digest, pepper, live, permissions, version, since)
    VALUES (:id, CAST(:shop AS uuid), :hint, convert_to(:hint, 'UTF8'), '1', true, :may, now()::date, now())"""


def test_a_program_orders_for_its_own_business_where_its_key_may(treasury: Treasury) -> None:
    bank, world = treasury.add_bank(), treasury.world
    other = world.open_shop(AWA, "Chez Awa", "44116").id

    def forged_by(number: int, shop: str, may: str) -> Forged:
        row = {"id": str(uuid4()), "shop": shop, "hint": f"sk_live_AAAAA{number}", "may": [may]}
        world.change(KEY, **row)
        program = Actor("api_key", row["id"], "fr", "", shop)
        return forge(treasury, bank, by=program, said={"asked_by": None})

    for one in (forged_by(1, other, "payouts:write"), forged_by(2, treasury.shop.merchant.id, "events:read")):
        refused(treasury, "web", one.write, one.hold)
    own = forged_by(3, treasury.shop.merchant.id, "payouts:write")
    as_process(treasury, "web", own.write, own.hold)
    world.check()


def test_one_order_pays_once(treasury: Treasury) -> None:
    account = treasury.add_bank()
    one, two = forge(treasury, account), Forged(treasury, account)
    refused(treasury, "web", one.write, one.hold, two.write, two.hold)


def test_one_to_a_phone_has_the_payment_that_pays_it(treasury: Treasury) -> None:
    phone = treasury.add_phone()
    treasury.world.recharge()
    others = str(treasury.world.one("SELECT id FROM payment"))
    named = "00000000-0000-4000-8000-000000000002"
    for payment in (None, others, named):
        one = forge(treasury, phone, way="phone", said={"payment": payment})
        refused(treasury, "web", one.write, one.hold)
    one = forge(treasury, treasury.add_bank(), said={"payment": others})
    refused(treasury, "web", one.write, one.hold)
    one = forge(treasury, phone, way="phone", said={"payment": named})
    refused(treasury, "web", one.write, one.hold, pay(one, number=AWA))
    refused(treasury, "web", one.write, one.hold, pay(one, amount=one.amount + 50, fee=0))
    refused(treasury, "web", one.write, one.hold, pay(one, payment="00000000-0000-4000-8000-000000000003"))


def test_the_payment_of_one_under_way_stays(treasury: Treasury) -> None:
    treasury.pay_out(treasury.add_phone(), 10_000)
    for change in ("payment_id = gen_random_uuid()", "payment_id = NULL", "decided_by = asked_by"):
        refused(treasury, "web", run(f"UPDATE payout SET {change}"))
    refused(treasury, "worker", run("UPDATE payout SET reason = 'AC04'"))


def test_it_is_put_aside_where_it_is_paid_from_and_ends_nothing_else(treasury: Treasury) -> None:
    account = treasury.add_bank()
    made = treasury.pay_out(account, 10_000)
    one = forge(treasury, account)
    at = lambda place, francs: lambda db: Entry(ledger.ours(db, place), francs)  # noqa: E731
    refused(
        treasury, "web", one.write,
        lambda db: one.hold(db, at("in_transit:bank", 50)(db), at("in_transit:mtn", 10_000)(db)),
    )  # fmt: skip

    def end_another(db: Connection) -> None:
        held = db.execute(text("SELECT transfer_id(:key)"), {"key": f"payout:{treasury.row(made).id}"}).scalar_one()
        legs = (Entry(treasury.shop.merchant.account_id, -10_050), at("in_transit:bank", 10_050)(db))
        ledger.post_one(db, Transfer(f"payout:{one.id}", "hold_payout", legs, ends=held))

    refused(treasury, "web", one.write, end_another)


def test_what_was_asked_is_decided_by_an_owner_as_they_said(treasury: Treasury) -> None:
    bank = treasury.add_bank()
    hired = treasury.members.hire("accountant")
    payout = str(hired.perform(AskPayout(bank, 10_000, 50)).values["payout_id"])
    owner, shop = treasury.owner, treasury.shop.merchant
    asked = Forged(treasury, bank, id=payout)
    go = run("UPDATE payout SET state = 'pending', decided_by = CAST(:by AS uuid)", by=owner.actor().id)
    no = run("UPDATE payout SET state = 'refused', ended_at = wallet_now(), decided_by = CAST(:by AS uuid)",
             by=owner.actor().id)  # fmt: skip
    refused(treasury, "web", go, asked.hold)
    for process in ("web", "worker", "office"):
        refused(treasury, process, no)
    decides = lambda who, agreed: claim(who, DecidePayout(shop.owner_id, payout, agreed))  # noqa: E731
    refused(treasury, "web", decides(hired, 1), go, asked.hold)
    refused(treasury, "web", decides(owner, 0), go, asked.hold)
    refused(treasury, "web", decides(owner, 1), no)
    as_process(treasury, "web", decides(owner, 1), go, asked.hold)
    treasury.world.check()


def test_a_worker_pays_out_what_a_schedule_says_once_it_is_due(treasury: Treasury) -> None:
    wallet, bank = treasury.add("wallet"), treasury.add_bank()
    treasury.owner.perform(SaveSchedule(bank, "day", least=5_000))
    early = Forged(treasury, bank, said={"by_schedule": True, "asked_by": None})
    move = run("UPDATE payout_schedule SET next_at = wallet_now() + interval '1 hour'")
    refused(treasury, "worker", early.write, early.hold)
    treasury.pass_time(86_400)
    refused(treasury, "worker", early.write, early.hold)  # and again at once
    low = Forged(treasury, bank, 4_000, said={"by_schedule": True, "asked_by": None})
    refused(treasury, "worker", low.write, low.hold, move)
    elsewhere = Forged(treasury, wallet, 6_000, 0, said={"by_schedule": True, "asked_by": None, "state": "paid"})
    refused(treasury, "worker", elsewhere.write, move)
    refused(treasury, "web", early.write, early.hold)
    as_process(treasury, "worker", early.write, early.hold, move)
    treasury.world.check()


SCHEDULE: Final = """INSERT INTO payout_schedule (merchant_id, account_id, every, least, next_at, since)
    VALUES (CAST(:shop AS uuid), CAST(:account AS uuid), 'day', 100, wallet_now() + interval '1 hour', wallet_now())"""


def test_a_schedule_is_an_owners_and_pays_to_an_account_of_the_business(treasury: Treasury) -> None:
    wallet = treasury.add("wallet")
    world, shop = treasury.world, treasury.shop.merchant
    other = world.open_shop(AWA, "Chez Awa", "44116")
    refused(treasury, "web", run(SCHEDULE, shop=shop.id, account=wallet))
    refused(treasury, "web", run(SCHEDULE, shop=other.id, account=wallet))
    saves = claim(treasury.owner, SaveSchedule(wallet, "day"))
    refused(treasury, "web", saves, run(SCHEDULE, shop=other.id, account=wallet))
    as_process(treasury, "web", saves, run(SCHEDULE, shop=shop.id, account=wallet))
    refused(treasury, "worker", run("UPDATE payout_schedule SET next_at = wallet_now() + interval '2 hours'"))
    treasury.pass_time(86_400)
    for when in ("10 years", "25 hours", "-1 minutes"):
        refused(treasury, "worker", run(f"UPDATE payout_schedule SET next_at = wallet_now() + interval '{when}'"))
    refused(treasury, "web", run("UPDATE payout_schedule SET next_at = wallet_now()"))


def test_a_payments_end_is_its_payouts(treasury: Treasury) -> None:
    """The worker posts what an operator said, and hides it from the business; or gives it to another."""
    made = treasury.pay_out(treasury.add_phone(), 10_000)
    payment, shop = treasury.row(made).payment_id, treasury.shop.merchant
    fail = run("UPDATE payment SET state = 'failed', due_at = NULL")

    def post(db: Connection, kind: str, name: str, *to: Entry) -> None:
        legs = (Entry(ledger.ours(db, "in_transit:mtn"), -10_050), *to)
        held = db.execute(text("SELECT reservation FROM payment")).scalar_one()
        ledger.post_one(db, Transfer(f"payment:{payment}{name}", kind, legs, ends=held))

    back = lambda db: post(db, "return_payout", ":returned", Entry(shop.account_id, 10_050))  # noqa: E731
    house = lambda db: post(db, "keep_unclaimed", ":unclaimed", Entry(ledger.ours(db, "fees"), 10_050))  # noqa: E731
    kept = lambda db: post(db, "keep_unclaimed", ":unclaimed", Entry(ledger.ours(db, "unclaimed"), 10_050))  # noqa: E731
    over = run("UPDATE payout SET state = 'failed', ended_at = wallet_now()")
    refused(treasury, "worker", fail, back)  # and the payout stays pending
    refused(treasury, "worker", fail, over)  # and the money stays put aside
    for wrong in (house, kept):
        refused(treasury, "worker", fail, wrong, over)
    done = run("UPDATE payment SET state = 'submitting'"), run("UPDATE payment SET state = 'succeeded', due_at = NULL")
    paid = run("UPDATE payout SET state = 'paid', ended_at = wallet_now()")
    priced = lambda db: post(  # noqa: E731
        db, "pay_payout", "", Entry(ledger.ours(db, "operator_float:mtn"), 50), Entry(ledger.ours(db, "fees"), 10_000)
    )
    refused(treasury, "worker", *done, priced, paid)
    as_process(treasury, "worker", fail, back, over)
    treasury.world.check()


def test_an_account_is_added_where_every_owner_is_told(treasury: Treasury) -> None:
    session, shop = digest(treasury.owner.token), treasury.shop.merchant
    add = run(
        "SELECT add_settlement_account(:session, gen_random_uuid(), CAST(:shop AS uuid), 'phone', 'mtn', :number, '')",
        session=session, shop=shop.id, number=AWA,
    )  # fmt: skip
    refused(treasury, "web", add)


@pytest.mark.parametrize("process", ["web", "worker"])
def test_what_a_business_holds_goes_by_no_operation_to_anybody_else(treasury: Treasury, process: Any) -> None:
    """Neither emptied into another's wallet, nor given back to who did not pay it, nor more than once."""
    world, shop = treasury.world, treasury.shop.merchant
    world.open_wallet(MOUSSA)
    paid = world.one("SELECT id FROM transfer WHERE kind = 'pay_till'")

    def post(kind: str, to: str, *, batch: bool = False, undoes: Any = None) -> Step:
        def do(db: Connection) -> None:
            for key in ("mine", "mine too"):
                claimed.claim(db, key, kind)
            taker = people.find_by_phone(db, to)
            assert taker
            legs = (Entry(shop.account_id, -1_000), Entry(taker.account_id, 1_000))
            if batch:
                ledger.post(db, [Transfer(key, kind, legs) for key in ("mine", "mine too")])
            else:
                ledger.post_one(db, Transfer("mine", kind, legs, undoes=undoes))

        return do

    refused(treasury, process, post("empty_till", MOUSSA))
    refused(treasury, process, post("empty_till", MOUSSA, batch=True))
    refused(treasury, process, post("refund_payment", MOUSSA))
    refused(treasury, process, post("refund_payment", MOUSSA, undoes=paid))
    refused(treasury, process, post("refund_payment", AWA))
    as_process(treasury, process, post("empty_till", BRICE, batch=True))
    assert world.balance(BRICE) == 2_000
