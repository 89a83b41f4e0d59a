"""Rules of levels change from a midnight on, as two of staff agree, and by nobody alone."""

from datetime import date
from typing import Any, Final

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from tests.wallet.verification.test_settings_judged import UndoneError
from tests.wallet.verification.test_verification import APPROVE
from tests.world.cast import ALICE, AWA, BRUNO
from tests.world.verifying import Verifying
from wallet.business import level_rules
from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.operations.use_case import Outcome
from wallet.staff.actions.change_level import ChangeLevel

DAY_SECONDS: Final = 24 * 3600
RULE: Final = text("""INSERT INTO level_rule
        (level, since, methods, needs, payment_most, month_most, payout_most, tax_free)
    VALUES (:level, CAST(:since AS timestamptz), :methods, :needs, :payment_most, :month_most, :payout_most,
        :tax_free)""")


def tomorrow(verifying: Verifying, days: int = 1) -> str:
    """Return a day to come, in Douala."""
    now = verifying.world.do(clock.now).astimezone(DOUALA)
    return str(now.date().fromordinal(now.date().toordinal() + days))


def change(verifying: Verifying, day: str, **said: Any) -> Outcome:
    """Let Alice ask, and Bruno agree where she could."""
    rule: dict[str, Any] = {"methods": ("wallet",), "needs": ("identity", "niu", "bank"), "payment_most": 600, **said}
    level = rule.pop("level", 1)
    asked = verifying.office.conclude(ChangeLevel(level, day, why="decision 9", **rule), ALICE)
    if asked.refused:
        return asked
    return verifying.office.conclude(verifying.office.approval_of(f"level {level} from {day}"), BRUNO)


def test_a_level_binds_from_midnight_on_what_two_agreed_to(verifying: Verifying) -> None:
    world, shop = verifying.world, verifying.shop
    verifying.show("identity", "niu")
    verifying.raise_to(1)
    world.see_id(AWA)
    world.credit(AWA, 20_000)
    day = tomorrow(verifying)
    for wrong, why in (
        ({"methods": ("barter",)}, "no_level_rule"), ({"level": 0}, "no_level_rule"),
        ({"needs": ("a poem",)}, "no_level_rule"), ({"payment_most": -1}, "no_level_rule"),
        (vars(world.do(lambda db: level_rules.find_before(db, 1, date(2026, 1, 1)))), "level_rule_same"),
    ):  # fmt: skip
        assert change(verifying, day, **wrong).sentence == f"staff.{why}", wrong
    for over in (tomorrow(verifying, 0), "2027-02-30", "soon"):
        assert change(verifying, over).sentence == "staff.level_day_over"
    assert change(verifying, day).sentence == "staff.level_rule_changed"
    assert change(verifying, day, payment_most=700).sentence == "staff.level_rule_there"
    assert not shop.pay(AWA, 1_000, "today").refused, "not before its midnight"
    assert verifying.level == 1

    world.pass_time(DAY_SECONDS)
    assert shop.pay(AWA, 1_000, "tomorrow").sentence == "refusal.shop_payment_most"
    assert not shop.pay(AWA, 600, "less").refused
    rules = world.do(level_rules.list_rules)
    assert [(one.rule.level, one.day, one.is_in_force) for one in rules] == [
        (0, "", True), (1, "", False), (1, day, True), (2, "", True),
    ]  # fmt: skip
    assert rules[2].rule.needs == ("identity", "niu", "bank")
    assert world.column("SELECT kind FROM level_need WHERE level = 1 ORDER BY kind") == ["bank", "identity", "niu"]
    assert world.one("SELECT count(*) FROM staff_act WHERE kind = 'change_level'") == 1
    world.check()


@pytest.mark.parametrize("role", ["web", "worker", "office"])
def test_no_process_changes_what_a_level_binds(verifying: Verifying, role: str) -> None:
    written = """INSERT INTO level_rule (level, since, methods, needs, tax_free)
        VALUES (1, now() + interval '1 day', '{wallet}', '{}', true)"""
    for statement in (written, "UPDATE level_rule SET month_most = NULL", "DELETE FROM level_rule"):
        with pytest.raises(ProgrammingError):
            verifying.world.do(lambda db, said=statement: db.exec_driver_sql(said), role)


def test_the_office_writes_but_the_rule_that_two_agreed_to(verifying: Verifying) -> None:
    world, office, day = verifying.world, verifying.office, tomorrow(verifying)
    rule = ChangeLevel(1, day, why="decision 9", methods=("wallet",), needs=("identity",), payment_most=600)
    assert not office.conclude(rule, ALICE).refused
    asked = {"level": 1, "since": f"{day} 00:00+01", "methods": ["wallet"], "needs": ["identity"], "payment_most": 600}
    right = {**asked, "month_most": None, "payout_most": None, "tax_free": True}

    def write(**said: Any) -> str:
        """Return what the database says of a rule that is written in what two agreed to; "" once, and undone."""
        session = office.sign_in(BRUNO).secret

        def do(db: Connection) -> None:
            db.execute(text(APPROVE), {"session": session})
            db.execute(RULE, {**right, **said})
            raise UndoneError

        try:
            world.do(do, "office")
        except DBAPIError as wrong:
            return str(wrong)
        except UndoneError:
            return ""
        raise AssertionError

    assert write() == ""
    wrongs = (
        {"level": 2}, {"since": f"{tomorrow(verifying, 2)} 00:00+01"}, {"methods": ["wallet", "card"]}, {"needs": []},
        {"payment_most": None}, {"month_most": 5}, {"payout_most": 5}, {"tax_free": False},
    )  # fmt: skip
    for said in wrongs:
        assert "may not change what a level binds" in write(**said), said
    now = world.do(clock.now).astimezone(DOUALA)
    world.pass_time(DAY_SECONDS - (now.hour * 60 + now.minute) * 60)  # before the request is too old
    assert "may not change what a level binds" in write(), "its day has come: nothing is bound from then on any more"
