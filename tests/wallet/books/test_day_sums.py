"""Days are added up once they are over, whole, whatever runs meanwhile; nothing is posted into them any more."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, Engine, text

from tests.wallet.books.days import TIMES, pass_time, say, settle_sums, to_noon
from tests.wallet.ledger.accounts import Accounts
from wallet.books import day_sums
from wallet.books.day_sums import find_last, sum_days
from wallet.books.trial_balance import ChartBalance, read_trial_balance
from wallet.core.database import in_transaction
from wallet.ledger import post
from wallet.ledger.check import INVARIANTS, find_violations

DAY = timedelta(days=1)


def balances(engine: Engine, day: date, since: date | None = None) -> dict[str, tuple[int, int, int, int]]:
    """Return the trial balance of a day, or of days since one, by line: opening, debits, credits, closing; all zero."""
    found = in_transaction(engine, lambda db: read_trial_balance(db, day, since))
    assert sum(one.closing for one in found) == sum(one.opening for one in found) == 0
    assert sum(one.debits for one in found) == sum(one.credits for one in found)
    return {one.line.number: figures(one) for one in found}


def figures(one: ChartBalance) -> tuple[int, int, int, int]:
    return one.opening, one.debits, one.credits, one.closing


def test_a_days_balance_is_the_same_before_and_after_it_is_added_up(
    engine: Engine,
    owner: Engine,
    accounts: Accounts,
) -> None:
    first = to_noon(owner)
    say(engine, accounts, "in: cash -1000, moussa +1000", "s: moussa -510, awa +500, fees +10")
    second = to_noon(owner)
    say(engine, accounts, "h: awa -200, held +200", "e: held -200, awa +190, fees +10 ends h")
    first_day = {"571000": (0, 1000, 0, -1000), "419110": (0, 510, 1500, 990), "706190": (0, 0, 10, 10)}
    second_day = {
        "571000": (-1000, 0, 0, -1000), "419110": (990, 200, 190, 980), "706190": (10, 0, 10, 20),
        "419140": (0, 200, 200, 0),
    }  # fmt: skip
    both_days = {
        "571000": (0, 1000, 0, -1000), "419110": (0, 710, 1690, 980), "706190": (0, 0, 20, 20),
        "419140": (0, 200, 200, 0),
    }  # fmt: skip
    for _ in range(2):  # as it is posted; then from the sums of the first day and what came since
        assert balances(engine, first) == first_day
        assert balances(engine, second) == second_day
        assert balances(engine, second, first) == both_days
        assert settle_sums(engine) == first
    to_noon(owner)
    assert settle_sums(engine) == second
    assert (balances(engine, first), balances(engine, second)) == (first_day, second_day)
    assert balances(engine, second, first) == both_days
    with engine.begin() as db:
        assert (
            db.execute(text("SELECT count(*) FROM day_sum WHERE account_id = 0 AND day = :d"), {"d": first}).scalar()
            == 1
        )


def test_a_day_waits_for_what_was_posted_and_not_yet_committed(
    engine: Engine,
    owner: Engine,
    accounts: Accounts,
) -> None:
    day = to_noon(owner)
    late = engine.connect()
    with late.begin():
        post(late, [accounts.transfer("in: cash -1000, moussa +1000")])
        pass_time(owner, days=1)
        for _ in range(3):
            sum_days(engine, TIMES)
            assert in_transaction(engine, find_last) is None
    late.close()
    assert settle_sums(engine) == day
    assert balances(engine, day)["571000"] == (0, 1000, 0, -1000)


def test_what_is_posted_by_a_clock_that_was_put_back_stands_on_the_day_after(
    engine: Engine,
    owner: Engine,
    accounts: Accounts,
) -> None:
    day = to_noon(owner)
    say(engine, accounts, "in: cash -1000, moussa +1000")
    pass_time(owner, days=1)
    assert settle_sums(engine) == day
    pass_time(owner, days=-1)
    say(engine, accounts, "s: moussa -510, awa +500, fees +10", "h: awa -100, held +100")
    with engine.begin() as db:
        post(db, [accounts.transfer("m: moussa -5, awa +5"), accounts.transfer("n: moussa -5, awa +5")])
    assert "706190" not in balances(engine, day)
    assert balances(engine, day + DAY)["706190"] == (0, 0, 10, 10)
    assert balances(engine, day + DAY)["419110"] == (1000, 620, 510, 890)
    pass_time(owner, days=2)
    assert settle_sums(engine) == day + DAY


def test_a_clock_put_back_within_a_day_gives_no_account_an_entry_before_its_newest(
    engine: Engine,
    owner: Engine,
    accounts: Accounts,
) -> None:
    """Post alone and many at once: what shares an account takes the time of its newest entry, no other does."""
    to_noon(owner)
    say(engine, accounts, "in: cash -1000, moussa +1000", "f: cash -1000, fatou +1000")
    pass_time(owner, minutes=10)
    say(engine, accounts, "s: moussa -510, awa +500, fees +10")
    pass_time(owner, minutes=-7)
    say(engine, accounts, "late: moussa -10, fatou +10", "held: awa -100, held +100")
    with engine.begin() as db:
        many = [accounts.transfer(f"{n}: fatou -5, {whom} +5") for n, whom in enumerate(("moussa", "awa", "moussa"))]
        assert [one.outcome for one in post(db, many)] == ["posted"] * 3
        at = dict(db.execute(text("SELECT key, posted_at FROM transfer")).all())
    assert at["late"] == at["held"] == at["0"] == at["2"] == at["s"]
    with engine.begin() as db:
        post(db, [accounts.transfer("c: cash -5, fees +5")])
        assert db.execute(text("SELECT posted_at FROM transfer WHERE key = 'c'")).scalar_one() < at["s"]
        assert find_violations(db, INVARIANTS) == []
    pass_time(owner, minutes=10)
    say(engine, accounts, "on: moussa -5, awa +5")
    with engine.begin() as db:
        assert db.execute(text("SELECT posted_at FROM transfer WHERE key = 'on'")).scalar_one() > at["s"]


def test_it_goes_on_where_it_was_cut(
    engine: Engine,
    owner: Engine,
    accounts: Accounts,
) -> None:
    """Some hours are a transaction: what is cut short is not there, and is done again; two who add up take turns."""
    day = to_noon(owner)
    for hour in range(3):
        say(engine, accounts, f"{hour}: cash -100, moussa +100")
        pass_time(owner, hours=1)
    pass_time(owner, days=1)
    while not in_transaction(engine, lambda db: db.execute(text("SELECT count(*) FROM day_sum")).scalar_one()):
        sum_days(engine, 1, 1)
    with engine.connect() as killed:
        killed.begin()
        killed.execute(day_sums.SUM_HOURS, {"most": 1})
        killed.rollback()
    racing = [threading.Thread(target=sum_days, args=(engine, TIMES, 1)) for _ in range(3)]
    for one in racing:
        one.start()
    for one in racing:
        one.join()
    assert settle_sums(engine) == day
    assert balances(engine, day)["571000"] == (0, 300, 0, -300)


def test_a_copy_on_another_server_is_added_up(
    engine: Engine,
    owner: Engine,
    accounts: Accounts,
) -> None:
    """Add up a copy whose transactions are numbered anew: what the first server noted of them says nothing there."""
    day = to_noon(owner)
    say(engine, accounts, "in: cash -100, moussa +100")
    pass_time(owner, days=1)
    with owner.begin() as db:
        db.execute(
            text("""UPDATE posting_horizon SET sure_in = '99999999999',
            until = date_trunc('day', wallet_now(), 'Africa/Douala')""")
        )
    assert settle_sums(engine) == day


def test_nobody_else_writes_them(engine: Engine) -> None:
    for statement in ("DELETE FROM day_sum", "UPDATE posting_horizon SET until = now()", "DELETE FROM day_summed"):
        with pytest.raises(Exception, match="permission denied"):
            in_transaction(engine, lambda db, statement=statement: run(db, statement))


def run(db: Connection, statement: str) -> None:
    db.execute(text(statement))
