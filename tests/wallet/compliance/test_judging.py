"""A day is judged once, whole, when it is over; a person's alerts gather in one case; what is decided is quiet."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.cli.test_books_command import add_up, to_noon
from tests.wallet.compliance.found import RULES, decide, find_case, get_case, pass_days, send_pieces
from tests.world.cast import AWA, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.compliance import alerts
from wallet.compliance.judging import judge
from wallet.compliance.rules import QUERIES
from wallet.compliance.rules import RULES as WRITTEN
from workers import tick

ALERTS = "SELECT rule, thing, day, times, amount FROM alert ORDER BY number"


def test_each_rule_has_its_query_its_numbers_and_its_words(world: World) -> None:
    kept = {row.rule: row.numbers for row in world.rows("SELECT rule, numbers FROM alert_rule")}
    assert {one.stem for one in QUERIES.glob("*.sql")} == set(WRITTEN) == kept.keys()
    assert {name: set(rule.numbers) for name, rule in WRITTEN.items()} == {n: set(one) for n, one in kept.items()}
    for name, rule in WRITTEN.items():
        rule.told.format(**kept[name], about="", thing="") if "{times}" not in rule.told else rule.told
        query = (QUERIES / f"{name}.sql").read_text("utf-8")
        assert {one for one in kept[name] if f"'{one}'" in query} == kept[name].keys(), "each number is counted by"


def test_a_day_is_judged_once_it_is_over_by_every_rule_and_not_again(world: World, day: date) -> None:
    judged = text("SELECT judge_alerts()")
    assert judge(world.wallet.engine, 100) == [], "it is not over"
    assert world.do(lambda db: db.execute(judged).scalar_one()) is None, "whoever asks"
    to_noon(world)
    assert judge(world.wallet.engine, 100) == [], "it is not added up"
    assert world.do(lambda db: db.execute(judged).scalar_one()) is None, "whoever asks"
    add_up(world, day)
    assert judge(world.wallet.engine, 3) == [f"{rule} {day}" for rule in sorted(WRITTEN)[:3]], "a bounded piece of it"
    assert len(judge(world.wallet.engine, 100)) == RULES - 3
    found = world.rows(ALERTS)
    assert {row.rule for row in found} == {"structuring"}
    assert {row.thing for row in found} == {world.actor(MOUSSA).id, world.actor(AWA).id}
    assert judge(world.wallet.engine, 100) == []
    send_pieces(world, "the day after", pieces=1)
    assert len(pass_days(world, day + timedelta(days=1))) == RULES
    assert world.rows(ALERTS) == found, "five pieces in three days, of which four are told already"
    world.check()


def test_the_tick_judges(world: World, day: date) -> None:
    to_noon(world)
    while world.one("SELECT min(until) FROM alert_judged") <= day:  # days are added up some at a tick
        tick.once()
    assert len(world.rows(ALERTS)) == 2


def test_a_step_that_is_cut_short_leaves_nothing_and_is_done_again(world: World, day: date) -> None:
    to_noon(world)
    add_up(world, day)
    world.change("UPDATE alert_judged SET until = until + 1 WHERE rule <> 'structuring'")

    def die(db: Connection) -> None:
        assert db.execute(text("SELECT judge_alerts()")).scalar_one() == f"structuring {day}"
        db.rollback()

    world.do(die)
    assert world.rows(ALERTS) == []
    assert world.one("SELECT count(*) FROM case_file WHERE kind = 'alert'") == 0
    assert judge(world.wallet.engine, 100) == [f"structuring {day}"]
    assert len(world.rows(ALERTS)) == 2


def test_further_alerts_gather_in_the_case_that_is_open(world: World, judged: date) -> None:
    case = get_case(world, MOUSSA)
    world.change("UPDATE person SET tier = 1")
    for ahead in range(1, 6):  # away from the first pieces
        pass_days(world, judged + timedelta(days=ahead))
    send_pieces(world, "later")
    pass_days(world, judged + timedelta(days=6))
    again = get_case(world, MOUSSA)
    assert (again.number, again.alerts) == (case.number, 1 + case.alerts)
    [first, second] = world.do(lambda db: alerts.list_alerts(db, again.number), "office")
    assert first.ends < second.begins
    assert second.told.startswith("4 pieces just under 500 000 FCFA within 3 days, 1 840 000 FCFA together")
    assert len(world.do(lambda db: alerts.list_happenings(db, second), "office")) == 4
    world.check()


def test_what_is_nothing_unusual_is_quiet_until_its_day_and_no_longer(
    world: World, office: Office, judged: date
) -> None:
    until = judged + timedelta(days=10)
    decide(office, get_case(world, MOUSSA).name, "--nothing-unusual", "--until", f"{until:%d/%m/%Y}")
    assert find_case(world, MOUSSA) is None
    for ahead in range(1, 6):
        pass_days(world, judged + timedelta(days=ahead))
    send_pieces(world, "quiet")
    pass_days(world, judged + timedelta(days=6))
    assert find_case(world, MOUSSA) is None
    assert get_case(world, AWA).alerts == 2, "of whom nobody decided"
    for ahead in range(7, 12):
        pass_days(world, judged + timedelta(days=ahead))
    send_pieces(world, "loud")
    pass_days(world, judged + timedelta(days=12))
    assert get_case(world, MOUSSA).alerts == 1
    world.check()


def test_nobody_writes_an_alert_by_hand(world: World, judged: date) -> None:
    for kind in ("web", "worker", "office"):
        for attack in (
            "INSERT INTO alert_judged VALUES ('velocity', now()::date)",
            "UPDATE alert_judged SET until = until + 100",
            "DELETE FROM alert",
            "UPDATE alert_case SET state = 'closed'",
            "INSERT INTO alert_rule VALUES ('velocity', now()::date + 1, '{}', gen_random_uuid())",
            "INSERT INTO alert_decision VALUES (gen_random_uuid(), 1, 'frozen', NULL, now())",
        ):
            with pytest.raises(DBAPIError, match="permission denied"):
                world.do(lambda db, attack=attack: db.execute(text(attack)), kind)
    for attack in ("DELETE FROM alert", "UPDATE alert SET amount = 0", "UPDATE alert_rule SET since = now()::date",
                   "DELETE FROM alert_decision"):  # fmt: skip
        with pytest.raises(DBAPIError, match="forbidden to everyone"):
            world.change(attack)
