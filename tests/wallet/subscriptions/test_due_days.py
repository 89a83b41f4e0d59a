"""Days on which something is due: months' ends, leap days, and the same in Python as in the database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from tests.world.world import World
from wallet.subscriptions.due_days import EVERY, PlanEvery, count_due, find_due, list_tries

Day = tuple[int, int, int]
DAYS = st.dates(date(2026, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("starts", "every", "nth", "due"),
    [
        ((2027, 1, 31), "month", 1, (2027, 2, 28)), ((2028, 1, 31), "month", 1, (2028, 2, 29)),
        ((2027, 1, 31), "month", 2, (2027, 3, 31)), ((2027, 11, 30), "month", 3, (2028, 2, 29)),
        ((2028, 2, 29), "year", 1, (2029, 2, 28)), ((2028, 2, 29), "year", 4, (2032, 2, 29)),
        ((2027, 12, 30), "week", 1, (2028, 1, 6)),
    ],
)  # fmt: skip
def test_a_day_that_a_month_lacks_is_its_last(
    starts: tuple[int, ...], every: PlanEvery, nth: int, due: tuple[int, ...]
) -> None:
    assert find_due(date(*starts), every, nth) == date(*due)


@given(starts=DAYS, every=st.sampled_from(EVERY), later=st.integers(-400, 4_000))
def test_the_newest_due_is_due_and_the_one_after_it_is_not(starts: date, every: PlanEvery, later: int) -> None:
    today = starts + timedelta(days=later)
    nth = count_due(starts, every, today)
    assert find_due(starts, every, nth + 1) > today
    assert nth == -1 or find_due(starts, every, nth) <= today


def test_the_database_counts_the_same_days(world: World) -> None:
    @given(starts=DAYS, every=st.sampled_from(EVERY), nth=st.integers(0, 60))
    def same(starts: date, every: PlanEvery, nth: int) -> None:
        query = text("SELECT subscription_due(CAST(:starts AS date), :every, :nth)")
        assert db.execute(query, {"starts": starts, "every": every, "nth": nth}).scalar_one() == find_due(
            starts, every, nth
        )

    with world.owner.begin() as db:
        same()


@pytest.mark.parametrize("every", EVERY)
def test_it_is_tried_at_different_hours_before_the_next_is_due(every: PlanEvery) -> None:
    tries = list_tries(every)
    assert len({hour for _, hour in tries}) == len(tries)
    assert all(find_due(date(2027, 2, 1), every, 1) > date(2027, 2, 1) + timedelta(days) for days, _ in tries)
