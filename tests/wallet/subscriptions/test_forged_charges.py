"""A process that was taken over tries to charge people who agreed to nothing, to less, or once; it cannot."""

from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.world.cast import AWA, MOUSSA
from tests.world.claimed import claim
from tests.world.shop import Shop
from tests.world.subscribers import Subscribers
from tests.world.world import World
from wallet import ledger
from wallet.core.roles import ProcessKind
from wallet.ledger import Entry, Transfer
from wallet.subscriptions.write_plans import ChangePlanPrice

Move = tuple[str, str, int, int]  # key, whose phone, francs, fee
BOTH: Final[list[ProcessKind]] = ["web", "worker"]
REFUSED = "may not post|may not change|permission denied"
CHARGE = """INSERT INTO charge (subscription_id, period, due_on, amount, fee, state, reference, at)
    SELECT s.id, :period, subscription_due(s.starts_on, p.every, :period - s.first), :amount, 50, :state,
      CASE :state WHEN 'paid' THEN 'R1' END, wallet_now()
    FROM subscription s JOIN plan p ON p.id = s.plan_id"""
PRICE = "INSERT INTO plan_price (plan_id, since, amount, set_at) SELECT id,"
AGREE = """INSERT INTO mandate (id, subscription_id, most, every, starts_on, times, terms, said, language, channel,
        reference, agreed_at)
    SELECT gen_random_uuid(), s.id, :most, 'month', s.starts_on, NULL, 'plain', '{}', 'fr', 'ussd',
        :reference, wallet_now()
    FROM subscription s"""


@pytest.fixture
def plans(world: World, shop: Shop) -> Subscribers:
    plans = Subscribers(world, shop)
    plans.begin_at(2027, 1, 31, 10)
    world.credit(AWA, 50_000)
    world.open_wallet(MOUSSA)
    world.see_id(MOUSSA)
    world.credit(MOUSSA, 50_000, "moussa")
    plans.agree(AWA, plans.offer(amount=5_000, most=10_000))
    return plans


def attack(
    plans: Subscribers, kind: ProcessKind, *statements: str, move: Move | None = None, asked_by: str = "", **values: Any
) -> None:  # fmt: skip
    """Write as a process, then move money so: key, whose phone, francs, fee."""

    def do(db: Connection) -> None:
        if asked_by:  # as whoever has the pepper too
            claim(db, "forged", "subscribe", ("person", asked_by), values["reference"])
        for statement in statements:
            db.execute(text(statement), values)
        if move:
            key, phone, francs, fee = move
            payer = db.execute(text("""SELECT o.account_id FROM phone f JOIN person o ON o.id = f.person_id
                WHERE f.number = :phone"""), {"phone": phone}).scalar_one()  # fmt: skip
            shop = plans.shop.merchant.account_id
            entries = (Entry(payer, -francs), Entry(shop, francs - fee), Entry(ledger.ours(db, "fees"), fee))
            ledger.post_one(db, Transfer(key, "pay_subscription", entries))

    before = plans.world.balance(AWA), plans.world.balance(MOUSSA)
    with pytest.raises(DBAPIError, match=REFUSED):
        plans.world.do(do, kind)
    assert (plans.world.balance(AWA), plans.world.balance(MOUSSA)) == before
    plans.world.check()


def key_of(plans: Subscribers, period: int) -> str:
    return f"subscription:{plans.find(AWA).id}:{period}"


@pytest.mark.parametrize("kind", BOTH)
def test_not_before_its_day(plans: Subscribers, kind: ProcessKind) -> None:
    attack(plans, kind, CHARGE, move=(key_of(plans, 1), AWA, 5_000, 50), period=1, amount=5_000, state="paid")


@pytest.mark.parametrize("kind", BOTH)
def test_not_twice_a_period(plans: Subscribers, kind: ProcessKind) -> None:
    attack(plans, kind, move=(key_of(plans, 0) + ":again", AWA, 5_000, 50))
    attack(plans, kind, CHARGE, period=0, amount=5_000, state="paid")


