"""A database that was put back to yesterday: what was charged since is not known any more, and is charged once."""

from datetime import date
from typing import Any, Final

import pytest
from sqlalchemy import Connection, text

from tests.world.cast import AWA
from tests.world.subscribers import Subscribers
from tests.world.world import World
from wallet.subscriptions import charging
from workers.deadlines import end_due

PRICE: Final = 5_000
CHARGED: Final = text("SELECT period, state, reference FROM charge ORDER BY period")


class PutBack(Exception):
    """All that a day did is undone: `charges` are those that it had made."""

    def __init__(self, charges: list[Any]) -> None:
        super().__init__(f"{charges} are not known any more")
        self.charges = charges


def lose_a_day(world: World) -> list[Any]:
    """Do what is due, then put the database back to before it; return the charges that it had."""

    def work(db: Connection) -> None:
        for one in db.execute(text(charging.DUE)).scalars().all():
            charging.end(db, one)
        raise PutBack([tuple(row) for row in db.execute(CHARGED)])

    with pytest.raises(PutBack) as lost:
        world.do(work)
    return lost.value.charges


@pytest.mark.parametrize(
    ("found_after_days", "charges"),
    [(0, ["paid", "paid"]), (1, ["paid", "paid"]), (8, ["paid", "missed", "paid"])],
)  # fmt: skip
def test_each_period_is_charged_once_and_none_is_skipped(
    world: World, plans: Subscribers, found_after_days: int, charges: list[str]
) -> None:
    world.credit(AWA, 50_000)
    plans.agree(AWA, plans.offer(amount=PRICE, every="week"))
    plans.begin_at(2027, 2, 7, 9)
    lost = lose_a_day(world)
    assert [one[:2] for one in lost] == [(0, "paid"), (1, "paid")]
    assert [one[2] for one in plans.charges()] == ["paid"], "nothing of the day is known"
    world.pass_time(days=found_after_days, seconds=5)
    for _ in range(3):
        end_due()
    assert [(n, state) for n, _, state in plans.charges()] == [*enumerate(charges)]
    assert world.balance(AWA) == 50_000 - charges.count("paid") * PRICE
    if charges == ["paid", "paid"]:  # what was texted of it holds: it has the same reference
        assert [tuple(row) for row in world.rows(CHARGED.text)] == lost
    plans.live(until=date(2027, 2, 22), phone=AWA)
    assert [n for n, _, _ in plans.charges()] == [0, 1, 2, 3]
    world.check()
