"""Payouts by schedule: each at its time, once, however the clock jumps; and never more than is there."""

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world.shop import Shop
from tests.world.treasury import Treasury
from tests.world.world import World
from wallet.core.clock import DOUALA
from wallet.core.errors import Locked, Misread
from wallet.payouts import schedules
from wallet.payouts.change_settlement import RemoveSettlementAccount
from wallet.payouts.save_schedule import DropSchedule, SaveSchedule
from wallet.prices.tariffs import Tariff
from workers import deadlines

DAYS: Final = 86_400


@pytest.fixture
def treasury(world: World, shop: Shop) -> Treasury:
    return Treasury.open(world, shop)


def tick(treasury: Treasury, times: int = 1) -> list[Any]:
    """Have a worker end what is due; return what was paid out by schedule so far."""
    for _ in range(times):
        deadlines.end_due()
    return treasury.world.rows("SELECT amount, fee, state, by_schedule FROM payout ORDER BY created_at")


def test_each_day_all_that_is_there_is_paid_out_once(treasury: Treasury) -> None:
    account = treasury.add_phone()
    treasury.owner.perform(SaveSchedule(account, "day"))
    assert tick(treasury) == [], "not before six"
    treasury.pass_time(DAYS)
    assert tick(treasury, 3) == [(39_402, 198, "pending", True)]
    assert treasury.shop.takings == 0
    treasury.world.check()
    treasury.world.work("succeeded")
    treasury.pass_time(9 * DAYS)
    assert tick(treasury, 3) == [(39_402, 198, "paid", True)], "nothing was there"
    treasury.world.check()


def test_what_must_stay_is_left_and_the_rest_is_paid_out(treasury: Treasury) -> None:
    account = treasury.add("wallet")
    treasury.owner.perform(SaveSchedule(account, "day"))
    kept = "UPDATE account SET retained = 9600 WHERE kind = 'merchant' AND balance > 0"
    treasury.world.do_as_owner(lambda db: db.exec_driver_sql(kept))
    treasury.pass_time(DAYS)
    assert tick(treasury, 3) == [(30_000, 0, "paid", True)]
    assert treasury.shop.takings == 9_600


def test_a_clock_that_jumps_pays_out_once_for_all_the_days(treasury: Treasury) -> None:
    account = treasury.add("wallet")
    treasury.owner.perform(SaveSchedule(account, "day"))
    treasury.pass_time(30 * DAYS)
    assert len(tick(treasury, 3)) == 1
    next_at = treasury.world.one("SELECT next_at > wallet_now() FROM payout_schedule")
    assert next_at is True


def test_at_a_sum_it_waits_until_that_is_there(treasury: Treasury) -> None:
    account = treasury.add("wallet")
    treasury.owner.perform(SaveSchedule(account, "sum", least=39_601))
    treasury.pass_time(3_600)
    assert tick(treasury) == []
    treasury.owner.perform(SaveSchedule(account, "sum", least=39_600))
    treasury.pass_time(3_600)
    assert tick(treasury) == [(39_600, 0, "paid", True)]
    treasury.world.check()


def test_an_operator_that_is_down_is_tried_again_later(treasury: Treasury) -> None:
    account = treasury.add_phone()
    treasury.owner.perform(SaveSchedule(account, "day"))
    treasury.world.change("UPDATE operator SET maintenance = true WHERE rail = 'mtn'")
    treasury.pass_time(DAYS)
    assert tick(treasury) == []
    assert treasury.world.one("SELECT next_at < wallet_now() + interval '61 minutes' FROM payout_schedule")
    treasury.world.change("UPDATE operator SET maintenance = false WHERE rail = 'mtn'")
    treasury.pass_time(3_700)
    assert len(tick(treasury)) == 1


def test_a_removed_account_and_a_dropped_schedule_pay_nothing(treasury: Treasury) -> None:
    account = treasury.add("wallet")
    treasury.owner.perform(SaveSchedule(account, "day"))
    treasury.owner.perform(DropSchedule())
    treasury.owner.perform(SaveSchedule(account, "week", weekday=3))
    treasury.owner.perform(RemoveSettlementAccount(account))
    treasury.pass_time(8 * DAYS)
    assert tick(treasury) == []
    assert treasury.world.one("SELECT count(*) FROM payout_schedule") == 0


@pytest.mark.parametrize("wrong", [{"every": "hour"}, {"weekday": 8}, {"weekday": 0}, {"least": 99}])
def test_what_is_no_schedule_is_refused(treasury: Treasury, wrong: dict[str, Any]) -> None:
    account = treasury.add("wallet")
    with pytest.raises(Misread):
        treasury.owner.perform(SaveSchedule(account, **{"every": "week", **wrong}))


def test_a_schedule_asks_the_second_factor_and_an_account_that_is_ready(treasury: Treasury) -> None:
    account, owner = treasury.add("wallet"), treasury.owner
    nobodys = owner.perform(SaveSchedule(treasury.shop.merchant.id, "day"))
    assert nobodys.sentence == "member.no_such_account"
    treasury.world.pass_time(700)
    with pytest.raises(Locked, match="stale"):
        owner.perform(SaveSchedule(account, "day"))


@given(st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1)), st.sampled_from(schedules.EVERY), st.integers(1, 7))
def test_the_next_time_is_later_and_near(naive: datetime, every: Any, weekday: int) -> None:
    now = naive.replace(tzinfo=UTC)
    due = schedules.find_next(now, every, weekday)
    assert now < due
    days = {"day": 1, "week": 7, "sum": 1}[every]
    assert (due - now).total_seconds() <= days * DAYS
    if every != "sum":
        assert due.astimezone(DOUALA).hour == schedules.AT_HOUR
    if every == "week":
        assert due.astimezone(DOUALA).isoweekday() == weekday


@given(st.integers(0, 3_000_000))
def test_no_more_is_paid_out_than_is_there_and_no_less(balance: int) -> None:
    tariff = Tariff(5_000, 50, 2_500, 0, 0)

    class Db:
        @staticmethod
        def execute(*_: Any) -> Any:
            return Db

        @staticmethod
        def one() -> Any:
            return tuple(vars(tariff).values())

    amount = schedules.find_amount(Db, balance, is_free=False)  # type: ignore[arg-type]  # it reads the tariff alone
    assert tariff.total(amount) <= balance or amount == 0
    assert tariff.total(amount + 1) > balance
