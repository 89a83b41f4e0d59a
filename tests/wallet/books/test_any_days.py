"""Whatever is posted, whenever days pass and are summed: each day's trial balance is zero, and joins the next."""

from collections import Counter
from datetime import date, timedelta

import hypothesis.strategies as st
from hypothesis import given
from sqlalchemy import Engine, text

from tests.wallet.books.days import pass_time, settle_sums
from tests.wallet.ledger.accounts import Accounts
from tests.world.examples import draw
from wallet.books import checks
from wallet.books.day_sums import find_last, sum_days
from wallet.books.safeguarding import add_up, read_sheet
from wallet.books.trial_balance import read_trial_balance
from wallet.core import clock
from wallet.core.database import in_transaction
from wallet.ledger import post, roll_up
from wallet.ledger.check import find_violations

SAID = (
    "cash -{0}, moussa +{0}", "moussa -{0}, awa +{0}", "awa -{0}, held +{0}", "orange -{0}, fatou +{0}",
    "moussa -{1}, brice +{0}, fees +1", "fatou -{0}, orange +{0}", "brice -{1}, tax +1, orange +{0}",
)  # fmt: skip
posts = st.tuples(st.sampled_from(SAID), st.integers(1, 60))
passes = st.tuples(st.just("pass"), st.integers(1, 60))  # hours
steps = st.lists(st.one_of(posts, posts, passes, st.tuples(st.just("sum"), st.integers(1, 30))), max_size=25)
numbers: Counter[str] = Counter()


def test_each_day_is_zero_and_joins_the_next(engine: Engine, owner: Engine, accounts: Accounts) -> None:
    first = in_transaction(engine, clock.now).date() - timedelta(days=2)

    @draw(12)
    @given(steps)
    def look(taken: list[tuple[str, int]]) -> None:
        for said, number in taken:
            if said == "pass":
                pass_time(owner, hours=number)
            elif said == "sum":
                sum_days(engine, number, 1 + number % 9)
            else:
                numbers["key"] += 1
                with engine.begin() as db:
                    post(db, [accounts.transfer(f"{numbers['key']}: {said.format(number, number + 1)}")])
        in_transaction(engine, roll_up)
        assert_days_join(owner, first)

    look()
    pass_time(owner, days=40)
    last = settle_sums(engine)
    assert last
    assert assert_days_join(owner, first) > 0
    assert in_transaction(engine, find_last) == last


def assert_days_join(owner: Engine, first: date) -> int:
    """Look at every day up to the last that has anything; return how many transfers' legs there were."""
    with owner.begin() as db:
        assert find_violations(db, checks.INVARIANTS) == []
        last = db.execute(text("SELECT (max(posted_at) AT TIME ZONE 'Africa/Douala')::date FROM transfer")).scalar_one()
        closings: dict[str, int] = {}
        legs = 0
        for number in range((last - first).days + 2 if last else 0):
            found = read_trial_balance(db, first + timedelta(days=number))
            assert sum(one.opening for one in found) == sum(one.debits - one.credits for one in found) == 0
            assert {one.line.number: one.opening for one in found if one.opening} == closings
            assert {one.difference for one in add_up(read_sheet(db, first + timedelta(days=number)))} <= {0}
            closings = {one.line.number: one.closing for one in found if one.closing}
            legs += sum(one.legs for one in found)
        counted = db.execute(text("SELECT coalesce(sum(cardinality(accounts)), 0) FROM transfer")).scalar_one()
        assert legs == counted
        whole = read_trial_balance(db, first + timedelta(days=(last - first).days + 1) if last else first, first)
        assert {one.line.number: one.closing for one in whole if one.closing} == closings
        assert sum(one.legs for one in whole) == counted
    return legs
