"""Owners, and who approved a payroll, hear how it ended: once all of it has, or after an hour as it stands."""

import pytest

from tests.wallet.salaries.test_payrolls import AWAS, MOMO
from tests.world.cast import BRICE
from tests.world.payroll_office import PayrollOffice
from tests.world.shop import Shop
from tests.world.world import World
from wallet.core import clock
from wallet.messages.mails import Mail
from wallet.salaries import tell_ended
from workers import letters

HOUR = 3_600
MAILED = "SELECT address FROM mail WHERE kind = 'payroll_ended' ORDER BY address"


@pytest.fixture
def office(world: World, shop: Shop) -> PayrollOffice:
    return PayrollOffice.open(world, shop)


def look(office: PayrollOffice, seconds: int = 11) -> list[str]:
    """Let time pass and a worker look; return what Brice was told of payrolls."""
    office.world.pass_time(seconds)
    office.world.do(lambda db: tell_ended.tell_due(db, 50))
    return [one for one in office.world.texts_to(BRICE) if one.startswith("payroll_") and one != "payroll_asked"]


def read(office: PayrollOffice, about: str, language: str = "fr") -> str:
    """Return what the mail says."""
    mail = Mail("", "x@example.cm", language, "payroll_ended", about, 0, 0, office.world.do(clock.now))
    found = office.world.do(lambda db: letters.find(db, mail, "https://mbongo.example"))
    return " ".join(f"{found.subject} {found.text}".split())


def test_nothing_is_told_before_the_operator_has_ended_its_part(office: PayrollOffice) -> None:
    made = office.approve(AWAS, MOMO)
    office.pay(made)
    assert (office.find(made).state, office.count(made).pending) == ("done", 1)
    assert look(office) == look(office) == []
    office.world.work("failed")
    assert look(office) == ["payroll_some_back"]
    assert look(office, 2 * HOUR) == ["payroll_some_back"], "once"
    assert office.world.column(MAILED) == ["payroll.approver@example.cm"], "its owner gave no address"
    said = office.world.one("""SELECT "values" FROM notice WHERE sentence = 'payroll_some_back'""")
    assert {one: said[one] for one in said if one.endswith(("count", "francs"))} == {
        "paid_count": 1, "paid_francs": 10_000, "back_count": 1, "back_francs": 5_050, "going_count": 0,
        "going_francs": 0,
    }  # fmt: skip
    letter = read(office, made)
    for words in (
        "1 (10 000 FCFA)",
        "1 (5 050 FCFA)",
        "/salaries/pyr_",
    ):
        assert words in letter
    assert "Zita" not in letter
    office.world.check()


def test_what_is_under_way_after_an_hour_is_told_as_it_stands_and_its_end_too(office: PayrollOffice) -> None:
    made = office.approve(AWAS, MOMO)
    office.pay(made)
    assert look(office) == []
    assert look(office, HOUR) == ["payroll_going"]
    assert "1 (5 000 FCFA)" in read(office, made, "en")
    assert look(office, HOUR) == ["payroll_going"], "it stands as it stood"
    office.world.work("succeeded")
    assert look(office, HOUR) == ["payroll_going", "payroll_all_paid"]
    assert office.world.one("SELECT tell_at FROM payroll") is None
    office.world.check()


def test_none_but_a_worker_that_tells_touches_what_is_done(office: PayrollOffice) -> None:
    made = office.approve(AWAS)
    office.pay(made)
    for query in (
        "UPDATE payroll SET ended_at = wallet_now() - interval '1 day'",
        "UPDATE payroll SET state = 'paying'",
    ):
        with pytest.raises(Exception, match=r"what is a payroll|gone_on_with"):
            office.world.do(lambda db, query=query: db.exec_driver_sql(query), "worker")
    with pytest.raises(Exception, match="permission denied"):
        office.world.do(lambda db: db.exec_driver_sql("UPDATE payroll SET tell_at = NULL"), "web")
