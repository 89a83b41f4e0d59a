"""Numbers of a rule are set by two, from a day to come, and judge the days from then on alone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.wallet.compliance.found import find_case, get_case, pass_days
from tests.world.cast import ALICE, BRUNO, MOUSSA
from tests.world.office import Office
from tests.world.world import World
from wallet.staff.actions.set_alert_rule import SetAlertRule

WHY = ("--why", "decision 8")


def today(world: World) -> date:
    found: date = world.one("SELECT (wallet_now() AT TIME ZONE 'Africa/Douala')::date")
    return found


def test_two_set_it_and_the_days_from_then_on_are_judged_by_it(world: World, office: Office, day: date) -> None:
    begins = f"{day + timedelta(days=1):%d/%m/%Y}"
    told = office.done("alert", "set", "structuring", "times=5", "--from", begins, *WHY)
    assert "./mbongo alert set structuring --approve" in told
    assert "somebody else" in office.refused("alert", "set", "structuring", "--approve")
    told = office.done("alert", "set", "structuring", "--approve", login=BRUNO)
    assert "times: 4 -> 5" in told
    assert "structuring counts so from" in told
    shown = " ".join(office.done("alert", "rules").replace("│", " ").split())
    assert f"structuring {begins} times 5 pieces, at least" in shown
    assert "structuring the beginning times 4 pieces, at least" in shown
    pass_days(world, day, 1)
    assert get_case(world, MOUSSA).alerts == 1, "that day is judged by what was in force on it"
    world.check()


def test_what_begins_earlier_is_judged_by_the_new_numbers(world: World, office: Office, day: date) -> None:
    world.change("UPDATE alert_judged SET until = :day", day=day - timedelta(days=1))
    world.change("INSERT INTO alert_rule SELECT rule, :day, numbers || '{\"times\": 5}' FROM alert_rule"
                 " WHERE rule = 'structuring'", day=day)  # fmt: skip
    pass_days(world, day)
    assert find_case(world, MOUSSA) is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("velocity", "times=0", "--from", "01/01/2099"), "is no number of this rule"),
        (("velocity", "hours=3", "--from", "01/01/2099"), "is no number of this rule"),
        (("velocity", "times=12", "--from", "01/01/2099"), "Nothing would change"),
        (("velocity", "times=9", "--from", "01/01/2020"), "say a day to come"),
        (("speed", "times=9", "--from", "01/01/2099"), "There is no rule speed"),
    ],
)
def test_what_is_no_number_is_refused(office: Office, words: tuple[str, ...], told: str) -> None:
    assert told in office.refused("alert", "set", *words, *WHY)


def test_the_database_takes_no_numbers_that_two_did_not_agree_to(world: World, office: Office) -> None:
    write = text("SELECT set_alert_rule('velocity')")
    with pytest.raises(DBAPIError, match="two of staff agreed to no such numbers"):
        world.do(lambda db: db.execute(write), "office")
    known = world.one("SELECT numbers FROM alert_rule WHERE rule = 'velocity'")
    tomorrow = (today(world) + timedelta(days=1)).isoformat()
    asked = SetAlertRule("velocity", tomorrow, {**known, "times": 99}, known, why="decision 8")
    office.conclude(asked, ALICE)
    with pytest.raises(DBAPIError, match="two of staff agreed to no such numbers"):
        world.do(lambda db: db.execute(write), "office")
    assert world.one("SELECT count(*) FROM alert_rule WHERE rule = 'velocity'") == 1


@pytest.mark.parametrize(
    "given",
    ['{"times": 9}', '{"times": -9, "minutes": 60, "against": 6}', '{"times": 1.5, "minutes": 60, "against": 6}'],
)
def test_two_cannot_agree_to_what_is_no_number(world: World, office: Office, given: str) -> None:
    """An office that asks by hand, and two logins that approve it: the database judges the numbers itself."""
    sessions = {who: office.sign_in(who).secret for who in (ALICE, BRUNO)}
    content = f'{{"rule": "velocity", "day": "2099-01-01", "numbers": {given}, "before": {{}}}}'
    ask = text("SELECT ask_staff_act(:s, '00000000-0000-0000-0000-000000000001', 'set_alert_rule', 'rule velocity',"
               " CAST(:content AS jsonb), 'a reason')")  # fmt: skip
    agree = text("SELECT approve_staff_request(:s, r.id, request_hash(r)) FROM staff_request r")
    world.do(lambda db: db.execute(ask, {"s": sessions[ALICE], "content": content}), "office")
    with pytest.raises(DBAPIError, match="two of staff agreed to no such numbers"):
        world.do(lambda db: (db.execute(agree, {"s": sessions[BRUNO]}),
                             db.execute(text("SELECT set_alert_rule('velocity')"))), "office")  # fmt: skip