@pytest.mark.parametrize("kind", BOTH)
def test_not_more_than_the_plan_costs(plans: Subscribers, kind: ProcessKind) -> None:
    plans.world.pass_time(days=28)
    attack(plans, kind, CHARGE, move=(key_of(plans, 1), AWA, 9_000, 50), period=1, amount=9_000, state="paid")


@pytest.mark.parametrize("kind", BOTH)
def test_not_more_than_was_agreed_to(plans: Subscribers, kind: ProcessKind) -> None:
    plan = plans.world.one("SELECT id::text FROM plan")
    plans.do(ChangePlanPrice(plan, 12_000))
    for _ in range(2):
        plans.live(until=plans.find(AWA).due_on + timedelta(days=1), phone=AWA)
    plans.world.change("UPDATE subscription SET state = 'active', next_at = wallet_now()")
    period = plans.find(AWA).period
    attack(
        plans, kind, CHARGE, move=(key_of(plans, period), AWA, 12_000, 50), period=period, amount=12_000, state="paid"
    )


@pytest.mark.parametrize("kind", BOTH)
def test_not_somebody_else_nor_another_sum(plans: Subscribers, kind: ProcessKind) -> None:
    plans.world.pass_time(days=28)
    charge = {"period": 1, "amount": 5_000, "state": "paid"}
    attack(plans, kind, CHARGE, move=(key_of(plans, 1), MOUSSA, 5_000, 50), **charge)
    attack(plans, kind, CHARGE, move=(key_of(plans, 1), AWA, 6_000, 50), **charge)


@pytest.mark.parametrize("kind", BOTH)
def test_not_without_its_money(plans: Subscribers, kind: ProcessKind) -> None:
    plans.world.pass_time(days=28)
    attack(plans, kind, CHARGE, period=1, amount=5_000, state="paid")


@pytest.mark.parametrize("kind", BOTH)
def test_nobody_agrees_for_somebody(plans: Subscribers, kind: ProcessKind) -> None:
    reference = plans.world.one("SELECT reference FROM mandate")
    attack(plans, kind, AGREE, most=5_000, reference="R9")
    attack(plans, kind, AGREE, most=100_000, reference="R9", asked_by=plans.find(AWA).person_id)
    attack(plans, kind, AGREE, most=5_000, reference="R9", asked_by=plans.world.actor(MOUSSA).person_id)
    attack(plans, kind, AGREE, most=5_000, reference=reference)
    attack(plans, kind, "UPDATE mandate SET most = 100000")


@pytest.mark.parametrize("kind", BOTH)
def test_what_was_ended_or_paused_stays_so_and_periods_are_not_skipped(plans: Subscribers, kind: ProcessKind) -> None:
    attack(plans, kind, "UPDATE subscription SET period = 5")
    attack(plans, kind, "UPDATE subscription SET starts_on = starts_on - 60")
    attack(plans, kind, "UPDATE subscription SET starts_on = starts_on - 60, first = period")
    for state in ("paused", "ended"):
        plans.world.change("""UPDATE subscription SET state = :state, next_at = NULL,
            ended_at = CASE WHEN :state = 'ended' THEN wallet_now() END""", state=state)  # fmt: skip
        attack(plans, kind, "UPDATE subscription SET state = 'active', next_at = wallet_now(), ended_at = NULL")


def test_a_price_is_announced_thirty_days_before(plans: Subscribers) -> None:
    attack(plans, "web", f"{PRICE} wallet_now() - interval '1 hour', 100, wallet_now() - interval '1 hour' FROM plan")
    attack(plans, "web", f"{PRICE} wallet_now(), 100, wallet_now() - interval '30 days' FROM plan")
    ahead = f"{PRICE} wallet_now() + interval '31 days', 100, wallet_now() FROM plan"
    attack(plans, "web", ahead, ahead)  # one at a time
