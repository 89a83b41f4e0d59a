"""Figures of today: what moved by hour and group beside yesterday, who joined, how operators answered."""

from tests.world.cast import ALICE, AWA, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.staff.day_figures import read_figures

TO_NEXT_DAY = 24 * 3600


def test_today_stands_beside_yesterday_until_the_same_minute(world: World, office: Office) -> None:
    world.wait_for_morning()
    world.pass_time(TO_NEXT_DAY + 20 * 60)  # 10:20, and whoever was here before joined on an earlier day
    world.open_wallet(AWA, "Awa Ngo", "2468")
    world.credit(MOUSSA, 30_000)
    world.send(MOUSSA, AWA, 1_000, "yesterday-1")
    world.pass_time(2 * 3600)
    world.send(MOUSSA, AWA, 2_000, "yesterday-2")
    failing = world.recharge(5_000, key="failing")
    assert not failing.refused
    world.work("failed")

    world.pass_time(TO_NEXT_DAY - 3600)  # at 11:20, an hour before what was sent last yesterday
    world.open_wallet("+237651000009", "Odile Mbarga")
    world.send(MOUSSA, AWA, 4_000, "today-1")
    world.recharge(8_000, key="coming")
    world.work("succeeded")
    world.recharge(9_000, key="waiting")

    found = world.do(read_figures, "office")
    assert (found.groups["sent"].now.count, found.groups["sent"].now.amount) == (1, 4_000)
    assert (found.groups["sent"].before.count, found.groups["sent"].before.amount) == (1, 1_000)
    assert (found.groups["added"].now.amount, found.groups["added"].before.amount) == (8_000, 0)
    assert (found.total.now.count, found.total.now.amount) == (2, 12_000)
    assert found.total.now.fee == world.one("SELECT sum(fee)::bigint FROM movement WHERE amount IN (4000, 8000)")
    assert [(hour, one.now.amount, one.before.amount) for hour, one in enumerate(found.hours)
            if one.now.count or one.before.count] == [(10, 0, 1_000), (11, 12_000, 0), (12, 0, 2_000)]  # fmt: skip
    assert (found.joined, found.joined_before) == (1, 0)
    mtn = next(one for one in found.rails if one.rail == "mtn")
    assert (mtn.came, mtn.failed, mtn.under_way, mtn.success_percent) == (1, 0, 1, 100)

    said = office.done("figures", login=ALICE)
    assert "between people" in said
    assert "11:00" in said
